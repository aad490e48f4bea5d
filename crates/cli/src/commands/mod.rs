//! One file a command: what a person types, as a question.

pub mod audit;
pub mod brief;
pub mod doctor;
pub mod ensemble;
pub mod episode;
pub mod exit_cost;
pub mod leverage;
pub mod list;
pub mod model;
pub mod pipeline;
pub mod priors;
pub mod record;
pub mod scenario;
pub mod strategy;
pub mod table;
pub mod timeline;
pub mod workbench;
