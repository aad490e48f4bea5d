//! Tariffs chosen for a purpose: the optimal tariff, and sanctions by tariffs.
//!
//! Both maximise functions of exact real incomes, one full solve for each value. The optimal tariff is Johnson's
//! (1953); in an economy of two countries and one sector it is `1 / (theta pi'_ff)` with the
//! foreign country's own share after the tariff (`docs/src/methods/extensions.md`, "Optimal and designed tariffs"). Designed sanctions have the form
//! of de Souza, Hu, Li and Mei (2022, Chicago Fed working paper 2022-49): senders give up real
//! income worth `omega` dollars for each dollar that the target loses.

use ndarray::{Array1, Array3};

use crate::numerics::maximisation::{Interval, Maximum, maximise, newton};
use crate::{Baseline, Counterfactual, EquilibriumError, Result, SolveOptions, Wedges, solve, solve_from};

/// Tolerance of the solves inside a search, which takes finite differences of them.
const SOLVE_TOLERANCE: f64 = 1e-12;
/// Lowest bound of a search, which evaluates rates slightly below its bound.
const LEAST_RATE: f64 = -0.9;
/// Largest change of a rate in one pass over all sector groups at which the search ends.
const RATE_TOLERANCE: f64 = 1e-6;
/// Passes after which the search is given up.
const MAX_PASSES: usize = 200;

/// Flows that may be taxed: what `importers` buy from `exporters`, sector group by sector group.
/// Regions and sectors are positions in the baseline. A region's sales to itself are never taxed.
#[derive(Debug, Clone, PartialEq)]
pub struct TaxableFlows {
    /// Regions that levy the tariff and own its revenue.
    pub importers: Vec<usize>,
    /// Regions whose goods bear it; flows between two importers stay untaxed by leaving them out.
    pub exporters: Vec<usize>,
    /// `[group][..]` sectors that share one rate.
    pub sector_groups: Vec<Vec<usize>>,
    /// Lowest rate, ad valorem, at least -0.9.
    pub lowest_rate: f64,
    /// Highest rate, ad valorem.
    pub highest_rate: f64,
}

impl TaxableFlows {
    /// All that `importers` buy from everybody else, at one rate between 0 and `highest_rate`.
    #[must_use]
    pub fn uniform(baseline: &Baseline, importers: &[usize], highest_rate: f64) -> Self {
        let primitives = baseline.primitives();
        Self {
            importers: importers.to_vec(),
            exporters: (0..primitives.region_count()).filter(|region| !importers.contains(region)).collect(),
            sector_groups: vec![(0..primitives.sector_count()).collect()],
            lowest_rate: 0.0,
            highest_rate,
        }
    }

    fn check(&self, baseline: &Baseline) -> Result<()> {
        let (regions, sectors) = (baseline.primitives().region_count(), baseline.primitives().sector_count());
        let refused = |what, value, expected| Err(EquilibriumError::Parameter { what, value, expected });
        if let Some(region) = self.importers.iter().chain(&self.exporters).find(|region| **region >= regions) {
            return refused("a region of a designed tariff", *region as f64, "the position of a region");
        }
        if let Some(sector) = self.sector_groups.iter().flatten().find(|sector| **sector >= sectors) {
            return refused("a sector of a designed tariff", *sector as f64, "the position of a sector");
        }
        if let Some(twice) = named_twice(&self.importers) {
            return refused("an importer of a designed tariff", twice as f64, "each region once");
        }
        if let Some(twice) = named_twice(&self.sector_groups.concat()) {
            return refused("a sector of a designed tariff", twice as f64, "each sector in one group");
        }
        if self.lowest_rate.is_nan() || self.lowest_rate < LEAST_RATE {
            return refused("the lowest rate of a designed tariff", self.lowest_rate, "a rate from -0.9 up");
        }
        if !(self.highest_rate.is_finite() && self.highest_rate > self.lowest_rate) {
            return refused("the highest rate of a designed tariff", self.highest_rate, "a rate above the lowest");
        }
        Ok(())
    }

    fn bounds(&self) -> Interval {
        Interval { low: self.lowest_rate, high: self.highest_rate }
    }
}

/// The first position that comes twice, if any.
fn named_twice(positions: &[usize]) -> Option<usize> {
    positions.iter().enumerate().find(|(place, position)| positions[..*place].contains(position)).map(|found| *found.1)
}

