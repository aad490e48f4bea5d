//! Wage updates of nearly closed regions, from their balance of trade.
//!
//! In a region that has lost most of its trade, labour demand hardly responds to the wage, and that response is smaller than
//! the residuals of its domestic markets. Exports and imports respond by their elasticities however small they are. By the
//! region's budget, labour demand less `w L` equals exports less imports plus the deficit (G8 to G10, without duties), so
//! the logarithm of exports over imports is zero exactly where the labour market clears, and it is nearly linear in the
//! logarithm of the wage.

use crate::solver::economy::Economy;
use crate::solver::parameters::PARAMETERS;
use crate::solver::workspace::Workspace;

/// A flow across the border: `coefficient * u[maker] * X / Q [buyer]`, places in `[sector][region]`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Flow {
    pub coefficient: f64,
    pub maker: u32,
    pub buyer: u32,
}

/// One side of the balance: exports with what the region borrows, or imports with what it lends.
#[derive(Debug, Clone)]
struct Account {
    flows: Vec<Flow>,
    /// Value at the linearisation point.
    value: f64,
}

/// The balance of trade of one region.
#[derive(Debug, Clone)]
pub(crate) struct TradeBalance {
    pub region: usize,
    exports: Account,
    imports: Account,
    /// ln of exports over imports at the linearisation point.
    ln_ratio: f64,
    /// Minus its derivative with respect to ln of the wage.
    slope: f64,
}

impl Account {
    /// Sums `evaluate`, which gives a flow's value and its derivative with respect to the region's ln w (without its sign);
    /// returns the sum of the derivatives.
    fn linearise(&mut self, other: f64, evaluate: impl Fn(&Flow) -> [f64; 2]) -> f64 {
        let mut derivatives = 0.0;
        self.value = other;
        for flow in &self.flows {
            let [value, derivative] = evaluate(flow);
            self.value += value;
            derivatives += derivative;
        }
        derivatives
    }

    /// Change of the logarithm of the value, given changes of `u[maker] * X / Q [buyer]` and of what is borrowed or lent.
    fn growth(&self, other: f64, change: impl Fn(usize, usize) -> f64) -> f64 {
        let flows = self.flows.iter();
        let sum: f64 = flows.map(|flow| flow.coefficient * change(flow.maker as usize, flow.buyer as usize)).sum();
        let growth = (sum + other) / self.value;
        // A comparison with NaN is false, so that NaN propagates.
        if growth < PARAMETERS.balance.min_part_left - 1.0 {
            PARAMETERS.balance.min_part_left.ln()
        } else {
            growth.ln_1p()
        }
    }
}

impl TradeBalance {
    /// Balances of some regions; none where anything bears a duty, or if the regions have too many flows together.
    pub fn of(economy: &Economy<'_>, regions: impl Iterator<Item = usize>) -> Vec<Self> {
        let kernel = &economy.kernel;
        if kernel.has_revenue() {
            return Vec::new();
        }
        let all = kernel.sectors * kernel.regions * kernel.regions;
        let mut left = (all / PARAMETERS.balance.flows_share).max(2 * kernel.sectors * kernel.regions);
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

    /// The balance of one region, in an economy without duties.
    pub fn new(economy: &Economy<'_>, region: usize) -> Self {
        let [exports, imports] = flows(economy, region).map(|flows| Account { flows, value: 1.0 });
        Self { region, exports, imports, ln_ratio: 0.0, slope: 1.0 }
    }

    /// What the region sells abroad.
    pub fn exports(&self) -> &[Flow] {
        &self.exports.flows
    }

    /// What it buys there.
    pub fn imports(&self) -> &[Flow] {
        &self.imports.flows
    }

    /// Linearises at an evaluated point and returns the region's step of ln w there; `None` if there is no trade to
    /// balance. `unit` is the value of a unit of deficit.
    pub fn linearise(&mut self, economy: &Economy<'_>, work: &Workspace, unit: f64) -> Option<f64> {
        let width = economy.kernel.width;
        let elasticity = |flow: &Flow| economy.primitives.trade_elasticity[flow.buyer as usize / width];
        let share =
            |flow: &Flow| flow.coefficient * work.cost_power[flow.maker as usize] / work.price_sum[flow.buyer as usize];
        let value = |flow: &Flow| share(flow) * work.spending_of[flow.buyer as usize];
        let [borrowed, lent] = split_deficit(unit * economy.deficits[self.region]);
        let exports = self.exports.linearise(borrowed, |flow| {
            let value = value(flow);
            [value, elasticity(flow) * (1.0 - share(flow)) * value]
        });
        let imports = self.imports.linearise(lent, |flow| {
            let value = value(flow);
            let coefficient = economy.kernel.demand_row(flow.buyer as usize / width, self.region)[self.region];
            let home = Flow { coefficient, maker: flow.buyer, buyer: flow.buyer };
            // A higher wage raises income and the price of domestic goods.
            [value, (1.0 + elasticity(flow) * share(&home)) * value]
        });
        // A deficit fixed in terms of the region's own wage moves with it.
        let indexed = f64::from(u8::from(economy.deficit_unit_region() == Some(self.region)));
        self.slope =
            (exports - indexed * borrowed) / self.exports.value + (imports + indexed * lent) / self.imports.value;
        self.ln_ratio = (self.exports.value / self.imports.value).ln();
        self.step(self.ln_ratio)
    }

    /// The step at a difference from the linearisation point: `change` is that of `u[maker] * X / Q [buyer]`, `unit` that
    /// of the value of a unit of deficit.
    pub fn step_after(&self, economy: &Economy<'_>, change: impl Fn(usize, usize) -> f64, unit: f64) -> Option<f64> {
        let [borrowed, lent] = split_deficit(economy.deficits[self.region]).map(|amount| amount * unit);
        self.step(self.ln_ratio + self.exports.growth(borrowed, &change) - self.imports.growth(lent, &change))
    }

    /// `None` if there is no trade to balance.
    fn step(&self, ln_ratio: f64) -> Option<f64> {
        let step = ln_ratio / self.slope;
        (self.slope > 0.0 && step.is_finite()).then_some(step)
    }
}

/// A deficit as what the region borrows, which adds to exports, and what it lends, which adds to imports.
fn split_deficit(deficit: f64) -> [f64; 2] {
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
