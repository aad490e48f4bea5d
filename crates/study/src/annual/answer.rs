//! The shape of the annual series. Shares are 0 to 1, losses are shares of real income (0.01 is 1 %).

use serde::{Deserialize, Serialize};

use crate::Elasticity;
use crate::evidence::Evidence;
use crate::losses::Losses;

/// A pair year by year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AnnualSeries {
    /// One point for each embedded year.
    pub points: Vec<AnnualPoint>,
    /// Years without a point, with the reason.
    pub gaps: Vec<AnnualGap>,
    /// The decades before the tables, in sentences.
    pub earlier: Vec<String>,
    /// Trade elasticity of the exit costs.
    pub elasticity: Elasticity,
    /// How sure.
    pub evidence: Evidence,
}

/// One year of the series.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AnnualPoint {
    /// Year.
    pub year: u16,
    /// Source of the table.
    pub source: String,
    /// Whether trade of the pair is estimated or put in from records.
    pub estimated: bool,
    /// What was changed in the year's table on the way from its source.
    #[serde(default)]
    pub changes: Vec<String>,
    /// Members of either side that the year's table does not show separately.
    pub missing: Vec<String>,
    /// Second side's share in the first's imports.
    pub second_in_first_imports: f64,
    /// First side's share in the second's imports.
    pub first_in_second_imports: f64,
    /// Second side's share in the first's exports.
    pub second_in_first_exports: f64,
    /// First side's share in the second's exports.
    pub first_in_second_exports: f64,
    /// Exit costs.
    pub losses: Losses,
}

/// The figures of a year by the table as its source published it, where the year's own table is adjusted to records.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AsPublished {
    /// Name of the table, for `data`.
    pub table: String,
    /// Shares and losses.
    pub point: AnnualPoint,
}

/// A year that cannot be shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AnnualGap {
    /// Year.
    pub year: u16,
    /// Why.
    pub reason: String,
    /// Shares of trade, where the year has a table with both sides and only the exit cost is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shares: Option<TableShares>,
}

/// Shares of trade of two sides in a table, each from 0 to 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TableShares {
    /// Source of the table.
    pub source: String,
    /// Whether trade of the pair is estimated or put in from records.
    pub estimated: bool,
    /// Second side's share in the first's imports.
    pub second_in_first_imports: f64,
    /// First side's share in the second's imports.
    pub first_in_second_imports: f64,
    /// Second side's share in the first's exports.
    pub second_in_first_exports: f64,
    /// First side's share in the second's exports.
    pub first_in_second_exports: f64,
}
