//! The first block of the preconditioner: each region's domestic input-output system solved exactly, so that prices and
//! output come back as costs and use of inputs.

use unequal_vector::{matrix_times, matrix_times_single, transposed_times, transposed_times_single, vectorised};

use crate::solver::economy::EvaluatedPoint;

/// Right-hand sides and solutions of all regions' domestic systems at a point, `[region][sector]` each: prices and costs of
/// inputs first, then output and use of inputs.
#[derive(Debug, Clone)]
pub(crate) struct DomesticImages {
    /// Prices, and output in units of value added, less what comes back through domestic inputs.
    pub right: [Vec<f64>; 2],
    /// Costs and use of inputs that follow.
    pub solution: [Vec<f64>; 2],
}

impl DomesticImages {
    /// Those at an evaluated point with exact residuals.
    pub fn at(at: EvaluatedPoint<'_>) -> Self {
        let width = at.economy.prepared.sector_width;
        let cells = vec![0.0; at.work.ln_price.len()];
        let mut images = Self { right: [cells.clone(), cells.clone()], solution: [cells.clone(), cells] };
        let mut solve = DomesticSolve::new(width);
        for region in 0..at.economy.kernel.regions {
            solve.record(at, region, &mut images);
        }
        images
    }
}

/// Buffers of one region's domestic solve, `[sector, padded]`: prices, which come back as costs, and output, which comes
/// back as use of inputs.
pub(crate) struct DomesticSolve {
    width: usize,
    right: [Vec<f64>; 2],
    right_single: [Vec<f32>; 2],
    solution_single: [Vec<f32>; 2],
}

impl DomesticSolve {
    /// Buffers for rows of `width` numbers.
    pub fn new(width: usize) -> Self {
        let (double, single) = (vec![0.0; width], vec![0.0; width]);
        Self {
            width,
            right: [double.clone(), double],
            right_single: [single.clone(), single.clone()],
            solution_single: [single.clone(), single],
        }
    }

    /// Starts a right-hand side of zero: wages and incomes are held.
    pub fn with_incomes_held(&mut self) {
        self.right.iter_mut().for_each(|right| right.fill(0.0));
    }

    /// Starts a right-hand side with the step of the region's income at present wages, which it returns, in units of value
    /// added.
    pub fn with_income(&mut self, at: EvaluatedPoint<'_>, region: usize) -> f64 {
        let prepared = at.economy.prepared;
        let row = region * self.width..(region + 1) * self.width;
        let income = at.work.income[region] / at.economy.primitives.value_added[region] - at.state.income()[region];
        let [prices, output] = &mut self.right;
        prices.fill(0.0);
        let shares = prepared.leontief.home[row.clone()].iter().zip(&prepared.final_shares[row]);
        vectorised(|| {
            output.iter_mut().zip(shares).for_each(|(output, (home, share))| *output = home * share * income)
        });
        income
    }

