//! Recorded trade that was read in the press or in books, and not in a file of the office: written by hand, each figure with
//! its address.

use serde::{Deserialize, Serialize};

use crate::Result;
use crate::rows::read_rows;

const PRESS: &str = include_str!("../../../../data/record/press.csv");
const TURNOVER: &str = include_str!("../../../../data/record/turnover.csv");

/// How a figure came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "PressKind"))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Stated as an outcome.
    Reported,
    /// Computed from stated figures; the note says how.
    Derived,
    /// A plan or an expectation, not an outcome.
    Expected,
}

/// One flow of a year as an office recorded it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct PressFigure {
    /// Year.
    pub year: u16,
    /// Seller.
    pub exporter: String,
    /// Buyer.
    pub importer: String,
    /// Country whose customs office recorded it: a partner's record is another figure.
    pub recorded_by: String,
    /// Goods, USD million, as the office values them.
    pub usd_million: f64,
    /// How it came about.
    pub kind: Kind,
    /// Address of the report.
    pub source: String,
    /// How it was derived or what is particular about it; empty if nothing is.
    pub note: String,
}

/// Trade of two countries in both directions together.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Turnover {
    /// Year; the first, where the figure is of several.
    pub year: u16,
    /// The country whose code comes first.
    pub one: String,
    /// The other.
    pub other: String,
    /// Country that recorded it; empty where the report does not say.
    pub recorded_by: String,
    /// Exports and imports of goods, USD million.
    pub usd_million: f64,
    /// Share of both directions in all foreign trade of `one`, 0 to 1, where it is stated.
    pub share_of_one: Option<f64>,
    /// How it came about.
    pub kind: Kind,
    /// Address of the report.
    pub source: String,
    /// How it was derived or what is particular about it; empty if nothing is.
    pub note: String,
}

/// Figures of the press for the flow from a seller to a buyer, ascending years.
pub fn press(seller: &str, buyer: &str) -> Result<Vec<PressFigure>> {
    let mut rows: Vec<PressFigure> = read_rows("data/record/press.csv", PRESS)?;
    rows.retain(|row| row.exporter == seller && row.importer == buyer);
    rows.sort_by_key(|row| row.year);
    Ok(rows)
}

/// Trade of a pair in both directions, in either order of its sides, ascending years.
pub fn turnover(one: &str, other: &str) -> Result<Vec<Turnover>> {
    let mut rows: Vec<Turnover> = read_rows("data/record/turnover.csv", TURNOVER)?;
    rows.retain(|row| row.one == one.min(other) && row.other == one.max(other));
    rows.sort_by_key(|row| row.year);
    Ok(rows)
}
