//! Reading rows of csv files and columns of Parquet files.

use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use flate2::read::MultiGzDecoder;
use parquet::column::reader::get_typed_column_reader;
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, FloatType, Int32Type};
use parquet::file::reader::{FileReader, RowGroupReader, SerializedFileReader};
use parquet::schema::types::ColumnDescPtr;
use serde::de::DeserializeOwned;

use crate::Result;

/// All rows of a csv file with a header; `.gz` files are unpacked.
///
/// Fields are found by the header's names, never by position.
pub fn csv_rows<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>> {
    let name = path.display();
    let file = File::open(path).map_err(|error| format!("{name}: {error}"))?;
    let input: Box<dyn Read> = if path.extension().is_some_and(|extension| extension == "gz") {
        Box::new(MultiGzDecoder::new(file))
    } else {
        Box::new(file)
    };
    csv::Reader::from_reader(input)
        .into_deserialize()
        .map(|row| row.map_err(|error| format!("{name}: {error}").into()))
        .collect()
}

/// Writes a text as `series/NAME.csv.zst` and says how long it is.
pub fn write_packed(out: &Path, name: &str, text: &str) -> Result<()> {
    std::fs::create_dir_all(out.join("series"))?;
    let path = out.join(format!("series/{name}.csv.zst"));
    let packed = zstd::bulk::compress(text.as_bytes(), 19)?;
    std::fs::write(&path, &packed)?;
    println!("{}: {} rows, {} bytes", path.display(), text.lines().count() - 1, packed.len());
    Ok(())
}

/// A Parquet file whose columns are read by name, one row group at a time.
pub struct ParquetTable {
    reader: SerializedFileReader<File>,
    name: String,
}

/// One row group of a [`ParquetTable`].
pub struct RowGroup<'a> {
    reader: Box<dyn RowGroupReader + 'a>,
    name: &'a str,
}

impl ParquetTable {
    /// Opens a file.
    pub fn open(path: &Path) -> Result<Self> {
        let name = path.display().to_string();
        let file = File::open(path).map_err(|error| format!("{name}: {error}"))?;
        let reader = SerializedFileReader::new(file).map_err(|error| format!("{name}: {error}"))?;
        Ok(Self { reader, name })
    }

    /// The row groups in order.
    pub fn row_groups(&self) -> impl Iterator<Item = Result<RowGroup<'_>>> {
        (0..self.reader.num_row_groups())
            .map(|group| Ok(RowGroup { reader: self.reader.get_row_group(group)?, name: &self.name }))
    }
}

impl RowGroup<'_> {
    /// A text column as what `place` makes of each distinct value (called once for each).
    pub fn places<P: Copy>(&self, column: &str, mut place: impl FnMut(&str) -> Result<P>) -> Result<Vec<P>> {
        let values: Vec<ByteArray> = self.values::<ByteArrayType>(column)?;
        let mut known: HashMap<&[u8], P> = HashMap::new();
        let mut places = Vec::with_capacity(values.len());
        for value in &values {
            let found = match known.get(value.data()) {
                Some(found) => *found,
                None => {
                    let found = place(value.as_utf8()?)?;
                    known.insert(value.data(), found);
                    found
                }
            };
            places.push(found);
        }
        Ok(places)
    }

    /// A column of numbers in single or double precision.
    pub fn numbers(&self, column: &str) -> Result<Vec<f64>> {
        let (_, description) = self.find(column)?;
        if description.physical_type() == FloatType::get_physical_type() {
            let values = self.values::<FloatType>(column)?;
            return Ok(values.into_iter().map(f64::from).collect());
        }
        self.values::<DoubleType>(column)
    }

    /// A column of whole numbers of up to 32 bits.
    pub fn whole_numbers(&self, column: &str) -> Result<Vec<i32>> {
        self.values::<Int32Type>(column)
    }

    fn find(&self, column: &str) -> Result<(usize, ColumnDescPtr)> {
        let schema = self.reader.metadata().schema_descr_ptr();
        (0..schema.num_columns())
            .find(|position| schema.column(*position).name() == column)
            .map(|position| (position, schema.column(position)))
            .ok_or_else(|| format!("{}: no column {column}", self.name).into())
    }

    /// Every value of a column; a missing value is an error.
    fn values<T: DataType>(&self, column: &str) -> Result<Vec<T::T>> {
        let (position, description) = self.find(column)?;
        if description.physical_type() != T::get_physical_type() {
            return Err(format!("{}: column {column} has another type", self.name).into());
        }
        let rows = self.reader.metadata().num_rows() as usize;
        let mut reader = get_typed_column_reader::<T>(self.reader.get_column_reader(position)?);
        let (mut levels, mut values) = (Vec::new(), Vec::with_capacity(rows));
        loop {
            let (records, _, _) = reader.read_records(
                rows,
                (description.max_def_level() > 0).then_some(&mut levels),
                None,
                &mut values,
            )?;
            if records == 0 || values.len() >= rows {
                break;
            }
        }
        if values.len() == rows {
            Ok(values)
        } else {
            Err(format!("{}: column {column} has {} values in {rows} rows", self.name, values.len()).into())
        }
    }
}
