//! An exact evaluation of the map at a point, kept so that scenarios whose coefficients differ in few places can be evaluated
//! there without multiplying by all of them.

use unequal_vector::multiply_add;

use crate::model::options::SolveOptions;
use crate::model::primitives::Primitives;
use crate::model::wedges::Wedges;
use crate::solver::domestic_solve::DomesticImages;
use crate::solver::economy::{Economy, EvaluatedPoint};
use crate::solver::kernel::Kernel;
use crate::solver::markets::spending_over_price_sum;
use crate::solver::prepared::Prepared;
use crate::solver::shares::Shares;
use crate::solver::state::State;
use crate::solver::workspace::Workspace;

/// A point's exact images under the unchanged shares, without duties.
#[derive(Debug, Clone)]
pub(crate) struct CachedEvaluation {
    /// `A u`, `[sector][region]`.
    price_sum: Vec<f64>,
    /// s = X / Q, `[sector][region]`.
    spread: Vec<f64>,
    /// `B' s`, `[sector][region]`.
    supplied: Vec<f64>,
    /// u, `[sector][region]`.
    power: Vec<f64>,
    /// The domestic systems there.
    pub domestic: DomesticImages,
}

impl CachedEvaluation {
    /// The evaluation of a state under shares that nothing changes; `None` if there are duties, or if the economy is so
    /// small that it saves nothing.
    pub fn at_state(primitives: &Primitives, prepared: &Prepared, state: &State) -> Option<Self> {
        let wedges = Wedges::none(primitives.region_count(), primitives.sector_count());
        let options = SolveOptions::default();
        let economy = Economy::new(primitives, prepared, &wedges, &options).ok()?;
        if !economy.kernel.single_precision_pays() || economy.kernel.has_revenue() {
            return None;
        }
        let mut work = Workspace::new(prepared, economy.kernel.regions);
        economy.evaluate(state, &mut work).ok()?;
        economy.residuals(state, &mut work);
        Some(Self::at(EvaluatedPoint { economy: &economy, state, work: &work }))
    }

    /// Keeps an evaluation that [`Economy::residuals`] has completed.
    fn at(at: EvaluatedPoint<'_>) -> Self {
        let work = at.work;
        Self {
            price_sum: work.price_sum.clone(),
            spread: work.spread.clone(),
            supplied: work.supplied.clone(),
            power: work.cost_power.clone(),
            domestic: DomesticImages::at(at),
        }
    }

    /// Price sums, X / Q and supplies at the same point under the coefficients of a scenario, by adding the contributions of
    /// the coefficients that have changed.
    pub fn markets(&self, economy: &Economy<'_>, work: &mut Workspace) {
        let (kernel, shares) = (&economy.kernel, &economy.prepared.shares);
        work.price_sum.clone_from(&self.price_sum);
        work.supplied.clone_from(&self.supplied);
        self.add_changes(kernel, shares, work);
        spending_over_price_sum(&work.spending_of, &work.price_sum, &mut work.spread);
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

    /// Adds the contributions of changed coefficients to price sums and, at the cached X / Q, to supplies.
    fn add_changes(&self, kernel: &Kernel, shares: &Shares, work: &mut Workspace) {
        for cell in kernel.changed_cells() {
            let first = cell.row / kernel.regions * kernel.width;
            let (importer, exporter) = (first + cell.row % kernel.regions, first + cell.exporter);
            let change = cell.coefficient - shares.sourcing[cell.row * kernel.width + cell.exporter];
            work.price_sum[importer] += change * self.power[exporter];
            work.supplied[exporter] += change * self.spread[importer];
        }
    }
}
