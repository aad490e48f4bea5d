//! Two parties over one deal (B1 of docs/src/methods/pipeline.md): Nash (1950) with weights, and Rubinstein (1982).
//!
//! What a party has **while no deal is made** (a flow, such as gas sold elsewhere in the meantime) is a threat point and
//! moves the price. What it would have **if it walked away for good** (an option) only counts where the deal gives
//! less (Binmore, Shaked and Sutton 1989). The two are kept apart.

use serde::{Deserialize, Serialize};

use crate::game::{GameError, Result, checked, finite, not_negative, share};

/// Yearly payment that repays an investment over some years, `I r / (1 - (1+r)^-T)`.
///
/// Investment and result in the same money; `rate` a year, zero allowed; `years` above 0.
pub fn annuity(investment: f64, rate: f64, years: f64) -> Result<f64> {
    let investment = not_negative("the investment", investment)?;
    let rate = not_negative("the rate of interest", rate)?;
    let years = checked("the lifetime", years, years.is_finite() && years > 0.0, "years, above 0")?;
    // Logarithms of one plus the rate: a rate near zero keeps its digits.
    Ok(if rate == 0.0 { investment / years } else { investment * rate / -(-years * rate.ln_1p()).exp_m1() })
}

/// A pipeline between a seller and a buyer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pipeline {
    /// Billion cubic metres a year.
    pub volume: f64,
    /// What gas at the border is worth to the buyer, USD per thousand cubic metres.
    pub value: f64,
    /// What it costs the seller to bring it there, without the pipeline, same unit.
    pub seller_cost: f64,
    /// What it costs the buyer beyond the price, same unit.
    pub buyer_cost: f64,
    /// Investments of seller and buyer, USD billion.
    pub investments: [f64; 2],
    /// Rate of interest a year.
    pub rate: f64,
    /// Lifetime, years.
    pub years: f64,
}

/// A split of a deal.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "PriceAgreement"))]
pub struct Agreement {
    /// What the deal is worth, USD billion a year.
    pub surplus: f64,
    /// The seller's part, USD billion a year.
    pub seller: f64,
    /// The buyer's part.
    pub buyer: f64,
    /// Price at the border, USD per thousand cubic metres.
    pub price: f64,
}

impl Pipeline {
    /// What building is worth, `(v - c_R - c_C) q / 1000 - a(I_R) - a(I_C)`, USD billion a year.
    pub fn surplus(&self) -> Result<f64> {
        let [seller, buyer] = self.annuities()?;
        Ok((self.value - self.seller_cost - self.buyer_cost) * self.volume / 1e3 - seller - buyer)
    }

    /// Yearly cost of each side's investment, USD billion.
    pub fn annuities(&self) -> Result<[f64; 2]> {
        let [seller, buyer] = self.investments;
        Ok([annuity(seller, self.rate, self.years)?, annuity(buyer, self.rate, self.years)?])
    }

    fn price(&self, seller: f64) -> Result<f64> {
        let positive = self.volume.is_finite() && self.volume > 0.0;
        let volume = checked("the volume", self.volume, positive, "billion cubic metres a year, above 0")?;
        Ok((seller + self.annuities()?[0]) * 1e3 / volume + self.seller_cost)
    }

    /// Nash's solution: each side has its flow during disagreement and the seller the share `weight` of the rest.
    ///
    /// An error where the flows together exceed what the deal is worth: then there is none.
    pub fn nash(&self, weight: f64, flows: [f64; 2]) -> Result<Agreement> {
        self.split(weight, flows, |weight, surplus, [seller, buyer]| seller + weight * (surplus - seller - buyer))
    }

    /// The same split without flows, where either side may walk away to an option: it counts only where it binds
    /// ("deal me out").
    pub fn with_options(&self, weight: f64, options: [f64; 2]) -> Result<Agreement> {
        self.split(weight, options, |weight, surplus, [seller, buyer]| {
            (weight * surplus).max(seller).min(surplus - buyer)
        })
    }

    /// An agreement in which the seller gets what `seller` says, if the deal is worth what both have without it.
    fn split(&self, weight: f64, without: [f64; 2], seller: impl Fn(f64, f64, [f64; 2]) -> f64) -> Result<Agreement> {
        let weight = share("the seller's weight", weight)?;
        let surplus = self.surplus()?;
        let asked = finite("what both have without a deal", without[0] + without[1])?;
        if surplus < asked {
            return Err(GameError::NoAgreement { surplus, asked });
        }
        let seller = seller(weight, surplus, without);
        Ok(Agreement { surplus, seller, buyer: surplus - seller, price: self.price(seller)? })
    }
}

/// Share of the one who offers first where offers alternate and each discounts a round, `(1 - d2)/(1 - d1 d2)`.
pub fn first_mover(first: f64, second: f64) -> Result<f64> {
    let patience = |value: f64| checked("the patience", value, (0.0..1.0).contains(&value), "from 0 to below 1");
    let (first, second) = (patience(first)?, patience(second)?);
    Ok((1.0 - second) / (1.0 - first * second))
}

/// The seller's weight as rounds become short: the other's impatience over both, `r_C / (r_R + r_C)`.
pub fn weight_from_impatience(seller: f64, buyer: f64) -> Result<f64> {
    let (seller, buyer) = (not_negative("the seller's rate", seller)?, not_negative("the buyer's rate", buyer)?);
    checked("the sum of both rates", seller + buyer, seller + buyer > 0.0, "above 0")?;
    Ok(buyer / (seller + buyer))
}
