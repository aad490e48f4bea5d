//! `[[local_production]]`: assembly in the buying country beside exports to it (model.md section 7, M6).
//!
//! What the owner of a technology sells in the host country is a nest of its exports and of goods that its plants
//! assemble there (see [`crate::local_production`]). The nest stands on the flow from owner to host: its cost
//! becomes `c_eff`, and the part by which assembly has grown, `s' - s0`, is no longer paid to the owner's producers:
//! less kits, it is a fee of the host and, for its share of profit, of the owner. The table books `s0` where it
//! books it, so that nothing changes where no cost does.
//!
//! Two simplifications. The host's part is booked as its income and not through its labour market, so the work
//! that assembly takes from other sectors is not in the answer. And duties are levied on the whole flow, although
//! only exports and kits pay them at a border; what the host's treasury gets too much, its buyers pay.
//! Grade C/D.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;
use unequal_equilibrium::Owner;
use unequal_world::names::verb;

use super::super::resolve::Failed;
use super::{
    At, Date, Effect, Entry, Finding, Flow, Head, Measure, Names, OneOrMany, Origin, Response, SHARE, Setting, View,
    WedgeBuilder, flows, is_share, number_in, number_or, number_setting, percent, share_or,
};
use crate::PolicyError;
use crate::local_production::{CostChanges, EntryCase, LocalOutcome, LocalProduction, localisation_factor};
use crate::parameter::ParameterError;
use crate::scenario::Receiver;

/// Local assembly as written.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LocalProductionEntry {
    /// What the measure is called, unique in the file.
    pub name: At<String>,
    /// Country or group that owns the technology and exports; or a list of them.
    pub from: OneOrMany,
    /// Country or group that imports and hosts plants; or a list of them.
    pub to: OneOrMany,
    /// Share of the owner's sales in the host country that is assembled there before: 0 to 1. At 0 nothing happens.
    pub affiliate_share: At<f64>,
    /// Elasticity between exports and assembly, from the sectors' trade elasticity up to 1000.
    pub dispersion: At<f64>,
    /// Share of kits from the owner in the plants' cost, 0 to 1; 0.5 if absent, which is assumed.
    pub kit_share: Option<At<f64>>,
    /// Change of the plants' own cost as a factor, above 0 and up to 100: 0.9 is a subsidy of 10 %; 1 if absent.
    pub cost_factor: Option<At<f64>>,
    /// A rule that limits kits.
    pub localisation: Option<LocalisationRule>,
    /// Share of the owner's profit in what plants add, 0 to 1; 0.1 if absent, which is assumed.
    pub profit_share: Option<At<f64>>,
    /// What building a plant costs, to see whether it pays; it does not enter the solution.
    pub entry: Option<EntryCosts>,
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

/// A rule that limits kits, as written.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LocalisationRule {
    /// Largest share of kits in cost that the rule allows, 0 to 1.
    pub highest_kit_share: At<f64>,
    /// What local parts cost more than kits, 0 to 10: 0.3 is 30 %. No estimate is known.
    pub premium: At<f64>,
}

/// What building a plant costs, as written.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EntryCosts {
    /// Cost of building, USD million, paid at once; 0 to 10 million.
    pub fixed_cost: At<f64>,
    /// What a USD in a year is worth today, above 0 and at most 1; 0.9 if absent, which is assumed.
    pub discount_factor: Option<At<f64>>,
    /// Probability each year that the plant is lost, 0 to 1; 0.05 if absent, which is assumed.
    pub hazard: Option<At<f64>>,
    /// Years the plant would work, 1 to 100; 10 if absent, which is assumed.
    pub years: Option<At<u32>>,
}

/// **Assumed** where the file gives none.
mod assumed {
    pub const KIT_SHARE: f64 = 0.5;
    pub const PROFIT_SHARE: f64 = 0.1;
    pub const DISCOUNT_FACTOR: f64 = 0.9;
    pub const HAZARD: f64 = 0.05;
    pub const YEARS: u32 = 10;
}

