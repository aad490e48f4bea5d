//! Draws kept in a folder: one Parquet file a shard, under the name of the plan.
//!
//! A file appears under its name only when it is whole, so that a run that was killed leaves whole shards and at most one
//! temporary file, which nothing reads. The same draws make the same bytes, whoever computes them.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parquet::basic::{Repetition, Type as PhysicalType};
use parquet::column::reader::get_typed_column_reader;
use parquet::data_type::{DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;
use thiserror::Error;

use crate::plan::{Plan, SHARD};

/// Why a store cannot be used.
#[derive(Debug, Error)]
pub enum StoreError {
    /// A file or folder cannot be read or written.
    #[error("cannot {what} {path}: {source}")]
    Io {
        /// What was tried.
        what: &'static str,
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A shard is not what this program writes.
    #[error("{path} is no shard of this ensemble ({reason}); delete it, and it is computed again")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
}

/// Columns of a shard.
const NUMBER: &str = "draw";

/// A shard's figures: a row a draw, in the order of their numbers; a figure that is missing is not a number.
#[derive(Debug, Clone, PartialEq)]
pub struct Shard {
    /// Number of the first draw.
    pub first: usize,
    /// `[draw][column]`.
    pub rows: Vec<Vec<f64>>,
}

impl Shard {
    /// The bytes of a shard's file, whose figures have these names. The same draws make the same bytes.
    ///
    /// # Errors
    /// When writing to memory fails, which it does not.
    pub fn bytes(&self, columns: &[String]) -> Result<Vec<u8>, StoreError> {
        self.parquet(columns)
            .map_err(|error| StoreError::Damaged { path: PathBuf::from("a shard"), reason: error.to_string() })
    }

    fn parquet(&self, columns: &[String]) -> Result<Vec<u8>, ParquetError> {
        let field = |name: &str, physical, repetition| {
            Type::primitive_type_builder(name, physical).with_repetition(repetition).build().map(Arc::new)
        };
        let mut fields = vec![field(NUMBER, PhysicalType::INT64, Repetition::REQUIRED)?];
        for name in columns {
            fields.push(field(name, PhysicalType::DOUBLE, Repetition::OPTIONAL)?);
        }
        let schema = Type::group_type_builder("ensemble").with_fields(fields).build()?;
        let properties = WriterProperties::builder().set_created_by("unequal".to_owned()).build();
        let mut writer = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties))?;
        let mut group = writer.next_row_group()?;
        let numbers: Vec<i64> = (0..self.rows.len()).map(|row| (self.first + row) as i64).collect();
        let mut place = 0;
        while let Some(mut column) = group.next_column()? {
            if place == 0 {
                column.typed::<Int64Type>().write_batch(&numbers, None, None)?;
            } else {
                let cells = || self.rows.iter().map(|row| row.get(place - 1).copied().unwrap_or(f64::NAN));
                let present: Vec<f64> = cells().filter(|value| !value.is_nan()).collect();
                let levels: Vec<i16> = cells().map(|value| i16::from(!value.is_nan())).collect();
                column.typed::<DoubleType>().write_batch(&present, Some(&levels), None)?;
            }
            column.close()?;
            place += 1;
        }
        group.close()?;
        writer.into_inner()
    }
}

/// A folder with the shards of one plan.
#[derive(Debug, Clone)]
pub struct Store {
    folder: PathBuf,
    columns: Vec<String>,
}

impl Store {
    /// Opens or makes the plan's folder inside a folder.
    pub fn open(folder: &Path, plan: &Plan, columns: Vec<String>) -> Result<Self, StoreError> {
        let folder = folder.join(plan.identity());
        fs::create_dir_all(&folder).map_err(|source| StoreError::Io { what: "make", path: folder.clone(), source })?;
        Ok(Self { folder, columns })
    }

    /// Where a shard is, or will be.
    #[must_use]
    pub fn path(&self, shard: usize) -> PathBuf {
        self.folder.join(format!("shard-{shard:06}.parquet"))
    }

