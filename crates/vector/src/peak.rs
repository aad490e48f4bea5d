//! The most multiply-adds that a processor does, for benchmarks to compare with.

#![allow(unsafe_code, reason = "calls of functions with processor features, after asking for them")]

use std::hint::black_box;

#[cfg(target_arch = "x86_64")]
use crate::Level;
use crate::level;

/// Registers whose chains of multiply-adds do not wait for each other.
const CHAINS: usize = 12;

/// What every chain multiplies with and adds; each has its fixed point at one.
const FACTOR: f64 = 0.999;
const TERM: f64 = 1e-3;

/// Does `rounds` of independent multiply-adds on numbers in registers, with the widest instructions there are. Returns
/// how many floating-point operations that was, a multiply-add being two, and a result so that none is left out.
#[must_use]
pub fn multiply_adds(rounds: u32) -> (f64, f64) {
    let (lanes, result) = match level() {
        // SAFETY: the processor has these features.
        #[cfg(target_arch = "x86_64")]
        Level::Avx512 => (8, unsafe { avx512(rounds) }),
        // SAFETY: as above.
        #[cfg(target_arch = "x86_64")]
        Level::Avx2 => (4, unsafe { avx2(rounds) }),
        _ => (1, portable(rounds)),
    };
    (2.0 * f64::from(rounds) * CHAINS as f64 * f64::from(lanes), result)
}

/// Without fused instructions a `mul_add` would be a call, so the two are separate here.
fn portable(rounds: u32) -> f64 {
    let (factor, term) = black_box((FACTOR, TERM));
    let mut sums = [1.0f64; CHAINS];
    for _ in 0..rounds {
        sums.iter_mut().for_each(|sum| *sum = *sum * factor + term);
    }
    sums.iter().sum()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn avx2(rounds: u32) -> f64 {
    use std::arch::x86_64::{_mm256_cvtsd_f64, _mm256_fmadd_pd, _mm256_set1_pd};
    let (factor, term) = black_box((_mm256_set1_pd(FACTOR), _mm256_set1_pd(TERM)));
    let mut sums = [_mm256_set1_pd(1.0); CHAINS];
    for _ in 0..rounds {
        sums.iter_mut().for_each(|sum| *sum = _mm256_fmadd_pd(*sum, factor, term));
    }
    sums.into_iter().map(|sum| _mm256_cvtsd_f64(sum)).sum()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f")]
fn avx512(rounds: u32) -> f64 {
    use std::arch::x86_64::{_mm512_cvtsd_f64, _mm512_fmadd_pd, _mm512_set1_pd};
    let (factor, term) = black_box((_mm512_set1_pd(FACTOR), _mm512_set1_pd(TERM)));
    let mut sums = [_mm512_set1_pd(1.0); CHAINS];
    for _ in 0..rounds {
        sums.iter_mut().for_each(|sum| *sum = _mm512_fmadd_pd(*sum, factor, term));
    }
    sums.into_iter().map(|sum| _mm512_cvtsd_f64(sum)).sum()
}

#[cfg(test)]
mod tests {
    use super::multiply_adds;

    /// Each chain stays where it starts, at one.
    #[test]
    fn chains_stay_at_their_fixed_point() {
        let (operations, result) = multiply_adds(1000);
        assert!((result - 12.0).abs() < 1e-9, "{result}");
        assert!(operations >= 24_000.0);
    }
}
