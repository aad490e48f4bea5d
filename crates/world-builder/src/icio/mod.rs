//! The world of 2022: OECD's intermediate flows with an estimate of final demand.

mod checks;
mod concordance;
mod condense;
mod earlier;
pub mod flows;
mod trade;

use std::collections::BTreeSet;
use std::path::Path;

use ndarray::Array3;
use unequal_world::labels::{Code, Labels, Sector};
use unequal_world::records::{Adjusted, Applied, Records};

use crate::estimate;
use crate::{Result, write_table};

/// The year of the flows.
const YEAR: u16 = 2022;

/// Regions whose trade changed so much since 2014 that the earlier pattern is out of date:
/// Russia, under sanctions since February 2022.
const DISRUPTED: &[&str] = &["RUS"];

/// The two axes of the table; every value is placed by its labels.
pub struct Axes {
    /// Regions in alphabetical order of their codes.
    pub regions: Labels,
    /// Sectors in the order of `data/sectors.csv`.
    pub sectors: Vec<Sector>,
    sector_labels: Labels,
}

impl Axes {
    /// Axes over the regions named and the 50 sectors.
    pub fn new(regions: BTreeSet<String>) -> Result<Self> {
        let codes = regions.iter().map(|region| Code::new(region)).collect::<unequal_world::Result<_>>()?;
        let sectors = unequal_world::names::sectors("icio50");
        let sector_codes = sectors.iter().map(|sector| sector.code.clone()).collect();
        Ok(Self {
            regions: Labels::new(codes, "region")?,
            sector_labels: Labels::new(sector_codes, "sector")?,
            sectors,
        })
    }

    /// Position of a region that must be there.
    pub fn region(&self, code: &str) -> Result<usize> {
        self.regions.position(code).ok_or_else(|| format!("unknown region {code}").into())
    }

    /// Position of a sector that must be there.
    pub fn sector(&self, code: &str) -> Result<usize> {
        self.sector_labels.position(code).ok_or_else(|| format!("unknown sector {code}").into())
    }

    /// `[sector]`: whether customs see its product. Sections A to C of the classification,
    /// mining support with them: trade statistics are compared by section, not by product.
    pub fn seen_by_customs(&self) -> Vec<bool> {
        self.sectors.iter().map(|sector| sector.code.as_str().starts_with(['A', 'B', 'C'])).collect()
    }
}

/// Reads the sources, estimates final demand, condenses and writes the table.
pub fn build(sources: &Path, out: &Path) -> Result<()> {
    let source = flows::read(&sources.join("icio2022"))?;
    let earlier = earlier::read(&sources.join("wiod2014_final_use"), &source.axes)?;
    let trade = trade::read(sources, &source.axes, &source.accounts)?;
    let disrupted = DISRUPTED.iter().map(|code| source.axes.region(code)).collect::<Result<Vec<usize>>>()?;

    let proportional = estimate::proportional(&source.accounts);
    let prior = estimate::prior(&source.accounts, &earlier, &proportional, &disrupted);
    let fitted = estimate::from_prior_and_trade(&prior, &source.accounts, &earlier.covered(), &trade);
    checks::print(&source, &proportional, &prior, &fitted)?;

    let mut final_use = fitted.final_use;
    keep_households_at_home(&source.axes, &mut final_use)?;
    let table = condense::condense(source, &final_use)?;
    write_table(&table, &out.join(format!("world/icio-{YEAR}.world")))?;
    let adjusted = Records::parse("data/records/2022-russia-imports.csv", RECORDS)?.apply(&table)?;
    print_applied(&adjusted);
    write_table(&adjusted.table, &out.join(format!("world/icio-{YEAR}-adjusted.world")))
}

/// What the partners of Russia and its own customs recorded, where the source kept the pattern of before the sanctions.
const RECORDS: &str = include_str!("../../../../data/records/2022-russia-imports.csv");

/// Prints what became of each record, the largest first.
fn print_applied(adjusted: &Adjusted) {
    let mut applied: Vec<&Applied> = adjusted.applied.iter().collect();
    applied.sort_by(|one, other| other.record.usd_million.total_cmp(&one.record.usd_million));
    println!("  records, USD million: table, record, adjusted");
    for Applied { record, before, after } in applied {
        println!(
            "  {} to {}, {}: {before:.0}, {:.0}, {after:.0}",
            record.exporter, record.importer, record.products, record.usd_million
        );
    }
    println!("  moved in all: {:.0}", adjusted.moved);
}

/// Services of households as employers are bought by the household itself and cannot cross a
/// border. The 2014 table books extraterritorial bodies with them, so the estimate sends some
/// abroad, `[exporter][sector][importer]`; they go home, where every row still sums to its sales.
fn keep_households_at_home(axes: &Axes, final_use: &mut Array3<f64>) -> Result<()> {
    let sector = axes.sector("T")?;
    for exporter in 0..axes.regions.len() {
        let abroad: f64 = (0..axes.regions.len())
            .filter(|importer| *importer != exporter)
            .map(|importer| std::mem::take(&mut final_use[[exporter, sector, importer]]))
            .sum();
        final_use[[exporter, sector, exporter]] += abroad;
    }
    Ok(())
}
