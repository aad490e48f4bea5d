//! Who needs whom: indicators of leverage.
//!
//! L1 [`shares`], L2 [`dependence`], L3 [`look_through`], L4 [`exit_cost`] and its estimate without a
//! solve [`quick_exit`], L5 [`power`], L6 [`bilateral_power`], L7 [`exposure`]. The labels are those of
//! `docs/src/methods/leverage.md`. [`rank`] compares indicators with each other.

pub mod bilateral_power;
pub mod dependence;
mod error;
pub mod exit_cost;
pub mod exposure;
pub mod look_through;
pub mod parameters;
pub mod power;
pub mod quick_exit;
pub mod rank;
pub mod shares;

pub use error::LeverageError;
pub use exit_cost::{Cut, ExitCost, WorldState};
pub use look_through::{IndustryReliance, LookThrough, reliance};
pub use parameters::Parameters;
pub use shares::{TradeShares, trade_shares};

/// The result of everything in this crate that can fail.
pub type Result<T, E = LeverageError> = std::result::Result<T, E>;
