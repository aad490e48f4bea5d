//! Statistics of single states: their exports and imports as they report them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;

use super::names::Names;
use super::pack::{Pack, WORLD};
use super::{LEAST, sides};
use crate::Result;
use crate::files::csv_rows;

/// USD for one euro, means of the year: reference rates of the European Central Bank.
const DOLLARS_PER_EURO: [(u16, f64); 5] =
    [(2019, 1.1195), (2020, 1.1422), (2021, 1.1827), (2022, 1.0530), (2023, 1.0813)];

/// Trade by reporter, seller, buyer and year.
type National = Pack<1>;

/// Writes `record/national.csv.zst`.
pub fn build(sources: &Path, out: &Path, names: &Names) -> Result<()> {
    let mut pack = Pack::new(&["reporter", "exporter", "importer"], &["usd_million"]);
    russia(sources, &mut pack)?;
    let folder = sources.join("neighbours_trade");
    armenia(&folder, names, &mut pack)?;
    kazakhstan(&folder, names, &mut pack)?;
    kyrgyzstan(&folder, names, &mut pack)?;
    uzbekistan(&folder, names, &mut pack)?;
    eurostat(&folder, names, &mut pack)?;
    pack.write(&out.join("record"), "national", LEAST)
}

/// Adds a flow that a state reports.
fn state(pack: &mut National, reporter: &str, partner: &str, flow: &str, year: u16, value: f64) -> Result<()> {
    let (seller, buyer) = sides(reporter, partner, flow)?;
    pack.add(&[reporter, seller, buyer], year, [value]);
    Ok(())
}

/// Adds a flow that a state reports, also to the state's total.
fn report(pack: &mut National, reporter: &str, partner: &str, flow: &str, year: u16, value: f64) -> Result<()> {
    state(pack, reporter, partner, flow, year, value)?;
    state(pack, reporter, WORLD, flow, year, value)
}

fn year_of(month: &str) -> Result<u16> {
    let year = month.get(..4).and_then(|year| year.parse().ok());
    year.ok_or_else(|| format!("not a month: {month}").into())
}

#[derive(Deserialize)]
struct Monthly {
    month: String,
    partner: String,
    flow: String,
    usd_mn: f64,
}

#[derive(Deserialize)]
struct Area {
    period: String,
    area: String,
    flow: String,
    usd_bn: f64,
}

#[derive(Deserialize)]
struct Chapter {
    year: u16,
    hs: String,
    flow: String,
    usd_mn: f64,
}

/// Russia: 29 partners by month, as years with all twelve months. The partners are not all, so that totals are the separate
/// ones of 2021 to 2023.
fn russia(sources: &Path, pack: &mut National) -> Result<()> {
    let folder = sources.join("russia_customs");
    let mut years: BTreeMap<(String, String, u16), (usize, f64)> = BTreeMap::new();
    for row in csv_rows::<Monthly>(&folder.join("monthly_29_partners.csv.gz"))? {
        let year = year_of(&row.month)?;
        let (months, sum) = years.entry((row.partner, row.flow, year)).or_default();
        *months += 1;
        *sum += row.usd_mn;
    }
    for ((partner, flow, year), (months, sum)) in years {
        if months == 12 {
            state(pack, "RUS", &partner, &flow, year, sum)?;
        }
    }
    for row in csv_rows::<Chapter>(&folder.join("fcs_hs2_2021_2022.csv"))? {
        // The totals of 2022 were revised: the later file has them.
        if row.hs == "all" && row.year == 2021 {
            state(pack, "RUS", WORLD, &row.flow, row.year, row.usd_mn)?;
        }
    }
    for row in csv_rows::<Area>(&folder.join("fcs_areas_2022_2024.csv"))? {
        if let (Ok(year), "world") = (row.period.parse(), row.area.as_str()) {
            state(pack, "RUS", WORLD, &row.flow, year, row.usd_bn * 1e3)?;
        }
    }
    Ok(())
}

#[derive(Deserialize)]
struct Armenia {
    month: String,
    partner: String,
    export_usd_thousand: f64,
    import_origin_usd_thousand: f64,
}

