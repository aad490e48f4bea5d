//! One region's domestic rounds: what prices and output come back as, in costs and use of inputs.

use unequal_vector::{matrix_times, matrix_times_single, transposed_times, transposed_times_single, vectorised};

use crate::solver::cached_evaluation::Reference;
use crate::solver::evaluation::{Economy, Work};
use crate::solver::state::State;

/// A point that was swept.
#[derive(Clone, Copy)]
pub(crate) struct Swept<'a> {
    pub economy: &'a Economy<'a>,
    pub state: &'a State,
    pub work: &'a Work,
}

/// What goes into one region's domestic rounds and what comes out, `[sector, padded]`: first prices, which come back
/// as costs, then output, which comes back as use of inputs.
pub(crate) struct DomesticRounds {
    width: usize,
    into: [Vec<f64>; 2],
    into_single: [Vec<f32>; 2],
    out_single: [Vec<f32>; 2],
}

impl DomesticRounds {
    pub fn new(width: usize) -> Self {
        let (double, single) = (vec![0.0; width], vec![0.0; width]);
        Self {
            width,
            into: [double.clone(), double],
            into_single: [single.clone(), single.clone()],
            out_single: [single.clone(), single],
        }
    }

    /// Puts in nothing: wages and incomes stay as they are.
    pub fn still(&mut self) {
        self.into.iter_mut().for_each(|into| into.fill(0.0));
    }

    /// Puts in the step of the region's income at present wages, which it returns, in units of value added.
    pub fn with_income(&mut self, at: Swept<'_>, region: usize) -> f64 {
        let prepared = at.economy.prepared;
        let row = region * self.width..(region + 1) * self.width;
        let income = at.work.income[region] / at.economy.primitives.value_added[region] - at.state.income()[region];
        let [prices, output] = &mut self.into;
        prices.fill(0.0);
        let shares = prepared.rounds.home[row.clone()].iter().zip(&prepared.final_shares[row]);
        vectorised(|| {
            output.iter_mut().zip(shares).for_each(|(output, (home, share))| *output = home * share * income)
        });
        income
    }

    /// Adds the prices and output of the sweep, but for what comes back through the domestic rounds.
    fn add_image(&mut self, at: Swept<'_>, region: usize) {
        let row = region * self.width..(region + 1) * self.width;
        let scale = 1.0 / at.economy.primitives.value_added[region];
        let home = &at.economy.prepared.rounds.home[row.clone()];
        let [prices, output] = &mut self.into;
        let prices = prices.iter_mut().zip(&at.work.ln_price[row.clone()]).zip(&at.state.input_cost()[row.clone()]);
        vectorised(|| {
            for (((into, price), cost), home) in prices.zip(home) {
                *into += price - home * cost;
            }
        });
        let sectors = at.economy.kernel.sectors;
        let output = output.iter_mut().zip(&at.work.output[row.clone()]).zip(&at.state.input_use()[row]);
        vectorised(|| {
            for (((into, output), used), home) in output.zip(&home[..sectors]) {
                *into += output * scale - home * used;
            }
        });
    }

    /// The step of costs and use, from the sweep's prices and output.
    pub fn step_of_image(&mut self, at: Swept<'_>, region: usize, [costs, uses]: [&mut [f64]; 2]) {
        self.add_image(at, region);
        costs.fill(0.0);
        self.through(at, region, [&mut *costs, &mut *uses]);
        let row = region * self.width..(region + 1) * self.width;
        costs.iter_mut().zip(&at.state.input_cost()[row.clone()]).for_each(|(cost, old)| *cost -= old);
        uses.iter_mut().zip(&at.state.input_use()[row]).for_each(|(used, old)| *used -= old);
    }

