//! The currencies in which trade is settled, what that costs, and the rouble's exchange rate
//! (docs/src/methods/currency.md; grade C).
//!
//! [`choice`] and [`equilibria`] hold the shares of currencies (K1)-(K3), [`inertia`] their gradual
//! change, [`liquidity`] the stock of renminbi, [`exchange_rate`] the rouble (K4), and [`fit`] the
//! fit to what the Bank of Russia reported. Which currencies there are is data.

pub mod choice;
pub mod equilibria;
mod error;
pub mod exchange_rate;
pub mod fit;
pub mod inertia;
pub mod liquidity;
mod logit;
pub mod settlement;
mod simplex;

pub use choice::{ChoiceModel, Costs, Response, Shares};
pub use error::CurrencyError;

/// The result of everything in this module that can fail.
pub type Result<T, E = CurrencyError> = std::result::Result<T, E>;
