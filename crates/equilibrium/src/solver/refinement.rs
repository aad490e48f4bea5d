//! Mixed-precision iterative refinement: differences from an exactly evaluated point, in single precision.
//!
//! An evaluation of the map is bound by memory bandwidth, and single precision halves the memory read. It cannot place an
//! equilibrium to more than six digits, but from a point whose residuals are known exactly it gives the distance to the
//! equilibrium to six digits. So every quantity here is a difference from such a point, computed without cancellation
//! (products are expanded, `exp(x) - 1` and `ln(1 + x)` are used), and its error shrinks with it. Then the point is moved by
//! the difference and evaluated exactly again. Convergence is only ever decided on the exact residuals.

mod steps;

use unequal_vector::{
    LANES, exponentials_less_one_single, logarithms_of_one_plus_single, matrix_times_single, transpose_single,
    transposed_times_single, vectorised,
};

use crate::solver::economy::{Economy, EvaluatedPoint};
use crate::solver::parameters::PARAMETERS;
use crate::solver::prepared::SinglePrecision;
use crate::solver::trade_balance::TradeBalance;
use crate::solver::wages::{WageUpdate, Wages};

/// The exact point, rounded to single precision, and its own step.
struct Point {
    /// u, Q, X / Q, `B' (X / Q)` and `B u`: `[sector][region]`.
    power: Vec<f32>,
    price_sum: Vec<f32>,
    spread: Vec<f32>,
    supplied: Vec<f32>,
    produced: Vec<f32>,
    /// Steps of costs and use with wages and incomes held: `[region][sector]`.
    steps: [Vec<f32>; 2],
    /// Spending at the point or as its residuals imply, either of which will do to compare changes with, and use as inputs
    /// in units of value added: `[region][sector]`.
    spending: Vec<f32>,
    used: Vec<f32>,
    /// Income in units of value added at the point, `[region, padded]`, as the map gives it, and the difference,
    /// `[region]`.
    income: Vec<f32>,
    income_after: Vec<f64>,
    income_step: Vec<f64>,
    /// Log excess demand for labour, and what labour earns: `[region]`.
    excess_demand: Vec<f64>,
    earned: Vec<f64>,
    /// Value of a unit of deficit.
    unit: f64,
}

/// The map and its preconditioned step in differences, laid out as [`crate::solver::state::State::values`].
pub(crate) struct Refinement<'a> {
    economy: &'a Economy<'a>,
    shares: &'a SinglePrecision,
    point: Point,
    wages: Wages,
    /// Growth of power, then change of u, `[sector][region]`.
    power: Vec<f32>,
    /// Change of X, `[sector][region]`.
    spending: Vec<f32>,
    /// Relative change of Q, then change of ln P, `[sector][region]`.
    price: Vec<f32>,
    /// Change of Y, `[sector][region]`.
    sales: Vec<f32>,
    /// Scratch space, changes of ln P and of Y: `[region][sector]`.
    scratch: [Vec<f32>; 2],
    ln_price: Vec<f32>,
    output: Vec<f32>,
    /// Scratch rows over regions.
    rows: [Vec<f32>; 3],
    revenue: Vec<f64>,
    /// I' in units of value added less the point's; log excess demand for labour; what labour earns: `[region]`.
    income: Vec<f64>,
    excess_demand: Vec<f64>,
    earned: Vec<f64>,
    /// Log excess demand as expected after the pending steps: `[region]`.
    expected_demand: Vec<f64>,
    /// The step, laid out as the differences.
    step: Vec<f32>,
    before: Vec<f32>,
}

fn round_to(rounded: &mut Vec<f32>, values: &[f64]) {
    rounded.clear();
    rounded.extend(values.iter().map(|value| *value as f32));
}

