//! One evaluation of the fixed point: from prices, spending and wages to their images.
//!
//! Arrays `[region][sector]` have padded rows of `sector_width` numbers, arrays
//! `[sector][region]` of `region_width`; padding is zero unless said otherwise.

use unequal_vector::{Stored, exponentials, logarithms, market, matrix_times, transpose, transposed_times};

use crate::baseline::Baseline;
use crate::kernel::Kernel;
use crate::options::{DeficitRule, Numeraire, SolveOptions};
use crate::prepared::Prepared;
use crate::primitives::Primitives;
use crate::{EquilibriumError, Result};

/// The unknowns of the fixed point.
#[derive(Debug, Clone)]
pub(crate) struct State {
    /// ln P-hat, `[region][sector]`.
    pub ln_price: Vec<f64>,
    /// X', `[region][sector]`.
    pub spending: Vec<f64>,
    /// ln w-hat, `[region]`.
    pub ln_wage: Vec<f64>,
}

/// Everything a sweep computes on the way.
#[derive(Debug)]
pub(crate) struct Work {
    /// ln c-hat, `[region][sector]`.
    pub ln_cost: Vec<f64>,
    /// u = c^(-theta), `[sector][region]`.
    pub cost_power: Vec<f64>,
    /// Q = A u, `[sector][region]`, padded with ones so that its logarithm exists.
    pub price_sum: Vec<f64>,
    /// Y', `[region][sector]`.
    pub output: Vec<f64>,
    /// Revenue by owner, `[region]`.
    pub revenue: Vec<f64>,
    /// I', `[region]`.
    pub income: Vec<f64>,
    /// ln of labour demand over labour supply, `[region]`.
    pub labour_gap: Vec<f64>,
    /// w L VA, `[region]`.
    pub wages: Vec<f64>,
    by_sector: Vec<f64>,
    by_region: Vec<f64>,
    /// X', `[sector][region]`.
    spending_of: Vec<f64>,
    /// Y', `[sector][region]`.
    supplied: Vec<f64>,
    produced: Vec<f64>,
}

impl State {
    /// Prices and wages as in the baseline, with a given spending `[region][sector]`.
    pub fn unchanged(prepared: &Prepared, regions: usize, spending: impl Fn(usize, usize) -> f64) -> Self {
        let width = prepared.sector_width;
        let sectors = prepared.shares.traded.len();
        let mut padded = vec![0.0; regions * width];
        for region in 0..regions {
            for sector in 0..sectors {
                padded[region * width + sector] = spending(region, sector);
            }
        }
        Self { ln_price: vec![0.0; padded.len()], spending: padded, ln_wage: vec![0.0; regions] }
    }

    /// The state in which nothing has changed.
    pub fn of_baseline(baseline: &Baseline) -> Self {
        let spending = baseline.expenditure();
        Self::unchanged(baseline.prepared(), spending.nrows(), |region, sector| spending[[region, sector]])
    }
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
            output: by_region.clone(),
            revenue: vec![0.0; regions],
            income: vec![0.0; regions],
            labour_gap: vec![0.0; regions],
            wages: vec![0.0; regions],
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

/// The shares that a sweep reads, in one precision.
#[derive(Clone, Copy)]
struct Coefficients<'a, N> {
    inputs: &'a [N],
    demand: &'a [N],
    supply: &'a [N],
}

