//! Stated figures and the identities that tie them: can they all be true within their rounding, which sets of
//! them contradict each other, what do the others imply for each, and what do the data at hand say.
//!
//! A claims file becomes [`Claims`] (places kept, words turned into intervals), claims and identities become a
//! [`system::System`] of intervals, sums and products, and [`audit`] asks it questions. The method and its
//! sources are in `docs/src/methods/audit.md`.

mod answer;
pub mod article;
mod conflict;
mod data;
mod document;
mod error;
mod identity;
mod interval;
mod linear;
mod period;
mod phrase;
mod quantity;
mod question;
mod resolve;
mod rounding;
mod search;
pub mod system;

pub use answer::{
    ArticleRead, AuditAnswer, ClaimAnswer, Consistency, Contradiction, DataAnswer, DataGrade, Implied, Kind, Knot,
    NotRead, Range, Repair, RoundingUsed,
};
pub use conflict::{Conflicts, conflicts};
pub use error::{ClaimsError, ClaimsProblem};
pub use interval::Interval;
pub use period::Period;
pub use quantity::{Quantity, UnitKind};
pub use question::audit;
pub use resolve::{Claim, Claims};
pub use rounding::{Rounding, WORDS};
pub use search::Verdict;

/// A claims file to begin with, as `unequal audit --new` prints it.
pub const STARTER: &str = include_str!("starter.toml");
