//! A point at which every image is known exactly, so that another economy with nearly the same shares can be measured
//! from there without multiplying all of them.

use unequal_vector::multiply_add;

use crate::solver::domestic_solve::{DomesticRounds, Swept};
use crate::solver::evaluation::{Economy, Work};
use crate::solver::kernel::Kernel;
use crate::solver::markets::spread_over;
use crate::solver::prepared::Shares;

/// A point's exact images under shares that nothing changes, without duties.
#[derive(Debug, Clone)]
pub(crate) struct Reference {
    /// `A u`, `[sector][region]`.
    price_sum: Vec<f64>,
    /// s = X / Q, `[sector][region]`.
    spread: Vec<f64>,
    /// `B' s`, `[sector][region]`.
    supplied: Vec<f64>,
    /// u, `[sector][region]`.
    power: Vec<f64>,
    /// What goes into the domestic rounds: prices and output but for what is made at home, `[region][sector]`.
    pub rounds_in: [Vec<f64>; 2],
    /// What comes out: costs and use of inputs, `[region][sector]`.
    pub rounds_out: [Vec<f64>; 2],
}

impl Reference {
    /// The point of a sweep that was followed by [`Economy::residuals`].
    pub fn at(at: Swept<'_>) -> Self {
        let work = at.work;
        let by_region = vec![0.0; work.ln_price.len()];
        let mut reference = Self {
            price_sum: work.price_sum.clone(),
            spread: work.spread.clone(),
            supplied: work.supplied.clone(),
            power: work.cost_power.clone(),
            rounds_in: [by_region.clone(), by_region.clone()],
            rounds_out: [by_region.clone(), by_region],
        };
        let mut rounds = DomesticRounds::new(at.economy.prepared.sector_width);
        for region in 0..at.economy.kernel.regions {
            rounds.refer(at, region, &mut reference);
        }
        reference
    }

    /// Price sums, X / Q and what it supplies at the same point, under coefficients of which some are not the shares.
    pub fn markets(&self, economy: &Economy<'_>, work: &mut Work) {
        let (kernel, shares) = (&economy.kernel, &economy.prepared.shares);
        work.price_sum.clone_from(&self.price_sum);
        work.supplied.clone_from(&self.supplied);
        self.add_changes(kernel, shares, work);
        spread_over(&work.spending_of, &work.price_sum, &mut work.spread);
        for sector in 0..kernel.sectors {
            let row = sector * kernel.width..(sector + 1) * kernel.width;
            for importer in 0..kernel.regions {
                let change = work.spread[row.start + importer] - self.spread[row.start + importer];
                if change != 0.0 {
                    let supply = &kernel.supply_of(sector)[importer * kernel.width..][..kernel.width];
                    multiply_add(change, supply, &mut work.supplied[row.clone()]);
                }
            }
        }
    }

    /// What the changed coefficients add to price sums and, with the reference's spreads, to supplies.
    fn add_changes(&self, kernel: &Kernel, shares: &Shares, work: &mut Work) {
        for cell in kernel.changed_cells() {
            let first = cell.row / kernel.regions * kernel.width;
            let (importer, exporter) = (first + cell.row % kernel.regions, first + cell.exporter);
            let change = cell.coefficient - shares.sourcing[cell.row * kernel.width + cell.exporter];
            work.price_sum[importer] += change * self.power[exporter];
            work.supplied[exporter] += change * self.spread[importer];
        }
    }
}
