//! The integration tests of `unequal-world` as one program: each file is a module, named here.

mod readers;
