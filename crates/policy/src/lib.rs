//! What states do about trade, as wedges on one economy.
//!
//! So far one measure: the two-way embargo of a coalition against a target.

pub mod embargo;
pub mod gravity;
pub mod local_production;
pub mod parameter;
pub mod phase;
pub mod price_cap;
pub mod route;
