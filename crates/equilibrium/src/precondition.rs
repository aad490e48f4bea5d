//! From residuals to a step: domestic rounds of inputs solved at once, wages by an approximate
//! Newton step, then Anderson acceleration on the result.

use unequal_vector::{LANES, Stored, matrix_times, transposed_times, vectorised};

use crate::anderson::Anderson;
use crate::kernel::Kernel;
use crate::primitives::Primitives;
use crate::state::State;
use crate::sweep::{Economy, Precision, Work};

/// Longest step of a wage in one sweep, as a logarithm: far from the equilibrium the Newton step
/// overshoots.
const LONGEST: f64 = 0.5;

/// Longest change of a cost or wage that an accelerated step may make, as a logarithm.
const TRUSTED: f64 = 1.0;

/// Part of an amount that one step keeps at least.
const LEAST_KEPT: f64 = 0.1;

/// How wages are stepped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WageStep {
    /// All at once by the approximate Jacobian, where there is one: fast in worlds where regions
    /// buy most at home.
    Newton,
    /// Each by its own elasticity: slower, and safe in worlds that are open through and through.
    Own,
}

/// What a step is made of.
#[derive(Debug, Clone, Copy)]
enum Source {
    /// Prices and output of the last sweep, through the domestic rounds alone.
    Image,
    /// The residuals of costs and use that [`Economy::residuals`] found.
    Residuals,
}

/// Buffers of the step, reused from sweep to sweep.
pub(crate) struct Preconditioner {
    wage_rule: WageStep,
    /// Laid out as [`State::values`].
    step: Vec<f64>,
    wage_step: Vec<f64>,
    diagonal: Vec<f64>,
    /// The last point.
    before: Vec<f64>,
    prices: Vec<f64>,
    output: Vec<f64>,
}

impl Preconditioner {
    pub fn new(economy: &Economy<'_>, wage_rule: WageStep) -> Self {
        let width = economy.prepared.sector_width;
        Self {
            wage_rule,
            step: Vec::new(),
            wage_step: vec![0.0; economy.prepared.region_width],
            diagonal: if wage_rule == WageStep::Own || economy.prepared.wage_inverse.is_none() {
                wage_steps(economy.primitives, &economy.kernel)
            } else {
                Vec::new()
            },
            before: Vec::new(),
            prices: vec![0.0; width],
            output: vec![0.0; width],
        }
    }

    /// The step last computed, as changes of the state's values.
    pub fn step_mut(&mut self) -> &mut Vec<f64> {
        &mut self.step
    }

    /// Computes the step from the last sweep, with the domestic rounds in the given precision. Where it is zero,
    /// residuals are, but for the rounding of the rounds.
    pub fn step_from_image(&mut self, economy: &Economy<'_>, state: &State, work: &Work, precision: Precision) {
        let rounds = &economy.prepared.rounds;
        match precision {
            Precision::Coarse => vectorised(|| self.compute(economy, &rounds.coarse, state, work, Source::Image)),
            Precision::Fine => vectorised(|| self.compute(economy, &rounds.fine, state, work, Source::Image)),
        }
    }

    /// Computes the step from the exact residuals. Where it is zero, so are they, however rounded the rounds.
    pub fn step_from_residuals(&mut self, economy: &Economy<'_>, state: &State, work: &Work) {
        let rounds = &economy.prepared.rounds;
        if rounds.coarse.is_empty() {
            self.compute(economy, &rounds.fine, state, work, Source::Residuals);
        } else {
            self.compute(economy, &rounds.coarse, state, work, Source::Residuals);
        }
    }

    #[inline]
    fn compute<N: Stored>(&mut self, economy: &Economy<'_>, rounds: &[N], state: &State, work: &Work, source: Source) {
        self.wages(economy, state, work);
        self.step.resize(state.values.len(), 0.0);
        let (sectors, width) = (economy.kernel.sectors, economy.prepared.sector_width);
        let (costs, rest) = self.step.split_at_mut(state.amounts().start);
        let (uses, rest) = rest.split_at_mut(costs.len());
        let (incomes, wages) = rest.split_at_mut(economy.prepared.region_width);
        wages.copy_from_slice(&self.wage_step);
        for (region, value_added) in economy.primitives.value_added.iter().enumerate() {
            let row = region * width..(region + 1) * width;
            let own = self.wage_step[region];
            let abroad = abroad(economy, &self.wage_step, region);
            let scale = 1.0 / value_added;
            // Incomes in units of value added.
            let income = (work.income[region] + work.wages[region] * own) * scale - state.income()[region];
            incomes[region] = income;
            // Labour demand is to meet supply, so its change is known, and the response of output to
            // wages says in which industries it happens.
            let labour = match self.wage_rule {
                WageStep::Own => 0.0,
                WageStep::Newton => (1.0 - economy.prepared.own_demand[region]) * own - work.labour_gap[region],
            };
            let home = &economy.prepared.rounds.home[row.clone()];
            let employed = &economy.prepared.value_added_shares[row.clone()];
            let shares = &economy.prepared.final_shares[row.clone()];
            let response = &economy.prepared.output_response[row.clone()];
            let (cost, used) = (&mut costs[row.clone()], &mut uses[row.clone()]);
            let (old_cost, old_use) = (&state.input_cost()[row.clone()], &state.input_use()[row.clone()]);
            let (new_price, new_output) = (&work.ln_price[row.clone()], &work.output[row.clone()]);
            let (cost_gap, use_gap) = (&work.cost_gap[row.clone()], &work.use_gap[row]);
            for sector in 0..sectors {
                let home = home[sector];
                // By how much wages alone will move prices, and incomes and wages alone output.
                let price = home * employed[sector] * own + (1.0 - home) * abroad;
                let output = home * shares[sector] * income + response[sector] * labour;
                match source {
                    Source::Image => {
                        self.prices[sector] = price + new_price[sector] - home * old_cost[sector];
                        self.output[sector] = output + new_output[sector] * scale - home * old_use[sector];
                        cost[sector] = -old_cost[sector];
                    }
                    Source::Residuals => {
                        self.prices[sector] = price + home * cost_gap[sector];
                        self.output[sector] = output + home * use_gap[sector];
                        cost[sector] = cost_gap[sector];
                    }
                }
            }
            let rounds = &rounds[region * sectors * width..][..sectors * width];
            transposed_times(rounds, &self.prices[..sectors], cost);
            matrix_times(rounds, &self.output, &mut used[..sectors]);
            for sector in 0..sectors {
                used[sector] += match source {
                    Source::Image => -old_use[sector],
                    Source::Residuals => use_gap[sector],
                };
            }
        }
    }

