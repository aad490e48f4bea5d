//! Trade elasticities that grow with the time since a shock (`docs/src/methods/extensions.md`, "Trade elasticities by
//! horizon").
//!
//! `theta_j(h) = theta_j psi(h)` with `psi(h) = 1 - (1 - psi_0) exp(-h / tau)`. After Boehm,
//! Levchenko and Pandalai-Nayar (2023, AER 113(4)), who find an elasticity of about 0.76 after
//! a year and about 2 after seven to ten; that is `psi_0` between 0.33 and 0.45 and `tau`
//! between 3 and 5 years. The scaled elasticities make another baseline: give them to
//! [`crate::Primitives::trade_elasticity`] before it is checked.

use crate::{EquilibriumError, Result};

/// How fast trade elasticities reach their long-run values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Horizon {
    share_at_once: f64,
    years_to_adjust: f64,
}

impl Horizon {
    /// `share_at_once` (psi_0) is the share of the long-run elasticity that holds at the moment
    /// of the shock, above 0 and at most 1; `years_to_adjust` (tau, years, positive) is the time
    /// in which the distance to the long run shrinks by the factor e.
    ///
    /// Refuses values outside these ranges.
    pub fn new(share_at_once: f64, years_to_adjust: f64) -> Result<Self> {
        if !(share_at_once > 0.0 && share_at_once <= 1.0) {
            return Err(EquilibriumError::Parameter {
                what: "the share of the trade elasticity that holds at once",
                value: share_at_once,
                expected: "a share above 0 and at most 1",
            });
        }
        if !(years_to_adjust.is_finite() && years_to_adjust > 0.0) {
            return Err(EquilibriumError::Parameter {
                what: "the time in which trade elasticities adjust",
                value: years_to_adjust,
                expected: "a positive number of years",
            });
        }
        Ok(Self { share_at_once, years_to_adjust })
    }

    /// psi(h): the share of the long-run elasticity that holds `years` after the shock.
    ///
    /// An infinite number of years is the long run; negative years are refused.
    pub fn share_after(&self, years: f64) -> Result<f64> {
        if years.is_nan() || years < 0.0 {
            return Err(EquilibriumError::Parameter {
                what: "the time since the shock",
                value: years,
                expected: "a number of years from 0 up",
            });
        }
        Ok(1.0 - (1.0 - self.share_at_once) * (-years / self.years_to_adjust).exp())
    }

    /// theta(h): `[sector]` elasticities `years` after the shock, from the `[sector]` long-run ones.
    pub fn elasticities_after(&self, long_run: &[f64], years: f64) -> Result<Vec<f64>> {
        let share = self.share_after(years)?;
        Ok(long_run.iter().map(|elasticity| elasticity * share).collect())
    }
}