/// One tariff design with what it does. Money is in the baseline's value unit (USD million).
#[derive(Debug, Clone, PartialEq)]
pub struct DesignedTariff {
    /// omega: USD of own loss accepted per USD of the target's loss.
    pub willingness: f64,
    /// `[group]` rates, ad valorem.
    pub rates: Vec<f64>,
    /// `[group]` whether a bound of the search holds the rate.
    pub at_bound: Vec<bool>,
    /// Sum over the importers of `I ln W`.
    pub senders_change: f64,
    /// Sum over the targets of `I ln W`.
    pub targets_change: f64,
    /// What was maximised: `senders_change - omega * targets_change`.
    pub objective: f64,
    /// `[region]` exact change of real income, ln W.
    pub ln_real_income: Array1<f64>,
    /// `[region]` tariff and other revenue by owner.
    pub revenue: Array1<f64>,
    /// Solves made.
    pub solves: usize,
    /// Passes over all sector groups.
    pub passes: usize,
}

impl DesignedTariff {
    /// USD that the senders lose per USD that the targets lose; negative where senders gain.
    /// `None` where the targets lose nothing.
    #[must_use]
    pub fn cost_per_damage(&self) -> Option<f64> {
        (self.targets_change < 0.0).then(|| self.senders_change / self.targets_change)
    }
}

/// The tariff, one rate per sector group, that is best for its importers taken together (sum of
/// `I ln W`, in money), found on top of `wedges`. With one importer and one group this is the
/// optimal tariff. Fails like [`designed_sanctions`].
pub fn optimal_tariff(
    baseline: &Baseline,
    wedges: &Wedges,
    flows: &TaxableFlows,
    options: &SolveOptions,
) -> Result<DesignedTariff> {
    designed_sanctions(baseline, wedges, flows, &[], 0.0, options)
}

/// The tariff rates by sector group that maximise the importers' `sum I ln W` less `omega` times
/// the targets', all in USD, found on top of `wedges`: one group after the other is moved to its
/// best rate (coordinate ascent) until a pass moves none by more than 1e-6.
///
/// The search is deterministic. The first pass scans each rate from bound to bound, so that a
/// single group ends at the highest peak the scan sees; with several groups it is a local
/// optimum. Fails like [`solve`] (a rate that has no equilibrium ends the search), with
/// [`EquilibriumError::Parameter`] for positions, bounds or an omega outside their ranges, and
/// with [`EquilibriumError::Unsettled`] if the rates do not converge.
pub fn designed_sanctions(
    baseline: &Baseline,
    wedges: &Wedges,
    flows: &TaxableFlows,
    targets: &[usize],
    omega: f64,
    options: &SolveOptions,
) -> Result<DesignedTariff> {
    flows.check(baseline)?;
    if !(omega.is_finite() && omega >= 0.0) {
        return Err(EquilibriumError::Parameter {
            what: "the willingness to pay for sanctions",
            value: omega,
            expected: "a number from 0 up",
        });
    }
    if let Some(region) = targets.iter().find(|region| **region >= baseline.income().len()) {
        return Err(EquilibriumError::Parameter {
            what: "a target of sanctions",
            value: *region as f64,
            expected: "the position of a region",
        });
    }
    if let Some(twice) = named_twice(targets) {
        let (what, value, expected) = ("a target of sanctions", twice as f64, "each region once");
        return Err(EquilibriumError::Parameter { what, value, expected });
    }
    Design::new(baseline, wedges, flows, targets, omega, options).run()
}

/// [`designed_sanctions`] for each omega of a list: the frontier of own loss against damage.
pub fn frontier(
    baseline: &Baseline,
    wedges: &Wedges,
    flows: &TaxableFlows,
    targets: &[usize],
    omegas: &[f64],
    options: &SolveOptions,
) -> Result<Vec<DesignedTariff>> {
    omegas.iter().map(|omega| designed_sanctions(baseline, wedges, flows, targets, *omega, options)).collect()
}

/// A search under way.
struct Design<'a> {
    baseline: &'a Baseline,
    wedges: Wedges,
    flows: &'a TaxableFlows,
    targets: &'a [usize],
    omega: f64,
    options: SolveOptions,
    tariffs: Array3<f64>,
    rates: Vec<f64>,
    last: Option<Counterfactual<'a>>,
    solves: usize,
}

