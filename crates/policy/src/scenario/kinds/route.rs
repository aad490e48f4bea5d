//! `[[route]]`: ways round a direct flow through hubs (model.md section 7, M5).
//!
//! Goods of the seller reach the buyer directly or through hubs, whose mark-ups are their income and whose
//! risk of detection is waste (see [`crate::route`]). Where another measure of the file forbids the direct flow
//! only the hubs are left; where it is open they are taken besides it, and nothing changes until something does. Of a flow
//! that is forbidden in part (`[[export_control]]` or `[[self_sanctioning]]` below 1) that part has the hubs alone and the
//! rest has all ways. Goods that go round bear what `[[payments]]` puts on their legs, not on the direct flow, and no way
//! leads over a leg that is forbidden.
//!
//! Hubs are regions of the table, which already books some re-exports as the hub's own trade; such goods are
//! counted twice. Grade C for all hubs together, D for one of them.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;

use super::super::resolve::Failed;
use super::{
    At, Date, Effect, Entry, Finding, Flow, Head, Measure, Names, OneOrMany, Origin, Response, Setting, View,
    WedgeBuilder, flows, number_or, number_setting, share_or,
};
use crate::PolicyError;
use crate::parameter::ParameterError;
use crate::route::{BaselineShare, Route, RouteOutcome, SEEDS, choose_routes, over_seeds};
use crate::scenario::Detours;

/// Ways round as written.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RouteEntry {
    /// What the measure is called, unique in the file.
    pub name: At<String>,
    /// Country or group that sells; or a list of them.
    pub from: OneOrMany,
    /// Country or group that buys; or a list of them.
    pub to: OneOrMany,
    /// Ways through hubs, at least one: `[[route.hub]]`.
    pub hub: At<Vec<HubEntry>>,
    /// Elasticity between ways, above 0 and up to 1000; 8 if absent, which is assumed (the plan's range is 4 to 12).
    pub dispersion: Option<At<f64>>,
    /// Share that each hub without a share before carries of what the ways before no longer do, above 0 and below 1, at the
    /// direct way's cost; 0.001 if absent, which is fitted to the trade of the European Union in 2022.
    pub seed: Option<At<f64>>,
    /// Sectors by code, name or beginning of codes (`C2*`), or `goods` or `services`; all if absent.
    pub sectors: Option<OneOrMany>,
    /// Day from which it holds; it is shown, but the model knows one year only.
    pub since: Option<Date>,
    /// Where its content comes from.
    #[serde(default)]
    pub sources: Vec<String>,
    /// Remark.
    pub note: Option<String>,
}

/// A hub as written.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HubEntry {
    /// Country code of the hub; it must be in the table, and neither sell nor buy on these flows.
    pub code: At<String>,
    /// The hub's mark-up on what passes: 0.1 is 10 %. From 0 to 100; 0 if absent, which is assumed. That of a way that was
    /// taken before is in the table's prices already.
    pub markup: Option<At<f64>>,
    /// Probability that a shipment is detected, 0 to 1; 0 if absent, which is assumed. In the table's prices too for a way
    /// taken before.
    pub detection: Option<At<f64>>,
    /// What detection costs per USD shipped, 0 to 100; 1 if absent, which is assumed: the shipment is lost. Of shipments worth
    /// 1 / (1 - detection x loss) one arrives, and none where the product reaches 1.
    pub loss: Option<At<f64>>,
    /// Share of the flow that took this way before, 0 to 1; if absent nobody saw any, and the seed stands for it.
    pub share: Option<At<f64>>,
}

#[derive(Debug)]
struct Routes {
    detours: Arc<Detours>,
    hubs: Vec<Hub>,
    dispersion: Setting,
    seed: Setting,
}

#[derive(Debug)]
struct Hub {
    code: String,
    name: String,
    settings: Vec<Setting>,
}

/// Elasticity between ways where the file gives none: **assumed**, the middle of model.md's 4 to 12.
const ASSUMED_DISPERSION: f64 = 8.0;
/// Share of ways never seen where the file gives none, **fitted**: of the products whose direct exports from the European Union
/// to Russia fell by at least 90 % from June-November 2021 to June-November 2022 (888 codes of eight digits, EUR 7.8 bn),
/// its exports to Armenia, Georgia, Kazakhstan, Kyrgyzstan and Uzbekistan rose by 13.5 % of what had gone to Russia, and by
/// 7.1 % more than its other exports to each of these did (Eurostat). Five ways of this seed carry
/// `(5 seed)^(theta / theta_r)`, 7.1 % at a trade elasticity of 4 and a dispersion of 8.
const FITTED_SEED: f64 = 1e-3;

impl Entry for RouteEntry {
    const TABLE: &'static str = "route";

