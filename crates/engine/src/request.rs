//! What a request asks for.

use serde::Deserialize;
use unequal_study::Question;

/// A request: JSON with `ask`, and a question where it needs one.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "ask", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Request {
    /// An answer as a fragment of a page, with its figures as JSON.
    View {
        /// The question.
        question: Box<Question>,
    },
    /// An answer as a file.
    Download {
        /// The question.
        question: Box<Question>,
        /// Which kind of file.
        form: Form,
    },
    /// What can be asked about.
    Lists {},
    /// Looks of fragments.
    Style {},
}

/// Kinds of files that answers come as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// Tidy rows, one figure a row.
    Csv,
    /// The answer and its document.
    Json,
    /// A self-contained page.
    Html,
    /// A workbook; not in a browser.
    Xlsx,
    /// Tidy rows with their types; not in a browser.
    Parquet,
}
