//! The choice of a settlement currency ((K1) to (K3) of docs/src/methods/currency.md): a logit in which a currency is worth
//! more the more it is used (Gopinath and Stein 2021; Mukhin 2022).

use serde::Serialize;

use super::error::{position, within};
use super::logit::{follow, is_stable, log_sum_exp};
use super::{CurrencyError, Result};

/// How far shares may be from adding up to one before they are refused.
const SUM_TOLERANCE: f64 = 1e-9;

/// Shares of currencies in settlement, by name: not negative, adding up to one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shares {
    names: Vec<String>,
    values: Vec<f64>,
}

impl Shares {
    /// Shares (0 to 1) with their names.
    ///
    /// # Errors
    /// No currency, one that stands twice, a negative share, or a sum off one by more than 1e-9
    /// (smaller gaps are scaled away).
    pub fn new(named: impl IntoIterator<Item = (impl Into<String>, f64)>) -> Result<Self> {
        let (names, mut values) = distinct(named)?;
        for (name, value) in names.iter().zip(&values) {
            within(&format!("the share of {name}"), *value, |share| (0.0..=1.0).contains(&share), "0 to 1")?;
        }
        let sum: f64 = values.iter().sum();
        within("the sum of shares", sum, |sum| (sum - 1.0).abs() <= SUM_TOLERANCE, "1")?;
        values.iter_mut().for_each(|value| *value /= sum);
        Ok(Self { names, values })
    }

    pub(super) fn from_parts(names: Vec<String>, values: Vec<f64>) -> Self {
        Self { names, values }
    }

    /// Names, in the order they were given.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The share of one currency.
    ///
    /// # Errors
    /// A currency that is not here, with the nearest names.
    pub fn of(&self, currency: &str) -> Result<f64> {
        Ok(self.values[position(&self.names, currency)?])
    }

    /// Names with their shares.
    pub fn iter(&self) -> impl Iterator<Item = (&str, f64)> {
        self.names.iter().map(String::as_str).zip(self.values.iter().copied())
    }
}

/// Ad-valorem costs of currencies (0.05 is 5 %), or changes of them, by name.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Costs {
    names: Vec<String>,
    values: Vec<f64>,
}

impl Costs {
    /// Costs with their names: spread, payment friction and hedging, less what a swap line gives.
    ///
    /// # Errors
    /// No currency, one that stands twice, or a cost that is not finite.
    pub fn new(named: impl IntoIterator<Item = (impl Into<String>, f64)>) -> Result<Self> {
        let (names, values) = distinct(named)?;
        for (name, value) in names.iter().zip(&values) {
            within(&format!("the cost of {name}"), *value, f64::is_finite, "a finite number")?;
        }
        Ok(Self { names, values })
    }

    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    pub(super) fn values(&self) -> &[f64] {
        &self.values
    }

    /// Costs in the order of other names; what is not named is zero.
    fn ordered(&self, names: &[String]) -> Result<Vec<f64>> {
        let mut ordered = vec![0.0; names.len()];
        for (name, value) in self.names.iter().zip(&self.values) {
            ordered[position(names, name)?] = *value;
        }
        Ok(ordered)
    }

    /// Their mean, weighted by shares: exact where all that are in use are the same.
    ///
    /// # Errors
    /// A currency that has no share.
    pub(super) fn mean(&self, shares: &Shares) -> Result<f64> {
        let changes = self.ordered(&shares.names)?;
        let used = || changes.iter().zip(&shares.values).filter(|(_, share)| **share > 0.0);
        let first = used().next().map_or(0.0, |(change, _)| *change);
        Ok(first + used().map(|(change, share)| share * (change - first)).sum::<f64>())
    }
}

fn distinct(named: impl IntoIterator<Item = (impl Into<String>, f64)>) -> Result<(Vec<String>, Vec<f64>)> {
    let (names, values): (Vec<String>, Vec<f64>) = named.into_iter().map(|(name, value)| (name.into(), value)).unzip();
    within("the number of currencies", names.len() as f64, |count| count > 0.0, "at least one")?;
    for (index, name) in names.iter().enumerate() {
        if names[..index].contains(name) {
            return Err(CurrencyError::DuplicateCurrency(name.clone()));
        }
    }
    Ok((names, values))
}

/// How strongly currencies are told apart: dispersion mu and network benefit lambda, ad valorem.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ChoiceModel {
    dispersion: f64,
    network: f64,
}

