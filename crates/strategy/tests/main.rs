//! The integration tests of `unequal-strategy` as one program: each file is a module, named here.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod closed_forms;
mod coalitions;
mod file_and_payoff_tensor;
mod network;
mod pipeline;
mod properties;
mod published;
mod threat;
mod ties;
