//! Trade elasticities by sector, with where they come from.
//!
//! A trade elasticity is the Fréchet shape theta > 0 itself, never its reciprocal.

use serde::Serialize;

use crate::names::sector_rows;
use crate::table::EconomyTable;

/// A trade elasticity for every sector of a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ElasticitySet {
    /// Short label for tables, such as `4` or `by sector`.
    pub label: String,
    /// Where the numbers come from.
    pub source: String,
    /// One per sector of the table, dimensionless, positive.
    pub by_sector: Vec<f64>,
}

impl ElasticitySet {
    /// The same elasticity in every sector.
    #[must_use]
    pub fn common(value: f64, table: &EconomyTable) -> Self {
        Self {
            label: format!("{value}"),
            source: "one assumed value for all sectors".to_owned(),
            by_sector: vec![value; table.sectors().len()],
        }
    }

    /// Caliendo and Parro's (2015) estimates by sector, where the table's classification
    /// is known; services and utilities, which they do not estimate, carry 4.
    ///
    /// Returns `None` when a sector of the table is not in `data/sectors.csv`.
    #[must_use]
    pub fn caliendo_parro(table: &EconomyTable) -> Option<Self> {
        let by_sector = table
            .sectors()
            .iter()
            .map(|sector| {
                sector_rows(&table.provenance().classification)
                    .find(|row| row.code == sector.code)
                    .map(|row| row.caliendo_parro)
            })
            .collect::<Option<Vec<f64>>>()?;
        Some(Self {
            label: "by sector".to_owned(),
            source: "Caliendo and Parro (2015), the values of their NAFTA exercise mapped to this \
                     table's sectors; services and utilities assumed 4"
                .to_owned(),
            by_sector,
        })
    }
}
