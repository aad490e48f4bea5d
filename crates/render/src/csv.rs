//! A document as csv: its tidy rows, one figure a row.
//!
//! Numbers have as many digits as it takes to read the same number back. A cell of text that a spreadsheet would take
//! for a formula, one that begins with `=`, `+`, `-`, `@`, a tab or a carriage return, gets an apostrophe before it.
//! Numbers never do. Control characters are left out of text, since csv is also read on terminals.

use unequal_presentation::document::Document;
use unequal_presentation::tidy::{self, COLUMNS, TidyRow};

use crate::clean::clean;

/// The rows with the header [`COLUMNS`]; cells are empty where a column does not apply, `estimated` is yes or no.
///
/// # Errors
/// When writing to memory fails, which it does not.
pub fn csv(document: &Document) -> Result<Vec<u8>, ::csv::Error> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for row in tidy::rows(document) {
        writer.write_record(cells(&row))?;
    }
    writer.into_inner().map_err(|error| ::csv::Error::from(std::io::Error::other(error.to_string())))
}

/// The cells of a row in the order of [`COLUMNS`].
fn cells(row: &TidyRow) -> [String; COLUMNS.len()] {
    let keys = &row.keys;
    let key = |key: &Option<String>| key.as_deref().map(safe).unwrap_or_default();
    [
        safe(&row.question),
        safe(&row.block),
        safe(&row.item),
        key(&keys.first),
        key(&keys.second),
        key(&keys.region),
        key(&keys.partner),
        key(&keys.sector),
        key(&keys.year),
        key(&keys.measure),
        key(&keys.elasticity),
        number(row.value),
        safe(&row.unit),
        number(row.low),
        number(row.high),
        safe(&row.range),
        row.grade.map(|grade| format!("{grade:?}")).unwrap_or_default(),
        safe(&row.source),
        if row.estimated { "yes" } else { "no" }.to_owned(),
        safe(&row.text),
    ]
}

/// Text that no spreadsheet takes for a formula.
fn safe(text: &str) -> String {
    let clean = clean(text);
    let begins_formula = |text: &str| text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if begins_formula(text) || begins_formula(&clean) { format!("'{clean}") } else { clean }
}

/// The shortest decimal that reads back as the same number; nothing for none.
fn number(value: Option<f64>) -> String {
    // Zero has no sign.
    value.map(|value| if value == 0.0 { "0".to_owned() } else { value.to_string() }).unwrap_or_default()
}
