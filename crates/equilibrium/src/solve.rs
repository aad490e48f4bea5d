//! The fixed point: prices, output, revenue and wages at once.

use std::borrow::Cow;

use crate::anderson::Anderson;
use crate::baseline::Baseline;
use crate::counterfactual::{Convergence, Counterfactual};
use crate::existence;
use crate::kernel::Kernel;
use crate::options::{DeficitRule, Numeraire, SolveOptions};
use crate::primitives::Primitives;
use crate::wedges::Wedges;
use crate::{EquilibriumError, Result};

/// Anderson's memory; performance.md measured windows of 4 to 8 as best.
const WINDOW: usize = 8;
/// Output this small relative to its region's value added is compared with that instead of with
/// itself, so that an industry that shuts down can converge.
const SMALL_OUTPUT: f64 = 1e-6;

/// Solves for the equilibrium under the wedges (G1 to G11).
///
/// The headline of the result is [`Counterfactual::ln_real_income`], which is exact. An
/// equilibrium that does not exist or was not reached is an error.
pub fn solve<'a>(baseline: &'a Baseline, wedges: &Wedges, options: &SolveOptions) -> Result<Counterfactual<'a>> {
    let solver = Solver::new(baseline.primitives(), wedges, options)?;
    let solved = solver.run(State::of_baseline(baseline))?;
    Ok(Counterfactual::new(baseline, solved))
}

/// [`solve`], started from a neighbouring equilibrium of the same baseline, which saves sweeps.
/// The result is the same equilibrium to within the tolerance.
pub fn solve_from<'a>(
    neighbour: &Counterfactual<'a>,
    wedges: &Wedges,
    options: &SolveOptions,
) -> Result<Counterfactual<'a>> {
    let baseline = neighbour.baseline();
    let solved = Solver::new(baseline.primitives(), wedges, options)?.run(neighbour.state().clone())?;
    Ok(Counterfactual::new(baseline, solved))
}

/// What a finished iteration leaves behind; `[region][sector]` arrays are flat.
pub(crate) struct Solved {
    pub kernel: Kernel,
    pub state: State,
    pub work: Work,
    pub deficits: Vec<f64>,
    pub convergence: Convergence,
    pub ln_numeraire: f64,
}

/// The unknowns of the fixed point.
#[derive(Clone)]
pub(crate) struct State {
    /// ln P-hat, `[region][sector]`.
    pub ln_price: Vec<f64>,
    /// Y', `[region][sector]`.
    pub output: Vec<f64>,
    /// Revenue by owner, `[region]`.
    pub revenue: Vec<f64>,
    /// ln w-hat, `[region]`.
    pub ln_wage: Vec<f64>,
}

impl State {
    /// The state in which nothing has changed.
    fn of_baseline(baseline: &Baseline) -> Self {
        Self::unchanged(baseline.output().iter().copied().collect(), baseline.revenue().to_vec())
    }

    /// Prices and wages as in the baseline, with a given output and revenue.
    pub fn unchanged(output: Vec<f64>, revenue: Vec<f64>) -> Self {
        Self { ln_price: vec![0.0; output.len()], ln_wage: vec![0.0; revenue.len()], output, revenue }
    }
}

/// Everything a sweep computes on the way.
pub(crate) struct Work {
    /// ln c-hat, `[region][sector]`.
    pub ln_cost: Vec<f64>,
    /// u = c^(-theta), `[sector][region]`.
    pub cost_power: Vec<f64>,
    /// X', `[region][sector]`.
    pub expenditure: Vec<f64>,
    /// I', `[region]`.
    pub income: Vec<f64>,
    /// Q = A u, `[region][sector]`.
    pub price_sum: Vec<f64>,
    /// ln of labour demand over labour supply, `[region]`.
    pub labour_gap: Vec<f64>,
    supplied: Vec<f64>,
}

/// Sizes of the residuals of one sweep with the place of the worst cell.
#[derive(Debug, Clone, Copy)]
struct Residual {
    kind: &'static str,
    size: f64,
    region: usize,
    sector: Option<usize>,
}

pub(crate) struct Solver<'a> {
    primitives: &'a Primitives,
    options: &'a SolveOptions,
    kernel: Kernel,
    groups: Vec<Vec<usize>>,
    deficits: Vec<f64>,
    /// g in the order `[region][input][using sector]`.
    input_shares: Cow<'a, [f64]>,
    ln_labour: Vec<f64>,
    ln_productivity: Option<&'a ndarray::Array2<f64>>,
    wage_step: Vec<f64>,
}

