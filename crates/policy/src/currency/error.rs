//! What can go wrong with currencies.

use unequal_world::Suggestion;
use unequal_world::labels::nearest;

/// Errors of this module.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CurrencyError {
    /// A currency that is not among those at hand.
    #[error("unknown currency `{given}`; expected one of {known}{suggestion}")]
    UnknownCurrency {
        /// What was asked for.
        given: String,
        /// The currencies at hand, as text.
        known: String,
        /// Nearest valid names.
        suggestion: Suggestion,
    },
    /// A currency that stands twice in one list.
    #[error("the currency `{0}` stands twice")]
    DuplicateCurrency(String),
    /// A number outside its range.
    #[error("{what} is {value}, expected {expected}")]
    OutOfRange {
        /// Which number.
        what: String,
        /// What it is.
        value: f64,
        /// What it should be, in words.
        expected: &'static str,
    },
    /// Shares that do not stay where they are even if no cost changes.
    #[error(
        "the given shares are not a stable equilibrium at network strength {strength:.3}: any small change would \
         move them far; expected shares near one of the stable equilibria, or a strength below {bound}"
    )]
    UnstableStart {
        /// lambda / mu.
        strength: f64,
        /// Strength below which every start is stable.
        bound: f64,
    },
    /// An iteration that did not settle.
    #[error("{what} did not converge: residual {residual:.2e} after {iterations} iterations")]
    NotConverged {
        /// What was iterated.
        what: &'static str,
        /// What was left.
        residual: f64,
        /// Iterations made.
        iterations: usize,
    },
    /// No exchange rate balances the given flows.
    #[error("no exchange rate balances the market: {reason}")]
    NoExchangeRate {
        /// Why not.
        reason: &'static str,
    },
    /// A fit without enough to fit.
    #[error("cannot fit {what}: {found} observations, expected more than the {parameters} parameters")]
    TooFewObservations {
        /// What was to be fitted.
        what: String,
        /// Observations at hand.
        found: usize,
        /// Parameters to find.
        parameters: usize,
    },
    /// A period that is not a month.
    #[error("`{0}` is not a month, expected one like 2022-03")]
    Month(String),
    /// The embedded series cannot be read.
    #[error(transparent)]
    World(#[from] unequal_world::WorldError),
}

/// Position of a currency in a list of names.
pub(super) fn position(names: &[String], given: &str) -> Result<usize, CurrencyError> {
    names.iter().position(|name| name == given).ok_or_else(|| CurrencyError::UnknownCurrency {
        given: given.to_owned(),
        known: names.join(", "),
        suggestion: nearest(given, names.iter().map(|name| (name.as_str(), name.as_str()))),
    })
}

/// Accepts a number that passes a test, or says what it should have been.
pub(super) fn within(
    what: &str,
    value: f64,
    accepted: impl Fn(f64) -> bool,
    expected: &'static str,
) -> Result<f64, CurrencyError> {
    if accepted(value) { Ok(value) } else { Err(CurrencyError::OutOfRange { what: what.to_owned(), value, expected }) }
}
