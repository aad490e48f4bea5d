//! WIOD 2013 release: one complete table a year, 1995 to 2011.

use std::path::Path;

use unequal_world::EconomyTable;
use unequal_world::readers::{InterCountryTable, TableFile};

use crate::{Result, write_table};

/// Estonia's inventories in 1998-2001 and 2003-2005 fall by more than everything it buys of some products,
/// up to 18 % of its final demand (2001). It is kept, and every answer about it says so.
const EXCUSED: &[&str] = &["EST"];

/// The table of a year as the source has it.
pub fn open(sources: &Path, year: u16) -> Result<InterCountryTable> {
    let path = sources.join(format!("wiod2013/wiot_{year}.csv.gz"));
    let TableFile::InterCountry(mut table) = TableFile::open(&path)? else {
        return Err(format!("{} is not a csv table", path.display()).into());
    };
    table.provenance.source = "WIOD, 2013 release".to_owned();
    table.provenance.licence = "CC BY 4.0".to_owned();
    Ok(*table)
}

/// The same after the treatment that the embedded years get.
pub fn table(sources: &Path, year: u16) -> Result<EconomyTable> {
    Ok(open(sources, year)?.condense(EXCUSED)?)
}

/// Reads, treats and writes every year.
pub fn build(sources: &Path, out: &Path) -> Result<()> {
    for year in 1995..=2011 {
        write_table(&table(sources, year)?, &out.join(format!("world/wiod-{year}.world")))?;
    }
    Ok(())
}
