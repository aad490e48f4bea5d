//! How open regions are to trade, at the baseline and under a scenario.

use crate::model::primitives::Primitives;
use crate::solver::kernel::Kernel;
use crate::solver::parameters::PARAMETERS;
use crate::solver::shares::Shares;

/// How a region's demand responds to foreign prices: the mean over what it consumes of `theta (1 - home share)`, kept as a
/// sum and its weight; and the share of that consumption which it imports, at unchanged prices.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Openness {
    pub response: f64,
    pub weight: f64,
    pub imports: f64,
}

/// Part of a row's sum below which what is left of the row, once all of it is taken away, is rounding error.
const ROUNDING_PART: f64 = 1e-12;

impl Openness {
    /// The mean response.
    pub fn value(self) -> f64 {
        self.response / self.weight.max(f64::MIN_POSITIVE)
    }

    /// Whether the region has lost most of its openness since `before`, so that the baseline's Jacobian no longer holds
    /// for its wage.
    pub fn is_nearly_closed(self, before: Self) -> bool {
        self.value() < PARAMETERS.wages.nearly_closed * before.value()
    }

    /// Whether most of what the region imported can no longer be imported.
    pub fn has_lost_imports(self, before: Self) -> bool {
        self.imports < PARAMETERS.wages.imports_lost * before.imports
    }

    /// Adds `times` the contribution of one product of one region, whose row of shares or coefficients has the entry
    /// `home` and the sum `total`.
    pub fn add(&mut self, times: f64, primitives: &Primitives, [sector, region]: [usize; 2], [home, total]: [f64; 2]) {
        let share = times * primitives.final_shares[[region, sector]];
        self.imports += share * (total - home);
        if total > 0.0 {
            self.weight += share;
            self.response += share * primitives.trade_elasticity[sector] * (1.0 - home / total);
        }
    }

    /// Openness of all regions at given shares, `[region]`.
    pub fn of(primitives: &Primitives, shares: &Shares) -> Vec<Self> {
        let regions = primitives.region_count();
        let mut found = vec![Self::default(); regions];
        for (row, total) in shares.totals.iter().enumerate() {
            let region = row % regions;
            found[region].add(1.0, primitives, [row / regions, region], [shares.row(row)[region], *total]);
        }
        found
    }

    /// Openness of all regions under the coefficients of a scenario, `[region]`: that at the shares, updated for the
    /// coefficients that have changed.
    pub fn under(primitives: &Primitives, shares: &Shares, at_shares: &[Self], kernel: &Kernel) -> Vec<Self> {
        let mut found = at_shares.to_vec();
        let mut cells = kernel.changed_cells().peekable();
        while let Some(row) = cells.peek().map(|cell| cell.row) {
            let (place, region) = ([row / kernel.regions, row % kernel.regions], row % kernel.regions);
            let old = shares.row(row);
            let before = [old[region], shares.totals[row]];
            let [mut home, mut total] = before;
            while let Some(cell) = cells.next_if(|cell| cell.row == row) {
                let change = cell.coefficient - old[cell.exporter];
                total += change;
                if cell.exporter == region {
                    home = cell.coefficient;
                }
            }
            let total = if total > ROUNDING_PART * before[1] { total } else { 0.0 };
            found[region].add(-1.0, primitives, place, before);
            found[region].add(1.0, primitives, place, [home, total]);
        }
        found
    }
}

#[cfg(test)]
mod tests;
