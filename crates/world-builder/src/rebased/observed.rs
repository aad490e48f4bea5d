//! What was recorded of a year and of those before: goods between the table's countries, energy, and gross domestic product.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::path::Path;

use ndarray::{Array2, Axis, Zip};
use serde::Deserialize;
use unequal_world::labels::Labels;
use unequal_world::names::REST_OF_WORLD;
use unequal_world::record::product_group;

use crate::files::{ParquetTable, csv_rows};
use crate::record::Names;
use crate::totals::Totals;
use crate::{Result, missing};

/// The energy sectors of the tables, with the groups of `data/products.csv` that they sell.
pub const ENERGY: [(&str, &[&str]); 2] = [("B05", &["coal"]), ("B06", &["oil", "pipeline-gas", "lng"])];
/// Groups that trade counts as goods and the tables as valuables, or book elsewhere: gold and platinum metals.
const PRECIOUS: [&str; 2] = ["gold", "platinum-metals"];

/// What is left of a pair's goods without energy and precious metals is noise below this share of the whole: the two come
/// from different releases.
const LEAST_REST: f64 = 0.2;

/// Gross domestic product at market prices, USD million, World Bank.
const GDP: &str = include_str!("../../../../data/series/gdp.csv");
/// Code of all countries together there.
const WORLD: &str = "WLD";

/// Growth of trade from one year to the next, as stated.
const STATED: &str = include_str!("../../../../data/records/2023-growth.csv");

