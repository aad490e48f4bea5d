//! What each bank would clear at a fee under a threat (P1 to P3).

use super::error::checked;
use super::{Bank, BankSystem, Result};

/// How severe the threat is and how hard it is enforced.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Threat {
    level: f64,
    effort: f64,
}

impl Threat {
    /// No threat at all.
    pub const NONE: Self = Self { level: 0.0, effort: 0.0 };

    /// `level` is T, the share of the dollar business that a detected bank loses in expectation (it may exceed one to
    /// stand for further penalties); `effort` is E, the enforcer's attention in all. Both are zero or more and may be
    /// infinite, which is the limit of a sure and total loss.
    ///
    /// # Errors
    /// A negative number or none.
    pub fn new(level: f64, effort: f64) -> Result<Self> {
        checked("the threat level", level, level >= 0.0, "zero or more")?;
        checked("the enforcement effort", effort, effort >= 0.0, "zero or more")?;
        Ok(Self { level, effort })
    }

    /// T.
    #[must_use]
    pub fn level(&self) -> f64 {
        self.level
    }

    /// E.
    #[must_use]
    pub fn effort(&self) -> f64 {
        self.effort
    }

    /// What the threat means to a bank with this share of the attention.
    #[must_use]
    pub fn risk(&self, bank: &Bank, attention: f64) -> Risk {
        let detection_probability = self.detection_probability(attention);
        let loss = self.expected_loss(attention, bank.dollar_business_at_risk);
        Risk { detection_probability, expected_loss_per_dollar: loss / bank.capacity } // (P2)
    }

    /// p: probability a year that whoever has this share of the attention is detected, `1 - exp(-E a)` (P1).
    #[must_use]
    pub fn detection_probability(&self, attention: f64) -> f64 {
        -(-product(self.effort, attention)).exp_m1()
    }

    /// What whoever has this share of the attention and so much at stake expects to lose a year, `T p` times what is at
    /// stake and in its unit. The severity T scales the loss alike for a bank and for a government, also above one.
    #[must_use]
    pub fn expected_loss(&self, attention: f64, at_stake: f64) -> f64 {
        product(self.level, self.detection_probability(attention) * at_stake)
    }
}

/// A product in which zero beats infinity: nothing looked at or nothing to lose is no risk under any threat.
fn product(left: f64, right: f64) -> f64 {
    if left == 0.0 || right == 0.0 { 0.0 } else { left * right }
}

/// A threat as one bank meets it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Risk {
    /// p: probability a year of being detected and sanctioned (P1).
    pub detection_probability: f64,
    /// rho: expected loss for each dollar cleared at full capacity (P2); a share of the value.
    pub expected_loss_per_dollar: f64,
}

/// At a fee where supply jumps, whether the jump is still ahead.
#[derive(Debug, Clone, Copy)]
pub(super) enum JumpSide {
    /// Before the jump.
    Left,
    /// After it.
    Right,
}

/// One bank's supply: nothing up to `start`, then in proportion, all its capacity from `start + slope` on.
struct Ramp {
    capacity: f64,
    start: f64,
    slope: f64,
}

/// All banks' supply.
pub(super) struct Supply {
    ramps: Vec<Ramp>,
    /// Fees at which the slope changes, finite, ascending, distinct.
    pub(super) kinks: Vec<f64>,
}

impl Supply {
    pub(super) fn new(system: &BankSystem, risks: &[Risk]) -> Self {
        let ramps: Vec<Ramp> = system
            .banks()
            .iter()
            .zip(risks)
            .map(|(bank, risk)| Ramp {
                capacity: bank.capacity,
                start: bank.base_cost + risk.expected_loss_per_dollar,
                slope: bank.slope,
            })
            .collect();
        let mut kinks: Vec<f64> = ramps.iter().flat_map(|ramp| [ramp.start, ramp.start + ramp.slope]).collect();
        kinks.retain(|kink| kink.is_finite());
        kinks.sort_by(f64::total_cmp);
        kinks.dedup();
        Self { ramps, kinks }
    }

    /// Volume of each bank at a fee, USD billion a year (P3).
    pub(super) fn volumes(&self, fee: f64, side: JumpSide) -> Vec<f64> {
        self.ramps.iter().map(|ramp| ramp.volume(fee, side)).collect()
    }

    /// Volume of all banks at a fee.
    pub(super) fn total(&self, fee: f64, side: JumpSide) -> f64 {
        self.ramps.iter().map(|ramp| ramp.volume(fee, side)).sum()
    }
}

impl Ramp {
    fn volume(&self, fee: f64, side: JumpSide) -> f64 {
        let full = self.start + self.slope;
        if fee < self.start {
            return 0.0;
        }
        if fee > full || (fee == full && (self.start < full || matches!(side, JumpSide::Right))) {
            return self.capacity;
        }
        // Where the slope is lost in rounding beside the start, the ramp is a step.
        if self.start < full { self.capacity * ((fee - self.start) / self.slope).min(1.0) } else { 0.0 }
    }
}