impl<'a> Solver<'a> {
    pub fn new(primitives: &'a Primitives, wedges: &'a Wedges, options: &'a SolveOptions) -> Result<Self> {
        let (regions, sectors) = (primitives.region_count(), primitives.sector_count());
        if wedges.size() != (regions, sectors) {
            let (found_regions, found_sectors) = wedges.size();
            return Err(EquilibriumError::Shape {
                what: "wedges",
                found: vec![found_regions, found_sectors],
                expected: vec![regions, sectors],
            });
        }
        let kernel = Kernel::new(primitives, wedges);
        let deficits: Vec<f64> = match &options.deficits {
            DeficitRule::Zero => vec![0.0; regions],
            DeficitRule::FixedNominal | DeficitRule::ShareOfWorldValueAdded => primitives.deficits.to_vec(),
            DeficitRule::Given(deficits) => {
                crate::primitives::check_shape("deficits", deficits.shape(), &[regions])?;
                deficits.to_vec()
            }
        };
        let group_of = existence::trading_groups(&kernel);
        existence::check(primitives, &kernel, &deficits, &group_of)?;
        let count = group_of.iter().max().map_or(0, |last| last + 1);
        let groups =
            (0..count).map(|group| (0..regions).filter(|region| group_of[*region] == group).collect()).collect();
        let ln_labour = wedges.ln_labour.as_ref().map_or_else(|| vec![0.0; regions], |labour| labour.to_vec());
        let input_shares = primitives
            .input_shares
            .as_slice()
            .map_or_else(|| primitives.input_shares.iter().copied().collect(), Cow::Borrowed);
        let wage_step = wage_steps(primitives, &kernel);
        Ok(Self {
            primitives,
            options,
            kernel,
            groups,
            deficits,
            input_shares,
            ln_labour,
            ln_productivity: wedges.ln_productivity.as_ref(),
            wage_step,
        })
    }

    /// Iterates from the given state to the fixed point.
    pub fn run(self, mut state: State) -> Result<Solved> {
        let (regions, sectors) = (self.kernel.regions, self.kernel.sectors);
        let mut next = state.clone();
        let mut work = Work::new(regions, sectors);
        let mut anderson = Anderson::new(WINDOW);
        let mut best = f64::INFINITY;
        let mut worst = Residual { kind: "price", size: f64::INFINITY, region: 0, sector: None };
        for sweep in 1..=self.options.most_sweeps {
            self.sweep(&state, &mut next, &mut work)?;
            worst = self.residual(&state, &next, &work);
            if worst.size <= self.options.tolerance {
                return Ok(self.finish(next, work, sweep, worst));
            }
            if !worst.size.is_finite() || worst.size > 1e3 * best {
                // The accelerated step left the region where the map contracts: go on from the
                // plain image of the point and forget the history.
                anderson.restart();
                if !worst.size.is_finite() {
                    break;
                }
                best = worst.size;
                std::mem::swap(&mut state, &mut next);
                continue;
            }
            best = best.min(worst.size);
            self.accelerate(&mut anderson, &mut state, &next);
        }
        Err(self.not_converged(worst))
    }

    fn not_converged(&self, worst: Residual) -> EquilibriumError {
        EquilibriumError::NotConverged {
            sweeps: self.options.most_sweeps,
            residual: worst.kind,
            size: worst.size,
            tolerance: self.options.tolerance,
            region: self.primitives.regions.code(worst.region).to_string(),
            sector: worst
                .sector
                .map_or_else(|| "all".to_owned(), |sector| self.primitives.sectors[sector].code.to_string()),
        }
    }

    /// One evaluation of the map: from `state` to `next`.
    fn sweep(&self, state: &State, next: &mut State, work: &mut Work) -> Result<()> {
        self.costs(state, work);
        self.incomes(state, work)?;
        self.expenditures(state, work);
        self.markets(next, work);
        self.wages(state, next, work);
        Ok(())
    }

