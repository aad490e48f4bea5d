//! Input reliance of industries on a partner, direct and total (look-through, L3).
//!
//! Direct: the share of an industry's bought inputs that comes straight from the partner.
//! Looked through: the partner's share in everything the industry's inputs contain, however
//! many borders and producers they passed, `[(I - A)^-1 - I]` by origin over its total. After
//! Baldwin, Freeman and Theodorakopoulos; gross counting, so it can exceed measures in value
//! added. The table's common-sourcing assumption holds: all buyers of a product in a region
//! buy from its suppliers in the same proportions. Grade A where the table is observed.

use ndarray::Array2;
use unequal_world::{EconomyTable, Party};

use crate::shares::ratio;

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

/// The reliance of a whole economy's industries on a partner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EconomyReliance {
    /// Partner's share in all bought inputs, 0 to 1.
    pub direct: f64,
    /// Partner's share in all that they contain, 0 to 1.
    pub looked_through: f64,
}

/// What every industry's inputs hold of one partner, per unit of output, `[region][sector]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Content {
    direct: Array2<f64>,
    through: Array2<f64>,
}

/// The total input requirements of a table, prepared for any supplier.
#[derive(Debug, Clone)]
pub struct LookThrough {
    table: EconomyTable,
    shares: Vec<f64>,
    everybody: Content,
}

impl LookThrough {
    /// Looks through the inputs of a table.
    #[must_use]
    pub fn new(table: &EconomyTable) -> Self {
        let shares = input_shares(table);
        let everybody = rounds(table, &shares, &Array2::from_elem(table.output().raw_dim(), 1.0));
        Self { table: table.clone(), shares, everybody }
    }

    /// How many regions and sectors the table has.
    #[must_use]
    pub fn size(&self) -> (usize, usize) {
        self.everybody.direct.dim()
    }

    /// What comes from one supplier.
    #[must_use]
    pub fn content(&self, supplier: &Party) -> Content {
        let origins = Array2::from_shape_fn(self.table.output().raw_dim(), |(region, _)| {
            f64::from(u8::from(supplier.contains(region)))
        });
        rounds(&self.table, &self.shares, &origins)
    }

    /// Reliance of every industry of `buyer`, in the table's sector order. A group's industry is the
    /// sum of its members'.
    #[must_use]
    pub fn industries(&self, buyer: &Party, content: &Content) -> Vec<IndustryReliance> {
        let sum = |content: &Array2<f64>, sector: usize| self.sum(content, buyer, sector);
        (0..self.table.sectors().len())
            .map(|sector| IndustryReliance {
                sector,
                inputs: sum(&self.everybody.direct, sector),
                direct: ratio(sum(&content.direct, sector), sum(&self.everybody.direct, sector)),
                looked_through: ratio(sum(&content.through, sector), sum(&self.everybody.through, sector)),
            })
            .collect()
    }

    /// Reliance of all industries of `buyer` together.
    #[must_use]
    pub fn economy(&self, buyer: &Party, content: &Content) -> EconomyReliance {
        let sum = |content: &Array2<f64>| -> f64 {
            (0..self.table.sectors().len()).map(|sector| self.sum(content, buyer, sector)).sum()
        };
        EconomyReliance {
            direct: ratio(sum(&content.direct), sum(&self.everybody.direct)),
            looked_through: ratio(sum(&content.through), sum(&self.everybody.through)),
        }
    }

    fn sum(&self, content: &Array2<f64>, buyer: &Party, sector: usize) -> f64 {
        let output = self.table.output();
        buyer.members.iter().map(|region| content[[*region, sector]] * output[[*region, sector]]).sum()
    }
}

/// Reliance of every industry of `buyer` on inputs from `supplier`, in the table's sector order.
#[must_use]
pub fn reliance(table: &EconomyTable, buyer: &Party, supplier: &Party) -> Vec<IndustryReliance> {
    let inputs = LookThrough::new(table);
    inputs.industries(buyer, &inputs.content(supplier))
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
fn rounds(table: &EconomyTable, shares: &[f64], origins: &Array2<f64>) -> Content {
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
    Content { direct, through: total }
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
        product[importer * sectors + sector] = match row.as_slice() {
            Some(row) => dot(row, &column),
            None => row.iter().zip(&column).map(|(share, content)| share * content).sum(),
        };
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

/// A sum of products as eight partial sums, which the compiler can vectorise.
fn dot(one: &[f64], other: &[f64]) -> f64 {
    let (one_blocks, one_rest) = one.as_chunks::<8>();
    let (other_blocks, other_rest) = other.as_chunks::<8>();
    let mut sums = [0.0; 8];
    for (one, other) in one_blocks.iter().zip(other_blocks) {
        for lane in 0..8 {
            sums[lane] += one[lane] * other[lane];
        }
    }
    let rest: f64 = one_rest.iter().zip(other_rest).map(|(one, other)| one * other).sum();
    sums.iter().sum::<f64>() + rest
}
