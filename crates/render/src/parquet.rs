//! A document as a Parquet file: its tidy rows with their types, and what holds for all of them as key-values of the
//! file.
//!
//! Written with the low-level column writers, uncompressed: the files are small, and neither Arrow nor a compressor has
//! to be compiled for them.

use std::sync::Arc;

use ::parquet::basic::{LogicalType, Repetition, Type as PhysicalType};
use ::parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType};
/// Why a Parquet file cannot be written.
pub use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::KeyValue;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use ::parquet::schema::types::Type;
use unequal_presentation::document::Document;
use unequal_presentation::tidy::{self, COLUMNS, TidyRow};

use crate::clean::clean;

/// The rows with the columns of [`COLUMNS`]: `value`, `low` and `high` are doubles, `estimated` is a boolean, all others
/// are strings. Columns other than `question`, `block`, `item` and `estimated` are null where they do not apply.
///
/// # Errors
/// When writing to memory fails, which it does not.
pub fn parquet(document: &Document) -> Result<Vec<u8>, ParquetError> {
    let rows = tidy::rows(document);
    let columns: Vec<(&str, Cells)> = COLUMNS.into_iter().map(|name| (name, Cells::of(name, &rows))).collect();
    let fields = columns.iter().map(|(name, cells)| cells.schema(name)).collect::<Result<Vec<_>, _>>()?;
    let schema = Type::group_type_builder(&document.question).with_fields(fields).build()?;
    let properties = WriterProperties::builder().set_key_value_metadata(Some(behind(document))).build();
    let mut writer = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties))?;
    let mut group = writer.next_row_group()?;
    for (name, cells) in &columns {
        let mut place =
            group.next_column()?.ok_or_else(|| ParquetError::General(format!("no place for the column {name}")))?;
        cells.write(&mut place)?;
        place.close()?;
    }
    group.close()?;
    writer.into_inner()
}

/// What holds for the whole file: title, finding, how to make it again, and what made it.
fn behind(document: &Document) -> Vec<KeyValue> {
    let finding: Vec<String> = document.finding.iter().map(|text| clean(&text.plain())).collect();
    let mut words = vec![
        ("title", clean(&document.title.plain())),
        ("dateline", clean(&document.dateline.plain())),
        ("finding", finding.join("\n")),
    ];
    if let Some(reproduce) = &document.reproduce {
        words.push(("command", clean(&reproduce.command)));
        words.push(("file", clean(&reproduce.file)));
    }
    words.push(("made_by", format!("unequal {}", env!("CARGO_PKG_VERSION"))));
    words.into_iter().map(|(key, value)| KeyValue::new(key.to_owned(), value)).collect()
}

/// The cells of one column.
enum Cells {
    /// Text that is always there.
    Text(Vec<ByteArray>),
    /// Text, or null.
    MaybeText(Vec<Option<ByteArray>>),
    /// Numbers, or null.
    Number(Vec<Option<f64>>),
    /// Yes or no.
    Truth(Vec<bool>),
}

impl Cells {
    fn of(name: &str, rows: &[TidyRow]) -> Self {
        let text = |row: &TidyRow| row.text_of(name).map(ByteArray::from);
        match name {
            "value" => Self::Number(rows.iter().map(|row| row.value).collect()),
            "low" => Self::Number(rows.iter().map(|row| row.low).collect()),
            "high" => Self::Number(rows.iter().map(|row| row.high).collect()),
            "estimated" => Self::Truth(rows.iter().map(|row| row.estimated).collect()),
            "question" | "block" | "item" => Self::Text(rows.iter().map(|row| text(row).unwrap_or_default()).collect()),
            _ => Self::MaybeText(rows.iter().map(text).collect()),
        }
    }

    fn schema(&self, name: &str) -> Result<Arc<Type>, ParquetError> {
        let (physical, logical, repetition) = match self {
            Self::Text(_) => (PhysicalType::BYTE_ARRAY, Some(LogicalType::String), Repetition::REQUIRED),
            Self::MaybeText(_) => (PhysicalType::BYTE_ARRAY, Some(LogicalType::String), Repetition::OPTIONAL),
            Self::Number(_) => (PhysicalType::DOUBLE, None, Repetition::OPTIONAL),
            Self::Truth(_) => (PhysicalType::BOOLEAN, None, Repetition::REQUIRED),
        };
        Type::primitive_type_builder(name, physical)
            .with_repetition(repetition)
            .with_logical_type(logical)
            .build()
            .map(Arc::new)
    }

    fn write(&self, writer: &mut SerializedColumnWriter<'_>) -> Result<(), ParquetError> {
        match self {
            Self::Text(cells) => {
                writer.typed::<ByteArrayType>().write_batch(cells, None, None)?;
            }
            Self::MaybeText(cells) => {
                let (present, levels) = split(cells);
                writer.typed::<ByteArrayType>().write_batch(&present, Some(&levels), None)?;
            }
            Self::Number(cells) => {
                let (present, levels) = split(cells);
                writer.typed::<DoubleType>().write_batch(&present, Some(&levels), None)?;
            }
            Self::Truth(cells) => {
                writer.typed::<BoolType>().write_batch(cells, None, None)?;
            }
        }
        Ok(())
    }
}

/// The cells that are not null, and for each cell whether it is there.
fn split<T: Clone>(cells: &[Option<T>]) -> (Vec<T>, Vec<i16>) {
    (cells.iter().flatten().cloned().collect(), cells.iter().map(|cell| i16::from(cell.is_some())).collect())
}
