//! What can go wrong between a file and a table, with enough in it to repair the file.

use std::fmt;
use std::path::PathBuf;

/// The nearest valid words to one that was not found, printed as a hint.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Suggestion(pub Vec<String>);

impl fmt::Display for Suggestion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.as_slice() {
            [] => Ok(()),
            [one] => write!(formatter, "; did you mean {one}?"),
            [first @ .., last] => {
                write!(formatter, "; did you mean {} or {last}?", first.join(", "))
            }
        }
    }
}

/// Errors of reading, checking and looking up data.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WorldError {
    /// A code is empty, too long or has characters other than A-Z, a-z, 0-9 and `_`.
    #[error("`{text}` is not a code: expected 1 to 16 letters, digits or underscores")]
    MalformedCode {
        /// What was given.
        text: String,
    },
    /// Two entries of one axis carry the same code.
    #[error("the code {code} stands twice on the {axis} axis")]
    DuplicateCode {
        /// The repeated code.
        code: String,
        /// `region` or `sector`.
        axis: &'static str,
    },
    /// A region or group that the table does not have.
    #[error(
        "unknown country or group `{given}` in {table}; expected an ISO 3166 alpha-3 code or one of {groups}{suggestion}"
    )]
    UnknownRegion {
        /// What was asked for.
        given: String,
        /// The table that was searched.
        table: String,
        /// Groups that exist, as text.
        groups: String,
        /// Nearest valid names.
        suggestion: Suggestion,
    },
    /// A country that the program knows, or a group, of which the table shows nothing by itself.
    #[error("{table} does not show {given} ({name}) separately; the table of another year may")]
    NotShown {
        /// What was asked for.
        given: String,
        /// Its name.
        name: String,
        /// The table that was searched.
        table: String,
    },
    /// A country that no table here shows.
    #[error(
        "no table here shows {given} ({name}) separately, and neither does {table}: without one there is no exit cost and no \
         scenario for it. What was recorded of its trade: `unequal record {given} PARTNER`, `unequal timeline {given} PARTNER`"
    )]
    NoTable {
        /// What was asked for.
        given: String,
        /// Its name.
        name: String,
        /// The table that was searched.
        table: String,
    },
    /// A sector that the table does not have.
    #[error("unknown sector `{given}` in {table}{suggestion}")]
    UnknownSector {
        /// What was asked for.
        given: String,
        /// The table that was searched.
        table: String,
        /// Nearest valid names.
        suggestion: Suggestion,
    },
    /// A name that is neither a sector of the table nor a group of sectors.
    #[error("unknown sector `{given}` in {table}; expected a code or name of a sector, or one of {groups}{suggestion}")]
    UnknownSectorOrGroup {
        /// What was asked for.
        given: String,
        /// The table that was searched.
        table: String,
        /// Groups of sectors, as text.
        groups: String,
        /// Nearest valid names.
        suggestion: Suggestion,
    },
    /// A trade elasticity that no study finds.
    #[error("the trade elasticity of {sector} is {value}, expected a number from 0.1 to 50")]
    ElasticityOutOfRange {
        /// The sector or group, as it was given.
        sector: String,
        /// The value.
        value: f64,
    },
    /// A product that the record does not have.
    #[error("unknown product `{given}`; known are {known}{suggestion}")]
    UnknownProduct {
        /// What was asked for.
        given: String,
        /// Products that exist, as text.
        known: String,
        /// Nearest valid names.
        suggestion: Suggestion,
    },
    /// A year without an embedded table.
    #[error("there is no table for {year}; the embedded years are {available}")]
    UnknownYear {
        /// The year asked for.
        year: u16,
        /// Years that exist, as text.
        available: String,
    },
    /// No embedded table has this name.
    #[error("there is no file and no embedded table `{name}`; the embedded tables are {known}")]
    UnknownTable {
        /// The name asked for.
        name: String,
        /// Names that exist, as text.
        known: String,
    },
    /// A data file that is not compiled in and that nobody has given yet.
    #[error("the data file {name} is needed and has not been loaded")]
    MissingPack {
        /// Its name as a pack.
        name: String,
    },
    /// No pack has this name.
    #[error("there is no data file `{name}`{suggestion}")]
    UnknownPack {
        /// The name given.
        name: String,
        /// Nearest valid names.
        suggestion: Suggestion,
    },
    /// Two parties of a question have members in common.
    #[error("{}", overlap(.first, .second, .region))]
    OverlappingParties {
        /// First party as typed.
        first: String,
        /// Second party as typed.
        second: String,
        /// A common member.
        region: String,
    },
    /// An array whose shape does not fit the labels.
    #[error("{what} has shape {found:?}, expected {expected:?}")]
    Shape {
        /// Which array.
        what: &'static str,
        /// Its shape.
        found: Vec<usize>,
        /// The shape the labels ask for.
        expected: Vec<usize>,
    },
    /// A cell that breaks an accounting identity or a sign.
    #[error("{identity} fails for region {region}, sector {sector}: gap {gap:.3e} (tolerance {tolerance:.0e})")]
    Identity {
        /// The identity, in words.
        identity: &'static str,
        /// Region of the worst cell.
        region: String,
        /// Sector of the worst cell.
        sector: String,
        /// Size of the gap, in the identity's own unit.
        gap: f64,
        /// Largest gap accepted.
        tolerance: f64,
    },
    /// Removing negative final demand changed too much of one region.
    #[error(
        "clipping negative final demand changes {share:.2} % of {region}'s, more than the {limit:.0} % that is accepted"
    )]
    ClippedTooMuch {
        /// The region.
        region: String,
        /// Percent of its final demand.
        share: f64,
        /// The limit in percent.
        limit: f64,
    },
    /// Records that leave a region less than its industries use.
    #[error("{place}: records take away more than final buyers use; USD {missing:.0} million are missing")]
    NothingLeft {
        /// Table and region.
        place: String,
        /// By how much inputs exceed all use, USD million.
        missing: f64,
    },
    /// An iteration that did not settle.
    #[error("{what} did not converge: change {change:.2e} after {iterations} iterations (worst at {place})")]
    NotConverged {
        /// What was iterated.
        what: &'static str,
        /// Last change.
        change: f64,
        /// Iterations made.
        iterations: usize,
        /// Worst place.
        place: String,
    },
    /// A world file that is cut short, altered or not a world file.
    #[error("{name} is not a readable world file: {reason}")]
    Format {
        /// File or resource name.
        name: String,
        /// What is wrong, and where.
        reason: String,
    },
    /// A line of a text file that cannot be understood.
    #[error("{name}, line {line}: {reason}")]
    Line {
        /// File name.
        name: String,
        /// One-based line number.
        line: u64,
        /// What was expected.
        reason: String,
    },
    /// A table of several parts, or a sheet of a workbook, that cannot be understood.
    #[error("{name}: {reason}")]
    Table {
        /// The file or folder, and where known the part, sheet and cell.
        name: String,
        /// What was expected.
        reason: String,
    },
    /// The operating system refused.
    #[error("cannot read {path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
}

/// What is wrong with two parties that have a region in common.
fn overlap(first: &str, second: &str, region: &str) -> String {
    if first == second {
        format!("{first} and {second} overlap: both sides are the same, name two different ones")
    } else {
        format!("{first} and {second} overlap: both contain {region}")
    }
}
