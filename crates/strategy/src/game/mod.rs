//! What the games have in common: their errors, and the scenario file that they are played from.

mod error;

pub use error::{GameError, Result};
pub(crate) use error::{checked, finite, not_negative};
