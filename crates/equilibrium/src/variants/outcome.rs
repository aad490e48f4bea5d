//! The equilibrium a variant finds.

use ndarray::{Array1, Array2};

use crate::Result;
use crate::calibration::baseline::Baseline;
use crate::solver::attempts::Convergence;
use crate::variants::engine::{Engine, Solution};

/// An equilibrium of a variant, as changes from its baseline. Values are in the solve's
/// numeraire and the baseline's value unit, as in [`crate::Counterfactual`].
pub struct Outcome<'a> {
    solution: Solution<'a>,
}

impl<'a> Outcome<'a> {
    /// Solves a variant.
    pub(super) fn of(engine: Engine<'a>) -> Result<Self> {
        Ok(Self { solution: engine.run()? })
    }

    /// The baseline it is compared with.
    #[must_use]
    pub fn baseline(&self) -> &'a Baseline {
        self.solution.engine.baseline
    }

    /// How the solve ended.
    #[must_use]
    pub fn convergence(&self) -> Convergence {
        self.solution.convergence
    }

    fn sectors(&self) -> usize {
        self.baseline().primitives().sector_count()
    }

    fn regions(&self) -> usize {
        self.baseline().primitives().region_count()
    }

    fn unit(&self) -> f64 {
        (-self.solution.ln_numeraire).exp()
    }

    /// Position of one use's price or expenditure. Uses are sectors in order, then final demand;
    /// where all uses share their suppliers the use does not matter.
    fn position(&self, user: usize, region: usize, sector: usize) -> usize {
        let class = user.min(self.solution.engine.kernels.len() - 1);
        (class * self.regions() + region) * self.sectors() + sector
    }

    /// ln w-hat: `[region]` wage of mobile labour, or the mean change of the region's factor
    /// prices where no labour is mobile.
    #[must_use]
    pub fn ln_wage(&self) -> Array1<f64> {
        (0..self.regions())
            .map(|region| self.solution.engine.ln_wage(&self.solution.state, region) - self.solution.ln_numeraire)
            .collect()
    }

    /// ln r-hat: `[region][sector]` price of the factor that cannot leave its sector (sector
    /// wage or resource rent); zero where the sector has none.
    #[must_use]
    pub fn ln_rents(&self) -> Array2<f64> {
        Array2::from_shape_fn((self.regions(), self.sectors()), |(region, sector)| {
            let cell = region * self.sectors() + sector;
            if self.solution.engine.specific_income[cell] == 0.0 {
                return 0.0;
            }
            self.solution.state.ln_rent[cell] - self.solution.ln_numeraire
        })
    }

    /// ln P-hat of one product in one region, for final demand where uses differ.
    #[must_use]
    pub fn ln_price(&self, region: usize, sector: usize) -> f64 {
        self.ln_price_for(self.sectors(), region, sector)
    }

    /// ln P-hat of one product for one use: a using sector's position, or the number of sectors
    /// for final demand.
    #[must_use]
    pub fn ln_price_for(&self, user: usize, region: usize, sector: usize) -> f64 {
        self.solution.state.ln_price[self.position(user, region, sector)] - self.solution.ln_numeraire
    }

    /// ln c-hat of one producer.
    #[must_use]
    pub fn ln_cost(&self, region: usize, sector: usize) -> f64 {
        self.solution.work.ln_cost[region * self.sectors() + sector] - self.solution.ln_numeraire
    }

    /// pi': the new share of an exporter in one use of a product by an importer (G4); `user` as
    /// in [`Self::ln_price_for`].
    #[must_use]
    pub fn sourcing_for(&self, user: usize, sector: usize, importer: usize, exporter: usize) -> f64 {
        let sum = self.solution.work.price_sum[self.position(user, importer, sector)];
        if sum <= 0.0 {
            return 0.0;
        }
        let kernel = &self.solution.engine.kernels[user.min(self.solution.engine.kernels.len() - 1)];
        kernel.demand_row(sector, importer)[exporter]
            * self.solution.work.cost_power[sector * self.regions() + exporter]
            / sum
    }

    /// New value of one flow at purchaser prices, all uses together.
    #[must_use]
    pub fn flow(&self, sector: usize, importer: usize, exporter: usize) -> f64 {
        let value = |user| {
            let expenditure = self.solution.work.expenditure[self.position(user, importer, sector)];
            self.sourcing_for(user, sector, importer, exporter) * expenditure
        };
        (0..self.solution.engine.kernels.len()).map(value).sum::<f64>() * self.unit()
    }

    /// X': new expenditure of a region on a product, all uses together.
    #[must_use]
    pub fn expenditure(&self, region: usize, sector: usize) -> f64 {
        let value = |user| self.solution.work.expenditure[self.position(user, region, sector)];
        (0..self.solution.engine.kernels.len()).map(value).sum::<f64>() * self.unit()
    }

    /// Y': new output of one producer at its prices.
    #[must_use]
    pub fn output(&self, region: usize, sector: usize) -> f64 {
        self.solution.state.output[region * self.sectors() + sector] * self.unit()
    }

    /// Value added of one producer: its labour and its specific factor.
    #[must_use]
    pub fn value_added(&self, region: usize, sector: usize) -> f64 {
        let share = self.baseline().primitives().value_added_shares[[region, sector]];
        share * self.solution.work.bundle_factor[region * self.sectors() + sector] * self.output(region, sector)
    }

    /// Revenue by owner.
    #[must_use]
    pub fn revenue(&self) -> Array1<f64> {
        self.solution.state.revenue.iter().map(|revenue| revenue * self.unit()).collect()
    }

    /// I': new income.
    #[must_use]
    pub fn income(&self) -> Array1<f64> {
        self.solution.work.income.iter().map(|income| income * self.unit()).collect()
    }

    /// ln of the consumer price index, final shares as weights (Cobb-Douglas).
    #[must_use]
    pub fn ln_consumer_price(&self) -> Array1<f64> {
        let shares = &self.baseline().primitives().final_shares;
        let weighted = |region, sector| shares[[region, sector]] * self.ln_price(region, sector);
        (0..self.regions()).map(|region| (0..self.sectors()).map(|sector| weighted(region, sector)).sum()).collect()
    }

    /// Exact change of real income, `ln(I'/I) - ln P`.
    #[must_use]
    pub fn ln_real_income(&self) -> Array1<f64> {
        (self.income() / self.baseline().income()).mapv(f64::ln) - self.ln_consumer_price()
    }
}
