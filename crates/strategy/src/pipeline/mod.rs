//! One pipeline with Europe open or closed: price, who pays, whether there is a deal at all, and who has power among
//! all whose consent it takes (model.md section 9). Grade D: weights and flows without a deal are not observed.

mod document;

use serde::{Deserialize, Serialize};

pub use document::PipelineFile;

use crate::bargaining::{Agreement, Pipeline, annuity};
use crate::cooperative::{Game, exact, least_core, nucleolus};
use crate::game::{GameError, Result};
use crate::network::{Market, Network, Pipe, Well};
use crate::sensitivity::{Indices, Prior, halves, quantiles, spread, spread_given, two_drivers};

/// Million British thermal units in a thousand cubic metres of 37.7 MJ each, gross (model.md section 0).
pub const MMBTU: f64 = 35.7;

/// Draws from the ranges, and their seed.
pub const DRAWS: usize = 4096;
const SEED: u64 = 2024;

/// Steps that stand for a falling line of demand in the network.
const DEMAND_STEPS: usize = 10;

/// Whose consent the network takes, in the order of shares.
pub const PLAYERS: [&str; 6] =
    ["seller", "buyer", "transit country", "country of the other route", "Europe", "rival supplier"];

/// What is drawn, in the order of [`Case::indices`].
pub const DRAWN: [&str; 3] =
    ["the worth of the gas to the buyer", "the seller's weight in bargaining", "the worth of the gas in Europe"];

/// What the parties would get with Europe open to the gas, or closed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// Whether the gas can be sold in Europe while there is no deal.
    pub europe_open: bool,
    /// What the seller then has a year without a deal, USD billion, central.
    pub seller_meanwhile: f64,
    /// The split at central values; none if there is no deal.
    pub central: Option<Agreement>,
    /// 5th and 95th percentile of the price over the draws with a deal; USD per thousand cubic metres. None without any.
    pub price: Option<[f64; 2]>,
    /// Least worth to the buyer at which a deal exists, same unit, other values central.
    pub least_value: f64,
    /// Part of the draws in which a deal exists.
    pub deals: f64,
    /// That part with only the lower and only the upper half of the range that decides most.
    pub deals_by_halves: [f64; 2],
    /// How much of whether there is a deal each of [`DRAWN`] decides.
    pub deal_indices: Indices,
    /// How much of the price's variance over the draws with a deal goes with each of [`DRAWN`]: from given data, since
    /// the deal ties them together.
    pub indices: Indices,
}

/// Who gets what of the joint gain of the network, USD billion a year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Power {
    /// Whether Europe is open.
    pub europe_open: bool,
    /// Whether the pipes were paid for before the bargaining.
    pub sunk: bool,
    /// What all earn together.
    pub together: f64,
    /// Shapley value by player.
    pub shapley: Vec<f64>,
    /// Nucleolus by player.
    pub nucleolus: Vec<f64>,
    /// Whether some split leaves no coalition short.
    pub has_core: bool,
}

/// Who bears the investment.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Capital {
    /// Yearly cost of both investments, USD billion.
    pub yearly: f64,
    /// Part of the price that repays the seller's, USD per thousand cubic metres.
    pub in_price: f64,
}

