//! A solve: attempts at the fixed point that trade speed for robustness, until one succeeds.

use crate::model::options::Numeraire;
use crate::solver::cached_evaluation::CachedEvaluation;
use crate::solver::economy::Economy;
use crate::solver::fixed_point::{FixedPoint, Residual};
use crate::solver::kernel::Kernel;
use crate::solver::parameters::PARAMETERS;
use crate::solver::state::State;
use crate::solver::wages::WageUpdate;
use crate::solver::workspace::Workspace;
use crate::{EquilibriumError, Result};

/// How a solve ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Convergence {
    /// Evaluations of the map of the whole world; iterations on single regions (nonlinear elimination) are not counted.
    pub evaluations: usize,
    /// Largest relative residual left.
    pub residual: f64,
    /// Which residual that was: price (of what a sector pays for its inputs), goods, labour or, in variants, revenue.
    pub worst: &'static str,
}

/// Where an iteration starts.
#[derive(Clone, Copy)]
pub(crate) struct InitialGuess<'a> {
    pub state: &'a State,
    /// The exact evaluation of this very state under the unchanged shares, where it is known.
    pub cached: Option<&'a CachedEvaluation>,
}

impl<'a> From<&'a State> for InitialGuess<'a> {
    fn from(state: &'a State) -> Self {
        Self { state, cached: None }
    }
}

/// The result of a successful solve.
pub(crate) struct Solution {
    pub kernel: Kernel,
    /// The fixed point.
    pub state: State,
    /// Its evaluation: prices, spending, output and incomes.
    pub work: Workspace,
    pub deficits: Vec<f64>,
    pub convergence: Convergence,
    /// Log change of the numeraire, in units of world value added.
    pub ln_numeraire: f64,
    /// Padded length of a row over sectors.
    pub sector_width: usize,
}

/// One way of iterating.
#[derive(Clone, Copy)]
struct Attempt {
    wage_update: WageUpdate,
    /// Picard iterations before acceleration begins.
    unaccelerated: usize,
    max_evaluations: usize,
}

/// The end of an attempt that succeeded.
struct Reached {
    state: State,
    work: Workspace,
    residual: Residual,
}

/// The end of an attempt that did not.
enum Failure {
    Error(EquilibriumError),
    NotConverged(Residual),
}

/// Solves from an initial guess: with Newton steps of wages first; if that fails, with each wage's own elasticity from the
/// same guess; and if that fails too, with own elasticities, unaccelerated until it has come near.
pub(crate) fn find_equilibrium(economy: Economy<'_>, guess: InitialGuess<'_>) -> Result<Solution> {
    let most = economy.options.max_evaluations;
    let mut used = 0;
    let mut failure = None;
    for attempt in attempts(&economy) {
        let max_evaluations = attempt.max_evaluations.min(most.saturating_sub(used));
        if max_evaluations == 0 {
            continue;
        }
        let (end, evaluations) = run(&economy, guess, Attempt { max_evaluations, ..attempt });
        used += evaluations;
        match end {
            Ok(reached) => return Ok(solution(economy, reached, used)),
            Err(reason) => failure = Some(reason),
        }
    }
    Err(match failure {
        Some(Failure::Error(error)) => error,
        Some(Failure::NotConverged(residual)) => not_converged(&economy, residual, used),
        // No evaluation was allowed at all.
        None => {
            let unknown = Residual { kind: "price", size: f64::INFINITY, region: 0, sector: None };
            not_converged(&economy, unknown, used)
        }
    })
}

/// The attempts in order, fastest first.
fn attempts(economy: &Economy<'_>) -> [Attempt; 3] {
    let parameters = PARAMETERS.attempts;
    let newton = if economy.prepared.wage_inverse.is_some() { parameters.newton } else { 0 };
    [
        Attempt { wage_update: WageUpdate::Newton, unaccelerated: 0, max_evaluations: newton },
        Attempt {
            wage_update: WageUpdate::OwnElasticity,
            unaccelerated: 0,
            max_evaluations: parameters.own_elasticity,
        },
        Attempt {
            wage_update: WageUpdate::ExcessDemand,
            unaccelerated: parameters.unaccelerated,
            max_evaluations: economy.options.max_evaluations,
        },
    ]
}

/// One attempt, in mixed precision first and in double precision where that does not converge; with the evaluations made.
fn run(economy: &Economy<'_>, guess: InitialGuess<'_>, attempt: Attempt) -> (Result<Reached, Failure>, usize) {
    let mut iteration = FixedPoint {
        economy,
        state: guess.state.clone(),
        work: Workspace::new(economy.prepared, economy.kernel.regions),
        wage_update: attempt.wage_update,
        evaluations: 0,
        max_evaluations: attempt.max_evaluations,
        unaccelerated: attempt.unaccelerated,
        smallest_step: f64::INFINITY,
    };
    let end = match iteration.refine(guess.cached) {
        Ok(None) => {
            iteration.smallest_step = f64::INFINITY;
            iteration.iterate()
        }
        end => end,
    };
    let evaluations = iteration.evaluations;
    let end = match end {
        Ok(Some(residual)) => Ok(Reached { state: iteration.state, work: iteration.work, residual }),
        Ok(None) => Err(iteration.exact_residual().map_or_else(Failure::Error, Failure::NotConverged)),
        Err(error) => Err(Failure::Error(error)),
    };
    (end, evaluations)
}

fn solution(economy: Economy<'_>, reached: Reached, evaluations: usize) -> Solution {
    let Reached { state, work, residual } = reached;
    let ln_numeraire = match economy.options.numeraire {
        Numeraire::WorldValueAdded => 0.0,
        Numeraire::Region(region) => state.ln_wage()[region],
    };
    Solution {
        sector_width: economy.prepared.sector_width,
        kernel: economy.kernel,
        state,
        work,
        deficits: economy.deficits,
        convergence: Convergence { evaluations, residual: residual.size, worst: residual.kind },
        ln_numeraire,
    }
}

fn not_converged(economy: &Economy<'_>, residual: Residual, evaluations: usize) -> EquilibriumError {
    let primitives = economy.primitives;
    EquilibriumError::NotConverged {
        evaluations,
        residual: residual.kind,
        size: residual.size,
        tolerance: economy.options.tolerance,
        region: primitives.regions.code(residual.region).to_string(),
        sector: residual.sector.map_or_else(|| "all".to_owned(), |sector| primitives.sectors[sector].code.to_string()),
    }
}
