//! Solving: from a baseline and wedges to an equilibrium, or to the reason why there is none.

use crate::calibration::baseline::Baseline;
use crate::counterfactual::{Convergence, Counterfactual};
use crate::model::options::{DeficitRule, Numeraire, SolveOptions};
use crate::model::primitives::{Primitives, check_shape};
use crate::model::wedges::Wedges;
use crate::solver::cached_evaluation::Reference;
use crate::solver::domestic_solve::Swept;
use crate::solver::evaluation::{Economy, Work};
use crate::solver::existence;
use crate::solver::fixed_point::{Residual, Run};
use crate::solver::kernel::Kernel;
use crate::solver::prepared::Prepared;
use crate::solver::state::State;
use crate::solver::wages::WageStep;
use crate::{EquilibriumError, Result};

/// Newton steps of wages mostly converge in 10 to 40 sweeps; measured: giving up sooner shortens the slowest solves and
/// lengthens more others.
const MOST_FAST_SWEEPS: usize = 150;
/// Own steps, accelerated from the start, take up to about 400.
const MOST_OWN_SWEEPS: usize = 450;
/// Steps that are not accelerated, before the last attempt's acceleration begins.
const PLAIN_SWEEPS: usize = 100;

/// Solves for the equilibrium under the wedges (G1 to G11).
///
/// The headline of the result is [`Counterfactual::ln_real_income`], which is exact. An
/// equilibrium that does not exist or was not reached is an error.
pub fn solve<'a>(baseline: &'a Baseline, wedges: &Wedges, options: &SolveOptions) -> Result<Counterfactual<'a>> {
    // Before the solver, which takes what memory the last scenario left.
    let reference = wedges.only_change_flows().then(|| baseline.reference()).flatten();
    let solver = Solver::new(baseline.primitives(), baseline.prepared(), wedges, options)?;
    let start = Start { state: baseline.outset(), reference };
    Ok(Counterfactual::new(baseline, solver.run(start)?))
}

/// [`solve`], started from a neighbouring equilibrium of the same baseline, which saves sweeps.
/// The result is the same equilibrium to within the tolerance.
pub fn solve_from<'a>(
    neighbour: &Counterfactual<'a>,
    wedges: &Wedges,
    options: &SolveOptions,
) -> Result<Counterfactual<'a>> {
    let baseline = neighbour.baseline();
    let reference = wedges.only_change_flows().then(|| neighbour.reference()).flatten();
    let solver = Solver::new(baseline.primitives(), baseline.prepared(), wedges, options)?;
    let start = Start { state: neighbour.state(), reference };
    Ok(Counterfactual::new(baseline, solver.run(start)?))
}

/// Where an iteration starts.
#[derive(Clone, Copy)]
pub(crate) struct Start<'a> {
    pub state: &'a State,
    /// The exact images of this very state under the unchanged shares, where they are known.
    pub reference: Option<&'a Reference>,
}

impl<'a> From<&'a State> for Start<'a> {
    fn from(state: &'a State) -> Self {
        Self { state, reference: None }
    }
}

/// The exact images of a state under shares that nothing changes; `None` if there are duties, or if the economy is so
/// small that nobody needs them.
pub(crate) fn reference_at(primitives: &Primitives, prepared: &Prepared, state: &State) -> Option<Reference> {
    let wedges = Wedges::none(primitives.region_count(), primitives.sector_count());
    let options = SolveOptions::default();
    let economy = Solver::new(primitives, prepared, &wedges, &options).ok()?.economy;
    if !economy.kernel.coarse_pays() || economy.kernel.has_revenue() {
        return None;
    }
    let mut work = Work::new(prepared, economy.kernel.regions);
    economy.sweep(state, &mut work).ok()?;
    economy.residuals(state, &mut work);
    Some(Reference::at(Swept { economy: &economy, state, work: &work }))
}

/// What a finished iteration leaves behind.
pub(crate) struct Solved {
    pub kernel: Kernel,
    /// The point reached.
    pub state: State,
    /// What it leads to: prices, spending, output and incomes.
    pub work: Work,
    pub deficits: Vec<f64>,
    pub convergence: Convergence,
    pub ln_numeraire: f64,
    /// Padded length of a row over sectors.
    pub sector_width: usize,
}

/// The end of a successful iteration.
struct Reached {
    state: State,
    work: Work,
    sweeps: usize,
    worst: Residual,
}

/// The end of an unsuccessful one.
enum Failed {
    Error(EquilibriumError),
    NotConverged(Residual),
}

/// With the sweeps made when it failed.
type Attempt = std::result::Result<Reached, (Failed, usize)>;

/// Deficits that the rule gives the regions.
pub(crate) fn deficits_under(options: &SolveOptions, primitives: &Primitives) -> Result<Vec<f64>> {
    match &options.deficits {
        DeficitRule::Zero => Ok(vec![0.0; primitives.region_count()]),
        DeficitRule::FixedNominal | DeficitRule::ShareOfWorldValueAdded => Ok(primitives.deficits.to_vec()),
        DeficitRule::Given(deficits) => {
            check_shape("deficits", deficits.shape(), &[primitives.region_count()])?;
            Ok(deficits.to_vec())
        }
    }
}