    /// Whether a shard is there.
    #[must_use]
    pub fn has(&self, shard: usize) -> bool {
        self.path(shard).is_file()
    }

    /// Writes a shard as a whole or not at all.
    pub fn write(&self, shard: usize, content: &Shard) -> Result<(), StoreError> {
        let bytes = content.bytes(&self.columns)?;
        self.placed(shard, &bytes, |_| Ok(()))
    }

    /// Writes the bytes of a shard that was computed elsewhere ([`Shard::bytes`]), unless they are another one's.
    pub fn put(&self, shard: usize, bytes: &[u8]) -> Result<(), StoreError> {
        self.placed(shard, bytes, |temporary| self.read_at(temporary, shard).map(|_| ()))
    }

    fn placed(
        &self,
        shard: usize,
        bytes: &[u8],
        check: impl FnOnce(&Path) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let path = self.path(shard);
        // A name of its own for every process, so that two that compute the same shard do not write into one file.
        let temporary = self.folder.join(format!(".shard-{shard:06}-{}", std::process::id()));
        let failed = |source| StoreError::Io { what: "write", path: path.clone(), source };
        File::create(&temporary)
            .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
            .map_err(failed)?;
        if let Err(error) = check(&temporary) {
            fs::remove_file(&temporary).map_err(failed)?;
            return Err(error);
        }
        fs::rename(&temporary, &path).map_err(failed)
    }

    /// Reads a shard.
    pub fn read(&self, shard: usize) -> Result<Shard, StoreError> {
        self.read_at(&self.path(shard), shard)
    }

    fn read_at(&self, path: &Path, shard: usize) -> Result<Shard, StoreError> {
        let file = File::open(path).map_err(|source| StoreError::Io { what: "read", path: path.to_owned(), source })?;
        let damaged = |reason: String| StoreError::Damaged { path: path.to_owned(), reason };
        let content = self.read_from(file).map_err(|error| damaged(error.to_string()))?;
        if content.first != Plan::numbers(shard).start || content.rows.len() != SHARD {
            return Err(damaged(format!("{} draws from {}", content.rows.len(), content.first)));
        }
        Ok(content)
    }

    fn read_from(&self, file: File) -> Result<Shard, ParquetError> {
        let reader = SerializedFileReader::new(file)?;
        let count = usize::try_from(reader.metadata().file_metadata().num_rows()).unwrap_or_default();
        let names: Vec<String> = reader
            .metadata()
            .file_metadata()
            .schema_descr()
            .columns()
            .iter()
            .map(|one| one.name().to_owned())
            .collect();
        let expected: Vec<&str> = std::iter::once(NUMBER).chain(self.columns.iter().map(String::as_str)).collect();
        if names != expected || count != SHARD || reader.num_row_groups() != 1 {
            return Err(ParquetError::General(format!("{count} rows of {}", names.join(", "))));
        }
        let group = reader.get_row_group(0)?;
        let mut numbers = Vec::new();
        get_typed_column_reader::<Int64Type>(group.get_column_reader(0)?).read_records(
            count,
            None,
            None,
            &mut numbers,
        )?;
        let mut rows = vec![Vec::with_capacity(self.columns.len()); count];
        for place in 1..expected.len() {
            let (mut values, mut levels) = (Vec::new(), Vec::new());
            get_typed_column_reader::<DoubleType>(group.get_column_reader(place)?).read_records(
                count,
                Some(&mut levels),
                None,
                &mut values,
            )?;
            let mut values = values.into_iter();
            for (row, level) in rows.iter_mut().zip(levels) {
                row.push(if level > 0 { values.next().unwrap_or(f64::NAN) } else { f64::NAN });
            }
        }
        let first = numbers.first().and_then(|number| usize::try_from(*number).ok()).unwrap_or(usize::MAX);
        Ok(Shard { first, rows })
    }
}