#[derive(Debug)]
struct Assembly {
    affiliate_share: f64,
    dispersion: f64,
    /// Under the rule, if there is one.
    kit_share: f64,
    profit_share: f64,
    /// The factor of the file times that of the rule.
    ln_cost_factor: f64,
    /// Its profits are filled in when they are known.
    entry: Option<EntryCase>,
    settings: Vec<Setting>,
}

impl Entry for LocalProductionEntry {
    const TABLE: &'static str = "local_production";

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

    fn effect(&self, _: &Names<'_>) -> Result<Arc<dyn Effect>, Failed> {
        let affiliate_share = number_in("the affiliate share", &self.affiliate_share, is_share, SHARE)?;
        let fits = |value: f64| value > 0.0 && value <= 1000.0;
        let expected = "a number above 0 and up to 1000";
        let dispersion = number_in("the elasticity between exports and assembly", &self.dispersion, fits, expected)?;
        let kit_share = share_or(assumed::KIT_SHARE, "the share of kits", self.kit_share.as_ref())?;
        let profit_share = share_or(assumed::PROFIT_SHARE, "the share of profit", self.profit_share.as_ref())?;
        let fits = |value: f64| value > 0.0 && value <= 100.0;
        let expected = "a factor above 0 and up to 100";
        let cost_factor = number_or(1.0, "the cost factor", self.cost_factor.as_ref(), fits, expected)?;
        let given = |key, value: &At<f64>| number_setting(key, *value.value(), Some(value));
        let mut settings = vec![
            given("affiliate_share", &self.affiliate_share),
            given("dispersion", &self.dispersion),
            number_setting("kit_share", kit_share, self.kit_share.as_ref()),
            number_setting("cost_factor", cost_factor, self.cost_factor.as_ref()),
            number_setting("profit_share", profit_share, self.profit_share.as_ref()),
        ];
        let (mut rule_factor, mut allowed_kits) = (1.0, kit_share);
        if let Some(rule) = &self.localisation {
            (rule_factor, allowed_kits) = rule.bound(kit_share)?;
            settings.push(rule.setting());
        }
        let (entry, entry_setting) = self.entry.as_ref().map(EntryCosts::case).transpose()?.unzip();
        settings.extend(entry_setting);
        Ok(Arc::new(Assembly {
            affiliate_share,
            dispersion,
            kit_share: allowed_kits,
            profit_share,
            ln_cost_factor: (cost_factor * rule_factor).ln(),
            entry,
            settings,
        }))
    }
}

impl LocalisationRule {
    /// The factor on the plants' cost, and the share of kits that is left.
    fn bound(&self, kit_share: f64) -> Result<(f64, f64), Failed> {
        let highest = number_in("the highest kit share", &self.highest_kit_share, is_share, SHARE)?;
        let fits = |value: f64| (0.0..=10.0).contains(&value);
        let premium = number_in("the premium of local parts", &self.premium, fits, "a number from 0 to 10")?;
        let factor = localisation_factor(kit_share, highest, premium).map_err(|error| {
            Failed::value(self.premium.place(), "the rule", error.to_string(), "shares and a premium in bounds")
        })?;
        Ok((factor, kit_share.min(highest)))
    }

    fn setting(&self) -> Setting {
        let (highest, premium) = (self.highest_kit_share.value(), self.premium.value());
        let value = format!("{{ highest_kit_share = {highest:?}, premium = {premium:?} }}");
        Setting { key: "localisation", value, origin: Origin::Given }
    }
}

