//! From residuals to a step: domestic rounds of inputs solved at once, wages by an approximate
//! Newton step for what these will do to labour demand, what wages bring in turn, then Anderson acceleration on the
//! result.

use unequal_vector::{LANES, vectorised};

use crate::numerics::anderson::Anderson;
use crate::solver::domestic_solve::{DomesticRounds, Swept};
use crate::solver::evaluation::{Economy, Work};
use crate::solver::state::State;
use crate::solver::trade_balance::Balance;
use crate::solver::wages::{WageStep, Wages};

/// Longest change of a cost or wage that an accelerated step may make, as a logarithm.
pub(crate) const TRUSTED: f64 = 1.0;

/// Part of an amount that one step keeps at least.
pub(crate) const LEAST_KEPT: f64 = 0.1;

/// Buffers of the step, reused from sweep to sweep.
pub(crate) struct Preconditioner {
    /// Laid out as [`State::values`].
    step: Vec<f64>,
    wages: Wages,
    /// Labour's gaps as they are foreseen, `[region]`.
    gaps: Vec<f64>,
    /// The last point.
    before: Vec<f64>,
    rounds: DomesticRounds,
}

impl Preconditioner {
    pub fn new(economy: &Economy<'_>, rule: WageStep) -> Self {
        Self {
            step: Vec::new(),
            wages: Wages::new(economy, rule),
            gaps: Vec::new(),
            before: Vec::new(),
            rounds: DomesticRounds::new(economy.prepared.sector_width),
        }
    }

    /// The balances of trade of regions that lose most of it.
    pub fn balances(&mut self) -> &mut [Balance] {
        self.wages.balances()
    }

    /// Computes the step from the prices and output of the last sweep. Where it is zero, residuals are, but for
    /// rounding.
    pub fn step_from_image(&mut self, at: Swept<'_>) {
        self.compute(at, DomesticRounds::step_of_image);
    }

    /// Computes the step from the exact residuals that [`Economy::residuals`] found.
    pub fn step_from_residuals(&mut self, at: Swept<'_>) {
        self.compute(at, DomesticRounds::step_of_residuals);
    }

