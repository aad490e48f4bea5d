//! Steps computed from shares and rounds in single precision, corrected so that they end at the exact map's fixed
//! point.
//!
//! A sweep spends most of its time reading shares from memory, and single precision halves that.
//! Rounding moves the step by about 1e-7, smoothly, because the arithmetic stays in double
//! precision. Near the equilibrium the difference to the exact step, taken once at a state `x_0`,
//! is therefore right at `x` up to about `1e-7 |x - x_0|`; added to the rounded step it leaves the
//! exact fixed point. Whether that was reached is always decided by exact residuals, and if it was not, the
//! correction is taken anew there.

use crate::sweep::Precision;

/// Step below which the correction is taken first.
const NEAR: f64 = 1e-4;

/// Tolerance from which on rounding, about 1e-7, does not matter: exact residuals at the end are
/// enough to tell.
const LOOSE: f64 = 1e-6;

/// Exact minus rounded: the step, and the gap of labour.
pub(crate) struct Correction {
    step: Vec<f64>,
    labour_gap: Vec<f64>,
    taken: bool,
}

fn add(values: &mut [f64], changes: &[f64]) {
    for (value, change) in values.iter_mut().zip(changes) {
        *value += change;
    }
}

impl Correction {
    pub fn none() -> Self {
        Self { step: Vec::new(), labour_gap: Vec::new(), taken: false }
    }

    /// Size of a step at which exact residuals are due.
    pub fn trusted_to(&self, tolerance: f64, precision: Precision) -> f64 {
        if self.taken || tolerance >= LOOSE || precision == Precision::Fine { tolerance } else { NEAR }
    }

    /// Corrects a rounded step and gap.
    pub fn apply(&self, step: &mut [f64], labour_gap: &mut [f64]) {
        if self.taken {
            add(step, &self.step);
            add(labour_gap, &self.labour_gap);
        }
    }

    /// Keeps the rounded step and gap, as corrected so far, until the exact ones are known.
    pub fn expect(&mut self, step: &[f64], labour_gap: &[f64]) {
        for (correction, rounded) in [(&mut self.step, step), (&mut self.labour_gap, labour_gap)] {
            correction.resize(rounded.len(), 0.0);
            correction.iter_mut().zip(rounded).for_each(|(correction, rounded)| *correction -= rounded);
        }
    }

    /// Completes the correction with the exact step and gap at the same state.
    pub fn complete(&mut self, step: &[f64], labour_gap: &[f64]) {
        add(&mut self.step, step);
        add(&mut self.labour_gap, labour_gap);
        self.taken = true;
    }
}
