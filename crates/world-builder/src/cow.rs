//! Long series of pairs: shares of great powers in each other's trade, 1948 to 2014.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::RangeInclusive;
use std::path::Path;

use serde::Deserialize;

use crate::Result;
use crate::files::csv_rows;

const YEARS: RangeInclusive<u16> = 1948..=2014;

/// Countries of the series with their Correlates of War codes and the years each code holds.
/// `RUS` is the Soviet Union before 1992, `DEU` is West Germany before 1990.
const COUNTRIES: &[(&str, u16, RangeInclusive<u16>)] = &[
    ("CHN", 710, YEARS),
    ("DEU", 260, 1948..=1989),
    ("DEU", 255, 1990..=2014),
    ("FRA", 220, YEARS),
    ("GBR", 200, YEARS),
    ("IND", 750, YEARS),
    ("JPN", 740, YEARS),
    ("RUS", 365, YEARS),
    ("USA", 2, YEARS),
];

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

/// Writes `series/cow_shares.csv`.
pub fn build(sources: &Path, out: &Path) -> Result<()> {
    let dyads = csv_rows(&sources.join("cow_trade/cow_trade_ddy_nonzero.csv.gz"))?;
    let text = shares(&imports(&dyads)?);
    std::fs::create_dir_all(out.join("series"))?;
    let path = out.join("series/cow_shares.csv");
    std::fs::write(&path, &text)?;
    println!("{}: {} rows", path.display(), text.lines().count() - 1);
    Ok(())
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
    for (reporter, own, own_years) in COUNTRIES {
        for (partner, other, other_years) in COUNTRIES {
            for year in YEARS {
                if own == other || !own_years.contains(&year) || !other_years.contains(&year) {
                    continue;
                }
                let share = |flow: Option<&f64>, total: Option<&f64>| {
                    let total = total.filter(|total| **total > 0.0)?;
                    Some(flow? / total)
                };
                let exports = share(imports.get(&(year, *other, *own)), totals.exports.get(&(year, *own)));
                let bought = share(imports.get(&(year, *own, *other)), totals.imports.get(&(year, *own)));
                if exports.is_some() || bought.is_some() {
                    rows.insert((reporter, partner, year), [exports, bought]);
                }
            }
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
