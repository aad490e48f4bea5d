//! What is uncertain, by how much, and where that is known from: `data/priors.csv`.

use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unequal_world::rows::read_rows;

/// Where the spread of a prior comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// From data, by a method that the source names.
    Estimated,
    /// Fitted to one or two facts.
    Calibrated,
    /// Chosen.
    Assumed,
}

/// Tables that a prior applies to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Tables {
    /// Every table.
    All,
    /// Tables carried on from an earlier year.
    CarriedOn,
}

/// A row of `data/priors.csv`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Prior {
    /// What is uncertain.
    pub prior: Name,
    /// For which tables.
    pub tables: Tables,
    /// Least loss of real income that it applies to, share.
    pub least: f64,
    /// Loss from which on it does not apply.
    pub most: f64,
    /// How much, in the unit.
    pub value: f64,
    /// Where that comes from.
    pub kind: Kind,
    /// Unit of the value, in words.
    pub unit: String,
    /// Source and method.
    pub source: String,
}

/// What is uncertain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Name {
    /// What another source would give for the same year.
    ErrorOfTheTable,
    /// What carrying a table on by a year adds.
    ErrorOfCarryingOn,
    /// How far these errors are common to both sides of a pair.
    CorrelationOfBothSides,
    /// Trade elasticities by sector.
    TradeElasticities,
}

static PRIORS: LazyLock<Vec<Prior>> =
    LazyLock::new(|| read_rows("data/priors.csv", include_str!("../../../data/priors.csv")).unwrap_or_default());

/// All priors.
#[must_use]
pub fn priors() -> &'static [Prior] {
    &PRIORS
}

/// Standard deviation of the logarithm of a loss by the error of its table, which may be one carried on.
#[must_use]
pub fn error_of_table(loss: f64, carried_on: bool) -> f64 {
    let applies = |prior: &&Prior| {
        let is_error = matches!(prior.prior, Name::ErrorOfTheTable | Name::ErrorOfCarryingOn);
        is_error && (prior.tables == Tables::All || carried_on) && (prior.least..prior.most).contains(&loss)
    };
    PRIORS.iter().filter(applies).map(|prior| prior.value * prior.value).sum::<f64>().sqrt()
}

/// Correlation of the errors of both sides of a pair.
#[must_use]
pub fn correlation_of_sides() -> f64 {
    PRIORS.iter().find(|prior| prior.prior == Name::CorrelationOfBothSides).map_or(0.0, |prior| prior.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_loss_has_an_error_and_carrying_on_adds_to_it() {
        assert!(priors().len() >= 8);
        for loss in [1e-6, 5e-4, 1e-3, 5e-3, 0.01, 0.5] {
            let (own, carried) = (error_of_table(loss, false), error_of_table(loss, true));
            assert!(own > 0.2 && carried > own, "{loss}: {own} and {carried}");
        }
        let carried = error_of_table(0.02, true);
        assert!((carried - (0.31_f64.powi(2) + 0.12_f64.powi(2)).sqrt()).abs() < 1e-12);
        assert!((0.0..1.0).contains(&correlation_of_sides()));
    }
}
