//! Where a table comes from and what of it is estimated.

use serde::{Deserialize, Serialize};

/// Where a table comes from and what was done to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// Name of the source, e.g. `OECD ICIO, 2025 edition`.
    pub source: String,
    /// Sector classification: `icio50`, `icio28`, `wiod35` or another name.
    pub classification: String,
    /// At which prices flows are valued.
    #[serde(default, skip_serializing_if = "Valuation::is_basic")]
    pub valuation: Valuation,
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

/// At which prices the flows of a table are valued.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Valuation {
    /// Basic prices: what the seller receives, without transport and trade margins and taxes on products.
    #[default]
    Basic,
    /// Basic prices, but exports of raw materials with the trade and transport margins up to the seller's border.
    RawMaterialsWithMargins,
}

impl Valuation {
    fn is_basic(&self) -> bool {
        *self == Self::Basic
    }
}

impl Provenance {
    /// Everything that is estimated, what concerns single pairs with their names before it.
    #[must_use]
    pub fn all_estimates(&self) -> Vec<String> {
        let pairs = self.estimated_between.iter().filter(|note| note.second != ANY);
        let between = pairs.map(|note| format!("Between {} and {}: {}", note.first, note.second, note.note));
        self.estimated.iter().cloned().chain(self.of_one_region()).chain(between).collect()
    }

    /// What is estimated in the trade of one region with everybody; the sentences name it.
    pub fn of_one_region(&self) -> impl Iterator<Item = String> {
        self.estimated_between.iter().filter(|note| note.second == ANY).map(|note| note.note.clone())
    }
}

/// Stands for every other region in a [`PairNote`].
pub const ANY: &str = "*";

/// A sentence that concerns the flows between two regions only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairNote {
    /// Code of one region.
    pub first: String,
    /// Code of the other, or [`ANY`] for every other region; then the sentence names the first.
    pub second: String,
    /// The sentence.
    pub note: String,
}
