//! An answer with its document.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use unequal_presentation::document::{Document, Section};
use unequal_presentation::{Presented, present};
use unequal_render::format::{Format, render};
use unequal_render::{html, terminal};

use crate::arrow::Table;
use crate::errors;

/// An answer: its typed figures, and its document in every format.
#[pyclass(frozen, module = "unequal._unequal")]
pub(crate) struct Answer {
    answer: unequal_study::Answer,
    presented: Presented,
}

impl Answer {
    pub(crate) fn new(answer: unequal_study::Answer) -> Self {
        let presented = present(&answer);
        Self { answer, presented }
    }

    fn document(&self) -> PyResult<&Document> {
        match &self.presented {
            Presented::Document(document) => Ok(document),
            Presented::Text(_) => Err(PyValueError::new_err("this answer is a text and has no figures in rows")),
        }
    }
}

#[pymethods]
impl Answer {
    /// Title of the document; empty for a text.
    #[getter]
    fn title(&self) -> String {
        self.document().map_or_else(|_| String::new(), |document| document.title.plain())
    }

    /// The answer in a few sentences, the most important first.
    #[getter]
    fn finding(&self) -> Vec<String> {
        self.document()
            .map_or_else(|_| Vec::new(), |document| document.finding.iter().map(|text| text.plain()).collect())
    }

    /// The command line that gives the same answer.
    #[getter]
    fn command(&self) -> Option<String> {
        self.document().ok()?.reproduce.as_ref().map(|again| again.command.clone())
    }

    /// The typed answer as JSON.
    fn json(&self) -> PyResult<String> {
        serde_json::to_string(&self.answer).map_err(|error| PyValueError::new_err(error.to_string()))
    }

    /// The document as JSON; `None` for a text.
    fn document_json(&self) -> PyResult<Option<String>> {
        let document = self.document().ok().map(serde_json::to_string).transpose();
        document.map_err(|error| PyValueError::new_err(error.to_string()))
    }

    /// As on a terminal of a width in characters; a text as it is.
    fn text(&self, width: u16) -> String {
        match &self.presented {
            Presented::Document(document) => terminal::terminal(document, width),
            Presented::Text(text) => text.clone(),
        }
    }

    /// The document as an element of another page, with its looks.
    fn fragment(&self) -> PyResult<String> {
        Ok(format!("<style>{}</style>{}", html::style(), html::fragment(self.document()?)))
    }

    /// A file in a format: `csv`, `json`, `parquet`, `xlsx`, `html` or `table`.
    fn file<'py>(&self, py: Python<'py>, format: &str) -> PyResult<Bound<'py, PyBytes>> {
        let known = Format::ALL.into_iter().find(|known| known.name() == format);
        let format = known.ok_or_else(|| {
            let names = Format::ALL.map(Format::name).join(", ");
            PyValueError::new_err(format!("unknown format `{format}`; known are {names}"))
        })?;
        let bytes = match &self.presented {
            Presented::Text(text) => text.clone().into_bytes(),
            Presented::Document(document) => py
                .detach(|| render(&self.answer, document, format, 110))
                .map_err(|error| PyValueError::new_err(error.to_string()))?,
        };
        Ok(PyBytes::new(py, &bytes))
    }

    /// The format that a file's ending stands for.
    #[staticmethod]
    fn format_of(py: Python<'_>, path: std::path::PathBuf) -> PyResult<&'static str> {
        Format::of_path(&path).map(Format::name).ok_or_else(|| errors::no_format(py, &path))
    }

    /// Ids of the document's tables.
    fn table_ids(&self) -> PyResult<Vec<String>> {
        Ok(tables(self.document()?).map(|table| table.id.clone()).collect())
    }

    /// A table of the document, or all figures in the tidy layout.
    #[pyo3(signature = (id=None))]
    fn table(&self, py: Python<'_>, id: Option<&str>) -> PyResult<Table> {
        let document = self.document()?;
        let Some(id) = id else { return Table::tidy(document) };
        match tables(document).find(|table| table.id == id) {
            Some(table) => Table::wide(document, table),
            None => Err(errors::no_table(py, id, &self.table_ids()?)),
        }
    }
}

fn tables(document: &Document) -> impl Iterator<Item = &unequal_presentation::table::Table> {
    document.sections.iter().flat_map(Section::tables)
}
