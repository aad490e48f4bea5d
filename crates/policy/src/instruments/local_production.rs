//! `[[local_production]]`: assembly in the buying country beside exports to it (docs/src/methods/routes.md).
//!
//! What the owner of a technology sells in the host country is a nest of its exports and of goods that its plants
//! assemble there (see [`crate::local_production`]). What plants add to their kits is output of the host's own sector,
//! by its own work and inputs, and the table books it so: what is assembled before is part of what the host buys from
//! itself, and exports and kits are what it buys from the owner (see `wedges/plants.rs`). Nothing changes where no cost
//! does. Where the flow is forbidden neither goods nor kits come, and only plants that need no kits go on.
//!
//! The owner's profit on what plants add more than before is passed on to it by the host; the table records no profit on what
//! they added before, so that none is given back where they add less. A cost factor below 1 is a
//! subsidy that the host's treasury pays; one above 1 is work and inputs used up. Grade C/D.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;
use unequal_world::Flow;
use unequal_world::names::verb;

use crate::PolicyError;
use crate::instrument::{Effect, Instrument, KeyValue, Origin};
use crate::instruments::common::{SHARE, flows, is_share, number_in, number_or, number_value, percent, share_or};
use crate::instruments::entry::{Entry, entry};
use crate::local_production::{CostChanges, EntryCase, LocalProduction, localisation_factor};
use crate::located::At;
use crate::names::Names;
use crate::parameter::{ParameterError, require};
use crate::problem::Failed;
use crate::response::{Finding, Response, View};
use crate::wedges::{Plant, WedgeBuilder};

entry! {
    /// Local assembly as written.
    pub struct LocalProductionEntry in "local_production" {
        parties {
            /// Country or group that owns the technology and exports; or a list of them.
            from,
            /// Country or group that imports and hosts plants; or a list of them.
            to,
        }
        /// Share of the owner's sales in the host country that is assembled there before: 0 to 1. At 0 nothing happens.
        affiliate_share: At<f64>,
        /// Elasticity between exports and assembly, from the sectors' trade elasticity up to 1000.
        dispersion: At<f64>,
        /// Share of kits from the owner in the plants' cost, 0 to 1; 0.5 if absent, which is assumed.
        kit_share: Option<At<f64>>,
        /// Change of the plants' own cost as a factor, above 0 and up to 100; 1 if absent. Below 1 it is a subsidy that the host's
        /// treasury pays (0.9: 10 % of the cost); above 1 more work and inputs are used up.
        cost_factor: Option<At<f64>>,
        /// A rule that limits kits.
        localisation: Option<LocalisationRule>,
        /// Share of the owner's profit in what plants add, 0 to 1; 0.1 if absent, which is assumed.
        profit_share: Option<At<f64>>,
        /// What building a plant costs, to see whether it pays; it does not enter the solution.
        entry: Option<EntryCosts>,
    }
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
    /// What buyers pay of the cost, above 0 and up to 1; the host's treasury pays the rest.
    price_factor: f64,
    /// What is used up beside kits and local inputs, the rule included; 1 or above.
    cost_factor: f64,
    /// Its profits are filled in when they are known.
    entry: Option<EntryCase>,
    key_values: Vec<KeyValue>,
}

