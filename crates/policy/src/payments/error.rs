//! What can be wrong with banks, threats and demands, with enough in it to repair them.

use unequal_world::Suggestion;

/// Errors of describing banks and of clearing.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PaymentError {
    /// A system without banks.
    #[error("expected at least one bank")]
    NoBanks,
    /// A value of one bank that is out of its range.
    #[error("bank {bank}: {field} is {value}; expected {expected}")]
    BankValue {
        /// The bank's name.
        bank: String,
        /// The column or field.
        field: &'static str,
        /// What was given.
        value: f64,
        /// The range, in words.
        expected: &'static str,
    },
    /// Two banks of one name.
    #[error("the bank {name} stands twice")]
    DuplicateBank {
        /// The repeated name.
        name: String,
    },
    /// Attention given for some banks only.
    #[error("bank {bank} has no attention weight but others have; give all of them or none")]
    AttentionPartly {
        /// The first bank without.
        bank: String,
    },
    /// Attention weights that are no shares.
    #[error("the banks' attention weights sum to {sum}; expected 1")]
    AttentionSum {
        /// Their sum.
        sum: f64,
    },
    /// A parameter that is out of its range.
    #[error("{what} is {value}; expected {expected}")]
    Parameter {
        /// The parameter, in words.
        what: &'static str,
        /// What was given.
        value: f64,
        /// The range, in words.
        expected: &'static str,
    },
    /// A list with another length than there are banks.
    #[error("{what} has {found} entries; expected one for each of {expected} banks")]
    Length {
        /// The list.
        what: &'static str,
        /// Its length.
        found: usize,
        /// Number of banks.
        expected: usize,
    },
    /// A demand that is negative or not a number.
    #[error("the demand for clearing at a fee of {fee} is {value}; expected a finite volume of zero or more")]
    Demand {
        /// The fee asked about.
        fee: f64,
        /// The answer.
        value: f64,
    },
    /// A demand that rises with the fee.
    #[error(
        "the demand for clearing rises from {lower} at a fee of {lower_fee} to {higher} at {higher_fee}; expected one \
         that never rises"
    )]
    DemandRises {
        /// The lower fee.
        lower_fee: f64,
        /// Demand there.
        lower: f64,
        /// The higher fee.
        higher_fee: f64,
        /// Demand there.
        higher: f64,
    },
    /// A volume that the banks cannot clear.
    #[error("the volume of {volume} USD bn is more than the banks' capacity of {capacity} USD bn a year")]
    AboveCapacity {
        /// The volume, USD billion a year.
        volume: f64,
        /// All banks' capacity, USD billion a year.
        capacity: f64,
    },
    /// A cell of a user's file that cannot be used.
    #[error("{file}, line {line}, column {column}: {reason}{suggestion}")]
    Cell {
        /// The file's name.
        file: String,
        /// One-based line.
        line: u64,
        /// The column's label.
        column: String,
        /// What was expected.
        reason: String,
        /// Nearest column names, where a column is unknown or missing.
        suggestion: Suggestion,
    },
    /// A line of a user's file that is not csv.
    #[error("{file}, line {line}: {reason}")]
    Line {
        /// The file's name.
        file: String,
        /// One-based line.
        line: u64,
        /// What was expected.
        reason: String,
    },
}

/// `value`, if `allowed`; otherwise the error that names the parameter and its range.
pub(super) fn checked(
    what: &'static str,
    value: f64,
    allowed: bool,
    expected: &'static str,
) -> Result<f64, PaymentError> {
    if allowed { Ok(value) } else { Err(PaymentError::Parameter { what, value, expected }) }
}
