//! The preconditioned step in double precision: domestic input-output blocks solved exactly, wages by an approximate Newton
//! step, both coupled by block Gauss-Seidel; and the update of the iterate, accelerated (Anderson) or not (Picard).

use unequal_vector::{LANES, vectorised};

use crate::numerics::anderson::Anderson;
use crate::solver::domestic_solve::DomesticSolve;
use crate::solver::economy::{Economy, EvaluatedPoint};
use crate::solver::parameters::PARAMETERS;
use crate::solver::state::State;
use crate::solver::trade_balance::TradeBalance;
use crate::solver::wages::{WageUpdate, Wages};
use crate::solver::workspace::Workspace;

/// The step and its buffers, reused from evaluation to evaluation.
pub(crate) struct Preconditioner {
    /// Laid out as [`State::values`].
    step: Vec<f64>,
    wages: Wages,
    /// Log excess demand for labour as expected after the pending steps of costs and use, `[region]`.
    expected_demand: Vec<f64>,
    /// The last iterate; empty before the first step.
    before: Vec<f64>,
    domestic: DomesticSolve,
}

impl Preconditioner {
    pub fn new(economy: &Economy<'_>, rule: WageUpdate) -> Self {
        Self {
            step: Vec::new(),
            wages: Wages::new(economy, rule),
            expected_demand: Vec::new(),
            before: Vec::new(),
            domestic: DomesticSolve::new(economy.prepared.sector_width),
        }
    }

    /// The balances of trade of nearly closed regions.
    pub fn balances(&mut self) -> &mut [TradeBalance] {
        self.wages.balances()
    }

    /// Computes the step from the prices and output of an evaluation. Where it is zero, residuals are zero up to rounding.
    pub fn step_from_image(&mut self, at: EvaluatedPoint<'_>) {
        self.compute(at, DomesticSolve::step_of_image);
    }

    /// Computes the step from the exact residuals that [`Economy::residuals`] found.
    pub fn step_from_residuals(&mut self, at: EvaluatedPoint<'_>) {
        self.compute(at, DomesticSolve::step_of_residuals);
    }