impl<'a> Refinement<'a> {
    pub fn new(economy: &'a Economy<'a>, rule: WageUpdate) -> Self {
        let prepared = economy.prepared;
        let regions = economy.kernel.regions;
        let by_sector = vec![0.0; economy.kernel.sectors * prepared.region_width];
        let by_region = vec![0.0; regions * prepared.sector_width];
        let row = vec![0.0; prepared.region_width];
        Self {
            economy,
            shares: &prepared.single,
            point: Point {
                power: Vec::new(),
                price_sum: Vec::new(),
                spread: Vec::new(),
                supplied: Vec::new(),
                produced: Vec::new(),
                steps: [Vec::new(), Vec::new()],
                spending: Vec::new(),
                used: Vec::new(),
                income: row.clone(),
                income_after: Vec::new(),
                income_step: Vec::new(),
                excess_demand: Vec::new(),
                earned: Vec::new(),
                unit: 1.0,
            },
            wages: Wages::new(economy, rule),
            power: by_sector.clone(),
            spending: by_sector.clone(),
            price: by_sector.clone(),
            sales: by_sector,
            scratch: [by_region.clone(), by_region.clone()],
            ln_price: by_region.clone(),
            output: by_region,
            rows: [row.clone(), row.clone(), row],
            revenue: vec![0.0; regions],
            income: vec![0.0; regions],
            excess_demand: vec![0.0; regions],
            earned: vec![0.0; regions],
            expected_demand: vec![0.0; regions],
            step: vec![0.0; 2 * (regions * prepared.sector_width + prepared.region_width)],
            before: Vec::new(),
        }
    }

    /// The balances of trade of nearly closed regions.
    pub fn balances(&mut self) -> &mut [TradeBalance] {
        self.wages.balances()
    }

    /// Sets the point. `steps_with_incomes_held` computes a region's steps of costs and use there, with wages and incomes
    /// held. The first step from the point is ready afterwards.
    pub fn set_point(
        &mut self,
        at: EvaluatedPoint<'_>,
        mut steps_with_incomes_held: impl FnMut(usize, [&mut [f64]; 2]),
    ) {
        let (point, work) = (&mut self.point, at.work);
        for (rounded, values) in [
            (&mut point.power, &work.cost_power),
            (&mut point.price_sum, &work.price_sum),
            (&mut point.spread, &work.spread),
            (&mut point.supplied, &work.supplied),
            (&mut point.produced, &work.produced),
            (&mut point.spending, &work.spending),
        ] {
            round_to(rounded, values);
        }
        point.steps.iter_mut().for_each(|steps| steps.resize(work.ln_price.len(), 0.0));
        round_to(&mut point.used, at.state.input_use());
        for (rounded, value) in point.income.iter_mut().zip(at.state.income()) {
            *rounded = *value as f32;
        }
        let value_added = &self.economy.primitives.value_added;
        point.income_after.clear();
        point.income_after.extend(work.income.iter().zip(value_added).map(|(income, unit)| income / unit));
        point.income_step.clear();
        point
            .income_step
            .extend(point.income_after.iter().zip(at.state.income()).map(|(after, before)| after - before));
        point.excess_demand.clone_from(&work.excess_demand);
        point.earned.clone_from(&work.wages);
        point.unit = self.economy.deficit_unit(at.state.ln_wage());
        self.income.fill(0.0);
        self.excess_demand.copy_from_slice(&work.excess_demand);
        self.earned.copy_from_slice(&work.wages[..self.economy.kernel.regions]);
        self.ln_price.fill(0.0);
        self.output.fill(0.0);
        self.wages.linearise(self.economy, at.work, self.point.unit);
        let width = self.width();
        let mut steps = [vec![0.0; width], vec![0.0; width]];
        for region in 0..self.regions() {
            let [costs, uses] = &mut steps;
            steps_with_incomes_held(region, [costs, uses]);
            for (rounded, steps) in self.point.steps.iter_mut().zip(&steps) {
                let row = rounded[region * width..].iter_mut().zip(steps);
                row.for_each(|(rounded, step)| *rounded = *step as f32);
            }
            self.first_step_of(region);
        }
        self.step_wages();
    }

