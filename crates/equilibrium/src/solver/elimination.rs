//! Nonlinear elimination of nearly closed regions (Lanzkron, Rose and Wilkes 1996).
//!
//! A region that loses most of its trade moves far, while most others hardly respond. Iterations on the whole world, started
//! from the old trade, take many evaluations to find it. So the region's own equations are solved first, with costs and
//! spending abroad held. One iteration costs the region's part of an evaluation of the map.

use std::collections::BTreeSet;

use crate::numerics::anderson::Anderson;
use crate::solver::domestic_solve::DomesticSolve;
use crate::solver::economy::{Economy, EvaluatedPoint};
use crate::solver::parameters::{EliminationParameters, PARAMETERS};
use crate::solver::state::State;
use crate::solver::trade_balance::TradeBalance;
use crate::solver::workspace::Workspace;

const ELIMINATION: EliminationParameters = PARAMETERS.elimination;

/// Solves the equations of the regions of the balances that are far from their solution, with the others held, from an
/// evaluated point; and those of their partners, if they are few. `None` if all are near, or if one of them has no solution
/// that the iteration finds.
pub(crate) fn eliminated(
    economy: &Economy<'_>,
    balances: &mut [TradeBalance],
    state: &State,
    work: &Workspace,
) -> Option<State> {
    if balances.is_empty() {
        return None;
    }
    let partners = partners(economy, balances);
    let few = partners.len() <= ELIMINATION.few_partners && partners.len() + balances.len() > 1;
    let far = ELIMINATION.far[usize::from(few)];
    let partners = partners.into_iter().filter(|_| few);
    let mut partners: Vec<TradeBalance> = partners.map(|region| TradeBalance::new(economy, region)).collect();
    let passes = if balances.len() + partners.len() > 1 { ELIMINATION.passes } else { 1 };
    let mut regions: Vec<&mut TradeBalance> = balances.iter_mut().chain(&mut partners).collect();
    let mut attempt = |window| {
        let (mut state, mut work, mut any) = (state.clone(), work.clone(), false);
        for _ in 0..passes {
            for balance in &mut regions {
                any |= RegionProblem::new(economy, balance, &work, window).solve(&mut state, &mut work, far)?;
            }
        }
        Some((state, any))
    };
    let (state, any) = ELIMINATION.windows.into_iter().find_map(&mut attempt)?;
    any.then_some(state)
}

/// All other regions that the regions of the balances trade with.
fn partners(economy: &Economy<'_>, balances: &[TradeBalance]) -> BTreeSet<usize> {
    let ends = |balance: &TradeBalance| {
        let places =
            balance.exports().iter().map(|flow| flow.buyer).chain(balance.imports().iter().map(|flow| flow.maker));
        places.map(|place| place as usize % economy.kernel.width).collect::<Vec<_>>()
    };
    let mut found: BTreeSet<usize> = balances.iter().flat_map(ends).collect();
    balances.iter().for_each(|balance| {
        found.remove(&balance.region);
    });
    found
}

/// One region's equations, all else held.
struct RegionProblem<'a> {
    economy: &'a Economy<'a>,
    balance: &'a mut TradeBalance,
    /// Coefficient of domestic purchases, and contribution of imports to the price sum: `[sector]`.
    home: Vec<f64>,
    abroad: Vec<f64>,
    domestic: DomesticSolve,
    anderson: Anderson,
    /// Laid out as [`State::of_region`].
    step: Vec<f64>,
}

impl<'a> RegionProblem<'a> {
    fn new(economy: &'a Economy<'a>, balance: &'a mut TradeBalance, work: &Workspace, window: usize) -> Self {
        let (region, width) = (balance.region, economy.prepared.sector_width);
        let mut abroad = vec![0.0; economy.kernel.sectors];
        for flow in balance.imports() {
            abroad[flow.buyer as usize / economy.kernel.width] +=
                flow.coefficient * work.cost_power[flow.maker as usize];
        }
        Self {
            economy,
            balance,
            home: (0..abroad.len()).map(|sector| economy.kernel.demand_row(sector, region)[region]).collect(),
            abroad,
            domestic: DomesticSolve::new(width),
            anderson: Anderson::new(window),
            step: vec![0.0; 2 * width + 2],
        }
    }

    /// Iterates to the solution; whether the region moved. `None` if the iteration finds none.
    fn solve(mut self, state: &mut State, work: &mut Workspace, far: f64) -> Option<bool> {
        for iteration in 0..ELIMINATION.max_iterations {
            self.evaluate(state, work)?;
            let size = self.compute_step(state, work);
            if !size.is_finite() {
                return None;
            }
            if size <= if iteration == 0 { far } else { ELIMINATION.tolerance } {
                return Some(iteration > 0);
            }
            self.make_step(state);
        }
        None
    }

