//! One evaluation of the map whose fixed point is the equilibrium: from costs of inputs, use of inputs, incomes and wages to
//! prices, output, revenue and labour demand, and the exact residuals of a point.

use unequal_vector::{exponentials, matrix_times, transpose, transposed_times, vectorised};

use crate::solver::cached_evaluation::CachedEvaluation;
use crate::solver::economy::Economy;
use crate::solver::markets::spending_over_price_sum;
use crate::solver::state::State;
use crate::solver::workspace::Workspace;
use crate::{EquilibriumError, Result};

impl Economy<'_> {
    /// Evaluates the map at `state` up to incomes and labour demand. What prices and output imply for the costs and use of
    /// inputs is left to [`Self::residuals`] or to the preconditioner.
    pub fn evaluate(&self, state: &State, work: &mut Workspace) -> Result<()> {
        self.costs(state, work);
        self.purchases(state, work);
        self.markets(work);
        self.outcomes(state, work)
    }

    /// [`Self::evaluate`] at the very point of a cached evaluation, with productivity as it was there.
    pub fn evaluate_from(&self, cached: &CachedEvaluation, state: &State, work: &mut Workspace) -> Result<()> {
        self.costs(state, work);
        self.purchases(state, work);
        cached.markets(self, work);
        self.outcomes(state, work)
    }

    /// What follows from the markets: output, revenue, prices, incomes and labour demand.
    fn outcomes(&self, state: &State, work: &mut Workspace) -> Result<()> {
        self.sales(work);
        self.prices(work);
        self.incomes(state, work)?;
        self.labour(work);
        Ok(())
    }

    /// ln c = b ln w + g' ln P - ln A, and u = c^(-theta) (G1).
    fn costs(&self, state: &State, work: &mut Workspace) {
        let (regions, sectors) = (self.kernel.regions, self.kernel.sectors);
        let width = self.prepared.sector_width;
        let rows = work.ln_cost.chunks_exact_mut(width).zip(work.by_region.chunks_exact_mut(width));
        let given = state.input_cost().chunks_exact(width).zip(self.prepared.value_added_shares.chunks_exact(width));
        for (region, ((costs, exponents), (inputs, labour))) in rows.zip(given).enumerate() {
            let ln_wage = state.ln_wage()[region];
            vectorised(|| {
                for ((cost, labour), inputs) in costs.iter_mut().zip(labour).zip(inputs) {
                    *cost = labour * ln_wage + inputs;
                }
            });
            if let Some(productivity) = self.ln_productivity {
                for (cost, productivity) in costs.iter_mut().zip(productivity.row(region)) {
                    *cost -= productivity;
                }
            }
            vectorised(|| {
                for ((exponent, cost), theta) in exponents.iter_mut().zip(&*costs).zip(&self.prepared.elasticities) {
                    *exponent = -theta * cost;
                }
            });
        }
        // The padding of sectors holds zeros, so its powers are ones, which the transposition drops; that of regions stays
        // zero.
        exponentials(&work.by_region, &mut work.output);
        transpose(&work.output, regions, sectors, &mut work.cost_power);
    }

    /// X = g Y + alpha I (G9).
    fn purchases(&self, state: &State, work: &mut Workspace) {
        let (regions, sectors) = (self.kernel.regions, self.kernel.sectors);
        let width = self.prepared.sector_width;
        let rows = work.spending.chunks_exact_mut(width).zip(state.input_use().chunks_exact(width));
        let rows = rows.zip(self.prepared.final_shares.chunks_exact(width));
        let scales = state.income().iter().zip(&self.primitives.value_added);
        for (((spending, inputs), shares), (income, value_added)) in rows.zip(scales) {
            vectorised(|| {
                for ((spending, inputs), share) in spending.iter_mut().zip(inputs).zip(shares) {
                    *spending = value_added * (inputs + share * income);
                }
            });
        }
        transpose(&work.spending, regions, sectors, &mut work.spending_of);
    }

    /// I = w L VA + revenue + deficit (G8).
    fn incomes(&self, state: &State, work: &mut Workspace) -> Result<()> {
        let ln_wages = state.ln_wage();
        let unit = self.deficit_unit(ln_wages);
        for ((exponent, ln_wage), ln_labour) in work.by_region.iter_mut().zip(ln_wages).zip(&self.ln_labour) {
            *exponent = ln_wage + ln_labour;
        }
        exponentials(&work.by_region[..self.prepared.region_width], &mut work.wages);
        for (region, value_added) in self.primitives.value_added.iter().enumerate() {
            work.wages[region] *= value_added;
            self.income_from(region, unit, work)?;
        }
        Ok(())
    }

    /// One region's income from what its labour earns.
    fn income_from(&self, region: usize, unit: f64, work: &mut Workspace) -> Result<()> {
        let income = work.wages[region] + work.revenue[region] + unit * self.deficits[region];
        if income <= 0.0 {
            let region = self.primitives.regions.code(region).to_string();
            return Err(EquilibriumError::NoIncome { region, income });
        }
        work.income[region] = income;
        Ok(())
    }

    /// [`Self::incomes`] of one region.
    pub fn income_of(&self, region: usize, ln_wages: &[f64], work: &mut Workspace) -> Result<()> {
        work.wages[region] = (ln_wages[region] + self.ln_labour[region]).exp() * self.primitives.value_added[region];
        self.income_from(region, self.deficit_unit(ln_wages), work)
    }

    /// Log excess demand for labour (G10).
    fn labour(&self, work: &mut Workspace) {
        (0..self.kernel.regions).for_each(|region| self.labour_of(region, work));
    }

    /// [`Self::labour`] of one region.
    pub fn labour_of(&self, region: usize, work: &mut Workspace) {
        let width = self.prepared.sector_width;
        let row = region * width..(region + 1) * width;
        let mut demand = [0.0];
        matrix_times(&self.prepared.value_added_shares[row.clone()], &work.output[row], &mut demand);
        work.excess_demand[region] = (demand[0] / work.wages[region]).ln();
    }

    /// After [`Self::evaluate`]: the residuals of input costs, from the new prices (G1), and of input use, from the new
    /// output, and the spending that follows from this use and the new incomes (G9).
    pub fn residuals(&self, state: &State, work: &mut Workspace) {
        spending_over_price_sum(&work.spending_of, &work.price_sum, &mut work.spread);
        let sectors = self.kernel.sectors;
        let width = self.prepared.sector_width;
        for (region, value_added) in self.primitives.value_added.iter().enumerate() {
            let row = region * width..(region + 1) * width;
            let inputs = &self.prepared.inputs[region * sectors * width..][..sectors * width];
            // Use first: its product reads several rows at once, which fills the cache faster.
            let used = &mut work.spending[row.clone()][..sectors];
            matrix_times(inputs, &work.output[row.clone()], used);
            let residual = &mut work.cost_residual[row.clone()];
            residual.fill(0.0);
            transposed_times(inputs, &work.ln_price[row.clone()][..sectors], residual);
            residual.iter_mut().zip(&state.input_cost()[row.clone()]).for_each(|(residual, old)| *residual -= old);
            let (income, shares) = (work.income[region], &self.prepared.final_shares[row.clone()]);
            let residuals = work.use_residual[row.clone()].iter_mut().zip(&state.input_use()[row]);
            for ((used, share), (residual, old)) in used.iter_mut().zip(shares).zip(residuals) {
                *residual = *used / value_added - old;
                *used += share * income;
            }
        }
    }
}
