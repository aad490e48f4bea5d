//! Solving: from a baseline and wedges to an equilibrium, or to the reason why there is none.

use std::sync::Arc;

use crate::Result;
use crate::calibration::baseline::Baseline;
use crate::counterfactual::{BaselineRef, Counterfactual};
use crate::model::options::SolveOptions;
use crate::model::wedges::Wedges;
use crate::solver::attempts::{InitialGuess, find_equilibrium};
use crate::solver::economy::Economy;

/// Solves for the equilibrium under the wedges (G1 to G11).
///
/// The headline of the result is [`Counterfactual::ln_real_income`], which is exact. An
/// equilibrium that does not exist or was not reached is an error.
pub fn solve<'a>(baseline: &'a Baseline, wedges: &Wedges, options: &SolveOptions) -> Result<Counterfactual<'a>> {
    solve_on(BaselineRef::Borrowed(baseline), wedges, options)
}

/// [`solve`] for a result that is kept: it owns a part of the baseline instead of borrowing it.
pub fn solve_shared(
    baseline: &Arc<Baseline>,
    wedges: &Wedges,
    options: &SolveOptions,
) -> Result<Counterfactual<'static>> {
    solve_on(BaselineRef::Shared(Arc::clone(baseline)), wedges, options)
}

fn solve_on<'a>(baseline: BaselineRef<'a>, wedges: &Wedges, options: &SolveOptions) -> Result<Counterfactual<'a>> {
    // Before the economy, which takes over the memory that the last scenario left.
    let cached = wedges.only_change_flows().then(|| baseline.cached_evaluation()).flatten();
    let economy = Economy::new(baseline.primitives(), baseline.prepared(), wedges, options)?;
    let guess = InitialGuess { state: baseline.initial_guess(), cached };
    let solution = find_equilibrium(economy, guess)?;
    Ok(Counterfactual::new(baseline, solution))
}

/// [`solve`], started from a neighbouring equilibrium of the same baseline, which saves evaluations of the map.
/// The result is the same equilibrium to within the tolerance.
pub fn solve_from<'a>(
    neighbour: &Counterfactual<'a>,
    wedges: &Wedges,
    options: &SolveOptions,
) -> Result<Counterfactual<'a>> {
    let baseline = neighbour.baseline_ref();
    let cached = wedges.only_change_flows().then(|| neighbour.cached_evaluation()).flatten();
    let economy = Economy::new(baseline.primitives(), baseline.prepared(), wedges, options)?;
    let guess = InitialGuess { state: neighbour.state(), cached };
    Ok(Counterfactual::new(baseline.clone(), find_equilibrium(economy, guess)?))
}
