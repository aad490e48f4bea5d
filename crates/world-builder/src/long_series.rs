//! What is known of pairs of countries beside trade: capabilities, agreement in the United Nations, sanctions in
//! force and arms. Only shares, counts and indices go into the project.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

use serde::Deserialize;
use unequal_world::names::{countries, is_country};

use crate::Result;
use crate::cow;
use crate::files::{csv_rows, write_packed};

/// First year of the series.
const FIRST: u16 = 1948;

/// Writes the packed series.
pub fn build(sources: &Path, out: &Path) -> Result<()> {
    capabilities(sources, out)?;
    votes(sources, out)?;
    sanctions(sources, out)?;
    arms(sources, out)?;
    gas(sources, out)
}

#[derive(Deserialize)]
struct Capability {
    ccode: u16,
    year: u16,
    cinc: String,
}

/// Composite index of national capability, share of the world: `country,year,cinc`.
fn capabilities(sources: &Path, out: &Path) -> Result<()> {
    let mut rows = BTreeMap::new();
    for row in csv_rows::<Capability>(&sources.join("cinc/cow_nmc.csv.gz"))? {
        let Some(country) = capable(row.ccode, row.year).filter(|_| row.year >= FIRST) else { continue };
        let Ok(cinc) = row.cinc.parse::<f64>() else { continue };
        if cinc >= 0.0 {
            rows.insert((country, row.year), cinc);
        }
    }
    let mut text = "country,year,cinc\n".to_owned();
    for ((country, year), cinc) in rows {
        writeln!(text, "{country},{year},{cinc:.6}")?;
    }
    write_packed(out, "capabilities", &text)
}

/// As [`cow::country`], also after the trade data end.
fn capable(code: u16, year: u16) -> Option<&'static str> {
    cow::country(code, year.min(*cow::YEARS.end()))
}

#[derive(Deserialize)]
struct Agreement {
    year: u16,
    a: String,
    b: String,
    votes: u32,
    agreement: f64,
}

/// Agreement in roll calls of the General Assembly: `one,other,year,votes,agreement`, each pair once.
fn votes(sources: &Path, out: &Path) -> Result<()> {
    let mut rows = BTreeMap::new();
    for row in csv_rows::<Agreement>(&sources.join("un_votes/agreement_by_year.csv"))? {
        if row.year >= FIRST && is_country(&row.a) && is_country(&row.b) {
            let (one, other) = if row.a < row.b { (row.a, row.b) } else { (row.b, row.a) };
            rows.insert((one, other, row.year), (row.votes, row.agreement));
        }
    }
    let mut text = "one,other,year,votes,agreement\n".to_owned();
    for ((one, other, year), (votes, agreement)) in rows {
        writeln!(text, "{one},{other},{year},{votes},{agreement:.4}")?;
    }
    write_packed(out, "un_agreement", &text)
}

#[derive(Deserialize)]
struct Case {
    sanctioned_state: String,
    sanctioning_state: String,
    begin: u16,
    end: u16,
}

/// How the source names countries that are named otherwise here. The Soviet Union stands as Russia, and Yugoslavia after
/// 1992 as Serbia and Montenegro.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("Brunei Darussalam", "BRN"),
    ("Ceylon", "LKA"),
    ("Congo (Brazzaville)", "COG"),
    ("Cote d'Ivoire", "CIV"),
    ("Czech Republic", "CZE"),
    ("Democratic Republic of the Congo", "COD"),
    ("Egypt", "EGY"),
    ("Ethiopia (excludes Eritrea)", "ETH"),
    ("EU", "EU"),
    ("EEC", "EU"),
    ("FRY", "SCG"),
    ("German Democratic Republic", "DDR"),
    ("Macedonia", "MKD"),
    ("Malagasy Republic", "MDG"),
    ("Rhodesia", "ZWE"),
    ("Soviet Union", "RUS"),
    ("South Korea", "KOR"),
    ("Turkey", "TUR"),
    ("UN", "UN"),
    ("Viet Nam", "VNM"),
    ("North Vietnam", "VNM"),
];

