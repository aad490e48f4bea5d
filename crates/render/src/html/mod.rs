//! A document as a self-contained page.

use unequal_presentation::document::Document;

/// The page.
#[must_use]
pub fn page(document: &Document) -> String {
    document.title.plain()
}
