//! Where a table comes from and what of it is estimated.

use serde::{Deserialize, Serialize};

/// Where a table comes from and what was done to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// Name of the source, e.g. `OECD ICIO, 2025 edition`.
    pub source: String,
    /// Sector classification: `icio50`, `icio28`, `wiod35` or another name.
    pub classification: String,
    /// Licence or terms of the source.
    pub licence: String,
    /// What in the table is estimated rather than observed; empty if nothing is.
    pub estimated: Vec<String>,
    /// What is estimated in the flows between two regions only, either way.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub estimated_between: Vec<PairNote>,
    /// What is estimated about which industries use what, where the flows between regions are observed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub estimated_use: Vec<String>,
    /// What was changed on the way from the source, with the size of each change.
    pub changes: Vec<String>,
}

impl Provenance {
    /// Everything that is estimated, what concerns single pairs with their names before it.
    #[must_use]
    pub fn all_estimates(&self) -> Vec<String> {
        let between = self.estimated_between.iter().map(|note| match note.second.as_str() {
            ANY => format!("{}: {}", note.first, note.note),
            second => format!("Between {} and {second}: {}", note.first, note.note),
        });
        self.estimated.iter().cloned().chain(between).collect()
    }
}

/// Stands for every other region in a [`PairNote`].
pub const ANY: &str = "*";

/// A sentence that concerns the flows between two regions only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairNote {
    /// Code of one region.
    pub first: String,
    /// Code of the other, or [`ANY`] for every other region.
    pub second: String,
    /// The sentence.
    pub note: String,
}
