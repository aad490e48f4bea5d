//! The demand for clearing in partial equilibrium.

use super::error::checked;
use super::{BankSystem, ClearingOutcome, Market, PaymentError, Result, Threat};

/// Demand with one elasticity, `V0 ((1 + fee) / (1 + fee0))^(-theta)`: the partial equilibrium of (P4).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ConstantElasticity {
    volume: f64,
    fee: f64,
    elasticity: f64,
}

impl ConstantElasticity {
    /// `volume` (USD billion a year) at the fee `fee`, with the trade elasticity `elasticity`; zero or more, finite.
    pub fn new(volume: f64, fee: f64, elasticity: f64) -> Result<Self> {
        let expected = "a finite number of zero or more";
        for (what, value) in [("the volume", volume), ("the fee", fee), ("the trade elasticity", elasticity)] {
            checked(what, value, value.is_finite() && value >= 0.0, expected)?;
        }
        Ok(Self { volume, fee, elasticity })
    }

    /// Demand that is met at `volume` when nobody threatens, which also gives the fee without a threat, phi0.
    ///
    /// # Errors
    /// A volume above the banks' capacity, or a parameter out of its range.
    pub fn calibrated(system: &BankSystem, volume: f64, elasticity: f64) -> Result<Self> {
        checked("the volume", volume, volume.is_finite() && volume > 0.0, "a positive finite number")?;
        match Market::new(system, 0.0)?.clear_alone(Threat::NONE, |_| volume)? {
            ClearingOutcome::Cleared(clearing) => Self::new(volume, clearing.fee, elasticity),
            ClearingOutcome::NoFeeClears(_) => Err(PaymentError::AboveCapacity { volume, capacity: system.capacity() }),
        }
    }

    /// The volume wanted at a fee, USD billion a year.
    #[must_use]
    pub fn at(&self, fee: f64) -> f64 {
        self.volume * ((1.0 + fee) / (1.0 + self.fee)).powf(-self.elasticity)
    }

    /// The fee at which the volume is the given one: phi0 where it was calibrated.
    #[must_use]
    pub fn reference_fee(&self) -> f64 {
        self.fee
    }

    /// The volume at the reference fee, USD billion a year.
    #[must_use]
    pub fn reference_volume(&self) -> f64 {
        self.volume
    }
}
