//! Ranges of outcomes.

use serde::{Deserialize, Serialize};

pub use crate::sensitivity::quantiles;

/// Share of draws outside an [`Interval`], half of it on either side.
pub const OUTER_SHARE: f64 = 0.1;

/// A range that holds nine of ten draws, and its middle.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Interval {
    /// 5 % of the draws are below.
    pub low: f64,
    /// Half of them are.
    pub median: f64,
    /// 95 % of them are.
    pub high: f64,
}

impl Interval {
    /// Of the outcomes of draws; missing ones (not a number) are left out.
    #[must_use]
    pub fn of(outcomes: &[f64]) -> Self {
        let half = OUTER_SHARE / 2.0;
        let [low, median, high] = quantiles(outcomes, [half, 0.5, 1.0 - half]);
        Self { low, median, high }
    }

    /// The same in another unit.
    #[must_use]
    pub fn times(self, factor: f64) -> Self {
        Self { low: self.low * factor, median: self.median * factor, high: self.high * factor }
    }

    /// Whether a value lies inside.
    #[must_use]
    pub fn holds(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }
}
