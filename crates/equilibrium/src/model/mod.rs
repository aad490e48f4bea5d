//! What a solve is given: an economy, what changes in it, and how the counterfactual is closed.

pub mod options;
pub mod primitives;
pub mod wedges;
