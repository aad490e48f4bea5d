//! Users' own banks from a csv file with labelled columns.

use std::collections::HashSet;
use std::io::Read;

use unequal_world::labels::nearest;
use unequal_world::{Code, Suggestion};

use super::{Bank, BankSystem, Entrant, PaymentError, Result};

/// The columns, by label and in any order; the last two may be absent.
///
/// `name`, `capacity` (USD billion a year), `base_cost`, `dollar_business_at_risk` (USD billion), `slope`, `home`
/// (region code), `attention` (weight, all or none) and `entry_lag_months` (a whole number makes the bank an entrant).
pub const BANK_COLUMNS: [&str; 8] =
    ["name", "capacity", "base_cost", "dollar_business_at_risk", "slope", "home", "attention", "entry_lag_months"];
const OPTIONAL: usize = 2;

/// Reads banks; `file` is the name that stands in errors.
///
/// # Errors
/// With file, line and column: a column that is unknown (with the nearest name), missing or repeated, a cell that is no
/// number or out of its range, a name that stands twice, weights that are no shares.
pub fn read_banks_csv(file: &str, input: impl Read) -> Result<BankSystem> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(input);
    let csv_error = |error: csv::Error| PaymentError::Line {
        file: file.to_owned(),
        line: error.position().map_or(1, csv::Position::line),
        reason: error.to_string(),
    };
    let header = reader.headers().map_err(csv_error)?.clone();
    let places = places(file, &header)?;
    let (mut banks, mut entrants, mut names) = (Vec::new(), Vec::new(), HashSet::new());
    for record in reader.records() {
        let record = record.map_err(csv_error)?;
        let line = record.position().map_or(0, csv::Position::line);
        let row = Row { file, line, record: &record, places: &places };
        let bank = row.bank()?;
        if !names.insert(bank.name.clone()) {
            return Err(row.error("name", format!("the bank {} stands twice", bank.name)));
        }
        match row.lag_months()? {
            Some(lag_months) => entrants.push(Entrant { bank, lag_months }),
            None => banks.push(bank),
        }
    }
    // What no single cell explains is an error of the file's weights or of its lack of banks.
    BankSystem::new(banks, entrants).map_err(|error| match error {
        PaymentError::AttentionPartly { .. } | PaymentError::AttentionSum { .. } => PaymentError::Cell {
            file: file.to_owned(),
            line: 1,
            column: "attention".to_owned(),
            reason: error.to_string(),
            suggestion: Suggestion::default(),
        },
        other => PaymentError::Line { file: file.to_owned(), line: 1, reason: other.to_string() },
    })
}

type Places = [Option<usize>; BANK_COLUMNS.len()];

/// Where each known column stands.
fn places(file: &str, header: &csv::StringRecord) -> Result<Places> {
    let error = |column: &str, reason: &str, suggestion| PaymentError::Cell {
        file: file.to_owned(),
        line: 1,
        column: column.to_owned(),
        reason: reason.to_owned(),
        suggestion,
    };
    let mut places: Places = [None; BANK_COLUMNS.len()];
    let labels: Vec<&str> = header.iter().map(|label| label.trim_start_matches('\u{feff}')).collect();
    for (position, label) in labels.iter().enumerate() {
        let Some(known) = BANK_COLUMNS.iter().position(|column| column == label) else {
            let suggestion = nearest(label, BANK_COLUMNS.map(|column| (column, "")));
            let reason = format!("unknown column; expected {}", BANK_COLUMNS.join(", "));
            return Err(error(label, &reason, suggestion));
        };
        if places[known].replace(position).is_some() {
            return Err(error(label, "the column stands twice", Suggestion::default()));
        }
    }
    for (column, place) in BANK_COLUMNS.iter().zip(&places).take(BANK_COLUMNS.len() - OPTIONAL) {
        if place.is_none() {
            return Err(error(column, "the column is missing", Suggestion::default()));
        }
    }
    Ok(places)
}

struct Row<'a> {
    file: &'a str,
    line: u64,
    record: &'a csv::StringRecord,
    places: &'a Places,
}

impl Row<'_> {
    fn error(&self, column: &str, reason: String) -> PaymentError {
        PaymentError::Cell {
            file: self.file.to_owned(),
            line: self.line,
            column: column.to_owned(),
            reason,
            suggestion: Suggestion::default(),
        }
    }

    /// The text of a cell; empty where an optional column is absent.
    fn text(&self, column: &str) -> &str {
        let known = BANK_COLUMNS.iter().position(|known| *known == column);
        known.and_then(|known| self.places[known]).and_then(|place| self.record.get(place)).unwrap_or_default()
    }

    fn number(&self, column: &str) -> Result<f64> {
        let text = self.text(column);
        text.parse().map_err(|_| self.error(column, format!("expected a number, found `{text}`")))
    }

    fn bank(&self) -> Result<Bank> {
        let name = self.text("name").to_owned();
        if name.is_empty() {
            return Err(self.error("name", "expected a name".to_owned()));
        }
        let attention = if self.text("attention").is_empty() { None } else { Some(self.number("attention")?) };
        let bank = Bank {
            name,
            capacity: self.number("capacity")?,
            base_cost: self.number("base_cost")?,
            dollar_business_at_risk: self.number("dollar_business_at_risk")?,
            slope: self.number("slope")?,
            home: Code::new(self.text("home")).map_err(|error| self.error("home", error.to_string()))?,
            attention,
        };
        bank.check().map_err(|error| match error {
            PaymentError::BankValue { field, value, expected, .. } => {
                self.error(field, format!("expected {expected}, found {value}"))
            }
            other => other,
        })?;
        Ok(bank)
    }

    fn lag_months(&self) -> Result<Option<u32>> {
        let text = self.text("entry_lag_months");
        if text.is_empty() {
            return Ok(None);
        }
        let wrong = |_| self.error("entry_lag_months", format!("expected a whole number of months, found `{text}`"));
        text.parse().map(Some).map_err(wrong)
    }
}
