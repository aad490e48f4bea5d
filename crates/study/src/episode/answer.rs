//! What the episode comes to.

use serde::{Deserialize, Serialize};

use crate::evidence::Evidence;

/// The threat of December 2023 fitted to March 2024, and what follows from it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Episode {
    /// Year of the table.
    pub year: u16,
    /// The fall of trade that is fitted, share.
    pub fall: f64,
    /// One row for each trade elasticity; the banks' costs decide what is used up.
    pub fits: Vec<Fit>,
    /// The headline elasticity with none, half and all of the added commission used up.
    pub by_resource_share: Vec<Fit>,
    /// April to June.
    pub months: Vec<Month>,
    /// Change of trade over the year before in the first two months under the threat, which no forecast is about, share.
    pub before_the_fitted: Option<f64>,
    /// Commissions in the press and the elasticities whose fees they fit.
    pub commissions: Vec<Commission>,
    /// The reported and derived figures.
    pub figures: Vec<Figure>,
    /// How sure.
    pub evidence: Evidence,
}

/// The threat level that gives the fall at one trade elasticity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Fit {
    /// Trade elasticity.
    pub elasticity: f64,
    /// Part of the added commission that is used up.
    pub resource_share: f64,
    /// Part of the added commission that covers what banks expect to lose elsewhere; the rest is their rent.
    pub loss_share: f64,
    /// T, at the highest effort of its prior, ten.
    pub threat: f64,
    /// What the threat adds to the fee in general equilibrium, share of the value.
    pub added: f64,
    /// The whole fee, with the ordinary one, which is assumed.
    pub fee: f64,
    /// What a constant elasticity alone would ask for, `(1 - fall)^(-1/theta) - 1`.
    pub partial: f64,
    /// Fees of the banks, USD million a year.
    pub bank_fees: f64,
    /// Change of the buyer's real income that the threat makes, share.
    pub buyer_change: f64,
    /// Change of the seller's real income that the threat makes, share.
    pub seller_change: f64,
}

/// One month after the fitted one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Month {
    /// Month, as `2024-04`.
    pub month: String,
    /// Change over the year before, share.
    pub observed: f64,
    /// `reported`, `derived`, or `quoted` where no report was read.
    pub kind: String,
    /// A forecast for each number of entrants.
    pub forecasts: Vec<Forecast>,
}

/// The change of trade with a number of small banks that enter each month.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Forecast {
    /// Small banks a month, from April on.
    pub entry_banks: u32,
    /// Change of trade against its level without the threat, share.
    pub change: f64,
    /// Forecast less observed, share.
    pub error: f64,
    /// The whole fee.
    pub fee: f64,
}

/// A commission in the press.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Commission {
    /// When, and of what kind.
    pub when: String,
    /// Lowest of the range, share.
    pub lowest: f64,
    /// Highest of the range, share.
    pub highest: f64,
    /// Where it was reported.
    pub source: String,
    /// Trade elasticities whose whole fee lies in the range.
    pub fits: Vec<f64>,
}

/// A figure that the episode is held against.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "EpisodeFigure"))]
pub struct Figure {
    /// Period.
    pub period: String,
    /// `usd_billion` or `yoy_percent`.
    pub measure: String,
    /// The figure.
    pub value: f64,
    /// `reported`, `derived`, or `quoted` where no report was read.
    pub kind: String,
    /// Address.
    pub source: String,
    /// Remark.
    pub note: String,
}
