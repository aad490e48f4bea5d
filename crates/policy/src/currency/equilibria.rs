//! All stable equilibria of the choice of currency in levels (K1), and the folds where they end.
//!
//! In an equilibrium `g(s_c) = appeal_c + t` for one number t, with `g(s) = ln s - L s` and
//! L = lambda / mu. g rises up to s = 1/L and falls after it, so each currency is on a low or a
//! high branch, and in a stable equilibrium at most one is on the high branch (the second
//! derivatives of the potential in `logit.rs`). That leaves one search for each possible leader.

use serde::Serialize;

use super::exchange_rate::bisect;
use super::logit::{is_stable, settle};
use super::{ChoiceModel, Costs, Result, Shares};

/// Cells in which the search for turning points looks for a change of sign. Two turning points in
/// one cell would be overlooked; with two currencies there is one at most.
const CELLS: usize = 2000;

/// Where two currencies alike but for cost tip over.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Folds {
    /// The smaller share at which an equilibrium ends.
    pub low_share: f64,
    /// The larger share at which an equilibrium ends.
    pub high_share: f64,
    /// The gap in cost, divided by mu, at which it happens.
    pub cost_gap: f64,
}

impl ChoiceModel {
    /// Every stable equilibrium at these costs: first one without a leading currency, if there is
    /// any, then those that each currency leads, in the order of the currencies. One of them only
    /// if [`ChoiceModel::is_unique`].
    ///
    /// # Errors
    /// An equilibrium that the last iterations cannot settle.
    pub fn stable_equilibria(&self, costs: &Costs) -> Result<Vec<Shares>> {
        let strength = self.strength();
        let cheapest = costs.values().iter().copied().fold(f64::INFINITY, f64::min);
        let appeal: Vec<f64> = costs.values().iter().map(|cost| (cheapest - cost) / self.dispersion()).collect();
        let mut candidates: Vec<Vec<f64>> = without_leader(&appeal, strength).into_iter().collect();
        if strength > 1.0 {
            (0..appeal.len()).for_each(|leader| candidates.extend(led_by(leader, &appeal, strength)));
        }
        let mut found: Vec<Vec<f64>> = Vec::new();
        for mut shares in candidates {
            settle(&appeal, strength, &mut shares)?;
            let same = |other: &Vec<f64>| other.iter().zip(&shares).all(|(one, other)| (one - other).abs() < 1e-7);
            if is_stable(&shares, strength) && !found.iter().any(same) {
                found.push(shares);
            }
        }
        Ok(found.into_iter().map(|shares| Shares::from_parts(costs.names().to_vec(), shares)).collect())
    }

    /// The folds of two currencies, `s (1 - s) = mu / (2 lambda)`; none if lambda / mu is at most 2.
    #[must_use]
    pub fn two_currency_folds(&self) -> Option<Folds> {
        let strength = self.strength();
        if strength <= Self::UNIQUENESS_BOUND {
            return None;
        }
        let low_share = 0.5 * (1.0 - (1.0 - 2.0 / strength).sqrt());
        let gap = (low_share / (1.0 - low_share)).ln() - strength * (2.0 * low_share - 1.0);
        Some(Folds { low_share, high_share: 1.0 - low_share, cost_gap: gap.abs() })
    }
}

/// Where the low branch ends.
fn branch_end(strength: f64) -> f64 {
    if strength > 1.0 { 1.0 / strength } else { 1.0 }
}

fn level(share: f64, strength: f64) -> f64 {
    share.ln() - strength * share
}

/// The share on the low branch with `g(s) = value`: Newton in ln s from below, where g is concave,
/// rises to the root without passing it.
fn low_branch(value: f64, strength: f64) -> f64 {
    let mut log_share = value;
    for _ in 0..100 {
        let share = log_share.exp();
        let slope = 1.0 - strength * share;
        let step = (value - log_share + strength * share) / slope;
        if slope <= 0.0 || step.is_nan() || step <= 1e-16 * log_share.abs() {
            break;
        }
        log_share += step;
    }
    log_share.exp().min(branch_end(strength))
}

/// The equilibrium in which every currency is on its low branch; the cheapest has appeal zero.
fn without_leader(appeal: &[f64], strength: f64) -> Option<Vec<f64>> {
    let total = |common: f64| appeal.iter().map(|own| low_branch(own + common, strength)).sum::<f64>() - 1.0;
    let smallest = branch_end(strength).min(1.0 / appeal.len() as f64);
    let (low, high) = (level(smallest, strength), level(branch_end(strength), strength));
    if total(high) < -1e-12 {
        return None;
    }
    let common = bisect(total, low, high);
    Some(appeal.iter().map(|own| low_branch(own + common, strength)).collect())
}

/// Stable equilibria in which one currency is on its high branch.
fn led_by(leader: usize, appeal: &[f64], strength: f64) -> Vec<Vec<f64>> {
    let end = branch_end(strength);
    let others = || appeal.iter().enumerate().filter(move |(index, _)| *index != leader).map(|(_, own)| own);
    // The others' low branches exist only above some share of a leader that is dearer than they.
    let highest = others().copied().fold(f64::NEG_INFINITY, f64::max);
    let least = level(end, strength) - (highest - appeal[leader]).max(0.0);
    if level(1.0, strength) > least {
        return Vec::new();
    }
    let first = bisect(|share| least - level(share, strength), end, 1.0);
    let rest = |share: f64| {
        let common = level(share, strength) - appeal[leader];
        others().map(move |own| low_branch(own + common, strength))
    };
    let sum = |share: f64| share + rest(share).sum::<f64>() - 1.0;
    // The slope of the sum is positive exactly where an equilibrium would be stable.
    let slope = |share: f64| {
        let pull: f64 = rest(share).map(|other| other / (1.0 - strength * other).max(1e-300)).sum();
        1.0 - pull * (strength - 1.0 / share)
    };
    let mut bounds = vec![first];
    let place = |cell: usize| first + (1.0 - first) * cell as f64 / CELLS as f64;
    for cell in 0..CELLS {
        let (low, high) = (place(cell), place(cell + 1));
        match (slope(low) < 0.0, slope(high) < 0.0) {
            (true, false) => bounds.push(bisect(slope, low, high)),
            (false, true) => bounds.push(bisect(|share| -slope(share), low, high)),
            _ => {}
        }
    }
    bounds.push(1.0);
    let rising = |pair: &&[f64]| sum(pair[0]) <= 0.0 && sum(pair[1]) >= 0.0;
    let crossings = bounds.windows(2).filter(rising).map(|pair| bisect(sum, pair[0], pair[1]));
    let shares_at = |share: f64| {
        let mut shares: Vec<f64> = rest(share).collect();
        shares.insert(leader, share);
        shares
    };
    crossings.map(shares_at).collect()
}
