//! One-dimensional maximisation of a smooth function on an interval, without derivatives.
//!
//! A grid brackets the highest value, golden-section search narrows the bracket, and Newton's method on five-point finite
//! differences finishes. Differences locate a flat maximum to about the error of the function values, comparisons of values
//! only to its square root.

use crate::{EquilibriumError, Result};

/// Grid points of the bracketing scan, the bounds included.
const GRID: usize = 13;
/// Width of the bracket at which golden-section search hands over to Newton's method; also the longest Newton step.
const NARROW: f64 = 0.02;
/// Step of the finite differences; the five-point formulas have an error of its fourth power.
const STEP: f64 = 4e-3;
/// Length of a Newton step at which the search has converged.
const STEP_TOLERANCE: f64 = 1e-9;
/// Gain over a step of [`NARROW`] below which a slope is indistinguishable from the error of the function.
const SLOPE_NOISE: f64 = 1e-11;
/// Newton steps after which the search is given up.
const MAX_NEWTON_STEPS: usize = 30;

/// A maximum.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Maximum {
    pub at: f64,
    pub value: f64,
    /// Whether it is at a bound, where the function still rises.
    pub at_bound: bool,
}

/// The interval of a variable.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Interval {
    pub low: f64,
    pub high: f64,
}

impl Interval {
    fn clamp(self, value: f64) -> f64 {
        value.clamp(self.low, self.high)
    }
}

/// The global maximum as far as the grid resolves it. The function is also evaluated up to [`STEP`] times two outside the
/// interval.
pub(crate) fn maximise(bounds: Interval, mut function: impl FnMut(f64) -> Result<f64>) -> Result<Maximum> {
    let bracket = bracket(bounds, &mut function)?;
    let start = golden_section(bracket, &mut function)?;
    newton(start, bounds, &mut function)
}

/// The neighbours of the highest of equally spaced points.
fn bracket(bounds: Interval, function: &mut impl FnMut(f64) -> Result<f64>) -> Result<Interval> {
    let spacing = (bounds.high - bounds.low) / (GRID - 1) as f64;
    let (mut best, mut place) = (f64::NEG_INFINITY, bounds.low);
    for point in 0..GRID {
        let at = bounds.low + spacing * point as f64;
        let value = function(at)?;
        if value > best {
            (best, place) = (value, at);
        }
    }
    Ok(Interval { low: bounds.clamp(place - spacing), high: bounds.clamp(place + spacing) })
}

/// Golden-section search down to a bracket of [`NARROW`].
fn golden_section(mut bracket: Interval, function: &mut impl FnMut(f64) -> Result<f64>) -> Result<f64> {
    let ratio = (5.0f64.sqrt() - 1.0) / 2.0;
    let inner = |bracket: Interval| bracket.high - ratio * (bracket.high - bracket.low);
    let outer = |bracket: Interval| bracket.low + ratio * (bracket.high - bracket.low);
    let (mut left, mut right) = (inner(bracket), outer(bracket));
    let (mut at_left, mut at_right) = (function(left)?, function(right)?);
    while bracket.high - bracket.low > NARROW {
        if at_left >= at_right {
            bracket.high = right;
            (right, at_right) = (left, at_left);
            left = inner(bracket);
            at_left = function(left)?;
        } else {
            bracket.low = left;
            (left, at_left) = (right, at_right);
            right = outer(bracket);
            at_right = function(right)?;
        }
    }
    Ok(if at_left >= at_right { left } else { right })
}

/// Newton's method from `start` to where the slope is zero, or to the bound that the function rises to.
pub(crate) fn newton(start: f64, bounds: Interval, function: &mut impl FnMut(f64) -> Result<f64>) -> Result<Maximum> {
    let mut at = bounds.clamp(start);
    let mut move_by = f64::INFINITY;
    for _ in 0..MAX_NEWTON_STEPS {
        let value = function(at)?;
        let (slope, curvature) = differences(at, value, function)?;
        if (slope * NARROW).abs() <= SLOPE_NOISE {
            return Ok(Maximum { at, value, at_bound: at <= bounds.low || at >= bounds.high });
        }
        let uphill = slope.signum() * NARROW;
        // Where the function is convex, go uphill by a short step.
        move_by = if curvature < 0.0 { (-slope / curvature).clamp(-NARROW, NARROW) } else { uphill };
        let next = bounds.clamp(at + move_by);
        if (next - at).abs() <= STEP_TOLERANCE {
            let at_bound = move_by.abs() > STEP_TOLERANCE;
            return Ok(Maximum { at: next, value, at_bound });
        }
        at = next;
    }
    Err(EquilibriumError::Unsettled {
        what: "the search for the best rate",
        iterations: MAX_NEWTON_STEPS,
        size: move_by.abs(),
        tolerance: STEP_TOLERANCE,
    })
}

/// First and second derivative by five-point differences.
fn differences(at: f64, value: f64, function: &mut impl FnMut(f64) -> Result<f64>) -> Result<(f64, f64)> {
    let (far_below, below) = (function(at - 2.0 * STEP)?, function(at - STEP)?);
    let (above, far_above) = (function(at + STEP)?, function(at + 2.0 * STEP)?);
    let slope = (far_below - 8.0 * below + 8.0 * above - far_above) / (12.0 * STEP);
    let curvature = (16.0 * (below + above) - far_below - far_above - 30.0 * value) / (12.0 * STEP * STEP);
    Ok((slope, curvature))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::{Interval, maximise};

    #[test]
    fn a_peak_inside_is_found_to_nine_digits() {
        let peak = maximise(Interval { low: 0.0, high: 2.0 }, |x| Ok((-(x - 0.731).powi(2)).exp())).unwrap();
        assert!((peak.at - 0.731).abs() < 1e-8 && !peak.at_bound, "{peak:?}");
    }

    #[test]
    fn a_function_that_rises_ends_at_its_bound() {
        let peak = maximise(Interval { low: 0.0, high: 2.0 }, |x: f64| Ok((1.0 + x).ln())).unwrap();
        assert_eq!((peak.at, peak.at_bound), (2.0, true));
        let peak = maximise(Interval { low: -0.5, high: 2.0 }, |x: f64| Ok(-x.exp())).unwrap();
        assert_eq!((peak.at, peak.at_bound), (-0.5, true));
    }

    #[test]
    fn a_plateau_ends_the_search() {
        let peak = maximise(Interval { low: 0.0, high: 40.0 }, |x: f64| Ok(x.min(20.0).tanh())).unwrap();
        assert!(peak.value > 1.0 - 1e-9, "{peak:?}");
    }

    #[test]
    fn the_higher_of_two_peaks_wins() {
        let two = |x: f64| Ok((-30.0 * (x - 0.2).powi(2)).exp() + 1.5 * (-30.0 * (x - 1.6).powi(2)).exp());
        let peak = maximise(Interval { low: 0.0, high: 2.0 }, two).unwrap();
        assert!((peak.at - 1.6).abs() < 1e-6, "{peak:?}");
    }
}
