//! From residuals to a step: domestic rounds of inputs solved at once, wages by an approximate
//! Newton step, then Anderson acceleration on the result.

use unequal_vector::{matrix_times, transposed_times};

use crate::anderson::Anderson;
use crate::kernel::Kernel;
use crate::primitives::Primitives;
use crate::sweep::{Economy, State, Work};

/// Longest step of a wage in one sweep, as a logarithm: far from the equilibrium the Newton step
/// overshoots.
const LONGEST: f64 = 0.5;

/// Longest change of a price or wage that an accelerated step may make, as a logarithm.
const TRUSTED: f64 = 1.0;

/// Part of its spending that a market keeps at least in one step.
const LEAST_KEPT: f64 = 0.1;

/// How wages are stepped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WageStep {
    /// All at once by the approximate Jacobian, where there is one: fast in worlds where regions
    /// buy most at home.
    Newton,
    /// Each by its own elasticity: slower, and safe in worlds that are open through and through.
    Own,
}

/// Buffers of the step, reused from sweep to sweep.
pub(crate) struct Preconditioner {
    wage_rule: WageStep,
    price_step: Vec<f64>,
    spending_step: Vec<f64>,
    wage_step: Vec<f64>,
    residual: Vec<f64>,
    diagonal: Vec<f64>,
    point: Vec<f64>,
    packed: Vec<f64>,
}

impl Preconditioner {
    pub fn new(economy: &Economy<'_>, wage_rule: WageStep) -> Self {
        let cells = economy.kernel.regions * economy.prepared.sector_width;
        let regions = economy.prepared.region_width;
        Self {
            wage_rule,
            price_step: vec![0.0; cells],
            spending_step: vec![0.0; cells],
            wage_step: vec![0.0; regions],
            residual: vec![0.0; economy.prepared.sector_width],
            diagonal: if wage_rule == WageStep::Own || economy.prepared.wage_inverse.is_none() {
                wage_steps(economy.primitives, &economy.kernel)
            } else {
                Vec::new()
            },
            point: Vec::new(),
            packed: Vec::new(),
        }
    }

    /// Computes the step from the residuals of the last sweep.
    pub fn step(&mut self, economy: &Economy<'_>, state: &State, next: &State, work: &Work) {
        self.wages(economy, state, work);
        let (sectors, width) = (economy.kernel.sectors, economy.prepared.sector_width);
        for region in 0..economy.kernel.regions {
            let domestic = &economy.prepared.domestic[region * sectors * width..][..sectors * width];
            let row = region * width..(region + 1) * width;
            let own = self.wage_step[region];
            let abroad = self.abroad(economy, region);
            let home = &economy.prepared.home[row.clone()];
            let labour = &economy.prepared.value_added_shares[row.clone()];
            let (new, old) = (&next.ln_price[row.clone()], &state.ln_price[row.clone()]);
            for sector in 0..sectors {
                let wage_effect = home[sector] * labour[sector] * own + (1.0 - home[sector]) * abroad;
                self.residual[sector] = new[sector] - old[sector] + wage_effect;
            }
            let step = &mut self.price_step[row.clone()];
            step.fill(0.0);
            transposed_times(domestic, &self.residual[..sectors], step);
            let earned = work.wages[region] * own;
            let shares = &economy.prepared.final_shares[row.clone()];
            let (new, old) = (&next.spending[row.clone()], &state.spending[row.clone()]);
            for sector in 0..sectors {
                self.residual[sector] = new[sector] - old[sector] + shares[sector] * earned;
            }
            self.reallocation(economy, work, region);
            matrix_times(domestic, &self.residual, &mut self.spending_step[row][..sectors]);
        }
    }

    /// Adds to the spending residual what the region's industries will buy less (or more) when the
    /// wage step has moved their sales: labour demand is to meet supply, so its change is known,
    /// and the response of output says in which industries.
    fn reallocation(&mut self, economy: &Economy<'_>, work: &Work, region: usize) {
        if self.wage_rule == WageStep::Own {
            return;
        }
        let (sectors, width) = (economy.kernel.sectors, economy.prepared.sector_width);
        let own = (1.0 - economy.prepared.own_demand[region]) * self.wage_step[region];
        let labour = economy.primitives.value_added[region] * (own - work.labour_gap[region]);
        let response = &economy.prepared.input_response[region * width..][..sectors];
        for (residual, response) in self.residual.iter_mut().zip(response) {
            *residual += labour * response;
        }
    }

    /// Average wage step of a region's suppliers abroad.
    fn abroad(&self, economy: &Economy<'_>, region: usize) -> f64 {
        let width = economy.prepared.region_width;
        let weights = &economy.prepared.import_weights[region * width..][..width];
        weights.iter().zip(&self.wage_step).map(|(weight, step)| weight * step).sum()
    }

