//! Rows of a document as Arrow, handed to Python without copies.

use std::sync::Arc;

use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{Array, ArrayRef, BooleanArray, Float64Array, RecordBatch, RecordBatchIterator, StringArray};
use arrow_schema::{ArrowError, Field, Schema};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict};
use unequal_presentation::document::Document;
use unequal_presentation::tidy::{self, COLUMNS, TidyRow};
use unequal_presentation::wide::{WideCells, WideColumn};

/// Rows and columns with names: an Arrow table of one batch.
#[pyclass(frozen, module = "unequal._unequal")]
pub(crate) struct Table {
    /// Its name among the tables of a document; `tidy` for all figures.
    #[pyo3(get)]
    id: String,
    /// What it shows.
    #[pyo3(get)]
    title: String,
    batch: RecordBatch,
}

#[pymethods]
impl Table {
    fn __len__(&self) -> usize {
        self.batch.num_rows()
    }

    /// The rows as an Arrow stream (Arrow PyCapsule interface), without copies.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Py<PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // The interface lets a producer ignore the wish for another schema.
        drop(requested_schema);
        let reader = RecordBatchIterator::new([Ok(self.batch.clone())], self.batch.schema());
        let stream = FFI_ArrowArrayStream::new(Box::new(reader));
        PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
    }

    /// The columns as lists by name.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let columns = PyDict::new(py);
        for (field, array) in self.batch.schema().fields().iter().zip(self.batch.columns()) {
            let array = array.as_any();
            if let Some(cells) = array.downcast_ref::<Float64Array>() {
                columns.set_item(field.name(), cells.iter().collect::<Vec<_>>())?;
            } else if let Some(cells) = array.downcast_ref::<BooleanArray>() {
                columns.set_item(field.name(), cells.iter().collect::<Vec<_>>())?;
            } else if let Some(cells) = array.downcast_ref::<StringArray>() {
                columns.set_item(field.name(), cells.iter().collect::<Vec<_>>())?;
            }
        }
        Ok(columns)
    }
}

impl Table {
    /// The tidy rows, with the columns and types of the program's Parquet files: `value`, `low` and `high` are doubles,
    /// `estimated` is a boolean, all others are strings that are null where they do not apply.
    pub(crate) fn tidy(document: &Document) -> PyResult<Self> {
        let rows = tidy::rows(document);
        let columns = COLUMNS.map(|name| (name.to_owned(), tidy_column(name, &rows)));
        Self::new("tidy".to_owned(), document.title.plain(), columns.into())
    }

    /// A table of a document.
    pub(crate) fn wide(document: &Document, table: &unequal_presentation::table::Table) -> PyResult<Self> {
        let columns = unequal_presentation::wide::columns(document, table).into_iter().map(wide_column).collect();
        Self::new(table.id.clone(), table.title.plain(), columns)
    }

    fn new(id: String, title: String, columns: Vec<(String, ArrayRef)>) -> PyResult<Self> {
        let field = |(name, array): &(String, ArrayRef)| Field::new(name, array.data_type().clone(), true);
        let schema = Schema::new(columns.iter().map(field).collect::<Vec<_>>());
        let arrays = columns.into_iter().map(|(_, array)| array).collect();
        let batch = RecordBatch::try_new(Arc::new(schema), arrays);
        Ok(Self { id, title, batch: batch.map_err(|error: ArrowError| PyValueError::new_err(error.to_string()))? })
    }
}

fn tidy_column(name: &str, rows: &[TidyRow]) -> ArrayRef {
    let numbers =
        |of: fn(&TidyRow) -> Option<f64>| -> ArrayRef { Arc::new(Float64Array::from_iter(rows.iter().map(of))) };
    match name {
        "value" => numbers(|row| row.value),
        "low" => numbers(|row| row.low),
        "high" => numbers(|row| row.high),
        "estimated" => Arc::new(BooleanArray::from_iter(rows.iter().map(|row| Some(row.estimated)))),
        _ => Arc::new(StringArray::from_iter(rows.iter().map(|row| row.text_of(name)))),
    }
}

fn wide_column(column: WideColumn) -> (String, ArrayRef) {
    let cells: ArrayRef = match column.cells {
        WideCells::Numbers(cells) => Arc::new(Float64Array::from(cells)),
        WideCells::Words(cells) => Arc::new(StringArray::from(cells)),
    };
    (column.name, cells)
}