/// Cases in force by target, sender and year, as a count: `target,sender,year,cases`. Senders are countries,
/// `EU` (before 1993 the Economic Community) and `UN`; other organisations are left out.
fn sanctions(sources: &Path, out: &Path) -> Result<()> {
    let mut names: BTreeMap<&str, &str> =
        countries().map(|(code, name)| (name.strip_prefix("the ").unwrap_or(name), code)).collect();
    names.extend(OTHER_NAMES.iter().copied());
    let mut counts: BTreeMap<(&str, &str, u16), u32> = BTreeMap::new();
    for case in csv_rows::<Case>(&sources.join("gsdb/GSDB_V4.csv"))? {
        let (targets, senders) = (parties(&case.sanctioned_state, &names), parties(&case.sanctioning_state, &names));
        for target in targets.iter().filter(|target| !matches!(**target, "EU" | "UN")) {
            for sender in senders.iter().filter(|sender| *sender != target) {
                for year in case.begin.max(FIRST)..=case.end {
                    *counts.entry((target, sender, year)).or_default() += 1;
                }
            }
        }
    }
    let mut text = "target,sender,year,cases\n".to_owned();
    for ((target, sender, year), cases) in counts {
        writeln!(text, "{target},{sender},{year},{cases}")?;
    }
    write_packed(out, "sanction_counts", &text)
}

/// Codes of the parties in a list of names that are parted by commas, though some names hold a comma themselves.
fn parties<'a>(text: &str, names: &BTreeMap<&str, &'a str>) -> BTreeSet<&'a str> {
    let text = text
        .replace("Egypt, Arab Rep.", "Egypt")
        .replace("Korea, South", "South Korea")
        .replace("Korea, North", "North Korea")
        .replace("Congo, Democratic Republic of the", "Democratic Republic of the Congo");
    text.split(',').filter_map(|name| names.get(name.trim()).copied()).collect()
}

#[derive(Deserialize)]
struct Arms {
    year: u16,
    exporter: String,
    importer: String,
    tiv_mn: f64,
}

/// Arms transfers as SIPRI's trend indicator: `exporter,importer,year,tiv`, rounded to whole units; years without an
/// order have no row.
fn arms(sources: &Path, out: &Path) -> Result<()> {
    let mut rows: Vec<Arms> = csv_rows(&sources.join("arms_transfers/russia_to_china_india.csv"))?;
    rows.sort_by(|one, other| {
        (&one.exporter, &one.importer, one.year).cmp(&(&other.exporter, &other.importer, other.year))
    });
    let mut text = "exporter,importer,year,tiv\n".to_owned();
    for row in rows.iter().filter(|row| row.tiv_mn > 0.0) {
        writeln!(text, "{},{},{},{:.0}", row.exporter, row.importer, row.year, row.tiv_mn)?;
    }
    write_packed(out, "arms_orders", &text)
}

#[derive(Deserialize)]
struct GasMonth {
    #[serde(rename = "Entry")]
    entry: String,
    month: String,
    mcm: Option<f64>,
}

/// Gas across Russia's western borders by country of entry and year, billion cubic metres: `importer,year,months,bcm`.
/// `months` counts those with a figure at some border point: the source lacks Belarus, and Ukraine from May 2019 on.
fn gas(sources: &Path, out: &Path) -> Result<()> {
    let codes: BTreeMap<&str, &str> = countries().map(|(code, name)| (name, code)).chain([("Turkey", "TUR")]).collect();
    let mut years: BTreeMap<(&str, u16), (BTreeSet<String>, f64)> = BTreeMap::new();
    for row in csv_rows::<GasMonth>(&sources.join("gas_flows/iea_gtf_russia_exit_monthly.csv"))? {
        let Some(code) = codes.get(row.entry.as_str()) else {
            return Err(format!("gas flows: no code for {}", row.entry).into());
        };
        let year = row
            .month
            .get(..4)
            .and_then(|year| year.parse().ok())
            .ok_or_else(|| format!("not a month: {}", row.month))?;
        if let Some(volume) = row.mcm {
            let (months, sum) = years.entry((code, year)).or_default();
            months.insert(row.month);
            *sum += volume / 1e3;
        }
    }
    let mut text = "importer,year,months,bcm\n".to_owned();
    for ((importer, year), (months, volume)) in years {
        writeln!(text, "{importer},{year},{},{volume:.2}", months.len())?;
    }
    write_packed(out, "gas_exits", &text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parties_are_found_in_lists_and_under_other_names() {
        let names =
            BTreeMap::from([("Egypt", "EGY"), ("Soviet Union", "RUS"), ("South Korea", "KOR"), ("Niger", "NER")]);
        assert_eq!(parties("Egypt, Arab Rep., Soviet Union", &names), BTreeSet::from(["EGY", "RUS"]));
        assert_eq!(parties("Korea, South,Nigeria", &names), BTreeSet::from(["KOR"]));
    }
}
