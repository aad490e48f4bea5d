//! A patron that may prolong a war by support (model.md section 10, M9b).
//!
//! The primitives of crisis bargaining in closed form ([`crisis`], [`attrition`]); the patron's dynamic programme over
//! the dependence of the side it supports ([`programme`]); and the region of parameters in which prolonging pays
//! ([`region`]). Nothing identifies a patron's utility: the answer is a region and its mass under stated priors, never
//! a motive.

pub mod attrition;
pub mod crisis;
pub mod programme;
pub mod region;