    /// The region's part of [`Economy::evaluate`]; `None` if it is left without income.
    fn evaluate(&self, state: &State, work: &mut Workspace) -> Option<()> {
        let (economy, region) = (self.economy, self.balance.region);
        let (kernel, prepared) = (&economy.kernel, economy.prepared);
        let value_added = economy.primitives.value_added[region];
        let (ln_wage, income) = (state.ln_wage()[region], state.income()[region]);
        let mut grown = vec![0.0; kernel.sectors];
        for (sector, grown) in grown.iter_mut().enumerate() {
            let (cell, place) = (region * prepared.sector_width + sector, sector * kernel.width + region);
            let theta = prepared.elasticities[sector];
            let productivity = economy.ln_productivity.map_or(0.0, |values| values[[region, sector]]);
            let ln_cost = prepared.value_added_shares[cell] * ln_wage + state.input_cost()[cell] - productivity;
            let power = (-theta * ln_cost).exp();
            *grown = power - work.cost_power[place];
            work.cost_power[place] = power;
            let spending = value_added * (state.input_use()[cell] + prepared.final_shares[cell] * income);
            (work.spending[cell], work.spending_of[place]) = (spending, spending);
            let sum = self.abroad[sector] + self.home[sector] * power;
            work.price_sum[place] = sum;
            // A product that nobody supplies keeps a price without weight.
            let supplied = sum > 0.0;
            work.ln_price[cell] = if supplied { -sum.ln() / theta } else { 0.0 };
            work.output[cell] = if supplied { self.home[sector] * power * spending / sum } else { 0.0 };
        }
        for flow in self.balance.exports() {
            let (maker, buyer) = (flow.maker as usize, flow.buyer as usize);
            let sector = maker / kernel.width;
            let own = flow.coefficient * work.cost_power[maker];
            // Rounding may leave less than the region's own part of a market that it supplies alone.
            let sum = (work.price_sum[buyer] + flow.coefficient * grown[sector]).max(own);
            work.price_sum[buyer] = sum;
            if sum > 0.0 {
                work.output[region * prepared.sector_width + sector] += own * work.spending_of[buyer] / sum;
            }
        }
        economy.income_of(region, state.ln_wage(), work).ok()?;
        economy.labour_of(region, work);
        Some(())
    }

    /// Computes the step; returns its size, which is infinite where the balance of trade gives no step.
    fn compute_step(&mut self, state: &State, work: &Workspace) -> f64 {
        let (economy, region) = (self.economy, self.balance.region);
        let width = economy.prepared.sector_width;
        let value_added = economy.primitives.value_added[region];
        let closed = self.balance.exports().is_empty() && self.balance.imports().is_empty();
        let whole = match self.balance.linearise(economy, work, economy.deficit_unit(state.ln_wage())) {
            Some(whole) => whole,
            // A closed region is a world of its own: its wage is the numeraire.
            None if closed => 0.0,
            None => return f64::INFINITY,
        };
        let most = ELIMINATION.max_log_wage_step;
        let wage = ELIMINATION.wage_damping * whole.clamp(-most, most);
        let earned = work.wages[region] * wage / value_added;
        let (costs, rest) = self.step.split_at_mut(width);
        let (uses, rest) = rest.split_at_mut(width);
        let at = EvaluatedPoint { economy, state, work };
        let income = self.domestic.with_income(at, region) + earned;
        self.domestic.step_of_image(at, region, [&mut *costs, &mut *uses]);
        economy.prepared.gauss_seidel.correct_for_wages(region, [&mut *costs, &mut *uses], [wage, earned, 0.0], &[]);
        rest.copy_from_slice(&[income, wage]);
        let shares = &economy.prepared.final_shares[region * width..][..width];
        let excess = work.excess_demand[region].abs();
        let (mut size, mut sum) = (excess.max(whole.abs()), excess);
        for (sector, (cost, used)) in costs.iter().zip(&*uses).enumerate().take(economy.kernel.sectors) {
            let spending = work.spending[region * width + sector].max(PARAMETERS.residual_floor * value_added);
            let goods = value_added * (used + shares[sector] * income) / spending;
            size = size.max(cost.abs()).max(goods.abs());
            sum += cost.abs() + goods.abs();
        }
        // Comparisons drop NaN; the sum keeps it.
        if sum.is_finite() { size } else { f64::INFINITY }
    }

    /// Makes the step, accelerated if there is a window, and limited in length.
    fn make_step(&mut self, state: &mut State) {
        let (region, width) = (self.balance.region, self.economy.prepared.sector_width);
        let before = state.of_region(region, width);
        let mut row = before.clone();
        self.anderson.advance(&mut row, &self.step);
        let (costs, wage) = (0..width, row.len() - 1);
        let moved = costs.chain([wage]).map(|place| (row[place] - before[place]).abs()).fold(0.0, f64::max);
        let most = PARAMETERS.steps.max_log_change;
        let part = if moved > most { most / moved } else { 1.0 };
        for (place, (new, old)) in row.iter_mut().zip(&before).enumerate() {
            *new = old + part * (*new - old);
            if (width..wage).contains(&place) {
                *new = new.max(PARAMETERS.steps.min_part_kept * old);
            }
        }
        state.put_region(region, width, &row);
    }
}

#[cfg(test)]
mod tests;
