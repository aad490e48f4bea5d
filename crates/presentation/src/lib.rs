//! Each typed answer as one [`Document`](document::Document) of a few kinds of block: narrative, table, chart and
//! evidence.
//!
//! A document is written once for each answer and drawn by `unequal-render` in every format. Numbers stay quantities
//! until they are drawn, in tables as in sentences, so that no face can round them differently or leave one out. All
//! English that users read stands here.

pub mod audit;
pub mod brief;
pub mod chart;
pub mod comparison;
pub mod conditional;
pub mod doctor;
pub mod document;
pub mod episode;
pub mod evidence;
pub mod exit_cost;
pub mod flow;
pub mod keys;
pub mod language;
pub mod leverage;
pub mod list;
pub mod number;
pub mod quantity;
pub mod run;
mod shared;
pub mod table;
pub mod text;
pub mod tidy;
pub mod timeline;
pub mod verdict;

pub use unequal_study::{Evidence, Grade};
