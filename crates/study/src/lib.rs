//! A session about the world, to which questions are put: one method and one serialisable answer for each, and
//! [`Session::answer`] for any [`Question`] as data.
//!
//! Nothing behind this crate prints, parses arguments or knows HTML; nothing before it holds
//! economics.

pub mod adjust;
mod annual;
mod answer;
mod ask;
pub mod audit;
pub mod brief;
mod closure;
pub mod conditional;
pub mod counterfactuals;
pub mod describe;
pub mod doctor;
mod elasticity;
pub mod ensemble;
pub mod episode;
mod error;
mod evidence;
pub mod exit_cost;
pub mod explain_flow;
mod file_kind;
mod flows;
pub mod leverage;
pub mod list;
mod losses;
mod observer;
pub mod pair_ranges;
mod parties;
pub mod pipeline;
pub mod priors;
mod question;
pub mod record;
pub mod run;
pub mod session;
mod source;
mod spread;
pub mod strategy;
pub mod table_error;
pub mod timeline;
pub mod uncertainty;
mod verdict;

pub use answer::Answer;
pub use closure::Closure;
pub use elasticity::{Deficits, Elasticity, OwnElasticities, TradeElasticity, own_elasticities, share_after};
pub use error::StudyError;
pub use evidence::{Evidence, Grade};
pub use losses::{Losses, is_beyond_the_model};
pub use observer::{Observer, Progress};
pub use question::{Question, SchemaOf, SchemaQuestion};
pub use session::Session;
pub use source::{Source, TableSource};
pub use unequal_world::names::{REST_OF_WORLD, capitalised, possessive, verb};
#[cfg(feature = "files")]
pub use unequal_world::readers::is_panic_contained;
pub use verdict::{Even, Poll, Verdict, Who, verdict};

/// The result of every question.
pub type Result<T, E = StudyError> = std::result::Result<T, E>;

/// Readable name of a country or of a group that comes with the program; the code itself where there is none.
#[must_use]
pub fn name_of(code: &str) -> String {
    unequal_world::GroupBook::embedded()
        .map_or_else(|_| unequal_world::names::region_name(code).to_owned(), |book| book.name(code))
}

/// Whether a name is that of a table inside the program.
#[must_use]
pub fn is_embedded(table: &str) -> bool {
    unequal_world::embedded::names().any(|name| name == table)
}
