//! What is wrong in a scenario file, and where.

use unequal_world::source_text::{Fault, Located, TextProblem};
use unequal_world::{Suggestion, WorldError};

use crate::currency::CurrencyError;

/// A fault in a scenario file with its place.
pub type ScenarioError = Fault<ScenarioProblem>;

/// A fault before the file's name and lines are known.
pub type Failed = Located<ScenarioProblem>;

/// What can be wrong in a scenario file, and in the other files that hold one.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ScenarioProblem {
    /// What can be wrong in a file of any kind.
    #[error(transparent)]
    Text(#[from] TextProblem),
    /// A year without a table, or a country or group that the table does not have.
    #[error(transparent)]
    World(#[from] WorldError),
    /// A group that contains itself.
    #[error("the group {name} contains itself")]
    GroupInItself {
        /// The group.
        name: String,
    },
    /// A group with the code of a country, which would never be found.
    #[error("{code} is a country, {country}; expected a name of its own for the group")]
    GroupNamedAsCountry {
        /// The code.
        code: String,
        /// Readable name of the country.
        country: String,
    },
    /// Two groups whose codes differ in upper and lower case only, or not at all.
    #[error("a second group is called {code} (upper and lower case are the same); expected a name of its own")]
    RepeatedGroup {
        /// The code in upper case.
        code: String,
    },
    /// A country of a group that nobody knows.
    #[error("unknown country or group `{given}`; expected an ISO 3166 alpha-3 code or a group{suggestion}")]
    UnknownMember {
        /// What was written.
        given: String,
        /// Nearest valid names.
        suggestion: Suggestion,
    },
    /// A sector that the table does not have.
    #[error(
        "unknown sector `{given}` in {table}; expected a code, a name, a beginning of codes such as `C2*`, `goods` or \
         `services`{suggestion}"
    )]
    UnknownSector {
        /// What was written.
        given: String,
        /// The table.
        table: String,
        /// Nearest valid names.
        suggestion: Suggestion,
    },
    /// A part of a name that several sectors have.
    #[error("`{given}` may be {candidates}; expected one of these codes, or a list of them")]
    AmbiguousSector {
        /// What was written.
        given: String,
        /// Sectors that fit.
        candidates: String,
    },
    /// Shares or costs of currencies that do not go together.
    #[error(transparent)]
    Currency(#[from] CurrencyError),
    /// Two instruments of one name.
    #[error("a second measure is called `{name}`; expected a name of its own")]
    RepeatedName {
        /// The name.
        name: String,
    },
    /// An instrument of a region on itself.
    #[error("this measure touches nothing: {by} does not trade with itself")]
    NothingTouched {
        /// The party on both sides.
        by: String,
    },
    /// Two instruments that set the level of the same duty.
    #[error(
        "`{second}` sets the level of a duty that `{first}` sets already; expected one level a flow, or kind = \"added\""
    )]
    TwoLevels {
        /// The earlier instrument.
        first: String,
        /// The later one.
        second: String,
    },
    /// Two instruments that open transit routes for the same flow.
    #[error(
        "`{second}` opens transit routes for a flow that already has some by `{first}`; expected all hubs in one measure"
    )]
    TwoRoutes {
        /// The earlier instrument.
        first: String,
        /// The later one.
        second: String,
    },
    /// Two instruments that settle the rent of the same sector of the same seller.
    #[error(
        "`{second}` settles a rent that `{first}` settles already; expected one measure with it, and `rent = false` in \
         the other"
    )]
    TwoRents {
        /// The earlier instrument.
        first: String,
        /// The later one.
        second: String,
    },
    /// A file without instruments.
    #[error("there is no measure; expected at least one of {kinds}")]
    NoMeasure {
        /// Tables of instruments.
        kinds: String,
    },
}
