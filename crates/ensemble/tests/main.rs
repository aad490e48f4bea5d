//! The integration tests of `unequal-ensemble` as one program: each file is a module, named here.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod salib;
mod sensitivity;
mod store;
mod studies;
