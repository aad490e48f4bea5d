//! One function for each question a person asks, one serialisable answer each.
//!
//! Nothing behind this crate prints, parses arguments or knows HTML; nothing before it holds
//! economics.

pub mod audit;
pub mod brief;
pub mod conditional;
pub mod doctor;
pub mod episode;
mod error;
mod evidence;
pub mod exit_cost;
pub mod explain_flow;
mod file_kind;
mod flows;
pub mod leverage;
pub mod pipeline;
pub mod run;
pub mod strategy;
pub mod timeline;
mod verdict;

pub use error::StudyError;
pub use evidence::{Evidence, Grade};
pub use unequal_world::names::{capitalised, possessive};
pub use verdict::{Even, Poll, VISIBLE, Verdict, Who, verdict};

/// The result of every question.
pub type Result<T, E = StudyError> = std::result::Result<T, E>;

/// Readable name of a country or of a group that comes with the program; the code itself where there is none.
#[must_use]
pub fn name_of(code: &str) -> String {
    unequal_world::GroupBook::embedded()
        .map_or_else(|_| unequal_world::names::region_name(code).to_owned(), |book| book.name(code))
}
