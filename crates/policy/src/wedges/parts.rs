//! What instruments hand to the builder, piece by piece.

use unequal_equilibrium::Owner;
use unequal_world::Flow;

use super::composed::Receiver;
use crate::parameter::ParameterError;
use crate::route::{Route, RouteOutcome, choose_routes};

/// A fee on some flows.
#[derive(Debug, Clone)]
pub(super) struct Fee {
    pub instrument: usize,
    pub receiver: Receiver,
    pub owner: Owner,
    /// Ad-valorem rates on the border value.
    pub rates: Vec<(Flow, f64)>,
}

/// Assembly of one flow's goods in the buying region.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Plant {
    /// From the technology's owner to the host.
    pub flow: Flow,
    /// D: logarithm of the factor on the flow's cost.
    pub ln_flow: f64,
    /// Share of kits in what is spent on the flow.
    pub kits: f64,
    /// b: what plants added before, in units of the host's purchases from itself.
    pub booked: f64,
    /// y - b: what they add more, in units of the host's other purchases from itself at its own cost.
    pub growth: f64,
    /// By how much their part of the host's spending on the sector has grown, in the same units.
    pub profit_base: f64,
    /// psi: share of the owner's profit in it.
    pub profit_share: f64,
    /// What buyers pay of what a plant's output costs, above 0 and up to 1; the host's treasury pays the rest.
    pub price_factor: f64,
    /// What a plant's output costs more than kits and local inputs, 1 or above: resources used up.
    pub cost_factor: f64,
}

impl Plant {
    pub(super) fn home(&self) -> Flow {
        self.flow.at_home()
    }

    /// y in units of what the producers receive.
    pub(super) fn made(&self) -> f64 {
        (self.growth + self.booked) / self.price_factor
    }

    /// Share of what a plant's producers receive that is used up.
    pub(super) fn wasted(&self) -> f64 {
        1.0 - 1.0 / self.cost_factor
    }
}

/// What paying for some flows costs on top of their price (W3).
#[derive(Debug, Clone)]
pub(crate) struct Commission {
    /// Ascending, each once.
    pub flows: Vec<Flow>,
    /// `ln` of the factor by which resources used up raise the cost.
    pub ln_resources: f64,
    /// `ln` of the factor by which losses that banks expect elsewhere do.
    pub ln_losses: f64,
    /// Ad valorem fee on the rest.
    pub fee: f64,
    /// Who receives the fee and bears the losses.
    pub owner: Owner,
}

/// Transit routes for some flows: used beside the direct route, or instead of it where that is forbidden.
#[derive(Debug, Clone)]
pub struct TransitRoutes {
    /// The direct route first, then those through hubs.
    pub routes: Vec<Route>,
    /// theta_r: how readily trade changes its route.
    pub dispersion: f64,
    /// Share that a route without trade before carries of what the others no longer do.
    pub seed: f64,
}

impl TransitRoutes {
    /// `None` if nothing passes.
    pub(super) fn outcome(&self, routes: &[Route]) -> Result<Option<RouteOutcome>, ParameterError> {
        match choose_routes(routes, self.dispersion, self.seed) {
            Err(ParameterError::NoOpenRoute) => Ok(None),
            outcome => outcome.map(Some),
        }
    }
}

/// A sector of one seller, by position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Site {
    pub sector: usize,
    pub seller: usize,
}