    /// Wages: Newton with the approximate Jacobian where there is one, else each by its own
    /// elasticity; then every part of the world back to its value added (G11).
    fn wages(&mut self, economy: &Economy<'_>, state: &State, work: &Work) {
        let regions = economy.kernel.regions;
        self.wage_step.fill(0.0);
        match (&economy.prepared.wage_inverse, self.wage_rule) {
            (Some(inverse), WageStep::Newton) => {
                let mut gap = vec![0.0; economy.prepared.region_width];
                gap[..regions].copy_from_slice(&work.labour_gap);
                matrix_times(inverse, &gap, &mut self.wage_step[..regions]);
                self.wage_step.iter_mut().for_each(|step| *step = -*step);
            }
            _ => {
                for region in 0..regions {
                    self.wage_step[region] = self.diagonal[region] * work.labour_gap[region];
                }
            }
        }
        let longest = self.wage_step.iter().fold(0.0, |longest: f64, step| longest.max(step.abs()));
        if longest > LONGEST {
            self.wage_step.iter_mut().for_each(|step| *step *= LONGEST / longest);
        }
        for group in &economy.groups {
            let before: f64 = group.iter().map(|region| economy.primitives.value_added[*region]).sum();
            let after: f64 = group
                .iter()
                .map(|region| economy.labour_income(*region, state.ln_wage[*region] + self.wage_step[*region]))
                .sum();
            let shift = (before / after).ln();
            for region in group {
                self.wage_step[*region] += shift;
            }
        }
    }

    /// The step itself, without acceleration and with half of its wages: slow, and safe far from
    /// the equilibrium, where the history that the acceleration relies on says little.
    pub fn plain(&self, state: &mut State) {
        for (value, step) in state.ln_price.iter_mut().zip(&self.price_step) {
            *value += step;
        }
        for (value, step) in state.spending.iter_mut().zip(&self.spending_step) {
            *value = (*value + step).max(LEAST_KEPT * *value);
        }
        for (value, step) in state.ln_wage.iter_mut().zip(&self.wage_step) {
            *value += 0.5 * step;
        }
    }

    /// One accelerated step; spending is scaled by value added so that every unknown is of the
    /// order of one.
    pub fn accelerate(&mut self, economy: &Economy<'_>, anderson: &mut Anderson, state: &mut State) {
        let width = economy.prepared.sector_width;
        let value_added = &economy.primitives.value_added;
        let regions = economy.kernel.regions;
        pack(&mut self.point, value_added, [&state.ln_price, &state.spending, &state.ln_wage]);
        let steps = [self.price_step.as_slice(), &self.spending_step, &self.wage_step[..regions]];
        pack(&mut self.packed, value_added, steps);
        let cells = state.ln_price.len();
        anderson.advance(&mut self.point, &self.packed);
        self.trust(economy, state);
        state.ln_price.copy_from_slice(&self.point[..cells]);
        for (region, row) in state.spending.chunks_exact_mut(width).enumerate() {
            let packed = &self.point[cells + region * width..][..width];
            for (value, packed) in row.iter_mut().zip(packed) {
                // Spending is never negative and falls to a market that closes by stages: a step that
                // takes all of it at once would leave an industry without labour demand.
                *value = (packed * value_added[region]).max(LEAST_KEPT * *value);
            }
        }
        state.ln_wage.copy_from_slice(&self.point[2 * cells..]);
    }
}

/// Prices, spending in units of its region's value added, and wages, in one row.
fn pack(packed: &mut Vec<f64>, value_added: &ndarray::Array1<f64>, [prices, spending, wages]: [&[f64]; 3]) {
    let width = spending.len() / value_added.len().max(1);
    packed.clear();
    packed.extend_from_slice(prices);
    for (row, value_added) in spending.chunks_exact(width.max(1)).zip(value_added) {
        let scale = 1.0 / value_added;
        packed.extend(row.iter().map(|value| value * scale));
    }
    packed.extend_from_slice(wages);
}

impl Preconditioner {
    /// Shortens the step to `point` so that no price or wage moves further than is trusted.
    fn trust(&mut self, economy: &Economy<'_>, state: &State) {
        let cells = state.ln_price.len();
        let prices = self.point[..cells].iter().zip(&state.ln_price);
        let wages = self.point[2 * cells..].iter().zip(&state.ln_wage);
        let longest = prices.chain(wages).fold(0.0, |longest: f64, (new, old)| longest.max((new - old).abs()));
        if longest <= TRUSTED || longest.is_nan() {
            return;
        }
        let keep = TRUSTED / longest;
        let shorten = |new: &mut f64, old: f64| *new = old + keep * (*new - old);
        for (new, old) in self.point[..cells].iter_mut().zip(&state.ln_price) {
            shorten(new, *old);
        }
        for (new, old) in self.point[2 * cells..].iter_mut().zip(&state.ln_wage) {
            shorten(new, *old);
        }
        let width = economy.prepared.sector_width;
        let rows = self.point[cells..2 * cells].chunks_exact_mut(width).zip(state.spending.chunks_exact(width));
        for ((new, old), value_added) in rows.zip(&economy.primitives.value_added) {
            for (new, old) in new.iter_mut().zip(old) {
                shorten(new, old / value_added);
            }
        }
    }
}

/// Step of each region's wage without a Jacobian: the excess demand for labour falls by about
/// `1 + theta (1 - home share)` for a unit rise of the wage, so a longer step would overshoot
/// (model.md section 3e).
pub(crate) fn wage_steps(primitives: &Primitives, kernel: &Kernel) -> Vec<f64> {
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
