//! `[[route]]`: transit through hubs beside a direct flow (docs/src/methods/routes.md).
//!
//! Goods of the seller reach the buyer directly or through hubs, whose mark-ups are their income and whose
//! risk of detection is waste (see [`crate::route`]). Where another instrument of the file forbids the direct flow
//! only the hubs are left; where it is open they are used beside it, and nothing changes until costs do. Of a flow
//! that is forbidden in part (`[[export_control]]` or `[[self_sanctioning]]` below 1) that part has the hubs alone and the
//! rest has all routes. Rerouted goods bear what `[[payments]]` puts on their legs, not on the direct flow, and no route
//! uses a leg that is forbidden.
//!
//! Hubs are regions of the table, which already books some re-exports as the hub's own trade; such goods are
//! counted twice. Grade C for all hubs together, D for one of them.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;
use unequal_world::Flow;

use crate::PolicyError;
use crate::instrument::{Effect, Instrument, KeyValue, Origin};
use crate::instruments::common::{flows, number_or, number_value, share_or};
use crate::instruments::entry::{Entry, entry};
use crate::located::At;
use crate::names::Names;
use crate::parameter::ParameterError;
use crate::problem::Failed;
use crate::response::{Finding, Response, View};
use crate::route::{BaselineShare, Route, RouteOutcome, SEEDS, choose_routes, over_seeds};
use crate::wedges::{TransitRoutes, WedgeBuilder};

entry! {
    /// Transit routes as written.
    pub struct RouteEntry in "route" {
        parties {
            /// Country or group that sells; or a list of them.
            from,
            /// Country or group that buys; or a list of them.
            to,
        }
        /// Routes through hubs, at least one: `[[route.hub]]`.
        hub: At<Vec<HubEntry>>,
        /// Elasticity between routes, above 0 and up to 1000; 8 if absent, which is assumed (4 to 12 is plausible).
        dispersion: Option<At<f64>>,
        /// Share that each hub without a share before carries of what the routes used before no longer do, above 0 and below 1, at the
        /// direct route's cost; 0.001 if absent, which is fitted to the trade of the European Union in 2022.
        seed: Option<At<f64>>,
    }
}

/// A hub as written.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HubEntry {
    /// Country code of the hub; it must be in the table, and neither sell nor buy on these flows.
    pub code: At<String>,
    /// The hub's mark-up on what passes: 0.1 is 10 %. From 0 to 100; 0 if absent, which is assumed. That of a route
    /// used before is in the table's prices already.
    pub markup: Option<At<f64>>,
    /// Probability that a shipment is detected, 0 to 1; 0 if absent, which is assumed. In the table's prices too for a route
    /// used before.
    pub detection: Option<At<f64>>,
    /// What detection costs per USD shipped, 0 to 100; 1 if absent, which is assumed: the shipment is lost. Of shipments worth
    /// 1 / (1 - detection x loss) one arrives, and none where the product reaches 1.
    pub loss: Option<At<f64>>,
    /// Share of the flow that took this route before, 0 to 1; if absent none was recorded, and the seed takes its place.
    pub share: Option<At<f64>>,
}

#[derive(Debug)]
struct Routes {
    transit: Arc<TransitRoutes>,
    hubs: Vec<Hub>,
    dispersion: KeyValue,
    seed: KeyValue,
}

#[derive(Debug)]
struct Hub {
    code: String,
    name: String,
    key_values: Vec<KeyValue>,
}

/// Elasticity between routes where the file gives none: **assumed**, the middle of a plausible range of 4 to 12.
const ASSUMED_DISPERSION: f64 = 8.0;
/// Share of routes without recorded trade where the file gives none, **fitted**: of the products whose direct exports from the European Union
/// to Russia fell by at least 90 % from June-November 2021 to June-November 2022 (888 codes of eight digits, EUR 7.8 bn),
/// its exports to Armenia, Georgia, Kazakhstan, Kyrgyzstan and Uzbekistan rose by 13.5 % of what had gone to Russia, and by
/// 7.1 % more than its other exports to each of these did (Eurostat). Five routes of this seed carry
/// `(5 seed)^(theta / theta_r)`, 7.1 % at a trade elasticity of 4 and a dispersion of 8.
const FITTED_SEED: f64 = 1e-3;

