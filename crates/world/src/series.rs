//! Long series of pairs that are quoted beside the tables.

/// Placeholder module text is replaced when the series file is read.
#[doc(hidden)]
pub struct Todo;
