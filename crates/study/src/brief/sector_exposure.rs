//! Block 3: products and industries that carry the dependence.

use unequal_leverage::look_through::IndustryReliance;
use unequal_leverage::shares::{product_trade, product_use, ratio};
use unequal_world::Party;

use super::answer::{ExposureSide, IndustryRow, ProductRow, SectorExposure};
use super::{Solved, headline};
use crate::evidence::{Evidence, Grade};
use crate::leverage::Inputs;
use crate::parties::Pair;

/// Rows shown on each side.
const ROWS: usize = 5;

/// The five products and the five industries of each side.
pub fn block(pair: &Pair, solved: &[Solved], inputs: &Inputs) -> SectorExposure {
    let [mine, theirs] = inputs.industries(&pair.first, &pair.second);
    let sides = [(&pair.first, &pair.second, mine), (&pair.second, &pair.first, theirs)]
        .into_iter()
        .map(|(side, partner, reliance)| ExposureSide {
            side: side.code.clone(),
            partner: partner.code.clone(),
            products: products(pair, solved, side, partner),
            industries: industries(pair, reliance),
        })
        .collect();
    let evidence = Evidence::of_pair(&pair.table, &pair.first, &pair.second, Grade::B)
        .with_caveat(
            "Products: the exit cost splits over them by the change of the home share in the use of each, exactly where \
             the country makes all products that it uses; industries: accounting, grade A where the table is observed.",
        )
        .with_caveat("All buyers of a product in a country are taken to draw on its suppliers alike.");
    SectorExposure { sides, evidence }
}

/// Products by the part of the exit cost they carry. A group's parts are its members' weighted by
/// income and scaled to the whole, which is exact for a country that makes all products that it uses, and close otherwise.
fn products(pair: &Pair, solved: &[Solved], side: &Party, partner: &Party) -> Vec<ProductRow> {
    let Some(details) = headline(solved).and_then(|solved| solved.exit.details.as_ref()) else {
        return Vec::new();
    };
    let table = &pair.table;
    let parts: Vec<f64> = (0..table.sectors().len())
        .map(|sector| {
            side.members
                .iter()
                .filter_map(|region| Some(details.contributions.get(region)?[sector] * details.income[*region]))
                .sum()
        })
        .collect();
    let whole: f64 = parts.iter().sum();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by(|left, right| parts[*right].total_cmp(&parts[*left]));
    let outside = table.outside(side);
    order
        .into_iter()
        .take(ROWS)
        .map(|sector| {
            let from = |exporters: &[usize]| product_trade(table, &side.members, exporters, sector);
            let value = from(&partner.members);
            ProductRow {
                code: table.sectors()[sector].code.to_string(),
                name: table.sectors()[sector].name.clone(),
                share_of_exit_cost: if whole != 0.0 { parts[sector] / whole } else { 0.0 },
                value,
                share_of_imports: ratio(value, from(&outside)),
                share_of_use: ratio(value, product_use(table, side, sector)),
            }
        })
        .collect()
}

/// Industries by the value of the partner's content in their inputs, looked through.
fn industries(pair: &Pair, mut rows: Vec<IndustryReliance>) -> Vec<IndustryRow> {
    rows.sort_by(|left, right| (right.looked_through * right.inputs).total_cmp(&(left.looked_through * left.inputs)));
    rows.into_iter()
        .take(ROWS)
        .map(|row| {
            let sector = &pair.table.sectors()[row.sector];
            IndustryRow {
                code: sector.code.to_string(),
                name: sector.name.clone(),
                direct: row.direct,
                looked_through: row.looked_through,
                value: row.direct * row.inputs,
            }
        })
        .collect()
}
