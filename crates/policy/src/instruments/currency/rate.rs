//! What the instruments of a file do to a side's exchange rate (K4): its receipts from exports and payments for imports,
//! as the table records them and as the instruments leave them at the old rate.
//!
//! The world that is solved balances trade whatever happens, so that its exports and imports always move together and
//! (K4) would find no change. What (K4) asks for is the impact of the instruments before the rate moves: every flow of
//! the table is multiplied by `kappa^(-theta)`, what its wedges do to spending with producers' costs, price indices and
//! spending held, and then by the part of spending that crosses the border. A flow that is forbidden is zero, and one
//! that is controlled in part approaches it: the cost of a control of share x is `(1 - x)^(-1 / theta)`.
//!
//! The one exception is a resource whose price adjusts so that sales continue. Its price is set by the market and is
//! no cost of the buyer, and its volume hardly moves with the seller's wages: its value changes as the solved world's does
//! since the world without the price cap, in which the other instruments have their impact.

use unequal_equilibrium::Counterfactual;
use unequal_world::Flow;

use crate::currency::Result;
use crate::currency::exchange_rate::ForeignExchange;
use crate::instruments::common::flows;
use crate::response::View;

/// Elasticities of export receipts and of import payments in (K4), those of the model's worked example.
const EXPORT_ELASTICITY: f64 = 0.3;
const IMPORT_ELASTICITY: f64 = 0.8;

/// Relative change of receipts below which instruments do nothing: what rounding leaves of an instrument that does not bind.
const ROUNDING: f64 = 1e-12;

/// Money across the border in a year, USD million.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Money {
    /// As the table records it.
    pub recorded: f64,
    /// As the instruments leave it at the old rate.
    pub left: f64,
}

impl Money {
    /// Change in relation to what is recorded; zero where nothing is.
    pub fn change(self) -> f64 {
        if self.recorded > 0.0 { self.left / self.recorded - 1.0 } else { 0.0 }
    }

    fn sum(flows: &[Flow], of: impl Fn(Flow) -> Self) -> Self {
        let none = Self { recorded: 0.0, left: 0.0 };
        let all = flows
            .iter()
            .map(|flow| of(*flow))
            .fold(none, |sum, flow| Self { recorded: sum.recorded + flow.recorded, left: sum.left + flow.left });
        let moves = (all.left - all.recorded).abs() > ROUNDING * all.recorded;
        Self { left: if moves { all.left } else { all.recorded }, ..all }
    }
}

/// A side's foreign trade in money.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct ForeignTrade {
    /// What the side receives for its exports.
    pub exports: Money,
    /// What it pays abroad for its imports.
    pub imports: Money,
}

impl ForeignTrade {
    /// The trade of some regions with all others.
    pub fn of(view: &View<'_, '_>, members: &[usize]) -> Self {
        let sectors: Vec<usize> = (0..view.before.baseline().primitives().trade_elasticity.len()).collect();
        let others: Vec<usize> = (0..view.before.income().len()).filter(|region| !members.contains(region)).collect();
        let is_member = |region: usize| members.contains(&region);
        Self {
            exports: Money::sum(&flows(&sectors, &others, members), |flow| money(view, flow, is_member)),
            imports: Money::sum(&flows(&sectors, members, &others), |flow| {
                money(view, flow, |region| !is_member(region))
            }),
        }
    }

    /// The recorded surplus, USD million a year; a deficit if negative. It is lent abroad, or borrowed.
    pub fn surplus(self) -> f64 {
        self.exports.recorded - self.imports.recorded
    }

    /// The rate that balances what the instruments leave while the recorded surplus goes on to be lent: 1 where they
    /// leave everything.
    pub fn rate(self) -> Result<f64> {
        let market = ForeignExchange {
            exports: self.exports.left,
            imports: self.imports.left,
            official_supply: 0.0,
            private_demand: self.surplus(),
            export_elasticity: EXPORT_ELASTICITY,
            import_elasticity: IMPORT_ELASTICITY,
        };
        market.rate()
    }
}

/// What the regions on one side of the border receive for a flow.
fn money(view: &View<'_, '_>, flow: Flow, is_among: impl Fn(usize) -> bool) -> Money {
    let Flow { sector, importer, exporter } = flow;
    let cell = flow.cell();
    let baseline = view.before.baseline();
    let spending = baseline.primitives().sourcing[cell] * baseline.expenditure()[[importer, sector]];
    let received = |world: &Counterfactual<'_>| world.received_of_spending(cell, &is_among);
    let recorded = spending * received(view.before);
    let impact = |world: &Counterfactual<'_>| spending * world.impact(sector, importer, exporter) * received(world);
    if view.world.has_rent(sector, importer, exporter) {
        let value = |world: &Counterfactual<'_>| world.flow(sector, importer, exporter) * received(world);
        let without = value(view.without);
        let change = if without > 0.0 { value(view.world) / without } else { 0.0 };
        return Money { recorded, left: impact(view.without) * change };
    }
    Money { recorded, left: impact(view.world) }
}
