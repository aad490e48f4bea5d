//! The integration tests of `unequal-cli` as one program: each file is a module, named here.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;
mod delivery;
mod formats;
mod program;
mod tables;
mod verdicts;
mod workbench;
