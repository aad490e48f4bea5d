//! The integration tests of `unequal-study` as one program: each file is a module, named here.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod assumptions;
mod backcast;
mod brief;
mod counterfactuals;
mod ensemble;
mod episode;
mod explain_flow;
mod ledger;
mod leverage;
mod priors;
mod ranges;
mod record;
mod referee;
mod run;
mod session;
mod strategy;
mod tables;
mod timeline;