    /// Block Gauss-Seidel: costs, use and incomes at present wages, then wages, then what these add to the others.
    fn compute(
        &mut self,
        at: EvaluatedPoint<'_>,
        solve: fn(&mut DomesticSolve, EvaluatedPoint<'_>, usize, [&mut [f64]; 2]),
    ) {
        let economy = at.economy;
        self.wages.linearise(economy, at.work, economy.deficit_unit(at.state.ln_wage()));
        self.step.resize(at.state.values.len(), 0.0);
        let width = economy.prepared.sector_width;
        let (costs, rest) = self.step.split_at_mut(at.state.amounts().start);
        let (uses, rest) = rest.split_at_mut(costs.len());
        let (incomes, wages) = rest.split_at_mut(economy.prepared.region_width);
        self.expected_demand.clone_from(&at.work.excess_demand);
        let coupling = &economy.prepared.gauss_seidel;
        for (region, expected_demand) in self.expected_demand.iter_mut().enumerate() {
            let row = region * width..(region + 1) * width;
            let steps = [&mut costs[row.clone()], &mut uses[row]];
            incomes[region] = self.domestic.with_income(at, region);
            solve(&mut self.domestic, at, region, steps);
            if self.wages.is_coupled(region) {
                let steps = [&costs[region * width..][..width], &uses[region * width..][..width]];
                *expected_demand += coupling.labour_demand_response(region, steps, incomes[region]);
            }
        }
        self.wages.step(economy, &self.expected_demand, &at.work.wages);
        wages.copy_from_slice(&self.wages.step);
        for (region, expected_demand) in self.expected_demand.iter().enumerate() {
            let earned = at.work.wages[region] * self.wages.step[region] / economy.primitives.value_added[region];
            let labour = self.wages.labour_demand_step(economy, region, *expected_demand);
            let row = region * width..(region + 1) * width;
            let (own, foreign) = (self.wages.step[region], self.wages.foreign_costs(region));
            coupling.correct_for_wages(
                region,
                [&mut costs[row.clone()], &mut uses[row]],
                [own, earned, labour],
                foreign,
            );
            incomes[region] += earned;
        }
    }

    /// Size of the step: the largest of the changes of log costs, the relative changes of spending and log excess demand for
    /// labour; infinite if any is NaN. It is of the order of the largest residual.
    pub fn size(&self, economy: &Economy<'_>, work: &Workspace) -> f64 {
        let width = economy.prepared.sector_width;
        let cells = economy.kernel.regions * width;
        // Separate lanes let the compiler vectorise the comparisons. Comparisons drop NaN; the sums keep it.
        let (mut largest, mut sums) = ([0.0f64; LANES], [0.0f64; LANES]);
        let rows = self.step[..cells].chunks_exact(width).zip(self.step[cells..].chunks_exact(width));
        let rows = rows.zip(work.spending.chunks_exact(width)).zip(economy.prepared.final_shares.chunks_exact(width));
        let scales = self.step[2 * cells..].iter().zip(&economy.primitives.value_added);
        for ((((costs, uses), spending), shares), (income, value_added)) in rows.zip(scales) {
            let floor = PARAMETERS.residual_floor * value_added;
            let chunks = lanes(costs).iter().zip(lanes(uses)).zip(lanes(spending)).zip(lanes(shares));
            vectorised(|| {
                // Local copies, which the compiler keeps in registers.
                let (mut most, mut sum) = (largest, sums);
                for (((cost, used), spending), share) in chunks {
                    for lane in 0..LANES {
                        let change = (value_added * (used[lane] + share[lane] * income)).abs();
                        let goods = change / if spending[lane] > floor { spending[lane] } else { floor };
                        let cost = cost[lane].abs();
                        let size = if cost > goods { cost } else { goods };
                        most[lane] = if size > most[lane] { size } else { most[lane] };
                        sum[lane] += cost + goods;
                    }
                }
                (largest, sums) = (most, sum);
            });
        }
        let largest = largest.into_iter().fold(0.0, f64::max);
        let labour = work.excess_demand.iter().fold(0.0, |largest: f64, excess| largest.max(excess.abs()));
        let sum = sums.iter().sum::<f64>() + work.excess_demand.iter().sum::<f64>();
        if sum.is_finite() { largest.max(labour) } else { f64::INFINITY }
    }

    /// One unaccelerated (Picard) step with damped wages: slow, and safe far from the equilibrium, where the history that
    /// acceleration relies on says little.
    pub fn picard(&mut self, state: &mut State) {
        self.before.clone_from(&state.values);
        let (first_wage, damping) = (state.first_wage(), PARAMETERS.steps.unaccelerated_wage_damping);
        for (place, (value, step)) in state.values.iter_mut().zip(&self.step).enumerate() {
            *value += if place < first_wage { *step } else { damping * step };
        }
        self.keep_amounts_positive(state);
    }

    /// One accelerated step.
    pub fn accelerate(&mut self, anderson: &mut Anderson, state: &mut State) {
        self.before.resize(state.values.len(), 0.0);
        std::mem::swap(&mut self.before, &mut state.values);
        anderson.advance_from(&self.before, &self.step, &mut state.values);
        self.limit_step(state);
        self.keep_amounts_positive(state);
    }

    /// Replaces the iterate by one that was computed otherwise.
    pub fn replace(&mut self, state: &mut State, by: State) {
        self.before = std::mem::replace(state, by).values;
    }

    /// Backtracks: halves the last step. Returns whether there was one.
    pub fn backtrack(&self, state: &mut State) -> bool {
        state.values.iter_mut().zip(&self.before).for_each(|(value, before)| *value = 0.5 * (*value + before));
        !self.before.is_empty()
    }

    /// Shortens the step so that no log cost or wage changes by more than [`PARAMETERS`] allow.
    fn limit_step(&self, state: &mut State) {
        let amounts = state.amounts();
        let moved = |places: std::ops::Range<usize>| {
            let (new, old) = (lanes(&state.values[places.clone()]), lanes(&self.before[places]));
            let mut longest = [0.0f64; LANES];
            vectorised(|| {
                let mut most = longest;
                for (new, old) in new.iter().zip(old) {
                    for lane in 0..LANES {
                        let size = (new[lane] - old[lane]).abs();
                        most[lane] = if size > most[lane] { size } else { most[lane] };
                    }
                }
                longest = most;
            });
            longest.into_iter().fold(0.0, f64::max)
        };
        let longest = moved(0..amounts.start).max(moved(amounts.end..state.values.len()));
        let most = PARAMETERS.steps.max_log_change;
        if longest > most {
            let keep = most / longest;
            for (new, old) in state.values.iter_mut().zip(&self.before) {
                *new = old + keep * (*new - old);
            }
        }
    }

    /// Keeps amounts positive; those of a market that closes fall by a bounded part in each step.
    fn keep_amounts_positive(&self, state: &mut State) {
        let amounts = state.amounts();
        let pairs = state.values[amounts.clone()].iter_mut().zip(&self.before[amounts]);
        vectorised(|| {
            for (new, old) in pairs {
                let least = PARAMETERS.steps.min_part_kept * old;
                *new = if *new > least { *new } else { least };
            }
        });
    }
}

fn lanes(row: &[f64]) -> &[[f64; LANES]] {
    row.as_chunks::<LANES>().0
}
