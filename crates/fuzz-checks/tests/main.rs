//! The integration tests of `unequal-fuzz-checks` as one program: each file is a module, named here.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod replay;
