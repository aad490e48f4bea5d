//! Wages of regions that have lost most of their trade, stepped by their balance of trade.
//!
//! In such a region the demand for labour hardly answers the wage, and what it answers is lost among what its markets
//! at home still lack. Its exports and imports answer by their elasticities however small they are, and by the region's
//! budget labour demand less `w L` is exports less imports plus the deficit (G8 to G10, where nothing bears a duty). So
//! the logarithm of exports over imports is zero just where labour is employed, and nearly linear in that of the wage.

use crate::solver::evaluation::{Economy, Work};

/// Part of all flows that the regions looked at may have together at most, which is about two regions of eighty; more
/// would take as long as a part of the sweep that shows. A region that is alone may have any number.
const PART_OF_FLOWS: usize = 16;

/// Part of exports or imports that is left at least where differences say what is left.
const LEAST_PART: f64 = 1e-4;

/// A flow across the border: `coefficient * u[maker] * X / Q [buyer]`, places in `[sector][region]`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Flow {
    pub coefficient: f64,
    pub maker: u32,
    pub buyer: u32,
}

/// Exports with what the region borrows, or imports with what it lends.
#[derive(Debug, Clone)]
struct Side {
    flows: Vec<Flow>,
    /// Value at the point that was measured.
    value: f64,
}

/// The balance of trade of one region.
#[derive(Debug, Clone)]
pub(crate) struct Balance {
    pub region: usize,
    exports: Side,
    imports: Side,
    /// ln of exports over imports at the point that was measured.
    gap: f64,
    /// How fast the gap falls as ln of the wage rises.
    slope: f64,
}

impl Side {
    /// Adds up `look`, which tells of a flow its value and by how much that answers a rise of the region's ln w.
    /// Returns the sum of the answers.
    fn measure(&mut self, other: f64, look: impl Fn(&Flow) -> [f64; 2]) -> f64 {
        let mut answers = 0.0;
        self.value = other;
        for flow in &self.flows {
            let [value, answer] = look(flow);
            self.value += value;
            answers += answer;
        }
        answers
    }

    /// By how much the logarithm of the value grows as flows change and with what is borrowed or lent.
    fn growth(&self, other: f64, change: impl Fn(usize, usize) -> f64) -> f64 {
        let flows = self.flows.iter();
        let sum: f64 = flows.map(|flow| flow.coefficient * change(flow.maker as usize, flow.buyer as usize)).sum();
        let growth = (sum + other) / self.value;
        // What is not a number stays so.
        if growth < LEAST_PART - 1.0 { LEAST_PART.ln() } else { growth.ln_1p() }
    }
}

impl Balance {
    /// Of some regions; none where anything bears a duty, or if they have too many flows to look at.
    pub fn of(economy: &Economy<'_>, regions: impl Iterator<Item = usize>) -> Vec<Self> {
        let kernel = &economy.kernel;
        if kernel.has_revenue() {
            return Vec::new();
        }
        let all = kernel.sectors * kernel.regions * kernel.regions;
        let mut left = (all / PART_OF_FLOWS).max(2 * kernel.sectors * kernel.regions);
        let mut found = Vec::new();
        for region in regions {
            let balance = Self::new(economy, region);
            let count = balance.exports().len() + balance.imports().len();
            if count > left {
                return Vec::new();
            }
            left -= count;
            found.push(balance);
        }
        found
    }

    /// Of one region, where nothing bears a duty.
    pub fn new(economy: &Economy<'_>, region: usize) -> Self {
        let [exports, imports] = flows(economy, region).map(|flows| Side { flows, value: 1.0 });
        Self { region, exports, imports, gap: 0.0, slope: 1.0 }
    }

    /// What the region sells abroad.
    pub fn exports(&self) -> &[Flow] {
        &self.exports.flows
    }

    /// What it buys there.
    pub fn imports(&self) -> &[Flow] {
        &self.imports.flows
    }

    /// Measures from a point that was swept; returns the region's step of ln w there. `unit` is what a unit of deficit
    /// is worth.
    pub fn measure(&mut self, economy: &Economy<'_>, work: &Work, unit: f64) -> Option<f64> {
        let width = economy.kernel.width;
        let elasticity = |flow: &Flow| economy.primitives.trade_elasticity[flow.buyer as usize / width];
        let share =
            |flow: &Flow| flow.coefficient * work.cost_power[flow.maker as usize] / work.price_sum[flow.buyer as usize];
        let value = |flow: &Flow| share(flow) * work.spending_of[flow.buyer as usize];
        let [borrowed, lent] = sides(unit * economy.deficits[self.region]);
        let exports = self.exports.measure(borrowed, |flow| {
            let value = value(flow);
            [value, elasticity(flow) * (1.0 - share(flow)) * value]
        });
        let imports = self.imports.measure(lent, |flow| {
            let value = value(flow);
            let coefficient = economy.kernel.demand_row(flow.buyer as usize / width, self.region)[self.region];
            let home = Flow { coefficient, maker: flow.buyer, buyer: flow.buyer };
            // Income buys more, and what is made at home becomes dearer.
            [value, (1.0 + elasticity(flow) * share(&home)) * value]
        });
        // A deficit in terms of the region's own wage moves with it.
        let moves = f64::from(u8::from(economy.deficits_move_with() == Some(self.region)));
        self.slope = (exports - moves * borrowed) / self.exports.value + (imports + moves * lent) / self.imports.value;
        self.gap = (self.exports.value / self.imports.value).ln();
        self.step(self.gap)
    }

    /// The step at a difference from the point that was measured: `change` is that of `u[maker] * X / Q [buyer]`,
    /// `unit` that of a unit of deficit.
    pub fn step_after(&self, economy: &Economy<'_>, change: impl Fn(usize, usize) -> f64, unit: f64) -> Option<f64> {
        let [borrowed, lent] = sides(economy.deficits[self.region]).map(|amount| amount * unit);
        self.step(self.gap + self.exports.growth(borrowed, &change) - self.imports.growth(lent, &change))
    }

    /// `None` if there is no trade to balance.
    fn step(&self, gap: f64) -> Option<f64> {
        let step = gap / self.slope;
        (self.slope > 0.0 && step.is_finite()).then_some(step)
    }
}

/// A deficit on the side of exports if the region borrows, and on that of imports if it lends.
fn sides(deficit: f64) -> [f64; 2] {
    [deficit.max(0.0), (-deficit).max(0.0)]
}

/// What a region sells abroad and what it buys there.
fn flows(economy: &Economy<'_>, region: usize) -> [Vec<Flow>; 2] {
    let kernel = &economy.kernel;
    [true, false].map(|exports| {
        let mut flows = Vec::new();
        for sector in 0..kernel.sectors {
            for partner in (0..kernel.regions).filter(|partner| *partner != region) {
                let (maker, buyer) = if exports { (region, partner) } else { (partner, region) };
                let coefficient = kernel.demand_row(sector, buyer)[maker];
                if coefficient > 0.0 {
                    let place = |region: usize| (sector * kernel.width + region) as u32;
                    flows.push(Flow { coefficient, maker: place(maker), buyer: place(buyer) });
                }
            }
        }
        flows
    })
}
