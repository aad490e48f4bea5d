//! Variants of the core model: other closures of the same economy (`docs/src/methods/variants.md`).
//!
//! [`specific_factors`] keeps value added in its sector, [`use_specific`] lets every user of a
//! product buy it elsewhere, [`fuel`] adds fixed resources and fixed fuel proportions. The three
//! share one engine, take the core's [`crate::Baseline`], [`crate::Wedges`] and
//! [`crate::SolveOptions`], return an [`Outcome`], and are the core exactly when switched off.
//! [`rationing`] is not an equilibrium of prices: it computes shortages in the first weeks, at baseline prices.

mod coefficients;
mod engine;
pub mod fuel;
mod outcome;
pub mod rationing;
pub mod specific_factors;
mod technology;
pub mod use_specific;

pub use outcome::Outcome;
