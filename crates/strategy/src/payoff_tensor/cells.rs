//! What a payoff tensor holds.

use serde::{Deserialize, Serialize};

use super::Strength;
use crate::game::{GameError, Result};

/// Payoffs over a factorial of scenarios.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PayoffTensor {
    /// Names of the factors; a cell's bits are in this order.
    pub factors: Vec<String>,
    /// Strengths of the threat; the first is none.
    pub strengths: Vec<Strength>,
    /// Whose real income is kept, in the order of the payoffs.
    pub players: Vec<Player>,
    /// Cells by combination of factors, then by strength.
    pub cells: Vec<Cell>,
    /// Cells without an equilibrium.
    pub missing: usize,
}

/// A party whose payoffs are kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Player {
    /// Its code.
    pub code: String,
    /// Readable name.
    pub name: String,
    /// Its income in the world without measures, USD million a year.
    pub income: f64,
}

/// One world.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "PayoffCell"))]
pub struct Cell {
    /// Factors in force as bits; the first factor is the lowest.
    pub combination: usize,
    /// Position of the strength of the threat.
    pub strength: usize,
    /// What came of it.
    pub outcome: CellOutcome,
}

/// What came of one world.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CellOutcome {
    /// It has an equilibrium.
    Solved(Payoffs),
    /// It has none, or it was not reached.
    Missing(String),
}

/// Payoffs of one world, relative to the world without any measure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Payoffs {
    /// ln of real income relative to the world without measures, one a player.
    pub ln_real_income: Vec<f64>,
    /// The exporter's share of the importer's imports of the pair.
    pub share_of_imports: f64,
    /// The importer's share of the exporter's exports.
    pub share_of_exports: f64,
    /// The market for clearing, where the threat is in force and something is traded.
    pub clearing: Option<CellClearing>,
}

/// The market for clearing in one world.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CellClearing {
    /// The banks' fee, a share of the value; `None` if no fee clears the market.
    pub fee: Option<f64>,
    /// The fee without the threat.
    pub fee_without: f64,
    /// Trade now, USD billion a year.
    pub volume: f64,
    /// Trade without the threat.
    pub volume_without: f64,
    /// Banks one by one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub banks: Vec<BankState>,
}

/// One bank in one world.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BankState {
    /// K, USD billion a year.
    pub capacity: f64,
    /// U, USD billion.
    pub dollar_business: f64,
    /// a: its share of the enforcer's attention.
    pub attention: f64,
    /// What it clears, USD billion a year.
    pub volume: f64,
    /// What it would clear at the fee without the threat.
    pub volume_without: f64,
    /// p: probability a year of being detected.
    pub detection: f64,
    /// The probability of detection at which it would stop at the going fee; above one if no effort works; none if it
    /// does not clear at that fee anyway.
    pub deterring_detection: Option<f64>,
}

impl PayoffTensor {
    /// Position of a cell.
    fn place(&self, combination: usize, strength: usize) -> usize {
        combination * self.strengths.len() + strength
    }

    /// The bits of the named factors; `None` if the payoff tensor does not have one of them.
    #[must_use]
    pub fn combination(&self, factors: &[&str]) -> Option<usize> {
        factors.iter().try_fold(0, |bits, name| {
            self.factors.iter().position(|factor| factor == name).map(|bit| bits | (1 << bit))
        })
    }

    /// Position of a player by code.
    #[must_use]
    pub fn player(&self, code: &str) -> Option<usize> {
        self.players.iter().position(|player| player.code == code)
    }

    /// The cell in words: `embargo, hubs; T 0.5, E 10`.
    #[must_use]
    pub fn words(&self, combination: usize, strength: usize) -> String {
        let on: Vec<&str> = self
            .factors
            .iter()
            .enumerate()
            .filter(|(bit, _)| combination & (1 << bit) != 0)
            .map(|(_, name)| name.as_str())
            .collect();
        let factors = if on.is_empty() { "no measure".to_owned() } else { on.join(", ") };
        match self.strengths.get(strength) {
            Some(strength) if !strength.is_none() => format!("{factors}; T {}, E {}", strength.level, strength.effort),
            _ => format!("{factors}; no threat"),
        }
    }

    /// The payoffs of a cell; an error if the payoff tensor does not have it or it has no equilibrium.
    pub fn payoffs(&self, combination: usize, strength: usize) -> Result<&Payoffs> {
        let missing = |reason: &str| GameError::MissingCell {
            cell: self.words(combination, strength),
            reason: reason.to_owned(),
        };
        match self.cells.get(self.place(combination, strength)).map(|cell| &cell.outcome) {
            Some(CellOutcome::Solved(payoffs)) => Ok(payoffs),
            Some(CellOutcome::Missing(reason)) => Err(missing(reason)),
            None => Err(missing("the payoff tensor does not hold this cell")),
        }
    }

    /// Cells without an equilibrium, in words, with the reason.
    #[must_use]
    pub fn failures(&self) -> Vec<(String, String)> {
        let failure = |cell: &Cell| match &cell.outcome {
            CellOutcome::Solved(_) => None,
            CellOutcome::Missing(reason) => Some((self.words(cell.combination, cell.strength), reason.clone())),
        };
        self.cells.iter().filter_map(failure).collect()
    }
}
