//! Products by pair: value, weight and unit value.

use std::collections::BTreeMap;

use unequal_world::record::{ProductGroup, WORLD, product};

use super::answer::{Product, ProductPoint, ProductSeries};
use crate::Result;
use crate::parties::Side;

/// Tonnes in a thousand tonnes, times what makes a million dollars dollars: USD million over thousand tonnes, in USD a tonne.
const USD_A_TONNE: f64 = 1e3;
/// Least value of a group for which a unit value is given, USD million. Flows of members below USD 0.1 million are not in the
/// record; above this they matter little, below it value and weight can be of different members.
const LEAST_OF_GROUP: f64 = 10.0;
/// Kilograms in a tonne.
const KILOGRAMS: f64 = 1e3;

/// A product as the answer names it.
pub fn named(group: &ProductGroup) -> Product {
    Product { id: group.id.clone(), name: group.name.clone(), unit: group.unit.clone() }
}

/// Value and weight of a year; the weight is unknown where a part has none.
type Sums = BTreeMap<u16, (f64, Option<f64>)>;

/// The products of a list that were traded from a year on, in its order.
pub fn series(groups: &[ProductGroup], seller: &Side, buyer: &Side, from: u16) -> Result<Vec<ProductSeries>> {
    let mut found = Vec::new();
    for group in groups {
        let flows = sums(&group.id, &seller.members, &buyer.members)?;
        if flows.range(from..).next().is_none() {
            continue;
        }
        let everybody = [WORLD.to_owned()];
        // A group's total would count trade among its members.
        let of_one = |side: &Side| side.members.len() == 1;
        let single = of_one(seller) && of_one(buyer);
        let exports = if of_one(seller) { sums(&group.id, &seller.members, &everybody)? } else { Sums::new() };
        let imports = if of_one(buyer) { sums(&group.id, &everybody, &buyer.members)? } else { Sums::new() };
        let share = |totals: &Sums, year: u16, value: f64| {
            totals.get(&year).map(|(total, _)| *total).filter(|total| *total > 0.0).map(|total| value / total)
        };
        let points = flows.range(from..).map(|(year, (value, kilotonnes))| ProductPoint {
            year: *year,
            value: *value,
            kilotonnes: *kilotonnes,
            unit_value: kilotonnes.filter(|_| single || *value >= LEAST_OF_GROUP).map(|weight| {
                let tonne = USD_A_TONNE * value / weight;
                if group.unit == "kilogram" { tonne / KILOGRAMS } else { tonne }
            }),
            share_of_exports: share(&exports, *year, *value),
            share_of_imports: share(&imports, *year, *value),
        });
        found.push(ProductSeries { product: named(group), points: points.collect() });
    }
    Ok(found)
}

/// Trade of a product over pairs of members; pairs without a figure traded less than USD 0.1 million.
fn sums(group: &str, sellers: &[String], buyers: &[String]) -> Result<Sums> {
    let mut sums = Sums::new();
    for seller in sellers {
        for buyer in buyers {
            for flow in product(group, seller, buyer)? {
                let (value, weight) = sums.entry(flow.year).or_insert((0.0, Some(0.0)));
                *value += flow.usd_million;
                *weight = weight.zip(flow.kilotonnes).map(|(sum, own)| sum + own);
            }
        }
    }
    for (_, weight) in sums.values_mut() {
        *weight = weight.filter(|weight| *weight > 0.0);
    }
    Ok(sums)
}
