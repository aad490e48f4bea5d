//! A game in which coalitions earn together, as the worth of every coalition.

use crate::game::{GameError, Result, checked, finite};

/// Most players of an exact Shapley value: a million coalitions.
pub const MOST_PLAYERS: usize = 20;

/// What every coalition earns; the empty one earns nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Game {
    players: usize,
    values: Vec<f64>,
}

impl Game {
    /// A game from a function of coalitions, called once for each of the `2^players`.
    ///
    /// Refuses more than [`MOST_PLAYERS`] players, values that are no numbers, and an empty coalition that earns.
    pub fn new(players: usize, value: impl Fn(usize) -> f64) -> Result<Self> {
        if !(1..=MOST_PLAYERS).contains(&players) {
            return Err(GameError::Players { what: "a game", least: 1, most: MOST_PLAYERS, found: players });
        }
        let values: Vec<f64> = (0..1usize << players).map(value).collect();
        checked("the value of the empty coalition", values[0], values[0] == 0.0, "0")?;
        for value in &values {
            finite("the value of a coalition", *value)?;
        }
        Ok(Self { players, values })
    }

    /// Number of players.
    #[must_use]
    pub fn players(&self) -> usize {
        self.players
    }

    /// What a coalition earns.
    #[must_use]
    pub fn value(&self, coalition: usize) -> f64 {
        self.values[coalition]
    }

    /// Everybody.
    #[must_use]
    pub fn everybody(&self) -> usize {
        self.values.len() - 1
    }

    /// Coalitions but the empty one and everybody.
    pub(super) fn proper(&self) -> std::ops::Range<usize> {
        1..self.everybody()
    }
}

/// Whether a player is in a coalition.
#[must_use]
pub fn holds(coalition: usize, player: usize) -> bool {
    coalition >> player & 1 == 1
}

/// What the members of a coalition get together.
#[must_use]
pub fn together(shares: &[f64], coalition: usize) -> f64 {
    shares.iter().enumerate().filter(|(player, _)| holds(coalition, *player)).map(|(_, share)| share).sum()
}