/// What is known of a year beyond the table of the year before. Matrices are `[importer][exporter]`, USD million.
pub struct Observed {
    /// Energy by sector, in the year before and in the year.
    pub energy: Vec<(&'static str, Array2<f64>, Array2<f64>)>,
    /// Recorded goods of the year without energy and precious metals, in the countries that the table lacks together as
    /// its rest of the world. Zero where too little is left of the whole to be more than noise.
    pub other: Array2<f64>,
    /// The same over the base years.
    pub base_recorded: Array2<f64>,
    /// Goods without energy over the base years, as the source of the tables has them.
    pub base_table: Array2<f64>,
    /// `[region]`: gross domestic product over that of the year before; the world's where a country's is not known.
    pub growth: Vec<f64>,
    /// Growth of a pair's goods that was stated, by importer and exporter.
    pub stated: BTreeMap<(usize, usize), Stated>,
}

/// Matrices by year.
type ByYear = BTreeMap<u16, Array2<f64>>;

impl Observed {
    /// Reads what is known of `year`, with the base years for comparing the tables with the record.
    pub fn read(sources: &Path, totals: &Totals, year: u16, base: RangeInclusive<u16>) -> Result<Self> {
        let regions = &totals.regions;
        let wanted: BTreeSet<u16> = base.clone().chain([year - 1, year]).collect();
        let (energy, precious) = minerals(sources, regions, &wanted)?;
        let goods = goods(sources, regions, &wanted)?;
        let empty = || Array2::zeros((regions.len(), regions.len()));
        let of = |all: &ByYear, year: u16| all.get(&year).cloned().unwrap_or_else(empty);
        let other = |year: u16| {
            let apart = energy.iter().fold(of(&precious, year), |sum, by_year| sum + of(by_year, year));
            let whole = of(&goods, year);
            let rest = &whole - &apart;
            Zip::from(&whole)
                .and(&rest)
                .map_collect(|whole, rest| if *rest >= LEAST_REST * whole { *rest } else { 0.0 })
        };
        let base_recorded = base.clone().fold(empty(), |sum, year| sum + other(year));
        let mut base_table = empty();
        for year in base {
            let flows = totals.of_year(year)?;
            for (place, sector) in totals.sectors.iter().enumerate() {
                if is_other_goods(sector.code.as_str()) {
                    base_table += &flows.index_axis(Axis(0), place);
                }
            }
        }
        Ok(Self {
            energy: ENERGY
                .iter()
                .zip(&energy)
                .map(|((sector, _), by_year)| (*sector, of(by_year, year - 1), of(by_year, year)))
                .collect(),
            other: other(year),
            base_recorded,
            base_table,
            growth: growth(regions, year)?,
            stated: stated(regions, year)?,
        })
    }
}

/// Whether a sector makes goods that are no energy: farming, mining and manufacturing without mining support, which is a
/// service, in either classification.
pub fn is_other_goods(code: &str) -> bool {
    code.starts_with(['A', 'B', 'C']) && code != "B09" && ENERGY.iter().all(|(energy, _)| *energy != code)
}

/// The place of a country, or of the rest of the world where the table lacks it.
fn place(regions: &Labels, code: &str) -> Option<usize> {
    regions.position(code).or_else(|| regions.position(REST_OF_WORLD))
}

#[derive(Deserialize)]
struct Mineral {
    i: u16,
    j: u16,
    k: u32,
    v: Option<f64>,
}

/// Energy by sector and precious metals, by year.
fn minerals(sources: &Path, regions: &Labels, years: &BTreeSet<u16>) -> Result<(Vec<ByYear>, ByYear)> {
    let names = Names::read(sources)?;
    let mut energy = vec![ByYear::new(); ENERGY.len()];
    let mut precious = ByYear::new();
    for year in years {
        let name = format!("baci_minerals/BACI_HS92_Y{year}_minerals.csv.gz");
        for row in csv_rows::<Mineral>(&sources.join(name))? {
            let Some(group) = product_group(&format!("{:06}", row.k)) else { continue };
            let sector = ENERGY.iter().position(|(_, groups)| groups.contains(&group));
            let sum = match sector.and_then(|sector| energy.get_mut(sector)) {
                Some(by_year) => by_year,
                None if PRECIOUS.contains(&group) => &mut precious,
                None => continue,
            };
            let place = |number: u16| names.numbered(number).and_then(|code| place(regions, code));
            if let (Some(importer), Some(exporter), Some(thousand)) = (place(row.j), place(row.i), row.v) {
                add(sum, regions, *year, [importer, exporter], thousand);
            }
        }
    }
    Ok((energy, precious))
}

#[derive(Deserialize)]
struct Goods {
    exporter: String,
    importer: String,
    usd_thousand: f64,
}

/// BACI's goods by year.
fn goods(sources: &Path, regions: &Labels, years: &BTreeSet<u16>) -> Result<ByYear> {
    let mut sums = ByYear::new();
    let copy = ParquetTable::open(&sources.join("baci_pairs_2000_2020/bilateral_goods_2000_2020.parquet"))?;
    for group in copy.row_groups() {
        let group = group?;
        let place = |column: &str| group.places(column, |code| Ok(place(regions, code)));
        let (exporters, importers) = (place("exporter")?, place("importer")?);
        let (of_year, values) = (group.whole_numbers("year")?, group.numbers("usd_thousand")?);
        for ((exporter, importer), (year, thousand)) in
            exporters.iter().zip(&importers).zip(of_year.iter().zip(&values))
        {
            let year = u16::try_from(*year)?;
            if let (Some(importer), Some(exporter), true) = (importer, exporter, years.contains(&year)) {
                add(&mut sums, regions, year, [*importer, *exporter], *thousand);
            }
        }
    }
    // The release of 2025 has this year alone.
    const RELEASED: u16 = 2023;
    if years.contains(&RELEASED) {
        for row in csv_rows::<Goods>(&sources.join("baci2023/bilateral_goods_2023.csv.gz"))? {
            let (importer, exporter) = (place(regions, &row.importer), place(regions, &row.exporter));
            if let (Some(importer), Some(exporter)) = (importer, exporter) {
                add(&mut sums, regions, RELEASED, [importer, exporter], row.usd_thousand);
            }
        }
    }
    Ok(sums)
}

fn add(sums: &mut ByYear, regions: &Labels, year: u16, place: [usize; 2], thousand: f64) {
    sums.entry(year).or_insert_with(|| Array2::zeros((regions.len(), regions.len())))[place] += thousand / 1e3;
}

#[derive(Deserialize)]
struct Product {
    code: String,
    year: u16,
    usd_million: f64,
}

/// Gross domestic product of `year` over that of the year before, by region.
fn growth(regions: &Labels, year: u16) -> Result<Vec<f64>> {
    let mut known: BTreeMap<(String, u16), f64> = BTreeMap::new();
    for row in csv::Reader::from_reader(GDP.as_bytes()).into_deserialize() {
        let Product { code, year, usd_million } = row?;
        known.insert((code, year), usd_million);
    }
    let of = |code: &str| {
        let [before, now] = [year - 1, year].map(|year| known.get(&(code.to_owned(), year)).copied());
        before.zip(now).map(|(before, now)| now / before)
    };
    let world = of(WORLD).ok_or_else(|| format!("data/series/gdp.csv: no {WORLD} in {year}"))?;
    // Taiwan, which the World Bank does not show, and the rest of the world.
    Ok(regions.iter().map(|code| of(code.as_str()).unwrap_or(world)).collect())
}

#[derive(Deserialize)]
struct StatedRow {
    year: u16,
    exporter: String,
    importer: String,
    products: String,
    growth: f64,
}

/// Growth of a pair's goods.
#[derive(Debug, Clone, Copy)]
pub struct Stated {
    /// Value of the year over that of the year before.
    pub growth: f64,
    /// Whether it holds for energy too.
    pub with_energy: bool,
}

fn stated(regions: &Labels, year: u16) -> Result<BTreeMap<(usize, usize), Stated>> {
    let mut found = BTreeMap::new();
    for row in csv::Reader::from_reader(STATED.as_bytes()).into_deserialize() {
        let row: StatedRow = row?;
        let place = |code: &str| regions.position(code).ok_or_else(|| missing("region", code));
        let with_energy = match row.products.as_str() {
            "goods" => true,
            "goods without energy" => false,
            other => return Err(missing("group of products", other)),
        };
        if row.year == year {
            let stated = Stated { growth: row.growth, with_energy };
            found.insert((place(&row.importer)?, place(&row.exporter)?), stated);
        }
    }
    Ok(found)
}
