//! Transfers within a coalition that give all members the same relative cost of a measure.
//!
//! After Chowdhry, Hinz, Kamin and Wanner (2024, "Brothers in arms"; `docs/src/methods/extensions.md`, "Cost sharing in a
//! coalition"):
//! `T_n = W_S I_n P_n - I'_n`, with `I'_n` the income before the transfer and
//! `W_S = sum I' / sum I P` over the members, so that transfers add up to zero and every member's
//! real income changes by the same factor. Transfers move demand and so wages; they are found
//! together with the equilibrium.

use ndarray::Array1;

use crate::{
    Baseline, Counterfactual, DeficitRule, EquilibriumError, Numeraire, Result, SolveOptions, Wedges, solve, solve_from,
};

/// Largest change of a transfer in one iteration, relative to its member's income.
const TOLERANCE: f64 = 1e-10;
/// Tolerance of the solves inside the iteration, small enough that their error stays below [`TOLERANCE`].
const SOLVE_TOLERANCE: f64 = 1e-11;
/// Iterations after which the transfers are given up; each is one solve.
const MAX_ITERATIONS: usize = 200;

/// An equilibrium in which a coalition shares its gains and losses.
pub struct SharedCosts<'a> {
    /// The equilibrium, transfers included.
    pub counterfactual: Counterfactual<'a>,
    /// `[region]` transfers received, in the baseline's value unit and units of world value
    /// added; zero outside the coalition, adding up to zero.
    pub transfers: Array1<f64>,
    /// Solves made.
    pub iterations: usize,
    /// Largest last change of a transfer, relative to its member's income.
    pub last_change: f64,
}

/// Solves under the wedges with transfers inside the coalition `members` (positions of regions)
/// that give all of them the same change of real income. An empty coalition changes nothing.
///
/// The rule for deficits in `options` holds for what is not transferred. Fails like
/// [`solve`], with [`EquilibriumError::Unsettled`] if transfers do not converge to 1e-10 of
/// income, with [`EquilibriumError::Unsupported`] for another numeraire than world value
/// added, and with [`EquilibriumError::Parameter`] for a position that is no region.
pub fn share_costs<'a>(
    baseline: &'a Baseline,
    wedges: &Wedges,
    members: &[usize],
    options: &SolveOptions,
) -> Result<SharedCosts<'a>> {
    let members = checked(baseline, members, options)?;
    let untransferred = untransferred_deficits(baseline, &options.deficits);
    let mut options = SolveOptions { tolerance: options.tolerance.min(SOLVE_TOLERANCE), ..options.clone() };
    let mut transfers = Array1::zeros(baseline.income().len());
    options.deficits = DeficitRule::Given(untransferred.clone());
    let mut counterfactual = solve(baseline, wedges, &options)?;
    for iterations in 1..=MAX_ITERATIONS {
        let next = equalising(&counterfactual, &members, &transfers);
        let last_change = largest_change(&next, &transfers, baseline.income());
        if last_change <= TOLERANCE {
            return Ok(SharedCosts { counterfactual, transfers, iterations, last_change });
        }
        if iterations == MAX_ITERATIONS || !last_change.is_finite() {
            return Err(not_converged(iterations, last_change));
        }
        transfers = next;
        options.deficits = DeficitRule::Given(&untransferred + &transfers);
        counterfactual = solve_from(&counterfactual, wedges, &options)?;
    }
    Err(not_converged(MAX_ITERATIONS, f64::INFINITY))
}

fn not_converged(iterations: usize, size: f64) -> EquilibriumError {
    EquilibriumError::Unsettled { what: "transfers in a coalition", iterations, size, tolerance: TOLERANCE }
}

/// The members, each once and in order.
fn checked(baseline: &Baseline, members: &[usize], options: &SolveOptions) -> Result<Vec<usize>> {
    if options.numeraire != Numeraire::WorldValueAdded {
        return Err(EquilibriumError::Unsupported {
            method: "sharing costs in a coalition",
            what: "another numeraire than world value added",
        });
    }
    if let Some(member) = members.iter().find(|member| **member >= baseline.income().len()) {
        return Err(EquilibriumError::Parameter {
            what: "a member of the coalition",
            value: *member as f64,
            expected: "the position of a region",
        });
    }
    let mut members = members.to_vec();
    members.sort_unstable();
    members.dedup();
    Ok(members)
}

/// `[region]` deficits before transfers; in units of world value added fixed deficits and fixed
/// shares of world value added are the same.
fn untransferred_deficits(baseline: &Baseline, rule: &DeficitRule) -> Array1<f64> {
    match rule {
        DeficitRule::Zero => Array1::zeros(baseline.income().len()),
        DeficitRule::FixedNominal | DeficitRule::ShareOfWorldValueAdded => baseline.primitives().deficits.clone(),
        DeficitRule::Given(deficits) => deficits.clone(),
    }
}

/// The transfers that would equalise real income at the prices and incomes found.
fn equalising(counterfactual: &Counterfactual<'_>, members: &[usize], paid: &Array1<f64>) -> Array1<f64> {
    let before_transfer = counterfactual.income() - paid;
    let needed = counterfactual.baseline().income() * &counterfactual.ln_consumer_price().mapv(f64::exp);
    let total = |values: &Array1<f64>| members.iter().map(|member| values[*member]).sum::<f64>();
    let common = total(&before_transfer) / total(&needed);
    let mut transfers = Array1::zeros(paid.len());
    for &member in members {
        transfers[member] = common * needed[member] - before_transfer[member];
    }
    transfers
}

fn largest_change(next: &Array1<f64>, last: &Array1<f64>, income: &Array1<f64>) -> f64 {
    let changes = next.iter().zip(last).zip(income).map(|((next, last), income)| ((next - last) / income).abs());
    changes.fold(0.0, |worst, change| if change > worst || change.is_nan() { change } else { worst })
}