impl EntryCosts {
    /// The case without its profits, and its setting.
    fn case(&self) -> Result<(EntryCase, Setting), Failed> {
        let fits = |value: f64| (0.0..=1e7).contains(&value);
        let fixed_cost =
            number_in("the cost of building", &self.fixed_cost, fits, "USD million, from 0 to 10 million")?;
        let fits = |value: f64| value > 0.0 && value <= 1.0;
        let given = self.discount_factor.as_ref();
        let expected = "a number above 0 and at most 1";
        let discount_factor = number_or(assumed::DISCOUNT_FACTOR, "the discount factor", given, fits, expected)?;
        let yearly_hazard = share_or(assumed::HAZARD, "the yearly hazard", self.hazard.as_ref())?;
        let years = self.years.as_ref().map_or(assumed::YEARS, |years| *years.value());
        if let Some(given) = self.years.as_ref().filter(|_| !(1..=100).contains(&years)) {
            return Err(Failed::value(given.place(), "the years", years.to_string(), "from 1 to 100"));
        }
        let value = format!(
            "{{ fixed_cost = {fixed_cost:?}, discount_factor = {discount_factor:?}, hazard = {yearly_hazard:?}, \
             years = {years} }}"
        );
        // What plants earn is known once the world is.
        let case =
            EntryCase { local_profit: 0.0, export_profit: 0.0, fixed_cost, discount_factor, yearly_hazard, years };
        Ok((case, Setting { key: "entry", value, origin: Origin::Given }))
    }
}

/// Parts of one USD spent on a flow that do not reach the owner's producers.
struct Parts {
    host: f64,
    owner: f64,
}

impl Assembly {
    fn nest(&self, trade_elasticity: f64) -> Result<LocalProduction, ParameterError> {
        LocalProduction::new(self.affiliate_share, self.dispersion, trade_elasticity, self.kit_share, self.profit_share)
    }

    /// `s' - s0` at a change of the flow's cost: (L2) solved for the share.
    fn growth(&self, ln_wedge: f64) -> f64 {
        -(1.0 - self.affiliate_share) * (self.dispersion * ln_wedge).exp_m1()
    }

    fn parts(&self, ln_wedge: f64) -> Parts {
        let added = self.growth(ln_wedge) * (1.0 - self.kit_share);
        Parts { host: added * (1.0 - self.profit_share), owner: added * self.profit_share }
    }

    /// `ln(c_eff / (c_C kappa))` in a world in which the flow's wedge is `current`, with its new share. No change
    /// where nothing is traded.
    ///
    /// The flow's cost is read off its share in the importer's spending (G4), so it holds all that other
    /// measures put on it.
    fn answer(&self, view: &View<'_, '_>, flow: Flow, current: f64) -> Result<Option<LocalOutcome>, ParameterError> {
        let (sector, host, owner) = flow;
        let theta = view.before.baseline().primitives().trade_elasticity.get(sector).copied().unwrap_or_default();
        let nest = self.nest(theta)?;
        let share_before = view.before.sourcing(sector, host, owner);
        let share_now = view.world.sourcing(sector, host, owner);
        if share_before <= 0.0 || share_now <= 0.0 {
            return Ok(None);
        }
        let price = view.world.ln_price(host, sector) - view.before.ln_price(host, sector);
        let delivered = price - (share_now / share_before).ln() / theta;
        let export = delivered - current;
        let inputs = view.world.ln_cost(host, sector) - view.before.ln_cost(host, sector);
        // Both relative to the exported good, so that the outcome is the wedge itself.
        let changes =
            CostChanges { ln_export: 0.0, ln_local_inputs: inputs - export, ln_assembly: self.ln_cost_factor };
        nest.outcome(&changes).map(Some)
    }

