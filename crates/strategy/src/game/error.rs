//! Why a game has no answer.

use unequal_equilibrium::EquilibriumError;
use unequal_policy::PolicyError;
use unequal_policy::payments::PaymentError;

/// Errors of the games and of the payoff tensor they are played on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GameError {
    /// A parameter outside its range.
    #[error("{what} is {value}, expected {expected}")]
    Value {
        /// Which parameter.
        what: &'static str,
        /// What was given.
        value: f64,
        /// What is accepted.
        expected: &'static str,
    },
    /// A list of another length than it should have.
    #[error("{what} has {found} entries, expected {expected}")]
    Length {
        /// Which list.
        what: &'static str,
        /// Its length.
        found: usize,
        /// The length it should have.
        expected: usize,
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
    /// An iteration that went on without end.
    #[error("{what} did not end after {rounds} steps")]
    Endless {
        /// What was iterated.
        what: &'static str,
        /// Steps made.
        rounds: usize,
    },
    /// A cell that a game needs has no equilibrium.
    #[error("the payoffs of `{cell}` are missing: {reason}")]
    MissingCell {
        /// The cell in words.
        cell: String,
        /// Why the engine has no answer there.
        reason: String,
    },
    /// The baseline or the world without measures.
    #[error(transparent)]
    Equilibrium(#[from] EquilibriumError),
    /// A measure without an outcome.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// The banks.
    #[error(transparent)]
    Payment(#[from] PaymentError),
}

/// The result of every game.
pub type Result<T, E = GameError> = std::result::Result<T, E>;

/// The value if it is accepted.
pub(crate) fn checked(what: &'static str, value: f64, accepted: bool, expected: &'static str) -> Result<f64> {
    if accepted { Ok(value) } else { Err(GameError::Value { what, value, expected }) }
}

/// A finite number of zero or more.
pub(crate) fn not_negative(what: &'static str, value: f64) -> Result<f64> {
    checked(what, value, value.is_finite() && value >= 0.0, "a finite number of zero or more")
}

/// A share.
pub(crate) fn share(what: &'static str, value: f64) -> Result<f64> {
    checked(what, value, (0.0..=1.0).contains(&value), "a share from 0 to 1")
}

/// A finite number.
pub(crate) fn finite(what: &'static str, value: f64) -> Result<f64> {
    checked(what, value, value.is_finite(), "a finite number")
}
