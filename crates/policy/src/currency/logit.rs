//! The fixed point of the logit with network effects, on plain slices.
//!
//! `appeal[c]` is a currency's value without its network, -cost / mu, and `strength` is
//! lambda / mu. An equilibrium is a stationary point of the potential
//! `sum appeal s + strength/2 sum s² - sum s ln s`; the stable ones are its maxima.

use super::{CurrencyError, Result};

/// Largest gap between shares and the choice they lead to.
const TOLERANCE: f64 = 1e-15;
/// A gap at rounding level, accepted when it no longer falls.
const ROUNDING: f64 = 1e-13;
/// Just beyond a fold responses pass the place where the equilibrium was by ever smaller steps: the number of them goes
/// with one over the square root of the distance, which [`follow`] makes small.
const MOST_ITERATIONS: usize = 5_000_000;

/// ln of a sum of exponentials, without overflow.
pub(super) fn log_sum_exp(values: impl Iterator<Item = f64> + Clone) -> f64 {
    let largest = values.clone().fold(f64::NEG_INFINITY, f64::max);
    if largest.is_infinite() {
        return largest;
    }
    largest + values.map(|value| (value - largest).exp()).sum::<f64>().ln()
}

/// The choices that shares lead to: `e^(appeal + strength s) / sum`.
fn choices(appeal: &[f64], strength: f64, shares: &[f64], into: &mut [f64]) {
    let value = |(appeal, share): (&f64, &f64)| appeal + strength * share;
    let total = log_sum_exp(appeal.iter().zip(shares).map(value));
    for (chosen, pair) in into.iter_mut().zip(appeal.iter().zip(shares)) {
        *chosen = (value(pair) - total).exp();
    }
}

fn distance(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| (one - other).abs()).fold(0.0, f64::max)
}

/// Whether an equilibrium is a maximum of the potential, so that small changes die out.
///
/// The second derivative `strength - 1/s` may be positive for one currency at most, and then
/// `sum s / (1 - strength s)` must be negative.
pub(super) fn is_stable(shares: &[f64], strength: f64) -> bool {
    let slacks = shares.iter().map(|share| 1.0 - strength * share);
    match slacks.clone().filter(|slack| *slack <= 0.0).count() {
        0 => true,
        1 => {
            // One currency alone has nothing to lose shares to.
            let others: f64 = shares.iter().zip(slacks.clone()).filter(|(_, k)| *k > 0.0).map(|(s, k)| s / k).sum();
            let leader: f64 = shares.iter().zip(slacks).filter(|(_, k)| *k <= 0.0).map(|(s, k)| -k / s).sum();
            others * leader < 1.0
        }
        _ => false,
    }
}

/// Moves shares to the equilibrium that repeated best responses reach from them.
///
/// Each response raises the potential (it maximises a bound that touches it), so this converges,
/// and to a stable equilibrium; Newton steps are taken where they stay close and stable.
pub(super) fn settle(appeal: &[f64], strength: f64, shares: &mut [f64]) -> Result<()> {
    let mut chosen = vec![0.0; shares.len()];
    let mut tried = shares.to_vec();
    choices(appeal, strength, shares, &mut chosen);
    let mut gap = distance(shares, &chosen);
    for _ in 0..MOST_ITERATIONS {
        if gap <= TOLERANCE {
            return Ok(());
        }
        let mut moved = false;
        if gap < 1e-2 && is_stable(&chosen, strength) && newton(strength, shares, &chosen, &mut tried) {
            let mut response = vec![0.0; shares.len()];
            choices(appeal, strength, &tried, &mut response);
            let new_gap = distance(&tried, &response);
            if new_gap < 0.5 * gap && is_stable(&response, strength) {
                shares.copy_from_slice(&tried);
                chosen = response;
                gap = new_gap;
                moved = true;
            } else if gap < ROUNDING {
                return Ok(());
            }
        }
        if !moved {
            shares.copy_from_slice(&chosen);
            choices(appeal, strength, shares, &mut chosen);
            gap = distance(shares, &chosen);
        }
    }
    Err(CurrencyError::NotConverged { what: "settlement shares", residual: gap, iterations: MOST_ITERATIONS })
}

/// A Newton step on `choices(s) - s = 0`; false if it leaves the range of shares.
fn newton(strength: f64, shares: &[f64], chosen: &[f64], into: &mut [f64]) -> bool {
    // The matrix 1 - strength (diag p - p p') is inverted by Sherman and Morrison's formula.
    let slack = |p: f64| {
        let slack = 1.0 - strength * p;
        if slack.abs() < 1e-9 { 1e-9 } else { slack }
    };
    let pairs = || shares.iter().zip(chosen);
    let weighted: f64 = pairs().map(|(s, p)| p * (p - s) / slack(*p)).sum();
    let scale: f64 = 1.0 + strength * chosen.iter().map(|p| p * p / slack(*p)).sum::<f64>();
    let common = strength * weighted / scale;
    for (new, (s, p)) in into.iter_mut().zip(pairs()) {
        *new = s + (p - s - p * common) / slack(*p);
    }
    into.iter().all(|share| (0.0..=1.0).contains(share))
}

/// What [`follow`] found on its way.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Path {
    pub shares: Vec<f64>,
    /// Fractions of the way at which the equilibrium at hand ceased to exist.
    pub folds: Vec<f64>,
}

/// Moves costs along a straight line and follows the equilibrium that begins at `start`.
///
/// Steps are halved until shares move by little. Where they jump at the shortest step, the
/// equilibrium has ended in a fold, and best responses lead to the next one.
pub(super) fn follow(start: &[f64], relief: &[f64], strength: f64) -> Result<Path> {
    const CALM: f64 = 0.02;
    const SHORTEST: f64 = 1e-7;
    let appeal_at = |done: f64| -> Vec<f64> {
        start.iter().zip(relief).map(|(s, relief)| s.ln() - strength * s + done * relief).collect()
    };
    let mut shares = start.to_vec();
    if strength < 2.0 {
        // There is one equilibrium only: go there at once.
        settle(&appeal_at(1.0), strength, &mut shares)?;
        return Ok(Path { shares, folds: Vec::new() });
    }
    let (mut done, mut step, mut folds) = (0.0, 1.0, Vec::new());
    while done < 1.0 {
        let next: f64 = if done + step > 1.0 { 1.0 } else { done + step };
        let mut tried = shares.clone();
        settle(&appeal_at(next), strength, &mut tried)?;
        let moved = distance(&shares, &tried);
        if moved > CALM && next - done > SHORTEST * next.max(1e-6) {
            step = 0.5 * (next - done);
            continue;
        }
        if moved > CALM {
            folds.push(next);
        }
        done = next;
        shares = tried;
        step *= 2.0;
    }
    Ok(Path { shares, folds })
}