    /// The step of costs and use, from exact residuals. Where these are zero so is the step, however the rounds are
    /// rounded, and so single precision does if there is one.
    pub fn step_of_residuals(&mut self, at: Swept<'_>, region: usize, [costs, uses]: [&mut [f64]; 2]) {
        let row = region * self.width..(region + 1) * self.width;
        let home = &at.economy.prepared.rounds.home[row.clone()];
        let gaps = [&at.work.cost_gap[row.clone()], &at.work.use_gap[row]];
        for (into, gap) in self.into.iter_mut().zip(gaps) {
            into.iter_mut().zip(home).zip(gap).for_each(|((into, home), gap)| *into += home * gap);
        }
        if at.economy.prepared.rounds.coarse.is_empty() {
            costs.fill(0.0);
            self.through(at, region, [&mut *costs, &mut *uses]);
        } else {
            for (single, into) in self.into_single.iter_mut().zip(&self.into) {
                single.iter_mut().zip(into).for_each(|(single, into)| *single = *into as f32);
            }
            self.through_single(at, region);
            for (step, single) in [&mut *costs, &mut *uses].into_iter().zip(&self.out_single) {
                step.iter_mut().zip(single).for_each(|(step, single)| *step = f64::from(*single));
            }
        }
        for (step, gap) in [costs, uses].into_iter().zip(gaps) {
            step.iter_mut().zip(gap).for_each(|(step, gap)| *step += gap);
        }
    }

    /// The step of costs and use, from how the sweep's prices and output differ from a reference's: in single
    /// precision, which is enough where the difference is small or concerns little.
    pub fn step_of_reference(
        &mut self,
        at: Swept<'_>,
        region: usize,
        [costs, uses]: [&mut [f64]; 2],
        reference: &Reference,
    ) {
        self.add_image(at, region);
        let row = region * self.width..(region + 1) * self.width;
        for ((single, into), before) in self.into_single.iter_mut().zip(&self.into).zip(&reference.rounds_in) {
            for ((single, into), before) in single.iter_mut().zip(into).zip(&before[row.clone()]) {
                *single = (into - before) as f32;
            }
        }
        self.through_single(at, region);
        let old = [&at.state.input_cost()[row.clone()], &at.state.input_use()[row.clone()]];
        let before = reference.rounds_out.iter().zip(old);
        for ((step, single), (before, old)) in [costs, uses].into_iter().zip(&self.out_single).zip(before) {
            let rows = step.iter_mut().zip(single).zip(before[row.clone()].iter().zip(old));
            for ((step, single), (before, old)) in rows {
                *step = before + f64::from(*single) - old;
            }
        }
    }

    /// Keeps in a reference what goes in and comes out at this point, which has exact residuals.
    pub fn refer(&mut self, at: Swept<'_>, region: usize, reference: &mut Reference) {
        let row = region * self.width..(region + 1) * self.width;
        self.still();
        let [costs, uses] = &mut reference.rounds_out;
        self.step_of_residuals(at, region, [&mut costs[row.clone()], &mut uses[row.clone()]]);
        let old = [&at.state.input_cost()[row.clone()], &at.state.input_use()[row.clone()]];
        for (out, old) in reference.rounds_out.iter_mut().zip(old) {
            out[row.clone()].iter_mut().zip(old).for_each(|(out, old)| *out += old);
        }
        self.still();
        self.add_image(at, region);
        for (kept, into) in reference.rounds_in.iter_mut().zip(&self.into) {
            kept[row.clone()].copy_from_slice(into);
        }
    }

    /// Costs added to those there, use in place of what is there.
    fn through(&self, at: Swept<'_>, region: usize, [costs, uses]: [&mut [f64]; 2]) {
        let sectors = at.economy.kernel.sectors;
        let rounds = &at.economy.prepared.rounds.fine[self.block(region, sectors)];
        transposed_times(rounds, &self.into[0][..sectors], costs);
        matrix_times(rounds, &self.into[1], &mut uses[..sectors]);
    }

    /// The same in single precision.
    fn through_single(&mut self, at: Swept<'_>, region: usize) {
        let sectors = at.economy.kernel.sectors;
        let rounds = &at.economy.prepared.rounds.coarse[self.block(region, sectors)];
        let [costs, uses] = &mut self.out_single;
        costs.fill(0.0);
        transposed_times_single(rounds, &self.into_single[0][..sectors], costs);
        matrix_times_single(rounds, &self.into_single[1], &mut uses[..sectors]);
    }

    /// Places of one region's rounds.
    fn block(&self, region: usize, sectors: usize) -> std::ops::Range<usize> {
        region * sectors * self.width..(region + 1) * sectors * self.width
    }
}
