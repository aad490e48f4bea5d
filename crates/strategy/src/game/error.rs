//! Why a game has no answer.

use unequal_equilibrium::EquilibriumError;
use unequal_policy::PolicyError;
use unequal_policy::payments::PaymentError;

/// Errors of the games and of the cube they are played on.
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
    /// A list of another length than its partner.
    #[error("{what} has {found} entries, expected {expected}")]
    Length {
        /// Which list.
        what: &'static str,
        /// Its length.
        found: usize,
        /// The length it should have.
        expected: usize,
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

/// A finite number.
pub(crate) fn finite(what: &'static str, value: f64) -> Result<f64> {
    checked(what, value, value.is_finite(), "a finite number")
}
