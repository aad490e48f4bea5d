//! Where the spread of an uncertain number comes from.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where the spread of a prior comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PriorKind {
    /// From data, by a method that the source names.
    Estimated,
    /// Fitted to one or two facts.
    Calibrated,
    /// Chosen.
    Assumed,
}

impl PriorKind {
    /// In a word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Estimated => "estimated",
            Self::Calibrated => "calibrated",
            Self::Assumed => "assumed",
        }
    }
}
