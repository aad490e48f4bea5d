//! How sure figures are, in words.

use unequal_study::Grade;

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
