//! Long series of a pair: where their level breaks, which regimes they pass through, when one side's dependence became
//! the other's, and what a repeated game says about cooperation under a grievance.
//!
//! Everything works on observed years only. A missing year is left out, never filled in.

pub mod breaks;
pub mod cooperation;
pub mod events;
pub mod regimes;
pub mod reversal;

use thiserror::Error;

/// A value of a year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observation {
    /// Year.
    pub year: u16,
    /// Value; finite.
    pub value: f64,
}

/// Why a series cannot be analysed.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum HistoryError {
    /// Too few observations.
    #[error("{what} needs at least {least} observed years, and there are {found}")]
    TooShort {
        /// What was asked.
        what: &'static str,
        /// How many it needs.
        least: usize,
        /// How many there are.
        found: usize,
    },
    /// A value that is no number, or years that do not ascend.
    #[error("the series is not usable at {year}: {reason}")]
    Series {
        /// Year of the offending observation.
        year: u16,
        /// What is wrong.
        reason: &'static str,
    },
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
}

/// The result of every function here.
pub type Result<T, E = HistoryError> = std::result::Result<T, E>;

/// The values, once years are seen to ascend and values to be numbers.
pub(crate) fn values(series: &[Observation]) -> Result<Vec<f64>> {
    for (place, observation) in series.iter().enumerate() {
        let year = observation.year;
        if !observation.value.is_finite() {
            return Err(HistoryError::Series { year, reason: "the value is not a number" });
        }
        if place.checked_sub(1).and_then(|before| series.get(before)).is_some_and(|before| before.year >= year) {
            return Err(HistoryError::Series { year, reason: "years must ascend" });
        }
    }
    Ok(series.iter().map(|observation| observation.value).collect())
}
