//! Transit routes as wedges, for flows of which all, some or nothing is forbidden.

use std::collections::{BTreeMap, BTreeSet};

use unequal_equilibrium::Owner;
use unequal_world::Flow;

use super::builder::WedgeBuilder;
use super::composed::Receiver;
use super::parts::{Fee, TransitRoutes};
use crate::PolicyError;
use crate::parameter::ParameterError;
use crate::route::{self, Payee, Route, RouteWedge};

/// What distinguishes the routes of one flow from those of another: flows for which it is the same bear the same wedge.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Circumstances {
    /// Forbidden share of the varieties, and the elasticity between them: bits of numbers that are zero or more.
    covered: u64,
    elasticity: u64,
    /// One a route, in their order.
    ways: Vec<WayCircumstances>,
}

/// What other instruments put on the legs of one route.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct WayCircumstances {
    /// Whether a leg is forbidden.
    closed: bool,
    /// Bits of the logarithms of what icebergs cost on the legs through a hub, and of what is left of their varieties.
    costs: [u64; 2],
    /// Commissions with the hub that sells.
    commissions: Vec<(usize, Option<usize>)>,
}

/// A payee's part of what is spent, by flow.
type Paid = BTreeMap<Payee, Vec<(Flow, f64)>>;

impl WedgeBuilder {
    /// Turns transit routes into costs and fees: what is forbidden directly has only those. Of a flow that is covered in
    /// part, the covered varieties have the transit routes alone and the others every route (see [`route::wedge`]).
    ///
    /// Rerouted goods pay what payments on the legs cost instead of what they cost on the direct route, and no route
    /// uses a leg that is forbidden.
    pub(super) fn take_transit(&mut self, elasticity: &[f64], names: &[&str]) -> Result<(), PolicyError> {
        let forbidden = self.forbidden.clone();
        let opened = std::mem::take(&mut self.transit);
        self.ways.rerouted = opened.iter().flat_map(|(.., flows)| flows.iter().copied()).collect();
        let mut settled = BTreeSet::new();
        for (instrument, transit, flows) in opened {
            let failed = |error| PolicyError::friction(names.get(instrument).unwrap_or(&""), error);
            let mut paid = Paid::new();
            for (circumstances, flows) in self.alike(&transit, flows, elasticity, &forbidden).into_iter().rev() {
                // What is forbidden stays so where nothing passes.
                let Some(wedge) = self.wedge(&transit, &circumstances, &flows).map_err(failed)? else { continue };
                for flow in flows {
                    self.forbidden.remove(&flow);
                    self.add_transit(flow, &wedge, &mut paid);
                    settled.insert(flow);
                }
            }
            self.add_payees(instrument, paid);
        }
        // Their missing varieties are in the wedge already.
        self.covered.retain(|(flow, _)| !settled.contains(flow));
        Ok(())
    }

    /// The wedge of flows that are alike; `None` if nothing passes.
    fn wedge(
        &self,
        transit: &TransitRoutes,
        circumstances: &Circumstances,
        flows: &[Flow],
    ) -> Result<Option<RouteWedge>, ParameterError> {
        let Some(example) = flows.first() else { return Ok(None) };
        let mut routes = transit.routes.clone();
        for (route, way) in routes.iter_mut().zip(&circumstances.ways) {
            route.tolls = self.tolls(&legs(*example, route.hub));
            route.closed |= way.closed;
            let [resources, withdrawn] = way.costs.map(f64::from_bits);
            route.ln_leg_costs = vec![resources];
            route.ln_withdrawn = withdrawn;
        }
        let open = transit.outcome(&routes)?;
        if let Some(direct) = routes.first_mut() {
            direct.closed = true;
        }
        let closed = transit.outcome(&routes)?;
        let covered = f64::from_bits(circumstances.covered);
        let parts = [(1.0 - covered, open.as_ref()), (covered, closed.as_ref())];
        Ok(route::wedge(&parts, f64::from_bits(circumstances.elasticity)))
    }

    fn add_transit(&mut self, flow: Flow, wedge: &RouteWedge, paid: &mut Paid) {
        for (hub, share) in wedge.ways.iter().filter(|(_, share)| **share > 0.0) {
            for (leg, _) in legs(flow, *hub) {
                self.ways.legs.entry(leg).or_default().push((flow, *share));
            }
        }
        let (ln_iceberg, (ln_resources, ln_losses)) = (wedge.ln_iceberg(), wedge.ln_parts());
        if ln_iceberg != 0.0 {
            self.icebergs.push((flow, ln_iceberg));
        }
        let withdrawn = ln_iceberg - ln_resources - ln_losses;
        if withdrawn != 0.0 {
            *self.parts.withdrawn.entry(flow).or_insert(0.0) += withdrawn;
        }
        let losses: f64 = wedge.losses.values().sum();
        for (payee, loss) in &wedge.losses {
            let owner = self.owner(*payee);
            self.parts.expected_losses.entry(flow).or_default().push((owner, ln_losses * loss / losses));
        }
        // Rates on what is left below them: the last of the payees takes its part first.
        let mut left = 1.0;
        for (payee, part) in wedge.paid.iter().rev() {
            left -= part;
            paid.entry(*payee).or_default().push((flow, part / left));
        }
    }

