//! The brief as one self-contained HTML page.

use unequal_study::brief::Brief;

/// The page.
#[must_use]
pub fn brief(_brief: &Brief) -> String {
    String::new()
}
