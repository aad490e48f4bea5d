//! The European Union's indicators of strategic dependence by product (L2), for any country or group.
//!
//! CDI1: concentration (Herfindahl-Hirschman) of suppliers outside the group. CDI2: imports from
//! outside over all imports, members' trade with each other included. CDI3: imports from outside
//! over all exports of the product. Definitions as read in an implementation; thresholds in
//! `data/leverage.toml`. The products are the sectors of the table, far coarser than the
//! customs products of the original. Grade A where the table is observed.

use serde::Deserialize;
use unequal_world::labels::SectorKind;
use unequal_world::{EconomyTable, Party};

use crate::shares::{herfindahl, product_trade, ratio};

/// From where on each indicator counts.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    /// Where they come from.
    pub source: String,
    /// CDI1, 0 to 1.
    pub concentration: f64,
    /// CDI2, 0 to 1.
    pub outside_share: f64,
    /// CDI3, from 0 up.
    pub imports_over_exports: f64,
}

/// The indicators of one product.
#[derive(Debug, Clone, PartialEq)]
pub struct ProductDependence {
    /// Position of the product in the table's sectors.
    pub sector: usize,
    /// Imports from outside, USD million.
    pub imports: f64,
    /// CDI1: concentration of suppliers outside, 0 to 1.
    pub concentration: f64,
    /// CDI2: imports from outside over all imports, 0 to 1; 1 for a single country.
    pub outside_share: f64,
    /// CDI3: imports from outside over all exports; infinite where nothing is exported.
    pub imports_over_exports: f64,
    /// Whether all three lie above their thresholds.
    pub dependent: bool,
}

/// Indicators of every good of a table, in the order of its sectors. A buyer that imports nothing
/// from outside has zeros.
#[must_use]
pub fn product_dependence(table: &EconomyTable, buyer: &Party, thresholds: &Thresholds) -> Vec<ProductDependence> {
    let outside = table.outside(buyer);
    let everybody: Vec<usize> = (0..table.regions().len()).collect();
    let goods = table.sectors().iter().enumerate().filter(|(_, sector)| sector.kind == SectorKind::Goods);
    goods
        .map(|(sector, _)| {
            let from = |exporters: &[usize]| product_trade(table, &buyer.members, exporters, sector);
            let imports = from(&outside);
            let exports = product_trade(table, &everybody, &buyer.members, sector);
            let concentration = herfindahl(outside.iter().map(|exporter| from(&[*exporter])));
            let outside_share = ratio(imports, from(&everybody));
            let imports_over_exports = match (imports > 0.0, exports > 0.0) {
                (false, _) => 0.0,
                (true, false) => f64::INFINITY,
                (true, true) => imports / exports,
            };
            ProductDependence {
                sector,
                imports,
                concentration,
                outside_share,
                imports_over_exports,
                dependent: concentration > thresholds.concentration
                    && outside_share > thresholds.outside_share
                    && imports_over_exports > thresholds.imports_over_exports,
            }
        })
        .collect()
}

/// Share of a buyer's goods imports that are products on which it depends and come from `supplier`.
#[must_use]
pub fn dependent_share(table: &EconomyTable, buyer: &Party, supplier: &Party, products: &[ProductDependence]) -> f64 {
    let dependent = products.iter().filter(|product| product.dependent);
    let part: f64 =
        dependent.map(|product| product_trade(table, &buyer.members, &supplier.members, product.sector)).sum();
    ratio(part, products.iter().map(|product| product.imports).sum())
}
