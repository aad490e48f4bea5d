//! The integration tests of `unequal-report` as one program: each file is a module, named here.

mod audit;
mod exit_costs;
mod html;
mod run;
mod support;
