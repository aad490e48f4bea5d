//! Small series that are quoted beside the tables, such as currencies of settlement. They are files under `data/series`, compiled in; the
//! long series of pairs, packed, are in [`pairs`].

pub mod exit_costs;
pub mod pairs;

use serde::Deserialize;

use crate::Result;
use crate::rows::read_rows;

/// The packed series.
pub(crate) fn files() -> impl Iterator<Item = crate::pack::File> {
    exit_costs::FILES.iter().chain(pairs::FILES).copied()
}

const SETTLEMENT: &str = include_str!("../../../data/series/settlement_shares.csv");
const COMMISSIONS: &str = include_str!("../../../data/series/commissions.csv");
const REMARKS: &str = include_str!("../../../data/series/remarks.csv");
const EPISODE: &str = include_str!("../../../data/series/episode_2024.csv");

/// What is particular to a series, or to one country in it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Remark {
    /// Short name of the series: `cow`, `baci`, `capability`, `agreement`, `sanctions`, `arms`.
    pub source: String,
    /// Code of the country it is about; empty for all.
    pub region: String,
    /// What it is.
    pub kind: RemarkKind,
    /// The remark: a sentence, or for [`RemarkKind::TooHigh`] a clause that gives the reason.
    pub text: String,
}

/// What a remark is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RemarkKind {
    /// Something to keep in mind when quoting.
    Caveat,
    /// The country's shares are too high, for this reason.
    TooHigh,
}

/// The remarks on a series that concern any of some countries, in the order of the file.
pub fn remarks(source: &str, regions: &[&str]) -> Result<Vec<Remark>> {
    let rows: Vec<Remark> = read_rows("data/series/remarks.csv", REMARKS)?;
    let concerns = |remark: &Remark| remark.region.is_empty() || regions.contains(&remark.region.as_str());
    Ok(rows.into_iter().filter(|remark| remark.source == source && concerns(remark)).collect())
}

/// The share of a group of currencies in settlements for a country's trade in one month, as the press
/// reported its central bank's figures.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct SettlementShare {
    /// Country whose trade it is.
    pub of: String,
    /// Month, as `2022-01`.
    pub period: String,
    /// `export` or `import`.
    pub flow: String,
    /// `rouble`, `renminbi`, `dollar_euro` or `other_friendly`.
    pub currency: String,
    /// Share in percent, 0 to 100.
    pub percent: f64,
    /// `B` a report of the press, `C` a forum, a bound or an approximate month.
    pub grade: String,
    /// Address of the report.
    pub source: String,
    /// What is particular about the figure; empty if nothing is.
    pub note: String,
}

/// A figure about goods exports around the threat of December 2023, month by month.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct EpisodeFigure {
    /// Month, months or half year, as `2024-03`, `2024-01..02`, `2024H1`.
    pub period: String,
    /// Seller.
    pub exporter: String,
    /// Buyer.
    pub importer: String,
    /// Country whose customs office recorded it.
    pub recorded_by: String,
    /// `usd_billion`, or `yoy_percent`: change over the same period of the year before.
    pub measure: String,
    /// The figure.
    pub value: f64,
    /// `reported`; `derived` from other figures of the series; or `quoted` by somebody else, no report having been read.
    pub kind: String,
    /// Address of the report; empty where none was read.
    pub source: String,
    /// How it was derived and what is doubtful about it.
    pub note: String,
}

/// What is known month by month about China's goods exports to Russia in the first halves of 2023 and 2024.
pub fn episode_figures() -> Result<Vec<EpisodeFigure>> {
    read_rows("data/series/episode_2024.csv", EPISODE)
}

/// What the press said that banks charge for payments.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ReportedCommission {
    /// When, and whether it is an average or the highest.
    pub when: String,
    /// Lowest, a share of the payment.
    pub low: f64,
    /// Highest.
    pub high: f64,
    /// Who reported it.
    pub source: String,
}

/// Commissions in the press that stand near March 2024; 2 to 3 % in 2025 (Reuters, by way of Harici) does not.
pub fn reported_commissions() -> Result<Vec<ReportedCommission>> {
    read_rows("data/series/commissions.csv", COMMISSIONS)
}

/// Shares of currencies in settlements for Russian trade, January 2022 to January 2024, by month
/// and flow; months that nobody reported are missing.
pub fn settlement_shares() -> Result<Vec<SettlementShare>> {
    read_rows("data/series/settlement_shares.csv", SETTLEMENT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settlement_shares_never_exceed_the_whole() {
        let rows = settlement_shares().unwrap();
        assert!(rows.iter().all(|row| row.source.starts_with("http") && (0.0..=100.0).contains(&row.percent)));
        for row in &rows {
            let same = |other: &&SettlementShare| other.period == row.period && other.flow == row.flow;
            let sum: f64 = rows.iter().filter(same).map(|other| other.percent).sum();
            assert!(sum <= 100.0, "{} {}: {sum}", row.period, row.flow);
        }
        let of_january = |row: &&SettlementShare| row.period == "2022-01";
        assert_eq!(rows.iter().filter(of_january).count(), 6, "the fit starts from three shares of either flow");
    }
}
