//! Losses of real income from the end of a partnership.

use serde::{Deserialize, Serialize};
use unequal_leverage::ExitCost;
use unequal_world::Party;
use unequal_world::series::exit_costs;

use crate::Result;

/// Losses of both sides and their ratio.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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

/// The place of a partner among all partners of a country, by what the country would lose without each of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PartnerRank {
    /// 1 is the partner whose loss would cost most.
    pub place: usize,
    /// Number of partners with an exit cost, the rest of the world left out.
    pub of: usize,
}

impl PartnerRank {
    /// The place of a partner in a year's own table at the usual trade elasticity; nothing for groups.
    pub(crate) fn of(side: &Party, partner: &Party, year: u16) -> Result<Option<Self>> {
        let all = exit_costs::partners(&side.code, year)?;
        let place = all.iter().position(|(code, _)| *code == partner.code);
        Ok(place.map(|place| Self { place: place + 1, of: all.len() }))
    }
}

/// The ratio of two losses in percent of income, taken apart: `percent = money * sizes`.
///
/// A loss in percent is the loss in money over income, so that the ratio of percentages is that of the losses in money
/// times the other side's income over one's own.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RatioParts {
    /// First side's loss over the second's, both in percent of real income.
    pub percent: f64,
    /// First side's loss over the second's, both in money.
    pub money: f64,
    /// The second side's income over the first's.
    pub sizes: f64,
}

impl RatioParts {
    /// Of losses, and incomes of the first and the second side; nothing where the losses are not comparable.
    pub(crate) fn of(losses: &Losses, incomes: [f64; 2]) -> Option<Self> {
        Self::of_ratio(losses.comparable()?, incomes)
    }

    /// Of the ratio in percent.
    pub(crate) fn of_ratio(percent: f64, incomes: [f64; 2]) -> Option<Self> {
        let sizes = incomes[1] / incomes[0];
        (sizes.is_finite() && sizes > 0.0).then(|| Self { percent, money: percent / sizes, sizes })
    }

    /// How much of the asymmetry is size: the logarithm of the ratio of sizes over that of the ratio in percent. Above 1
    /// the other side would lose more in money; nothing where the ratio in percent is near 1.
    #[must_use]
    pub fn share_of_size(&self) -> Option<f64> {
        let whole = self.percent.ln();
        (whole.abs() > Self::EVEN).then(|| self.sizes.ln() / whole)
    }

    /// Logarithm of a ratio below which two losses are about even.
    const EVEN: f64 = 0.1;
}

impl Losses {
    /// A loss below this share of real income prints as zero, and a ratio to it says nothing.
    pub const VISIBLE: f64 = 5e-5;

    /// Of losses in logarithms.
    pub(crate) fn of_logs(losses: [f64; 2], evaluations: usize, residual: f64) -> Self {
        let [first, second] = losses.map(share_lost);
        Self { first, second, ratio: first / second, evaluations, residual }
    }

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

/// Whether a change of real income, a share, is beyond what the model can say: a loss of more than half, or a gain of more
/// than a fifth. It is calibrated on trade as it was; what a change of that size would break is not in it.
#[must_use]
pub fn is_beyond_the_model(change: f64) -> bool {
    !(-0.5..=0.2).contains(&change)
}

/// Share of real income that a loss in logarithms is.
pub(crate) fn share_lost(ln_loss: f64) -> f64 {
    -(-ln_loss).exp_m1()
}
