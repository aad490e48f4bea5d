//! What the games have in common: their errors, and the file that they are played from.

pub mod document;
mod error;
pub(crate) mod read;

pub use error::{GameError, Result};
pub(crate) use error::{checked, finite, not_negative, share};
pub use read::{CrisisTerms, LinkageTerms, StrategyFile, THREAT_PARAMETERS, TechnologyTerms, ThreatTerms};

/// JSON schema (2020-12) of the file, derived from the structs that read it.
#[must_use]
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(document::StrategyDocument).to_value()
}