impl<'a> Design<'a> {
    fn new(
        baseline: &'a Baseline,
        wedges: &Wedges,
        flows: &'a TaxableFlows,
        targets: &'a [usize],
        omega: f64,
        options: &SolveOptions,
    ) -> Self {
        let primitives = baseline.primitives();
        let (regions, sectors) = (primitives.region_count(), primitives.sector_count());
        let tariffs = wedges.tariffs().or(primitives.duties.tariff.as_ref()).cloned();
        Self {
            baseline,
            wedges: wedges.clone(),
            flows,
            targets,
            omega,
            options: SolveOptions { tolerance: options.tolerance.min(SOLVE_TOLERANCE), ..options.clone() },
            tariffs: tariffs.unwrap_or_else(|| Array3::zeros((sectors, regions, regions))),
            rates: vec![flows.bounds().low.max(0.0).min(flows.highest_rate); flows.sector_groups.len()],
            last: None,
            solves: 0,
        }
    }

    /// Coordinate ascent.
    fn run(mut self) -> Result<DesignedTariff> {
        let groups = self.rates.len();
        let mut at_bound = vec![false; groups];
        let mut moved = 0.0;
        for pass in 1..=MAX_PASSES {
            moved = 0.0;
            for (group, at_bound) in at_bound.iter_mut().enumerate() {
                let peak = self.best_rate(group, pass == 1)?;
                moved = f64::max(moved, (peak.at - self.rates[group]).abs());
                self.rates[group] = peak.at;
                *at_bound = peak.at_bound;
            }
            // A single group is at its maximum after one pass.
            if moved <= RATE_TOLERANCE || groups <= 1 {
                return self.finish(at_bound, pass);
            }
        }
        Err(EquilibriumError::Unsettled {
            what: "the design of tariffs",
            iterations: MAX_PASSES,
            size: moved,
            tolerance: RATE_TOLERANCE,
        })
    }

    /// The best rate of one group, the others held: over the whole interval in the first pass, then by Newton's method from
    /// the present rate, or over the whole interval where that does not converge.
    fn best_rate(&mut self, group: usize, scan: bool) -> Result<Maximum> {
        let (bounds, now) = (self.flows.bounds(), self.rates[group]);
        let mut rates = self.rates.clone();
        let mut function = |rate: f64| {
            rates[group] = rate;
            self.objective(&rates)
        };
        if !scan {
            match newton(now, bounds, &mut function) {
                Err(EquilibriumError::Unsettled { .. }) => {}
                found => return found,
            }
        }
        maximise(bounds, function)
    }

    fn objective(&mut self, rates: &[f64]) -> Result<f64> {
        self.solve(rates)?;
        let scale: f64 = self.flows.importers.iter().map(|region| self.baseline.income()[*region]).sum();
        let (senders, targets) = self.changes();
        // In units of the senders' income, so that values are of the order of one.
        Ok((senders - self.omega * targets) / scale.max(f64::MIN_POSITIVE))
    }

    /// Solves under the given rates, from the last solution.
    fn solve(&mut self, rates: &[f64]) -> Result<()> {
        for (sectors, rate) in self.flows.sector_groups.iter().zip(rates) {
            for &sector in sectors {
                for &importer in &self.flows.importers {
                    for &exporter in self.flows.exporters.iter().filter(|exporter| **exporter != importer) {
                        self.tariffs[[sector, importer, exporter]] = *rate;
                    }
                }
            }
        }
        self.wedges.set_tariffs(self.tariffs.clone())?;
        self.solves += 1;
        self.last = Some(match &self.last {
            Some(neighbour) => solve_from(neighbour, &self.wedges, &self.options)?,
            None => solve(self.baseline, &self.wedges, &self.options)?,
        });
        Ok(())
    }

    /// `sum I ln W` of importers and targets in the last solution.
    fn changes(&self) -> (f64, f64) {
        let ln_real_income = self.last.as_ref().map(Counterfactual::ln_real_income);
        let total = |regions: &[usize]| {
            let change = |region: &usize| ln_real_income.as_ref().map_or(0.0, |change| change[*region]);
            regions.iter().map(|region| self.baseline.income()[*region] * change(region)).sum::<f64>()
        };
        (total(&self.flows.importers), total(self.targets))
    }

    fn finish(mut self, at_bound: Vec<bool>, passes: usize) -> Result<DesignedTariff> {
        let rates = self.rates.clone();
        self.solve(&rates)?;
        let (senders_change, targets_change) = self.changes();
        let regions = self.baseline.income().len();
        let (ln_real_income, revenue) = self.last.as_ref().map_or_else(
            || (Array1::zeros(regions), Array1::zeros(regions)),
            |last| (last.ln_real_income(), last.revenue()),
        );
        Ok(DesignedTariff {
            willingness: self.omega,
            rates,
            at_bound,
            senders_change,
            targets_change,
            objective: senders_change - self.omega * targets_change,
            ln_real_income,
            revenue,
            solves: self.solves,
            passes,
        })
    }
}
