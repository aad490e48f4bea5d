//! The integration tests of `unequal-cli` as one program: each file is a module, named here.

mod program;
