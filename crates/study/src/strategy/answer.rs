//! What the games of a strategy file come to.

use serde::{Deserialize, Serialize};
use unequal_strategy::payoff_tensor::PayoffTensor;

use crate::conditional::Conditional;
use crate::elasticity::TradeElasticity;

/// Every game of a strategy file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StrategyAnswer {
    /// What is said.
    #[serde(flatten)]
    pub said: Conditional,
    /// Year of the table.
    pub year: u16,
    /// Label of the elasticities.
    pub elasticity: TradeElasticity,
    /// Target, government and hegemon.
    pub players: [Name; 3],
    /// The payoffs, without the banks one by one.
    pub cube: PayoffTensor,
}

/// A party's code and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "PlayerName"))]
pub struct Name {
    /// Code.
    pub code: String,
    /// Readable name.
    pub name: String,
}
