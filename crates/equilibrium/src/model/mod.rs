//! What a solve is given: an economy, what changes in it, and how the counterfactual is closed.

pub(crate) mod fees;
pub(crate) mod options;
pub(crate) mod primitives;
pub(crate) mod shape;
pub(crate) mod wedges;
