//! The integration tests of `unequal-history` as one program: each file is a module, named here.

mod properties;
mod published;
