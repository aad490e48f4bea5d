//! Steps of wages from gaps between labour demand and supply.

use unequal_vector::{exponentials, matrix_times, matrix_times_single};

use crate::model::primitives::Primitives;
use crate::solver::evaluation::{Economy, Work};
use crate::solver::kernel::Kernel;
use crate::solver::prepared::{Prepared, Shares};
use crate::solver::trade_balance::Balance;

/// Longest step of a wage in one sweep, as a logarithm: far from the equilibrium the Newton step
/// overshoots.
const LONGEST: f64 = 0.5;

/// Longest step that a balance of trade may take: its gap is nearly linear, so it may be long.
const LONGEST_BALANCED: f64 = 8.0;

/// The same where wages stepped all at once led nowhere.
const LONGEST_BALANCED_OWN: f64 = 4.0;

/// Part of its openness to trade below which the Jacobian of the baseline no longer holds for a region's wage.
/// Measured: parts from 0.1 to 0.7 do about as well.
const APART: f64 = 0.5;

/// Part of what it bought abroad below which a region's wage is stepped by its balance of trade, if that can be: one
/// that makes little of what it uses is open still when hardly anything can be bought. Measured: parts from 0.1 to 0.4 do
/// as well.
const LEFT: f64 = 0.2;

/// How wages are stepped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WageStep {
    /// All at once by the approximate Jacobian, where there is one, but for regions that have lost most of
    /// their trade, which step by their [`Balance`]: fast in worlds where regions buy most at home.
    Newton,
    /// Each by its own elasticity, or its [`Balance`]: slower, and safe in worlds that are open through and through.
    Own,
    /// Each by its own elasticity alone: slowest; where it ends, labour demand meets supply however shares are rounded.
    Gaps,
}

/// Steps wages, and says how costs abroad follow for each region.
pub(crate) struct Wages {
    /// Steps of ln w, `[region, padded]`.
    pub step: Vec<f64>,
    /// Steps of costs abroad that follow, by group of products: `[region][group]`.
    abroad: Vec<f32>,
    /// The step in single precision, `[region, padded]`.
    step_single: Vec<f32>,
    gap: Vec<f64>,
    growth: Vec<f64>,
    /// Steps of the wages that are stepped each by its own elasticity, for a gap of one: `[region]`.
    own: Vec<Option<f64>>,
    /// Of those among them that have lost most of their trade.
    balances: Vec<Balance>,
    /// Steps that these ask for at the present point, `[region]`; they come before those for gaps.
    balanced: Vec<Option<f64>>,
    longest_balanced: f64,
}

impl Wages {
    pub fn new(economy: &Economy<'_>, rule: WageStep) -> Self {
        let room = vec![0.0; economy.prepared.region_width];
        let openness = openness(economy.primitives, economy.prepared, &economy.kernel);
        let all = rule != WageStep::Newton || economy.prepared.wage_inverse.is_none();
        let before = &economy.prepared.openness;
        let is_apart = |region: &usize| openness[*region].is_apart(before[*region]);
        let has_lost = |region: &usize| is_apart(region) || openness[*region].has_lost_imports(before[*region]);
        let regions = 0..economy.kernel.regions;
        let mut balances = Vec::new();
        if rule != WageStep::Gaps {
            balances = Balance::of(economy, regions.clone().filter(has_lost));
            if balances.is_empty() {
                balances = Balance::of(economy, regions.clone().filter(is_apart));
            }
        }
        let mut own: Vec<_> = regions.clone().map(|region| all || is_apart(&region)).collect();
        balances.iter().for_each(|balance| own[balance.region] = true);
        let own = own.into_iter().zip(&openness).map(|(own, openness)| own.then(|| own_step(openness.value())));
        Self {
            step: room.clone(),
            abroad: vec![0.0; economy.kernel.regions * economy.prepared.anticipation.groups],
            step_single: vec![0.0; economy.prepared.region_width],
            gap: room.clone(),
            growth: room,
            own: own.collect(),
            balances,
            balanced: vec![None; regions.len()],
            longest_balanced: if rule == WageStep::Newton { LONGEST_BALANCED } else { LONGEST_BALANCED_OWN },
        }
    }

    /// The balances of trade of regions that lose most of it.
    pub fn balances(&mut self) -> &mut [Balance] {
        &mut self.balances
    }

