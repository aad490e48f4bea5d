//! The wage block of the preconditioner: steps of wages from log excess demand for labour.

use unequal_vector::{exponentials, matrix_times, matrix_times_single};

use crate::model::primitives::Primitives;
use crate::solver::economy::Economy;
use crate::solver::kernel::Kernel;
use crate::solver::openness::Openness;
use crate::solver::parameters::PARAMETERS;
use crate::solver::prepared::Prepared;
use crate::solver::trade_balance::TradeBalance;
use crate::solver::workspace::Workspace;

/// How wages are updated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WageUpdate {
    /// All together by the approximate Jacobian, where there is one, except those of nearly closed regions, which follow
    /// their [`TradeBalance`]: fast in worlds where regions buy most at home.
    Newton,
    /// Each by its own elasticity, or its [`TradeBalance`]: slower, and safe in worlds that are very open.
    OwnElasticity,
    /// Each by its own elasticity alone: slowest; it ends where labour demand meets supply, however shares are rounded.
    ExcessDemand,
}

/// Computes the step of wages, and the steps of foreign costs that follow from it.
pub(crate) struct Wages {
    /// Steps of ln w, `[region, padded]`.
    pub step: Vec<f64>,
    /// Steps of foreign costs that follow, by group of products: `[region][group]`.
    foreign_costs: Vec<f32>,
    /// The step in single precision, `[region, padded]`.
    step_single: Vec<f32>,
    /// Log excess demand of the regions in the Newton step, `[region, padded]`.
    excess_demand: Vec<f64>,
    growth: Vec<f64>,
    /// Step per unit of log excess demand, of the wages that follow their own elasticity: `[region]`.
    own: Vec<Option<f64>>,
    /// Balances of trade of the nearly closed regions among them.
    balances: Vec<TradeBalance>,
    /// Steps that these give at the present point, `[region]`; they take precedence.
    balance_step: Vec<Option<f64>>,
    max_balance_step: f64,
}

impl Wages {
    pub fn new(economy: &Economy<'_>, rule: WageUpdate) -> Self {
        let row = vec![0.0; economy.prepared.region_width];
        let (shares, at_shares) = (&economy.prepared.shares, &economy.prepared.openness);
        let openness = Openness::under(economy.primitives, shares, at_shares, &economy.kernel);
        let all = rule != WageUpdate::Newton || economy.prepared.wage_inverse.is_none();
        let before = &economy.prepared.openness;
        let nearly_closed = |region: &usize| openness[*region].is_nearly_closed(before[*region]);
        let has_lost = |region: &usize| nearly_closed(region) || openness[*region].has_lost_imports(before[*region]);
        let regions = 0..economy.kernel.regions;
        let mut balances = Vec::new();
        if rule != WageUpdate::ExcessDemand {
            balances = TradeBalance::of(economy, regions.clone().filter(has_lost));
            if balances.is_empty() {
                balances = TradeBalance::of(economy, regions.clone().filter(nearly_closed));
            }
        }
        let mut own: Vec<_> = regions.clone().map(|region| all || nearly_closed(&region)).collect();
        balances.iter().for_each(|balance| own[balance.region] = true);
        let own = own.into_iter().zip(&openness).map(|(own, openness)| own.then(|| own_step(openness.value())));
        Self {
            step: row.clone(),
            foreign_costs: vec![0.0; economy.kernel.regions * economy.prepared.gauss_seidel.groups],
            step_single: vec![0.0; economy.prepared.region_width],
            excess_demand: row.clone(),
            growth: row,
            own: own.collect(),
            balances,
            balance_step: vec![None; regions.len()],
            max_balance_step: if rule == WageUpdate::Newton {
                PARAMETERS.wages.max_balance_step
            } else {
                PARAMETERS.wages.max_balance_step_own
            },
        }
    }

    /// The balances of trade of nearly closed regions.
    pub fn balances(&mut self) -> &mut [TradeBalance] {
        &mut self.balances
    }

    /// Linearises the balances of trade at an evaluated point, before [`Self::step`]. `unit` is the value of a unit of
    /// deficit.
    pub fn linearise(&mut self, economy: &Economy<'_>, work: &Workspace, unit: f64) {
        for balance in &mut self.balances {
            self.balance_step[balance.region] = balance.linearise(economy, work, unit);
        }
    }

    /// Evaluates them at a difference from the last linearisation point, given changes of `u[maker] * X / Q [buyer]`, both
    /// places in `[sector][region]`, and of the value of a unit of deficit.
    pub fn balances_at_difference(&mut self, economy: &Economy<'_>, change: impl Fn(usize, usize) -> f64, unit: f64) {
        for balance in &self.balances {
            self.balance_step[balance.region] = balance.step_after(economy, &change, unit);
        }
    }

