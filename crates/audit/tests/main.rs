//! The integration tests of `unequal-audit` as one program: each file is a module, named here.

mod files;
mod planted;
mod systems;
