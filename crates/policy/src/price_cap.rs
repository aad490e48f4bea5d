//! A price cap on oil, static (docs/src/methods/sanctions.md): who gets what of the price without the cap.
//!
//! Barrels go by a capped channel, whose ships and insurers accept at most the cap, or by a shadow
//! fleet of limited capacity, at a cost per barrel. The fleet belongs to the seller's side, which sends it where its waste is
//! below what the cap takes; wells are shut in where no channel pays for extraction. Everything is relative to the same market
//! without the cap, in which every barrel sells at the market price less the discount: a cap at or above that price changes
//! nothing. Buyers gain the gap between that price and what they pay; the cost of the
//! shadow fleet is partly its owner's revenue and partly waste. Prices are USD per barrel; volumes
//! in any unit. In a scenario the seller's rent adjusts ([`crate::resource_rent`]). Grade D.
//!
//! A cap transfers money and therefore needs an owner. On a flow of the world model it is a fee
//! owned by the **importer**, positive like a tariff: the product is worth the price without the cap to its
//! users, the seller gets less, the difference stays in the importing country
//! ([`BuyerWedge::buyer_fee`]). A negative fee owned by the importer would be paid by the importer
//! itself and move nothing; where the price to users falls, the discount is one that the exporter
//! pays ([`BuyerWedge::exporter_discount`]). The two are alternatives, never used together.

use crate::parameter::{ParameterError, not_negative, positive, require, share};

/// Numbers to start from, each with its source or marked as assumed.
pub mod defaults {
    /// Cap on seaborne crude set by the G7, the European Union and Australia from 5 December 2022, USD per barrel.
    pub const CAP: f64 = 60.0;
    /// Long-run mean price in Johnson, Rachel and Wolfram, "A theory of price caps on non-renewable
    /// resources", USD per barrel.
    pub const MARKET_PRICE: f64 = 76.0;
    /// Marginal cost in the same paper's calibration, USD per barrel.
    pub const MARGINAL_COST: f64 = 19.0;
    /// Above this netback everything is sold: their supply falls sharply below it (a summary was read).
    /// That result is dynamic; using it in a static model is assumed.
    pub const SUPPLY_FULL_ABOVE: f64 = 40.0;
    /// Below this netback nothing is sold; they have zero just below it. Source and caveat as above.
    pub const SUPPLY_NONE_BELOW: f64 = 30.0;
    /// **Assumed**: discount of all Russian crude before any cap, USD per barrel.
    pub const ASSUMED_DISCOUNT: f64 = 8.0;
    /// **Assumed**: extra cost of a barrel in the shadow fleet, USD.
    pub const ASSUMED_SHADOW_COST: f64 = 6.0;
    /// **Assumed**: share of seaborne volume the shadow fleet can carry.
    pub const ASSUMED_SHADOW_CAPACITY: f64 = 0.6;
    /// **Assumed**: share of barrels in the capped channel that are sold above the cap with false papers.
    pub const ASSUMED_LEAKAGE: f64 = 0.2;
}

/// **Assumed**: by how much ships of the shadow fleet differ in cost from their mean, as a share of it, evenly spread. Without
/// a spread all of them would sail at once where a cap grows strict enough.
const SPREAD_OF_SHIPS: f64 = 0.25;

/// The seller's side: what is for sale at which netback.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Supply {
    /// Volume for sale at high prices.
    pub volume: f64,
    /// Netback below which nothing is sold.
    pub none_below: f64,
    /// Netback from which all is sold; linear between the two. Equal to `none_below` for a step.
    pub full_above: f64,
    /// Cost of a barrel to the seller, for its margin.
    pub marginal_cost: f64,
}

impl Supply {
    fn at(&self, netback: f64) -> f64 {
        if netback >= self.full_above {
            self.volume
        } else if netback < self.none_below {
            0.0
        } else {
            self.volume * (netback - self.none_below) / (self.full_above - self.none_below)
        }
    }
}

/// The market and the instrument.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PriceCap {
    /// Price of comparable oil elsewhere.
    pub market_price: f64,
    /// The cap; none for the same market without one.
    pub cap: Option<f64>,
    /// Discount that buyers get on every barrel, with the cap or without.
    pub discount: f64,
    /// What the shadow fleet costs per barrel.
    pub shadow_cost: f64,
    /// Share of `shadow_cost` that is waste (longer voyages, old ships); the rest is revenue of the fleet's owner.
    pub shadow_waste: f64,
    /// Volume that the shadow fleet can carry, in the unit of the supply.
    pub shadow_capacity: f64,
    /// Share of barrels in the capped channel that are sold above the cap all the same.
    pub leakage: f64,
}

