//! Losses of real income from the end of a partnership.

use serde::{Deserialize, Serialize};
use unequal_leverage::ExitCost;

/// Losses of both sides and their ratio.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Losses {
    /// Loss of the first side's real income, share.
    pub first: f64,
    /// Loss of the second side's real income, share.
    pub second: f64,
    /// First over second: the quotient of the two shares.
    pub ratio: f64,
    /// Evaluations of the fixed-point map that the solve took.
    pub evaluations: usize,
    /// Largest relative residual left.
    pub residual: f64,
}

impl Losses {
    /// A loss below this share of real income prints as zero, and a ratio to it says nothing.
    pub const VISIBLE: f64 = 5e-5;

    /// The ratio, where both sides would visibly lose; a comparison with a side that would lose nothing says nothing.
    #[must_use]
    pub fn comparable(&self) -> Option<f64> {
        comparable(self.first, self.second, self.ratio)
    }
}

/// A ratio of two losses, where both sides would visibly lose.
pub(crate) fn comparable(first: f64, second: f64, ratio: f64) -> Option<f64> {
    (first.min(second) >= Losses::VISIBLE).then_some(ratio).filter(|ratio| ratio.is_finite())
}

impl From<&ExitCost> for Losses {
    fn from(cost: &ExitCost) -> Self {
        Self {
            first: cost.first_share(),
            second: cost.second_share(),
            ratio: cost.ratio(),
            evaluations: cost.convergence.evaluations,
            residual: cost.convergence.residual,
        }
    }
}

/// Share of real income that a loss in logarithms is.
pub(crate) fn share_lost(ln_loss: f64) -> f64 {
    -(-ln_loss).exp_m1()
}
