//! What states do about trade, as wedges on one economy.
//!
//! One measure so far is the two-way embargo of a coalition against a target. [`payments`] gives the fees of banks
//! under a threat, which become wedges.

pub mod embargo;
pub mod payments;
