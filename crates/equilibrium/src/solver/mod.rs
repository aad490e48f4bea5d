//! The fixed point of the model: its map, the preconditioner, and the iteration.

pub(crate) mod cached_evaluation;
pub(crate) mod domestic_solve;
pub(crate) mod elimination;
pub(crate) mod evaluation;
pub(crate) mod existence;
pub(crate) mod fixed_point;
pub(crate) mod gauss_seidel;
pub(crate) mod jacobian;
pub(crate) mod kernel;
mod markets;
pub(crate) mod preconditioner;
pub(crate) mod prepared;
mod product_groups;
pub(crate) mod refinement;
pub(crate) mod state;
pub(crate) mod trade_balance;
pub(crate) mod wages;
