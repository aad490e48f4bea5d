//! `[[price_cap]]`: a cap on the price of oil (docs/src/methods/sanctions.md).
//!
//! The coalition's ships and insurers carry only what is sold at or below the cap; the coalition's own members buy
//! in that channel alone. The other buyers take what the shadow fleet carries, and the rest in the capped channel
//! (see [`crate::price_cap`]). Two groups of buyers therefore get one wedge each: the average barrel of each
//! group. Flows that another instrument of the file forbids are left out of all volumes.
//!
//! What buyers save is a fee of the importer, what the shadow fleet earns one of the exporter (**assumed**: its
//! ships belong to the seller's side), the rest of its cost is waste. All of it is relative to the same market without the
//! cap, discount included. How much is sold is left to the world model and to the seller's rent ([`rent`]): supply is nearly fixed,
//! so the price that the seller gets falls on all its barrels until they are sold. With `rent = false` the seller's costs do not
//! fall with its netback, and sales fall as under a tariff of the buyers. Where a channel's netback does not pay for extraction
//! its wells are shut in. The cap does not move the price elsewhere, which is given. Grade D.

mod rent;

use std::sync::Arc;

use rent::{Rents, sites};
use unequal_world::Flow;
use unequal_world::names::verb;

use crate::PolicyError;
use crate::instrument::{Effect, Instrument, KeyValue};
use crate::instruments::common::{flows, number_or, number_value, origin, share_or};
use crate::instruments::entry::{Entry, entry};
use crate::located::At;
use crate::names::Names;
use crate::price_cap::PriceCap;
use crate::price_cap::defaults::{
    ASSUMED_LEAKAGE, ASSUMED_SHADOW_CAPACITY, ASSUMED_SHADOW_COST, CAP, MARGINAL_COST, MARKET_PRICE,
};
use crate::problem::Failed;
use crate::resource_rent::defaults::SUPPLY_ELASTICITY;
use crate::response::{Finding, Response, View};
use crate::wedges::{Cap, WedgeBuilder, coalition_share, spending};

entry! {
    /// A price cap as written; `sectors` are those of oil.
    pub struct PriceCapEntry in "price_cap" {
        parties {
            /// Country or group that sets the cap; or a list of them.
            by,
            /// Country or group that sells the oil; or a list of them.
            on,
        }
        /// The cap, USD per barrel, above 0 and up to 10000; 60 if absent, the cap on crude of December 2022.
        cap: Option<At<f64>>,
        /// Price of comparable oil elsewhere, USD per barrel, above 0 and up to 10000; 76 if absent, the long-run mean in
        /// Johnson, Rachel and Wolfram.
        market_price: Option<At<f64>>,
        /// What buyers get off on every barrel, with the cap or without, USD per barrel, 0 up to the market price; 0 if absent.
        discount: Option<At<f64>>,
        /// What the shadow fleet costs more per barrel, USD, 0 up to the market price; 6 if absent, which is assumed.
        shadow_cost: Option<At<f64>>,
        /// Share of that cost that is waste and not the fleet's income, 0 to 1; 0.5 if absent, which is assumed.
        shadow_waste: Option<At<f64>>,
        /// Share of the volume that the shadow fleet can carry, 0 to 1; 0.6 if absent, which is assumed.
        shadow_capacity: Option<At<f64>>,
        /// Share of the capped channel that is sold above the cap with false papers, 0 to 1; 0.2 if absent, which is
        /// assumed.
        leakage: Option<At<f64>>,
        /// Share of the sectors' trade, by value, that is oil under the cap, 0 to 1; 1 if absent.
        share: Option<At<f64>>,
        /// Whether the seller's rent gives way before its sales do; true if absent. Without it sales fall as under a
        /// duty of the buyers.
        rent: Option<bool>,
        /// Whether buyers in the seller's country pay the lower price too; false if absent: its state takes the difference
        /// from them, so that use at home stays and the rent is lost on exports only. Which of the two holds is assumed.
        home_price_falls: Option<bool>,
        /// Whether supply is as inelastic towards the other measures of the file, each alone and all together: then their effects are
        /// on the rent, too. False if absent: the rent answers to the cap alone, and towards the others supply is as elastic as
        /// in any sector.
        inelastic_to_all: Option<bool>,
        /// Elasticity of the seller's supply, 0 to 10: by how much more is sold at a price that is 1 % higher, in percent;
        /// 0.1 if absent, near the short-run estimates for the world's crude.
        supply_elasticity: Option<At<f64>>,
        /// What extraction costs, USD per barrel, above 0 and below the market price less the discount: the rent ends there, and
        /// a channel that pays less is not supplied; 19 if absent, as in Johnson, Rachel and Wolfram.
        marginal_cost: Option<At<f64>>,
    }
}

