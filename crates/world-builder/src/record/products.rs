//! Products that politics is about, from BACI's minerals and fuels: value and weight by pair and year.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use unequal_world::record::product_group;

use super::LEAST;
use super::names::Names;
use super::pack::{Pack, WORLD};
use crate::Result;
use crate::files::csv_rows;

/// Years of the source.
const YEARS: std::ops::RangeInclusive<u16> = 1995..=2024;
/// Most of a flow's value that may be without a weight, as a share, where its weight is still given.
const MOST_UNWEIGHED: f64 = 0.02;

#[derive(Deserialize)]
struct Row {
    i: u16,
    j: u16,
    k: u32,
    v: Option<f64>,
    q: String,
}

/// Value, the part of it that has a weight, and the weight.
#[derive(Default, Clone, Copy)]
struct Sum {
    thousand: f64,
    weighed: f64,
    tonnes: f64,
}

/// Writes `record/products.csv.zst`.
pub fn build(sources: &Path, out: &Path, names: &Names) -> Result<()> {
    let mut pack = Pack::new(&["product", "exporter", "importer"], &["usd_million", "kilotonnes"]);
    for year in YEARS {
        let mut sums: BTreeMap<(&str, &str, &str), Sum> = BTreeMap::new();
        let name = format!("baci_minerals/BACI_HS92_Y{year}_minerals.csv.gz");
        for row in csv_rows::<Row>(&sources.join(name))? {
            let Some(group) = product_group(&format!("{:06}", row.k)) else { continue };
            let (Some(seller), Some(buyer)) = (names.numbered(row.i), names.numbered(row.j)) else { continue };
            let value = row.v.unwrap_or(0.0);
            let tonnes: Option<f64> = row.q.trim().parse().ok();
            for sides in [(seller, buyer), (seller, WORLD), (WORLD, buyer)] {
                let sum = sums.entry((group, sides.0, sides.1)).or_default();
                sum.thousand += value;
                if let Some(tonnes) = tonnes {
                    sum.weighed += value;
                    sum.tonnes += tonnes;
                }
            }
        }
        for ((group, seller, buyer), sum) in sums {
            let weighed = sum.weighed >= (1.0 - MOST_UNWEIGHED) * sum.thousand && sum.tonnes > 0.0;
            let kilotonnes = if weighed { sum.tonnes / 1e3 } else { f64::NAN };
            pack.add(&[group, seller, buyer], year, [sum.thousand / 1e3, kilotonnes]);
        }
    }
    pack.write(&out.join("record"), "products", LEAST)
}