    /// Evaluates the map at `differences` from the point and computes the step there; false if they are too large for single
    /// precision, or leave a region without income.
    pub fn evaluate(&mut self, differences: &[f32]) -> bool {
        let fits = self.costs(differences) <= PARAMETERS.refinement.max_exponent;
        self.purchases(differences);
        let fits = fits && self.markets();
        if !fits {
            return false;
        }
        self.update_balances(differences);
        self.prices();
        if !self.labour(differences) || !self.incomes() {
            return false;
        }
        self.take_step(differences);
        true
    }

    fn width(&self) -> usize {
        self.economy.prepared.sector_width
    }

    fn regions(&self) -> usize {
        self.economy.kernel.regions
    }

    /// Number of cells `[region][sector, padded]`.
    fn cells(&self) -> usize {
        self.regions() * self.width()
    }

    /// Differences of costs, use, incomes and wages.
    fn split<'s>(&self, differences: &'s [f32]) -> [&'s [f32]; 4] {
        let (costs, rest) = differences.split_at(self.cells());
        let (uses, rest) = rest.split_at(self.cells());
        let (incomes, wages) = rest.split_at(self.economy.prepared.region_width);
        [costs, uses, incomes, wages]
    }

    /// Growth of u = c^(-theta) (G1); returns the largest logarithm of it, of either sign.
    fn costs(&mut self, differences: &[f32]) -> f32 {
        let (width, regions) = (self.width(), self.regions());
        let [costs, _, _, wages] = self.split(differences);
        let mut largest = [0.0f32; LANES];
        let [exponents, growth] = &mut self.scratch;
        let rows = exponents.chunks_exact_mut(width).zip(costs.chunks_exact(width));
        for ((exponents, costs), (labour, wage)) in rows.zip(self.shares.value_added.chunks_exact(width).zip(wages)) {
            let theta = &self.shares.elasticities;
            vectorised(|| {
                for (((exponent, cost), labour), theta) in exponents.iter_mut().zip(costs).zip(labour).zip(theta) {
                    *exponent = -theta * (labour * wage + cost);
                }
                // A local copy, which the compiler keeps in registers.
                let mut most = largest;
                for exponents in exponents.as_chunks::<LANES>().0 {
                    for lane in 0..LANES {
                        let size = exponents[lane].abs();
                        most[lane] = if size > most[lane] { size } else { most[lane] };
                    }
                }
                largest = most;
            });
        }
        exponentials_less_one_single(exponents, growth);
        transpose_single(growth, regions, self.economy.kernel.sectors, &mut self.power);
        largest.into_iter().fold(0.0, f32::max)
    }

    /// Change of X = g Y + alpha I (G9).
    fn purchases(&mut self, differences: &[f32]) {
        let width = self.width();
        let [_, uses, incomes, _] = self.split(differences);
        let spending = &mut self.scratch[0];
        let rows = spending.chunks_exact_mut(width).zip(uses.chunks_exact(width));
        let rows = rows.zip(self.shares.final_use.chunks_exact(width)).zip(incomes.iter());
        for ((((spending, uses), shares), income), unit) in rows.zip(&self.economy.primitives.value_added) {
            let unit = *unit as f32;
            vectorised(|| {
                for ((spending, used), share) in spending.iter_mut().zip(uses).zip(shares) {
                    *spending = unit * (used + share * income);
                }
            });
        }
        transpose_single(spending, self.economy.kernel.regions, self.economy.kernel.sectors, &mut self.spending);
    }

    /// Changes of price sums (G3), output (G5) and revenue (G7); false if a price sum nearly vanishes.
    fn markets(&mut self) -> bool {
        let kernel = &self.economy.kernel;
        let (regions, width) = (kernel.regions, self.economy.prepared.region_width);
        let [demand, supply] = kernel.single();
        let mut fits = true;
        self.revenue.fill(0.0);
        for sector in 0..kernel.sectors {
            let row = sector * width..(sector + 1) * width;
            let block = regions * row.start..regions * row.end;
            let (demand, supply) = (&demand[block.clone()], &supply[block]);
            let [sums, spread, supplied] = &mut self.rows;
            let point = &self.point;
            let power = &mut self.power[row.clone()];
            vectorised(|| power.iter_mut().zip(&point.power[row.clone()]).for_each(|(power, old)| *power *= old));
            if kernel.traded[sector] {
                matrix_times_single(demand, power, &mut sums[..regions]);
            } else {
                at_home(demand, power, sums, regions);
            }
            let spending = &self.spending[row.clone()];
            fits &= spreads(point, row.clone(), [sums, spending], [&mut self.price[row.clone()], spread]);
            supplied.fill(0.0);
            if kernel.traded[sector] {
                transposed_times_single(supply, &spread[..regions], supplied);
            } else {
                at_home(supply, spread, supplied, regions);
            }
            let before = point.power[row.clone()].iter().zip(&point.supplied[row.clone()]);
            let changes = power.iter().zip(&*supplied).zip(before);
            let sales = &mut self.sales[row.clone()];
            vectorised(|| {
                for (sales, ((power, supplied), (old_power, old_supplied))) in sales.iter_mut().zip(changes) {
                    *sales = old_power * supplied + power * (old_supplied + supplied);
                }
            });
            if kernel.has_revenue() {
                matrix_times_single(supply, power, &mut sums[..regions]);
                for importer in 0..regions {
                    let market = [spending[importer], sums[importer], spread[importer]].map(f64::from);
                    revenue(self.economy, point, [sector, importer], power, market, &mut self.revenue);
                }
            }
        }
        fits
    }

    /// Changes of the balances of trade of nearly closed regions.
    fn update_balances(&mut self, differences: &[f32]) {
        let [_, _, _, wages] = self.split(differences);
        let growth = self.economy.deficit_unit_region().map_or(0.0, |region| f64::from(wages[region]).exp_m1());
        let (point, unit) = (&self.point, self.point.unit * growth);
        let change = |maker: usize, buyer: usize| {
            let [power, old_power] = [self.power[maker], point.power[maker]].map(f64::from);
            let [spending, old_spread] = [self.spending[buyer], point.spread[buyer]].map(f64::from);
            let [grown, old_sum] = [self.price[buyer], point.price_sum[buyer]].map(f64::from);
            let spread = if old_sum > 0.0 { (spending / old_sum - old_spread * grown) / (1.0 + grown) } else { 0.0 };
            power * old_spread + (old_power + power) * spread
        };
        self.wages.balances_at_difference(self.economy, change, unit);
    }

    /// Changes of ln P = -ln Q / theta and of output, region by region.
    fn prices(&mut self) {
        let width = self.economy.prepared.region_width;
        let (regions, sectors) = (self.economy.kernel.regions, self.economy.kernel.sectors);
        // The change of u is no longer needed.
        logarithms_of_one_plus_single(&self.price, &mut self.power);
        for (prices, theta) in self.power.chunks_exact_mut(width).zip(&self.shares.elasticities) {
            let slope = -1.0 / theta;
            vectorised(|| prices.iter_mut().for_each(|price| *price *= slope));
        }
        transpose_single(&self.power, sectors, regions, &mut self.ln_price);
        transpose_single(&self.sales, sectors, regions, &mut self.output);
    }

    /// Log excess demand for labour (G10), and what labour earns; false if the demand for it nearly vanishes.
    fn labour(&mut self, differences: &[f32]) -> bool {
        let width = self.width();
        let [_, _, _, wages] = self.split(differences);
        let [growth, demand, logarithms] = &mut self.rows;
        exponentials_less_one_single(wages, growth);
        let rows = self.shares.value_added.chunks_exact(width).zip(self.output.chunks_exact(width));
        let mut fits = true;
        for (region, (labour, output)) in rows.enumerate() {
            let mut change = [0.0];
            matrix_times_single(labour, output, &mut change);
            let before = self.point.excess_demand[region].exp() * self.point.earned[region];
            demand[region] = (f64::from(change[0]) / before) as f32;
            fits &= demand[region] >= PARAMETERS.refinement.min_part_left - 1.0;
            self.earned[region] = self.point.earned[region] * (1.0 + f64::from(growth[region]));
            self.income[region] = self.point.earned[region] * f64::from(growth[region]);
        }
        logarithms_of_one_plus_single(demand, logarithms);
        for (region, excess) in self.excess_demand.iter_mut().enumerate() {
            *excess = self.point.excess_demand[region] + f64::from(logarithms[region]) - f64::from(wages[region]);
        }
        fits
    }

    /// Change of I = w L VA + revenue + deficit (G8), to which [`Self::labour`] has written the part of wages; false if a
    /// region is left without income.
    fn incomes(&mut self) -> bool {
        // The first row holds the growth of wages.
        let growth = self.economy.deficit_unit_region().map_or(0.0, |region| f64::from(self.rows[0][region]));
        let unit = self.point.unit * growth;
        let mut left = true;
        for (region, value_added) in self.economy.primitives.value_added.iter().enumerate() {
            let change = self.income[region] + self.revenue[region] + unit * self.economy.deficits[region];
            self.income[region] = change / value_added;
            left &= self.point.income_after[region] + self.income[region] > 0.0;
        }
        left
    }
}

