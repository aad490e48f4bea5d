//! Why measures have no outcome.

use unequal_equilibrium::EquilibriumError;

/// Why the world under some measures was not found.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PolicyError {
    /// The economy has no equilibrium, or it was not reached.
    #[error(transparent)]
    Equilibrium(#[from] EquilibriumError),
    /// A friction has no value.
    #[error("the measure `{measure}` has no outcome: {reason}")]
    Friction {
        /// Name of the measure.
        measure: String,
        /// Why, in the friction's own words.
        reason: String,
    },
    /// Volumes and frictions that did not come to rest.
    #[error(
        "trade and the friction of `{measure}` did not settle in {rounds} rounds: the last change of its wedge was \
         {change:.2e} (tolerance {tolerance:.0e})"
    )]
    Unsettled {
        /// Name of the measure whose wedge moved most.
        measure: String,
        /// Rounds made.
        rounds: usize,
        /// Largest change of the logarithm of a wedge in the last round.
        change: f64,
        /// The tolerance.
        tolerance: f64,
    },
}

impl PolicyError {
    /// A friction without a value.
    pub(crate) fn friction(measure: &str, reason: impl std::fmt::Display) -> Self {
        Self::Friction { measure: measure.to_owned(), reason: reason.to_string() }
    }
}