impl Entry for RouteEntry {
    fn effect(&self, names: &Names<'_>) -> Result<Arc<dyn Effect>, Failed> {
        let fits = |value: f64| value > 0.0 && value <= 1000.0;
        let expected = "a number above 0 and up to 1000";
        let given = self.dispersion.as_ref();
        let dispersion = number_or(ASSUMED_DISPERSION, "the elasticity between routes", given, fits, expected)?;
        let fits = |value: f64| value > 0.0 && value < 1.0;
        let expected = "a share above 0 and below 1";
        let seed = number_or(FITTED_SEED, "the seed", self.seed.as_ref(), fits, expected)?;
        let (hubs, ways) = self.hubs(names)?;
        let observed: f64 = ways.iter().map(|way| observed(way).unwrap_or(0.0)).sum();
        if observed > 1.0 {
            let expected = "a sum of at most 1";
            return Err(Failed::value(self.hub.place(), "the hubs' share before", observed.to_string(), expected));
        }
        let mut routes = vec![Route::direct(1.0 - observed)];
        routes.extend(ways);
        // The open routes must have an outcome; so have those with a closed direct route, since hubs have shares.
        choose_routes(&routes, dispersion, seed).map_err(|error| {
            let expected = "hubs and costs with which something passes";
            Failed::value(self.hub.place(), "the set of routes", error.to_string(), expected)
        })?;
        Ok(Arc::new(Routes {
            transit: Arc::new(TransitRoutes { routes, dispersion, seed }),
            hubs,
            dispersion: number_value("dispersion", dispersion, given),
            seed: number_value("seed", seed, self.seed.as_ref()),
        }))
    }
}

fn observed(way: &Route) -> Option<f64> {
    match way.baseline {
        BaselineShare::Observed(share) => Some(share),
        BaselineShare::Unseen => None,
    }
}

impl RouteEntry {
    fn hubs(&self, names: &Names<'_>) -> Result<(Vec<Hub>, Vec<Route>), Failed> {
        let (from, to) = (names.parties(&self.from)?, names.parties(&self.to)?);
        let (mut hubs, mut ways): (Vec<Hub>, Vec<Route>) = (Vec::new(), Vec::new());
        for entry in self.hub.value() {
            let party = names.one(&entry.code)?;
            let refused = |given: String, expected| Err(Failed::value(entry.code.place(), "the hub", given, expected));
            let &[region] = party.members.as_slice() else {
                return refused(party.name, "one country of the table, not a group");
            };
            if from.contains(region) || to.contains(region) {
                return refused(party.name, "a country that neither sells nor buys on these flows");
            }
            if ways.iter().any(|way| way.hub == Some(region)) {
                return refused(format!("{} again", party.name), "each hub once");
            }
            let (way, key_values) = entry.way(&party.name, region)?;
            ways.push(way);
            hubs.push(Hub { code: party.code, name: party.name, key_values });
        }
        if hubs.is_empty() {
            return Err(Failed::value(self.hub.place(), "the list of hubs", "empty", "at least one hub"));
        }
        Ok((hubs, ways))
    }
}

impl HubEntry {
    fn way(&self, name: &str, region: usize) -> Result<(Route, Vec<KeyValue>), Failed> {
        let fits = |value: f64| (0.0..=100.0).contains(&value);
        let expected = "a number from 0 to 100 (0.1 is 10 %)";
        let markup = number_or(0.0, "the mark-up", self.markup.as_ref(), fits, expected)?;
        let detection_probability = share_or(0.0, "the probability of detection", self.detection.as_ref())?;
        let loss_if_detected = number_or(1.0, "the loss if detected", self.loss.as_ref(), fits, expected)?;
        let share = share_or(0.0, "the share before", self.share.as_ref())?;
        let mut key_values = vec![
            number_value("markup", markup, self.markup.as_ref()),
            number_value("detection", detection_probability, self.detection.as_ref()),
            number_value("loss", loss_if_detected, self.loss.as_ref()),
        ];
        let unseen = Route::unseen(format!("through {name}"), region);
        let baseline = if self.share.is_some() {
            key_values.push(number_value("share", share, self.share.as_ref()));
            BaselineShare::Observed(share)
        } else {
            unseen.baseline
        };
        Ok((Route { baseline, markup, detection_probability, loss_if_detected, ..unseen }, key_values))
    }
}