/// A group of importers and its weight in each channel's sales.
#[derive(Debug, Clone, PartialEq)]
pub struct Buyer {
    /// What the group is called.
    pub name: String,
    /// Weight in the capped channel; weights are scaled to one.
    pub capped_weight: f64,
    /// Weight in the shadow channel.
    pub shadow_weight: f64,
}

/// One channel's volume and netback.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Channel {
    /// Volume sold.
    pub volume: f64,
    /// What the seller gets per barrel, leakage averaged in.
    pub netback: f64,
    /// What buyers pay per barrel.
    pub price_paid: f64,
}

/// Where the value of what is sold goes, at the price without the cap: the four owners sum to `reference_value`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CapOutcome {
    /// The capped channel.
    pub capped: Channel,
    /// The shadow channel.
    pub shadow: Channel,
    /// Volume that is not sold because no channel pays enough.
    pub unsold: f64,
    /// Sold volume at the price without the cap.
    pub reference_value: f64,
    /// The seller's revenue.
    pub seller: f64,
    /// What buyers save against the price without the cap.
    pub buyers: f64,
    /// Revenue of the shadow fleet's owner.
    pub shadow_owner: f64,
    /// Waste in the shadow fleet.
    pub waste: f64,
    /// The seller's revenue less marginal cost.
    pub seller_margin: f64,
}

/// A buyer group's average barrel as wedges on the flow from the seller, innermost first:
/// `exp(ln_iceberg) (1 + fleet_fee) (1 + buyer_fee) = price without the cap / netback`.
#[derive(Debug, Clone, PartialEq)]
pub struct BuyerWedge {
    /// The group.
    pub name: String,
    /// Volume bought.
    pub volume: f64,
    /// Average netback of the seller on it.
    pub netback: f64,
    /// Waste in the shadow fleet.
    pub ln_iceberg: f64,
    /// Ad valorem fee owned by the shadow fleet's owner.
    pub fleet_fee: f64,
    /// Ad valorem fee owned by the importer, zero or more.
    pub buyer_fee: f64,
    /// The alternative to `buyer_fee`: ad valorem rate, zero or less, of a fee owned by the exporter.
    pub exporter_discount: f64,
}

impl PriceCap {
    /// What every barrel sells at without the cap, USD per barrel.
    #[must_use]
    pub fn price_without_cap(&self) -> f64 {
        self.market_price - self.discount
    }

    /// Whether there is a cap below the price without one.
    #[must_use]
    pub fn binds(&self) -> bool {
        self.cap.is_some_and(|cap| cap < self.price_without_cap())
    }

    /// Channel shares by highest netback, and who gets what.
    ///
    /// Barrels that need the higher netback go by the better channel, so what is sold is as much as both
    /// channels can draw out. Refuses negative prices and costs, shares outside 0 to 1, and a shadow cost
    /// and discount that exceed the price.
    pub fn outcome(&self, supply: &Supply) -> Result<CapOutcome, ParameterError> {
        self.check(supply)?;
        let uncapped = self.price_without_cap();
        let Some(honest) = self.cap.filter(|_| self.binds()) else {
            let channel = |volume| Channel { volume, netback: uncapped, price_paid: uncapped };
            return Ok(self.account(supply, channel(supply.at(uncapped)), channel(0.0)));
        };
        let netback = (1.0 - self.leakage) * honest + self.leakage * uncapped;
        let (used, cost) = self.fleet(uncapped - netback);
        // What the seller's side has of a barrel in the fleet, whose owner is on that side.
        let willing = supply.at(uncapped - cost * self.shadow_waste);
        let shadow_volume = willing.min(used * self.shadow_capacity);
        let capped_volume = supply.at(netback).min(willing - shadow_volume);
        let capped = Channel { volume: capped_volume, netback, price_paid: netback };
        let shadow = Channel { volume: shadow_volume, netback: uncapped - cost, price_paid: uncapped };
        Ok(self.account(supply, capped, shadow))
    }

    /// Share of the fleet that sails where a capped barrel nets less than one without the cap by `gap`, USD, and what one of
    /// its barrels costs on average. Ships differ in cost by [`SPREAD_OF_SHIPS`] either way; a ship sails where its waste, which
    /// is all that the seller's side loses by it, is below the gap.
    fn fleet(&self, gap: f64) -> (f64, f64) {
        let waste = self.shadow_cost * self.shadow_waste;
        let cheapest = 1.0 - SPREAD_OF_SHIPS;
        if waste <= 0.0 {
            return (if gap > 0.0 { 1.0 } else { 0.0 }, self.shadow_cost);
        }
        let used = ((gap / waste - cheapest) / (2.0 * SPREAD_OF_SHIPS)).clamp(0.0, 1.0);
        (used, self.shadow_cost * (cheapest + used * SPREAD_OF_SHIPS))
    }

