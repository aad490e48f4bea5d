//! A patron that may prolong a war by support (M9b of docs/src/methods/strategy.md).
//!
//! Crisis bargaining in closed form ([`crisis`], [`attrition`]); the patron's dynamic programme over the dependence of the
//! side it supports ([`programme`]); and the set of parameters for which prolonging pays ([`parameter_set`]). Nothing
//! identifies a patron's utility: the answer is a parameter set and its mass under stated priors, never a motive.

pub mod attrition;
pub mod crisis;
pub mod parameter_set;
pub mod programme;
