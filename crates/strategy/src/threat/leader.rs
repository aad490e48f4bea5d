//! Leading and following on a finite set of moves, and what is stable if neither leads.

use serde::{Deserialize, Serialize};

use crate::game::{GameError, Result};
use crate::payoff_tensor::Strength;

/// Payoffs that differ by less are equal: the engine's own tolerance.
pub const TIE: f64 = 1e-9;

/// What the government does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Move {
    /// It ends the trade.
    Comply,
    /// It lets its banks clear.
    Defy,
}

impl Move {
    /// Both, in the order of payoffs.
    pub const BOTH: [Self; 2] = [Self::Comply, Self::Defy];

    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Comply => "comply",
            Self::Defy => "defy",
        }
    }
}

/// Payoffs of one strength of the threat, `[comply, defy]`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Play {
    /// The strength.
    pub strength: Strength,
    /// The hegemon's.
    pub leader: [f64; 2],
    /// The government's.
    pub follower: [f64; 2],
}

impl Play {
    /// The government's best move; it complies if it is indifferent (loss from complying no larger than from defying).
    #[must_use]
    pub fn reply(&self) -> Move {
        if self.follower[0] >= self.follower[1] - TIE { Move::Comply } else { Move::Defy }
    }

    /// Whether both moves are equally good for the government.
    #[must_use]
    pub fn is_tie(&self) -> bool {
        (self.follower[0] - self.follower[1]).abs() <= TIE
    }

    /// The hegemon's payoff under a move.
    #[must_use]
    pub fn leader_at(&self, reply: Move) -> f64 {
        self.leader[usize::from(reply == Move::Defy)]
    }
}

/// A game over strengths of a threat.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Game {
    plays: Vec<Play>,
    missing: Vec<Strength>,
}

/// Best replies of both sides, by position of the strength.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BestReplies {
    /// The government's to each strength.
    pub follower: Vec<Move>,
    /// The hegemon's strengths if the government complies whatever happens.
    pub leader_to_comply: Vec<usize>,
    /// The hegemon's strengths if it defies whatever happens.
    pub leader_to_defy: Vec<usize>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Solution {
    /// Best replies of both.
    pub replies: BestReplies,
    /// The best strengths for the hegemon if it moves first; more than one if it is indifferent.
    pub leading: Vec<usize>,
    /// Its payoff there.
    pub leading_payoff: f64,
    /// Pairs of a strength and a move that are best replies to each other, if neither moves first. Empty if there is
    /// none in pure strategies.
    pub stable: Vec<(usize, Move)>,
    /// Strengths at which the government is indifferent.
    pub ties: Vec<usize>,
}

impl Game {
    /// A game; strengths whose payoffs are missing are left out and listed.
    ///
    /// # Errors
    /// No strength has payoffs.
    pub fn new(plays: Vec<Play>, missing: Vec<Strength>) -> Result<Self> {
        if plays.is_empty() {
            let (cell, reason) = ("every strength of the threat".to_owned(), "no cell has an equilibrium".to_owned());
            return Err(GameError::MissingCell { cell, reason });
        }
        Ok(Self { plays, missing })
    }

    /// The strengths with their payoffs.
    #[must_use]
    pub fn plays(&self) -> &[Play] {
        &self.plays
    }

    /// Strengths without payoffs.
    #[must_use]
    pub fn missing(&self) -> &[Strength] {
        &self.missing
    }

    /// Positions at which `payoff` is largest, ties included.
    fn best(&self, payoff: impl Fn(&Play) -> f64) -> Vec<usize> {
        let most = self.plays.iter().map(&payoff).fold(f64::NEG_INFINITY, f64::max);
        (0..self.plays.len()).filter(|place| payoff(&self.plays[*place]) >= most - TIE).collect()
    }

    /// Solves the game both ways: with the hegemon leading, and with neither.
    #[must_use]
    pub fn solve(&self) -> Solution {
        let leading = self.best(|play| play.leader_at(play.reply()));
        let leading_payoff = leading.first().map_or(f64::NAN, |place| {
            let play = &self.plays[*place];
            play.leader_at(play.reply())
        });
        let leader_to_comply = self.best(|play| play.leader_at(Move::Comply));
        let leader_to_defy = self.best(|play| play.leader_at(Move::Defy));
        let mut stable = Vec::new();
        for (reply, best) in Move::BOTH.into_iter().zip([&leader_to_comply, &leader_to_defy]) {
            let mutual = best.iter().filter(|place| {
                let play = &self.plays[**place];
                play.reply() == reply || play.is_tie()
            });
            stable.extend(mutual.map(|place| (*place, reply)));
        }
        Solution {
            replies: BestReplies {
                follower: self.plays.iter().map(Play::reply).collect(),
                leader_to_comply,
                leader_to_defy,
            },
            leading,
            leading_payoff,
            stable,
            ties: (0..self.plays.len()).filter(|place| self.plays[*place].is_tie()).collect(),
        }
    }

    /// Adds strengths round the hegemon's best one, halfway (in ratios) to its neighbours, `rounds` times; `ask` gives
    /// the payoffs of new strengths, `None` where there are none.
    pub fn refine(
        &mut self,
        rounds: usize,
        mut ask: impl FnMut(&[Strength]) -> Result<Vec<Option<Play>>>,
    ) -> Result<()> {
        let axis = |values: Vec<f64>| {
            let mut values: Vec<f64> = values.into_iter().filter(|value| *value > 0.0).collect();
            values.sort_by(f64::total_cmp);
            values.dedup();
            values
        };
        for _ in 0..rounds {
            let Some(best) = self.solve().leading.first().map(|place| self.plays[*place].strength) else {
                return Ok(());
            };
            if best.is_none() {
                return Ok(());
            }
            let levels = axis(self.plays.iter().map(|play| play.strength.level).collect());
            let efforts = axis(self.plays.iter().map(|play| play.strength.effort).collect());
            let mut wanted = Vec::new();
            for level in halfway(&levels, best.level) {
                for effort in halfway(&efforts, best.effort) {
                    let strength = Strength { level, effort };
                    if !self.plays.iter().any(|play| play.strength == strength) && !self.missing.contains(&strength) {
                        wanted.push(strength);
                    }
                }
            }
            for (strength, play) in wanted.iter().zip(ask(&wanted)?) {
                match play {
                    Some(play) => self.plays.push(play),
                    None => self.missing.push(*strength),
                }
            }
        }
        Ok(())
    }
}

/// The value and the points halfway to its neighbours on an axis.
fn halfway(axis: &[f64], value: f64) -> Vec<f64> {
    let below = axis.iter().rev().find(|other| **other < value).map(|other| (other * value).sqrt());
    let above = axis.iter().find(|other| **other > value).map(|other| (other * value).sqrt());
    below.into_iter().chain([value]).chain(above).collect()
}
