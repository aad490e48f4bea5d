//! The fixed-point iteration: in mixed precision by iterative refinement where that pays, else in double precision.

use unequal_vector::{LANES, vectorised};

use crate::numerics::anderson::Anderson;
use crate::solver::cached_evaluation::CachedEvaluation;
use crate::solver::domestic_solve::DomesticSolve;
use crate::solver::economy::{Economy, EvaluatedPoint};
use crate::solver::elimination;
use crate::solver::parameters::PARAMETERS;
use crate::solver::preconditioner::Preconditioner;
use crate::solver::refinement::Refinement;
use crate::solver::state::State;
use crate::solver::trade_balance::TradeBalance;
use crate::solver::wages::WageUpdate;
use crate::solver::workspace::Workspace;
use crate::{EquilibriumError, Result};

/// The largest residual at a point and the place of the worst cell.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Residual {
    pub kind: &'static str,
    pub size: f64,
    pub region: usize,
    pub sector: Option<usize>,
}

/// One attempt at the fixed point.
pub(crate) struct FixedPoint<'a> {
    pub economy: &'a Economy<'a>,
    /// The iterate.
    pub state: State,
    pub work: Workspace,
    pub wage_update: WageUpdate,
    /// Evaluations of the map so far.
    pub evaluations: usize,
    pub max_evaluations: usize,
    /// Picard iterations before acceleration begins.
    pub unaccelerated: usize,
    /// Smallest size of a step so far.
    pub smallest_step: f64,
}

/// How the residuals of a point are known.
enum Known<'a> {
    /// The point is that of a cached evaluation under other coefficients.
    Cached(&'a CachedEvaluation),
    /// They have been computed exactly.
    Residuals(Residual),
}