pub(crate) struct Solver<'a> {
    pub economy: Economy<'a>,
}

impl<'a> Solver<'a> {
    pub fn new(
        primitives: &'a Primitives,
        prepared: &'a Prepared,
        wedges: &'a Wedges,
        options: &'a SolveOptions,
    ) -> Result<Self> {
        let (regions, sectors) = (primitives.region_count(), primitives.sector_count());
        let (found_regions, found_sectors) = wedges.size();
        check_shape("wedges", &[found_regions, found_sectors], &[regions, sectors])?;
        let kernel = Kernel::new(primitives, &prepared.shares, wedges);
        let deficits = deficits_under(options, primitives)?;
        let group_of = existence::trading_groups(&kernel);
        existence::check(primitives, prepared, &kernel, &deficits, &group_of)?;
        let count = group_of.iter().max().map_or(0, |last| last + 1);
        let groups =
            (0..count).map(|group| (0..regions).filter(|region| group_of[*region] == group).collect()).collect();
        let ln_labour = wedges.ln_labour.as_ref().map_or_else(|| vec![0.0; regions], |labour| labour.to_vec());
        let ln_productivity = wedges.ln_productivity.as_ref();
        let economy = Economy { primitives, prepared, options, kernel, groups, deficits, ln_labour, ln_productivity };
        Ok(Self { economy })
    }

    /// Iterates from the given state to the fixed point: with Newton steps of wages first; if they
    /// lead nowhere, with each wage's own step from the start; and if that does not either, with
    /// own steps that are not accelerated before they have come near.
    pub fn run(self, start: Start<'_>) -> Result<Solved> {
        let most = self.economy.options.most_sweeps;
        let ways = [
            (WageStep::Newton, 0, if self.economy.prepared.wage_inverse.is_some() { MOST_FAST_SWEEPS } else { 0 }),
            (WageStep::Own, 0, MOST_OWN_SWEEPS),
            (WageStep::Gaps, PLAIN_SWEEPS, most),
        ];
        let mut used = 0;
        let mut failed = None;
        for (wage_step, plain, sweeps) in ways {
            let sweeps = sweeps.min(most.saturating_sub(used));
            if sweeps == 0 {
                continue;
            }
            match self.iterate(start, wage_step, plain, sweeps) {
                Ok(reached) => return Ok(self.finish(reached, used)),
                Err((reason, made)) => {
                    failed = Some(reason);
                    used += made;
                }
            }
        }
        Err(match failed {
            Some(Failed::Error(error)) => error,
            Some(Failed::NotConverged(worst)) => self.not_converged(worst, used),
            // No sweep was allowed at all.
            None => self.not_converged(Residual { kind: "price", size: f64::INFINITY, region: 0, sector: None }, used),
        })
    }

    fn iterate(&self, start: Start<'_>, wage_step: WageStep, plain: usize, most_sweeps: usize) -> Attempt {
        let mut run = Run {
            economy: &self.economy,
            state: start.state.clone(),
            work: Work::new(self.economy.prepared, self.economy.kernel.regions),
            wage_step,
            sweeps: 0,
            plain,
            most_sweeps,
            best: f64::INFINITY,
        };
        let ended = match run.by_differences(start.reference) {
            Ok(None) => {
                run.best = f64::INFINITY;
                run.in_double_precision()
            }
            ended => ended,
        };
        let sweeps = run.sweeps;
        match ended {
            Ok(Some(worst)) => Ok(Reached { state: run.state, work: run.work, sweeps, worst }),
            Ok(None) => Err((run.exact().map_or_else(Failed::Error, Failed::NotConverged), sweeps)),
            Err(error) => Err((Failed::Error(error), sweeps)),
        }
    }

    fn not_converged(&self, worst: Residual, sweeps: usize) -> EquilibriumError {
        let primitives = self.economy.primitives;
        EquilibriumError::NotConverged {
            sweeps,
            residual: worst.kind,
            size: worst.size,
            tolerance: self.economy.options.tolerance,
            region: primitives.regions.code(worst.region).to_string(),
            sector: worst.sector.map_or_else(|| "all".to_owned(), |sector| primitives.sectors[sector].code.to_string()),
        }
    }

    fn finish(self, reached: Reached, used: usize) -> Solved {
        let Reached { state, work, sweeps, worst } = reached;
        let sweeps = used + sweeps;
        let ln_numeraire = match self.economy.options.numeraire {
            Numeraire::WorldValueAdded => 0.0,
            Numeraire::Region(region) => state.ln_wage()[region],
        };
        Solved {
            sector_width: self.economy.prepared.sector_width,
            kernel: self.economy.kernel,
            state,
            work,
            deficits: self.economy.deficits,
            convergence: Convergence { sweeps, residual: worst.size, worst: worst.kind },
            ln_numeraire,
        }
    }
}