    fn add_payees(&mut self, instrument: usize, paid: Paid) {
        for (payee, rates) in paid {
            let (instrument, receiver) = match payee {
                Payee::Hub(_) | Payee::Exporter => (instrument, Receiver::Hubs),
                Payee::Banks { commission, .. } => {
                    (self.commissions.get(commission).map_or(instrument, |(levied_by, _)| *levied_by), Receiver::Banks)
                }
            };
            self.fees.push(Fee { instrument, receiver, owner: self.owner(payee), rates });
        }
    }

    fn owner(&self, payee: Payee) -> Owner {
        match payee {
            Payee::Hub(hub) => Owner::Region(hub),
            Payee::Exporter => Owner::Exporter,
            Payee::Banks { commission, hub } => {
                let owner = self.commissions.get(commission).map_or(Owner::Exporter, |(_, known)| known.owner.clone());
                match (owner, hub) {
                    (Owner::Exporter, Some(hub)) => Owner::Region(hub),
                    (owner, _) => owner,
                }
            }
        }
    }

    /// Logarithms of what icebergs and barriers cost on each flow.
    fn resource_costs(&self, elasticity: &[f64]) -> BTreeMap<Flow, f64> {
        let mut costs = BTreeMap::new();
        let barriers = self.barriers.iter().map(|(flow, coefficient)| {
            (*flow, (-coefficient / elasticity.get(flow.sector).copied().unwrap_or(f64::INFINITY)).max(0.0))
        });
        for (flow, ln_cost) in self.icebergs.iter().copied().chain(barriers) {
            *costs.entry(flow).or_insert(0.0) += ln_cost;
        }
        costs
    }

    fn alike(
        &self,
        transit: &TransitRoutes,
        flows: Vec<Flow>,
        elasticity: &[f64],
        forbidden: &BTreeSet<Flow>,
    ) -> BTreeMap<Circumstances, Vec<Flow>> {
        let costs = self.resource_costs(elasticity);
        let way = |flow: Flow, route: &Route| {
            let legs = legs(flow, route.hub);
            let through_hub = route.hub.is_some();
            let closed = through_hub && legs.iter().any(|(leg, _)| forbidden.contains(leg));
            let theta = elasticity.get(flow.sector).copied().unwrap_or_default();
            // What is charged on the direct flow is charged on its goods, whatever route they take.
            let sum = |of: &dyn Fn(Flow) -> f64| -> u64 {
                let open = through_hub && !closed;
                let sum: f64 = if open { legs.iter().map(|(leg, _)| of(*leg)).sum() } else { 0.0 };
                sum.to_bits()
            };
            let resources = sum(&|leg| costs.get(&leg).copied().unwrap_or(0.0));
            let withdrawn = sum(&|leg| self.left.get(&leg).map_or(0.0, |left| -left.ln() / theta));
            let commission = |payee| match payee {
                Payee::Banks { commission, hub } => Some((commission, hub)),
                Payee::Hub(_) | Payee::Exporter => None,
            };
            let commissions = self.tolls(&legs).iter().filter_map(|toll| commission(toll.payee)).collect();
            WayCircumstances { closed, costs: [resources, withdrawn], commissions }
        };
        let mut groups: BTreeMap<Circumstances, Vec<Flow>> = BTreeMap::new();
        for flow in flows {
            let covered = 1.0 - self.left.get(&flow).copied().unwrap_or(1.0);
            let theta = elasticity.get(flow.sector).copied().unwrap_or_default();
            let circumstances = Circumstances {
                covered: covered.to_bits(),
                elasticity: theta.to_bits(),
                ways: transit.routes.iter().map(|route| way(flow, route)).collect(),
            };
            groups.entry(circumstances).or_default().push(flow);
        }
        groups
    }
}

/// The legs of a route as flows, each with the hub that sells on it.
fn legs(flow: Flow, hub: Option<usize>) -> Vec<(Flow, Option<usize>)> {
    match hub {
        Some(hub) => vec![(Flow { exporter: hub, ..flow }, Some(hub)), (Flow { importer: hub, ..flow }, None)],
        None => vec![(flow, None)],
    }
}