/// Armenia: imports by country of origin, not of consignment.
fn armenia(folder: &Path, names: &Names, pack: &mut National) -> Result<()> {
    let rows: Vec<Armenia> = csv_rows(&folder.join("armenia_monthly_by_partner.csv.gz"))?;
    let months: BTreeSet<&str> = rows.iter().map(|row| row.month.as_str()).collect();
    for row in &rows {
        let year = year_of(&row.month)?;
        let whole = months.iter().filter(|month| year_of(month).is_ok_and(|other| other == year)).count() == 12;
        if let Some(partner) = names.code(&row.partner)?.filter(|_| whole) {
            report(pack, "ARM", partner, "export", year, row.export_usd_thousand / 1e3)?;
            report(pack, "ARM", partner, "import", year, row.import_origin_usd_thousand / 1e3)?;
        }
    }
    Ok(())
}

#[derive(Deserialize)]
struct Kazakhstan {
    year: u16,
    partner_ru: String,
    export_usd_thousand: Option<f64>,
    import_usd_thousand: Option<f64>,
}

/// Kazakhstan, whose totals have rows of their own.
fn kazakhstan(folder: &Path, names: &Names, pack: &mut National) -> Result<()> {
    for row in csv_rows::<Kazakhstan>(&folder.join("kazakhstan_by_partner.csv.gz"))? {
        let partner =
            if row.partner_ru.starts_with("Всего") { Some(WORLD) } else { names.code(&row.partner_ru)? };
        let Some(partner) = partner else { continue };
        for (flow, value) in [("export", row.export_usd_thousand), ("import", row.import_usd_thousand)] {
            if let Some(value) = value {
                state(pack, "KAZ", partner, flow, row.year, value / 1e3)?;
            }
        }
    }
    Ok(())
}

#[derive(Deserialize)]
struct Yearly {
    year: u16,
    #[serde(default)]
    code: Option<u16>,
    partner: String,
    flow: String,
    usd_thousand: Option<f64>,
}

/// Kyrgyzstan, whose totals have rows of their own (more than the partners' sum in some years); regional subtotals stand among
/// the partners and are left out.
fn kyrgyzstan(folder: &Path, names: &Names, pack: &mut National) -> Result<()> {
    for row in csv_rows::<Yearly>(&folder.join("kyrgyzstan_by_partner.csv.gz"))? {
        let partner = if row.partner == "Total" { Some(WORLD) } else { names.code(&row.partner)? };
        if let (Some(partner), Some(value)) = (partner, row.usd_thousand) {
            state(pack, "KGZ", partner, &row.flow, row.year, value / 1e3)?;
        }
    }
    Ok(())
}

/// Uzbekistan, whose partners have numeric codes.
fn uzbekistan(folder: &Path, names: &Names, pack: &mut National) -> Result<()> {
    for row in csv_rows::<Yearly>(&folder.join("uzbekistan_by_partner.csv.gz"))? {
        let numbered = row.code.and_then(|code| names.numbered(code));
        let partner = if numbered.is_some() { numbered } else { names.code(&row.partner)? };
        if let (Some(partner), Some(value)) = (partner, row.usd_thousand) {
            report(pack, "UZB", partner, &row.flow, row.year, value / 1e3)?;
        }
    }
    Ok(())
}

#[derive(Deserialize)]
struct Eurostat {
    month: String,
    reporter: String,
    partner: String,
    eur: f64,
}

/// Exports of members of the EU (and, in 2019, of the United Kingdom) to six countries. Only whole years; the total of the
/// EU is left out, since groups are added up from their members.
fn eurostat(folder: &Path, names: &Names, pack: &mut National) -> Result<()> {
    for row in csv_rows::<Eurostat>(&folder.join("eu_members_exports_monthly.csv.gz"))? {
        let year = year_of(&row.month)?;
        let Some((_, rate)) = DOLLARS_PER_EURO.iter().find(|(known, _)| *known == year) else { continue };
        let whole = names.code(&row.reporter)? != Some("GBR") || year == 2019;
        if let (Some(seller), Some(buyer), true) = (names.code(&row.reporter)?, names.code(&row.partner)?, whole) {
            pack.add(&[seller, seller, buyer], year, [row.eur * rate / 1e6]);
        }
    }
    Ok(())
}
