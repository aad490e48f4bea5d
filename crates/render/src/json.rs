//! A typed answer and its document as JSON.

use serde::Serialize;
use unequal_presentation::document::Document;

#[derive(Serialize)]
struct Both<'a, A: ?Sized> {
    answer: &'a A,
    document: &'a Document,
}

/// `{"answer": ..., "document": ...}`, indented, with a line end. Numbers read back as the same numbers; those that are
/// not finite become null. Characters that act on a terminal are written as escapes.
///
/// # Errors
/// When the answer cannot be JSON, such as a map whose keys are no strings.
pub fn json<A: Serialize + ?Sized>(answer: &A, document: &Document) -> Result<String, serde_json::Error> {
    let mut text = serde_json::to_string_pretty(&Both { answer, document })?;
    text.push('\n');
    Ok(crate::clean::json(text))
}
