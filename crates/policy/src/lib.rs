//! What states do about trade, as wedges on one economy.
//!
//! [`scenario`] reads a file of measures and turns any subset of them into wedges;
//! [`embargo`] is the two-way embargo that a brief asks about.
//! So far the two-way embargo of a coalition against a target, and the currencies trade is settled in.

pub mod currency;
pub mod embargo;
pub mod gravity;
pub mod local_production;
pub mod parameter;
pub mod phase;
pub mod price_cap;
pub mod route;
pub mod scenario;
//! One measure so far is the two-way embargo of a coalition against a target. [`payments`] gives the fees of banks
//! under a threat, which become wedges.
pub mod payments;
