//! The integration tests of `unequal-equilibrium` as one program: each file is a module, named here.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod bounds;
mod coalition;
mod common;
mod decomposition;
mod decoupling;
mod duties_at_scale;
mod few_partners;
mod fuel;
mod gains_from_trade;
mod horizon;
mod identities;
mod invariances;
mod lenders;
mod linear;
mod nafta;
mod peers_failures;
mod random_scenarios;
mod rationing;
mod specific_factors;
mod tariff_design;
mod toy;
mod use_specific;
mod variants_at_scale;