    /// Looks at the balances of trade at a point that was swept, before [`Self::step`]. `unit` is what a unit of deficit
    /// is worth.
    pub fn measure(&mut self, economy: &Economy<'_>, work: &Work, unit: f64) {
        for balance in &mut self.balances {
            self.balanced[balance.region] = balance.measure(economy, work, unit);
        }
    }

    /// The same at a difference from the point that was measured last, given changes of `u[maker] * X / Q [buyer]`, both
    /// places in `[sector][region]`, and of a unit of deficit.
    pub fn measure_after(&mut self, economy: &Economy<'_>, change: impl Fn(usize, usize) -> f64, unit: f64) {
        for balance in &self.balances {
            self.balanced[balance.region] = balance.step_after(economy, &change, unit);
        }
    }

    /// Whether a region's wage is stepped for what its labour demand will be, not for what it is.
    pub fn foresees(&self, region: usize) -> bool {
        self.own[region].is_none()
    }

    /// Steps of costs abroad, by group of products, as they follow from the step of wages.
    pub fn abroad(&self, region: usize) -> &[f32] {
        let groups = self.abroad.len() / self.own.len().max(1);
        &self.abroad[region * groups..][..groups]
    }

    /// By how much labour demand will change besides what wages do to the region's own demand, as a logarithm: it is to
    /// meet supply, so that its change is known. `gap` is the one that wages were stepped for.
    pub fn labour(&self, economy: &Economy<'_>, region: usize, gap: f64) -> f64 {
        match self.own[region] {
            Some(_) => 0.0,
            None => (1.0 - economy.prepared.anticipation.own_demand[region]) * self.step[region] - gap,
        }
    }

    /// Newton with the approximate Jacobian, or each by its own elasticity or balance of trade, as is right for it; then
    /// every part of the world back to its value added (G11).
    ///
    /// `gap` is ln of labour demand over supply, as foreseen where [`Self::foresees`] says so; `earned` is what labour
    /// earns now; both `[region]`.
    pub fn step(&mut self, economy: &Economy<'_>, gap: &[f64], earned: &[f64]) {
        let regions = economy.kernel.regions;
        self.step.fill(0.0);
        if let Some(inverse) = economy.prepared.wage_inverse.as_ref().filter(|_| self.own.contains(&None)) {
            for ((into, gap), own) in self.gap.iter_mut().zip(gap).zip(&self.own) {
                *into = if own.is_none() { *gap } else { 0.0 };
            }
            matrix_times(inverse, &self.gap, &mut self.step[..regions]);
            self.step.iter_mut().for_each(|step| *step = -*step);
        }
        for ((step, own), gap) in self.step.iter_mut().zip(&self.own).zip(gap) {
            if let Some(own) = own {
                *step = own * gap;
            }
        }
        let by_gap = self.step.iter().zip(&self.balanced).filter(|(_, balanced)| balanced.is_none());
        let longest = by_gap.fold(0.0, |longest: f64, (step, _)| longest.max(step.abs()));
        if longest > LONGEST {
            self.step.iter_mut().for_each(|step| *step *= LONGEST / longest);
        }
        for (step, balanced) in self.step.iter_mut().zip(&self.balanced) {
            if let Some(balanced) = balanced {
                *step = balanced.clamp(-self.longest_balanced, self.longest_balanced);
            }
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
        self.step_single.iter_mut().zip(&self.step).for_each(|(single, step)| *single = *step as f32);
        matrix_times_single(&economy.prepared.anticipation.abroad, &self.step_single, &mut self.abroad);
    }
}

/// How a region's demand answers prices abroad: the mean over what it consumes of `theta (1 - home share)`, as a sum
/// and its weight; and the same mean of what it buys abroad, as a part of all it bought, at unchanged prices.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Openness {
    response: f64,
    weight: f64,
    imports: f64,
}

impl Openness {
    fn value(self) -> f64 {
        self.response / self.weight.max(f64::MIN_POSITIVE)
    }

    /// Whether most of the trade has ended since.
    fn is_apart(self, before: Self) -> bool {
        self.value() < APART * before.value()
    }

    /// Whether hardly anything of what was bought abroad still can be.
    fn has_lost_imports(self, before: Self) -> bool {
        self.imports < LEFT * before.imports
    }

    /// Adds `times` what a region's row of shares of one product, or of coefficients, contributes: `[home, total]` of it.
    fn add(&mut self, times: f64, primitives: &Primitives, [sector, region]: [usize; 2], [home, total]: [f64; 2]) {
        let share = times * primitives.final_shares[[region, sector]];
        self.imports += share * (total - home);
        if total > 0.0 {
            self.weight += share;
            self.response += share * primitives.trade_elasticity[sector] * (1.0 - home / total);
        }
    }