/// What the file says, solved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
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
    fn deal(&self, value: f64) -> Pipeline {
        Pipeline {
            volume: self.volume,
            // The mean worth under a falling line: that of half the volume.
            value: value - 0.5 * self.value_fall * self.volume,
            seller_cost: self.seller_cost,
            buyer_cost: 0.0,
            investments: self.investments,
            rate: self.interest,
            years: self.lifetime,
        }
    }

    /// What the seller earns a year by selling the same gas to Europe, USD billion.
    fn europe(&self, value: f64) -> f64 {
        ((value - self.seller_cost) * self.volume / 1e3).max(0.0)
    }

    /// Everything that follows from the file.
    pub fn solve(&self) -> Result<Outcome> {
        let closed = self.case(false)?;
        let open = self.case(true)?;
        let [seller, buyer] = self.deal(middle(&self.value)).annuities()?;
        let price = |case: &Case| case.central.map(|agreement| agreement.price);
        let loss_of_europe = price(&open).zip(price(&closed)).map(|(open, closed)| open - closed);
        // Waiting a year costs the buyer its gain over what it has meanwhile; it is repaid for good, at the rate of
        // interest, by its part of what the seller loses.
        let waiting = open.central.map(|agreement| {
            self.interest * (agreement.buyer - self.buyer_meanwhile)
                / (1.0 - middle(&self.seller_weight)).max(f64::MIN_POSITIVE)
        });
        let mut power = Vec::new();
        for europe_open in [false, true] {
            for sunk in [false, true] {
                power.push(self.power(europe_open, sunk)?);
            }
        }
        Ok(Outcome {
            loss_of_europe,
            capital: Capital { yearly: seller + buyer, in_price: seller * 1e3 / self.volume },
            waiting,
            power,
            cases: [closed, open],
        })
    }

    fn case(&self, europe_open: bool) -> Result<Case> {
        let meanwhile = |value: f64| if europe_open { self.europe(value) } else { 0.0 };
        let priors = [&self.value, &self.seller_weight, &self.europe_value];
        let split = |values: [f64; 3]| {
            let [value, weight, europe] = values;
            match self.deal(value).nash(weight, [meanwhile(europe), self.buyer_meanwhile]) {
                Ok(agreement) => Ok(Some(agreement)),
                Err(GameError::NoAgreement { .. }) => Ok(None),
                Err(other) => Err(other),
            }
        };
        let central = split(priors.map(middle))?;
        // The numbers of the file are checked, so all that can be missing is a deal.
        let agreed = |units: &[f64]| {
            let mut values = [0.0; 3];
            for ((value, prior), unit) in values.iter_mut().zip(priors).zip(units) {
                *value = prior.quantile(*unit);
            }
            split(values).ok().flatten()
        };
        let drawn = spread_given(SEED, DRAWS, priors.len(), |units| agreed(units).map_or(f64::NAN, |deal| deal.price));
        let deal = spread(SEED, DRAWS, priors.len(), |units| f64::from(u8::from(agreed(units).is_some())));
        let deals = deal.outcomes.iter().sum::<f64>() / DRAWS as f64;
        let seller_meanwhile = meanwhile(middle(&self.europe_value));
        let [seller, buyer] = self.deal(middle(&self.value)).annuities()?;
        let asked = seller_meanwhile + self.buyer_meanwhile + seller + buyer;
        Ok(Case {
            europe_open,
            seller_meanwhile,
            central,
            price: (deals > 0.0).then(|| quantiles(&drawn.outcomes, [0.05, 0.95])),
            least_value: self.seller_cost + asked * 1e3 / self.volume + 0.5 * self.value_fall * self.volume,
            deals,
            deals_by_halves: halves(&deal, two_drivers(&deal.indices)[0]),
            deal_indices: deal.indices,
            indices: drawn.indices,
        })
    }

    /// The buyer's demand in steps, the worth of each at its middle.
    fn demand(&self) -> Vec<(f64, f64)> {
        let value = middle(&self.value);
        if self.value_fall == 0.0 {
            return vec![(self.volume, value)];
        }
        let width = self.volume / DEMAND_STEPS as f64;
        (0..DEMAND_STEPS).map(|step| (width, value - self.value_fall * width * (step as f64 + 0.5))).collect()
    }

    /// The game of the network.
    pub fn game(&self, europe_open: bool, sunk: bool) -> Result<Game> {
        let [field, border, west] = [0, 1, 2];
        let [seller, buyer, transit, other, europe, rival] = [0, 1, 2, 3, 4, 5];
        let [seller_part, buyer_part] = self.deal(middle(&self.value)).annuities()?;
        let round = annuity(self.other_route_investment, self.interest, self.lifetime)?;
        let pipe = |owner, ends, to_build| Pipe { owner, ends, capacity: self.volume, cost: 0.0, to_build };
        let mut pipes = vec![
            pipe(Some(transit), [field, border], Some(seller_part + buyer_part)),
            pipe(Some(other), [field, border], Some(round)),
        ];
        if europe_open {
            pipes.push(pipe(None, [field, west], None));
        }
        let well = |owner, node, (capacity, cost)| Well { owner, node, capacity, cost };
        let network = Network::new(
            PLAYERS.len(),
            3,
            vec![
                well(seller, field, (self.volume, self.seller_cost)),
                well(rival, border, self.rival),
                // Anybody may buy liquefied gas: it is the buyer's own way out.
                well(buyer, border, self.liquefied),
            ],
            pipes,
            vec![
                Market { owner: buyer, node: border, steps: self.demand() },
                Market { owner: europe, node: west, steps: vec![(self.volume, middle(&self.europe_value))] },
            ],
        )?;
        // The route around stays a threat; only the pipe that is agreed on is built beforehand.
        if sunk { network.with_built(&[0])?.game() } else { network.game() }
    }

    fn power(&self, europe_open: bool, sunk: bool) -> Result<Power> {
        let game = self.game(europe_open, sunk)?;
        Ok(Power {
            europe_open,
            sunk,
            together: game.value(game.everybody()),
            shapley: exact(&game),
            nucleolus: nucleolus(&game)?,
            has_core: least_core(&game)?.has_core,
        })
    }
}

/// A prior's median.
fn middle(prior: &Prior) -> f64 {
    prior.quantile(0.5)
}