/// **Assumed** share of the shadow fleet's cost that is waste.
const ASSUMED_SHADOW_WASTE: f64 = 0.5;

#[derive(Debug)]
struct Capped {
    cap: Arc<Cap>,
    /// None where the file says so.
    rents: Option<Rents>,
    /// Number of regions, all of which may buy.
    regions: usize,
    key_values: Vec<KeyValue>,
}

impl Entry for PriceCapEntry {
    fn effect(&self, names: &Names<'_>) -> Result<Arc<dyn Effect>, Failed> {
        let price = |value: f64| value > 0.0 && value <= 1e4;
        let expected = "USD per barrel, above 0 and up to 10000";
        let market_price = number_or(MARKET_PRICE, "the market price", self.market_price.as_ref(), price, expected)?;
        let level = number_or(CAP, "the cap", self.cap.as_ref(), price, expected)?;
        let fits = |value: f64| (0.0..market_price).contains(&value);
        let expected = "USD per barrel, from 0 up to the market price";
        let discount = number_or(0.0, "the discount", self.discount.as_ref(), fits, expected)?;
        // The default must not be refused where the price is low.
        let default_cost = ASSUMED_SHADOW_COST.min(0.5 * (market_price - discount));
        let given = self.shadow_cost.as_ref();
        let shadow_cost = number_or(default_cost, "the cost of the shadow fleet", given, fits, expected)?;
        if discount + shadow_cost >= market_price {
            let place = given.or(self.discount.as_ref()).map_or_else(|| self.name.place(), At::place);
            let sum = (discount + shadow_cost).to_string();
            return Err(Failed::value(place, "the discount and the shadow cost", sum, "less than the market price"));
        }
        let waste = share_or(ASSUMED_SHADOW_WASTE, "the wasted share", self.shadow_waste.as_ref())?;
        let given = self.shadow_capacity.as_ref();
        let capacity = share_or(ASSUMED_SHADOW_CAPACITY, "the capacity of the shadow fleet", given)?;
        let leakage = share_or(ASSUMED_LEAKAGE, "the leakage", self.leakage.as_ref())?;
        let share = share_or(1.0, "the share under the cap", self.share.as_ref())?;
        let terms = PriceCap {
            market_price,
            cap: Some(level),
            discount,
            shadow_cost,
            shadow_waste: waste,
            shadow_capacity: capacity,
            leakage,
        };
        let extraction = self.extraction(terms.price_without_cap())?;
        let rents = self.rents(1.0 - extraction / terms.price_without_cap())?;
        let key_values = vec![
            number_value("cap", level, self.cap.as_ref()),
            number_value("market_price", market_price, self.market_price.as_ref()),
            number_value("discount", discount, self.discount.as_ref()),
            number_value("shadow_cost", shadow_cost, self.shadow_cost.as_ref()),
            number_value("shadow_waste", waste, self.shadow_waste.as_ref()),
            number_value("shadow_capacity", capacity, self.shadow_capacity.as_ref()),
            number_value("leakage", leakage, self.leakage.as_ref()),
            number_value("share", share, self.share.as_ref()),
        ];
        let key_values = key_values.into_iter().chain(self.rent_key_values(&rents, extraction)).collect();
        self.check_sectors(names)?;
        let cap = Arc::new(Cap { terms, extraction, level, share });
        let rents = self.rent.unwrap_or(true).then_some(rents);
        Ok(Arc::new(Capped { cap, rents, regions: names.table.regions().len(), key_values }))
    }
}

/// Most sectors under one cap: crude, refined oil and, where a table parts them, gas.
const MOST_SECTORS: usize = 3;

