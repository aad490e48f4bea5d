//! The fixed point: prices, spending and wages at once.

use crate::anderson::Anderson;
use crate::baseline::Baseline;
use crate::counterfactual::{Convergence, Counterfactual};
use crate::existence;
use crate::kernel::Kernel;
use crate::options::{DeficitRule, Numeraire, SolveOptions};
use crate::precondition::{Preconditioner, WageStep};
use crate::prepared::Prepared;
use crate::primitives::{Primitives, check_shape};
use crate::refine::Correction;
use crate::state::State;
use crate::sweep::{Economy, Precision, Work};
use crate::wedges::Wedges;
use crate::{EquilibriumError, Result};

/// Anderson's memory; measured: windows of 4 to 8 need fewest sweeps.
const WINDOW: usize = 8;
/// Newton steps of wages converge in 15 to 50 sweeps or not at all.
const MOST_FAST_SWEEPS: usize = 150;
/// Own steps, accelerated from the start, take up to about 400.
const MOST_OWN_SWEEPS: usize = 450;
/// Steps that are not accelerated, before the last attempt's acceleration begins.
const PLAIN_SWEEPS: usize = 100;
/// Spending this small relative to its region's value added is compared with that instead of
/// with itself, so that a market that closes can converge.
const SMALL: f64 = 1e-6;

/// Solves for the equilibrium under the wedges (G1 to G11).
///
/// The headline of the result is [`Counterfactual::ln_real_income`], which is exact. An
/// equilibrium that does not exist or was not reached is an error.
pub fn solve<'a>(baseline: &'a Baseline, wedges: &Wedges, options: &SolveOptions) -> Result<Counterfactual<'a>> {
    let solver = Solver::new(baseline.primitives(), baseline.prepared(), wedges, options)?;
    Ok(Counterfactual::new(baseline, solver.run(State::of_baseline(baseline))?))
}

/// [`solve`], started from a neighbouring equilibrium of the same baseline, which saves sweeps.
/// The result is the same equilibrium to within the tolerance.
pub fn solve_from<'a>(
    neighbour: &Counterfactual<'a>,
    wedges: &Wedges,
    options: &SolveOptions,
) -> Result<Counterfactual<'a>> {
    let baseline = neighbour.baseline();
    let solver = Solver::new(baseline.primitives(), baseline.prepared(), wedges, options)?;
    Ok(Counterfactual::new(baseline, solver.run(neighbour.state().clone())?))
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

/// Size of the largest residual of one sweep with the place of the worst cell.
#[derive(Debug, Clone, Copy)]
struct Residual {
    kind: &'static str,
    size: f64,
    region: usize,
    sector: Option<usize>,
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
    economy: Economy<'a>,
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
    pub fn run(self, state: State) -> Result<Solved> {
        let most = self.economy.options.most_sweeps;
        let ways = [
            (WageStep::Newton, 0, if self.economy.prepared.wage_inverse.is_some() { MOST_FAST_SWEEPS } else { 0 }),
            (WageStep::Own, 0, MOST_OWN_SWEEPS),
            (WageStep::Own, PLAIN_SWEEPS, most),
        ];
        let mut used = 0;
        let mut failed = None;
        for (wage_step, plain, sweeps) in ways {
            let sweeps = sweeps.min(most.saturating_sub(used));
            if sweeps == 0 {
                continue;
            }
            match self.iterate(state.clone(), wage_step, plain, sweeps) {
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

    fn iterate(&self, mut state: State, wage_step: WageStep, plain: usize, most_sweeps: usize) -> Attempt {
        let economy = &self.economy;
        let tolerance = economy.options.tolerance;
        let precision = if economy.kernel.coarse_pays() { Precision::Coarse } else { Precision::Fine };
        let mut work = Work::new(economy.prepared, economy.kernel.regions);
        let mut preconditioner = Preconditioner::new(economy, wage_step);
        let mut anderson = Anderson::new(WINDOW);
        let mut correction = Correction::none();
        let mut best = f64::INFINITY;
        let mut sweep = 0;
        while sweep < most_sweeps {
            sweep += 1;
            // Where no flow changes the first sweep may be the only one.
            let outset = sweep == 1 && economy.kernel.is_unchanged();
            let mut size = 0.0;
            if !outset {
                economy.sweep(&state, &mut work, precision).map_err(|error| (Failed::Error(error), sweep))?;
                preconditioner.step_from_image(economy, &state, &work, precision);
                correction.apply(preconditioner.step_mut(), &mut work.labour_gap);
                size = preconditioner.size(economy, &work, SMALL);
            }
            if size <= correction.trusted_to(tolerance, precision) {
                if !outset {
                    correction.expect(preconditioner.step_mut(), &work.labour_gap);
                }
                if outset || precision == Precision::Coarse {
                    sweep += usize::from(!outset);
                    economy.sweep(&state, &mut work, Precision::Fine).map_err(|error| (Failed::Error(error), sweep))?;
                }
                economy.residuals(&state, &mut work);
                let worst = self.worst(&state, &work);
                if worst.size <= tolerance {
                    return Ok(Reached { state, work, sweeps: sweep, worst });
                }
                size = worst.size;
                preconditioner.step_from_residuals(economy, &state, &work);
                if !outset {
                    correction.complete(preconditioner.step_mut(), &work.labour_gap);
                }
            }
            if !size.is_finite() {
                break;
            }
            if size > 1e3 * best {
                // The accelerated step left the region where the map contracts: forget the
                // history and go on without it.
                anderson.restart();
                best = size;
            }
            best = best.min(size);
            if sweep <= plain {
                preconditioner.plain(&mut state);
            } else {
                preconditioner.accelerate(&mut anderson, &mut state);
            }
        }
        economy.sweep(&state, &mut work, Precision::Fine).map_err(|error| (Failed::Error(error), sweep))?;
        economy.residuals(&state, &mut work);
        Err((Failed::NotConverged(self.worst(&state, &work)), sweep))
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

    /// The worst relative residual among costs, goods and labour with its place, after
    /// [`Economy::residuals`]. Revenue and income follow from them within the sweep.
    fn worst(&self, state: &State, work: &Work) -> Residual {
        let (sectors, width) = (self.economy.kernel.sectors, self.economy.prepared.sector_width);
        let mut worst = Residual { kind: "price", size: 0.0, region: 0, sector: None };
        let mut see = |kind, size: f64, region, sector| {
            if size > worst.size || size.is_nan() {
                worst = Residual { kind, size: if size.is_nan() { f64::INFINITY } else { size }, region, sector };
            }
        };
        for (region, value_added) in self.economy.primitives.value_added.iter().enumerate() {
            let income = work.income[region] - value_added * state.income()[region];
            for sector in 0..sectors {
                let place = region * width + sector;
                see("price", work.cost_gap[place].abs(), region, Some(sector));
                let change = value_added * work.use_gap[place] + self.economy.prepared.final_shares[place] * income;
                see("goods", change.abs() / work.spending[place].max(SMALL * value_added), region, Some(sector));
            }
            see("labour", work.labour_gap[region].abs(), region, None);
        }
        worst
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