impl Entry for LocalProductionEntry {
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
        let given = |key, value: &At<f64>| number_value(key, *value.value(), Some(value));
        let mut key_values = vec![
            given("affiliate_share", &self.affiliate_share),
            given("dispersion", &self.dispersion),
            number_value("kit_share", kit_share, self.kit_share.as_ref()),
            number_value("cost_factor", cost_factor, self.cost_factor.as_ref()),
            number_value("profit_share", profit_share, self.profit_share.as_ref()),
        ];
        let (mut rule_factor, mut allowed_kits) = (1.0, kit_share);
        if let Some(rule) = &self.localisation {
            (rule_factor, allowed_kits) = rule.bound(kit_share)?;
            key_values.push(rule.key_value());
        }
        let (entry, entry_key_value) = self.entry.as_ref().map(EntryCosts::case).transpose()?.unzip();
        key_values.extend(entry_key_value);
        Ok(Arc::new(Assembly {
            affiliate_share,
            dispersion,
            kit_share: allowed_kits,
            profit_share,
            price_factor: cost_factor.min(1.0),
            cost_factor: cost_factor.max(1.0) * rule_factor,
            entry,
            key_values,
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

    fn key_value(&self) -> KeyValue {
        let (highest, premium) = (self.highest_kit_share.value(), self.premium.value());
        let value = format!("{{ highest_kit_share = {highest:?}, premium = {premium:?} }}");
        KeyValue { key: "localisation", value, origin: Origin::Given }
    }
}

impl EntryCosts {
    /// The case without its profits, and its setting.
    fn case(&self) -> Result<(EntryCase, KeyValue), Failed> {
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
        Ok((case, KeyValue { key: "entry", value, origin: Origin::Given }))
    }
}

/// What a response holds of each flow: [`Plant`]'s `ln_flow`, `kits`, `booked`, `growth` and `profit_base`.
const NUMBERS: usize = 5;

impl Assembly {
    fn nest(&self, trade_elasticity: f64) -> Result<LocalProduction, ParameterError> {
        LocalProduction::new(self.affiliate_share, self.dispersion, trade_elasticity, self.kit_share, self.profit_share)
    }

    fn plant(&self, flow: Flow, numbers: &[f64]) -> Plant {
        let number = |place: usize| numbers.get(place).copied().unwrap_or(0.0);
        Plant {
            flow,
            ln_flow: number(0),
            kits: number(1),
            booked: number(2),
            growth: number(3),
            profit_base: number(4),
            profit_share: self.profit_share,
            price_factor: self.price_factor,
            cost_factor: self.cost_factor,
        }
    }

    fn plants<'a>(&'a self, instrument: &Instrument, numbers: &'a [f64]) -> impl Iterator<Item = Plant> + 'a {
        self.flows(instrument).into_iter().zip(numbers.chunks(NUMBERS)).map(|(flow, numbers)| self.plant(flow, numbers))
    }

    /// (L1) and (L2) in a world in which the plant is as it is now. No change where nothing is traded or the host makes
    /// nothing of its own.
    ///
    /// The flow's cost is read off its share in the importer's spending (G4), so it holds all that other
    /// instruments put on it.
    fn answer(&self, view: &View<'_, '_>, current: &Plant) -> Result<[f64; NUMBERS], ParameterError> {
        let Flow { sector, importer: host, exporter: owner } = current.flow;
        let theta = view.before.baseline().primitives().trade_elasticity.get(sector).copied().unwrap_or_default();
        let nest = self.nest(theta)?;
        let bought = view.before.sourcing(sector, host, owner);
        let home = view.before.sourcing(sector, host, host);
        if bought <= 0.0 || home <= 0.0 || self.affiliate_share == 0.0 {
            return Ok([0.0; NUMBERS]);
        }
        let local = 1.0 - self.kit_share;
        let exported = 1.0 - self.affiliate_share * local;
        // The technology's sales before, and what plants added, in units of the host's purchases from itself.
        let sales = require(
            "the exports left beside plants",
            exported,
            exported > 0.0,
            "more than nothing, as the table has some",
        )
        .map(|exported| bought / exported / home)?;
        let booked = sales * self.affiliate_share * local;
        let price = view.world.ln_price(host, sector) - view.before.ln_price(host, sector);
        let inputs = view.world.ln_cost(host, sector) - view.before.ln_cost(host, sector);
        let assembly = (self.cost_factor * self.price_factor).ln();
        let share_now = view.world.sourcing(sector, host, owner);
        let (ln_flow, kits, made) = if share_now > 0.0 {
            let export = price - (share_now / bought).ln() / theta - current.ln_flow;
            // Both relative to the exported good.
            let changes = CostChanges { ln_export: 0.0, ln_local_inputs: inputs - export, ln_assembly: assembly };
            let outcome = nest.outcome(&changes)?;
            let (ln_nest, share) = (outcome.ln_effective_cost, outcome.affiliate_share);
            let made = sales * share * local * (theta * (inputs - export - ln_nest)).exp();
            let ln_finished = (-self.affiliate_share).ln_1p() + self.dispersion * ln_nest;
            let ln_left =
                if self.kit_share > 0.0 { (ln_finished.exp() + share * self.kit_share).ln() } else { ln_finished };
            (ln_nest - (ln_left - exported.ln()) / theta, share * self.kit_share / ln_left.exp(), made)
        } else if self.kit_share > 0.0 {
            (0.0, 0.0, 0.0)
        } else {
            // Nothing is left but plants that need no kits: c_eff = s0^(-1 / xi) c_loc.
            let ln_effective = assembly - self.affiliate_share.ln() / self.dispersion;
            (0.0, 0.0, sales * (-theta * ln_effective).exp())
        };
        let before = booked * (theta * (inputs - price)).exp();
        Ok([ln_flow, if kits.is_finite() { kits } else { 0.0 }, booked, made - booked, (made - before).max(0.0)])
    }

    /// Figures of all flows together.
    fn figures(
        &self,
        instrument: &Instrument,
        view: &View<'_, '_>,
        numbers: &[f64],
    ) -> Result<Vec<Finding>, PolicyError> {
        let (mut spending, mut assembled, mut made, mut paid, mut profit) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for plant in self.plants(instrument, numbers) {
            let Flow { sector, importer: host, exporter: owner } = plant.flow;
            let theta = view.before.baseline().primitives().trade_elasticity.get(sector).copied().unwrap_or_default();
            let price = view.world.ln_price(host, sector) - view.before.ln_price(host, sector);
            let inputs = view.world.ln_cost(host, sector) - view.before.ln_cost(host, sector);
            // What the host buys from itself apart from plants' output.
            let unit = view.before.sourcing(sector, host, host)
                * (theta * (price - inputs)).exp()
                * view.world.expenditure(host, sector);
            let bought = view.world.flow(sector, host, owner);
            let added = (plant.growth + plant.booked) * unit;
            let received = 1.0 - plant.kits + plant.kits / plant.price_factor;
            let subsidy = added * (1.0 / plant.price_factor - 1.0)
                + view.world.producer_value(sector, host, owner) * (1.0 - 1.0 / received);
            spending += bought + added;
            assembled += added + plant.kits * bought;
            made += added / plant.price_factor;
            profit += plant.profit_share * plant.profit_base * unit;
            paid += subsidy + plant.profit_share * plant.profit_base * unit;
        }
        let mut findings = vec![Finding::new("what buyers spend on the technology's goods", spending, "USD million")];
        if spending > 0.0 {
            findings.push(Finding::new("share assembled in the host country", assembled / spending, "share"));
        }
        findings.extend([
            Finding::new("what plants add, output of the host's own sector", made, "USD million"),
            Finding::new("subsidy and profit that the host pays", paid, "USD million"),
            Finding::new("what the owner of the technology gains in profit", profit, "USD million"),
        ]);
        if let Some(entry) = self.entry {
            // In competition exporting earns nothing, so all profit of the plants is a gain over it.
            let local_profit = made * self.profit_share;
            let decision = EntryCase { local_profit, export_profit: 0.0, ..entry }
                .decide()
                .map_err(|error| PolicyError::friction(&instrument.name, error))?;
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
    fn flows(&self, instrument: &Instrument) -> Vec<Flow> {
        flows(&instrument.sectors, &instrument.on.members, &instrument.by.members)
    }

    fn apply(&self, instrument: &Instrument, response: Option<&Response>, builder: &mut WedgeBuilder) {
        let Some(response) = response else { return };
        for plant in self.plants(instrument, &response.ln_wedges) {
            if plant.booked != 0.0 || plant.ln_flow != 0.0 {
                builder.assemble(plant);
            }
        }
    }

    fn first_response(&self, instrument: &Instrument) -> Option<Response> {
        Some(Response { ln_wedges: vec![0.0; NUMBERS * self.flows(instrument).len()], closed: false })
    }

    fn respond(
        &self,
        instrument: &Instrument,
        view: &View<'_, '_>,
        current: &Response,
    ) -> Result<Response, PolicyError> {
        let mut ln_wedges = Vec::with_capacity(current.ln_wedges.len());
        for plant in self.plants(instrument, &current.ln_wedges) {
            let answer = self.answer(view, &plant).map_err(|error| PolicyError::friction(&instrument.name, error))?;
            ln_wedges.extend(answer);
        }
        Ok(Response { ln_wedges, closed: false })
    }

    fn findings(
        &self,
        instrument: &Instrument,
        view: &View<'_, '_>,
        response: Option<&Response>,
    ) -> Result<Vec<Finding>, PolicyError> {
        response.map_or_else(|| Ok(Vec::new()), |response| self.figures(instrument, view, &response.ln_wedges))
    }

    fn words(&self, instrument: &Instrument) -> String {
        let (from, to, share) = (&instrument.by.name, &instrument.on.name, percent(self.affiliate_share));
        let assembles = verb(from, "assembles", "assemble");
        format!("{from} {assembles} in {to} besides exporting there, {share} before ({})", instrument.sector_words)
    }

    fn key_values(&self) -> Vec<KeyValue> {
        self.key_values.clone()
    }
}
