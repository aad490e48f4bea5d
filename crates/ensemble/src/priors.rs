//! What is uncertain, by how much, and where that is known from: `data/priors.csv`.

use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
pub use unequal_world::PriorKind as Kind;
use unequal_world::rows::read_rows;

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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Prior {
    /// What is uncertain.
    pub prior: Name,
    /// For which tables.
    pub tables: Tables,
    /// Least size that it applies to: a loss as a share of real income, or a share of trade.
    pub least: f64,
    /// Size from which on it does not apply.
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
    /// What another source would give for a share of a country's imports or exports.
    ErrorOfTradeShares,
    /// What another source would give for a share of a country's imports or exports of goods.
    ErrorOfGoodsShares,
    /// What carrying a table on by a year adds to the error of a share, of goods or of all trade.
    ErrorOfCarryingOnTradeShares,
    /// Trade elasticities by sector.
    TradeElasticities,
}

impl Name {
    /// Its name in files.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::ErrorOfTheTable => "error-of-the-table",
            Self::ErrorOfCarryingOn => "error-of-carrying-on",
            Self::CorrelationOfBothSides => "correlation-of-both-sides",
            Self::ErrorOfTradeShares => "error-of-trade-shares",
            Self::ErrorOfGoodsShares => "error-of-goods-shares",
            Self::ErrorOfCarryingOnTradeShares => "error-of-carrying-on-trade-shares",
            Self::TradeElasticities => "trade-elasticities",
        }
    }
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
    let added = if carried_on { spread(Name::ErrorOfCarryingOn, loss) } else { 0.0 };
    spread(Name::ErrorOfTheTable, loss).hypot(added)
}

/// Standard deviation of the log odds of a share of a country's total imports or exports by the error of its table. That of
/// the logarithm of the flow is the same within a sixth.
#[must_use]
pub fn error_of_trade_share(share: f64, carried_on: bool) -> f64 {
    error_of_share(Name::ErrorOfTradeShares, share, carried_on)
}

/// The same of a share of its imports or exports of goods.
#[must_use]
pub fn error_of_goods_share(share: f64, carried_on: bool) -> f64 {
    error_of_share(Name::ErrorOfGoodsShares, share, carried_on)
}

fn error_of_share(name: Name, share: f64, carried_on: bool) -> f64 {
    let added = if carried_on { spread(Name::ErrorOfCarryingOnTradeShares, share) } else { 0.0 };
    spread(name, share).hypot(added)
}

/// The spread that a prior has for a size: that of a class holds at its middle, and runs straight in the logarithm of the
/// size from there to the next, so that nothing jumps at the border of two classes.
fn spread(name: Name, size: f64) -> f64 {
    let mut nodes: Vec<(f64, f64)> =
        PRIORS.iter().filter(|prior| prior.prior == name).map(|prior| (prior.middle().ln(), prior.value)).collect();
    nodes.sort_by(|one, other| one.0.total_cmp(&other.0));
    let place = size.ln();
    match (nodes.iter().rfind(|node| node.0 <= place), nodes.iter().find(|node| node.0 > place)) {
        (Some(below), Some(above)) => below.1 + (place - below.0) / (above.0 - below.0) * (above.1 - below.1),
        (Some(only), None) | (None, Some(only)) => only.1,
        (None, None) => 0.0,
    }
}

impl Prior {
    /// What its sizes are, in the plural.
    #[must_use]
    pub fn sizes(&self) -> &'static str {
        match self.prior {
            Name::ErrorOfTradeShares | Name::ErrorOfGoodsShares | Name::ErrorOfCarryingOnTradeShares => {
                "shares of trade"
            }
            Name::ErrorOfTheTable
            | Name::ErrorOfCarryingOn
            | Name::CorrelationOfBothSides
            | Name::TradeElasticities => "losses",
        }
    }

    /// The size that stands for its class: the geometric middle, of an open class twice its least or a quarter of its
    /// greatest, where most of its cases lie.
    fn middle(&self) -> f64 {
        match (self.least > 0.0, self.most < 1.0) {
            (true, true) => (self.least * self.most).sqrt(),
            (true, false) => 2.0 * self.least,
            (false, _) => self.most / 4.0,
        }
    }
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
        assert!((error_of_table(9.999e-4, false) - error_of_table(1.001e-3, false)).abs() < 1e-3, "no jump");
        assert!((error_of_table(1e-5, false) - 0.59).abs() < 1e-12);
        for loss in [1e-6, 5e-4, 1e-3, 5e-3, 0.01, 0.5] {
            let (own, carried) = (error_of_table(loss, false), error_of_table(loss, true));
            assert!(own > 0.2 && carried > own, "{loss}: {own} and {carried}");
        }
        let carried = error_of_table(0.03, true);
        assert!((carried - (0.31_f64.powi(2) + 0.12_f64.powi(2)).sqrt()).abs() < 1e-12);
        assert!((0.0..1.0).contains(&correlation_of_sides()));
    }

    #[test]
    fn small_shares_of_trade_are_known_less_well() {
        let spread = |share: f64| error_of_trade_share(share, false);
        let shares = [1e-6, 1e-4, 1e-3, 1e-2, 0.1, 0.5, 0.99];
        assert!(shares.windows(2).all(|pair| spread(pair[0]) >= spread(pair[1])));
        assert!((spread(0.2) - 0.27).abs() < 1e-12, "the middle of the highest class");
        assert!(shares.iter().all(|share| error_of_trade_share(*share, true) > spread(*share)));
    }
}
