//! Calibration by solving: the equilibrium of primitives whose markets are not known to clear.

use std::sync::Arc;

use ndarray::Array2;

use super::Baseline;
use crate::Result;
use crate::model::options::SolveOptions;
use crate::model::primitives::Primitives;
use crate::model::wedges::Wedges;
use crate::solver::attempts::{InitialGuess, Solution, find_equilibrium};
use crate::solver::context::SolverContext;
use crate::solver::economy::Economy;
use crate::solver::prepared::Prepared;
use crate::solver::state::State;

impl Baseline {
    /// Finds the equilibrium of primitives whose markets are not known to clear (data with
    /// clipped shares, or a change of the deficits: Dekle, Eaton and Kortum's first step) and
    /// makes it the baseline. Shares and value added are those of the new equilibrium.
    pub fn settle(primitives: &Primitives, options: &SolveOptions) -> Result<Self> {
        Self::settle_owned(primitives.clone(), options)
    }

    /// [`Self::settle`], consuming the primitives, which are megabytes.
    pub fn settle_owned(primitives: Primitives, options: &SolveOptions) -> Result<Self> {
        primitives.check()?;
        let wedges = Wedges::none(primitives.region_count(), primitives.sector_count());
        let mut prepared = Prepared::new(&primitives, None);
        let deficits = options.deficits_of(&primitives)?;
        let spending = prepared.initial_spending(&primitives, &deficits);
        prepared.set_jacobian(&primitives, &spending);
        let output = prepared.shares.output_of(&spending);
        let output = |region, sector| output[sector * prepared.region_width + region];
        let income = |region: usize| (primitives.value_added[region] + deficits[region]).max(0.0);
        let start = State::unchanged(&prepared, &primitives, output, income);
        let economy = Economy::new(&primitives, &prepared, &wedges, options)?;
        let solution = find_equilibrium(economy, InitialGuess::from(&start))?;
        Self::from_solution(primitives, &solution, &prepared)
    }

    /// The same economy settled under another rule for deficits: what [`Self::settle`] makes of the primitives this
    /// baseline came from, to within the tolerance, in fewer evaluations. Technology and labour are as they were, and an
    /// equilibrium does not depend on the one it is reached from.
    pub fn settle_again(self, options: &SolveOptions) -> Result<Self> {
        let wedges = self.no_wedges();
        let prepared = Arc::clone(self.context.prepared(self.equilibrium()));
        let economy = Economy::new(&self.primitives, &prepared, &wedges, options)?;
        let solution = find_equilibrium(economy, InitialGuess::from(self.initial_guess()))?;
        Self::from_solution(self.primitives, &solution, &prepared)
    }

    /// The baseline at the solution of a solve without wedges; the preconditioner of the solve is updated for it.
    fn from_solution(mut settled: Primitives, solution: &Solution, prepared: &Prepared) -> Result<Self> {
        let (regions, sectors) = (settled.region_count(), settled.sector_count());
        let width = solution.kernel.width;
        for (place, mut row) in settled.sourcing.rows_mut().into_iter().enumerate() {
            let (sector, importer) = (place / regions, place % regions);
            if solution.work.price_sum[sector * width + importer] > 0.0 {
                let powers = &solution.work.cost_power[sector * width..][..regions];
                row.iter_mut().zip(powers).for_each(|(share, power)| *share *= power);
            }
            // The price sum, with the rounding of this loop.
            let scale = 1.0 / row.sum();
            row.iter_mut().for_each(|share| *share *= scale);
        }
        for region in 0..regions {
            settled.value_added[region] *= solution.state.ln_wage()[region].exp();
            settled.deficits[region] = solution.deficits[region];
        }
        let expenditure = Array2::from_shape_fn((regions, sectors), |(region, sector)| {
            solution.work.spending[region * solution.sector_width + sector]
        });
        settled.check()?;
        let prepared = prepared.updated(&settled, &expenditure);
        let prepared = Arc::new(prepared);
        let context = SolverContext::with(Arc::clone(&prepared));
        Self::of_checked(settled, expenditure, &prepared.shares, context)
    }
}
