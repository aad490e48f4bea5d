//! Who needs whom: shares (L1), look-through reliance (L3) and exit costs (L4).
//!
//! The labels L1 to L7 are those of `docs/src/methods/leverage.md`.

pub mod exit_cost;
pub mod look_through;
pub mod shares;

pub use exit_cost::{ExitCost, WorldState};
pub use look_through::{IndustryReliance, reliance};
pub use shares::{TradeShares, trade_shares};
