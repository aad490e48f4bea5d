//! What states do about trade, as wedges on one economy.
//!
//! So far the two-way embargo of a coalition against a target, and the currencies trade is settled in.

pub mod currency;
pub mod embargo;
