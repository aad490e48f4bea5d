//! Steps of wages from gaps between labour demand and supply.

use unequal_vector::{exponentials, matrix_times};

use crate::kernel::Kernel;
use crate::primitives::Primitives;
use crate::sweep::Economy;

/// Longest step of a wage in one sweep, as a logarithm: far from the equilibrium the Newton step
/// overshoots.
const LONGEST: f64 = 0.5;

/// How wages are stepped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WageStep {
    /// All at once by the approximate Jacobian, where there is one: fast in worlds where regions
    /// buy most at home.
    Newton,
    /// Each by its own elasticity: slower, and safe in worlds that are open through and through.
    Own,
}

/// Steps wages, and says how those abroad move for each region.
pub(crate) struct Wages {
    rule: WageStep,
    /// Steps of ln w, `[region, padded]`.
    pub step: Vec<f64>,
    /// Average step of each region's suppliers abroad, `[region]`.
    pub abroad: Vec<f64>,
    gap: Vec<f64>,
    growth: Vec<f64>,
    diagonal: Vec<f64>,
}

impl Wages {
    pub fn new(economy: &Economy<'_>, rule: WageStep) -> Self {
        let room = vec![0.0; economy.prepared.region_width];
        Self {
            rule,
            step: room.clone(),
            abroad: vec![0.0; economy.kernel.regions],
            gap: room.clone(),
            growth: room,
            diagonal: if rule == WageStep::Own || economy.prepared.wage_inverse.is_none() {
                wage_steps(economy.primitives, &economy.kernel)
            } else {
                Vec::new()
            },
        }
    }

    /// By how much labour demand will change besides what wages do to the region's own demand, as a logarithm: it is to
    /// meet supply, so that its change is known.
    pub fn labour(&self, economy: &Economy<'_>, region: usize, gap: f64) -> f64 {
        match self.rule {
            WageStep::Own => 0.0,
            WageStep::Newton => (1.0 - economy.prepared.own_demand[region]) * self.step[region] - gap,
        }
    }

    /// Newton with the approximate Jacobian where there is one, else each wage by its own
    /// elasticity; then every part of the world back to its value added (G11).
    ///
    /// `gap` is ln of labour demand over supply, `earned` what labour earns now, both `[region]`.
    pub fn step(&mut self, economy: &Economy<'_>, gap: &[f64], earned: &[f64]) {
        let regions = economy.kernel.regions;
        self.step.fill(0.0);
        match (&economy.prepared.wage_inverse, self.rule) {
            (Some(inverse), WageStep::Newton) => {
                self.gap[..regions].copy_from_slice(&gap[..regions]);
                matrix_times(inverse, &self.gap, &mut self.step[..regions]);
                self.step.iter_mut().for_each(|step| *step = -*step);
            }
            _ => {
                for ((step, diagonal), gap) in self.step.iter_mut().zip(&self.diagonal).zip(gap) {
                    *step = diagonal * gap;
                }
            }
        }
        let longest = self.step.iter().fold(0.0, |longest: f64, step| longest.max(step.abs()));
        if longest > LONGEST {
            self.step.iter_mut().for_each(|step| *step *= LONGEST / longest);
        }
        exponentials(&self.step, &mut self.growth);
        for group in &economy.groups {
            let before: f64 = group.iter().map(|region| economy.primitives.value_added[*region]).sum();
            let after: f64 = group.iter().map(|region| earned[*region] * self.growth[*region]).sum();
            let shift = (before / after).ln();
            for region in group {
                self.step[*region] += shift;
            }
        }
        matrix_times(&economy.prepared.import_weights, &self.step, &mut self.abroad);
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