    /// Costs, use and incomes at present wages, then wages, then what these add to the others.
    fn compute(&mut self, at: Swept<'_>, through: fn(&mut DomesticRounds, Swept<'_>, usize, [&mut [f64]; 2])) {
        let economy = at.economy;
        self.wages.measure(economy, at.work, economy.deficit_unit(at.state.ln_wage()));
        self.step.resize(at.state.values.len(), 0.0);
        let width = economy.prepared.sector_width;
        let (costs, rest) = self.step.split_at_mut(at.state.amounts().start);
        let (uses, rest) = rest.split_at_mut(costs.len());
        let (incomes, wages) = rest.split_at_mut(economy.prepared.region_width);
        self.gaps.clone_from(&at.work.labour_gap);
        let anticipation = &economy.prepared.anticipation;
        for (region, gap) in self.gaps.iter_mut().enumerate() {
            let row = region * width..(region + 1) * width;
            let steps = [&mut costs[row.clone()], &mut uses[row]];
            incomes[region] = self.rounds.with_income(at, region);
            through(&mut self.rounds, at, region, steps);
            if self.wages.foresees(region) {
                let steps = [&costs[region * width..][..width], &uses[region * width..][..width]];
                *gap += anticipation.labour(region, steps, incomes[region]);
            }
        }
        self.wages.step(economy, &self.gaps, &at.work.wages);
        wages.copy_from_slice(&self.wages.step);
        for (region, gap) in self.gaps.iter().enumerate() {
            let earned = at.work.wages[region] * self.wages.step[region] / economy.primitives.value_added[region];
            let labour = self.wages.labour(economy, region, *gap);
            let row = region * width..(region + 1) * width;
            let (own, abroad) = (self.wages.step[region], self.wages.abroad(region));
            anticipation.follow_wages(region, [&mut costs[row.clone()], &mut uses[row]], [own, earned, labour], abroad);
            incomes[region] += earned;
        }
    }

    /// Size of the step: the largest change of a cost or, relative to itself, of spending, or gap of labour;
    /// infinite if any is not a number. It is of the order of the largest residual.
    pub fn size(&self, economy: &Economy<'_>, work: &Work, small: f64) -> f64 {
        let width = economy.prepared.sector_width;
        let cells = economy.kernel.regions * width;
        // Lanes of their own let the compiler compare several numbers at once. A sum keeps what
        // is not a number, which comparisons drop.
        let (mut largest, mut sums) = ([0.0f64; LANES], [0.0f64; LANES]);
        let rows = self.step[..cells].chunks_exact(width).zip(self.step[cells..].chunks_exact(width));
        let rows = rows.zip(work.spending.chunks_exact(width)).zip(economy.prepared.final_shares.chunks_exact(width));
        let scales = self.step[2 * cells..].iter().zip(&economy.primitives.value_added);
        for ((((costs, uses), spending), shares), (income, value_added)) in rows.zip(scales) {
            let floor = small * value_added;
            let chunks = lanes(costs).iter().zip(lanes(uses)).zip(lanes(spending)).zip(lanes(shares));
            vectorised(|| {
                // In places of their own, which registers can stand for.
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
        let labour = work.labour_gap.iter().fold(0.0, |largest: f64, gap| largest.max(gap.abs()));
        let sum = sums.iter().sum::<f64>() + work.labour_gap.iter().sum::<f64>();
        if sum.is_finite() { largest.max(labour) } else { f64::INFINITY }
    }

    /// The step itself, without acceleration and with half of its wages: slow, and safe far from
    /// the equilibrium, where the history that the acceleration relies on says little.
    pub fn plain(&mut self, state: &mut State) {
        self.before.clone_from(&state.values);
        let first_wage = state.first_wage();
        for (place, (value, step)) in state.values.iter_mut().zip(&self.step).enumerate() {
            *value += if place < first_wage { *step } else { 0.5 * step };
        }
        self.keep(state);
    }

    /// One accelerated step.
    pub fn accelerate(&mut self, anderson: &mut Anderson, state: &mut State) {
        self.before.resize(state.values.len(), 0.0);
        std::mem::swap(&mut self.before, &mut state.values);
        anderson.advance_from(&self.before, &self.step, &mut state.values);
        self.trust(state);
        self.keep(state);
    }

    /// Goes to a state that was found otherwise.
    pub fn leap(&mut self, state: &mut State, to: State) {
        self.before = std::mem::replace(state, to).values;
    }

    /// Goes back half of the last step; whether there was one.
    pub fn halve(&self, state: &mut State) -> bool {
        state.values.iter_mut().zip(&self.before).for_each(|(value, before)| *value = 0.5 * (*value + before));
        !self.before.is_empty()
    }

    /// Shortens the step so that no cost or wage moves further than is trusted.
    fn trust(&self, state: &mut State) {
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
        if longest > TRUSTED {
            let keep = TRUSTED / longest;
            for (new, old) in state.values.iter_mut().zip(&self.before) {
                *new = old + keep * (*new - old);
            }
        }
    }

    /// Amounts are never negative, and those of a market that closes fall by stages: a step that takes all of it at
    /// once would leave an industry without labour demand.
    fn keep(&self, state: &mut State) {
        let amounts = state.amounts();
        let pairs = state.values[amounts.clone()].iter_mut().zip(&self.before[amounts]);
        vectorised(|| {
            for (new, old) in pairs {
                let least = LEAST_KEPT * old;
                *new = if *new > least { *new } else { least };
            }
        });
    }
}

fn lanes(row: &[f64]) -> &[[f64; LANES]] {
    row.as_chunks::<LANES>().0
}
