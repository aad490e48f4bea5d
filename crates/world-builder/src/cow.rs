//! Long series of pairs: shares of great powers in each other's trade, 1948 to 2014.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::RangeInclusive;
use std::path::Path;

use serde::Deserialize;

use crate::Result;
use crate::files::{csv_rows, write_packed};

pub const YEARS: RangeInclusive<u16> = 1948..=2014;

/// Countries of the series with their Correlates of War codes and the years each code holds.
/// `RUS` is the Soviet Union before 1992, `DEU` is West Germany before 1990. Hong Kong has no code.
pub const COUNTRIES: &[(&str, u16, RangeInclusive<u16>)] = &[
    ("AGO", 540, YEARS),
    ("ARE", 696, YEARS),
    ("ARG", 160, YEARS),
    ("AUS", 900, YEARS),
    ("AUT", 305, YEARS),
    ("BEL", 211, YEARS),
    ("BGD", 771, YEARS),
    ("BGR", 355, YEARS),
    ("BLR", 370, YEARS),
    ("BRA", 140, YEARS),
    ("BRN", 835, YEARS),
    ("CAN", 20, YEARS),
    ("CHE", 225, YEARS),
    ("CHL", 155, YEARS),
    ("CHN", 710, YEARS),
    ("CIV", 437, YEARS),
    ("CMR", 471, YEARS),
    ("COD", 490, YEARS),
    ("COL", 100, YEARS),
    ("CRI", 94, YEARS),
    ("CYP", 352, YEARS),
    ("CZE", 316, YEARS),
    ("DEU", 260, 1948..=1989),
    ("DEU", 255, 1990..=2014),
    ("DNK", 390, YEARS),
    ("EGY", 651, YEARS),
    ("ESP", 230, YEARS),
    ("EST", 366, YEARS),
    ("FIN", 375, YEARS),
    ("FRA", 220, YEARS),
    ("GBR", 200, YEARS),
    ("GRC", 350, YEARS),
    ("HRV", 344, YEARS),
    ("HUN", 310, YEARS),
    ("IDN", 850, YEARS),
    ("IND", 750, YEARS),
    ("IRL", 205, YEARS),
    ("ISL", 395, YEARS),
    ("ISR", 666, YEARS),
    ("ITA", 325, YEARS),
    ("JOR", 663, YEARS),
    ("JPN", 740, YEARS),
    ("KAZ", 705, YEARS),
    ("KHM", 811, YEARS),
    ("KOR", 732, YEARS),
    ("LAO", 812, YEARS),
    ("LTU", 368, YEARS),
    ("LUX", 212, YEARS),
    ("LVA", 367, YEARS),
    ("MAR", 600, YEARS),
    ("MEX", 70, YEARS),
    ("MLT", 338, YEARS),
    ("MMR", 775, YEARS),
    ("MYS", 820, YEARS),
    ("NGA", 475, YEARS),
    ("NLD", 210, YEARS),
    ("NOR", 385, YEARS),
    ("NZL", 920, YEARS),
    ("PAK", 770, YEARS),
    ("PER", 135, YEARS),
    ("PHL", 840, YEARS),
    ("POL", 290, YEARS),
    ("PRT", 235, YEARS),
    ("ROU", 360, YEARS),
    ("RUS", 365, YEARS),
    ("SAU", 670, YEARS),
    ("SEN", 433, YEARS),
    ("SGP", 830, YEARS),
    ("STP", 403, YEARS),
    ("SVK", 317, YEARS),
    ("SVN", 349, YEARS),
    ("SWE", 380, YEARS),
    ("THA", 800, YEARS),
    ("TUN", 616, YEARS),
    ("TUR", 640, YEARS),
    ("TWN", 713, YEARS),
    ("UKR", 369, YEARS),
    ("USA", 2, YEARS),
    ("VNM", 816, YEARS),
    ("ZAF", 560, YEARS),
];

/// The code of the embedded world for a Correlates of War code in a year.
pub fn country(code: u16, year: u16) -> Option<&'static str> {
    COUNTRIES.iter().find(|(_, known, years)| *known == code && years.contains(&year)).map(|(country, _, _)| *country)
}

/// A row of the source; `flow1` is what `ccode1` imports from `ccode2`, `flow2` the reverse,
/// current USD million.
#[derive(Deserialize)]
struct Dyad {
    ccode1: u16,
    ccode2: u16,
    year: u16,
    flow1: String,
    flow2: String,
}

/// Imports by year, importer and exporter (Correlates of War codes), USD million.
type Imports = BTreeMap<(u16, u16, u16), f64>;