    /// Figures of all flows together.
    fn figures(&self, measure: &Measure, view: &View<'_, '_>, ln_wedges: &[f64]) -> Result<Vec<Finding>, PolicyError> {
        let (mut spending, mut assembled, mut host, mut owner) = (0.0, 0.0, 0.0, 0.0);
        for ((sector, importer, exporter), ln_wedge) in self.flows(measure).into_iter().zip(ln_wedges) {
            let value = view.world.flow(sector, importer, exporter);
            let parts = self.parts(*ln_wedge);
            spending += value;
            assembled += value * (self.affiliate_share + self.growth(*ln_wedge));
            host += value * parts.host;
            owner += value * parts.owner;
        }
        let share = if spending > 0.0 { assembled / spending } else { self.affiliate_share };
        let mut findings = vec![
            Finding::new("what buyers spend on the technology's goods", spending, "USD million"),
            Finding::new("share assembled in the host country", share, "share"),
            Finding::new("what the host gains as income from assembly", host, "USD million"),
            Finding::new("what the owner of the technology gains in profit", owner, "USD million"),
        ];
        if let Some(entry) = self.entry {
            // In competition exporting earns nothing, so all profit of the plants is a gain over it.
            let local_profit = assembled * (1.0 - self.kit_share) * self.profit_share;
            let decision = EntryCase { local_profit, export_profit: 0.0, ..entry }
                .decide()
                .map_err(|error| PolicyError::friction(&measure.name, error))?;
            let enters = if decision.enters { 1.0 } else { 0.0 };
            findings.push(Finding::new("a plant for all of it is built", enters, "yes or no"));
            findings.push(Finding::new("present value of its profit", decision.present_value, "USD million"));
            if let Some(hazard) = decision.break_even_hazard {
                findings.push(Finding::new("yearly hazard at which building just pays", hazard, "share"));
            }
        }
        Ok(findings)
    }
}

impl Effect for Assembly {
    fn flows(&self, measure: &Measure) -> Vec<Flow> {
        flows(&measure.sectors, &measure.on.members, &measure.by.members)
    }

    fn apply(&self, measure: &Measure, response: Option<&Response>, builder: &mut WedgeBuilder) {
        let Some(response) = response else { return };
        let (mut hosts, mut owners) = (Vec::new(), Vec::new());
        for (flow, ln_wedge) in self.flows(measure).into_iter().zip(&response.ln_wedges) {
            if *ln_wedge == 0.0 {
                continue;
            }
            let Parts { host, owner } = self.parts(*ln_wedge);
            let producers = 1.0 - host - owner;
            builder.add_iceberg(flow, ln_wedge + producers.ln());
            // The owner's fee is the inner one: of one USD the host takes its part, then the owner.
            owners.push((flow, owner / producers));
            hosts.push((flow, host / (1.0 - host)));
        }
        if !hosts.is_empty() {
            builder.add_fee(Receiver::Owners, Owner::Exporter, owners);
            builder.add_fee(Receiver::Hosts, Owner::Importer, hosts);
        }
    }

    fn first_response(&self, measure: &Measure) -> Option<Response> {
        Some(Response { ln_wedges: vec![0.0; self.flows(measure).len()], closed: false })
    }

    fn respond(&self, measure: &Measure, view: &View<'_, '_>, current: &Response) -> Result<Response, PolicyError> {
        let answers = self.flows(measure).into_iter().zip(&current.ln_wedges).map(|(flow, ln_wedge)| {
            let outcome = self.answer(view, flow, *ln_wedge)?;
            Ok(outcome.map_or(0.0, |outcome| outcome.ln_effective_cost))
        });
        let ln_wedges = answers
            .collect::<Result<Vec<f64>, ParameterError>>()
            .map_err(|error| PolicyError::friction(&measure.name, error))?;
        Ok(Response { ln_wedges, closed: false })
    }

    fn findings(
        &self,
        measure: &Measure,
        view: &View<'_, '_>,
        response: Option<&Response>,
    ) -> Result<Vec<Finding>, PolicyError> {
        response.map_or_else(|| Ok(Vec::new()), |response| self.figures(measure, view, &response.ln_wedges))
    }

    fn words(&self, measure: &Measure) -> String {
        let (from, to, share) = (&measure.by.name, &measure.on.name, percent(self.affiliate_share));
        let assembles = verb(from, "assembles", "assemble");
        format!("{from} {assembles} in {to} besides exporting there, {share} before ({})", measure.sector_words)
    }

    fn settings(&self) -> Vec<Setting> {
        self.settings.clone()
    }

    fn party_keys(&self) -> [&'static str; 2] {
        ["from", "to"]
    }
}