    /// Those of all regions under the shares of a baseline.
    pub fn of(primitives: &Primitives, shares: &Shares) -> Vec<Self> {
        let regions = primitives.region_count();
        let mut found = vec![Self::default(); regions];
        for (row, total) in shares.totals.iter().enumerate() {
            let region = row % regions;
            found[region].add(1.0, primitives, [row / regions, region], [shares.row(row)[region], *total]);
        }
        found
    }
}

/// Step of each region's wage without a Jacobian, for a gap of one.
pub(crate) fn wage_steps(primitives: &Primitives, prepared: &Prepared, kernel: &Kernel) -> Vec<f64> {
    let openness = openness(primitives, prepared, kernel);
    openness.into_iter().map(|openness| own_step(openness.value())).collect()
}

/// Part of a row that may be left of its sum by rounding alone when all of it is taken away.
const NOTHING: f64 = 1e-12;

/// How open each region still is under the coefficients of a scenario, from those that changed.
fn openness(primitives: &Primitives, prepared: &Prepared, kernel: &Kernel) -> Vec<Openness> {
    let mut found = prepared.openness.clone();
    let mut cells = kernel.changed_cells().peekable();
    while let Some(row) = cells.peek().map(|cell| cell.row) {
        let (place, region) = ([row / kernel.regions, row % kernel.regions], row % kernel.regions);
        let shares = prepared.shares.row(row);
        let before = [shares[region], prepared.shares.totals[row]];
        let [mut home, mut total] = before;
        while let Some(cell) = cells.next_if(|cell| cell.row == row) {
            let change = cell.coefficient - shares[cell.exporter];
            total += change;
            if cell.exporter == region {
                home = cell.coefficient;
            }
        }
        let total = if total > NOTHING * before[1] { total } else { 0.0 };
        found[region].add(-1.0, primitives, place, before);
        found[region].add(1.0, primitives, place, [home, total]);
    }
    found
}

/// Step of a wage without a Jacobian: the excess demand for labour falls by about `1 + theta (1 - home share)` for a unit
/// rise of the wage, so a longer step would overshoot (model.md section 3e).
fn own_step(openness: f64) -> f64 {
    1.0 / (1.0 + openness)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use ndarray::aview1;
    use unequal_world::embedded;

    use super::*;
    use crate::Baseline;

    /// What follows from changed coefficients alone is what all rows say.
    #[test]
    fn openness_from_changes_is_that_of_all_rows() {
        let table = embedded::table(2022).unwrap();
        let baseline = Baseline::from_table(&table, &vec![4.0; table.sectors().len()]).unwrap();
        let (primitives, prepared) = (baseline.primitives(), baseline.prepared());
        let place = |code: &str| primitives.regions.position(code).unwrap();
        let [closed, dear, other] = ["RUS", "LAO", "DEU"].map(place);
        let mut wedges = baseline.no_wedges();
        for region in (0..primitives.region_count()).filter(|region| *region != closed) {
            wedges.forbid_between(closed, region);
            wedges.add_iceberg(3, dear, region, 1.5);
        }
        // Nothing of one product is left for one region.
        (0..primitives.region_count()).for_each(|region| wedges.forbid(5, other, region));
        let kernel = Kernel::new(primitives, &prepared.shares, &wedges);
        let found = openness(primitives, prepared, &kernel);
        let mut expected = vec![Openness::default(); primitives.region_count()];
        for (region, expected) in expected.iter_mut().enumerate() {
            for sector in 0..primitives.sector_count() {
                let row = kernel.demand_row(sector, region);
                expected.add(1.0, primitives, [sector, region], [row[region], aview1(row).sum()]);
            }
        }
        for (found, expected) in found.iter().zip(&expected) {
            for (found, expected) in
                [(found.value(), expected.value()), (found.weight, expected.weight), (found.imports, expected.imports)]
            {
                assert!((found - expected).abs() < 1e-12, "{found} and {expected}");
            }
        }
        let before = &prepared.openness;
        assert!(found[closed].value() < 1e-12 && found[closed].has_lost_imports(before[closed]));
        assert!(!found[dear].is_apart(before[dear]) && found[other].weight < before[other].weight);
    }
}
