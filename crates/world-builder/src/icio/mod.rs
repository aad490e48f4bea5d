//! The world of 2022: OECD's inputs by using industry and total flows, with an estimate of final services by product.

mod assemble;
pub mod flows;
mod services;

use std::collections::BTreeSet;
use std::path::Path;

use unequal_world::EconomyTable;
use unequal_world::labels::{Code, Labels, Sector};
use unequal_world::records::{Adjusted, Applied, Records};

use crate::totals::Totals;
use crate::{Result, write_table};

/// The year of the flows.
const YEAR: u16 = 2022;

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

    /// `[sector]`: whether the totals show it by itself: sections A to C of the classification, mining support with them.
    pub fn shown_in_totals(&self) -> Vec<bool> {
        self.sectors.iter().map(|sector| sector.code.as_str().starts_with(['A', 'B', 'C'])).collect()
    }
}

/// Reads the sources, estimates what final buyers buy of each service, writes the tables and returns the adjusted one.
pub fn build(sources: &Path, out: &Path) -> Result<EconomyTable> {
    let source = flows::read(&sources.join("icio2022"))?;
    let totals = Totals::read(&sources.join("icio_totals/totals_2011_2022.parquet"))?;
    let axes = Axes::new(totals.regions.iter().map(|code| code.as_str().to_owned()).collect())?;
    let flows = services::flows(&source, &totals, &axes)?;
    let table = assemble::table(&source, &axes, flows)?;
    write_table(&table, &out.join(format!("world/icio-{YEAR}.world")))?;
    let adjusted = Records::parse("data/records/2022-russia-imports.csv", RECORDS)?.apply(&table)?;
    print_applied(&adjusted);
    write_table(&adjusted.table, &out.join(format!("world/icio-{YEAR}-adjusted.world")))?;
    Ok(adjusted.table)
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
