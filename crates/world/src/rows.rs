//! Rows of csv texts: small tables that come with the program, and those that people bring.

use serde::Deserialize;

use crate::{Result, WorldError};

/// Rows of a csv text with a header, fields found by the header's names; a fault names the line.
pub fn read_rows<T: for<'de> Deserialize<'de>>(name: &str, text: &str) -> Result<Vec<T>> {
    csv::Reader::from_reader(text.as_bytes())
        .deserialize()
        .map(|row| {
            row.map_err(|error: csv::Error| WorldError::Line {
                name: name.to_owned(),
                line: error.position().map_or(0, csv::Position::line),
                reason: error.to_string(),
            })
        })
        .collect()
}
