//! The record: trade between countries as customs offices and statistics recorded it, by source. Made by the world
//! builder from public sources (`data/PROVENANCE.md`); nothing in it is estimated by this project.
//!
//! Values are USD million of the year. `RUS` is the Soviet Union before 1992, `DEU` West Germany before 1990. A year without a
//! figure is unknown, or below USD 0.1 million in [`Source::Baci`], [`Source::National`] and [`Source::Services`].

mod press;
mod products;
mod source;

use crate::Result;
pub use crate::packed::Years;
use crate::packed::packed;

pub use press::{Kind, PressFigure, Turnover, press, turnover};
pub use products::{ProductFlow, ProductGroup, product, product_group, product_named, products};
pub use source::{Basis, Reporter, Source};

/// Partner that stands for everybody the source knows.
pub const WORLD: &str = "WORLD";

packed! {
    "data/record/" =>
    COW = "cow.csv.zst";
    BACI = "baci.csv.zst";
    COMTRADE = "comtrade.csv.zst";
    NATIONAL = "national.csv.zst";
    SERVICES = "services.csv.zst";
    PRODUCTS = "products.csv.zst";
}

/// What a source has of the flow from a seller to a buyer, where only one report of it can exist: all sources but
/// [`Source::National`] and [`Source::Services`], which need a reporter ([`reported`]).
pub fn flow(source: Source, seller: &str, buyer: &str) -> Result<Years> {
    match source {
        Source::CorrelatesOfWar => COW.years(&[seller, buyer]),
        Source::Baci => BACI.years(&[seller, buyer]),
        Source::Comtrade => COMTRADE.years(&[seller, buyer]),
        Source::National | Source::Services => Ok(Vec::new()),
    }
}

/// What a reporter states of the flow from a seller to a buyer, one of which it is, in [`Source::National`] or
/// [`Source::Services`].
pub fn reported(source: Source, reporter: &str, seller: &str, buyer: &str) -> Result<Years> {
    match source {
        Source::National => NATIONAL.years(&[reporter, seller, buyer]),
        Source::Services => SERVICES.years(&[reporter, seller, buyer]),
        Source::CorrelatesOfWar | Source::Baci | Source::Comtrade => Ok(Vec::new()),
    }
}

/// Partner's shares in a country's trade by one source, ascending years.
#[derive(Debug, Clone, PartialEq)]
pub struct TradeShare {
    /// Whose trade it is.
    pub reporter: String,
    /// With whom.
    pub partner: String,
    /// Year.
    pub year: u16,
    /// Partner's share of the reporter's exports, 0 to 1.
    pub export_share: Option<f64>,
    /// Partner's share of the reporter's imports, 0 to 1.
    pub import_share: Option<f64>,
}

/// Shares of a partner in a country's exports and imports by a source that knows everybody's trade: the Correlates of War
/// data from a first year on, or BACI.
///
/// A share is of the trade that the source knows of; where it lacks other partners the share is too high.
pub fn shares(source: Source, reporter: &str, partner: &str) -> Result<Vec<TradeShare>> {
    let exports = quotients(&flow(source, reporter, partner)?, &flow(source, reporter, WORLD)?);
    let imports = quotients(&flow(source, partner, reporter)?, &flow(source, WORLD, reporter)?);
    let mut all: Vec<u16> = exports.iter().chain(&imports).map(|(year, _)| *year).collect();
    all.sort_unstable();
    all.dedup();
    let of = |shares: &Years, year: u16| shares.iter().find(|(known, _)| *known == year).map(|(_, share)| *share);
    Ok(all
        .into_iter()
        .map(|year| TradeShare {
            reporter: reporter.to_owned(),
            partner: partner.to_owned(),
            year,
            export_share: of(&exports, year),
            import_share: of(&imports, year),
        })
        .collect())
}

/// First year of [`trade_shares`].
const FIRST_SHARE: u16 = 1948;

/// Shares of a pair in each other's trade by the Correlates of War data, 1948 to 2014, ascending, to a millionth: the source
/// counts whole millions of dollars.
pub fn trade_shares(reporter: &str, partner: &str) -> Result<Vec<TradeShare>> {
    let mut rows = shares(Source::CorrelatesOfWar, reporter, partner)?;
    rows.retain(|row| row.year >= FIRST_SHARE);
    let millionth = |share: Option<f64>| share.map(|share| (1e6 * share).round() / 1e6);
    for row in &mut rows {
        (row.export_share, row.import_share) = (millionth(row.export_share), millionth(row.import_share));
    }
    Ok(rows)
}

/// Each year's flow over its total.
fn quotients(flow: &Years, total: &Years) -> Years {
    let of = |year: u16| total.iter().find(|(known, _)| *known == year).map(|(_, total)| *total);
    flow.iter().filter_map(|(year, value)| Some((*year, value / of(*year).filter(|total| *total > 0.0)?))).collect()
}

#[cfg(test)]
mod tests;
