//! Sourcing shares in the layout that an evaluation of the map reads.

use std::sync::atomic::{AtomicU64, Ordering};

use ndarray::{Array2, aview1};
use unequal_vector::{multiply_add, padded};

use crate::model::primitives::{Primitives, in_rows};
use crate::solver::precision::{LEAST_FLOWS_FOR_SINGLE, fits_single, to_single};

/// Padded sourcing shares with what follows from their zeros.
#[derive(Debug, Clone)]
pub(crate) struct Shares {
    /// Differs between any two sets of shares that were ever made; never 0.
    pub identity: u64,
    /// Padded length of a row over regions.
    pub width: usize,
    /// pi: `[sector][importer][exporter, padded]`.
    pub sourcing: Vec<f64>,
    /// Its row sums, one or zero up to rounding: `[sector][importer]`.
    pub totals: Vec<f64>,
    /// pi in single precision, for iterative refinement; empty in small economies.
    pub single: Vec<f32>,
    /// Whether there is a single-precision copy and every share keeps its relative precision in it.
    pub fits_single: bool,
    /// Whether any region buys the product from another: `[sector]`.
    pub traded: Vec<bool>,
    /// Number of products that flow: `[importer][exporter]`.
    pub links: Vec<u32>,
}

/// The identity of the shares made next.
static NEXT_IDENTITY: AtomicU64 = AtomicU64::new(1);

impl Shares {
    /// The shares of an economy.
    pub fn of(primitives: &Primitives) -> Self {
        let (regions, sectors) = (primitives.region_count(), primitives.sector_count());
        let width = padded(regions);
        let mut sourcing = vec![0.0; sectors * regions * width];
        let mut links = vec![0; regions * regions];
        let mut traded = vec![false; sectors];
        let mut totals = Vec::with_capacity(sectors * regions);
        let rows = in_rows(&primitives.sourcing);
        let rows = rows.chunks_exact(regions.max(1)).zip(sourcing.chunks_exact_mut(width));
        for (place, (shares, padded)) in rows.enumerate() {
            let (sector, importer) = (place / regions, place % regions);
            let links = &mut links[importer * regions..][..regions];
            let mut sources = 0;
            padded[..regions].copy_from_slice(shares);
            totals.push(aview1(shares).sum());
            for (share, link) in shares.iter().zip(links) {
                *link += u32::from(*share > 0.0);
                sources += u32::from(*share > 0.0);
            }
            traded[sector] |= sources > u32::from(shares[importer] > 0.0);
        }
        let single = if sourcing.len() < LEAST_FLOWS_FOR_SINGLE { Vec::new() } else { to_single(&sourcing) };
        let fits_single = !single.is_empty() && sourcing.iter().all(|share| fits_single(*share));
        let identity = NEXT_IDENTITY.fetch_add(1, Ordering::Relaxed);
        Self { identity, width, sourcing, totals, single, fits_single, traded, links }
    }

    /// One importer's shares of a product, `[exporter, padded]`; `row` is `sector * regions + importer`.
    pub fn row(&self, row: usize) -> &[f64] {
        &self.sourcing[row * self.width..][..self.width]
    }

    /// Output that spending `[region][sector]` leads to at these shares, duties left out: `[sector][region, padded]`.
    pub fn output_of(&self, expenditure: &Array2<f64>) -> Vec<f64> {
        let (regions, sectors) = expenditure.dim();
        let mut output = vec![0.0; sectors * self.width];
        for (sector, output) in output.chunks_exact_mut(self.width).enumerate() {
            let rows = self.sourcing[sector * regions * self.width..].chunks_exact(self.width);
            for (spending, row) in expenditure.column(sector).iter().zip(rows) {
                multiply_add(*spending, row, output);
            }
        }
        output
    }
}
