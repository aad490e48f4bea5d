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
    /// Sweeps the solve took.
    pub sweeps: usize,
    /// Largest relative residual left.
    pub residual: f64,
}

impl Losses {
    /// The ratio, where both sides would lose; to compare with a side that would lose nothing or gain says nothing.
    #[must_use]
    pub fn comparable(&self) -> Option<f64> {
        (self.first > 0.0 && self.second > 0.0).then_some(self.ratio).filter(|ratio| ratio.is_finite())
    }
}

impl From<&ExitCost> for Losses {
    fn from(cost: &ExitCost) -> Self {
        Self {
            first: cost.first_share(),
            second: cost.second_share(),
            ratio: cost.ratio(),
            sweeps: cost.convergence.sweeps,
            residual: cost.convergence.residual,
        }
    }
}

/// Share of real income that a loss in logarithms is.
pub(crate) fn share_lost(ln_loss: f64) -> f64 {
    -(-ln_loss).exp_m1()
}
