//! Long series of pairs of countries: shares of trade, capabilities, agreement in the United Nations, sanctions in
//! force, arms. Derived by the world builder from sources that `data/PROVENANCE.md` names.
//!
//! `RUS` is the Soviet Union before 1992, `DEU` is West Germany before 1990. A year without a row is unknown, not zero.

use std::io::Read;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::rows::read_rows;
use crate::{Result, WorldError};

/// One year of one pair's trade.
#[derive(Debug, Clone, PartialEq, Deserialize)]
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

/// A packed csv file, unpacked when it is first asked for.
type Packed = LazyLock<std::result::Result<Unpacked, String>>;

/// A csv file whose rows are sorted by their first fields.
struct Unpacked {
    text: String,
    /// Where each row starts, the header left out.
    starts: Vec<usize>,
}

macro_rules! packed {
    ($($name:ident = $file:literal;)*) => {
        $(static $name: (&str, Packed) = (
            concat!("data/series/", $file),
            LazyLock::new(|| unpack(include_bytes!(concat!("../../../../data/series/", $file)))),
        );)*
    };
}

packed! {
    TRADE = "cow_shares.csv.zst";
    GOODS = "goods_shares.csv.zst";
    CAPABILITIES = "capabilities.csv.zst";
    AGREEMENT = "un_agreement.csv.zst";
    SANCTIONS = "sanction_counts.csv.zst";
    ARMS = "arms_orders.csv.zst";
    GAS = "gas_exits.csv.zst";
}

fn unpack(frame: &[u8]) -> std::result::Result<Unpacked, String> {
    let mut decoder = ruzstd::decoding::StreamingDecoder::new(frame).map_err(|error| error.to_string())?;
    let mut text = String::new();
    decoder.read_to_string(&mut text).map_err(|error| error.to_string())?;
    let mut starts: Vec<usize> = text.match_indices('\n').map(|(place, _)| place + 1).collect();
    starts.pop_if(|start| *start == text.len());
    Ok(Unpacked { text, starts })
}

impl Unpacked {
    /// The file with only the rows that start so.
    fn only(&self, start: &str) -> String {
        let row = |place: usize| self.text.get(place..).unwrap_or_default();
        let first = self.starts.partition_point(|place| row(*place) < start);
        let found = self.starts.iter().skip(first).take_while(|place| row(**place).starts_with(start));
        let header = self.text.split_inclusive('\n').next().into_iter();
        header.chain(found.filter_map(|place| row(*place).split_inclusive('\n').next())).collect()
    }
}

/// The rows whose first fields are the keys. Files are sorted, so the rows stand together.
fn rows<T: for<'de> Deserialize<'de>>(file: &(&str, Packed), keys: &[&str]) -> Result<Vec<T>> {
    let start: String = keys.iter().flat_map(|key| [*key, ","]).collect();
    read_rows(file.0, &unpacked(file)?.only(&start))
}

/// The file, if it could be unpacked.
fn unpacked<'a>((name, packed): &'a (&str, Packed)) -> Result<&'a Unpacked> {
    let failed = |reason: &String| WorldError::Line { name: (*name).to_owned(), line: 0, reason: reason.clone() };
    packed.as_ref().map_err(failed)
}

/// Shares of a pair in each other's trade by the Correlates of War data, 1948 to 2014, ascending.
///
/// A share is of the trade that the source knows of; where it lacks other partners the share is too high.
pub fn trade_shares(reporter: &str, partner: &str) -> Result<Vec<TradeShare>> {
    rows(&TRADE, &[reporter, partner])
}

/// Shares of a pair in each other's trade in goods by BACI, 2023.
pub fn goods_shares(reporter: &str, partner: &str) -> Result<Vec<TradeShare>> {
    rows(&GOODS, &[reporter, partner])
}

/// A country's capabilities by the Correlates of War project, ascending years.
pub fn capabilities(country: &str) -> Result<Vec<Capability>> {
    rows(&CAPABILITIES, &[country])
}

/// Agreement of two countries in the General Assembly, in either order, ascending years.
pub fn agreement(one: &str, other: &str) -> Result<Vec<Agreement>> {
    rows(&AGREEMENT, &[one.min(other), one.max(other)])
}

/// Sanctions in force against a country by one sender, ascending years; years without any have no row.
pub fn sanctions(target: &str, sender: &str) -> Result<Vec<SanctionCount>> {
    rows(&SANCTIONS, &[target, sender])
}

/// Arms ordered by one country from another, ascending years; years without an order have no row.
pub fn arms(exporter: &str, importer: &str) -> Result<Vec<ArmsOrder>> {
    rows(&ARMS, &[exporter, importer])
}

/// Gas across Russia's western borders by country of entry and year, October 2008 to April 2022. The border of Belarus is
/// not in the source, nor is Ukraine's from May 2019 on.
pub fn gas_exits() -> Result<Vec<GasExit>> {
    read_rows(GAS.0, &unpacked(&GAS)?.text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ussr_took_three_fifths_of_chinas_exports() {
        let shares = trade_shares("CHN", "RUS").unwrap();
        let in_year = |year| shares.iter().find(|row| row.year == year).and_then(|row| row.export_share);
        for (year, expected) in [(1955, 0.631), (1956, 0.604), (1957, 0.572), (1985, 0.051), (2010, 0.023)] {
            assert!((in_year(year).unwrap() - expected).abs() < 1e-3, "{year}: {:?}", in_year(year));
        }
        assert_eq!(in_year(1960), None, "a gap stays a gap");
    }

    #[test]
    fn chinas_share_of_soviet_and_russian_imports() {
        let shares = trade_shares("RUS", "CHN").unwrap();
        let in_year = |year| shares.iter().find(|row| row.year == year).and_then(|row| row.import_share);
        for (year, expected) in [(1955, 0.22), (1956, 0.224), (1957, 0.196), (2005, 0.075), (2010, 0.176), (2014, 0.18)]
        {
            assert!((in_year(year).unwrap() - expected).abs() < 1e-3, "{year}: {:?}", in_year(year));
        }
    }

    #[test]
    fn every_series_is_read_and_a_pair_without_one_is_empty() {
        assert_eq!(goods_shares("RUS", "CHN").unwrap().len(), 1);
        assert!(capabilities("CHN").unwrap().len() > 60);
        assert_eq!(agreement("RUS", "CHN").unwrap(), agreement("CHN", "RUS").unwrap());
        assert!(sanctions("RUS", "USA").unwrap().iter().any(|row| row.year == 2022));
        assert_eq!(arms("RUS", "CHN").unwrap().first().map(|row| row.year), Some(1950));
        assert!(trade_shares("XXX", "CHN").unwrap().is_empty());
        let whole = |row: &GasExit| row.year == 2018 && row.importer == "UKR" && row.months == 12;
        assert!((gas_exits().unwrap().iter().find(|row| whole(row)).unwrap().bcm - 95.7).abs() < 0.1);
    }
}