impl Routes {
    /// The routes with the direct one forbidden or not.
    fn ways(&self, closed: bool) -> Vec<Route> {
        let mut ways = self.transit.routes.clone();
        if let Some(direct) = ways.first_mut() {
            direct.closed = closed;
        }
        ways
    }

    /// How much of the trade is rerouted where the direct route is forbidden, at given prices: a part of the trade before
    /// that can be compared with observed diversion.
    fn diverted(&self, trade_elasticity: f64) -> Option<Finding> {
        let outcome = choose_routes(&self.ways(true), self.transit.dispersion, self.transit.seed).ok()?;
        let part = (-trade_elasticity * outcome.ln_effective_cost).exp();
        Some(Finding::new(
            "direct route forbidden: share of the trade before that is rerouted, other prices fixed",
            part,
            "share",
        ))
    }

    /// Findings for a direct route that is open or forbidden.
    fn figures(&self, closed: bool) -> Result<Vec<Finding>, ParameterError> {
        let when = if closed { "direct route forbidden" } else { "direct route open" };
        let ways = self.ways(closed);
        let outcome = match choose_routes(&ways, self.transit.dispersion, self.transit.seed) {
            Err(ParameterError::NoOpenRoute) => {
                // Hubs of share zero alone: the flow ends.
                return Ok(vec![Finding::new(format!("{when}: share that passes"), 0.0, "share")]);
            }
            outcome => outcome?,
        };
        let name = |what: &str| format!("{when}: {what}");
        let mut findings = vec![
            Finding::new(name("rise of the cost to buyers"), outcome.ln_effective_cost.exp_m1(), "share"),
            Finding::new(name("share through hubs"), outcome.rerouted_share(), "share"),
            Finding::new(name("hubs' mark-ups per USD paid"), outcome.ledger.hub_rent, "share"),
        ];
        for (hub, way) in self.hubs.iter().zip(outcome.routes.iter().skip(1)) {
            findings.push(Finding::new(name(&format!("share through {}", hub.name)), way.share, "share"));
        }
        let rise = |outcome: &RouteOutcome| outcome.ln_effective_cost.exp_m1();
        for (seed, outcome) in over_seeds(&ways, self.transit.dispersion, &SEEDS)? {
            let what = name(&format!("rise of the cost to buyers if the seed were {seed}"));
            findings.push(Finding::new(what, rise(&outcome), "share"));
        }
        Ok(findings)
    }
}

impl Effect for Routes {
    fn flows(&self, instrument: &Instrument) -> Vec<Flow> {
        flows(&instrument.sectors, &instrument.on.members, &instrument.by.members)
    }

    fn apply(&self, instrument: &Instrument, _: Option<&Response>, builder: &mut WedgeBuilder) {
        builder.open_transit(&self.transit, self.flows(instrument));
    }

    fn findings(
        &self,
        instrument: &Instrument,
        view: &View<'_, '_>,
        _: Option<&Response>,
    ) -> Result<Vec<Finding>, PolicyError> {
        let (before, now) = view.volumes(&self.flows(instrument));
        let mut findings = vec![Finding::new("trade on these flows before the measures", before, "USD million")];
        findings.push(Finding::new("trade on these flows now, all routes", now, "USD million"));
        findings.extend(self.diverted(view.trade_elasticity(&self.flows(instrument))));
        for closed in [true, false] {
            let figures = self.figures(closed).map_err(|error| PolicyError::friction(&instrument.name, error))?;
            findings.extend(figures);
        }
        Ok(findings)
    }

    fn words(&self, instrument: &Instrument) -> String {
        let (from, to) = (&instrument.by.name, &instrument.on.name);
        let hubs = self.hubs.iter().map(|hub| hub.name.as_str()).collect::<Vec<_>>().join(", ");
        format!("goods of {from} also reach {to} through {hubs} ({})", instrument.sector_words)
    }

    fn key_values(&self) -> Vec<KeyValue> {
        vec![self.dispersion.clone(), self.seed.clone()]
    }

    /// The hubs, so that what the file gives of each and what is assumed are told apart.
    fn parts(&self) -> Vec<(&'static str, Vec<KeyValue>)> {
        let part = |hub: &Hub| {
            let code = KeyValue { key: "code", value: format!("\"{}\"", hub.code), origin: Origin::Given };
            ("hub", std::iter::once(code).chain(hub.key_values.iter().cloned()).collect())
        };
        self.hubs.iter().map(part).collect()
    }
}
