//! The fixed point that the equilibrium variants share: prices by use, output, revenue, wages and
//! the prices of specific factors at once. Without any of the extensions an evaluation is the core's.

mod steps;

use crate::calibration::baseline::Baseline;
use crate::model::options::{DeficitRule, Numeraire, SolveOptions};
use crate::model::wedges::Wedges;
use crate::numerics::anderson::Anderson;
use crate::solver::attempts::Convergence;
use crate::solver::kernel::Kernel;
use crate::solver::parameters::PARAMETERS;
use crate::solver::wages::own_elasticity_steps;
use crate::variants::coefficients;
use crate::variants::technology::{Technology, factor_incomes, unit_cost};
use crate::{EquilibriumError, Result};

/// Factor demand, relative to the region's value added, at which a price stops falling.
const FLOOR: f64 = 1e-12;

/// The unknowns. Cells are `[region][sector]`, prices `[class][region][sector]`, all flat.
#[derive(Clone)]
pub(crate) struct State {
    pub ln_price: Vec<f64>,
    pub output: Vec<f64>,
    pub revenue: Vec<f64>,
    pub ln_wage: Vec<f64>,
    pub ln_rent: Vec<f64>,
}

/// What an evaluation computes on the way.
pub(crate) struct Workspace {
    pub ln_cost: Vec<f64>,
    /// ln of unit cost before productivity, and the factor on Cobb-Douglas cost shares.
    pub ln_inputs: Vec<f64>,
    pub bundle_factor: Vec<f64>,
    /// u = c^(-theta), `[sector][region]`.
    pub cost_power: Vec<f64>,
    /// X' and Q by class.
    pub expenditure: Vec<f64>,
    pub price_sum: Vec<f64>,
    pub income: Vec<f64>,
}

/// The worst relative residual and its place.
#[derive(Clone, Copy)]
struct Residual {
    kind: &'static str,
    size: f64,
    region: usize,
    sector: Option<usize>,
}

impl Residual {
    fn see(&mut self, kind: &'static str, size: f64, region: usize, sector: Option<usize>) {
        if size > self.size || size.is_nan() {
            *self = Self { kind, size: if size.is_nan() { f64::INFINITY } else { size }, region, sector };
        }
    }
}

/// The fixed point of a variant.
pub(crate) struct Solution<'a> {
    pub engine: Engine<'a>,
    pub state: State,
    pub work: Workspace,
    pub convergence: Convergence,
    pub ln_numeraire: f64,
}

/// A variant's fixed-point problem under wedges.
pub(crate) struct Engine<'a> {
    pub baseline: &'a Baseline,
    pub technology: Technology<'a>,
    pub kernels: Vec<Kernel>,
    options: &'a SolveOptions,
    groups: Vec<Vec<usize>>,
    deficits: Vec<f64>,
    ln_labour: Vec<f64>,
    ln_productivity: Option<&'a ndarray::Array2<f64>>,
    /// Baseline income of mobile labour by region, and of the specific factor by cell.
    pub mobile_income: Vec<f64>,
    pub specific_income: Vec<f64>,
    wage_step: Vec<f64>,
    regions: usize,
    sectors: usize,
}

impl<'a> Engine<'a> {
    /// Checks that an equilibrium can exist and prepares what no evaluation changes.
    pub fn new(
        baseline: &'a Baseline,
        technology: Technology<'a>,
        wedges: &'a Wedges,
        options: &'a SolveOptions,
    ) -> Result<Self> {
        let primitives = baseline.primitives();
        let (regions, sectors) = (primitives.region_count(), primitives.sector_count());
        let (found_regions, found_sectors) = wedges.size();
        crate::model::shape::check_shape("wedges", &[found_regions, found_sectors], &[regions, sectors])?;
        let common = coefficients::kernel(primitives, wedges);
        let deficits = options.deficits_of(primitives)?;
        let groups = coefficients::trading_groups(baseline, &common, &deficits)?;
        let wage_step = own_elasticity_steps(baseline.primitives(), baseline.prepared(), &common);
        let (mobile_income, specific_income) = factor_incomes(baseline, &technology);
        let kernels = coefficients::kernels_by_use(baseline, technology.sourcing_by_use, wedges, common);
        let ln_labour = wedges.ln_labour.as_ref().map_or_else(|| vec![0.0; regions], |labour| labour.to_vec());
        let ln_productivity = wedges.ln_productivity.as_ref();
        let engine = Self {
            baseline,
            technology,
            kernels,
            options,
            groups,
            deficits,
            ln_labour,
            ln_productivity,
            mobile_income,
            specific_income,
            wage_step,
            regions,
            sectors,
        };
        engine.check_suppliers()?;
        Ok(engine)
    }

