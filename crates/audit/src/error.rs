//! What is wrong in a claims file, and where.

use unequal_world::source_text::{Fault, Located, TextProblem};
use unequal_world::{Suggestion, WorldError};

/// A fault in a claims file with its place.
pub type ClaimsError = Fault<ClaimsProblem>;

/// A fault before the file's name and lines are known.
pub(crate) type Failed = Located<ClaimsProblem>;

/// What can be wrong in a claims file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ClaimsProblem {
    /// What can be wrong in a file of any kind.
    #[error(transparent)]
    Text(#[from] TextProblem),
    /// A kind of quantity that is not known.
    #[error("unknown quantity `{given}`; expected one of {valid}{suggestion}")]
    UnknownQuantity {
        /// What was written.
        given: String,
        /// Quantities that exist.
        valid: String,
        /// Nearest ones.
        suggestion: Suggestion,
    },
    /// A country or group that nobody knows.
    #[error(
        "unknown country or group `{given}`; expected an ISO 3166 alpha-3 code, a group such as EU27, or WORLD{suggestion}"
    )]
    UnknownCountry {
        /// What was written.
        given: String,
        /// Nearest valid names.
        suggestion: Suggestion,
    },
    /// A key that this quantity needs.
    #[error("the quantity `{quantity}` needs `{key}`, {meaning}")]
    Missing {
        /// The quantity.
        quantity: String,
        /// The key.
        key: &'static str,
        /// What it says.
        meaning: &'static str,
    },
    /// A key that this quantity does not have.
    #[error("the quantity `{quantity}` has no `{key}`; expected {valid}")]
    Needless {
        /// The quantity.
        quantity: String,
        /// The key.
        key: &'static str,
        /// Keys it has.
        valid: String,
    },
    /// A word in a stated figure that is not understood.
    #[error("`{given}` is not understood in a stated figure; expected {expected}{suggestion}")]
    Word {
        /// The word.
        given: String,
        /// What could stand there.
        expected: String,
        /// Nearest valid words.
        suggestion: Suggestion,
    },
    /// A unit that does not fit the quantity.
    #[error("{quantity} is {needed}, but this is {given}; expected {expected}")]
    Unit {
        /// The quantity.
        quantity: String,
        /// Its kind of unit.
        needed: &'static str,
        /// What was given.
        given: String,
        /// How to write it.
        expected: &'static str,
    },
    /// Two claims of one name.
    #[error("a second claim is called `{name}`; expected a name of its own")]
    RepeatedName {
        /// The name.
        name: String,
    },
    /// An identity that names a claim that is not there.
    #[error("there is no claim called `{given}`{suggestion}")]
    UnknownClaim {
        /// What was written.
        given: String,
        /// Nearest names.
        suggestion: Suggestion,
    },
    /// A given figure without a value that the data do not have either.
    #[error("the data of the program have no figure for {what}; expected `stated` and `source`")]
    NoData {
        /// The quantity in words.
        what: String,
    },
    /// The program's own data cannot be read.
    #[error(transparent)]
    World(#[from] WorldError),
}
