//! How sure: what is uncertain about an answer, draws of it, ranges, and what decides them.
//!
//! The crate knows no model. Whoever has one gives it outcomes: under published studies ([`studies`]), or of draws
//! ([`sensitivity`]). Every draw has its own stream of random numbers, so that nothing depends on the order or the number
//! of threads.

pub mod draw;
pub mod plan;
pub mod priors;
pub mod sensitivity;
#[cfg(feature = "files")]
pub mod store;
pub mod studies;
mod summary;

pub use summary::{Interval, OUTER_SHARE, quantiles};
