//! One pipeline with Europe open or closed: price, who pays, whether there is a deal at all, and who has power among
//! all whose consent it takes (docs/src/methods/pipeline.md). Grade D: weights and prices elsewhere are not observed.
//!
//! What either side has without the other is stated once, as markets at given prices, and read from one network: it is the
//! threat point of the bargain of two, and what the player earns alone in the game of coalitions.

mod case;
mod document;
mod power;

use serde::{Deserialize, Serialize};

pub use case::Case;
pub use document::PipelineFile;
pub use power::{PLAYERS, Power};

use crate::bargaining::Pipeline;
use crate::game::Result;
use unequal_ensemble::sensitivity::Prior;

/// Million British thermal units in a thousand cubic metres of 37.7 MJ each, gross calorific value.
pub const MMBTU: f64 = 35.7;

/// Draws from the ranges, and their seed.
pub const DRAWS: usize = 4096;
const SEED: u64 = 2024;

/// What is drawn, in the order of [`Case::indices`].
pub const DRAWN: [&str; 4] = [
    "the worth of the gas to the buyer",
    "the seller's weight in bargaining",
    "the price of the gas in Europe",
    "the seller's investment",
];

/// Who bears the investment.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Capital {
    /// Yearly cost of both investments, USD billion, at the central investment.
    pub yearly: f64,
    /// At the lowest and at the highest.
    pub yearly_range: [f64; 2],
    /// Part of the price that repays the seller's, USD per thousand cubic metres.
    pub in_price: f64,
}

/// What the file says, solved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PipelineOutcome {
    /// Europe closed, then open.
    pub cases: [Case; 2],
    /// What Europe's closing takes off the price, USD per thousand cubic metres, at central values.
    pub loss_of_europe: Option<f64>,
    /// The investment.
    pub capital: Capital,
    /// By how much what the seller has without a deal must fall each year, USD billion, for the buyer to gain by waiting
    /// a year, Europe open; none without a deal.
    pub waiting: Option<f64>,
    /// Power in the network: Europe closed and open, before building and after.
    pub power: Vec<Power>,
}

impl PipelineFile {
    /// The bargain of two at a worth to the buyer, USD per thousand cubic metres, and at an investment of the seller's.
    fn deal(&self, value: f64, seller_investment: f64) -> Pipeline {
        Pipeline {
            volume: self.volume,
            // The mean worth under a falling line: that of half the volume.
            value: value - 0.5 * self.value_fall * self.volume,
            seller_cost: self.seller_cost,
            buyer_cost: 0.0,
            investments: [seller_investment, self.buyer_investment],
            rate: self.interest,
            years: self.lifetime,
        }
    }

    /// Everything that follows from the file.
    pub fn solve(&self) -> Result<PipelineOutcome> {
        let closed = self.case(false)?;
        let open = self.case(true)?;
        let capital = |seller_investment: f64| self.deal(middle(&self.value), seller_investment).annuities();
        let [seller, buyer] = capital(middle(&self.seller_investment))?;
        let yearly = |investment: f64| capital(investment).map(|[seller, buyer]| seller + buyer);
        let yearly_range = [yearly(self.seller_investment.low)?, yearly(self.seller_investment.high)?];
        let price = |case: &Case| case.central.map(|agreement| agreement.price);
        let loss_of_europe = price(&open).zip(price(&closed)).map(|(open, closed)| open - closed);
        // Waiting a year costs the buyer its gain over what it has meanwhile; it is repaid for good, at the rate of
        // interest, by its part of what the seller loses.
        let waiting = open.central.map(|agreement| {
            self.interest * (agreement.buyer - open.outside[1])
                / (1.0 - middle(&self.seller_weight)).max(f64::MIN_POSITIVE)
        });
        let mut power = Vec::new();
        for europe_open in [false, true] {
            for sunk in [false, true] {
                power.push(self.power(europe_open, sunk)?);
            }
        }
        Ok(PipelineOutcome {
            loss_of_europe,
            capital: Capital { yearly: seller + buyer, yearly_range, in_price: seller * 1e3 / self.volume },
            waiting,
            power,
            cases: [closed, open],
        })
    }
}

/// A prior's median.
fn middle(prior: &Prior) -> f64 {
    prior.quantile(0.5)
}
