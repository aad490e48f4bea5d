//! Parquet as a table of cells: the names of its columns are the first row.

use std::ops::ControlFlow;

use bytes::Bytes;
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;

use super::super::sheet::{Cell, Sheet, Visit};
use super::contained;
use crate::{Result, WorldError};

/// Columns that a file may have: those of the largest matrix.
const MOST_COLUMNS: usize = 16_384;

/// A file in memory.
pub(in super::super) struct ParquetSheet {
    name: String,
    reader: SerializedFileReader<Bytes>,
    names: Vec<String>,
    /// The column of labels where it does not stand first, as pandas saves an index.
    labels: Option<usize>,
}

/// Whether bytes begin like a Parquet file.
pub(in super::super) fn is_parquet(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PAR1")
}

impl ParquetSheet {
    /// A file by its bytes; `name` stands in errors.
    pub fn new(name: &str, bytes: Vec<u8>) -> Result<Self> {
        let fault = |reason: String| WorldError::Table { name: name.to_owned(), reason };
        let damaged = |error: ParquetError| fault(format!("it is no whole Parquet file: {error}"));
        let reader = read(|| SerializedFileReader::new(Bytes::from(bytes))).map_err(damaged)?;
        let fields = reader.metadata().file_metadata().schema().get_fields();
        if fields.len() > MOST_COLUMNS {
            return Err(fault(format!("it has {} columns, more than the {MOST_COLUMNS} that are read", fields.len())));
        }
        let mut names: Vec<String> = fields.iter().map(|field| field.name().to_owned()).collect();
        let is_text = |field: &&parquet::schema::types::TypePtr| {
            field.is_primitive() && field.get_physical_type() == parquet::basic::Type::BYTE_ARRAY
        };
        let mut texts = fields.iter().enumerate().filter(|(_, field)| is_text(field)).map(|(place, _)| place);
        let labels = texts.next().filter(|place| *place > 0 && texts.next().is_none());
        to_front(&mut names, labels);
        Ok(Self { name: name.to_owned(), reader, names, labels })
    }
}

/// Puts the element at a place before all others.
fn to_front<T>(all: &mut [T], place: Option<usize>) {
    if let Some(front) = place.and_then(|place| all.get_mut(..=place)) {
        front.rotate_right(1);
    }
}

/// What a call of the library gives; a panic is an error like any other.
fn read<T>(call: impl FnOnce() -> parquet::errors::Result<T>) -> parquet::errors::Result<T> {
    contained(call).unwrap_or_else(|| Err(ParquetError::General("a page contradicts itself".to_owned())))
}

/// A field that is a number.
fn number(field: &Field) -> Option<f64> {
    Some(match field {
        Field::Byte(value) => f64::from(*value),
        Field::Short(value) => f64::from(*value),
        Field::Int(value) => f64::from(*value),
        Field::Long(value) => *value as f64,
        Field::UByte(value) => f64::from(*value),
        Field::UShort(value) => f64::from(*value),
        Field::UInt(value) => f64::from(*value),
        Field::ULong(value) => *value as f64,
        Field::Float(value) => f64::from(*value),
        Field::Double(value) => *value,
        _ => return None,
    })
}

/// A field as a cell; what is neither number nor text is a text that no reader takes for a number.
fn cell(field: &Field) -> Cell<'_> {
    match field {
        Field::Null => Cell::Empty,
        Field::Str(text) => Cell::Text(text),
        Field::Bytes(bytes) => bytes.as_utf8().map_or(Cell::Text("bytes"), Cell::Text),
        field => number(field).map_or(Cell::Text("no number"), Cell::Number),
    }
}

impl Sheet for ParquetSheet {
    fn each_row(&self, visit: &mut Visit<'_>) -> Result<()> {
        let header: Vec<Cell<'_>> = self.names.iter().map(|name| Cell::Text(name)).collect();
        if visit(1, &header)?.is_break() {
            return Ok(());
        }
        let damaged = |row: u64, error: ParquetError| self.fault(row, None, error.to_string());
        let mut rows = read(|| self.reader.get_row_iter(None)).map_err(|error| damaged(0, error))?;
        for line in 2.. {
            let row = read(|| rows.next().transpose()).map_err(|error| damaged(line, error))?;
            let Some(fields) = row.map(parquet::record::Row::into_columns) else { break };
            let mut cells: Vec<Cell<'_>> = fields.iter().map(|(_, field)| cell(field)).collect();
            to_front(&mut cells, self.labels);
            if let ControlFlow::Break(()) = visit(line, &cells)? {
                break;
            }
        }
        Ok(())
    }

    fn number(&self, cell: Cell<'_>) -> Option<f64> {
        match cell {
            Cell::Number(number) => Some(number).filter(|number| number.is_finite()),
            Cell::Text(text) => text.trim().parse().ok().filter(|number: &f64| number.is_finite()),
            Cell::Empty => None,
        }
    }

    fn fault(&self, row: u64, column: Option<usize>, reason: String) -> WorldError {
        let column = column
            .and_then(|column| self.names.get(column))
            .map_or_else(String::new, |name| format!(", column {name}"));
        let row = if row < 2 { String::new() } else { format!(", row {}", row - 1) };
        WorldError::Table { name: format!("{}{row}{column}", self.name), reason }
    }
}