impl PriceCapEntry {
    /// A price per barrel is one of oil: a cap on everything is refused before anything is solved.
    fn check_sectors(&self, names: &Names<'_>) -> Result<(), Failed> {
        let expected = "those of oil, as in sectors = \"B06\": the cap is a price per barrel";
        match &self.sectors {
            None => Err(Failed::value(self.name.place(), "what a price cap covers", "all sectors", expected)),
            Some(words) => match names.sectors(Some(words))?.0.len() {
                count if count > MOST_SECTORS => {
                    Err(Failed::value(words.place(), "what a price cap covers", format!("{count} sectors"), expected))
                }
                _ => Ok(()),
            },
        }
    }

    /// The cost of extraction, below the price without the cap.
    fn extraction(&self, price: f64) -> Result<f64, Failed> {
        let fits = |value: f64| value > 0.0 && value < price;
        let expected = "USD per barrel, above 0 and below the market price less the discount";
        // The default must not be refused where the price is low.
        let default_cost = MARGINAL_COST.min(0.5 * price);
        number_or(default_cost, "the cost of extraction", self.marginal_cost.as_ref(), fits, expected)
    }

    /// The rent, whether or not it is used.
    fn rents(&self, share: f64) -> Result<Rents, Failed> {
        let fits = |value: f64| (0.0..=10.0).contains(&value);
        let given = self.supply_elasticity.as_ref();
        let expected = "a number from 0 to 10";
        let supply_elasticity = number_or(SUPPLY_ELASTICITY, "the elasticity of supply", given, fits, expected)?;
        let at_home = self.home_price_falls.unwrap_or(false);
        let to_all = self.inelastic_to_all.unwrap_or(false);
        Ok(Rents { supply_elasticity, share, at_home, to_all })
    }

    fn rent_key_values(&self, rents: &Rents, cost: f64) -> [KeyValue; 5] {
        let rent = self.rent.unwrap_or(true).to_string();
        [
            KeyValue { key: "rent", value: rent, origin: origin(self.rent.as_ref()) },
            KeyValue {
                key: "home_price_falls",
                value: rents.at_home.to_string(),
                origin: origin(self.home_price_falls.as_ref()),
            },
            KeyValue {
                key: "inelastic_to_all",
                value: rents.to_all.to_string(),
                origin: origin(self.inelastic_to_all.as_ref()),
            },
            number_value("supply_elasticity", rents.supply_elasticity, self.supply_elasticity.as_ref()),
            number_value("marginal_cost", cost, self.marginal_cost.as_ref()),
        ]
    }
}

impl Capped {
    /// Flows with whether the coalition buys and what instruments leave of the table's value, USD million.
    fn trade(&self, instrument: &Instrument, view: &View<'_, '_>) -> Vec<(Flow, bool, f64)> {
        let (flows, baseline) = (self.flows(instrument).into_iter(), view.before.baseline());
        let value = |flow| view.left(flow) * spending(baseline, flow);
        flows.map(|flow| (flow, instrument.by.contains(flow.importer), value(flow))).collect()
    }

    /// Whether the cap binds on the table's trade. One that covers nothing or lies above the price does not, and then
    /// the world is as if it were not in the file.
    fn weighs(&self, instrument: &Instrument, view: &View<'_, '_>) -> Result<bool, PolicyError> {
        let wedges = self.cap.wedges(&self.trade(instrument, view));
        let wedges = wedges.map_err(|error| PolicyError::friction(&instrument.name, error))?;
        Ok(wedges.iter().any(|(_, wedge)| !wedge.is_nothing()))
    }