/// What changed costs do to shares, and to the cost of trade.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Response {
    /// Shares s' (K2).
    pub shares: Shares,
    /// The wedge passed to trade (K3): what the changed costs are worth with the network's benefits as they were, ln of
    /// the cost factor, ad valorem. It lies between the smallest and the largest change, and never falls where a
    /// cost rises.
    pub wedge: f64,
    /// What users gain because others have changed currency (K3), ad valorem; a loss if negative. Exactly zero
    /// without a network.
    pub network_gain: f64,
    /// Parts of the cost change (0 to 1) at which the equilibrium at hand ended and use tipped over
    /// to another one; empty if it moved smoothly.
    pub folds: Vec<f64>,
    /// Whether lambda / mu is below the bound under which there is one equilibrium only. If not,
    /// the shares depend on where they began.
    pub unique: bool,
}

impl ChoiceModel {
    /// Below this lambda / mu there is one equilibrium whatever the costs, because the largest
    /// eigenvalue of `diag(s) - s s'` is at most one half.
    pub const UNIQUENESS_BOUND: f64 = 2.0;

    /// A model with dispersion mu > 0 and network benefit lambda >= 0, both ad valorem.
    ///
    /// # Errors
    /// Either out of its range.
    pub fn new(dispersion: f64, network: f64) -> Result<Self> {
        within("the dispersion mu", dispersion, |mu| mu.is_finite() && mu > 0.0, "above zero")?;
        within("the network benefit lambda", network, |l| l.is_finite() && l >= 0.0, "not negative")?;
        within("lambda / mu", network / dispersion, f64::is_finite, "a finite number")?;
        Ok(Self { dispersion, network })
    }

    /// Dispersion mu, ad valorem.
    #[must_use]
    pub fn dispersion(&self) -> f64 {
        self.dispersion
    }

    /// Network strength lambda / mu, dimensionless.
    #[must_use]
    pub fn strength(&self) -> f64 {
        self.network / self.dispersion
    }

    /// Whether any costs lead to one equilibrium only.
    #[must_use]
    pub fn is_unique(&self) -> bool {
        self.strength() < Self::UNIQUENESS_BOUND
    }

    /// Shares, wedge and the network's gain when costs change from where `shares` are an equilibrium (K2, K3).
    ///
    /// Costs move along a straight line and the equilibrium is followed; where it ends (a fold),
    /// best responses lead on. A currency without a share stays without one: the hat form does
    /// not know what it costs. Currencies that `changes` does not name keep their cost.
    ///
    /// # Errors
    /// An unknown currency, shares that are not a stable equilibrium, or no convergence.
    pub fn respond(&self, shares: &Shares, changes: &Costs) -> Result<Response> {
        let changes = changes.ordered(&shares.names)?;
        let relief: Vec<f64> = changes.iter().map(|change| -change / self.dispersion).collect();
        for value in &relief {
            within("a change in cost divided by mu", *value, f64::is_finite, "a finite number")?;
        }
        let strength = self.strength();
        let used: Vec<usize> = (0..relief.len()).filter(|index| shares.values[*index] > 0.0).collect();
        let start: Vec<f64> = used.iter().map(|index| shares.values[*index]).collect();
        if !is_stable(&start, strength) {
            return Err(CurrencyError::UnstableStart { strength, bound: Self::UNIQUENESS_BOUND });
        }
        // What is the same for all currencies moves none of them, and the wedge is exactly that.
        let common = used.first().map_or(0.0, |index| changes[*index]);
        if used.iter().all(|index| changes[*index] == common) {
            let (shares, unique) = (shares.clone(), self.is_unique());
            return Ok(Response { shares, wedge: common, network_gain: 0.0, folds: Vec::new(), unique });
        }
        let relief: Vec<f64> = used.iter().map(|index| relief[*index]).collect();
        let path = follow(&start, &relief, strength)?;
        let wedge = self.mean_cost(&start, &relief, &start, 0.0);
        let network_gain = match strength {
            0.0 => 0.0,
            strength => wedge - self.mean_cost(&start, &relief, &path.shares, strength),
        };
        let mut values = vec![0.0; shares.values.len()];
        for (index, share) in used.iter().zip(&path.shares) {
            values[*index] = *share;
        }
        let shares = Shares::from_parts(shares.names.clone(), values);
        Ok(Response { shares, wedge, network_gain, folds: path.folds, unique: self.is_unique() })
    }

    /// `-mu ln sum s exp(relief + strength (s' - s))`: the change in the mean cost of the best choices, with the
    /// network's benefits where `strength` is not zero.
    fn mean_cost(&self, start: &[f64], relief: &[f64], after: &[f64], strength: f64) -> f64 {
        let choices = start.iter().zip(relief).zip(after);
        -self.dispersion * log_sum_exp(choices.map(|((s, relief), after)| s.ln() + relief + strength * (after - s)))
    }
}