/// A product that nobody buys from another: the diagonal of its coefficients times a row.
fn at_home(coefficients: &[f32], row: &[f32], result: &mut [f32], regions: usize) {
    let width = row.len();
    for (region, result) in result.iter_mut().enumerate().take(regions) {
        *result = coefficients[region * width + region] * row[region];
    }
}

/// From changes of Q and X, the relative change of Q and the change of X / Q; both stay zero for a buyer without
/// suppliers. False if a price sum nearly vanishes.
fn spreads(
    point: &Point,
    row: std::ops::Range<usize>,
    [sums, spending]: [&[f32]; 2],
    [relative, spread]: [&mut [f32]; 2],
) -> bool {
    let before = point.price_sum[row.clone()].iter().zip(&point.spread[row]);
    let results = relative.iter_mut().zip(spread.iter_mut());
    vectorised(|| {
        let mut fits = true;
        for (((relative, spread), (old_sum, old_spread)), (sum, spending)) in
            results.zip(before).zip(sums.iter().zip(spending))
        {
            let (share, new) = (sum / old_sum, (spending - old_spread * sum) / (old_sum + sum));
            let supplied = *old_sum > 0.0;
            *relative = if supplied { share } else { 0.0 };
            *spread = if supplied { new } else { 0.0 };
            fits &= *relative >= PARAMETERS.refinement.min_part_left - 1.0;
        }
        fits
    })
}

/// Change of the revenue of one market: tariffs to the importer, export taxes and fees to their owners (G7).
/// `market` has the changes of spending, of what is produced for it and of X / Q.
fn revenue(
    economy: &Economy<'_>,
    point: &Point,
    [sector, importer]: [usize; 2],
    power: &[f32],
    [spending, produced, spread]: [f64; 3],
    revenue: &mut [f64],
) {
    let first = sector * economy.prepared.region_width;
    let old = |values: &[f32], region: usize| f64::from(values[first + region]);
    if old(&point.price_sum, importer) <= 0.0 {
        return;
    }
    let (old_spread, old_produced) = (old(&point.spread, importer), old(&point.produced, importer));
    let mut tariff = spending - (old_produced * spread + produced * (old_spread + spread));
    let supply = economy.kernel.supply_row(sector, importer);
    for cell in economy.kernel.revenue_row(sector, importer) {
        let (old_power, power) = (old(&point.power, cell.exporter), f64::from(power[cell.exporter]));
        let value = supply[cell.exporter] * (old_power * spread + power * (old_spread + spread));
        tariff -= value * cell.total;
        for (owner, amount) in &cell.owners {
            revenue[*owner] += value * amount;
        }
    }
    revenue[importer] += tariff;
}