    /// ln c = b ln w + g' ln P - ln A, and u = c^(-theta) (G1).
    fn costs(&self, state: &State, work: &mut Work) {
        let (regions, sectors) = (self.kernel.regions, self.kernel.sectors);
        for region in 0..regions {
            let cost = &mut work.ln_cost[region * sectors..][..sectors];
            for (sector, cost) in cost.iter_mut().enumerate() {
                let productivity = self.ln_productivity.map_or(0.0, |array| array[[region, sector]]);
                *cost = self.primitives.value_added_shares[[region, sector]] * state.ln_wage[region] - productivity;
            }
            for input in 0..sectors {
                let ln_price = state.ln_price[region * sectors + input];
                if ln_price != 0.0 {
                    let row = &self.input_shares[(region * sectors + input) * sectors..][..sectors];
                    for (cost, share) in cost.iter_mut().zip(row) {
                        *cost += share * ln_price;
                    }
                }
            }
            for (sector, cost) in cost.iter().enumerate() {
                work.cost_power[sector * regions + region] = (-self.primitives.trade_elasticity[sector] * cost).exp();
            }
        }
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
            let income = self.labour_income(region, state.ln_wage[region])
                + state.revenue[region]
                + unit * self.deficits[region];
            if income <= 0.0 {
                return Err(EquilibriumError::NoIncome {
                    region: self.primitives.regions.code(region).to_string(),
                    income,
                });
            }
            work.income[region] = income;
        }
        Ok(())
    }

    fn labour_income(&self, region: usize, ln_wage: f64) -> f64 {
        (ln_wage + self.ln_labour[region]).exp() * self.primitives.value_added[region]
    }

    /// X = g Y + alpha I (G9).
    fn expenditures(&self, state: &State, work: &mut Work) {
        let sectors = self.kernel.sectors;
        for (position, expenditure) in work.expenditure.iter_mut().enumerate() {
            let (region, input) = (position / sectors, position % sectors);
            let row = &self.input_shares[position * sectors..][..sectors];
            let output = &state.output[region * sectors..][..sectors];
            let intermediate = dot(row, output);
            *expenditure = intermediate + self.primitives.final_shares[[region, input]] * work.income[region];
        }
    }

    /// Price indices, output and revenue in one pass over A and B (G3 to G7).
    fn markets(&self, next: &mut State, work: &mut Work) {
        let (regions, sectors) = (self.kernel.regions, self.kernel.sectors);
        next.revenue.fill(0.0);
        for sector in 0..sectors {
            let theta = self.primitives.trade_elasticity[sector];
            let power = &work.cost_power[sector * regions..][..regions];
            let supplied = &mut work.supplied[..regions];
            supplied.fill(0.0);
            for importer in 0..regions {
                let position = importer * sectors + sector;
                let demand = self.kernel.demand_row(sector, importer);
                let traded = self.kernel.traded[sector];
                let price_sum = if traded { dot(demand, power) } else { demand[importer] * power[importer] };
                work.price_sum[position] = price_sum;
                if price_sum <= 0.0 {
                    // Nobody uses it and nobody supplies it: a price without weight.
                    next.ln_price[position] = 0.0;
                    continue;
                }
                next.ln_price[position] = -price_sum.ln() / theta;
                let spread = work.expenditure[position] / price_sum;
                let supply = self.kernel.supply_row(sector, importer);
                if traded {
                    for (supplied, share) in supplied.iter_mut().zip(supply) {
                        *supplied += share * spread;
                    }
                } else {
                    supplied[importer] += supply[importer] * spread;
                }
                if self.kernel.has_revenue {
                    self.revenue(sector, importer, spread, power, work.expenditure[position], &mut next.revenue);
                }
            }
            for region in 0..regions {
                next.output[region * sectors + sector] = power[region] * supplied[region];
            }
        }
    }

    /// Tariffs to the importer, export taxes and fees to their owners (G7).
    fn revenue(
        &self,
        sector: usize,
        importer: usize,
        spread: f64,
        power: &[f64],
        expenditure: f64,
        revenue: &mut [f64],
    ) {
        let supply = self.kernel.supply_row(sector, importer);
        let produced: f64 = supply.iter().zip(power).map(|(share, power)| share * power).sum::<f64>() * spread;
        let mut tariff = expenditure - produced;
        for cell in self.kernel.revenue_row(sector, importer) {
            let value = supply[cell.exporter] * power[cell.exporter] * spread;
            tariff -= value * cell.total;
            for (owner, amount) in &cell.owners {
                revenue[*owner] += value * amount;
            }
        }
        revenue[importer] += tariff;
    }

    /// Wages move towards labour-market clearing, each by its own step, and are put into units of
    /// world value added, part by part where the world has fallen apart (G10 and G11).
    fn wages(&self, state: &State, next: &mut State, work: &mut Work) {
        let sectors = self.kernel.sectors;
        for region in 0..self.kernel.regions {
            let demand: f64 = (0..sectors)
                .map(|sector| {
                    self.primitives.value_added_shares[[region, sector]] * next.output[region * sectors + sector]
                })
                .sum();
            let gap = (demand / self.labour_income(region, state.ln_wage[region])).ln();
            work.labour_gap[region] = gap;
            next.ln_wage[region] = state.ln_wage[region] + self.wage_step[region] * gap;
        }
        for group in &self.groups {
            let before: f64 = group.iter().map(|region| self.primitives.value_added[*region]).sum();
            let after: f64 = group.iter().map(|region| self.labour_income(*region, next.ln_wage[*region])).sum();
            let shift = (before / after).ln();
            for region in group {
                next.ln_wage[*region] += shift;
            }
        }
    }

    /// The largest relative residual among prices, goods, revenue and labour.
    fn residual(&self, state: &State, next: &State, work: &Work) -> Residual {
        let sectors = self.kernel.sectors;
        let mut worst = Residual { kind: "price", size: 0.0, region: 0, sector: None };
        let mut see = |kind, size: f64, region, sector| {
            if size > worst.size || size.is_nan() {
                worst = Residual { kind, size: if size.is_nan() { f64::INFINITY } else { size }, region, sector };
            }
        };
        for region in 0..self.kernel.regions {
            let scale = self.primitives.value_added[region];
            for sector in 0..sectors {
                let position = region * sectors + sector;
                see("price", (next.ln_price[position] - state.ln_price[position]).abs(), region, Some(sector));
                let output = next.output[position].max(SMALL_OUTPUT * scale);
                see("goods", (next.output[position] - state.output[position]).abs() / output, region, Some(sector));
            }
            see("revenue", (next.revenue[region] - state.revenue[region]).abs() / work.income[region], region, None);
            see("labour", work.labour_gap[region].abs(), region, None);
            see("labour", (next.ln_wage[region] - state.ln_wage[region]).abs(), region, None);
        }
        worst
    }

    /// One accelerated step; output and revenue are scaled by value added so that every unknown
    /// is of the order of one.
    fn accelerate(&self, anderson: &mut Anderson, state: &mut State, next: &State) {
        let sectors = self.kernel.sectors;
        let value_added = &self.primitives.value_added;
        let pack = |state: &State| -> Vec<f64> {
            let output =
                state.output.iter().enumerate().map(|(position, output)| output / value_added[position / sectors]);
            let revenue = state.revenue.iter().zip(value_added).map(|(revenue, scale)| revenue / scale);
            state.ln_price.iter().copied().chain(output).chain(revenue).chain(state.ln_wage.iter().copied()).collect()
        };
        let mut point = pack(state);
        let residual: Vec<f64> = pack(next).iter().zip(&point).map(|(next, now)| next - now).collect();
        anderson.advance(&mut point, &residual);
        let cells = state.ln_price.len();
        let regions = state.ln_wage.len();
        state.ln_price.copy_from_slice(&point[..cells]);
        for (position, output) in state.output.iter_mut().enumerate() {
            // Output is never negative; the acceleration may overshoot an industry that shuts down.
            *output = (point[cells + position] * value_added[position / sectors]).max(0.0);
        }
        for (region, revenue) in state.revenue.iter_mut().enumerate() {
            *revenue = point[2 * cells + region] * value_added[region];
        }
        state.ln_wage.copy_from_slice(&point[2 * cells + regions..]);
    }

    fn finish(self, state: State, work: Work, sweeps: usize, worst: Residual) -> Solved {
        let ln_numeraire = match self.options.numeraire {
            Numeraire::WorldValueAdded => 0.0,
            Numeraire::Region(region) => state.ln_wage[region],
        };
        Solved {
            kernel: self.kernel,
            state,
            work,
            deficits: self.deficits,
            convergence: Convergence { sweeps, residual: worst.size, worst: worst.kind },
            ln_numeraire,
        }
    }
}

