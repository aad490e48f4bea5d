//! Shapes of arrays.

use crate::{EquilibriumError, Result};

/// Refuses an array of another shape than expected.
pub(crate) fn check_shape(what: &'static str, found: &[usize], expected: &[usize]) -> Result<()> {
    if found == expected {
        return Ok(());
    }
    Err(EquilibriumError::Shape { what, found: found.to_vec(), expected: expected.to_vec() })
}
