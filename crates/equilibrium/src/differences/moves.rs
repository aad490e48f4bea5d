//! From a sweep of differences to a step, and moves along it.

use unequal_vector::{LANES, matrix_times_single, transposed_times_single, vectorised};

use super::Differences;
use crate::anderson::Anderson;
use crate::precondition::{LEAST_KEPT, TRUSTED};
use crate::state::State;

impl Differences<'_> {
    /// The step at `differences`, from what was swept there: domestic rounds of inputs solved at once, wages by
    /// [`crate::wages::Wages`].
    pub(super) fn take_step(&mut self, differences: &[f32]) {
        self.step_wages(differences);
        (0..self.regions()).for_each(|region| self.step_of(region, differences));
    }

    /// The steps of wages and incomes.
    pub(super) fn step_wages(&mut self, differences: &[f32]) {
        self.wages.step(self.economy, &self.labour_gap, &self.earned);
        let cells = self.cells();
        let [_, _, old_incomes, _] = self.split(differences);
        let first_wage = 2 * cells + self.economy.prepared.region_width;
        for (step, wage) in self.step[first_wage..].iter_mut().zip(&self.wages.step) {
            *step = *wage as f32;
        }
        for (region, value_added) in self.economy.primitives.value_added.iter().enumerate() {
            let income = self.point.income_step[region] + self.income[region] - f64::from(old_incomes[region])
                + self.earned[region] * self.wages.step[region] / value_added;
            self.step[2 * cells + region] = income as f32;
        }
    }

    /// The steps of one region's costs and use, after those of wages and incomes.
    pub(super) fn step_of(&mut self, region: usize, differences: &[f32]) {
        let (width, cells, sectors) = (self.width(), self.cells(), self.economy.kernel.sectors);
        let income = self.step[2 * cells + region];
        let labour = self.wages.labour(self.economy, region, self.labour_gap[region]) as f32;
        let scale = (1.0 / self.economy.primitives.value_added[region]) as f32;
        let row = region * width..(region + 1) * width;
        let uses = &differences[cells + row.start..cells + row.end];
        self.prices_in(region, &differences[row.clone()], self.wages.step[region] as f32);
        self.output_in(region, uses, [income, labour, scale]);
        let rounds = &self.economy.prepared.rounds.coarse[row.start * sectors..row.end * sectors];
        let [prices, output] = &self.room;
        let (costs, rest) = self.step.split_at_mut(cells);
        let old = self.point.steps[0][row.clone()].iter().zip(&differences[row.clone()]);
        let start = costs[row.clone()].iter_mut().zip(old);
        vectorised(|| start.for_each(|(step, (point, old))| *step = point - old));
        // Use first: its product reads eight rows at once, which brings them into the cache faster.
        let step = &mut rest[row.clone()];
        matrix_times_single(rounds, &output[..width], &mut step[..sectors]);
        transposed_times_single(rounds, &prices[..sectors], &mut costs[row.clone()]);
        let old = self.point.steps[1][row].iter().zip(uses);
        let rest = step.iter_mut().zip(old);
        vectorised(|| rest.for_each(|(step, (point, old))| *step += point - old));
    }

    /// What goes into a region's domestic rounds: changes of prices, but for what comes back through the rounds, and
    /// what steps of wages will add.
    fn prices_in(&mut self, region: usize, costs: &[f32], own: f32) {
        let row = region * self.width()..(region + 1) * self.width();
        let abroad = self.wages.abroad[region] as f32;
        let shares = self.shares.home[row.clone()].iter().zip(&self.shares.value_added[row.clone()]);
        let changes = self.ln_price[row].iter().zip(costs);
        let prices = self.room[0].iter_mut().zip(changes.zip(shares));
        vectorised(|| {
            for (into, ((price, cost), (home, labour))) in prices {
                *into = home * (labour * own - cost) + (1.0 - home) * abroad + price;
            }
        });
    }

    /// The same of output, with what the step of income will add and the response of output to wages.
    fn output_in(&mut self, region: usize, uses: &[f32], [income, labour, scale]: [f32; 3]) {
        let row = region * self.width()..(region + 1) * self.width();
        let shares = self.shares.home[row.clone()].iter().zip(&self.shares.final_use[row.clone()]);
        let shares = shares.zip(&self.shares.response[row.clone()]);
        let changes = self.output[row].iter().zip(uses);
        let output = self.room[1].iter_mut().zip(changes.zip(shares));
        vectorised(|| {
            for (into, ((output, used), ((home, share), response))) in output {
                *into = home * (share * income - used) + response * labour + output * scale;
            }
        });
    }

    /// Size of the step, as [`crate::precondition::Preconditioner::size`] has it.
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

    /// Keeps of every amount at least a part, as [`crate::precondition::Preconditioner`] does.
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
