//! Why a request has no answer: a status as in HTTP, words, and where there is one the place in the file asked about.

use std::fmt::Display;

use serde_json::json;
use unequal_study::StudyError;
use unequal_world::WorldError;
use unequal_world::source_text::Fault;

/// Why a request has no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// 400 malformed, 408 out of time, 413 too large, 422 a question without an answer, 499 cancelled, 501 not written
    /// here, 503 in want of data; a transport adds its own.
    pub status: u16,
    /// What is wrong, in words.
    pub message: String,
    /// File of the question in which it is wrong.
    pub file: Option<String>,
    /// Line of that file, from 1.
    pub line: Option<u64>,
    /// Column in characters, from 1.
    pub column: Option<u64>,
    /// Packs that are needed first, by name; none unless the status is 503.
    pub needs: Vec<String>,
}

impl Refusal {
    /// A refusal without a place.
    #[must_use]
    pub fn new(status: u16, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), file: None, line: None, column: None, needs: Vec::new() }
    }

    /// Data that have to be given first.
    pub(crate) fn in_want_of(needs: Vec<String>) -> Self {
        let message = format!("the data file {} is needed and has not been loaded", needs.join(", "));
        Self { needs, ..Self::new(503, message) }
    }

    /// The error as JSON: `{"error": {"message", "file", "line", "column"}}`, with `needs` and `needs_all` where data are
    /// wanted.
    #[must_use]
    pub fn body(&self) -> String {
        let Self { message, file, line, column, needs, .. } = self;
        let mut body = json!({"error": {"message": message, "file": file, "line": line, "column": column}});
        if let (Some(first), Some(fields)) = (needs.first(), body.as_object_mut()) {
            fields.insert("needs".to_owned(), json!(first));
            fields.insert("needs_all".to_owned(), json!(needs));
        }
        body.to_string()
    }

    fn in_file<P: Display>(fault: &Fault<P>) -> Self {
        Self {
            file: Some(fault.file.clone()),
            line: Some(fault.line as u64),
            column: Some(fault.column as u64),
            ..Self::new(422, fault.problem.to_string())
        }
    }
}

impl From<StudyError> for Refusal {
    fn from(error: StudyError) -> Self {
        match &error {
            StudyError::Cancelled => Self::new(499, error.to_string()),
            StudyError::Scenario(fault) => Self::in_file(fault),
            StudyError::Claims(fault) => Self::in_file(fault),
            StudyError::World(WorldError::MissingPack { name }) => Self::in_want_of(vec![name.clone()]),
            StudyError::World(WorldError::Line { name, line, reason }) => {
                Self { file: Some(name.clone()), line: (*line > 0).then_some(*line), ..Self::new(422, reason.clone()) }
            }
            _ => Self::new(422, error.to_string()),
        }
    }
}

impl From<WorldError> for Refusal {
    fn from(error: WorldError) -> Self {
        StudyError::from(error).into()
    }
}
