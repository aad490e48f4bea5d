//! Why an indicator has no value.

use unequal_equilibrium::EquilibriumError;

/// Errors of the indicators.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LeverageError {
    /// A number outside its range.
    #[error("{what} is {value}, expected {expected}")]
    Value {
        /// Which number.
        what: &'static str,
        /// What was given.
        value: f64,
        /// What is accepted.
        expected: &'static str,
    },
    /// A file of parameters.
    #[error("{name}, line {line}: {reason}")]
    Line {
        /// The file.
        name: String,
        /// Line of the fault, from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
    /// Labels or tables.
    #[error(transparent)]
    World(#[from] unequal_world::WorldError),
    /// The model.
    #[error(transparent)]
    Equilibrium(#[from] EquilibriumError),
}
