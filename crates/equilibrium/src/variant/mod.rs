//! Options beside the core model: other closures of the same economy.
//!
//! [`specific_factors`] keeps value added in its sector. Variants share one engine, take the
//! core's [`crate::Baseline`], [`crate::Wedges`] and [`crate::SolveOptions`], return an
//! [`Outcome`], and are the core exactly when switched off.

mod engine;
mod outcome;
pub mod specific_factors;
mod technology;

pub use outcome::Outcome;
