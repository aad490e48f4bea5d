//! The model of the world economy: Caliendo and Parro's (2015) model in exact hat algebra, with
//! input-output links, deficits, and wedges whose revenue has an owner.
//!
//! [`Baseline`] is an equilibrium as observed; [`Wedges`] is what changes the cost of flows;
//! [`solve`] turns both into a [`Counterfactual`] or says why there is none. Equation numbers
//! in comments refer to `docs/src/methods/model.md`.
//!
//! A hat is a ratio to the baseline. Logarithms of hats are kept where they are exponentiated.

mod alone;
mod anderson;
mod anticipation;
mod balance;
pub mod baseline;
pub mod bounds;
pub mod closed_form;
pub mod coalition;
mod counterfactual;
pub mod decomposition;
mod differences;
mod domestic;
mod error;
mod existence;
mod gmres;
pub mod horizon;
mod inverse;
mod kernel;
pub mod linear;
mod markets;
mod options;
mod precondition;
mod prepared;
mod primitives;
mod product_groups;
mod reference;
mod run;
mod search;
mod solve;
mod state;
mod steering;
mod sweep;
pub mod tariff_design;
pub mod variant;
mod wages;
mod wedges;

pub use baseline::Baseline;
pub use counterfactual::{Convergence, Counterfactual};
pub use error::EquilibriumError;
pub use options::{DeficitRule, Numeraire, SolveOptions};
pub use primitives::{Duties, Primitives};
pub use solve::{solve, solve_from, solve_shared};
pub use wedges::{FeeLayer, Owner, Wedges};

/// The result of everything in this crate that can fail.
pub type Result<T, E = EquilibriumError> = std::result::Result<T, E>;
