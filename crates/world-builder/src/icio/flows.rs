//! The OECD's intermediate flows and node totals of 2022.

use std::path::Path;

use ndarray::{Array2, Array3};
use serde::Deserialize;

use super::Axes;
use crate::Result;
use crate::files::{ParquetTable, csv_rows};

/// What the source states, in the two shapes that are needed from it.
pub struct Source {
    /// Regions and sectors.
    pub axes: Axes,
    /// `[exporter][sector][importer]`: sales to the importer's industries, USD million.
    pub intermediate: Array3<f64>,
    /// `[region][sector]`: sales to final buyers in the table's countries, and to all buyers in others, USD million.
    pub final_sales: Array2<f64>,
    /// `[region][sector]`: gross output, USD million.
    pub output: Array2<f64>,
    /// `[region][input][using sector]`: purchases of inputs from everywhere, USD million.
    pub intermediate_use: Array3<f64>,
}

#[derive(Deserialize)]
struct Node {
    region: String,
    sector: String,
    gross_output_usd_mn: f64,
    final_and_row_sales_usd_mn: f64,
}

/// Reads `nodes.csv` and `intermediate.parquet`.
pub fn read(folder: &Path) -> Result<Source> {
    let nodes: Vec<Node> = csv_rows(&folder.join("nodes.csv"))?;
    let axes = Axes::new(nodes.iter().map(|node| node.region.clone()).collect())?;
    let (regions, sectors) = (axes.regions.len(), axes.sectors.len());
    if nodes.len() != regions * sectors {
        return Err(format!("{} nodes for {regions} x {sectors}", nodes.len()).into());
    }
    let mut output = Array2::zeros((regions, sectors));
    let mut final_sales = Array2::zeros((regions, sectors));
    for node in &nodes {
        let place = [axes.region(&node.region)?, axes.sector(&node.sector)?];
        output[place] += node.gross_output_usd_mn;
        final_sales[place] += node.final_and_row_sales_usd_mn;
    }
    let (intermediate, intermediate_use) = read_intermediate(&folder.join("intermediate.parquet"), &axes)?;
    Ok(Source { axes, intermediate, final_sales, output, intermediate_use })
}

/// Adds up the ten million flows both ways that are needed: `[exporter][input][importer]`
/// and `[importer][input][using sector]`. Single-precision values are added in double.
fn read_intermediate(path: &Path, axes: &Axes) -> Result<(Array3<f64>, Array3<f64>)> {
    let (regions, sectors) = (axes.regions.len(), axes.sectors.len());
    let mut by_origin = Array3::zeros((regions, sectors, regions));
    let mut by_user = Array3::zeros((regions, sectors, sectors));
    for group in ParquetTable::open(path)?.row_groups() {
        let group = group?;
        let exporters = group.places("origin", |code| axes.region(code))?;
        let inputs = group.places("origin_sector", |code| axes.sector(code))?;
        let importers = group.places("destination", |code| axes.region(code))?;
        let users = group.places("destination_sector", |code| axes.sector(code))?;
        let values = group.numbers("usd_mn")?;
        for (row, value) in values.iter().enumerate() {
            if !value.is_finite() || *value < 0.0 {
                return Err(format!("{}: a flow of {value}", path.display()).into());
            }
            by_origin[[exporters[row], inputs[row], importers[row]]] += value;
            by_user[[importers[row], inputs[row], users[row]]] += value;
        }
    }
    Ok((by_origin, by_user))
}
