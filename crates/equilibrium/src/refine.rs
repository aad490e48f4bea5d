//! The map evaluated with shares in single precision, corrected so that it has the exact map's
//! fixed point.
//!
//! A sweep spends most of its time reading shares from memory, and single precision halves that.
//! Rounding moves the map by about 1e-7, smoothly, because the arithmetic stays in double
//! precision. Near the equilibrium the difference to the exact map, taken once at a state `x_0`,
//! is therefore right at `x` up to about `1e-7 |x - x_0|`; added to the rounded map it leaves the
//! exact fixed point. Whether that was reached is always decided by an exact sweep.

use crate::Result;
use crate::sweep::{Economy, Precision, State, Work};

/// Residual below which the correction is taken first.
const NEAR: f64 = 1e-4;

/// Tolerance from which on rounding, about 1e-7, does not matter: one exact sweep at the end is
/// enough to tell.
const LOOSE: f64 = 1e-6;

/// The rounded map with its correction.
pub(crate) struct Refined {
    correction: Option<Correction>,
}

/// Exact minus rounded image: prices, spending and the gap of labour.
struct Correction {
    ln_price: Vec<f64>,
    spending: Vec<f64>,
    labour_gap: Vec<f64>,
}

fn add(values: &mut [f64], changes: &[f64]) {
    for (value, change) in values.iter_mut().zip(changes) {
        *value += change;
    }
}

fn subtract(values: &mut [f64], others: &[f64]) {
    for (value, other) in values.iter_mut().zip(others) {
        *value -= other;
    }
}

impl Refined {
    pub fn new() -> Self {
        Self { correction: None }
    }

    /// Whether the correction was taken.
    pub fn is_corrected(&self) -> bool {
        self.correction.is_some()
    }

    /// Residual at which the next exact sweep is due.
    pub fn trusted_to(&self, tolerance: f64) -> f64 {
        if self.is_corrected() || tolerance >= LOOSE { tolerance } else { NEAR }
    }

    /// The rounded map at `state`, corrected if the correction was taken.
    pub fn sweep(&self, economy: &Economy<'_>, state: &State, next: &mut State, work: &mut Work) -> Result<()> {
        economy.sweep(state, next, work, Precision::Coarse)?;
        if let Some(correction) = &self.correction {
            add(&mut next.ln_price, &correction.ln_price);
            add(&mut next.spending, &correction.spending);
            add(&mut work.labour_gap, &correction.labour_gap);
        }
        Ok(())
    }

    /// The exact map at the state that [`Self::sweep`] was just evaluated at; what is between the
    /// two corrects the sweeps to come.
    pub fn correct(&mut self, economy: &Economy<'_>, state: &State, next: &mut State, work: &mut Work) -> Result<()> {
        let (ln_price, spending) = (next.ln_price.clone(), next.spending.clone());
        let labour_gap = work.labour_gap.clone();
        economy.sweep(state, next, work, Precision::Fine)?;
        let correction = self.correction.get_or_insert_with(|| Correction {
            ln_price: vec![0.0; ln_price.len()],
            spending: vec![0.0; spending.len()],
            labour_gap: vec![0.0; labour_gap.len()],
        });
        for (correction, exact, rounded) in [
            (&mut correction.ln_price, &next.ln_price, &ln_price),
            (&mut correction.spending, &next.spending, &spending),
            (&mut correction.labour_gap, &work.labour_gap, &labour_gap),
        ] {
            add(correction, exact);
            subtract(correction, rounded);
        }
        Ok(())
    }
}
