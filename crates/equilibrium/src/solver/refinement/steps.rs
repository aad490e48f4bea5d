//! The preconditioned step in differences, and the update of the differences by it.

use unequal_vector::{LANES, matrix_times_single, transposed_times_single, vectorised};

use super::Refinement;
use crate::numerics::anderson::Anderson;
use crate::solver::parameters::PARAMETERS;
use crate::solver::state::State;

impl Refinement<'_> {
    /// The step at `differences`, from the evaluation there: domestic input-output blocks solved exactly, wages by
    /// [`crate::solver::wages::Wages`].
    pub(super) fn take_step(&mut self, differences: &[f32]) {
        (0..self.regions()).for_each(|region| self.step_of(region, differences));
        self.step_wages();
    }

    /// The steps of one region's costs, use and income at present wages, and the log excess demand for labour expected after
    /// them.
    pub(super) fn step_of(&mut self, region: usize, differences: &[f32]) {
        let (width, cells, sectors) = (self.width(), self.cells(), self.economy.kernel.sectors);
        let old_income = f64::from(differences[2 * cells + region]);
        // The point's own step of income is part of the step.
        let income = self.point.income_step[region] + self.income[region] - old_income;
        let scale = (1.0 / self.economy.primitives.value_added[region]) as f32;
        let row = region * width..(region + 1) * width;
        let uses = &differences[cells + row.start..cells + row.end];
        self.prices_in(region, &differences[row.clone()]);
        self.output_in(region, uses, [income as f32, scale]);
        let inverse = &self.economy.prepared.leontief.single[row.start * sectors..row.end * sectors];
        let [prices, output] = &self.scratch;
        let (costs, rest) = self.step.split_at_mut(cells);
        rest[cells + region] = income as f32;
        let costs = &mut costs[row.clone()];
        let old = self.point.steps[0][row.clone()].iter().zip(&differences[row.clone()]);
        let start = costs.iter_mut().zip(old);
        vectorised(|| start.for_each(|(step, (point, old))| *step = point - old));
        // Use first: its product reads eight rows at once, which fills the cache faster.
        let step = &mut rest[row.clone()];
        matrix_times_single(inverse, &output[..width], &mut step[..sectors]);
        transposed_times_single(inverse, &prices[..sectors], costs);
        let old = self.point.steps[1][row].iter().zip(uses);
        let rest = step.iter_mut().zip(old);
        vectorised(|| rest.for_each(|(step, (point, old))| *step += point - old));
        self.expect_labour_demand(region, income);
    }

    /// [`Self::step_of`] at the point itself: the steps computed there, corrected for the step of income.
    pub(super) fn first_step_of(&mut self, region: usize) {
        let (width, cells) = (self.width(), self.cells());
        let row = region * width..(region + 1) * width;
        let income = self.point.income_step[region];
        let (costs, rest) = self.step.split_at_mut(cells);
        rest[cells + region] = income as f32;
        let (costs, uses) = (&mut costs[row.clone()], &mut rest[row.clone()]);
        costs.copy_from_slice(&self.point.steps[0][row.clone()]);
        uses.copy_from_slice(&self.point.steps[1][row]);
        let coupling = &self.economy.prepared.gauss_seidel;
        coupling.correct_for_income(region, uses, income);
        self.expect_labour_demand(region, income);
    }

    /// Log excess demand for labour expected after the steps of a region's costs, use and income.
    fn expect_labour_demand(&mut self, region: usize, income: f64) {
        let (width, cells) = (self.width(), self.cells());
        let row = region * width..(region + 1) * width;
        let mut expected = self.excess_demand[region];
        if self.wages.is_coupled(region) {
            let steps = [&self.step[row.clone()], &self.step[cells..][row]];
            expected += self.economy.prepared.gauss_seidel.labour_demand_response(region, steps, income);
        }
        self.expected_demand[region] = expected;
    }

    /// The step of wages, and the corrections of the others for it.
    pub(super) fn step_wages(&mut self) {
        let (economy, width, cells) = (self.economy, self.width(), self.cells());
        self.wages.step(economy, &self.expected_demand, &self.earned);
        let (costs, rest) = self.step.split_at_mut(cells);
        let (uses, rest) = rest.split_at_mut(cells);
        let (incomes, wages) = rest.split_at_mut(economy.prepared.region_width);
        wages.iter_mut().zip(&self.wages.step).for_each(|(step, wage)| *step = *wage as f32);
        for (region, value_added) in economy.primitives.value_added.iter().enumerate() {
            let own = self.wages.step[region];
            let earned = self.earned[region] * own / value_added;
            let labour = self.wages.labour_demand_step(economy, region, self.expected_demand[region]);
            let row = region * width..(region + 1) * width;
            let steps = [&mut costs[row.clone()], &mut uses[row]];
            economy.prepared.gauss_seidel.correct_for_wages(
                region,
                steps,
                [own, earned, labour],
                self.wages.foreign_costs(region),
            );
            incomes[region] += earned as f32;
        }
    }

    /// Right-hand side of a region's domestic system: changes of prices, less what comes back through domestic inputs.
    fn prices_in(&mut self, region: usize, costs: &[f32]) {
        let row = region * self.width()..(region + 1) * self.width();
        let changes = self.ln_price[row.clone()].iter().zip(costs).zip(&self.shares.home[row]);
        let prices = self.scratch[0].iter_mut().zip(changes);
        vectorised(|| prices.for_each(|(into, ((price, cost), home))| *into = price - home * cost));
    }

    /// The same of output, with what the step of income adds.
    fn output_in(&mut self, region: usize, uses: &[f32], [income, scale]: [f32; 2]) {
        let row = region * self.width()..(region + 1) * self.width();
        let shares = self.shares.home[row.clone()].iter().zip(&self.shares.final_use[row.clone()]);
        let changes = self.output[row].iter().zip(uses);
        let output = self.scratch[1].iter_mut().zip(changes.zip(shares));
        vectorised(|| {
            for (into, ((output, used), (home, share))) in output {
                *into = home * (share * income - used) + output * scale;
            }
        });
    }

    /// Size of the step, as [`crate::solver::preconditioner::Preconditioner::size`] defines it.
    pub fn size(&self, differences: &[f32]) -> f64 {
        let (width, cells) = (self.width(), self.cells());
        let (mut largest, mut sums) = ([0.0f32; LANES], [0.0f32; LANES]);
        for (region, value_added) in self.economy.primitives.value_added.iter().enumerate() {
            let row = region * width..(region + 1) * width;
            let uses = cells + row.start..cells + row.end;
            let (income, old_income) = (self.step[2 * cells + region], differences[2 * cells + region]);
            let (unit, floor) = (*value_added as f32, (PARAMETERS.residual_floor * value_added) as f32);
            let chunks = lanes(&self.step[row.clone()]).iter().zip(lanes(&self.step[uses.clone()]));
            let chunks = chunks.zip(lanes(&self.point.spending[row.clone()]).iter().zip(lanes(&differences[uses])));
            let chunks = chunks.zip(lanes(&self.shares.final_use[row]));
            vectorised(|| {
                // Local copies, which the compiler keeps in registers.
                let (mut most, mut sum) = (largest, sums);
                for (((cost, used), (spending, old)), share) in chunks {
                    for lane in 0..LANES {
                        let change = (unit * (used[lane] + share[lane] * income)).abs();
                        let now = spending[lane] + unit * (old[lane] + share[lane] * old_income);
                        let goods = change / if now > floor { now } else { floor };
                        let cost = cost[lane].abs();
                        let size = if cost > goods { cost } else { goods };
                        most[lane] = if size > most[lane] { size } else { most[lane] };
                        sum[lane] += cost + goods;
                    }
                }
                (largest, sums) = (most, sum);
            });
        }
        let largest = largest.into_iter().fold(0.0, f32::max);
        let labour = self.excess_demand.iter().fold(0.0, |largest: f64, excess| largest.max(excess.abs()));
        let sum = f64::from(sums.iter().sum::<f32>()) + self.excess_demand.iter().sum::<f64>();
        if sum.is_finite() { labour.max(f64::from(largest)) } else { f64::INFINITY }
    }

    /// One accelerated step.
    pub fn accelerate(&mut self, anderson: &mut Anderson<f32>, differences: &mut Vec<f32>) {
        self.before.resize(differences.len(), 0.0);
        std::mem::swap(&mut self.before, differences);
        anderson.advance_from(&self.before, &self.step, differences);
        self.limit_step(differences);
        self.keep_amounts_positive(differences);
    }

    /// Moves the state by the differences. Amounts were kept positive in single precision; rounding must not make them
    /// negative here.
    pub fn apply(differences: &[f32], state: &mut State) {
        state.values.iter_mut().zip(differences).for_each(|(value, change)| *value += f64::from(*change));
        let amounts = state.amounts();
        state.values[amounts].iter_mut().for_each(|amount| *amount = amount.max(0.0));
    }

    /// Shortens the step so that no log cost or wage changes by more than [`PARAMETERS`] allow.
    fn limit_step(&self, differences: &mut [f32]) {
        let moved = |places: std::ops::Range<usize>| {
            let (new, old) = (lanes(&differences[places.clone()]), lanes(&self.before[places]));
            let mut longest = [0.0f32; LANES];
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
            longest.into_iter().fold(0.0, f32::max)
        };
        let first_wage = 2 * self.cells() + self.economy.prepared.region_width;
        let longest = moved(0..self.cells()).max(moved(first_wage..differences.len()));
        let most = PARAMETERS.steps.max_log_change as f32;
        if longest > most {
            let keep = most / longest;
            for (new, old) in differences.iter_mut().zip(&self.before) {
                *new = old + keep * (*new - old);
            }
        }
    }

    /// Keeps amounts positive, as [`crate::solver::preconditioner::Preconditioner`] does.
    fn keep_amounts_positive(&self, differences: &mut [f32]) {
        let cells = self.cells();
        let incomes = 2 * cells..2 * cells + self.economy.prepared.region_width;
        for (places, point) in [(cells..2 * cells, &self.point.used), (incomes, &self.point.income)] {
            let amounts = differences[places.clone()].iter_mut().zip(&self.before[places]).zip(point);
            vectorised(|| {
                for ((new, old), point) in amounts {
                    let least = PARAMETERS.steps.min_part_kept as f32 * (point + old) - point;
                    *new = if *new > least { *new } else { least };
                }
            });
        }
    }
}

fn lanes(row: &[f32]) -> &[[f32; LANES]] {
    row.as_chunks::<LANES>().0
}
