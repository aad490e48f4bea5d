//! The equilibrium after a change.

use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use ndarray::{Array1, Array2};

use crate::calibration::baseline::Baseline;
use crate::solver::attempts::{Convergence, Solution};
use crate::solver::cached_evaluation::CachedEvaluation;
use crate::solver::state::State;

/// A baseline that is borrowed, or shared by everybody who holds a part of it.
#[derive(Debug, Clone)]
pub(crate) enum BaselineRef<'a> {
    Borrowed(&'a Baseline),
    Shared(Arc<Baseline>),
}

impl Deref for BaselineRef<'_> {
    type Target = Baseline;

    fn deref(&self) -> &Baseline {
        match self {
            Self::Borrowed(baseline) => baseline,
            Self::Shared(baseline) => baseline,
        }
    }
}

/// An equilibrium under wedges, as changes from its baseline.
///
/// Values are in the solve's numeraire and the baseline's value unit. Solved by [`crate::solve_shared`] it owns a part
/// of its baseline and borrows nothing (`Counterfactual<'static>`). A clone shares the arrays.
#[derive(Clone)]
pub struct Counterfactual<'a> {
    baseline: BaselineRef<'a>,
    solution: Arc<Solution>,
    cached: Arc<OnceLock<Option<CachedEvaluation>>>,
}

impl<'a> Counterfactual<'a> {
    pub(crate) fn new(baseline: BaselineRef<'a>, solution: Solution) -> Self {
        Self { baseline, solution: Arc::new(solution), cached: Arc::default() }
    }

    /// The baseline it is compared with.
    #[must_use]
    pub fn baseline(&self) -> &Baseline {
        &self.baseline
    }

