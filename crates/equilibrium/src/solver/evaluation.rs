//! One evaluation of the fixed point: from costs of inputs, use, incomes and wages to prices, output, revenue and
//! labour demand, and the exact residuals of a point.
//!
//! Arrays `[region][sector]` have padded rows of `sector_width` numbers, arrays
//! `[sector][region]` of `region_width`; padding is zero unless said otherwise.

use unequal_vector::{exponentials, matrix_times, transpose, transposed_times, vectorised};

use crate::model::options::{DeficitRule, Numeraire, SolveOptions};
use crate::model::primitives::Primitives;
use crate::solver::cached_evaluation::Reference;
use crate::solver::kernel::Kernel;
use crate::solver::markets::spread_over;
use crate::solver::prepared::Prepared;
use crate::solver::state::State;
use crate::{EquilibriumError, Result};

/// Everything a sweep computes on the way.
#[derive(Debug, Clone)]
pub(crate) struct Work {
    /// ln c-hat, `[region][sector]`.
    pub ln_cost: Vec<f64>,
    /// u = c^(-theta), `[sector][region]`.
    pub cost_power: Vec<f64>,
    /// Q = A u, `[sector][region]`, padded with ones so that its logarithm exists.
    pub price_sum: Vec<f64>,
    /// ln P-hat that the costs lead to, `[region][sector]`.
    pub ln_price: Vec<f64>,
    /// X that was swept, `[region][sector]`; after [`Economy::residuals`] what it leads to.
    pub spending: Vec<f64>,
    /// Y', `[region][sector]`; its padding means nothing.
    pub output: Vec<f64>,
    /// Revenue by owner, `[region]`.
    pub revenue: Vec<f64>,
    /// I', `[region]`.
    pub income: Vec<f64>,
    /// ln of labour demand over labour supply, `[region]`.
    pub labour_gap: Vec<f64>,
    /// w L VA, `[region, padded]`; its padding means nothing.
    pub wages: Vec<f64>,
    /// What the new prices make of the cost of inputs, less what was swept, `[region][sector]`.
    pub cost_gap: Vec<f64>,
    /// The same of use as inputs, in units of the region's value added, `[region][sector]`.
    pub use_gap: Vec<f64>,
    /// Room for `[sector][region]`.
    pub by_sector: Vec<f64>,
    /// Room for `[region][sector]`.
    by_region: Vec<f64>,
    /// X / Q, `[sector][region]`, after [`Economy::residuals`] or [`Economy::sweep_at`].
    pub spread: Vec<f64>,
    /// `B' (X / Q)`: Y' for a unit of its power, `[sector][region]`.
    pub supplied: Vec<f64>,
    /// `B u`: what producers receive of each buyer's spending, before it is divided by its price sum,
    /// `[sector][region]`; only if there is revenue.
    pub produced: Vec<f64>,
    /// X, `[sector][region]`.
    pub spending_of: Vec<f64>,
}

impl Work {
    pub fn new(prepared: &Prepared, regions: usize) -> Self {
        let sectors = prepared.shares.traded.len();
        let by_region = vec![0.0; regions * prepared.sector_width];
        let by_sector = vec![0.0; sectors * prepared.region_width];
        Self {
            ln_cost: by_region.clone(),
            cost_power: by_sector.clone(),
            price_sum: vec![1.0; by_sector.len()],
            ln_price: by_region.clone(),
            spending: by_region.clone(),
            output: by_region.clone(),
            revenue: vec![0.0; regions],
            income: vec![0.0; regions],
            labour_gap: vec![0.0; regions],
            wages: vec![0.0; prepared.region_width],
            cost_gap: by_region.clone(),
            use_gap: by_region.clone(),
            spread: by_sector.clone(),
            supplied: by_sector.clone(),
            produced: by_sector.clone(),
            spending_of: by_sector.clone(),
            by_sector,
            by_region,
        }
    }
}

/// An economy under wedges, ready to be swept.
pub(crate) struct Economy<'a> {
    pub primitives: &'a Primitives,
    pub prepared: &'a Prepared,
    pub options: &'a SolveOptions,
    pub kernel: Kernel,
    /// Parts of the world that still trade with each other.
    pub groups: Vec<Vec<usize>>,
    pub deficits: Vec<f64>,
    pub ln_labour: Vec<f64>,
    pub ln_productivity: Option<&'a ndarray::Array2<f64>>,
}