impl Work {
    fn new(regions: usize, sectors: usize) -> Self {
        let cells = vec![0.0; regions * sectors];
        Self {
            ln_cost: cells.clone(),
            cost_power: cells.clone(),
            expenditure: cells.clone(),
            income: vec![0.0; regions],
            price_sum: cells,
            labour_gap: vec![0.0; regions],
            supplied: vec![0.0; regions],
        }
    }
}

/// Inner product in eight running sums: the order of additions is fixed, and the compiler may
/// keep them in vector registers, which a single sum forbids.
fn dot(left: &[f64], right: &[f64]) -> f64 {
    let mut sums = [0.0; 8];
    let (left_chunks, right_chunks) = (left.chunks_exact(8), right.chunks_exact(8));
    let rest: f64 =
        left_chunks.remainder().iter().zip(right_chunks.remainder()).map(|(left, right)| left * right).sum();
    for (left, right) in left_chunks.zip(right_chunks) {
        for lane in 0..8 {
            sums[lane] += left[lane] * right[lane];
        }
    }
    sums.iter().sum::<f64>() + rest
}

/// Step of each region's wage: the excess demand for labour falls by about `1 + theta (1 - home
/// share)` for a unit rise of the wage, so a longer step would overshoot (model.md section 3e).
fn wage_steps(primitives: &Primitives, kernel: &Kernel) -> Vec<f64> {
    (0..kernel.regions)
        .map(|region| {
            let (mut weight, mut response) = (0.0, 0.0);
            for sector in 0..kernel.sectors {
                let share = primitives.final_shares[[region, sector]];
                let row = kernel.demand_row(sector, region);
                let total: f64 = row.iter().sum();
                if total > 0.0 {
                    weight += share;
                    response += share * primitives.trade_elasticity[sector] * (1.0 - row[region] / total);
                }
            }
            1.0 / (1.0 + response / weight.max(f64::MIN_POSITIVE))
        })
        .collect()
}
