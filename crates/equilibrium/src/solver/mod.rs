//! The fixed point of the model: its map, the preconditioner, and the iteration.
//!
//! From the bottom up: the layout of an economy ([`shares`], [`kernel`], [`state`], [`workspace`]); the parts of the
//! preconditioner ([`leontief`], [`jacobian`], [`gauss_seidel`], [`prepared`]); the map ([`economy`], [`evaluation`],
//! [`markets`], [`cached_evaluation`]); the steps ([`domestic_solve`], [`wages`], [`trade_balance`], [`preconditioner`],
//! [`refinement`], [`elimination`]); the iteration ([`fixed_point`]) and the attempts of a solve ([`attempts`]).
//! `docs/src/methods/solver.md` has the equations.

pub(crate) mod attempts;
pub(crate) mod cached_evaluation;
pub(crate) mod context;
pub(crate) mod domestic_solve;
pub(crate) mod economy;
pub(crate) mod elimination;
mod evaluation;
pub(crate) mod existence;
pub(crate) mod fixed_point;
pub(crate) mod gauss_seidel;
pub(crate) mod jacobian;
pub(crate) mod kernel;
pub(crate) mod leontief;
pub(crate) mod markets;
pub(crate) mod openness;
pub(crate) mod parameters;
pub(crate) mod precision;
pub(crate) mod preconditioner;
pub(crate) mod prepared;
mod product_groups;
pub(crate) mod refinement;
pub(crate) mod shares;
pub(crate) mod state;
pub(crate) mod trade_balance;
pub(crate) mod wages;
pub(crate) mod workspace;
