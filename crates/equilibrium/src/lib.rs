//! The model of the world economy: Caliendo and Parro's (2015) model in exact hat algebra, with
//! input-output links, deficits, and wedges whose revenue has an owner.
//!
//! [`Baseline`] is an equilibrium as observed; [`Wedges`] is what changes the cost of flows;
//! [`solve`] turns both into a [`Counterfactual`] or says why there is none. Equation numbers
//! in comments are those of the book: G and W of `docs/src/methods/model.md`, V of `docs/src/methods/variants.md`.
//!
//! A hat is a ratio to the baseline. Logarithms of hats are kept where they are exponentiated.
//!
//! # Layout
//!
//! Imports go one way through the folders: `model` (what a solve is given), `numerics` (methods that know nothing of the
//! economy), `solver` (the fixed point; `docs/src/methods/solver.md`), `calibration` (the baseline), the counterfactual, then
//! `analysis` and [`variants`].
//!
//! # Research modules
//!
//! [`closed_form`], [`horizon`] and [`linear`] are used by the program's questions. [`bounds`], [`coalition`],
//! [`decomposition`], [`tariff_design`] and [`variants`] have no caller in another crate of the workspace yet. They are
//! documented in the book (`docs/src/methods/extensions.md`, `docs/src/methods/variants.md`) and tested against published
//! results and identities (`docs/src/validation.md`), so that the program can offer them as questions later.

mod analysis;
mod calibration;
mod counterfactual;
mod error;
mod model;
mod numerics;
mod solve;
mod solver;
pub mod variants;

pub use analysis::{bounds, closed_form, coalition, decomposition, horizon, linear, tariff_design};
pub use calibration::baseline;
pub use calibration::baseline::Baseline;
pub use counterfactual::Counterfactual;
pub use error::EquilibriumError;
pub use model::fees::{FeeLayer, Owner};
pub use model::options::{DeficitRule, Numeraire, SolveOptions};
pub use model::primitives::{Duties, Primitives};
pub use model::wedges::Wedges;
pub use solve::{solve, solve_from, solve_shared};
pub use solver::attempts::Convergence;

/// The result of everything in this crate that can fail.
pub type Result<T, E = EquilibriumError> = std::result::Result<T, E>;
