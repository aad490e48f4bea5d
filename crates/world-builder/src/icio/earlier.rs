//! Final use by destination in 2014, the last year for which WIOD states it.

use std::collections::BTreeMap;
use std::path::Path;

use ndarray::{Array2, Array3};
use serde::Deserialize;

use super::Axes;
use super::concordance::Groups;
use crate::Result;
use crate::estimate::EarlierYear;
use crate::files::{ParquetTable, csv_rows};

#[derive(Deserialize)]
struct Output {
    region: String,
    industry: String,
    usd_mn: f64,
}

/// WIOD's rest of the world, which is not one of the OECD's countries.
const REST_OF_WORLD: &str = "ROW";

/// Reads final use and gross output, by groups of the OECD's sectors.
pub fn read(folder: &Path, axes: &Axes) -> Result<EarlierYear> {
    let groups = Groups::new();
    let group_of = axes
        .sectors
        .iter()
        .map(|sector| {
            let code = sector.code.as_str();
            groups.of_sector(code).ok_or_else(|| format!("no group for sector {code}").into())
        })
        .collect::<Result<Vec<usize>>>()?;
    let mut output = Array2::zeros((axes.regions.len(), groups.len()));
    for row in csv_rows::<Output>(&folder.join("gross_output.csv.gz"))? {
        output[[axes.region(&row.region)?, industry(&groups, &row.industry)?]] += row.usd_mn;
    }
    Ok(EarlierYear { final_use: read_final_use(&folder.join("final_use.parquet"), axes, &groups)?, output, group_of })
}

fn industry(groups: &Groups, name: &str) -> Result<usize> {
    groups.of_industry(name).ok_or_else(|| format!("no single group for industry {name}").into())
}

/// `[exporter][group][importer]`, USD million: categories are added up by industry first,
/// and what is negative then (inventories) counts as zero.
fn read_final_use(path: &Path, axes: &Axes, groups: &Groups) -> Result<Array3<f64>> {
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    let mut flows: BTreeMap<(usize, usize, usize), f64> = BTreeMap::new();
    for group in ParquetTable::open(path)?.row_groups() {
        let group = group?;
        let exporters = group
            .places("origin", |code| if code == REST_OF_WORLD { Ok(None) } else { axes.region(code).map(Some) })?;
        let industries = group.places("origin_industry", |name| {
            let next = names.len();
            Ok(*names.entry(name.to_owned()).or_insert(next))
        })?;
        let importers = group.places("destination", |code| axes.region(code))?;
        for (row, value) in group.numbers("usd_mn")?.iter().enumerate() {
            if let Some(exporter) = exporters[row] {
                let flow = (exporter, industries[row], importers[row]);
                *flows.entry(flow).or_default() += value;
            }
        }
    }
    let mut group_of_industry = vec![0; names.len()];
    for (name, position) in &names {
        group_of_industry[*position] = match industry(groups, name) {
            Ok(group) => group,
            // Only the rest of the world may have industries of other names.
            Err(error) if flows.keys().any(|(_, industry, _)| industry == position) => {
                return Err(error);
            }
            Err(_) => 0,
        };
    }
    let mut final_use = Array3::zeros((axes.regions.len(), groups.len(), axes.regions.len()));
    for ((exporter, industry, importer), value) in flows {
        final_use[[exporter, group_of_industry[industry], importer]] += value.max(0.0);
    }
    Ok(final_use)
}
