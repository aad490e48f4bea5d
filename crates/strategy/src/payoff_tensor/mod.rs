//! The payoff tensor: a factorial of scenarios, solved once through the engine and kept (docs/src/methods/strategy.md).
//!
//! Factors are measures of one scenario that are in force or not; one more axis is the strength of the threat to
//! banks. A cell holds real incomes, trade shares and the market for clearing; a cell whose world has no equilibrium
//! keeps the reason instead of a number.

mod cells;
mod design;
mod solve;

pub use cells::{BankState, Cell, CellClearing, CellOutcome, PayoffTensor, Payoffs, Player};
pub use design::{Design, Factor, Strength};
pub use solve::Solver;
