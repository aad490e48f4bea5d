//! What an instrument sees of the economy, and what its friction answers.
//!
//! Some wedges depend on the trade they are levied on. A friction is shown a [`View`] of the world and answers with a
//! [`Response`]; [`crate::settle`] repeats that until the answers no longer change.

use serde::Serialize;
use unequal_equilibrium::Counterfactual;
use unequal_world::Flow;

use crate::wedges::Composed;

/// The value of a friction that depends on the economy.
#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    /// Numbers that settle: logarithms of the wedges it makes, and shares. Empty once the flows are closed.
    pub ln_wedges: Vec<f64>,
    /// Nothing can pass at any price: the flows are forbidden.
    pub closed: bool,
}

/// The world a friction responds to.
pub struct View<'a, 'b> {
    /// The world without any instrument.
    pub before: &'b Counterfactual<'a>,
    /// The world as it is now.
    pub world: &'b Counterfactual<'a>,
    /// The world with the same instruments but for those whose frictions are measured against the world without them, such
    /// as price caps; that before if there are no others.
    pub without: &'b Counterfactual<'a>,
    /// The instruments' wedges now; `None` for none.
    pub composed: Option<&'b Composed>,
}

impl<'a, 'b> View<'a, 'b> {
    /// A world of which no friction is measured against the world without it.
    #[must_use]
    pub fn plain(before: &'b Counterfactual<'a>, world: &'b Counterfactual<'a>) -> Self {
        Self { before, world, without: before, composed: None }
    }
}

impl View<'_, '_> {
    /// Value of flows at the producer's price, USD million: before and now.
    #[must_use]
    pub fn volumes(&self, flows: &[Flow]) -> (f64, f64) {
        let sum = |world: &Counterfactual<'_>| flows.iter().map(|flow| producer_value(world, *flow)).sum();
        (sum(self.before), sum(self.world))
    }

    /// Value at the producer's price of what is paid for on some flows now, USD million: rerouted goods are paid for on
    /// the legs of their route and not on the direct flow.
    #[must_use]
    pub fn paid_on(&self, flows: &[Flow]) -> f64 {
        let value = |flow: Flow| producer_value(self.world, flow);
        flows
            .iter()
            .map(|flow| self.composed.map_or_else(|| value(*flow), |composed| composed.ways.on_leg(*flow, value)))
            .sum()
    }

    /// What instruments leave of a flow's varieties, from 0 to 1.
    #[must_use]
    pub fn left(&self, flow: Flow) -> f64 {
        self.composed.and_then(|composed| composed.left.get(&flow)).copied().unwrap_or(1.0)
    }

    /// Trade elasticity of some flows, averaged by their value before.
    #[must_use]
    pub fn trade_elasticity(&self, flows: &[Flow]) -> f64 {
        let theta = &self.before.baseline().primitives().trade_elasticity;
        let (mut sum, mut weight) = (0.0, 0.0);
        for flow in flows {
            let value = producer_value(self.before, *flow);
            sum += theta[flow.sector] * value;
            weight += value;
        }
        if weight > 0.0 { sum / weight } else { 0.0 }
    }
}

/// Value of a flow at the producer's price, USD million.
fn producer_value(world: &Counterfactual<'_>, flow: Flow) -> f64 {
    world.producer_value(flow.sector, flow.importer, flow.exporter)
}

/// A figure about one instrument in a solved world.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// What it is, in words.
    pub what: String,
    /// The figure.
    pub value: f64,
    /// Its unit: `share`, `USD million`, `banks`, ...
    pub unit: &'static str,
}

impl Finding {
    /// A figure.
    pub fn new(what: impl Into<String>, value: f64, unit: &'static str) -> Self {
        Self { what: what.into(), value, unit }
    }
}
