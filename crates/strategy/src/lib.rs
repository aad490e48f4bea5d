//! Games: what can be gained by agreeing, by waiting, by holding out, and who gets it.
//!
//! The mathematics only. Every function takes payoffs and returns what follows from them, or says why nothing does;
//! where payoffs come from, and that most of them cannot be observed (grades C and D), is said by those who call.

pub mod bargaining;
pub mod cooperative;
pub mod cube;
pub mod game;
pub mod linkage;
pub mod network;
pub mod patron;
pub mod pipeline;
pub mod sensitivity;
pub mod technology;
pub mod threat;

use thiserror::Error;

/// Why a game has no answer.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum StrategyError {
    /// A parameter outside its range.
    #[error("{what} is {value}, expected {expected}")]
    Parameter {
        /// Which.
        what: &'static str,
        /// Its value.
        value: f64,
        /// Its range.
        expected: &'static str,
    },
    /// Too many or too few players for an exact method.
    #[error("{what} takes {least} to {most} players, and there are {found}")]
    Players {
        /// What was asked.
        what: &'static str,
        /// Fewest.
        least: usize,
        /// Most.
        most: usize,
        /// Given.
        found: usize,
    },
    /// Arrays that do not belong together.
    #[error("{what}: {found} given, expected {expected}")]
    Shape {
        /// What was counted.
        what: &'static str,
        /// Given.
        found: usize,
        /// Needed.
        expected: usize,
    },
    /// There is nothing to agree on.
    #[error("no agreement: it is worth {surplus} a year and the two ask for {asked} without one")]
    NoAgreement {
        /// Worth of agreeing.
        surplus: f64,
        /// Sum of what both have otherwise.
        asked: f64,
    },
    /// A linear program failed.
    #[error("the linear program of {what} failed: {reason}")]
    Program {
        /// What was sought.
        what: &'static str,
        /// The solver's words.
        reason: String,
    },
    /// An iteration did not end.
    #[error("{what} did not converge in {rounds} rounds; the last change was {change}")]
    NotConverged {
        /// What was iterated.
        what: &'static str,
        /// Rounds made.
        rounds: usize,
        /// Largest last change.
        change: f64,
    },
}

/// The result of every function here.
pub type Result<T, E = StrategyError> = std::result::Result<T, E>;

pub(crate) fn within(what: &'static str, value: f64, holds: bool, expected: &'static str) -> Result<f64> {
    if value.is_finite() && holds { Ok(value) } else { Err(StrategyError::Parameter { what, value, expected }) }
}

pub(crate) fn not_negative(what: &'static str, value: f64) -> Result<f64> {
    within(what, value, value >= 0.0, "a number, 0 or more")
}

pub(crate) fn share(what: &'static str, value: f64) -> Result<f64> {
    within(what, value, (0.0..=1.0).contains(&value), "a share from 0 to 1")
}
