//! A hegemon's threat to another government's banks (M9a of docs/src/methods/strategy.md).
//!
//! The hegemon leads: it chooses the level T of the threat and the effort E behind it. The other government follows:
//! it ends the trade in question, or leaves it to its banks, which respond as in the payments model. Payoffs come from
//! the payoff tensor; what cannot come from it (weights, costs of enforcing, what a government fears) is assumed and swept.

mod banks;
mod leader;
mod payoffs;

pub use banks::{BankVerdict, Tally, Verdicts};
pub use leader::{BestReplies, Game, Move, Play, Solution};
pub use payoffs::Preferences;
