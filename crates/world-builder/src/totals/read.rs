//! The source's total flows, one array a year.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use ndarray::Array3;
use unequal_world::labels::{Labels, Sector};

use super::axes;
use crate::Result;
use crate::files::ParquetTable;

/// Total flows of every year.
pub struct Totals {
    /// Countries and the rest of the world, by code.
    pub regions: Labels,
    /// 27 goods and services.
    pub sectors: Vec<Sector>,
    /// Their codes.
    pub sector_labels: Labels,
    /// `[sector][importer][exporter]`, USD million at basic prices, by year.
    flows: BTreeMap<u16, Array3<f64>>,
}

impl Totals {
    /// Reads the file twice: its regions, then its flows.
    pub fn read(path: &Path) -> Result<Self> {
        let mut found: BTreeSet<String> = BTreeSet::new();
        for group in ParquetTable::open(path)?.row_groups() {
            group?.places("origin", |code| {
                found.insert(code.to_owned());
                Ok(())
            })?;
        }
        let (regions, sectors, sector_labels) = axes(found.into_iter())?;
        let region = |code: &str| regions.position(code).ok_or_else(|| format!("unknown region {code}").into());
        let sector = |code: &str| sector_labels.position(code).ok_or_else(|| format!("unknown sector {code}").into());
        let mut flows: BTreeMap<u16, Array3<f64>> = BTreeMap::new();
        let shape = (sectors.len(), regions.len(), regions.len());
        for group in ParquetTable::open(path)?.row_groups() {
            let group = group?;
            let years = group.whole_numbers("year")?;
            let exporters = group.places("origin", region)?;
            let importers = group.places("destination", region)?;
            let products = group.places("sector", sector)?;
            for (row, value) in group.numbers("usd_mn")?.into_iter().enumerate() {
                if !value.is_finite() || value < 0.0 {
                    return Err(format!("{}: a flow of {value}", path.display()).into());
                }
                let year = u16::try_from(years[row])?;
                let of_year = flows.entry(year).or_insert_with(|| Array3::zeros(shape));
                of_year[[products[row], importers[row], exporters[row]]] += value;
            }
        }
        Ok(Self { regions, sectors, sector_labels, flows })
    }

    /// Flows of a year, `[sector][importer][exporter]`, USD million.
    pub fn of_year(&self, year: u16) -> Result<&Array3<f64>> {
        self.flows.get(&year).ok_or_else(|| format!("no total flows of {year}").into())
    }
}
