//! Why instruments have no outcome.

use unequal_equilibrium::EquilibriumError;

/// Why the world under some instruments was not found.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PolicyError {
    /// The economy has no equilibrium, or it was not reached.
    #[error(transparent)]
    Equilibrium(EquilibriumError),
    /// Instruments that cut regions off which keep a deficit or surplus with the others.
    #[error(
        "no equilibrium: {regions} no longer trade with anybody else but keep a {} of USD {:.0} million; write \
         deficits = \"balanced\" in the file",
        if *.deficit < 0.0 { "surplus" } else { "deficit" },
        .deficit.abs()
    )]
    ClosedWithDeficit {
        /// The regions of the cut-off part.
        regions: String,
        /// Their joint deficit, USD million; a surplus is negative.
        deficit: f64,
    },
    /// A friction has no value.
    #[error("the measure `{instrument}` has no outcome: {reason}")]
    Friction {
        /// Name of the instrument.
        instrument: String,
        /// Why, in the friction's own words.
        reason: String,
    },
    /// Volumes and frictions that did not converge.
    #[error(
        "trade and the friction of `{instrument}` did not settle in {rounds} rounds: the last change of its wedge was \
         {change:.2e} (tolerance {tolerance:.0e})"
    )]
    Unsettled {
        /// Name of the instrument whose wedge moved most.
        instrument: String,
        /// Rounds made.
        rounds: usize,
        /// Largest change of the logarithm of a wedge in the last round.
        change: f64,
        /// The tolerance.
        tolerance: f64,
    },
    /// Whoever asked does not want the answer any more (see [`crate::settle::GoOn`]).
    #[error("stopped")]
    Stopped,
}

impl From<EquilibriumError> for PolicyError {
    /// The engine knows neither the unit of a table nor the keys of a file.
    fn from(error: EquilibriumError) -> Self {
        match error {
            EquilibriumError::ClosedWithDeficit { regions, deficit } => Self::ClosedWithDeficit { regions, deficit },
            other => Self::Equilibrium(other),
        }
    }
}

impl PolicyError {
    /// A friction without a value.
    pub(crate) fn friction(instrument: &str, reason: impl std::fmt::Display) -> Self {
        Self::Friction { instrument: instrument.to_owned(), reason: reason.to_string() }
    }
}
