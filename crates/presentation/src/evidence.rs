//! How sure figures are, in words.

use unequal_study::Grade;

use crate::document::Sure;

/// A grade with its meaning in a word or two, so that the letter never stands alone: `estimated (grade C)`.
#[must_use]
pub fn graded(grade: Grade) -> &'static str {
    match grade {
        Grade::A => "observed (grade A)",
        Grade::B => "published method (grade B)",
        Grade::C => "estimated (grade C)",
        Grade::D => "speculative (grade D)",
    }
}

/// Source of a section's figures with their years, where the source does not name them already.
#[must_use]
pub fn source(sure: &Sure) -> String {
    let source = &sure.evidence.source;
    if sure.years.is_empty() || source.contains(&sure.years) {
        source.clone()
    } else if source.is_empty() {
        sure.years.clone()
    } else {
        format!("{source}, {}", sure.years)
    }
}
