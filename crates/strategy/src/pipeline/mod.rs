//! One pipeline with Europe open or closed: price, who pays, whether there is a deal at all, and who has power among
//! all whose consent it takes (model.md section 9). Grade D: weights and flows without a deal are not observed.

mod document;

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use serde::Serialize;
use unequal_leverage::rank::spearman;

pub use document::{PipelineError, PipelineFile, Problem, Range};

use crate::bargaining::{Agreement, Pipeline};
use crate::cooperative::{Game, exact, least_core, nucleolus};
use crate::network::{Market, Network, Pipe, Well};
use crate::{Result, StrategyError};

/// Million British thermal units in a thousand cubic metres (37.3 MJ a cubic metre).
pub const MMBTU: f64 = 35.3;

/// Draws from the ranges, and their seed.
const DRAWS: usize = 4000;
const SEED: u64 = 2024;

/// Whose consent the network takes, in the order of shares.
pub const PLAYERS: [&str; 6] =
    ["seller", "buyer", "transit country", "country of the other route", "Europe", "rival supplier"];

/// What the parties would get with Europe open to the gas, or closed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Case {
    /// Whether the gas can be sold in Europe while there is no deal.
    pub europe_open: bool,
    /// What the seller then has a year without a deal, USD billion, central.
    pub seller_meanwhile: f64,
    /// The split at central values; none if there is no deal.
    pub central: Option<Agreement>,
    /// 5th and 95th percentile of the price over the ranges, where there is a deal; USD per thousand cubic metres.
    pub price: Option<[f64; 2]>,
    /// Least worth to the buyer at which a deal exists, same unit, other values central.
    pub least_value: f64,
    /// Part of the draws in which a deal exists.
    pub deals: f64,
    /// What decides the price: rank correlation over the draws with a deal, largest first.
    pub drivers: Vec<(&'static str, f64)>,
}

/// Who gets what of the joint gain of the network, USD billion a year.
#[derive(Debug, Clone, PartialEq, Serialize)]
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
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Capital {
    /// Yearly cost of both investments, USD billion.
    pub yearly: f64,
    /// Part of the price that repays the seller's, USD per thousand cubic metres.
    pub in_price: f64,
    /// Part of the burden that falls on the seller: its weight, because the burden lowers what is split.
    pub seller_share: f64,
}

/// What the file says, solved.
#[derive(Debug, Clone, PartialEq, Serialize)]
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
            value,
            seller_cost: self.seller_cost,
            buyer_cost: self.buyer_cost,
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
        let [seller, buyer] = self.deal(self.value[1]).annuities()?;
        let price = |case: &Case| case.central.map(|agreement| agreement.price);
        let loss_of_europe = price(&open).zip(price(&closed)).map(|(open, closed)| open - closed);
        // Waiting a year costs the buyer its gain over what it has meanwhile; it is repaid for good, at the rate of
        // interest, by its part of what the seller loses.
        let waiting = open.central.map(|agreement| {
            self.interest * (agreement.buyer - self.buyer_meanwhile)
                / (1.0 - self.seller_weight[1]).max(f64::MIN_POSITIVE)
        });
        let mut power = Vec::new();
        for europe_open in [false, true] {
            for sunk in [false, true] {
                power.push(self.power(europe_open, sunk)?);
            }
        }
        Ok(Outcome {
            loss_of_europe,
            capital: Capital {
                yearly: seller + buyer,
                in_price: seller * 1e3 / self.volume,
                seller_share: self.seller_weight[1],
            },
            waiting,
            power,
            cases: [closed, open],
        })
    }

    fn case(&self, europe_open: bool) -> Result<Case> {
        let meanwhile = |value: f64| if europe_open { self.europe(value) } else { 0.0 };
        let seller_meanwhile = meanwhile(self.europe_value[1]);
        let split = |value: f64, weight: f64, europe: f64| match self
            .deal(value)
            .nash(weight, [meanwhile(europe), self.buyer_meanwhile])
        {
            Ok(agreement) => Ok(Some(agreement)),
            Err(StrategyError::NoAgreement { .. }) => Ok(None),
            Err(other) => Err(other),
        };
        let [seller, buyer] = self.deal(self.value[1]).annuities()?;
        let asked = seller_meanwhile + self.buyer_meanwhile + seller + buyer;
        let mut random = ChaCha8Rng::seed_from_u64(SEED);
        let mut within = |range: Range| random.random_range(range[0]..=range[2]);
        let mut drawn: Vec<([f64; 3], f64)> = Vec::with_capacity(DRAWS);
        for _ in 0..DRAWS {
            let values = [within(self.value), within(self.seller_weight), within(self.europe_value)];
            if let Some(agreement) = split(values[0], values[1], values[2])? {
                drawn.push((values, agreement.price));
            }
        }
        Ok(Case {
            europe_open,
            seller_meanwhile,
            central: split(self.value[1], self.seller_weight[1], self.europe_value[1])?,
            price: percentiles(drawn.iter().map(|(_, price)| *price).collect()),
            least_value: self.seller_cost + self.buyer_cost + asked * 1e3 / self.volume,
            deals: drawn.len() as f64 / DRAWS as f64,
            drivers: drivers(&drawn),
        })
    }

    /// The game of the network.
    pub fn game(&self, europe_open: bool, sunk: bool) -> Result<Game> {
        let [field, border, west] = [0, 1, 2];
        let [seller, buyer, transit, other, europe, rival] = [0, 1, 2, 3, 4, 5];
        let [seller_part, buyer_part] = self.deal(self.value[1]).annuities()?;
        let round = crate::bargaining::annuity(self.other_route_investment, self.interest, self.lifetime)?;
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
                Market {
                    owner: buyer,
                    node: border,
                    steps: vec![(self.volume, self.value[1] - self.buyer_cost.min(self.value[1]))],
                },
                Market { owner: europe, node: west, steps: vec![(self.volume, self.europe_value[1])] },
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

/// 5th and 95th percentile, nearest rank.
fn percentiles(mut values: Vec<f64>) -> Option<[f64; 2]> {
    values.sort_by(f64::total_cmp);
    let last = values.len().checked_sub(1)?;
    let at = |share: f64| values[((share * last as f64).round() as usize).min(last)];
    Some([at(0.05), at(0.95)])
}

/// Rank correlation of the price with what was drawn, strongest first.
fn drivers(drawn: &[([f64; 3], f64)]) -> Vec<(&'static str, f64)> {
    let prices: Vec<f64> = drawn.iter().map(|(_, price)| *price).collect();
    let names = ["worth of the gas to the buyer", "the seller's weight in bargaining", "worth of the gas in Europe"];
    let mut found: Vec<(&'static str, f64)> = names
        .into_iter()
        .enumerate()
        .filter_map(|(place, name)| {
            let values: Vec<f64> = drawn.iter().map(|(values, _)| values[place]).collect();
            Some((name, spearman(&values, &prices)?))
        })
        .collect();
    found.sort_by(|left, right| right.1.abs().total_cmp(&left.1.abs()));
    found
}