    fn head(&self) -> Head<'_> {
        Head {
            name: &self.name,
            by: &self.from,
            on: &self.to,
            sectors: self.sectors.as_ref(),
            since: self.since,
            sources: &self.sources,
            note: self.note.as_deref(),
        }
    }

    fn effect(&self, names: &Names<'_>) -> Result<Arc<dyn Effect>, Failed> {
        let fits = |value: f64| value > 0.0 && value <= 1000.0;
        let expected = "a number above 0 and up to 1000";
        let given = self.dispersion.as_ref();
        let dispersion = number_or(ASSUMED_DISPERSION, "the elasticity between ways", given, fits, expected)?;
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
        // The open ways must have an outcome; so have those of a closed direct way, since hubs have shares.
        choose_routes(&routes, dispersion, seed).map_err(|error| {
            let expected = "hubs and costs with which something passes";
            Failed::value(self.hub.place(), "the set of ways", error.to_string(), expected)
        })?;
        Ok(Arc::new(Routes {
            detours: Arc::new(Detours { routes, dispersion, seed }),
            hubs,
            dispersion: number_setting("dispersion", dispersion, given),
            seed: number_setting("seed", seed, self.seed.as_ref()),
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
        let (from, to) = (names.party(&self.from)?, names.party(&self.to)?);
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
            let (way, settings) = entry.way(&party.name, region)?;
            ways.push(way);
            hubs.push(Hub { code: party.code, name: party.name, settings });
        }
        if hubs.is_empty() {
            return Err(Failed::value(self.hub.place(), "the list of hubs", "empty".into(), "at least one hub"));
        }
        Ok((hubs, ways))
    }
}

impl HubEntry {
    fn way(&self, name: &str, region: usize) -> Result<(Route, Vec<Setting>), Failed> {
        let fits = |value: f64| (0.0..=100.0).contains(&value);
        let expected = "a number from 0 to 100 (0.1 is 10 %)";
        let markup = number_or(0.0, "the mark-up", self.markup.as_ref(), fits, expected)?;
        let detection_probability = share_or(0.0, "the probability of detection", self.detection.as_ref())?;
        let loss_if_detected = number_or(1.0, "the loss if detected", self.loss.as_ref(), fits, expected)?;
        let share = share_or(0.0, "the share before", self.share.as_ref())?;
        let mut settings = vec![
            number_setting("markup", markup, self.markup.as_ref()),
            number_setting("detection", detection_probability, self.detection.as_ref()),
            number_setting("loss", loss_if_detected, self.loss.as_ref()),
        ];
        let unseen = Route::unseen(format!("through {name}"), region);
        let baseline = if self.share.is_some() {
            settings.push(number_setting("share", share, self.share.as_ref()));
            BaselineShare::Observed(share)
        } else {
            unseen.baseline
        };
        Ok((Route { baseline, markup, detection_probability, loss_if_detected, ..unseen }, settings))
    }
}

impl Routes {
    /// The ways with the direct one forbidden or not.
    fn ways(&self, closed: bool) -> Vec<Route> {
        let mut ways = self.detours.routes.clone();
        if let Some(direct) = ways.first_mut() {
            direct.closed = closed;
        }
        ways
    }

    /// How much of the trade goes round where the direct way is forbidden and other prices stand still: a part of the
    /// trade before that can be held against observed diversion.
    fn diverted(&self, trade_elasticity: f64) -> Option<Finding> {
        let outcome = choose_routes(&self.ways(true), self.detours.dispersion, self.detours.seed).ok()?;
        let part = (-trade_elasticity * outcome.ln_effective_cost).exp();
        Some(Finding::new(
            "direct way forbidden: share of the trade before that is rerouted, other prices fixed",
            part,
            "share",
        ))
    }

    /// Figures for a direct way that is open or forbidden.
    fn figures(&self, closed: bool) -> Result<Vec<Finding>, ParameterError> {
        let when = if closed { "direct way forbidden" } else { "direct way open" };
        let ways = self.ways(closed);
        let outcome = match choose_routes(&ways, self.detours.dispersion, self.detours.seed) {
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
        for (seed, outcome) in over_seeds(&ways, self.detours.dispersion, &SEEDS)? {
            let what = name(&format!("rise of the cost to buyers if the seed were {seed}"));
            findings.push(Finding::new(what, rise(&outcome), "share"));
        }
        Ok(findings)
    }
}

impl Effect for Routes {
    fn flows(&self, measure: &Measure) -> Vec<Flow> {
        flows(&measure.sectors, &measure.on.members, &measure.by.members)
    }

    fn apply(&self, measure: &Measure, _: Option<&Response>, builder: &mut WedgeBuilder) {
        builder.open_detours(&self.detours, self.flows(measure));
    }

    fn findings(
        &self,
        measure: &Measure,
        view: &View<'_, '_>,
        _: Option<&Response>,
    ) -> Result<Vec<Finding>, PolicyError> {
        let (before, now) = view.volumes(&self.flows(measure));
        let mut findings = vec![Finding::new("trade on these flows before the measures", before, "USD million")];
        findings.push(Finding::new("trade on these flows now, all ways", now, "USD million"));
        findings.extend(self.diverted(view.trade_elasticity(&self.flows(measure))));
        for closed in [true, false] {
            let figures = self.figures(closed).map_err(|error| PolicyError::friction(&measure.name, error))?;
            findings.extend(figures);
        }
        Ok(findings)
    }

    fn words(&self, measure: &Measure) -> String {
        let (from, to) = (&measure.by.name, &measure.on.name);
        let hubs = self.hubs.iter().map(|hub| hub.name.as_str()).collect::<Vec<_>>().join(", ");
        format!("goods of {from} also reach {to} through {hubs} ({})", measure.sector_words)
    }

    fn settings(&self) -> Vec<Setting> {
        vec![self.dispersion.clone(), self.seed.clone()]
    }

    /// The hubs, so that what the file gives of each and what is assumed are told apart.
    fn parts(&self) -> Vec<(&'static str, Vec<Setting>)> {
        let part = |hub: &Hub| {
            let code = Setting { key: "code", value: format!("\"{}\"", hub.code), origin: Origin::Given };
            ("hub", std::iter::once(code).chain(hub.settings.iter().cloned()).collect())
        };
        self.hubs.iter().map(part).collect()
    }

    fn party_keys(&self) -> [&'static str; 2] {
        ["from", "to"]
    }
}