    /// Refuses a use that is left without any supplier although others still have one.
    fn check_suppliers(&self) -> Result<()> {
        for (class, kernel) in self.kernels.iter().enumerate().filter(|_| self.kernels.len() > 1) {
            for region in 0..self.regions {
                for sector in 0..self.sectors {
                    let used = self.baseline_use(class, region, sector) > 0.0;
                    if used && kernel.demand_row(sector, region).iter().all(|share| *share <= 0.0) {
                        return Err(EquilibriumError::NoSupplier {
                            region: self.baseline.primitives().regions.code(region).to_string(),
                            sector: self.baseline.primitives().sectors[sector].to_string(),
                        });
                    }
                }
            }
        }
        Ok(())
    }

    /// What one use buys of one product in the baseline.
    fn baseline_use(&self, class: usize, region: usize, sector: usize) -> f64 {
        let primitives = self.baseline.primitives();
        if class == self.sectors {
            primitives.final_shares[[region, sector]] * self.baseline.income()[region]
        } else {
            primitives.input_shares[[region, sector, class]] * self.baseline.output()[[region, class]]
        }
    }

    /// The price class of one using sector; final demand is the last class.
    fn class_of(&self, using: usize) -> usize {
        if self.kernels.len() == 1 { 0 } else { using }
    }

    fn price_position(&self, class: usize, region: usize, sector: usize) -> usize {
        (class * self.regions + region) * self.sectors + sector
    }

    fn start(&self) -> State {
        let cells = self.regions * self.sectors;
        State {
            ln_price: vec![0.0; cells * self.kernels.len()],
            output: self.baseline.output().iter().copied().collect(),
            revenue: self.baseline.revenue().to_vec(),
            ln_wage: vec![0.0; self.regions],
            ln_rent: vec![0.0; cells],
        }
    }

    fn work(&self) -> Workspace {
        let cells = vec![0.0; self.regions * self.sectors];
        let by_class = vec![0.0; cells.len() * self.kernels.len()];
        Workspace {
            ln_cost: cells.clone(),
            ln_inputs: cells.clone(),
            bundle_factor: vec![1.0; cells.len()],
            cost_power: cells,
            expenditure: by_class.clone(),
            price_sum: by_class,
            income: vec![0.0; self.regions],
        }
    }

