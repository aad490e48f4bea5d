//! One evaluation of the fixed point: from costs of inputs, use, incomes and wages to prices, output, revenue and
//! labour demand, and the exact residuals of a point.
//!
//! Arrays `[region][sector]` have padded rows of `sector_width` numbers, arrays
//! `[sector][region]` of `region_width`; padding is zero unless said otherwise.

use unequal_vector::{Stored, exponentials, logarithms, market, matrix_times, transpose, transposed_times, vectorised};

use crate::kernel::Kernel;
use crate::options::{DeficitRule, Numeraire, SolveOptions};
use crate::prepared::Prepared;
use crate::primitives::Primitives;
use crate::state::State;
use crate::{EquilibriumError, Result};

/// Everything a sweep computes on the way.
#[derive(Debug)]
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
    /// w L VA, `[region]`.
    pub wages: Vec<f64>,
    /// What the new prices make of the cost of inputs, less what was swept, `[region][sector]`.
    pub cost_gap: Vec<f64>,
    /// The same of use as inputs, in units of the region's value added, `[region][sector]`.
    pub use_gap: Vec<f64>,
    by_sector: Vec<f64>,
    by_region: Vec<f64>,
    /// X, `[sector][region]`.
    spending_of: Vec<f64>,
    /// Y', `[sector][region]`.
    supplied: Vec<f64>,
    produced: Vec<f64>,
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
            wages: vec![0.0; regions],
            cost_gap: by_region.clone(),
            use_gap: by_region.clone(),
            spending_of: by_sector.clone(),
            supplied: by_sector.clone(),
            by_sector,
            by_region,
            produced: vec![0.0; prepared.region_width],
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

/// In which precision a sweep reads the economy's shares. All arithmetic is in double precision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Precision {
    /// As rounded to single precision: half the memory to read, and a map that differs from the
    /// exact one by about 1e-7.
    Coarse,
    /// As they are.
    Fine,
}

