//! From data to an equilibrium that counterfactuals may start from.

pub mod baseline;
