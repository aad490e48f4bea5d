//! The bargain of two with Europe open or closed: the split, its range, and where there is a deal.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::power::{BUYER, SELLER};
use super::{DRAWS, PipelineFile, SEED, middle};
use crate::bargaining::Agreement;
use crate::game::{GameError, Result};
use unequal_ensemble::sensitivity::{Indices, Prior, halves, quantiles, spread, spread_given, two_drivers};

/// A worth above any, USD per thousand cubic metres: the limit of the file.
const MOST_WORTH: f64 = 1e6;
/// Halvings that find the least worth, to a millionth of a millionth of a dollar.
const HALVINGS: usize = 60;

/// What the parties would get with Europe open to the gas, or closed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Case {
    /// Whether the gas can be sold in Europe.
    pub europe_open: bool,
    /// What seller and buyer have a year without a deal, USD billion, central: what each earns alone in the network.
    pub outside: [f64; 2],
    /// What the deal is worth a year, central; the two have that together if they make it.
    pub surplus: f64,
    /// The split at central values; none if there is no deal.
    pub central: Option<Agreement>,
    /// 5th and 95th percentile of the price over the draws with a deal; USD per thousand cubic metres. None without any.
    pub price: Option<[f64; 2]>,
    /// Least worth to the buyer at which a deal exists, same unit, other values central. None if no worth makes one:
    /// the more the gas is worth to the buyer, the more it also gains by other gas.
    pub least_value: Option<f64>,
    /// Part of the draws in which a deal exists.
    pub deals: f64,
    /// That part with only the lower and only the upper half of the range that decides most.
    pub deals_by_halves: [f64; 2],
    /// How much of whether there is a deal each of [`DRAWN`](super::DRAWN) decides.
    pub deal_indices: Indices,
    /// How much of the price's variance over the draws with a deal goes with each of [`DRAWN`](super::DRAWN): from given
    /// data, since the deal ties them together.
    pub indices: Indices,
}

impl PipelineFile {
    /// What is drawn, in the order of [`DRAWN`](super::DRAWN).
    fn priors(&self) -> [&Prior; 4] {
        [&self.value, &self.seller_weight, &self.europe_price, &self.seller_investment]
    }

    /// What seller and buyer have a year without each other, USD billion: what each earns alone in the network, at a worth
    /// of the gas to the buyer and a price in Europe.
    pub fn outside(&self, value: f64, europe_price: f64, europe_open: bool) -> Result<[f64; 2]> {
        let network = self.network(value, europe_open.then_some(europe_price))?;
        Ok([network.earns(1 << SELLER)?, network.earns(1 << BUYER)?])
    }

    /// The split at values of [`DRAWN`](super::DRAWN); none if there is no deal.
    fn split(
        &self,
        [value, weight, europe_price, investment]: [f64; 4],
        europe_open: bool,
    ) -> Result<Option<Agreement>> {
        match self.deal(value, investment).nash(weight, self.outside(value, europe_price, europe_open)?) {
            Ok(agreement) => Ok(Some(agreement)),
            Err(GameError::NoAgreement { .. }) => Ok(None),
            Err(other) => Err(other),
        }
    }

    /// One case, central and over the ranges.
    pub(super) fn case(&self, europe_open: bool) -> Result<Case> {
        let priors = self.priors();
        let central = priors.map(middle);
        let failure = OnceLock::new();
        let agreed = |units: &[f64]| {
            let mut values = [0.0; 4];
            for ((value, prior), unit) in values.iter_mut().zip(priors).zip(units) {
                *value = prior.quantile(*unit);
            }
            self.split(values, europe_open).unwrap_or_else(|error| {
                failure.get_or_init(|| error);
                None
            })
        };
        let drawn = spread_given(SEED, DRAWS, priors.len(), |units| agreed(units).map_or(f64::NAN, |deal| deal.price));
        let deal = spread(SEED, DRAWS, priors.len(), |units| f64::from(u8::from(agreed(units).is_some())));
        if let Some(error) = failure.into_inner() {
            return Err(error);
        }
        let deals = deal.outcomes.iter().sum::<f64>() / DRAWS as f64;
        Ok(Case {
            europe_open,
            outside: self.outside(central[0], central[2], europe_open)?,
            surplus: self.deal(central[0], central[3]).surplus()?,
            central: self.split(central, europe_open)?,
            price: (deals > 0.0).then(|| quantiles(&drawn.outcomes, [0.05, 0.95])),
            least_value: self.least_value(central[2], europe_open)?,
            deals,
            deals_by_halves: halves(&deal, two_drivers(&deal.indices)[0]),
            deal_indices: deal.indices,
            indices: drawn.indices,
        })
    }

    /// Least worth to the buyer at which a deal exists. What a deal adds does not fall with the worth: the buyer cannot
    /// use more of other gas than of this.
    fn least_value(&self, europe_price: f64, europe_open: bool) -> Result<Option<f64>> {
        let adds = |value: f64| -> Result<f64> {
            let [seller, buyer] = self.outside(value, europe_price, europe_open)?;
            Ok(self.deal(value, middle(&self.seller_investment)).surplus()? - seller - buyer)
        };
        // Below this some of the gas would be worth less than nothing.
        let mut low = self.value_fall * self.volume;
        let mut high = MOST_WORTH;
        if adds(low)? >= 0.0 {
            return Ok(Some(low));
        }
        if adds(high)? < 0.0 {
            return Ok(None);
        }
        for _ in 0..HALVINGS {
            let middle = 0.5 * (low + high);
            if adds(middle)? < 0.0 { low = middle } else { high = middle }
        }
        Ok(Some(high))
    }
}
