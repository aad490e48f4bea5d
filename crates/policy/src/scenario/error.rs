//! What is wrong in a scenario file, and where.

use std::fmt;
use std::ops::Range;

use unequal_world::{Suggestion, WorldError};

use crate::currency::CurrencyError;

/// A fault in a scenario file with its place.
///
/// Prints as `file:line:column: problem`; [`Self::drawn`] adds the line with a mark under it.
#[derive(Debug)]
pub struct ScenarioError {
    /// Name of the file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Place in the file, bytes.
    pub span: Range<usize>,
    /// The line as written.
    pub source_line: String,
    /// Characters to mark in that line, at least one.
    pub marked: usize,
    /// What is wrong.
    pub problem: Problem,
}

/// What can be wrong.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// The bytes are not text.
    #[error("this is not UTF-8 text")]
    NotText,
    /// Not TOML, or a key, type or word that the file does not have.
    #[error("{message}{suggestion}")]
    Syntax {
        /// The reader's words.
        message: String,
        /// Nearest valid words.
        suggestion: Suggestion,
    },
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
    /// A value that is not accepted.
    #[error("{what} is {value}, expected {expected}")]
    Value {
        /// Which value.
        what: &'static str,
        /// What was written.
        value: String,
        /// What is accepted.
        expected: String,
    },
    /// Shares or costs of currencies that do not go together.
    #[error(transparent)]
    Currency(#[from] CurrencyError),
    /// Two measures of one name.
    #[error("a second measure is called `{name}`; expected a name of its own")]
    RepeatedName {
        /// The name.
        name: String,
    },
    /// A measure of a region on itself.
    #[error("this measure touches nothing: {by} does not trade with itself")]
    NothingTouched {
        /// The party on both sides.
        by: String,
    },
    /// Two measures that set the level of the same duty.
    #[error(
        "`{second}` sets the level of a duty that `{first}` sets already; expected one level a flow, or kind = \"added\""
    )]
    TwoLevels {
        /// The earlier measure.
        first: String,
        /// The later one.
        second: String,
    },
    /// Two measures that open ways round the same flow.
    #[error("`{second}` opens ways round a flow that `{first}` has some for already; expected all hubs in one measure")]
    TwoRoutes {
        /// The earlier measure.
        first: String,
        /// The later one.
        second: String,
    },
    /// Two measures that settle the rent of the same sector of the same seller.
    #[error(
        "`{second}` settles a rent that `{first}` settles already; expected one measure with it, and `rent = false` in \
         the other"
    )]
    TwoRents {
        /// The earlier measure.
        first: String,
        /// The later one.
        second: String,
    },
    /// A file without measures.
    #[error("there is no measure; expected at least one of {kinds}")]
    NoMeasure {
        /// Tables of measures.
        kinds: String,
    },
}

impl ScenarioError {
    /// A problem at a place of a text; the place is in bytes.
    #[must_use]
    pub fn new(file: &str, text: &str, span: Range<usize>, problem: Problem) -> Self {
        let start = floor(text, span.start);
        let end = floor(text, span.end).max(start);
        let before = text.get(..start).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |position| position + 1);
        let rest = text.get(line_start..).unwrap_or_default();
        let source_line = rest.lines().next().unwrap_or_default().to_owned();
        let column = 1 + text.get(line_start..start).map_or(0, |part| part.chars().count());
        let marked = text.get(start..end).and_then(|part| part.lines().next()).map_or(0, |part| part.chars().count());
        Self {
            file: file.to_owned(),
            line: 1 + before.matches('\n').count(),
            column,
            span: start..end,
            source_line,
            marked: marked.max(1),
            problem,
        }
    }

    /// The message, the line it is about, and a mark under the place.
    #[must_use]
    pub fn drawn(&self) -> String {
        let number = self.line.to_string();
        let margin = " ".repeat(number.len());
        // A tab stays a tab, so that the mark stands under its word.
        let blank: String = self
            .source_line
            .chars()
            .take(self.column - 1)
            .map(|character| if character == '\t' { '\t' } else { ' ' })
            .collect();
        let mark = "^".repeat(self.marked);
        // Control characters of a file must not steer the terminal.
        let shown: String = self
            .source_line
            .chars()
            .map(|character| if character.is_control() && character != '\t' { '\u{fffd}' } else { character })
            .collect();
        format!("{self}\n{margin} |\n{number} | {shown}\n{margin} | {blank}{mark}")
    }
}

/// The largest boundary between characters up to a place.
fn floor(text: &str, place: usize) -> usize {
    let mut place = place.min(text.len());
    while !text.is_char_boundary(place) {
        place -= 1;
    }
    place
}

impl fmt::Display for ScenarioError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}:{}: {}", self.file, self.line, self.column, self.problem)
    }
}

impl std::error::Error for ScenarioError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.problem)
    }
}
