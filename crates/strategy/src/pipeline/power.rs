//! Who has power among all whose consent the gas takes.

use serde::{Deserialize, Serialize};

use super::{PipelineFile, middle};
use crate::bargaining::annuity;
use crate::cooperative::{Game, exact, least_core, nucleolus};
use crate::game::Result;
use crate::network::{Market, Network, Pipe, Well};

/// Steps that approximate a falling line of demand in the network.
const DEMAND_STEPS: usize = 10;

/// Whose consent the network takes, in the order of shares. Europe and the rival are markets at given prices: they take
/// and give gas whatever the others agree on.
pub const PLAYERS: [&str; 4] = ["seller", "buyer", "transit country", "country of the other route"];

/// Positions among [`PLAYERS`].
pub(super) const SELLER: usize = 0;
pub(super) const BUYER: usize = 1;
const TRANSIT: usize = 2;
const OTHER: usize = 3;

/// How far below what it earns alone a share may be by rounding, relative to what all earn.
const ROUNDING: f64 = 1e-7;

/// Who gets what of the joint gain of the network, USD billion a year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Power {
    /// Whether Europe is open.
    pub europe_open: bool,
    /// Whether the pipes were paid for before the bargaining.
    pub sunk: bool,
    /// What all earn together.
    pub together: f64,
    /// What each player earns alone; of seller and buyer, what they have without a deal in the bargain of two.
    pub alone: Vec<f64>,
    /// What seller, buyer and transit country earn together: with the pipeline, and free to divide the gas.
    pub with_transit: f64,
    /// Shapley value by player.
    pub shapley: Vec<f64>,
    /// Nucleolus by player.
    pub nucleolus: Vec<f64>,
    /// Whether every player gets at least what it earns alone, by the Shapley value and by the nucleolus.
    pub is_individually_rational: bool,
    /// Whether some split leaves no coalition short.
    pub has_core: bool,
}

impl PipelineFile {
    /// The buyer's demand in steps at a worth of its first gas, the worth of each step at its middle.
    fn demand(&self, value: f64) -> Vec<(f64, f64)> {
        if self.value_fall == 0.0 {
            return vec![(self.volume, value)];
        }
        let width = self.volume / DEMAND_STEPS as f64;
        (0..DEMAND_STEPS).map(|step| (width, value - self.value_fall * width * (step as f64 + 0.5))).collect()
    }

    /// Wells, pipes and markets at a worth of the gas to the buyer and the price in Europe, if it is open.
    pub fn network(&self, value: f64, europe_price: Option<f64>) -> Result<Network> {
        let [field, border] = [0, 1];
        let [seller_part, buyer_part] = self.deal(value, middle(&self.seller_investment)).annuities()?;
        let round = annuity(self.other_route_investment, self.interest, self.lifetime)?;
        let pipe = |owner, ends, to_build| Pipe { owner, ends, capacity: self.volume, cost: 0.0, to_build };
        let pipes = vec![
            pipe(Some(TRANSIT), [field, border], Some(seller_part + buyer_part)),
            pipe(Some(OTHER), [field, border], Some(round)),
        ];
        let mut markets = vec![Market { owner: BUYER, node: border, steps: self.demand(value) }];
        if let Some(price) = europe_price {
            // A price at the seller's border, and nobody's consent: the market is the seller's own outside option.
            markets.push(Market { owner: SELLER, node: field, steps: vec![(self.volume, price)] });
        }
        let well = |owner, node, (capacity, cost)| Well { owner, node, capacity, cost };
        let wells = vec![
            well(SELLER, field, (self.volume, self.seller_cost)),
            // Other gas at a given price is the buyer's own outside option.
            well(BUYER, border, self.rival),
            well(BUYER, border, self.liquefied),
        ];
        Network::new(PLAYERS.len(), 2, wells, pipes, markets)
    }

    /// The game of the network at central values.
    pub fn game(&self, europe_open: bool, sunk: bool) -> Result<Game> {
        let network = self.network(middle(&self.value), europe_open.then_some(middle(&self.europe_price)))?;
        // The alternative route remains an outside option; only the agreed pipe is built beforehand.
        if sunk { network.with_built(&[0])?.game() } else { network.game() }
    }

    pub(super) fn power(&self, europe_open: bool, sunk: bool) -> Result<Power> {
        let game = self.game(europe_open, sunk)?;
        let alone: Vec<f64> = (0..PLAYERS.len()).map(|player| game.value(1 << player)).collect();
        let together = game.value(game.everybody());
        let (shapley, nucleolus) = (exact(&game), nucleolus(&game)?);
        let enough = |shares: &[f64]| {
            shares.iter().zip(&alone).all(|(share, alone)| *share >= alone - ROUNDING * together.max(1.0))
        };
        Ok(Power {
            europe_open,
            sunk,
            together,
            with_transit: game.value(1 << SELLER | 1 << BUYER | 1 << TRANSIT),
            is_individually_rational: enough(&shapley) && enough(&nucleolus),
            alone,
            shapley,
            nucleolus,
            has_core: least_core(&game)?.has_core,
        })
    }
}
