//! What states, banks and firms do about trade, as wedges on one economy.
//!
//! [`scenario`] reads a file of measures; [`settle`] solves the world under any subset of them,
//! with the frictions that depend on trade in balance with it. Behind the kinds of measures stand
//! the models of one friction each: [`payments`], [`currency`], [`route`], [`local_production`],
//! [`price_cap`], [`resource_rent`], [`gravity`], [`phase`]. [`embargo`] is the two-way embargo that a brief asks about.

pub mod currency;
pub mod embargo;
mod error;
pub mod gravity;
pub mod local_production;
pub mod parameter;
pub mod payments;
pub mod phase;
pub mod price_cap;
pub mod resource_rent;
pub mod route;
pub mod scenario;
pub mod settle;

pub use error::PolicyError;
