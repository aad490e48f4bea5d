//! The model of the world economy: Caliendo and Parro's (2015) model in exact hat algebra, with
//! input-output links, deficits, and wedges whose revenue has an owner.
//!
//! [`Baseline`] is an equilibrium as observed; [`Wedges`] is what changes the cost of flows;
//! [`solve`] turns both into a [`Counterfactual`] or says why there is none. Equation numbers
//! in comments refer to `docs/src/methods/model.md`.
//!
//! A hat is a ratio to the baseline. Logarithms of hats are kept where they are exponentiated.

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
pub use counterfactual::{Convergence, Counterfactual};
pub use error::EquilibriumError;
pub use model::options::{DeficitRule, Numeraire, SolveOptions};
pub use model::primitives::{Duties, Primitives};
pub use model::wedges::{FeeLayer, Owner, Wedges};
pub use solve::{solve, solve_from};

/// The result of everything in this crate that can fail.
pub type Result<T, E = EquilibriumError> = std::result::Result<T, E>;