    /// Size of the step: the largest change of a cost or, relative to itself, of spending, or gap of labour;
    /// infinite if any is not a number. It is of the order of the largest residual.
    pub fn size(&self, economy: &Economy<'_>, work: &Work, small: f64) -> f64 {
        vectorised(|| self.largest(economy, work, small))
    }

    #[inline]
    fn largest(&self, economy: &Economy<'_>, work: &Work, small: f64) -> f64 {
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
            for (((cost, used), spending), share) in chunks {
                for lane in 0..LANES {
                    let change = (value_added * (used[lane] + share[lane] * income)).abs();
                    let goods = change / if spending[lane] > floor { spending[lane] } else { floor };
                    let cost = cost[lane].abs();
                    let size = if cost > goods { cost } else { goods };
                    largest[lane] = if size > largest[lane] { size } else { largest[lane] };
                    sums[lane] += cost + goods;
                }
            }
        }
        let largest = largest.into_iter().fold(0.0, f64::max);
        let labour = work.labour_gap.iter().fold(0.0, |largest: f64, gap| largest.max(gap.abs()));
        let sum = sums.iter().sum::<f64>() + work.labour_gap.iter().sum::<f64>();
        if sum.is_finite() { largest.max(labour) } else { f64::INFINITY }
    }

    /// Wages: Newton with the approximate Jacobian where there is one, else each by its own
    /// elasticity; then every part of the world back to its value added (G11).
    fn wages(&mut self, economy: &Economy<'_>, state: &State, work: &Work) {
        let regions = economy.kernel.regions;
        self.wage_step.fill(0.0);
        match (&economy.prepared.wage_inverse, self.wage_rule) {
            (Some(inverse), WageStep::Newton) => {
                let mut gap = vec![0.0; economy.prepared.region_width];
                gap[..regions].copy_from_slice(&work.labour_gap);
                matrix_times(inverse, &gap, &mut self.wage_step[..regions]);
                self.wage_step.iter_mut().for_each(|step| *step = -*step);
            }
            _ => {
                for region in 0..regions {
                    self.wage_step[region] = self.diagonal[region] * work.labour_gap[region];
                }
            }
        }
        let longest = self.wage_step.iter().fold(0.0, |longest: f64, step| longest.max(step.abs()));
        if longest > LONGEST {
            self.wage_step.iter_mut().for_each(|step| *step *= LONGEST / longest);
        }
        let ln_wages = state.ln_wage();
        for group in &economy.groups {
            let before: f64 = group.iter().map(|region| economy.primitives.value_added[*region]).sum();
            let after: f64 = group
                .iter()
                .map(|region| economy.labour_income(*region, ln_wages[*region] + self.wage_step[*region]))
                .sum();
            let shift = (before / after).ln();
            for region in group {
                self.wage_step[*region] += shift;
            }
        }
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
        self.before.clone_from(&state.values);
        vectorised(|| {
            anderson.advance(&mut state.values, &self.step);
            self.trust(state);
            self.keep(state);
        });
    }

    /// Shortens the step so that no cost or wage moves further than is trusted.
    fn trust(&self, state: &mut State) {
        let amounts = state.amounts();
        let moved = |places: std::ops::Range<usize>| {
            let pairs = state.values[places.clone()].iter().zip(&self.before[places]);
            pairs.fold(0.0, |longest: f64, (new, old)| longest.max((new - old).abs()))
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
        for (new, old) in state.values[amounts.clone()].iter_mut().zip(&self.before[amounts]) {
            *new = new.max(LEAST_KEPT * old);
        }
    }
}

fn lanes(row: &[f64]) -> &[[f64; LANES]] {
    row.as_chunks::<LANES>().0
}

/// Average wage step of a region's suppliers abroad.
fn abroad(economy: &Economy<'_>, wage_step: &[f64], region: usize) -> f64 {
    let width = economy.prepared.region_width;
    let weights = &economy.prepared.import_weights[region * width..][..width];
    weights.iter().zip(wage_step).map(|(weight, step)| weight * step).sum()
}

/// Step of each region's wage without a Jacobian: the excess demand for labour falls by about
/// `1 + theta (1 - home share)` for a unit rise of the wage, so a longer step would overshoot
/// (model.md section 3e).
pub(crate) fn wage_steps(primitives: &Primitives, kernel: &Kernel) -> Vec<f64> {
    (0..kernel.regions)
        .map(|region| {
            let (mut weight, mut response) = (0.0, 0.0);
            for sector in 0..kernel.sectors {
                let share = primitives.final_shares[[region, sector]];
                let row = kernel.demand_row(sector, region);
                let total: f64 = row.iter().sum();
                if total > 0.0 {
                    weight += share;
                    response += share * primitives.trade_elasticity[sector] * (1.0 - row[region] / total);
                }
            }
            1.0 / (1.0 + response / weight.max(f64::MIN_POSITIVE))
        })
        .collect()
}
