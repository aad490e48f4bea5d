//! What is asked of an equilibrium beside the counterfactual itself.

pub mod bounds;
pub mod closed_form;
pub mod coalition;
pub mod decomposition;
pub mod horizon;
pub mod linear;
pub mod tariff_design;
