//! Wedges of several instruments together, with what each part of them represents.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use unequal_equilibrium::{Owner, Wedges};
use unequal_world::Flow;

/// Who receives a fee, for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Receiver {
    /// Banks that clear the payments.
    Banks,
    /// Traders and states in between; what exporters pass on to them is negative.
    Hubs,
    /// Buyers who pay less than they would without a cap.
    Buyers,
    /// Owners of ships outside the law.
    Fleet,
    /// The host of a plant, who pays its subsidy and the profit that goes abroad: negative.
    Hosts,
    /// The owner of a plant's technology.
    Owners,
    /// The owner of a resource, who gives up rent or, where it becomes scarcer, gains it.
    Rent,
}

impl Receiver {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Banks, Self::Hubs, Self::Buyers, Self::Fleet, Self::Hosts, Self::Owners, Self::Rent];

    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Banks => "banks",
            Self::Hubs => "hubs",
            Self::Buyers => "buyers below the price without the cap",
            Self::Fleet => "owners of the shadow fleet",
            Self::Hosts => "hosts of plants",
            Self::Owners => "owners of technology",
            Self::Rent => "owners of the resource's rent",
        }
    }
}

/// Which instrument makes a fee layer, and for whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Levy {
    /// Position of the instrument in the file.
    pub instrument: usize,
    /// Who receives it.
    pub receiver: Receiver,
}

/// Wedges with what is known about their fee layers and about what their icebergs represent.
#[derive(Debug, Clone)]
pub struct Composed {
    /// The wedges.
    pub wedges: Wedges,
    /// One for each fee layer of the wedges, in their order.
    pub levies: Vec<Levy>,
    /// What parts of the icebergs represent; the rest is resources used up.
    pub icebergs: IcebergParts,
    /// Which flows take which routes.
    pub ways: Ways,
    /// Of flows of which a share is forbidden, what is left, from 0 to 1; 1 for all others.
    pub left: BTreeMap<Flow, f64>,
}

/// Flows with several routes, and the legs of those.
#[derive(Debug, Clone, Default)]
pub struct Ways {
    /// Flows with transit routes; they are on the legs below and nowhere else.
    pub rerouted: BTreeSet<Flow>,
    /// For each leg, the flows in transit on it with the share of their value that is.
    pub legs: BTreeMap<Flow, Vec<(Flow, f64)>>,
}

impl Ways {
    /// What passes over a leg, given the value of each flow, in the value's unit.
    pub fn on_leg(&self, leg: Flow, value: impl Fn(Flow) -> f64) -> f64 {
        let own = if self.rerouted.contains(&leg) { 0.0 } else { value(leg) };
        let carried = self.legs.get(&leg).into_iter().flatten();
        own + carried.map(|(flow, share)| share * value(*flow)).sum::<f64>()
    }
}

/// Parts of the logarithms of icebergs that are no resources used up on the way.
#[derive(Debug, Clone, Default)]
pub struct IcebergParts {
    /// Varieties that may no longer be traded: what is left is worth less to its buyers, and nothing is used up.
    pub withdrawn: BTreeMap<Flow, f64>,
    /// Purchases booked on another flow: the weight of a flow in its buyers' price index changes, and nothing is lost.
    pub reassigned: BTreeMap<Flow, f64>,
    /// What banks expect to lose elsewhere because they clear payments, with whose banks they are.
    pub expected_losses: BTreeMap<Flow, Vec<(Owner, f64)>>,
}

/// The logarithm of one flow's iceberg by what it represents.
#[derive(Debug, Clone, PartialEq)]
pub struct IcebergLogarithms<'a> {
    /// Resources used up: goods lost, work and ships spent.
    pub resources: f64,
    /// Losses that banks expect elsewhere, with their owners.
    pub expected_losses: &'a [(Owner, f64)],
    /// Varieties not traded any more.
    pub withdrawn: f64,
}

impl IcebergParts {
    /// Splits the logarithm of a flow's iceberg. What is booked on another flow is in none of the parts.
    #[must_use]
    pub fn split(&self, flow: Flow, ln_iceberg: f64) -> IcebergLogarithms<'_> {
        let at = |part: &BTreeMap<Flow, f64>| part.get(&flow).copied().unwrap_or(0.0);
        let (withdrawn, reassigned) = (at(&self.withdrawn), at(&self.reassigned));
        let expected_losses = self.expected_losses.get(&flow).map_or(&[][..], Vec::as_slice);
        let banks: f64 = expected_losses.iter().map(|(_, ln_cost)| ln_cost).sum();
        IcebergLogarithms { resources: ln_iceberg - withdrawn - reassigned - banks, expected_losses, withdrawn }
    }
}
