//! Rounding to single precision: when it pays, and which numbers survive it.

/// Number of flows (padded) from which on single precision pays: with fewer, the shares fit a core's own cache (half a
/// megabyte), an evaluation does not wait for memory, and single-precision copies are neither made nor read.
pub(crate) const LEAST_FLOWS_FOR_SINGLE: usize = 1 << 16;

/// Least positive coefficient that single precision is trusted with. The format's normal numbers start at 1.2e-38, and a
/// coefficient is multiplied by a producer's power, which may be small as well.
const LEAST_IN_SINGLE: f64 = 1e-24;

/// The numbers rounded to single precision.
pub(crate) fn to_single(values: &[f64]) -> Vec<f32> {
    values.iter().map(|value| *value as f32).collect()
}

/// Whether a coefficient keeps its relative precision when it is rounded to single precision.
pub(crate) fn fits_single(coefficient: f64) -> bool {
    coefficient == 0.0 || coefficient >= LEAST_IN_SINGLE
}