    /// The channels, and what moves if trade stays that of the table.
    fn at_the_tables_trade(&self, instrument: &Instrument, view: &View<'_, '_>) -> Result<Vec<Finding>, PolicyError> {
        let trade = self.trade(instrument, view);
        let Some(coalition_share) = coalition_share(trade.iter().map(|(_, member, value)| (*member, *value))) else {
            return Ok(vec![Finding::new("oil that may still be sold", 0.0, "USD million")]);
        };
        let (outcome, ..) =
            self.cap.outcome(coalition_share).map_err(|error| PolicyError::friction(&instrument.name, error))?;
        let value = self.cap.share * trade.iter().map(|(_, _, value)| value).sum::<f64>();
        let part = |revenue: f64| value * revenue / outcome.reference_value;
        let per_barrel = "USD per barrel";
        let at_trade = |what: &str| format!("{what}, at the table's trade");
        Ok(vec![
            Finding::new("seller's netback in the capped channel", outcome.capped.netback, per_barrel),
            Finding::new("seller's netback with the shadow fleet", outcome.shadow.netback, per_barrel),
            Finding::new("share of the volume carried by the shadow fleet", outcome.shadow.volume, "share"),
            Finding::new("share of the volume that the coalition may buy", coalition_share, "share"),
            Finding::new(
                "share of output shut in because no channel covers the cost of extraction",
                outcome.unsold,
                "share",
            ),
            Finding::new(at_trade("oil under the cap"), value, "USD million"),
            Finding::new(at_trade("seller's loss"), part(outcome.reference_value - outcome.seller), "USD million"),
            Finding::new(at_trade("buyers' gain"), part(outcome.buyers), "USD million"),
            Finding::new(at_trade("shadow fleet's income"), part(outcome.shadow_owner), "USD million"),
            Finding::new(at_trade("waste"), part(outcome.waste), "USD million"),
        ])
    }
}

impl Effect for Capped {
    /// From the seller to everybody else.
    fn flows(&self, instrument: &Instrument) -> Vec<Flow> {
        let buyers: Vec<usize> = (0..self.regions).filter(|region| !instrument.on.contains(*region)).collect();
        flows(&instrument.sectors, &buyers, &instrument.on.members)
    }

    fn apply(&self, instrument: &Instrument, response: Option<&Response>, builder: &mut WedgeBuilder) {
        self.apply_closure(instrument, response, builder);
        let trade =
            self.flows(instrument).into_iter().map(|flow| (flow, instrument.by.contains(flow.importer))).collect();
        builder.cap_price(&self.cap, trade);
    }

    fn apply_closure(&self, instrument: &Instrument, response: Option<&Response>, builder: &mut WedgeBuilder) {
        let Some(response) = response else { return };
        for (site, ln_price) in sites(instrument).into_iter().zip(&response.ln_wedges) {
            let at_home = self.rents.is_some_and(|rents| rents.at_home);
            let buyers = (0..self.regions).filter(|buyer| at_home || *buyer != site.seller).collect();
            builder.settle_rent(site, *ln_price, buyers);
        }
    }

    fn answers_to_the_world_without(&self) -> bool {
        self.rents.is_some_and(|rents| !rents.to_all)
    }

    fn closes_for_all(&self) -> bool {
        self.rents.is_some_and(|rents| rents.to_all)
    }

    fn first_response(&self, instrument: &Instrument) -> Option<Response> {
        self.rents.map(|_| Response { ln_wedges: vec![0.0; sites(instrument).len()], closed: false })
    }

    fn respond(
        &self,
        instrument: &Instrument,
        view: &View<'_, '_>,
        current: &Response,
    ) -> Result<Response, PolicyError> {
        match self.rents {
            Some(rents) if rents.to_all || self.weighs(instrument, view)? => rents.respond(instrument, view, current),
            // An idle cap is no cap.
            Some(_) => Ok(Response { ln_wedges: vec![0.0; current.ln_wedges.len()], closed: false }),
            None => Ok(current.clone()),
        }
    }

    fn findings(
        &self,
        instrument: &Instrument,
        view: &View<'_, '_>,
        response: Option<&Response>,
    ) -> Result<Vec<Finding>, PolicyError> {
        let mut findings = self.at_the_tables_trade(instrument, view)?;
        if let (Some(rents), Some(response)) = (self.rents, response) {
            findings.extend(rents.findings(instrument, view, response)?);
        }
        Ok(findings)
    }

    fn words(&self, instrument: &Instrument) -> String {
        let (by, on) = (&instrument.by.name, &instrument.on.name);
        let (carries, cap) = (verb(by, "carries", "carry"), self.cap.level);
        format!(
            "{by} {carries} oil of {on} only if it sells at USD {cap} a barrel or less ({})",
            instrument.sector_words
        )
    }

    fn key_values(&self) -> Vec<KeyValue> {
        self.key_values.clone()
    }
}
