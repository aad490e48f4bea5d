//! Any answer as JSON.

use serde::Serialize;

pub use serde_json::Error;

/// Indented JSON with a line end.
pub fn write<T: Serialize>(answer: &T) -> Result<String, Error> {
    let mut text = serde_json::to_string_pretty(answer)?;
    text.push('\n');
    Ok(text)
}