    fn account(&self, supply: &Supply, capped: Channel, shadow: Channel) -> CapOutcome {
        let sold = capped.volume + shadow.volume;
        let seller = capped.volume * capped.netback + shadow.volume * shadow.netback;
        let saved = |channel: Channel| channel.volume * (self.price_without_cap() - channel.price_paid);
        let fleet = shadow.volume * (shadow.price_paid - shadow.netback);
        CapOutcome {
            capped,
            shadow,
            unsold: supply.volume - sold,
            reference_value: sold * self.price_without_cap(),
            seller,
            buyers: saved(capped) + saved(shadow),
            shadow_owner: fleet * (1.0 - self.shadow_waste),
            waste: fleet * self.shadow_waste,
            seller_margin: seller - sold * supply.marginal_cost,
        }
    }

    /// The outcome as wedges on the flow to each group of buyers; groups that buy nothing are left out.
    ///
    /// Refuses negative weights and groups none of which buys in a channel that sells.
    pub fn wedges(&self, outcome: &CapOutcome, buyers: &[Buyer]) -> Result<Vec<BuyerWedge>, ParameterError> {
        let (mut capped_sum, mut shadow_sum) = (0.0, 0.0);
        for buyer in buyers {
            capped_sum +=
                not_negative(format!("the weight of {} in the capped channel", buyer.name), buyer.capped_weight)?;
            shadow_sum +=
                not_negative(format!("the weight of {} in the shadow channel", buyer.name), buyer.shadow_weight)?;
        }
        if (outcome.capped.volume > 0.0 && capped_sum <= 0.0) || (outcome.shadow.volume > 0.0 && shadow_sum <= 0.0) {
            return Err(ParameterError::Empty { what: "buyer in a channel that sells" });
        }
        let part = |volume: f64, weight: f64, sum: f64| if sum > 0.0 { volume * weight / sum } else { 0.0 };
        Ok(buyers
            .iter()
            .map(|buyer| {
                let capped = part(outcome.capped.volume, buyer.capped_weight, capped_sum);
                let shadow = part(outcome.shadow.volume, buyer.shadow_weight, shadow_sum);
                self.wedge(outcome, &buyer.name, capped, shadow)
            })
            .filter(|wedge| wedge.volume > 0.0)
            .collect())
    }

    fn wedge(&self, outcome: &CapOutcome, name: &str, capped: f64, shadow: f64) -> BuyerWedge {
        let volume = capped + shadow;
        let shadow_share = if volume > 0.0 { shadow / volume } else { 0.0 };
        let netback = (1.0 - shadow_share) * outcome.capped.netback + shadow_share * outcome.shadow.netback;
        let cost = outcome.shadow.price_paid - outcome.shadow.netback;
        let with_waste = netback + shadow_share * cost * self.shadow_waste;
        let paid = netback + shadow_share * cost;
        BuyerWedge {
            name: name.to_owned(),
            volume,
            netback,
            ln_iceberg: (with_waste / netback).ln(),
            fleet_fee: paid / with_waste - 1.0,
            buyer_fee: self.price_without_cap() / paid - 1.0,
            exporter_discount: paid / self.price_without_cap() - 1.0,
        }
    }

    fn check(&self, supply: &Supply) -> Result<(), ParameterError> {
        positive("the market price", self.market_price)?;
        if let Some(cap) = self.cap {
            positive("the cap", cap)?;
        }
        not_negative("the discount", self.discount)?;
        not_negative("the cost of the shadow fleet", self.shadow_cost)?;
        let left = self.market_price - self.discount - self.shadow_cost;
        require("the market price less discount and shadow cost", left, left > 0.0, "a positive netback")?;
        share("the wasted share of the shadow fleet's cost", self.shadow_waste)?;
        not_negative("the capacity of the shadow fleet", self.shadow_capacity)?;
        share("the leakage", self.leakage)?;
        positive("the volume for sale", supply.volume)?;
        not_negative("the marginal cost", supply.marginal_cost)?;
        not_negative("the netback below which nothing is sold", supply.none_below)?;
        let full = supply.full_above;
        require("the netback from which all is sold", full, full >= supply.none_below, "at least `none_below`")?;
        Ok(())
    }
}