impl Economy<'_> {
    /// Evaluates the map at `state` up to incomes and labour demand; how prices and output come back as costs and
    /// use of inputs is [`Self::residuals`], or the preconditioner's to say.
    pub fn sweep(&self, state: &State, work: &mut Work, precision: Precision) -> Result<()> {
        vectorised(|| {
            self.costs(state, work);
            self.purchases(state, work);
            match precision {
                Precision::Coarse => self.markets(self.kernel.coarse(), work),
                Precision::Fine => self.markets(self.kernel.fine(), work),
            }
            self.incomes(state, work)?;
            self.labour(work);
            Ok(())
        })
    }

    /// ln c = b ln w + g' ln P - ln A, and u = c^(-theta) (G1).
    #[inline]
    fn costs(&self, state: &State, work: &mut Work) {
        let (regions, sectors) = (self.kernel.regions, self.kernel.sectors);
        let width = self.prepared.sector_width;
        let (input_cost, ln_wages) = (state.input_cost(), state.ln_wage());
        for region in 0..regions {
            let row = region * width..(region + 1) * width;
            let cost = &mut work.ln_cost[row.clone()];
            let labour = &self.prepared.value_added_shares[row.clone()];
            let ln_wage = ln_wages[region];
            for ((cost, labour), inputs) in cost.iter_mut().zip(labour).zip(&input_cost[row.clone()]) {
                *cost = labour * ln_wage + inputs;
            }
            if let Some(productivity) = self.ln_productivity {
                for (cost, productivity) in cost.iter_mut().zip(productivity.row(region)) {
                    *cost -= productivity;
                }
            }
            let exponents = &mut work.by_region[row];
            for ((exponent, cost), theta) in exponents.iter_mut().zip(&*cost).zip(&self.primitives.trade_elasticity) {
                *exponent = -theta * cost;
            }
        }
        // The padding of sectors holds zero, so its powers are ones, which are left behind here;
        // that of regions stays zero.
        exponentials(&work.by_region, &mut work.output);
        transpose(&work.output, regions, sectors, &mut work.cost_power);
    }

    /// X = g Y + alpha I (G9).
    #[inline]
    fn purchases(&self, state: &State, work: &mut Work) {
        let (regions, sectors) = (self.kernel.regions, self.kernel.sectors);
        let width = self.prepared.sector_width;
        let rows = work.spending.chunks_exact_mut(width).zip(state.input_use().chunks_exact(width));
        let rows = rows.zip(self.prepared.final_shares.chunks_exact(width));
        let scales = state.income().iter().zip(&self.primitives.value_added);
        for (((spending, inputs), shares), (income, value_added)) in rows.zip(scales) {
            for ((spending, inputs), share) in spending.iter_mut().zip(inputs).zip(shares) {
                *spending = value_added * (inputs + share * income);
            }
        }
        transpose(&work.spending, regions, sectors, &mut work.spending_of);
    }

    /// Price indices, output and revenue (G3 to G7).
    #[inline]
    fn markets<N: Stored>(&self, [demand, supply]: [&[N]; 2], work: &mut Work) {
        let (regions, sectors) = (self.kernel.regions, self.kernel.sectors);
        let region_width = self.prepared.region_width;
        work.revenue.fill(0.0);
        for sector in 0..sectors {
            let row = sector * region_width..(sector + 1) * region_width;
            let power = &work.cost_power[row.clone()];
            let spending = &work.spending_of[row.clone()][..regions];
            let sums = &mut work.price_sum[row.clone()][..regions];
            let supplied = &mut work.supplied[row];
            let block = sector * regions * region_width..(sector + 1) * regions * region_width;
            let (demand, supply) = (&demand[block.clone()], &supply[block]);
            supplied.fill(0.0);
            if self.kernel.traded[sector] {
                market(demand, supply, power, spending, sums, supplied);
            } else {
                for region in 0..regions {
                    let place = region * region_width + region;
                    sums[region] = demand[place].into() * power[region];
                    if sums[region] > 0.0 {
                        supplied[region] = supply[place].into() * spending[region] / sums[region];
                    }
                }
            }
            for (supplied, power) in supplied.iter_mut().zip(power) {
                *supplied *= power;
            }
            if self.kernel.has_revenue() {
                // What producers receive of each buyer's spending, before it is divided by its price sum.
                matrix_times(supply, power, &mut work.produced[..regions]);
                for importer in 0..regions {
                    let market = [spending[importer], sums[importer], work.produced[importer]];
                    self.revenue([sector, importer], power, market, &mut work.revenue);
                }
            }
        }
        transpose(&work.supplied, sectors, regions, &mut work.output);
        self.prices(work);
    }

    /// ln P = -ln Q / theta; a product that nobody supplies or uses keeps a price without weight.
    #[inline]
    fn prices(&self, work: &mut Work) {
        let (regions, sectors) = (self.kernel.regions, self.kernel.sectors);
        let region_width = self.prepared.region_width;
        logarithms(&work.price_sum, &mut work.by_sector);
        let rows = work.by_sector.chunks_exact_mut(region_width).zip(work.price_sum.chunks_exact(region_width));
        for ((prices, sums), theta) in rows.zip(&self.primitives.trade_elasticity) {
            let slope = -1.0 / theta;
            for (price, sum) in prices.iter_mut().zip(sums) {
                *price = if *sum > 0.0 { slope * *price } else { 0.0 };
            }
        }
        transpose(&work.by_sector, sectors, regions, &mut work.ln_price);
    }

    /// Tariffs to the importer, export taxes and fees to their owners (G7).
    fn revenue(
        &self,
        [sector, importer]: [usize; 2],
        power: &[f64],
        [spending, sum, produced]: [f64; 3],
        revenue: &mut [f64],
    ) {
        if sum <= 0.0 {
            return;
        }
        let spread = spending / sum;
        let supply = self.kernel.supply_row(sector, importer);
        let mut tariff = spending - produced * spread;
        for cell in self.kernel.revenue_row(sector, importer) {
            let value = supply[cell.exporter] * power[cell.exporter] * spread;
            tariff -= value * cell.total;
            for (owner, amount) in &cell.owners {
                revenue[*owner] += value * amount;
            }
        }
        revenue[importer] += tariff;
    }

    /// I = w L VA + revenue + deficit (G8).
    fn incomes(&self, state: &State, work: &mut Work) -> Result<()> {
        let ln_wages = state.ln_wage();
        let unit = match (&self.options.deficits, self.options.numeraire) {
            // Deficits fixed in the numeraire: in units of world value added they move with it.
            (DeficitRule::FixedNominal | DeficitRule::Given(_), Numeraire::Region(region)) => ln_wages[region].exp(),
            _ => 1.0,
        };
        for region in 0..self.kernel.regions {
            let wages = self.labour_income(region, ln_wages[region]);
            let income = wages + work.revenue[region] + unit * self.deficits[region];
            if income <= 0.0 {
                return Err(EquilibriumError::NoIncome {
                    region: self.primitives.regions.code(region).to_string(),
                    income,
                });
            }
            work.wages[region] = wages;
            work.income[region] = income;
        }
        Ok(())
    }

    /// w L VA of one region.
    pub fn labour_income(&self, region: usize, ln_wage: f64) -> f64 {
        (ln_wage + self.ln_labour[region]).exp() * self.primitives.value_added[region]
    }

    /// How far labour demand is from supply (G10).
    #[inline]
    fn labour(&self, work: &mut Work) {
        let sectors = self.kernel.sectors;
        let width = self.prepared.sector_width;
        for region in 0..self.kernel.regions {
            let output = &work.output[region * width..][..sectors];
            let labour = &self.prepared.value_added_shares[region * width..][..sectors];
            let demand: f64 = output.iter().zip(labour).map(|(output, labour)| labour * output).sum();
            work.labour_gap[region] = (demand / work.wages[region]).ln();
        }
    }

    /// After a sweep in [`Precision::Fine`]: what the new prices make of the costs of inputs (G1) and the new output
    /// of their use, less what was swept, and the spending that this and the new incomes make (G9).
    pub fn residuals(&self, state: &State, work: &mut Work) {
        let sectors = self.kernel.sectors;
        let width = self.prepared.sector_width;
        for (region, value_added) in self.primitives.value_added.iter().enumerate() {
            let row = region * width..(region + 1) * width;
            let inputs = &self.prepared.inputs[region * sectors * width..][..sectors * width];
            let gap = &mut work.cost_gap[row.clone()];
            gap.fill(0.0);
            transposed_times(inputs, &work.ln_price[row.clone()][..sectors], gap);
            gap.iter_mut().zip(&state.input_cost()[row.clone()]).for_each(|(gap, old)| *gap -= old);
            let used = &mut work.spending[row.clone()][..sectors];
            matrix_times(inputs, &work.output[row.clone()], used);
            let (income, shares) = (work.income[region], &self.prepared.final_shares[row.clone()]);
            let gaps = work.use_gap[row.clone()].iter_mut().zip(&state.input_use()[row]);
            for ((used, share), (gap, old)) in used.iter_mut().zip(shares).zip(gaps) {
                *gap = *used / value_added - old;
                *used += share * income;
            }
        }
    }
}
