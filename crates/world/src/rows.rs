//! Rows of csv texts: small tables that come with the program, and those that people bring.

use csv::{DeserializeErrorKind, ErrorKind, StringRecord};
use serde::Deserialize;

use crate::{Result, WorldError};

/// Rows of a csv text with a header, fields found by the header's names in upper or lower case; spaces around
/// fields are none of theirs; a fault names the line.
pub fn read_rows<T: for<'de> Deserialize<'de>>(name: &str, text: &str) -> Result<Vec<T>> {
    Ok(read_placed_rows(name, text)?.into_iter().map(|(_, row)| row).collect())
}

/// The same, each row with its line, for what only its reader can check.
pub fn read_placed_rows<T: for<'de> Deserialize<'de>>(name: &str, text: &str) -> Result<Vec<(u64, T)>> {
    let fault = |line: u64, reason: String| WorldError::Line { name: name.to_owned(), line, reason };
    let text = text.trim_start_matches('\u{feff}');
    // Spreadsheets of countries with decimal commas part columns otherwise.
    let first = text.lines().next().unwrap_or_default();
    let separator = match (first.contains(','), first.contains(';'), first.contains('\t')) {
        (false, true, _) => b';',
        (false, false, true) => b'\t',
        _ => b',',
    };
    let mut builder = csv::ReaderBuilder::new();
    let mut reader = builder.trim(csv::Trim::All).delimiter(separator).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| fault(1, error.to_string()))?;
    // Whoever makes a file by hand may write `Year`.
    let header: StringRecord = header.iter().map(str::to_lowercase).collect();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record =
            record.map_err(|error| fault(error.position().map_or(0, csv::Position::line), in_words(&error)))?;
        let line = record.position().map_or(0, csv::Position::line);
        let row =
            record.deserialize(Some(&header)).map_err(|error| fault(line, wrong_field(&error, &header, &record)))?;
        rows.push((line, row));
    }
    Ok(rows)
}

/// What is wrong with a row as a whole.
fn in_words(error: &csv::Error) -> String {
    match error.kind() {
        ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("{len} fields, expected {expected_len} as in the first line")
        }
        _ => error.to_string(),
    }
}

/// What is wrong with a field: its column, what stands there and what is expected.
fn wrong_field(error: &csv::Error, header: &StringRecord, record: &StringRecord) -> String {
    let ErrorKind::Deserialize { err, .. } = error.kind() else { return error.to_string() };
    let expected = match err.kind() {
        DeserializeErrorKind::ParseInt(_) => "expected a whole number".to_owned(),
        DeserializeErrorKind::ParseFloat(_) => "expected a number".to_owned(),
        other => other.to_string(),
    };
    let place = err.field().and_then(|field| usize::try_from(field).ok());
    match place.and_then(|place| Some((header.get(place)?, record.get(place)?))) {
        Some((column, value)) => format!("`{value}` in the column {column}, {expected}"),
        None => expected,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Row {
        code: String,
        year: u16,
    }

    #[test]
    fn faults_say_line_column_and_what_was_expected() {
        let read = |text: &str| read_placed_rows::<Row>("mine.csv", text);
        assert_eq!(read("code,year\nRUS,2001\n").unwrap(), [(2, Row { code: "RUS".to_owned(), year: 2001 })]);
        for text in ["code;year\nRUS;2001\n", "code\tyear\nRUS\t2001\n", "Year ; Code\n2001 ; RUS\n"] {
            assert_eq!(read(text).unwrap(), [(2, Row { code: "RUS".to_owned(), year: 2001 })], "{text}");
        }
        for (text, words) in [
            ("code,year\nRUS,2001\nRUS,when\n", "mine.csv, line 3: `when` in the column year, expected a whole number"),
            ("code,year\nRUS\n", "mine.csv, line 2: 1 fields, expected 2"),
            ("code\nRUS\n", "mine.csv, line 2: missing field `year`"),
        ] {
            let message = read(text).unwrap_err().to_string();
            assert!(message.starts_with(words), "{message}");
        }
    }
}