impl FixedPoint<'_> {
    /// Iterates in double precision until the exact residual is within the tolerance; `None` if that is not reached.
    pub fn iterate(&mut self) -> Result<Option<Residual>> {
        let tolerance = self.economy.options.tolerance;
        let mut preconditioner = Preconditioner::new(self.economy, self.wage_update);
        let mut anderson = Anderson::new(PARAMETERS.acceleration.window);
        let mut backtracks = 0;
        while self.evaluations < self.max_evaluations {
            self.evaluations += 1;
            // Evaluate the map, or backtrack from where it cannot be evaluated.
            if !self.evaluate_or_backtrack(&preconditioner, &mut backtracks)? {
                continue;
            }
            // Eliminate nearly closed regions, once, from the initial guess.
            if self.evaluations == 1
                && let Some(state) = self.eliminated(preconditioner.balances())
            {
                preconditioner.replace(&mut self.state, state);
                continue;
            }
            // Preconditioned step. Where no flow changes, the initial guess may be the solution already.
            let mut size = 0.0;
            if self.evaluations > 1 || !self.economy.kernel.is_unchanged() {
                preconditioner.step_from_image(self.evaluated());
                size = preconditioner.size(self.economy, &self.work);
            }
            // Test convergence, which exact residuals alone decide.
            if size <= tolerance {
                self.economy.residuals(&self.state, &mut self.work);
                let residual = self.worst_residual();
                if residual.size <= tolerance {
                    return Ok(Some(residual));
                }
                size = residual.size;
                preconditioner.step_from_residuals(self.evaluated());
            }
            if !size.is_finite() {
                break;
            }
            // Update the iterate.
            if self.has_diverged(size) {
                anderson.restart();
            }
            if self.evaluations <= self.unaccelerated {
                preconditioner.picard(&mut self.state);
            } else {
                preconditioner.accelerate(&mut anderson, &mut self.state);
            }
        }
        Ok(None)
    }

    /// Iterative refinement in mixed precision until the exact residual is within the tolerance. `None` if the economy is too
    /// small for that to pay, if single precision does not resolve what is left, or if the tolerance is not reached; the
    /// iterate then is the best exactly evaluated point, that after elimination being the first.
    pub fn refine(&mut self, cached: Option<&CachedEvaluation>) -> Result<Option<Residual>> {
        // An attempt that begins unaccelerated is for solutions too far away for refinement.
        if !self.economy.kernel.single_precision_pays() || self.unaccelerated > 0 || self.max_evaluations == 0 {
            return Ok(None);
        }
        let tolerance = self.economy.options.tolerance;
        let mut inner = Refinement::new(self.economy, self.wage_update);
        let mut anderson = Anderson::new(PARAMETERS.acceleration.refinement_window);
        let mut previous = f64::INFINITY;
        // Evaluate the initial guess.
        self.evaluations += 1;
        let mut known = self.evaluate_initial_guess(cached)?;
        // Eliminate nearly closed regions.
        if self.evaluations < self.max_evaluations
            && let Some(state) = self.eliminated(inner.balances())
        {
            self.evaluations += 1;
            let Some(residual) = self.move_if(state, |residual| residual.size.is_finite()) else { return Ok(None) };
            known = Known::Residuals(residual);
        }
        loop {
            // Test convergence and progress.
            if let Known::Residuals(residual) = &known {
                if residual.size <= tolerance {
                    return Ok(Some(*residual));
                }
                // Where trade is tiny, the rounding of single precision is what is left.
                if !residual.size.is_finite() || residual.size > PARAMETERS.refinement.min_progress * previous {
                    return Ok(None);
                }
                previous = residual.size;
            }
            // Find the distance to the solution in single precision.
            self.set_point(&known, &mut inner);
            let Some(differences) = self.iterate_inner(&mut inner, &mut anderson) else { return Ok(None) };
            if self.evaluations >= self.max_evaluations {
                return Ok(None);
            }
            // Move by it and evaluate exactly.
            self.evaluations += 1;
            let mut state = self.state.clone();
            Refinement::apply(&differences, &mut state);
            anderson.shift(&differences);
            let is_nearer = |residual: &Residual| residual.size.is_finite() && residual.size <= previous;
            let Some(residual) = self.move_if(state, is_nearer) else { return Ok(None) };
            known = Known::Residuals(residual);
        }
    }

    /// Exact residual at the iterate, from a new evaluation.
    pub fn exact_residual(&mut self) -> Result<Residual> {
        self.economy.evaluate(&self.state, &mut self.work)?;
        self.economy.residuals(&self.state, &mut self.work);
        Ok(self.worst_residual())
    }

    fn evaluated(&self) -> EvaluatedPoint<'_> {
        EvaluatedPoint { economy: self.economy, state: &self.state, work: &self.work }
    }

    /// Evaluates the map; where a region is left without income, halves the last step instead and returns false.
    fn evaluate_or_backtrack(&mut self, preconditioner: &Preconditioner, backtracks: &mut usize) -> Result<bool> {
        let evaluated = self.economy.evaluate(&self.state, &mut self.work);
        let no_income = matches!(evaluated, Err(EquilibriumError::NoIncome { .. }));
        if no_income && *backtracks < PARAMETERS.steps.max_backtracks {
            *backtracks += 1;
            if preconditioner.backtrack(&mut self.state) {
                return Ok(false);
            }
        }
        evaluated.map(|()| true)
    }

    /// The iterate with nearly closed regions eliminated, if there are any to eliminate.
    fn eliminated(&self, balances: &mut [TradeBalance]) -> Option<State> {
        elimination::eliminated(self.economy, balances, &self.state, &self.work)
    }

    /// Whether the accelerated step left the region where the map contracts, so that its history is better forgotten.
    fn has_diverged(&mut self, size: f64) -> bool {
        let diverged = size > PARAMETERS.acceleration.divergence * self.smallest_step;
        self.smallest_step = if diverged { size } else { self.smallest_step.min(size) };
        diverged
    }

    /// Evaluates the initial guess: from the cached evaluation if only flows change, neither duties nor productivity.
    fn evaluate_initial_guess<'c>(&mut self, cached: Option<&'c CachedEvaluation>) -> Result<Known<'c>> {
        let kernel = &self.economy.kernel;
        let only_flows = !kernel.is_unchanged() && !kernel.has_revenue() && self.economy.ln_productivity.is_none();
        if let Some(cached) = cached.filter(|_| only_flows) {
            self.economy.evaluate_from(cached, &self.state, &mut self.work)?;
            return Ok(Known::Cached(cached));
        }
        self.exact_residual().map(Known::Residuals)
    }

    /// Moves to another state if its exact residual satisfies a condition. Otherwise, and where it cannot be evaluated, the
    /// iterate stays.
    fn move_if(&mut self, to: State, condition: impl FnOnce(&Residual) -> bool) -> Option<Residual> {
        let before = std::mem::replace(&mut self.state, to);
        let residual = self.exact_residual().ok().filter(condition);
        if residual.is_none() {
            self.state = before;
        }
        residual
    }

    /// Makes the iterate the point from which differences are taken.
    fn set_point(&self, known: &Known<'_>, inner: &mut Refinement<'_>) {
        let at = self.evaluated();
        let mut domestic = DomesticSolve::new(self.economy.prepared.sector_width);
        inner.set_point(at, |region, steps| {
            domestic.with_incomes_held();
            match known {
                Known::Cached(cached) => domestic.step_from_known(at, region, steps, &cached.domestic),
                Known::Residuals(_) => domestic.step_of_residuals(at, region, steps),
            }
        });
    }

    /// Iterates on differences from the exact point as far as single precision resolves them; `None` if they cannot be
    /// trusted, or if there were too many evaluations.
    fn iterate_inner(&mut self, inner: &mut Refinement<'_>, anderson: &mut Anderson<f32>) -> Option<Vec<f32>> {
        let parameters = PARAMETERS.refinement;
        let mut differences = vec![0.0; self.state.values.len()];
        let first = inner.size(&differences);
        let enough = parameters.last_step * self.economy.options.tolerance.max(parameters.reduction * first);
        let (mut size, mut smallest, mut stalled) = (first, first, 0);
        loop {
            if !size.is_finite() {
                return None;
            }
            if self.has_diverged(size) {
                anderson.restart();
            }
            inner.accelerate(anderson, &mut differences);
            if size <= enough {
                return Some(differences);
            }
            if self.evaluations >= self.max_evaluations {
                return None;
            }
            self.evaluations += 1;
            if !inner.evaluate(&differences) {
                return None;
            }
            size = inner.size(&differences);
            stalled += 1;
            if size < 0.5 * smallest {
                (smallest, stalled) = (size, 0);
            } else if stalled > parameters.patience {
                // Rounding errors of single precision have got into the history.
                anderson.restart();
                return (size < parameters.min_progress * first).then_some(differences);
            }
        }
    }

    /// The worst relative residual among costs, goods and labour with its place, after [`Economy::residuals`]. Revenue and
    /// income follow from them within one evaluation.
    fn worst_residual(&self) -> Residual {
        let width = self.economy.prepared.sector_width;
        let mut sizes = [vec![0.0; width], vec![0.0; width]];
        let mut worst = Residual { kind: "price", size: 0.0, region: 0, sector: None };
        for region in 0..self.economy.kernel.regions {
            self.sizes_in(region, &mut sizes);
            let labour = self.work.excess_demand[region].abs();
            let largest = largest_of(&sizes).max(labour);
            if largest <= worst.size && !labour.is_nan() {
                continue;
            }
            let [prices, goods] = &sizes;
            let mut see = |kind, size: f64, sector| {
                if size > worst.size || size.is_nan() {
                    worst = Residual { kind, size: if size.is_nan() { f64::INFINITY } else { size }, region, sector };
                }
            };
            for (sector, (price, goods)) in prices.iter().zip(goods).enumerate().take(self.economy.kernel.sectors) {
                see("price", *price, Some(sector));
                see("goods", *goods, Some(sector));
            }
            see("labour", labour, None);
        }
        worst
    }

    /// Sizes of one region's residuals of log costs, and of spending relative to itself.
    fn sizes_in(&self, region: usize, [prices, goods]: &mut [Vec<f64>; 2]) {
        let (economy, work) = (self.economy, &self.work);
        let width = economy.prepared.sector_width;
        let row = region * width..(region + 1) * width;
        let value_added = economy.primitives.value_added[region];
        let income = work.income[region] - value_added * self.state.income()[region];
        let floor = PARAMETERS.residual_floor * value_added;
        let residuals = work.cost_residual[row.clone()].iter().zip(&work.use_residual[row.clone()]);
        let amounts = work.spending[row.clone()].iter().zip(&economy.prepared.final_shares[row]);
        let sizes = prices.iter_mut().zip(goods);
        vectorised(|| {
            for ((price, goods), ((cost_residual, use_residual), (spending, share))) in
                sizes.zip(residuals.zip(amounts))
            {
                *price = cost_residual.abs();
                let scale = if *spending > floor { *spending } else { floor };
                *goods = (value_added * use_residual + share * income).abs() / scale;
            }
        });
    }
}

/// The largest of numbers that are not negative; infinite if any is NaN.
fn largest_of(rows: &[Vec<f64>; 2]) -> f64 {
    vectorised(|| {
        // Separate lanes let the compiler vectorise the comparisons. Comparisons drop NaN; the sums keep it.
        let (mut most, mut sums) = ([0.0; LANES], [0.0; LANES]);
        for chunk in rows.iter().flat_map(|row| row.as_chunks::<LANES>().0) {
            for lane in 0..LANES {
                most[lane] = if chunk[lane] > most[lane] { chunk[lane] } else { most[lane] };
                sums[lane] += chunk[lane];
            }
        }
        if sums.iter().any(|sum| sum.is_nan()) { f64::INFINITY } else { most.into_iter().fold(0.0, f64::max) }
    })
}
