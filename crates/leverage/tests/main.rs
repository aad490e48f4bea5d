//! The integration tests of `unequal-leverage` as one program: each file is a module, named here.

mod common;
mod embedded;
mod power;
mod properties;
mod rank;
