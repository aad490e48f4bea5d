//! The integration tests of `unequal-audit` as one program: each file is a module, named here.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod article;
mod files;
mod limits;
mod planted;
mod systems;