    /// The same, for a solve that starts from here.
    pub(crate) fn baseline_ref(&self) -> &BaselineRef<'a> {
        &self.baseline
    }

    /// How the solve ended.
    #[must_use]
    pub fn convergence(&self) -> Convergence {
        self.solution.convergence
    }

    /// The exact evaluation here, if no coefficient has changed; computed when first needed.
    pub(crate) fn cached_evaluation(&self) -> Option<&CachedEvaluation> {
        let compute = || {
            let (primitives, prepared) = (self.baseline.primitives(), self.baseline.prepared());
            let unchanged = self.solution.kernel.is_unchanged();
            unchanged.then(|| CachedEvaluation::at_state(primitives, prepared, self.state())).flatten()
        };
        self.cached.get_or_init(compute).as_ref()
    }

    pub(crate) fn state(&self) -> &State {
        &self.solution.state
    }

    /// ln w-hat: `[region]` wages.
    #[must_use]
    pub fn ln_wage(&self) -> Array1<f64> {
        self.solution.state.ln_wage().iter().map(|ln_wage| ln_wage - self.solution.ln_numeraire).collect()
    }

    /// ln P-hat of one product in one region.
    #[must_use]
    pub fn ln_price(&self, region: usize, sector: usize) -> f64 {
        self.solution.work.ln_price[region * self.solution.sector_width + sector] - self.solution.ln_numeraire
    }

    /// ln c-hat of one producer.
    #[must_use]
    pub fn ln_cost(&self, region: usize, sector: usize) -> f64 {
        self.solution.work.ln_cost[region * self.solution.sector_width + sector] - self.solution.ln_numeraire
    }

    /// pi': the new share of one exporter in one importer's use of a product (G4).
    #[must_use]
    pub fn sourcing(&self, sector: usize, importer: usize, exporter: usize) -> f64 {
        let width = self.solution.kernel.width;
        let sum = self.solution.work.price_sum[sector * width + importer];
        if sum <= 0.0 {
            return 0.0;
        }
        let power = self.solution.work.cost_power[sector * width + exporter];
        self.solution.kernel.demand_row(sector, importer)[exporter] * power / sum
    }

    /// X': new expenditure of a region on a product.
    #[must_use]
    pub fn expenditure(&self, region: usize, sector: usize) -> f64 {
        self.solution.work.spending[region * self.solution.sector_width + sector] * (-self.solution.ln_numeraire).exp()
    }

    /// New value of one flow at purchaser prices.
    #[must_use]
    pub fn flow(&self, sector: usize, importer: usize, exporter: usize) -> f64 {
        self.sourcing(sector, importer, exporter) * self.expenditure(importer, sector)
    }

    /// New value of one flow at the producer's price: net of tariff, fees and export tax (G5).
    #[must_use]
    pub fn producer_value(&self, sector: usize, importer: usize, exporter: usize) -> f64 {
        self.producer_values(sector, importer).nth(exporter).unwrap_or(0.0)
    }

    /// [`Self::producer_value`] of one importer's purchases of a product from every exporter.
    pub(crate) fn producer_values(&self, sector: usize, importer: usize) -> impl Iterator<Item = f64> {
        let width = self.solution.kernel.width;
        let sum = self.solution.work.price_sum[sector * width + importer];
        let spread = if sum > 0.0 { self.expenditure(importer, sector) / sum } else { 0.0 };
        let supply = self.solution.kernel.supply_row(sector, importer);
        let powers = &self.solution.work.cost_power[sector * width..];
        supply.iter().zip(powers).map(move |(supply, power)| supply * power * spread)
    }

    /// Factor by which the wedges alone change what is spent on a flow, `kappa^(-theta)`: costs, price indices and
    /// spending held as in the baseline. Zero where the flow is forbidden, exactly 1 where it bears no wedge.
    #[must_use]
    pub fn impact(&self, sector: usize, importer: usize, exporter: usize) -> f64 {
        let share = self.baseline.primitives().sourcing[[sector, importer, exporter]];
        if share > 0.0 { self.solution.kernel.demand_row(sector, importer)[exporter] / share } else { 0.0 }
    }

    /// What some regions get of each unit that is spent on a flow at purchaser prices: the producer's value, and the
    /// export tax and fees of which they are owners. Zero where the flow is forbidden.
    #[must_use]
    pub fn received_of_spending(
        &self,
        [sector, importer, exporter]: [usize; 3],
        is_among: impl Fn(usize) -> bool,
    ) -> f64 {
        let kernel = &self.solution.kernel;
        let [demand, supply] = [kernel.demand_row(sector, importer), kernel.supply_row(sector, importer)];
        if demand[exporter] <= 0.0 {
            return 0.0;
        }
        let cell = kernel.revenue_row(sector, importer).iter().find(|cell| cell.exporter == exporter);
        let owners = cell.into_iter().flat_map(|cell| &cell.owners).filter(|(owner, _)| is_among(*owner));
        (1.0 + owners.map(|(_, amount)| amount).sum::<f64>()) * supply[exporter] / demand[exporter]
    }

    /// Whether the seller's price on a flow gives way so that sales go on (see [`crate::FeeLayer::as_rent`]).
    #[must_use]
    pub fn has_rent(&self, sector: usize, importer: usize, exporter: usize) -> bool {
        let cells = self.solution.kernel.revenue_row(sector, importer);
        cells.iter().any(|cell| cell.exporter == exporter && cell.rent)
    }

    /// Y': new output of one producer.
    #[must_use]
    pub fn output(&self, region: usize, sector: usize) -> f64 {
        self.solution.work.output[region * self.solution.sector_width + sector] * (-self.solution.ln_numeraire).exp()
    }

    /// Revenue by owner.
    #[must_use]
    pub fn revenue(&self) -> Array1<f64> {
        let unit = (-self.solution.ln_numeraire).exp();
        self.solution.work.revenue.iter().map(|revenue| revenue * unit).collect()
    }

    /// I': new income.
    #[must_use]
    pub fn income(&self) -> Array1<f64> {
        let unit = (-self.solution.ln_numeraire).exp();
        self.solution.work.income.iter().map(|income| income * unit).collect()
    }

    /// ln of the consumer price index, final shares as weights (Cobb-Douglas).
    #[must_use]
    pub fn ln_consumer_price(&self) -> Array1<f64> {
        let shares = &self.baseline.primitives().final_shares;
        (0..shares.nrows())
            .map(|region| {
                (0..shares.ncols()).map(|sector| shares[[region, sector]] * self.ln_price(region, sector)).sum()
            })
            .collect()
    }

    /// Exact change of real income, `ln(I'/I) - ln P`: the headline (`docs/src/methods/model.md`, "Real income").
    #[must_use]
    pub fn ln_real_income(&self) -> Array1<f64> {
        (self.income() / self.baseline.income()).mapv(f64::ln) - self.ln_consumer_price()
    }

    /// Equivalent variation of each region, `[region]`, in the baseline's value unit at the prices of `before`: what its
    /// income in `before` would have to change by, at the prices there, to be worth as much as its income here.
    ///
    /// `EV_n = I_n (W_n' / W_n - 1)`, exact because final demand is homothetic. Over all regions the sum is zero or less
    /// wherever `before` has no distortions and the change only adds costs, bans, duties or fees (first welfare theorem).
    #[must_use]
    pub fn equivalent_variation(&self, before: &Counterfactual<'_>) -> Array1<f64> {
        let change = self.ln_real_income() - before.ln_real_income();
        before.income() * change.mapv(f64::exp_m1)
    }

    /// Exact change of a group's real income since `before`, as a logarithm: `ln(1 + sum EV_n / sum I_n)`, the members'
    /// equivalent variations over their income in `before`. Its sign is that of the summed equivalent variation.
    #[must_use]
    pub fn ln_real_income_since(&self, before: &Counterfactual<'_>, members: &[usize]) -> f64 {
        if let [region] = members {
            // The same number without a detour through its exponential.
            return self.ln_real_income()[*region] - before.ln_real_income()[*region];
        }
        let (variation, income) = (self.equivalent_variation(before), before.income());
        let sum = |values: &Array1<f64>| members.iter().map(|region| values[*region]).sum::<f64>();
        (sum(&variation) / sum(&income)).ln_1p()
    }

    /// All price changes as `[region][sector]`.
    #[must_use]
    pub fn ln_prices(&self) -> Array2<f64> {
        let primitives = self.baseline.primitives();
        Array2::from_shape_fn((primitives.region_count(), primitives.sector_count()), |(region, sector)| {
            self.ln_price(region, sector)
        })
    }
}
