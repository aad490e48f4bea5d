//! From a sweep of differences to a step, and moves along it.

use unequal_vector::{LANES, matrix_times_single, transposed_times_single, vectorised};

use super::Differences;
use crate::numerics::anderson::Anderson;
use crate::solver::preconditioner::{LEAST_KEPT, TRUSTED};
use crate::solver::state::State;

impl Differences<'_> {
    /// The step at `differences`, from what was swept there: domestic rounds of inputs solved at once, wages by
    /// [`crate::solver::wages::Wages`].
    pub(super) fn take_step(&mut self, differences: &[f32]) {
        (0..self.regions()).for_each(|region| self.step_of(region, differences));
        self.step_wages();
    }

    /// The steps of one region's costs, use and income at present wages, and labour's gap as it will be after them.
    pub(super) fn step_of(&mut self, region: usize, differences: &[f32]) {
        let (width, cells, sectors) = (self.width(), self.cells(), self.economy.kernel.sectors);
        let old_income = f64::from(differences[2 * cells + region]);
        // What income lacks to the one that was swept is part of its step.
        let income = self.point.income_step[region] + self.income[region] - old_income;
        let scale = (1.0 / self.economy.primitives.value_added[region]) as f32;
        let row = region * width..(region + 1) * width;
        let uses = &differences[cells + row.start..cells + row.end];
        self.prices_in(region, &differences[row.clone()]);
        self.output_in(region, uses, [income as f32, scale]);
        let rounds = &self.economy.prepared.rounds.coarse[row.start * sectors..row.end * sectors];
        let [prices, output] = &self.room;
        let (costs, rest) = self.step.split_at_mut(cells);
        rest[cells + region] = income as f32;
        let costs = &mut costs[row.clone()];
        let old = self.point.steps[0][row.clone()].iter().zip(&differences[row.clone()]);
        let start = costs.iter_mut().zip(old);
        vectorised(|| start.for_each(|(step, (point, old))| *step = point - old));
        // Use first: its product reads eight rows at once, which brings them into the cache faster.
        let step = &mut rest[row.clone()];
        matrix_times_single(rounds, &output[..width], &mut step[..sectors]);
        transposed_times_single(rounds, &prices[..sectors], costs);
        let old = self.point.steps[1][row].iter().zip(uses);
        let rest = step.iter_mut().zip(old);
        vectorised(|| rest.for_each(|(step, (point, old))| *step += point - old));
        self.expect_labour(region, income);
    }

    /// [`Self::step_of`] at the point itself: what was measured there, and what the step of income adds.
    pub(super) fn first_step_of(&mut self, region: usize) {
        let (width, cells) = (self.width(), self.cells());
        let row = region * width..(region + 1) * width;
        let income = self.point.income_step[region];
        let (costs, rest) = self.step.split_at_mut(cells);
        rest[cells + region] = income as f32;
        let (costs, uses) = (&mut costs[row.clone()], &mut rest[row.clone()]);
        costs.copy_from_slice(&self.point.steps[0][row.clone()]);
        uses.copy_from_slice(&self.point.steps[1][row]);
        let anticipation = &self.economy.prepared.anticipation;
        anticipation.follow_income(region, uses, income);
        self.expect_labour(region, income);
    }

    /// Labour's gap as it will be after the steps of a region's costs, use and income.
    fn expect_labour(&mut self, region: usize, income: f64) {
        let (width, cells) = (self.width(), self.cells());
        let row = region * width..(region + 1) * width;
        let mut gap = self.labour_gap[region];
        if self.wages.foresees(region) {
            let steps = [&self.step[row.clone()], &self.step[cells..][row]];
            gap += self.economy.prepared.anticipation.labour(region, steps, income);
        }
        self.expected_gap[region] = gap;
    }

    /// The steps of wages, and what they add to the others.
    pub(super) fn step_wages(&mut self) {
        let (economy, width, cells) = (self.economy, self.width(), self.cells());
        self.wages.step(economy, &self.expected_gap, &self.earned);
        let (costs, rest) = self.step.split_at_mut(cells);
        let (uses, rest) = rest.split_at_mut(cells);
        let (incomes, wages) = rest.split_at_mut(economy.prepared.region_width);
        wages.iter_mut().zip(&self.wages.step).for_each(|(step, wage)| *step = *wage as f32);
        for (region, value_added) in economy.primitives.value_added.iter().enumerate() {
            let own = self.wages.step[region];
            let earned = self.earned[region] * own / value_added;
            let labour = self.wages.labour(economy, region, self.expected_gap[region]);
            let row = region * width..(region + 1) * width;
            let steps = [&mut costs[row.clone()], &mut uses[row]];
            economy.prepared.anticipation.follow_wages(region, steps, [own, earned, labour], self.wages.abroad(region));
            incomes[region] += earned as f32;
        }
    }

    /// What goes into a region's domestic rounds: changes of prices, but for what comes back through the rounds.
    fn prices_in(&mut self, region: usize, costs: &[f32]) {
        let row = region * self.width()..(region + 1) * self.width();
        let changes = self.ln_price[row.clone()].iter().zip(costs).zip(&self.shares.home[row]);
        let prices = self.room[0].iter_mut().zip(changes);
        vectorised(|| prices.for_each(|(into, ((price, cost), home))| *into = price - home * cost));
    }

    /// The same of output, with what the step of income will add.
    fn output_in(&mut self, region: usize, uses: &[f32], [income, scale]: [f32; 2]) {
        let row = region * self.width()..(region + 1) * self.width();
        let shares = self.shares.home[row.clone()].iter().zip(&self.shares.final_use[row.clone()]);
        let changes = self.output[row].iter().zip(uses);
        let output = self.room[1].iter_mut().zip(changes.zip(shares));
        vectorised(|| {
            for (into, ((output, used), (home, share))) in output {
                *into = home * (share * income - used) + output * scale;
            }
        });
    }

    /// Size of the step, as [`crate::solver::preconditioner::Preconditioner::size`] has it.
    pub fn size(&self, differences: &[f32], small: f64) -> f64 {
        let (width, cells) = (self.width(), self.cells());
        let (mut largest, mut sums) = ([0.0f32; LANES], [0.0f32; LANES]);
        for (region, value_added) in self.economy.primitives.value_added.iter().enumerate() {
            let row = region * width..(region + 1) * width;
            let uses = cells + row.start..cells + row.end;
            let (income, old_income) = (self.step[2 * cells + region], differences[2 * cells + region]);
            let (unit, floor) = (*value_added as f32, (small * value_added) as f32);
            let chunks = lanes(&self.step[row.clone()]).iter().zip(lanes(&self.step[uses.clone()]));
            let chunks = chunks.zip(lanes(&self.point.spending[row.clone()]).iter().zip(lanes(&differences[uses])));
            let chunks = chunks.zip(lanes(&self.shares.final_use[row]));
            vectorised(|| {
                // In places of their own, which registers can stand for.
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
        let labour = self.labour_gap.iter().fold(0.0, |largest: f64, gap| largest.max(gap.abs()));
        let sum = f64::from(sums.iter().sum::<f32>()) + self.labour_gap.iter().sum::<f64>();
        if sum.is_finite() { labour.max(f64::from(largest)) } else { f64::INFINITY }
    }

    /// One accelerated step.
    pub fn accelerate(&mut self, anderson: &mut Anderson<f32>, differences: &mut Vec<f32>) {
        self.before.resize(differences.len(), 0.0);
        std::mem::swap(&mut self.before, differences);
        anderson.advance_from(&self.before, &self.step, differences);
        self.trust(differences);
        self.keep(differences);
    }

    /// Moves the state by the differences. Amounts, which were kept from vanishing as rounded, are not negative.
    pub fn apply(differences: &[f32], state: &mut State) {
        state.values.iter_mut().zip(differences).for_each(|(value, change)| *value += f64::from(*change));
        let amounts = state.amounts();
        state.values[amounts].iter_mut().for_each(|amount| *amount = amount.max(0.0));
    }

    /// Shortens the step so that no cost or wage moves further than is trusted.
    fn trust(&self, differences: &mut [f32]) {
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
        if longest > TRUSTED as f32 {
            let keep = TRUSTED as f32 / longest;
            for (new, old) in differences.iter_mut().zip(&self.before) {
                *new = old + keep * (*new - old);
            }
        }
    }

    /// Keeps of every amount at least a part, as [`crate::solver::preconditioner::Preconditioner`] does.
    fn keep(&self, differences: &mut [f32]) {
        let cells = self.cells();
        let incomes = 2 * cells..2 * cells + self.economy.prepared.region_width;
        for (places, point) in [(cells..2 * cells, &self.point.used), (incomes, &self.point.income)] {
            let amounts = differences[places.clone()].iter_mut().zip(&self.before[places]).zip(point);
            vectorised(|| {
                for ((new, old), point) in amounts {
                    let least = LEAST_KEPT as f32 * (point + old) - point;
                    *new = if *new > least { *new } else { least };
                }
            });
        }
    }
}

fn lanes(row: &[f32]) -> &[[f32; LANES]] {
    row.as_chunks::<LANES>().0
}