    /// Iterates from the baseline to the fixed point.
    pub fn run(self) -> Result<Solution<'a>> {
        let mut state = self.start();
        let mut next = state.clone();
        let mut work = self.work();
        let mut anderson = Anderson::new(PARAMETERS.acceleration.window);
        let (mut best, mut accelerated) = (f64::INFINITY, false);
        let mut worst = Residual { kind: "price", size: f64::INFINITY, region: 0, sector: None };
        let mut evaluations = 0;
        while evaluations < self.options.max_evaluations {
            evaluations += 1;
            let factors = match self.evaluate(&state, &mut next, &mut work) {
                // The accelerated step went too far; go back to the last image of the map.
                Err(EquilibriumError::NoIncome { .. }) if accelerated => {
                    accelerated = false;
                    anderson.restart();
                    std::mem::swap(&mut state, &mut next);
                    continue;
                }
                evaluated => evaluated?,
            };
            worst = self.residual(&state, &next, &work, factors);
            if worst.size <= self.options.tolerance {
                let convergence = Convergence { evaluations, residual: worst.size, worst: worst.kind };
                let ln_numeraire = self.ln_numeraire(&next);
                return Ok(Solution { engine: self, state: next, work, convergence, ln_numeraire });
            }
            if !worst.size.is_finite() {
                break;
            }
            if worst.size > PARAMETERS.acceleration.divergence * best {
                anderson.restart();
                best = worst.size;
                accelerated = false;
                std::mem::swap(&mut state, &mut next);
                continue;
            }
            best = best.min(worst.size);
            self.accelerate(&mut anderson, &mut state, &next);
            accelerated = true;
        }
        Err(self.not_converged(worst, evaluations))
    }

    fn not_converged(&self, worst: Residual, evaluations: usize) -> EquilibriumError {
        let primitives = self.baseline.primitives();
        EquilibriumError::NotConverged {
            evaluations,
            residual: worst.kind,
            size: worst.size,
            tolerance: self.options.tolerance,
            region: primitives.regions.code(worst.region).to_string(),
            sector: worst.sector.map_or_else(|| "all".to_owned(), |sector| primitives.sectors[sector].to_string()),
        }
    }

    /// One evaluation of the map; returns the worst residual of a factor market.
    fn evaluate(&self, state: &State, next: &mut State, work: &mut Workspace) -> Result<Residual> {
        self.costs(state, work);
        self.incomes(state, work)?;
        self.expenditures(state, work);
        self.markets(next, work);
        Ok(self.factor_prices(state, next, work))
    }

    /// Unit costs (V1, V4) and u = c^(-theta).
    fn costs(&self, state: &State, work: &mut Workspace) {
        let primitives = self.baseline.primitives();
        let mut fixed = Vec::new();
        for region in 0..self.regions {
            for using in 0..self.sectors {
                let cell = region * self.sectors + using;
                let specific = self.technology.specific_share[[region, using]];
                let mobile = primitives.value_added_shares[[region, using]] - specific;
                let mut ln_bundle = mobile * state.ln_wage[region] + specific * state.ln_rent[cell];
                let class = self.class_of(using);
                fixed.clear();
                for input in 0..self.sectors {
                    let share = primitives.input_shares[[region, input, using]];
                    let ln_price = state.ln_price[self.price_position(class, region, input)];
                    if self.technology.is_fixed(input, using, share) {
                        fixed.push((share, ln_price));
                    } else {
                        ln_bundle += share * ln_price;
                    }
                }
                let cost = unit_cost(ln_bundle, &fixed);
                let productivity = self.ln_productivity.map_or(0.0, |array| array[[region, using]]);
                work.ln_inputs[cell] = cost.ln_cost;
                work.bundle_factor[cell] = cost.bundle_factor;
                work.ln_cost[cell] = cost.ln_cost - productivity;
                work.cost_power[using * self.regions + region] =
                    (-primitives.trade_elasticity[using] * work.ln_cost[cell]).exp();
            }
        }
    }

    /// Income of labour and of the specific factors at given prices, in units of world value added.
    pub fn factor_income(&self, state: &State, region: usize) -> f64 {
        let labour = (state.ln_wage[region] + self.ln_labour[region]).exp() * self.mobile_income[region];
        let cells = region * self.sectors..(region + 1) * self.sectors;
        labour + cells.map(|cell| self.specific_supply(state, region, cell)).sum::<f64>()
    }

    fn specific_supply(&self, state: &State, region: usize, cell: usize) -> f64 {
        if self.specific_income[cell] == 0.0 {
            return 0.0;
        }
        let endowment = if self.technology.labour_moves_specific { self.ln_labour[region] } else { 0.0 };
        (state.ln_rent[cell] + endowment).exp() * self.specific_income[cell]
    }

    /// ln of the wage of mobile labour, or the mean price of the factors where there is none.
    pub fn ln_wage(&self, state: &State, region: usize) -> f64 {
        if self.mobile_income[region] != 0.0 {
            return state.ln_wage[region];
        }
        let before = self.baseline.primitives().value_added[region];
        let endowment = if self.technology.labour_moves_specific { self.ln_labour[region] } else { 0.0 };
        (self.factor_income(state, region) / before).ln() - endowment
    }

    fn ln_numeraire(&self, state: &State) -> f64 {
        match self.options.numeraire {
            Numeraire::WorldValueAdded => 0.0,
            Numeraire::Region(region) => self.ln_wage(state, region),
        }
    }

    /// I = factor income + revenue + deficit (G8).
    fn incomes(&self, state: &State, work: &mut Workspace) -> Result<()> {
        let unit = match &self.options.deficits {
            DeficitRule::FixedNominal | DeficitRule::Given(_) => self.ln_numeraire(state).exp(),
            DeficitRule::Zero | DeficitRule::ShareOfWorldValueAdded => 1.0,
        };
        for region in 0..self.regions {
            let income = self.factor_income(state, region) + state.revenue[region] + unit * self.deficits[region];
            if income <= 0.0 {
                let region = self.baseline.primitives().regions.code(region).to_string();
                return Err(EquilibriumError::NoIncome { region, income });
            }
            work.income[region] = income;
        }
        Ok(())
    }

    /// X' by use, with the cost shares that hold at the new prices (V3, V5, G9).
    fn expenditures(&self, state: &State, work: &mut Workspace) {
        let primitives = self.baseline.primitives();
        work.expenditure.fill(0.0);
        for region in 0..self.regions {
            for input in 0..self.sectors {
                for using in 0..self.sectors {
                    let cell = region * self.sectors + using;
                    let share = primitives.input_shares[[region, input, using]];
                    let position = self.price_position(self.class_of(using), region, input);
                    let factor = if self.technology.is_fixed(input, using, share) {
                        (state.ln_price[position] - work.ln_inputs[cell]).exp()
                    } else {
                        work.bundle_factor[cell]
                    };
                    work.expenditure[position] += share * factor * state.output[cell];
                }
                let position = self.price_position(self.kernels.len() - 1, region, input);
                work.expenditure[position] += primitives.final_shares[[region, input]] * work.income[region];
            }
        }
    }
}
