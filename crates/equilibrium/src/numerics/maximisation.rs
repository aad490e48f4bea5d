//! The highest point of a smooth function of one variable between bounds, without derivatives.
//!
//! A coarse scan finds the region of the highest value, golden sections narrow it, and Newton
//! steps on five-point differences finish: differences tell the place of a flat peak to about
//! the noise of the function, comparisons of values only to the square root of it.

use crate::{EquilibriumError, Result};

/// Points of the coarse scan, the bounds included.
const SCAN: usize = 13;
/// Width at which golden sections hand over to Newton.
const NARROW: f64 = 0.02;
/// Step of the differences; the five-point formulas err by its fourth power.
const STEP: f64 = 4e-3;
/// A Newton step this short ends the search.
const SETTLED: f64 = 1e-9;
/// A slope that promises less than this over a short step cannot be told from the solve's noise.
const UNSEEN: f64 = 1e-11;
const MOST_NEWTON: usize = 30;

/// Where the function is highest.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Peak {
    pub at: f64,
    pub value: f64,
    /// Whether a bound stops it from rising further.
    pub at_bound: bool,
}

/// Lowest and highest value of a variable.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Bounds {
    pub low: f64,
    pub high: f64,
}

impl Bounds {
    fn clamp(self, value: f64) -> f64 {
        value.clamp(self.low, self.high)
    }
}

/// The highest point; the function is also asked a few thousandths outside the bounds.
pub(crate) fn highest(bounds: Bounds, mut function: impl FnMut(f64) -> Result<f64>) -> Result<Peak> {
    let bracket = scan(bounds, &mut function)?;
    let start = golden(bracket, &mut function)?;
    newton(start, bounds, &mut function)
}

/// The neighbours of the highest of equally spaced points.
fn scan(bounds: Bounds, function: &mut impl FnMut(f64) -> Result<f64>) -> Result<Bounds> {
    let spacing = (bounds.high - bounds.low) / (SCAN - 1) as f64;
    let (mut best, mut place) = (f64::NEG_INFINITY, bounds.low);
    for point in 0..SCAN {
        let at = bounds.low + spacing * point as f64;
        let value = function(at)?;
        if value > best {
            (best, place) = (value, at);
        }
    }
    Ok(Bounds { low: bounds.clamp(place - spacing), high: bounds.clamp(place + spacing) })
}

/// Golden sections down to [`NARROW`].
fn golden(mut bracket: Bounds, function: &mut impl FnMut(f64) -> Result<f64>) -> Result<f64> {
    let ratio = (5.0f64.sqrt() - 1.0) / 2.0;
    let inner = |bracket: Bounds| bracket.high - ratio * (bracket.high - bracket.low);
    let outer = |bracket: Bounds| bracket.low + ratio * (bracket.high - bracket.low);
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

/// Newton steps to where the slope is zero, or to the bound it rises to.
pub(crate) fn newton(start: f64, bounds: Bounds, function: &mut impl FnMut(f64) -> Result<f64>) -> Result<Peak> {
    let mut at = bounds.clamp(start);
    let mut move_by = f64::INFINITY;
    for _ in 0..MOST_NEWTON {
        let value = function(at)?;
        let (slope, curvature) = differences(at, value, function)?;
        if (slope * NARROW).abs() <= UNSEEN {
            return Ok(Peak { at, value, at_bound: at <= bounds.low || at >= bounds.high });
        }
        let uphill = slope.signum() * NARROW;
        // Without a peak in sight, or with one far off, go uphill by a short step.
        move_by = if curvature < 0.0 { (-slope / curvature).clamp(-NARROW, NARROW) } else { uphill };
        let next = bounds.clamp(at + move_by);
        if (next - at).abs() <= SETTLED {
            let at_bound = move_by.abs() > SETTLED;
            return Ok(Peak { at: next, value, at_bound });
        }
        at = next;
    }
    Err(EquilibriumError::Unsettled {
        what: "the search for the best rate",
        iterations: MOST_NEWTON,
        size: move_by.abs(),
        tolerance: SETTLED,
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
    use super::{Bounds, highest};

    #[test]
    fn a_peak_inside_is_found_to_nine_digits() {
        let peak = highest(Bounds { low: 0.0, high: 2.0 }, |x| Ok((-(x - 0.731).powi(2)).exp())).unwrap();
        assert!((peak.at - 0.731).abs() < 1e-8 && !peak.at_bound, "{peak:?}");
    }

    #[test]
    fn a_function_that_rises_ends_at_its_bound() {
        let peak = highest(Bounds { low: 0.0, high: 2.0 }, |x: f64| Ok((1.0 + x).ln())).unwrap();
        assert_eq!((peak.at, peak.at_bound), (2.0, true));
        let peak = highest(Bounds { low: -0.5, high: 2.0 }, |x: f64| Ok(-x.exp())).unwrap();
        assert_eq!((peak.at, peak.at_bound), (-0.5, true));
    }

    #[test]
    fn a_plateau_ends_the_search() {
        let peak = highest(Bounds { low: 0.0, high: 40.0 }, |x: f64| Ok(x.min(20.0).tanh())).unwrap();
        assert!(peak.value > 1.0 - 1e-9, "{peak:?}");
    }

    #[test]
    fn the_higher_of_two_peaks_wins() {
        let two = |x: f64| Ok((-30.0 * (x - 0.2).powi(2)).exp() + 1.5 * (-30.0 * (x - 1.6).powi(2)).exp());
        let peak = highest(Bounds { low: 0.0, high: 2.0 }, two).unwrap();
        assert!((peak.at - 1.6).abs() < 1e-6, "{peak:?}");
    }
}
