//! Long series of pairs of countries: capabilities, agreement in the United Nations, sanctions in force, arms. Derived by the world builder from sources that `data/PROVENANCE.md` names.
//!
//! `RUS` is the Soviet Union before 1992, `DEU` is West Germany before 1990. A year without a row is unknown, not zero.

use serde::Deserialize;

use crate::Result;
use crate::packed::packed;

/// One country's weight in the world.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Capability {
    /// Country.
    pub country: String,
    /// Year.
    pub year: u16,
    /// Composite index of national capability, share of the world, 0 to 1.
    pub cinc: f64,
}

/// How alike two countries voted in a year's roll calls of the General Assembly.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Agreement {
    /// The country whose code comes first.
    pub one: String,
    /// The other.
    pub other: String,
    /// Year.
    pub year: u16,
    /// Number of roll calls; 2020 has a single one.
    pub votes: u32,
    /// 1 less the mean distance of votes (yes 1, abstention 1/2, no 0).
    pub agreement: f64,
}

/// Sanctions in force against a country in a year.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct SanctionCount {
    /// Against whom.
    pub target: String,
    /// By whom: a country, `EU` (before 1993 the Economic Community) or `UN`.
    pub sender: String,
    /// Year.
    pub year: u16,
    /// Number of cases, of any kind.
    pub cases: u32,
}

/// Arms ordered by one country from another.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ArmsOrder {
    /// Seller.
    pub exporter: String,
    /// Buyer.
    pub importer: String,
    /// Apparently the year of the order, not of delivery.
    pub year: u16,
    /// SIPRI's trend-indicator value, million: an index, not money.
    pub tiv: f64,
}

/// Gas that one country took in across Russia's western borders in a year.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct GasExit {
    /// Country of entry, which need not be that of use.
    pub importer: String,
    /// Year.
    pub year: u16,
    /// Months with a figure.
    pub months: u8,
    /// Billion cubic metres.
    pub bcm: f64,
}

packed! {
    "data/series/" =>
    CAPABILITIES = "capabilities.csv.zst";
    AGREEMENT = "un_agreement.csv.zst";
    SANCTIONS = "sanction_counts.csv.zst";
    ARMS = "arms_orders.csv.zst";
    GAS = "gas_exits.csv.zst";
}

/// A country's capabilities by the Correlates of War project, ascending years.
pub fn capabilities(country: &str) -> Result<Vec<Capability>> {
    CAPABILITIES.rows(&[country])
}

/// Agreement of two countries in the General Assembly, in either order, ascending years.
pub fn agreement(one: &str, other: &str) -> Result<Vec<Agreement>> {
    AGREEMENT.rows(&[one.min(other), one.max(other)])
}

/// Sanctions in force against a country by one sender, ascending years; years without any have no row.
pub fn sanctions(target: &str, sender: &str) -> Result<Vec<SanctionCount>> {
    SANCTIONS.rows(&[target, sender])
}

/// Arms ordered by one country from another, ascending years; years without an order have no row.
pub fn arms(exporter: &str, importer: &str) -> Result<Vec<ArmsOrder>> {
    ARMS.rows(&[exporter, importer])
}

/// Gas across Russia's western borders by country of entry and year, October 2008 to April 2022. The border of Belarus is
/// not in the source, nor is Ukraine's from May 2019 on.
pub fn gas_exits() -> Result<Vec<GasExit>> {
    GAS.rows(&[])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_series_is_read_and_a_pair_without_one_is_empty() {
        assert!(capabilities("CHN").unwrap().len() > 60);
        assert_eq!(agreement("RUS", "CHN").unwrap(), agreement("CHN", "RUS").unwrap());
        assert!(sanctions("RUS", "USA").unwrap().iter().any(|row| row.year == 2022));
        assert_eq!(arms("RUS", "CHN").unwrap().first().map(|row| row.year), Some(1950));
        assert!(capabilities("XXX").unwrap().is_empty());
        assert!(!capabilities("IRN").unwrap().is_empty() && !agreement("IRN", "RUS").unwrap().is_empty());
        let whole = |row: &GasExit| row.year == 2018 && row.importer == "UKR" && row.months == 12;
        assert!((gas_exits().unwrap().iter().find(|row| whole(row)).unwrap().bcm - 95.7).abs() < 0.1);
    }
}
