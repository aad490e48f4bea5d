//! Input reliance of industries on a partner, direct and looked through (L3).
//!
//! Direct: the share of an industry's bought inputs that comes straight from the partner.
//! Looked through: the partner's share in everything the industry's inputs contain, however
//! many borders and hands they passed, `[(I - A)^-1 - I]` by origin over its total. After
//! Baldwin, Freeman and Theodorakopoulos; gross counting, so it can exceed measures in value
//! added. The table's common-sourcing assumption holds: all buyers of a product in a region
//! draw on its suppliers alike. Grade A where the table is observed.

use ndarray::Array2;
use unequal_world::{EconomyTable, Party};

/// One industry's reliance on a partner.
#[derive(Debug, Clone, PartialEq)]
pub struct IndustryReliance {
    /// Position of the industry in the table's sectors.
    pub sector: usize,
    /// The industry's bought inputs, USD million.
    pub inputs: f64,
    /// Partner's share in them, 0 to 1.
    pub direct: f64,
    /// Partner's share in all that they contain, 0 to 1.
    pub looked_through: f64,
}

/// Cut-off of the series over rounds of inputs, relative to the first.
const TAIL: f64 = 1e-9;
const MOST_ROUNDS: usize = 1000;

/// Reliance of every industry of `buyer` on inputs from `supplier`, in the table's sector order.
/// A group's industry is the sum of its members'.
#[must_use]
pub fn reliance(table: &EconomyTable, buyer: &Party, supplier: &Party) -> Vec<IndustryReliance> {
    let (regions, sectors) = (table.regions().len(), table.sectors().len());
    let shares = input_shares(table);
    let everybody = Array2::from_elem((regions, sectors), 1.0);
    let partner =
        Array2::from_shape_fn((regions, sectors), |(region, _)| f64::from(u8::from(supplier.contains(region))));
    let (direct_all, through_all) = rounds(table, &shares, &everybody);
    let (direct_partner, through_partner) = rounds(table, &shares, &partner);
    (0..sectors)
        .map(|sector| {
            let sum = |content: &Array2<f64>| -> f64 {
                buyer.members.iter().map(|region| content[[*region, sector]] * table.output()[[*region, sector]]).sum()
            };
            let ratio = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
            let inputs = sum(&direct_all);
            IndustryReliance {
                sector,
                inputs,
                direct: ratio(sum(&direct_partner), inputs),
                looked_through: ratio(sum(&through_partner), sum(&through_all)),
            }
        })
        .collect()
}

/// Inputs per unit of output, flat `[region][input][using sector]`.
fn input_shares(table: &EconomyTable) -> Vec<f64> {
    let sectors = table.sectors().len();
    let mut shares: Vec<f64> = table.intermediate_use().iter().copied().collect();
    for (position, share) in shares.iter_mut().enumerate() {
        let (region, using) = (position / (sectors * sectors), position % sectors);
        let output = table.output()[[region, using]];
        *share = if output > 0.0 { *share / output } else { 0.0 };
    }
    shares
}

/// Content per unit of output of what `origins` marks: one round of inputs, and all rounds.
fn rounds(table: &EconomyTable, shares: &[f64], origins: &Array2<f64>) -> (Array2<f64>, Array2<f64>) {
    let direct = one_round(table, shares, origins);
    let (mut total, mut round) = (direct.clone(), direct.clone());
    let tail = TAIL * direct.iter().fold(0.0, |most: f64, value| most.max(*value));
    for _ in 0..MOST_ROUNDS {
        round = one_round(table, shares, &round);
        total += &round;
        if round.iter().all(|value| *value <= tail) {
            break;
        }
    }
    (direct, total)
}

/// `A' y`: what a unit of each industry's output holds of `content` in its direct inputs.
fn one_round(table: &EconomyTable, shares: &[f64], content: &Array2<f64>) -> Array2<f64> {
    let (regions, sectors) = (table.regions().len(), table.sectors().len());
    let mut product = vec![0.0; regions * sectors];
    let mut column = vec![0.0; regions];
    let rows = table.sourcing().rows();
    for (position, row) in rows.into_iter().enumerate() {
        let (sector, importer) = (position / regions, position % regions);
        if importer == 0 {
            for (exporter, value) in column.iter_mut().enumerate() {
                *value = content[[exporter, sector]];
            }
        }
        product[importer * sectors + sector] = row.iter().zip(&column).map(|(share, content)| share * content).sum();
    }
    let mut next = vec![0.0; regions * sectors];
    for (position, content) in product.iter().enumerate() {
        let region = position / sectors;
        let row = &shares[position * sectors..][..sectors];
        for (next, share) in next[region * sectors..][..sectors].iter_mut().zip(row) {
            *next += share * content;
        }
    }
    Array2::from_shape_fn((regions, sectors), |(region, sector)| next[region * sectors + sector])
}
