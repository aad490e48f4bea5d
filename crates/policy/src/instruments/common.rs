//! What several instruments share: flows between parties, directions of trade, and checks of numbers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unequal_world::Flow;

use crate::instrument::{KeyValue, Origin};
use crate::located::At;
use crate::problem::Failed;

/// Which trade is forbidden, as seen by those who forbid it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Imports and exports.
    Both,
    /// What they sell.
    Exports,
    /// What they buy.
    Imports,
}

impl Direction {
    /// The word in the file.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Both => "both",
            Self::Exports => "exports",
            Self::Imports => "imports",
        }
    }

    /// Its key and value, with what holds where the file gives none.
    pub(super) fn key_value(given: Option<Self>, default: Self) -> KeyValue {
        let word = given.unwrap_or(default).word();
        KeyValue { key: "direction", value: format!("\"{word}\""), origin: origin(given.as_ref()) }
    }

    /// Whose trade it is: `exports to`.
    pub(super) fn trade_with(self) -> &'static str {
        match self {
            Self::Both => "trade with",
            Self::Exports => "exports to",
            Self::Imports => "imports from",
        }
    }
}

/// Flows of some sectors from exporters to importers; a region's sales to itself are not trade.
pub(super) fn flows(sectors: &[usize], importers: &[usize], exporters: &[usize]) -> Vec<Flow> {
    let mut flows = Vec::with_capacity(sectors.len() * importers.len() * exporters.len());
    for &sector in sectors {
        for &importer in importers {
            let others = exporters.iter().filter(|exporter| **exporter != importer);
            flows.extend(others.map(|exporter| Flow { sector, importer, exporter: *exporter }));
        }
    }
    flows
}

/// Flows between two parties in one direction or both, as seen by the first.
pub(super) fn flows_in(direction: Direction, sectors: &[usize], by: &[usize], on: &[usize]) -> Vec<Flow> {
    let imports = || flows(sectors, by, on);
    let exports = || flows(sectors, on, by);
    match direction {
        Direction::Imports => imports(),
        Direction::Exports => exports(),
        Direction::Both => imports().into_iter().chain(exports()).collect(),
    }
}

/// A number inside a range, or why not.
pub(super) fn number_in(
    what: &'static str,
    given: &At<f64>,
    fits: impl Fn(f64) -> bool,
    expected: &str,
) -> Result<f64, Failed> {
    let value = *given.value();
    if value.is_finite() && fits(value) {
        return Ok(value);
    }
    Err(Failed::value(given.place(), what, value.to_string(), expected))
}

/// A number inside a range or, where the file gives none, a default.
pub(super) fn number_or(
    default: f64,
    what: &'static str,
    given: Option<&At<f64>>,
    fits: impl Fn(f64) -> bool,
    expected: &str,
) -> Result<f64, Failed> {
    given.map_or(Ok(default), |given| number_in(what, given, fits, expected))
}

/// A share from 0 to 1, or a default.
pub(super) fn share_or(default: f64, what: &'static str, given: Option<&At<f64>>) -> Result<f64, Failed> {
    number_or(default, what, given, is_share, SHARE)
}

pub(super) fn is_share(value: f64) -> bool {
    (0.0..=1.0).contains(&value)
}

/// What a share is.
pub(super) const SHARE: &str = "a share from 0 to 1";

/// A number as the file has it: as given, or the default that holds.
pub(super) fn number_value(key: &'static str, value: f64, given: Option<&At<f64>>) -> KeyValue {
    KeyValue { key, value: format!("{value:?}"), origin: origin(given) }
}

/// Whether the file gives a value.
pub(super) fn origin<T>(value: Option<&T>) -> Origin {
    if value.is_some() { Origin::Given } else { Origin::Assumed }
}

/// A rate in percent, without needless digits.
pub(super) fn percent(rate: f64) -> String {
    // Two digits are enough for words; the file keeps the number.
    format!("{} %", (rate * 1e4).round() / 1e2)
}