/// Trade of a year added up by country.
#[derive(Default)]
struct Totals {
    imports: BTreeMap<(u16, u16), f64>,
    exports: BTreeMap<(u16, u16), f64>,
}

/// Writes `series/cow_shares.csv.zst`.
pub fn build(sources: &Path, out: &Path) -> Result<()> {
    let dyads = csv_rows(&sources.join("cow_trade/cow_trade_ddy_nonzero.csv.gz"))?;
    let text = shares(&imports(&dyads)?);
    write_packed(out, "cow_shares", &text)
}

/// Every import the source states. A pair stands there once, or twice the other way round.
fn imports(dyads: &[Dyad]) -> Result<Imports> {
    let mut imports = Imports::new();
    for dyad in dyads {
        let Dyad { ccode1, ccode2, year, .. } = *dyad;
        for (importer, exporter, text) in [(ccode1, ccode2, &dyad.flow1), (ccode2, ccode1, &dyad.flow2)] {
            let Some(value) = flow(text)? else {
                continue;
            };
            let known = imports.insert((year, importer, exporter), value);
            if known.is_some_and(|known| known != value) {
                return Err(format!("{year}: {importer} imports {value} or {known:?} from {exporter}").into());
            }
        }
    }
    Ok(imports)
}

/// A flow, or nothing if it is missing (`NA`, or -9 in the original).
fn flow(text: &str) -> Result<Option<f64>> {
    if matches!(text, "NA" | "") {
        return Ok(None);
    }
    let value: f64 = text.parse().map_err(|_| format!("not a flow: {text}"))?;
    Ok((value >= 0.0).then_some(value))
}

fn totals(imports: &Imports) -> Totals {
    let mut totals = Totals::default();
    for ((year, importer, exporter), value) in imports {
        *totals.imports.entry((*year, *importer)).or_default() += value;
        *totals.exports.entry((*year, *exporter)).or_default() += value;
    }
    totals
}

/// The csv text, sorted by reporter, partner and year. A pair that is missing in a year has
/// no row, and a direction that is missing an empty field.
fn shares(imports: &Imports) -> String {
    let totals = totals(imports);
    let mut rows: BTreeMap<(&str, &str, u16), [Option<f64>; 2]> = BTreeMap::new();
    for ((year, importer, exporter), value) in imports.iter().filter(|((year, _, _), _)| YEARS.contains(year)) {
        let (Some(buyer), Some(seller)) = (country(*importer, *year), country(*exporter, *year)) else { continue };
        let share = |total: Option<&f64>| total.filter(|total| **total > 0.0).map(|total| value / total);
        if let Some(share) = share(totals.exports.get(&(*year, *exporter))) {
            rows.entry((seller, buyer, *year)).or_default()[0] = Some(share);
        }
        if let Some(share) = share(totals.imports.get(&(*year, *importer))) {
            rows.entry((buyer, seller, *year)).or_default()[1] = Some(share);
        }
    }
    let field = |share: Option<f64>| share.map_or(String::new(), |share| format!("{share:.6}"));
    let mut text = "reporter,partner,year,export_share,import_share\n".to_owned();
    for ((reporter, partner, year), [exports, bought]) in rows {
        let (exports, bought) = (field(exports), field(bought));
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{reporter},{partner},{year},{exports},{bought}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dyad(ccode1: u16, ccode2: u16, flow1: &str, flow2: &str) -> Dyad {
        let (flow1, flow2) = (flow1.to_owned(), flow2.to_owned());
        Dyad { ccode1, ccode2, year: 1955, flow1, flow2 }
    }

    #[test]
    fn shares_count_each_pair_once_and_leave_gaps() {
        let dyads = [
            dyad(365, 710, "60", "20"),
            dyad(710, 365, "20", "60"),
            dyad(710, 2, "NA", "40"),
            dyad(365, 750, "-9", "5"),
        ];
        let text = shares(&imports(&dyads).unwrap());
        assert!(text.contains("CHN,RUS,1955,0.600000,1.000000\n"), "{text}");
        assert!(text.contains("RUS,CHN,1955,0.800000,1.000000\n"), "{text}");
        assert!(text.contains("CHN,USA,1955,0.400000,\n"), "{text}");
        assert!(!text.contains("USA,JPN"), "{text}");
    }

    #[test]
    fn two_statements_of_one_flow_must_agree() {
        let dyads = [dyad(365, 710, "60", "20"), dyad(710, 365, "20", "61")];
        assert!(imports(&dyads).is_err());
    }
}
