//! The integration tests of `unequal-engine` as one program: each file is a module, named here.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;
mod hostile;
mod limits;
mod questions;