impl Economy<'_> {
    /// Evaluates the map at `state` up to incomes and labour demand; how prices and output come back as costs and
    /// use of inputs is [`Self::residuals`], or the preconditioner's to say.
    pub fn sweep(&self, state: &State, work: &mut Work) -> Result<()> {
        self.costs(state, work);
        self.purchases(state, work);
        self.markets(work);
        self.outcomes(state, work)
    }

    /// [`Self::sweep`] at the very point of a reference, with productivity as it was there.
    pub fn sweep_at(&self, reference: &Reference, state: &State, work: &mut Work) -> Result<()> {
        self.costs(state, work);
        self.purchases(state, work);
        reference.markets(self, work);
        self.outcomes(state, work)
    }

    /// What follows from markets.
    fn outcomes(&self, state: &State, work: &mut Work) -> Result<()> {
        self.sales(work);
        self.prices(work);
        self.incomes(state, work)?;
        self.labour(work);
        Ok(())
    }

    /// ln c = b ln w + g' ln P - ln A, and u = c^(-theta) (G1).
    fn costs(&self, state: &State, work: &mut Work) {
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
        // The padding of sectors holds zero, so its powers are ones, which are left behind here;
        // that of regions stays zero.
        exponentials(&work.by_region, &mut work.output);
        transpose(&work.output, regions, sectors, &mut work.cost_power);
    }

    /// X = g Y + alpha I (G9).
    fn purchases(&self, state: &State, work: &mut Work) {
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

    /// The region in whose wages deficits are fixed; in units of world value added they move with them.
    pub fn deficits_move_with(&self) -> Option<usize> {
        match (&self.options.deficits, self.options.numeraire) {
            (DeficitRule::FixedNominal | DeficitRule::Given(_), Numeraire::Region(region)) => Some(region),
            _ => None,
        }
    }

    /// What a unit of deficit is worth.
    pub fn deficit_unit(&self, ln_wages: &[f64]) -> f64 {
        self.deficits_move_with().map_or(1.0, |region| ln_wages[region].exp())
    }

    /// I = w L VA + revenue + deficit (G8).
    fn incomes(&self, state: &State, work: &mut Work) -> Result<()> {
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
    fn income_from(&self, region: usize, unit: f64, work: &mut Work) -> Result<()> {
        let income = work.wages[region] + work.revenue[region] + unit * self.deficits[region];
        if income <= 0.0 {
            let region = self.primitives.regions.code(region).to_string();
            return Err(EquilibriumError::NoIncome { region, income });
        }
        work.income[region] = income;
        Ok(())
    }

    /// [`Self::incomes`] of one region.
    pub fn income_of(&self, region: usize, ln_wages: &[f64], work: &mut Work) -> Result<()> {
        work.wages[region] = (ln_wages[region] + self.ln_labour[region]).exp() * self.primitives.value_added[region];
        self.income_from(region, self.deficit_unit(ln_wages), work)
    }

    /// How far labour demand is from supply (G10).
    fn labour(&self, work: &mut Work) {
        (0..self.kernel.regions).for_each(|region| self.labour_of(region, work));
    }

    /// The same of one region.
    pub fn labour_of(&self, region: usize, work: &mut Work) {
        let width = self.prepared.sector_width;
        let row = region * width..(region + 1) * width;
        let mut demand = [0.0];
        matrix_times(&self.prepared.value_added_shares[row.clone()], &work.output[row], &mut demand);
        work.labour_gap[region] = (demand[0] / work.wages[region]).ln();
    }

    /// After a sweep: what the new prices make of the costs of inputs (G1) and the new output
    /// of their use, less what was swept, and the spending that this and the new incomes make (G9).
    pub fn residuals(&self, state: &State, work: &mut Work) {
        spread_over(&work.spending_of, &work.price_sum, &mut work.spread);
        let sectors = self.kernel.sectors;
        let width = self.prepared.sector_width;
        for (region, value_added) in self.primitives.value_added.iter().enumerate() {
            let row = region * width..(region + 1) * width;
            let inputs = &self.prepared.inputs[region * sectors * width..][..sectors * width];
            // Use first: its product reads several rows at once, which brings them into the cache faster.
            let used = &mut work.spending[row.clone()][..sectors];
            matrix_times(inputs, &work.output[row.clone()], used);
            let gap = &mut work.cost_gap[row.clone()];
            gap.fill(0.0);
            transposed_times(inputs, &work.ln_price[row.clone()][..sectors], gap);
            gap.iter_mut().zip(&state.input_cost()[row.clone()]).for_each(|(gap, old)| *gap -= old);
            let (income, shares) = (work.income[region], &self.prepared.final_shares[row.clone()]);
            let gaps = work.use_gap[row.clone()].iter_mut().zip(&state.input_use()[row]);
            for ((used, share), (gap, old)) in used.iter_mut().zip(shares).zip(gaps) {
                *gap = *used / value_added - old;
                *used += share * income;
            }
        }
    }
}