impl Economy<'_> {
    /// Evaluates the map at `state`: new prices and spending into `next`, the rest into `work`.
    pub fn sweep(&self, state: &State, next: &mut State, work: &mut Work, precision: Precision) -> Result<()> {
        match precision {
            Precision::Coarse => {
                let [demand, supply] = self.kernel.coarse();
                let inputs = &self.prepared.coarse_inputs;
                self.sweep_with(Coefficients { inputs, demand, supply }, state, next, work)
            }
            Precision::Fine => {
                let [demand, supply] = self.kernel.fine();
                let inputs = &self.prepared.inputs;
                self.sweep_with(Coefficients { inputs, demand, supply }, state, next, work)
            }
        }
    }

    fn sweep_with<N: Stored>(
        &self,
        coefficients: Coefficients<'_, N>,
        state: &State,
        next: &mut State,
        work: &mut Work,
    ) -> Result<()> {
        self.costs(coefficients, state, work);
        self.markets(coefficients, state, next, work);
        self.incomes(state, work)?;
        self.spending(coefficients, next, work);
        self.labour(work);
        Ok(())
    }

    /// ln c = b ln w + g' ln P - ln A, and u = c^(-theta) (G1).
    fn costs<N: Stored>(&self, coefficients: Coefficients<'_, N>, state: &State, work: &mut Work) {
        let (regions, sectors) = (self.kernel.regions, self.kernel.sectors);
        let width = self.prepared.sector_width;
        for region in 0..regions {
            let cost = &mut work.ln_cost[region * width..][..width];
            let labour = &self.prepared.value_added_shares[region * width..][..width];
            for (cost, labour) in cost.iter_mut().zip(labour) {
                *cost = labour * state.ln_wage[region];
            }
            if let Some(productivity) = self.ln_productivity {
                for (cost, productivity) in cost.iter_mut().zip(productivity.row(region)) {
                    *cost -= productivity;
                }
            }
            let inputs = &coefficients.inputs[region * sectors * width..][..sectors * width];
            transposed_times(inputs, &state.ln_price[region * width..][..sectors], cost);
            let exponents = &mut work.by_region[region * width..][..width];
            for ((exponent, cost), theta) in exponents.iter_mut().zip(&*cost).zip(&self.primitives.trade_elasticity) {
                *exponent = -theta * cost;
            }
        }
        // The padding of sectors holds ln P = 0, so its powers are ones, which are left behind here;
        // that of regions stays zero.
        exponentials(&work.by_region, &mut work.output);
        transpose(&work.output, regions, sectors, &mut work.cost_power);
    }

    /// Price indices, output and revenue (G3 to G7).
    fn markets<N: Stored>(&self, coefficients: Coefficients<'_, N>, state: &State, next: &mut State, work: &mut Work) {
        let (regions, sectors) = (self.kernel.regions, self.kernel.sectors);
        let region_width = self.prepared.region_width;
        work.revenue.fill(0.0);
        transpose(&state.spending, regions, sectors, &mut work.spending_of);
        for sector in 0..sectors {
            let row = sector * region_width..(sector + 1) * region_width;
            let power = &work.cost_power[row.clone()];
            let spending = &work.spending_of[row.clone()][..regions];
            let sums = &mut work.price_sum[row.clone()][..regions];
            let supplied = &mut work.supplied[row];
            let block = sector * regions * region_width..(sector + 1) * regions * region_width;
            let (demand, supply) = (&coefficients.demand[block.clone()], &coefficients.supply[block]);
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
        self.prices(next, work);
    }

    /// ln P = -ln Q / theta; a product that nobody supplies or uses keeps a price without weight.
    fn prices(&self, next: &mut State, work: &mut Work) {
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
        transpose(&work.by_sector, sectors, regions, &mut next.ln_price);
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
        let unit = match (&self.options.deficits, self.options.numeraire) {
            // Deficits fixed in the numeraire: in units of world value added they move with it.
            (DeficitRule::FixedNominal | DeficitRule::Given(_), Numeraire::Region(region)) => {
                state.ln_wage[region].exp()
            }
            _ => 1.0,
        };
        for region in 0..self.kernel.regions {
            let wages = self.labour_income(region, state.ln_wage[region]);
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

    /// X = g Y + alpha I (G9).
    fn spending<N: Stored>(&self, coefficients: Coefficients<'_, N>, next: &mut State, work: &mut Work) {
        let sectors = self.kernel.sectors;
        let width = self.prepared.sector_width;
        for region in 0..self.kernel.regions {
            let spending = &mut next.spending[region * width..][..sectors];
            let inputs = &coefficients.inputs[region * sectors * width..][..sectors * width];
            matrix_times(inputs, &work.output[region * width..][..width], spending);
            let shares = &self.prepared.final_shares[region * width..][..sectors];
            for (spending, share) in spending.iter_mut().zip(shares) {
                *spending += share * work.income[region];
            }
        }
    }

    /// How far labour demand is from supply (G10).
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
}
