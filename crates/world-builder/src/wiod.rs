//! WIOD 2013 release: one complete table a year, 1995 to 2011.

use std::path::Path;

use unequal_world::readers::TableFile;

use crate::{Result, write_table};

/// Estonia's inventories in 1998-2001 and 2003-2005 fall by more than everything it buys of some products,
/// up to 18 % of its final demand (2001). It is kept, and every answer about it says so.
const EXCUSED: &[&str] = &["EST"];

/// Reads, treats and writes every year.
pub fn build(sources: &Path, out: &Path) -> Result<()> {
    for year in 1995..=2011 {
        let path = sources.join(format!("wiod2013/wiot_{year}.csv.gz"));
        let TableFile::InterCountry(mut table) = TableFile::open(&path)? else {
            return Err(format!("{} is not a csv table", path.display()).into());
        };
        table.provenance.source = "WIOD, 2013 release".to_owned();
        table.provenance.licence = "CC BY 4.0".to_owned();
        let table = table.condense(EXCUSED)?;
        write_table(&table, &out.join(format!("world/wiod-{year}.world")))?;
    }
    Ok(())
}
