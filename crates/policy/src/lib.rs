//! What states, banks and firms do about trade, as wedges on one economy.
//!
//! [`scenario`] reads a file of policy instruments; [`settle`] solves the world under any subset of them, with the frictions
//! that depend on trade in balance with it. [`instruments`] has one file for each kind, and [`wedges`] puts together what
//! they do. Behind them stand the models of one friction each: [`payments`], [`currency`], [`route`],
//! [`local_production`], [`price_cap`], [`resource_rent`], [`gravity`], [`phase`]. [`embargo`] is the two-way embargo that
//! a brief asks about.

pub mod currency;
pub mod embargo;
mod error;
pub mod gravity;
mod instrument;
pub mod instruments;
pub mod local_production;
mod located;
mod names;
pub mod parameter;
mod parties;
pub mod payments;
pub mod phase;
pub mod price_cap;
mod problem;
pub mod resource_rent;
mod response;
pub mod route;
pub mod scenario;
pub mod settle;
pub mod wedges;

pub use error::PolicyError;
pub use instrument::{Effect, Instrument, KeyValue, Origin};
pub use parties::Parties;
