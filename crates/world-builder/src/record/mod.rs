//! The record: what was recorded of trade between any two countries, by source. Packed files under `data/record`, which
//! `unequal_world::record` reads.

mod names;
mod national;
mod pack;
mod products;

use std::path::Path;

use serde::Deserialize;
use unequal_world::names::is_country;

pub use self::names::Names;
pub use self::pack::Pack;
use crate::files::{ParquetTable, csv_rows};
use crate::{Result, cow};

/// Flows below this are left out where a source counts every dollar, USD million.
const LEAST: f64 = 0.1;
/// The same for UN Comtrade, whose terms are for extracts: only flows of some size are passed on.
const LEAST_COMTRADE: f64 = 100.0;

/// Digits of a source that counts whole millions.
const ALL_DIGITS: i32 = 9;

/// Writes the packed files.
pub fn build(sources: &Path, out: &Path) -> Result<()> {
    let names = Names::read(sources)?;
    cow(sources, out)?;
    baci(sources, out)?;
    comtrade(sources, out, &names)?;
    services(sources, out)?;
    national::build(sources, out, &names)?;
    products::build(sources, out, &names)
}

/// Correlates of War, from 1870 on. A flow of zero is stated by the source (below USD 0.5 mn, since it counts whole millions)
/// and is kept; so are all digits.
fn cow(sources: &Path, out: &Path) -> Result<()> {
    let mut pack = Pack::new(&["exporter", "importer"], &["usd_million"]).digits(ALL_DIGITS);
    for ((year, importer, exporter), value) in cow::imports(&cow::read(sources)?)? {
        let (buyer, seller) = (cow::country(importer, year), cow::country(exporter, year));
        // Totals are of all that the source knows, states without a code here included.
        pack.total(seller, buyer, year, value);
        if let (Some(seller), Some(buyer)) = (seller, buyer) {
            pack.add(&[seller, buyer], year, [value]);
        }
    }
    pack.write(&out.join("record"), "cow", 0.0)
}

/// BACI: 2000 to 2020 from a copy with pair totals, 2023 from the release.
fn baci(sources: &Path, out: &Path) -> Result<()> {
    let mut pack = Pack::new(&["exporter", "importer"], &["usd_million"]);
    let copy = ParquetTable::open(&sources.join("baci_pairs_2000_2020/bilateral_goods_2000_2020.parquet"))?;
    for group in copy.row_groups() {
        let group = group?;
        let code = |column: &str| -> Result<Vec<Option<[u8; 3]>>> {
            group.places(column, |code| Ok(code.as_bytes().try_into().ok().filter(|_| is_country(code))))
        };
        let (sellers, buyers) = (code("exporter")?, code("importer")?);
        let (years, values) = (group.whole_numbers("year")?, group.numbers("usd_thousand")?);
        for ((seller, buyer), (year, value)) in sellers.iter().zip(&buyers).zip(years.iter().zip(&values)) {
            let text = |code: &Option<[u8; 3]>| code.map(|code| String::from_utf8_lossy(&code).into_owned());
            goods(&mut pack, text(seller).as_deref(), text(buyer).as_deref(), u16::try_from(*year)?, *value);
        }
    }
    for row in csv_rows::<Goods>(&sources.join("baci2023/bilateral_goods_2023.csv.gz"))? {
        let known = |code: &'_ String| is_country(code).then(|| code.clone());
        goods(&mut pack, known(&row.exporter).as_deref(), known(&row.importer).as_deref(), 2023, row.usd_thousand);
    }
    pack.write(&out.join("record"), "baci", LEAST)
}

#[derive(Deserialize)]
struct Goods {
    exporter: String,
    importer: String,
    usd_thousand: f64,
}

fn goods(pack: &mut Pack<1>, seller: Option<&str>, buyer: Option<&str>, year: u16, thousand: f64) {
    let value = thousand / 1e3;
    pack.total(seller, buyer, year, value);
    if let (Some(seller), Some(buyer)) = (seller, buyer) {
        pack.add(&[seller, buyer], year, [value]);
    }
}

#[derive(Deserialize)]
struct Reported {
    reporter: String,
    partner: String,
    export_usd: f64,
}

/// UN Comtrade: exports of 2021 as the exporter reported them.
fn comtrade(sources: &Path, out: &Path, names: &Names) -> Result<()> {
    let mut pack = Pack::new(&["exporter", "importer"], &["usd_million"]);
    for row in csv_rows::<Reported>(&sources.join("comtrade_2021/reported_exports_2021.csv.gz"))? {
        let (Some(seller), value) = (names.code(&row.reporter)?, row.export_usd / 1e6) else { continue };
        if row.partner == "World" {
            pack.total(Some(seller), None, 2021, value);
        } else if let Some(buyer) = names.code(&row.partner)? {
            pack.add(&[seller, buyer], 2021, [value]);
        }
    }
    pack.write(&out.join("record"), "comtrade", LEAST_COMTRADE)
}

#[derive(Deserialize)]
struct Service {
    reporter: String,
    partner: String,
    flow: String,
    year: u16,
    usd_mn: f64,
}

/// OECD: services of all kinds, as each reporter states them. `WLD` are all partners; groups of partners are left out.
fn services(sources: &Path, out: &Path) -> Result<()> {
    let mut pack = Pack::new(&["reporter", "exporter", "importer"], &["usd_million"]);
    for row in csv_rows::<Service>(&sources.join("services_oecd/bilateral_services_total_2000_2019.csv.gz"))? {
        let partner = if row.partner == "WLD" { pack::WORLD } else { &row.partner };
        if row.usd_mn >= 0.0 && (partner == pack::WORLD || is_country(partner)) {
            let (seller, buyer) = sides(&row.reporter, partner, &row.flow)?;
            pack.add(&[&row.reporter, seller, buyer], row.year, [row.usd_mn]);
        }
    }
    pack.write(&out.join("record"), "services", LEAST)
}

/// Seller and buyer of a reporter's `export` or `import`.
fn sides<'a>(reporter: &'a str, partner: &'a str, flow: &str) -> Result<(&'a str, &'a str)> {
    match flow {
        "export" | "exports" => Ok((reporter, partner)),
        "import" | "imports" => Ok((partner, reporter)),
        other => Err(format!("flow `{other}`, expected export or import").into()),
    }
}
