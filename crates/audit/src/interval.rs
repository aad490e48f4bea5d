//! Closed intervals of real numbers.

use serde::{Deserialize, Serialize};

/// A closed interval; `low` is never above `high`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Interval {
    /// Least value.
    pub low: f64,
    /// Greatest value.
    pub high: f64,
}

/// How far two bounds may cross, relative to their size, before an intersection counts as empty. It is far above
/// what rounding in a few hundred operations comes to, and far below [`crate::system::TOLERANCE`].
const CROSSING: f64 = 1e-9;

impl Interval {
    /// The interval between two numbers in either order.
    #[must_use]
    pub fn new(one: f64, other: f64) -> Self {
        Self { low: one.min(other), high: one.max(other) }
    }

    /// Width.
    #[must_use]
    pub fn width(self) -> f64 {
        self.high - self.low
    }

    /// Middle.
    #[must_use]
    pub fn middle(self) -> f64 {
        0.5 * (self.low + self.high)
    }

    /// The largest absolute value in it.
    #[must_use]
    pub fn size(self) -> f64 {
        self.low.abs().max(self.high.abs())
    }

    /// Whether a value lies in it.
    #[must_use]
    pub fn contains(self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }

    /// Whether the two have a value in common.
    #[must_use]
    pub fn meets(self, other: Self) -> bool {
        self.low <= other.high && other.low <= self.high
    }

    /// The least interval that holds both.
    pub(crate) fn hull(self, other: Self) -> Self {
        Self { low: self.low.min(other.low), high: self.high.max(other.high) }
    }

    /// The same with a relative margin on either side.
    #[must_use]
    pub fn widened(self, share: f64) -> Self {
        Self { low: self.low - share * self.low.abs(), high: self.high + share * self.high.abs() }
    }

    /// What both have in common; `None` if they miss each other by more than rounding.
    pub(crate) fn intersection(self, other: Self) -> Option<Self> {
        let (low, high) = (self.low.max(other.low), self.high.min(other.high));
        if low <= high {
            return Some(Self { low, high });
        }
        let crossing = low - high;
        (crossing <= CROSSING * low.abs().max(high.abs())).then_some(Self { low: high, high: low })
    }

    /// Sums of a value of each.
    pub(crate) fn plus(self, other: Self) -> Self {
        Self { low: self.low + other.low, high: self.high + other.high }
    }

    /// Differences of a value of each.
    pub(crate) fn minus(self, other: Self) -> Self {
        Self { low: self.low - other.high, high: self.high - other.low }
    }

    /// A multiple.
    pub(crate) fn times(self, factor: f64) -> Self {
        Self::new(self.low * factor, self.high * factor)
    }

    /// Products of a value of each.
    pub(crate) fn product(self, other: Self) -> Self {
        let corners = [self.low * other.low, self.low * other.high, self.high * other.low, self.high * other.high];
        let low = corners.into_iter().fold(f64::INFINITY, f64::min);
        let high = corners.into_iter().fold(f64::NEG_INFINITY, f64::max);
        Self { low, high }
    }

    /// Quotients of a value of each; `None` if the divisor may be zero, when they may be anything.
    pub(crate) fn quotient(self, divisor: Self) -> Option<Self> {
        if divisor.low <= 0.0 && divisor.high >= 0.0 {
            return None;
        }
        Some(self.product(Self::new(1.0 / divisor.high, 1.0 / divisor.low)))
    }
}