    /// Whether a region's wage is updated for its expected labour demand (Gauss-Seidel), not for the present one.
    pub fn is_coupled(&self, region: usize) -> bool {
        self.own[region].is_none()
    }

    /// Steps of a region's foreign costs, by group of products, that follow from the step of wages.
    pub fn foreign_costs(&self, region: usize) -> &[f32] {
        let groups = self.foreign_costs.len() / self.own.len().max(1);
        &self.foreign_costs[region * groups..][..groups]
    }

    /// Change of log labour demand that the wage step implies besides the region's own demand: demand is to meet supply, so
    /// that its change is known. `excess_demand` is the one that wages were updated for.
    pub fn labour_demand_step(&self, economy: &Economy<'_>, region: usize, excess_demand: f64) -> f64 {
        match self.own[region] {
            Some(_) => 0.0,
            None => (1.0 - economy.prepared.gauss_seidel.own_demand[region]) * self.step[region] - excess_demand,
        }
    }

    /// Computes the step of wages: by the approximate Jacobian, own elasticity or balance of trade, as is right for each
    /// region, limited in length; then every part of the world keeps its value added (G11).
    ///
    /// `excess_demand` is log excess demand for labour, as expected where [`Self::is_coupled`] says so; `earned` is what
    /// labour earns now; both `[region]`.
    pub fn step(&mut self, economy: &Economy<'_>, excess_demand: &[f64], earned: &[f64]) {
        self.newton_step(economy, excess_demand);
        for ((step, own), excess_demand) in self.step.iter_mut().zip(&self.own).zip(excess_demand) {
            if let Some(own) = own {
                *step = own * excess_demand;
            }
        }
        self.limit();
        self.normalise(economy, earned);
        self.step_single.iter_mut().zip(&self.step).for_each(|(single, step)| *single = *step as f32);
        matrix_times_single(&economy.prepared.gauss_seidel.foreign_costs, &self.step_single, &mut self.foreign_costs);
    }

    /// The step of the wages that are updated together.
    fn newton_step(&mut self, economy: &Economy<'_>, excess_demand: &[f64]) {
        self.step.fill(0.0);
        if let Some(inverse) = economy.prepared.wage_inverse.as_ref().filter(|_| self.own.contains(&None)) {
            for ((into, excess_demand), own) in self.excess_demand.iter_mut().zip(excess_demand).zip(&self.own) {
                *into = if own.is_none() { *excess_demand } else { 0.0 };
            }
            matrix_times(inverse, &self.excess_demand, &mut self.step[..economy.kernel.regions]);
            self.step.iter_mut().for_each(|step| *step = -*step);
        }
    }

    /// Limits the steps: those from excess demand by a common factor, those from balances of trade one by one.
    fn limit(&mut self) {
        let from_demand = self.step.iter().zip(&self.balance_step).filter(|(_, balance)| balance.is_none());
        let longest = from_demand.fold(0.0, |longest: f64, (step, _)| longest.max(step.abs()));
        let most = PARAMETERS.wages.max_log_step;
        if longest > most {
            self.step.iter_mut().for_each(|step| *step *= most / longest);
        }
        for (step, balance) in self.step.iter_mut().zip(&self.balance_step) {
            if let Some(balance) = balance {
                *step = balance.clamp(-self.max_balance_step, self.max_balance_step);
            }
        }
    }

    /// Shifts the steps of every part of the world so that it keeps its value added.
    fn normalise(&mut self, economy: &Economy<'_>, earned: &[f64]) {
        exponentials(&self.step, &mut self.growth);
        for group in &economy.groups {
            let before: f64 = group.iter().map(|region| economy.primitives.value_added[*region]).sum();
            let after: f64 = group.iter().map(|region| earned[*region] * self.growth[*region]).sum();
            let shift = (before / after).ln();
            for region in group {
                self.step[*region] += shift;
            }
        }
    }
}

/// Step of each region's wage per unit of log excess demand, without a Jacobian, `[region]`.
pub(crate) fn own_elasticity_steps(primitives: &Primitives, prepared: &Prepared, kernel: &Kernel) -> Vec<f64> {
    let openness = Openness::under(primitives, &prepared.shares, &prepared.openness, kernel);
    openness.into_iter().map(|openness| own_step(openness.value())).collect()
}

/// Step of a wage per unit of log excess demand, without a Jacobian. Log excess demand falls by about
/// `1 + theta (1 - home share)` for a unit rise of the log wage, so a longer step would overshoot.
fn own_step(openness: f64) -> f64 {
    1.0 / (1.0 + openness)
}
