//! Errors of the program as exceptions of the package (`unequal.errors`).

use std::fmt::Display;
use std::path::Path;

use pyo3::prelude::*;
use pyo3::types::PyDict;
use unequal_render::format::Format;
use unequal_study::StudyError;
use unequal_world::WorldError;
use unequal_world::source_text::Fault;

/// What an exception says besides its message.
#[derive(Default)]
struct Place {
    file: Option<String>,
    line: Option<u64>,
    column: Option<u64>,
    hint: Option<String>,
}

impl Place {
    fn of_fault<P: Display>(fault: &Fault<P>) -> Self {
        Self {
            file: Some(fault.file.clone()),
            line: Some(fault.line as u64),
            column: Some(fault.column as u64),
            hint: None,
        }
    }
}

/// The exception for an error.
pub(crate) fn raised(py: Python<'_>, error: &StudyError) -> PyErr {
    let place = place(error);
    of_class(py, class(error), &error.to_string(), place).unwrap_or_else(|error| error)
}

/// An exception of the package by the name of its class.
fn of_class(py: Python<'_>, class: &str, message: &str, place: Place) -> PyResult<PyErr> {
    let values = PyDict::new(py);
    values.set_item("file", place.file)?;
    values.set_item("line", place.line)?;
    values.set_item("column", place.column)?;
    values.set_item("hint", place.hint)?;
    let class = py.import("unequal.errors")?.getattr(class)?;
    Ok(PyErr::from_value(class.call((message,), Some(&values))?))
}

/// A question that is none: its JSON does not fit the schema.
pub(crate) fn malformed(py: Python<'_>, error: &serde_json::Error) -> PyErr {
    let message = format!("this is no question of the program: {error}");
    of_class(py, "InvalidValueError", &message, Place::default()).unwrap_or_else(|error| error)
}

/// A file whose ending is that of no format.
pub(crate) fn no_format(py: Python<'_>, path: &Path) -> PyErr {
    let endings: Vec<String> =
        Format::ALL.iter().flat_map(|format| format.endings()).map(|ending| format!(".{ending}")).collect();
    let name = path.file_name().unwrap_or(path.as_os_str()).display();
    let message = format!("{name} has none of the endings that choose a format: {}", endings.join(", "));
    of_class(py, "InvalidValueError", &message, Place::default()).unwrap_or_else(|error| error)
}

/// A table that the document does not have.
pub(crate) fn no_table(py: Python<'_>, id: &str, known: &[String]) -> PyErr {
    let message = format!("this answer has no table `{id}`; it has {}", known.join(", "));
    of_class(py, "UnknownNameError", &message, Place::default()).unwrap_or_else(|error| error)
}

/// Name of the class in `unequal.errors`.
fn class(error: &StudyError) -> &'static str {
    match error {
        StudyError::World(error) => class_of_world(error),
        StudyError::Scenario(_) => "ScenarioError",
        StudyError::Claims(_) | StudyError::Article(_) => "ClaimsError",
        StudyError::Equilibrium { .. }
        | StudyError::Policy { .. }
        | StudyError::Game { .. }
        | StudyError::NoAnswer { .. }
        | StudyError::History(_)
        | StudyError::Leverage(_) => "NoAnswerError",
        StudyError::OtherKind { .. } | StudyError::NoFiles { .. } => "FileError",
        StudyError::Value { .. } => "InvalidValueError",
        StudyError::UnknownTable { .. } => "UnknownNameError",
        StudyError::Store(_) => "StoreError",
        StudyError::Cancelled => "Cancelled",
        _ => "UnequalError",
    }
}

fn class_of_world(error: &WorldError) -> &'static str {
    match error {
        WorldError::MalformedCode { .. }
        | WorldError::UnknownRegion { .. }
        | WorldError::NotShown { .. }
        | WorldError::NoTable { .. }
        | WorldError::UnknownSector { .. }
        | WorldError::UnknownSectorOrGroup { .. }
        | WorldError::UnknownProduct { .. }
        | WorldError::UnknownYear { .. }
        | WorldError::UnknownTable { .. }
        | WorldError::OverlappingParties { .. } => "UnknownNameError",
        WorldError::ElasticityOutOfRange { .. } => "InvalidValueError",
        WorldError::Io { .. } => "FileError",
        _ => "TableError",
    }
}

fn place(error: &StudyError) -> Place {
    match error {
        StudyError::Scenario(fault) => Place::of_fault(fault),
        StudyError::Claims(fault) => Place::of_fault(fault),
        StudyError::OtherKind { file, .. } => Place { file: Some(file.clone()), ..Place::default() },
        StudyError::World(error) => place_in_world(error),
        _ => Place::default(),
    }
}

fn place_in_world(error: &WorldError) -> Place {
    let hint = |names: &unequal_world::Suggestion| Place { hint: hint(&names.0), ..Place::default() };
    match error {
        WorldError::UnknownRegion { suggestion, .. }
        | WorldError::UnknownSector { suggestion, .. }
        | WorldError::UnknownSectorOrGroup { suggestion, .. }
        | WorldError::UnknownProduct { suggestion, .. } => hint(suggestion),
        WorldError::Line { name, line, .. } => {
            Place { file: Some(name.clone()), line: (*line > 0).then_some(*line), ..Place::default() }
        }
        WorldError::Format { name, .. } => Place { file: Some(name.clone()), ..Place::default() },
        WorldError::Io { path, .. } => Place { file: Some(path.display().to_string()), ..Place::default() },
        _ => Place::default(),
    }
}

/// The nearest valid names in words.
fn hint(names: &[String]) -> Option<String> {
    (!names.is_empty()).then(|| names.join(", "))
}