    /// Adds the prices and output of the evaluation, less what comes back through domestic inputs.
    fn add_image(&mut self, at: EvaluatedPoint<'_>, region: usize) {
        let row = region * self.width..(region + 1) * self.width;
        let scale = 1.0 / at.economy.primitives.value_added[region];
        let home = &at.economy.prepared.leontief.home[row.clone()];
        let [prices, output] = &mut self.right;
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

    /// The step of costs and use, from the evaluation's prices and output.
    pub fn step_of_image(&mut self, at: EvaluatedPoint<'_>, region: usize, [costs, uses]: [&mut [f64]; 2]) {
        self.add_image(at, region);
        costs.fill(0.0);
        self.solve(at, region, [&mut *costs, &mut *uses]);
        let row = region * self.width..(region + 1) * self.width;
        costs.iter_mut().zip(&at.state.input_cost()[row.clone()]).for_each(|(cost, old)| *cost -= old);
        uses.iter_mut().zip(&at.state.input_use()[row]).for_each(|(used, old)| *used -= old);
    }

    /// The step of costs and use, from exact residuals. Where these are zero so is the step, however the inverse is rounded;
    /// so single precision is enough, where there is a copy.
    pub fn step_of_residuals(&mut self, at: EvaluatedPoint<'_>, region: usize, [costs, uses]: [&mut [f64]; 2]) {
        let row = region * self.width..(region + 1) * self.width;
        let home = &at.economy.prepared.leontief.home[row.clone()];
        let residuals = [&at.work.cost_residual[row.clone()], &at.work.use_residual[row]];
        for (into, residual) in self.right.iter_mut().zip(residuals) {
            into.iter_mut().zip(home).zip(residual).for_each(|((into, home), residual)| *into += home * residual);
        }
        if at.economy.prepared.leontief.single.is_empty() {
            costs.fill(0.0);
            self.solve(at, region, [&mut *costs, &mut *uses]);
        } else {
            for (single, into) in self.right_single.iter_mut().zip(&self.right) {
                single.iter_mut().zip(into).for_each(|(single, into)| *single = *into as f32);
            }
            self.solve_single(at, region);
            for (step, single) in [&mut *costs, &mut *uses].into_iter().zip(&self.solution_single) {
                step.iter_mut().zip(single).for_each(|(step, single)| *step = f64::from(*single));
            }
        }
        for (step, residual) in [costs, uses].into_iter().zip(residuals) {
            step.iter_mut().zip(residual).for_each(|(step, residual)| *step += residual);
        }
    }

    /// The step of costs and use, from the difference of the evaluation's prices and output to those at a point whose images
    /// are known: in single precision, which is enough where the difference is small or concerns few cells.
    pub fn step_from_known(
        &mut self,
        at: EvaluatedPoint<'_>,
        region: usize,
        [costs, uses]: [&mut [f64]; 2],
        known: &DomesticImages,
    ) {
        self.add_image(at, region);
        let row = region * self.width..(region + 1) * self.width;
        for ((single, into), before) in self.right_single.iter_mut().zip(&self.right).zip(&known.right) {
            for ((single, into), before) in single.iter_mut().zip(into).zip(&before[row.clone()]) {
                *single = (into - before) as f32;
            }
        }
        self.solve_single(at, region);
        let old = [&at.state.input_cost()[row.clone()], &at.state.input_use()[row.clone()]];
        let before = known.solution.iter().zip(old);
        for ((step, single), (before, old)) in [costs, uses].into_iter().zip(&self.solution_single).zip(before) {
            let rows = step.iter_mut().zip(single).zip(before[row.clone()].iter().zip(old));
            for ((step, single), (before, old)) in rows {
                *step = before + f64::from(*single) - old;
            }
        }
    }

    /// Records one region's right-hand side and solution at a point with exact residuals.
    fn record(&mut self, at: EvaluatedPoint<'_>, region: usize, images: &mut DomesticImages) {
        let row = region * self.width..(region + 1) * self.width;
        self.with_incomes_held();
        let [costs, uses] = &mut images.solution;
        self.step_of_residuals(at, region, [&mut costs[row.clone()], &mut uses[row.clone()]]);
        let old = [&at.state.input_cost()[row.clone()], &at.state.input_use()[row.clone()]];
        for (out, old) in images.solution.iter_mut().zip(old) {
            out[row.clone()].iter_mut().zip(old).for_each(|(out, old)| *out += old);
        }
        self.with_incomes_held();
        self.add_image(at, region);
        for (kept, into) in images.right.iter_mut().zip(&self.right) {
            kept[row.clone()].copy_from_slice(into);
        }
    }

    /// Applies the Leontief inverse to the right-hand side: adds to `costs`, overwrites `uses`.
    fn solve(&self, at: EvaluatedPoint<'_>, region: usize, [costs, uses]: [&mut [f64]; 2]) {
        let sectors = at.economy.kernel.sectors;
        let inverse = &at.economy.prepared.leontief.double[self.block(region, sectors)];
        transposed_times(inverse, &self.right[0][..sectors], costs);
        matrix_times(inverse, &self.right[1], &mut uses[..sectors]);
    }

    /// [`Self::solve`] into the single-precision buffers.
    fn solve_single(&mut self, at: EvaluatedPoint<'_>, region: usize) {
        let sectors = at.economy.kernel.sectors;
        let inverse = &at.economy.prepared.leontief.single[self.block(region, sectors)];
        let [costs, uses] = &mut self.solution_single;
        costs.fill(0.0);
        transposed_times_single(inverse, &self.right_single[0][..sectors], costs);
        matrix_times_single(inverse, &self.right_single[1], &mut uses[..sectors]);
    }

    /// Places of one region's block of the Leontief inverse.
    fn block(&self, region: usize, sectors: usize) -> std::ops::Range<usize> {
        region * sectors * self.width..(region + 1) * sectors * self.width
    }
}
