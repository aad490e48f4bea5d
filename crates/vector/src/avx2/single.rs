//! The loops of `single.rs` in explicit AVX2 instructions.

#![allow(unsafe_code, reason = "loads and stores through pointers, inside lengths that are checked first")]

use std::arch::x86_64::{
    __m256, _mm_loadu_ps, _mm_movehl_ps, _mm_movelh_ps, _mm_storeu_ps, _mm_unpackhi_ps, _mm_unpacklo_ps, _mm256_add_pd,
    _mm256_add_ps, _mm256_castps256_ps128, _mm256_cvtps_pd, _mm256_extractf128_ps, _mm256_fmadd_ps, _mm256_hadd_ps,
    _mm256_loadu_ps, _mm256_permute2f128_ps, _mm256_set1_ps, _mm256_setzero_pd, _mm256_setzero_ps, _mm256_storeu_ps,
};

use super::total;
use crate::LANES;
use crate::loops::{holds, strides};
use crate::single::RUN;

/// Rows that are worked on at once where there are few.
const FOUR: usize = 4;

/// Rows that [`matrix_times`] multiplies at once: enough additions that do not wait for each other.
const ROWS: usize = 8;

/// Sums of eight registers, each in the order of `single::total`.
#[inline]
#[target_feature(enable = "avx2,fma")]
fn totals(sums: [__m256; ROWS]) -> __m256 {
    let [one, two, three, four, five, six, seven, last] = sums;
    let first = _mm256_hadd_ps(_mm256_hadd_ps(one, two), _mm256_hadd_ps(three, four));
    let second = _mm256_hadd_ps(_mm256_hadd_ps(five, six), _mm256_hadd_ps(seven, last));
    let low = _mm256_permute2f128_ps::<0x20>(first, second);
    let high = _mm256_permute2f128_ps::<0x31>(first, second);
    _mm256_add_ps(low, high)
}

/// Twin of `single::matrix_times`.
#[target_feature(enable = "avx2,fma")]
pub fn matrix_times(matrix: &[f32], vector: &[f32], result: &mut [f32]) {
    let width = vector.len();
    assert!(width.is_multiple_of(LANES) && holds(matrix.len(), result.len(), width));
    let (matrix, vector) = (matrix.as_ptr(), vector.as_ptr());
    let (whole, tail) = result.as_chunks_mut::<ROWS>();
    // SAFETY: the matrix has a row of `width` numbers for each result, no step goes beyond `width`, and eight numbers are
    // written to eight.
    unsafe {
        for (block, result) in whole.iter_mut().enumerate() {
            let first = matrix.add(ROWS * block * width);
            let mut sums = [_mm256_setzero_ps(); ROWS];
            for place in (0..width).step_by(LANES) {
                let right = _mm256_loadu_ps(vector.add(place));
                for (row, sum) in sums.iter_mut().enumerate() {
                    *sum = _mm256_fmadd_ps(_mm256_loadu_ps(first.add(row * width + place)), right, *sum);
                }
            }
            _mm256_storeu_ps(result.as_mut_ptr(), totals(sums));
        }
        let first = matrix.add(ROWS * whole.len() * width);
        let mut sums = [_mm256_setzero_ps(); ROWS];
        for (row, sum) in sums.iter_mut().enumerate().take(tail.len()) {
            for place in (0..width).step_by(LANES) {
                let right = _mm256_loadu_ps(vector.add(place));
                *sum = _mm256_fmadd_ps(_mm256_loadu_ps(first.add(row * width + place)), right, *sum);
            }
        }
        let mut stored = [0.0; ROWS];
        _mm256_storeu_ps(stored.as_mut_ptr(), totals(sums));
        tail.copy_from_slice(&stored[..tail.len()]);
    }
}

/// Adds all scaled rows to `COUNT` registers of one vector, without storing them in between.
///
/// # Safety
/// `COUNT * LANES` numbers can be read and written from `result` on, and read from the place of the
/// same column in each of the `factors.len()` rows, which are `width` numbers apart.
#[inline]
#[target_feature(enable = "avx2,fma")]
unsafe fn columns<const COUNT: usize>(matrix: *const f32, factors: &[f32], result: *mut f32, width: usize) {
    let mut sums = [_mm256_setzero_ps(); COUNT];
    // SAFETY: the caller's promise.
    unsafe {
        for (place, sum) in sums.iter_mut().enumerate() {
            *sum = _mm256_loadu_ps(result.add(LANES * place));
        }
        for (row, factor) in factors.iter().enumerate() {
            let (row, factor) = (matrix.add(row * width), _mm256_set1_ps(*factor));
            for (place, sum) in sums.iter_mut().enumerate() {
                *sum = _mm256_fmadd_ps(factor, _mm256_loadu_ps(row.add(LANES * place)), *sum);
            }
        }
        for (place, sum) in sums.iter().enumerate() {
            _mm256_storeu_ps(result.add(LANES * place), *sum);
        }
    }
}

/// Twin of `single::transposed_times`.
#[target_feature(enable = "avx2,fma")]
pub fn transposed_times(matrix: &[f32], factors: &[f32], result: &mut [f32]) {
    let width = result.len();
    assert!(width.is_multiple_of(LANES) && holds(matrix.len(), factors.len(), width));
    let (matrix, result) = (matrix.as_ptr(), result.as_mut_ptr());
    let mut place = 0;
    while place < width {
        let left = (width - place) / LANES;
        // SAFETY: the matrix has a row of `width` numbers for each factor, and no step goes beyond `width`.
        let done = unsafe {
            let (matrix, result) = (matrix.add(place), result.add(place));
            match left {
                10.. => columns::<10>(matrix, factors, result, width),
                7.. => columns::<7>(matrix, factors, result, width),
                4.. => columns::<4>(matrix, factors, result, width),
                2.. => columns::<2>(matrix, factors, result, width),
                _ => columns::<1>(matrix, factors, result, width),
            }
            match left {
                10.. => 10,
                7.. => 7,
                4.. => 4,
                2.. => 2,
                _ => 1,
            }
        };
        place += done * LANES;
    }
}

/// Twin of `single::transpose`.
#[target_feature(enable = "avx2,fma")]
pub fn transpose(from: &[f32], rows: usize, columns: usize, to: &mut [f32]) {
    let Some((width, height)) = strides(from.len(), to.len(), rows, columns) else { return };
    let (source, target) = (from.as_ptr(), to.as_mut_ptr());
    let (whole_rows, whole_columns) = (rows / FOUR * FOUR, columns / FOUR * FOUR);
    for row in (0..whole_rows).step_by(FOUR) {
        for column in (0..whole_columns).step_by(FOUR) {
            // SAFETY: four rows of `width` and four columns of `height` numbers lie inside the slices,
            // as `strides` makes sure.
            unsafe {
                let place = source.add(row * width + column);
                let [one, two, three, last] = [0, 1, 2, 3].map(|row| _mm_loadu_ps(place.add(row * width)));
                let (low, high) = (_mm_unpacklo_ps(one, two), _mm_unpackhi_ps(one, two));
                let (low_below, high_below) = (_mm_unpacklo_ps(three, last), _mm_unpackhi_ps(three, last));
                let place = target.add(column * height + row);
                _mm_storeu_ps(place, _mm_movelh_ps(low, low_below));
                _mm_storeu_ps(place.add(height), _mm_movehl_ps(low_below, low));
                _mm_storeu_ps(place.add(2 * height), _mm_movelh_ps(high, high_below));
                _mm_storeu_ps(place.add(3 * height), _mm_movehl_ps(high_below, high));
            }
        }
    }
    for row in 0..rows {
        for column in if row < whole_rows { whole_columns } else { 0 }..columns {
            to[column * height + row] = from[row * width + column];
        }
    }
}

/// Twin of `single::products`.
#[target_feature(enable = "avx2,fma")]
pub fn products(rows: &[&[f32]], vector: &[f32], result: &mut [f64]) {
    let width = vector.len();
    assert!(width.is_multiple_of(LANES) && rows.iter().all(|row| row.len() >= width));
    for (rows, result) in rows.chunks(FOUR).zip(result.chunks_mut(FOUR)) {
        // The last row fills a block of four; its further sums are not used.
        let row = |place: usize| rows[place.min(rows.len() - 1)].as_ptr();
        // SAFETY: every row has `width` numbers.
        let sums = unsafe { four_products([row(0), row(1), row(2), row(3)], vector) };
        result.copy_from_slice(&sums[..result.len()]);
    }
}

/// Inner products of four rows with one vector.
///
/// # Safety
/// Each row has as many numbers as the vector.
#[inline]
#[target_feature(enable = "avx2,fma")]
unsafe fn four_products(rows: [*const f32; FOUR], vector: &[f32]) -> [f64; FOUR] {
    let mut low = [_mm256_setzero_pd(); FOUR];
    let mut high = [_mm256_setzero_pd(); FOUR];
    for start in (0..vector.len()).step_by(RUN * LANES) {
        let mut runs = [_mm256_setzero_ps(); FOUR];
        for place in (start..vector.len().min(start + RUN * LANES)).step_by(LANES) {
            // SAFETY: the caller's promise.
            unsafe {
                let right = _mm256_loadu_ps(vector.as_ptr().add(place));
                for (row, run) in rows.iter().zip(&mut runs) {
                    *run = _mm256_fmadd_ps(_mm256_loadu_ps(row.add(place)), right, *run);
                }
            }
        }
        for ((run, low), high) in runs.iter().zip(&mut low).zip(&mut high) {
            *low = _mm256_add_pd(*low, _mm256_cvtps_pd(_mm256_castps256_ps128(*run)));
            *high = _mm256_add_pd(*high, _mm256_cvtps_pd(_mm256_extractf128_ps::<1>(*run)));
        }
    }
    let mut sums = [0.0; FOUR];
    for (sum, (low, high)) in sums.iter_mut().zip(low.iter().zip(&high)) {
        *sum = total(*low, *high);
    }
    sums
}

/// Twin of `single::combine`.
#[target_feature(enable = "avx2,fma")]
pub fn combine(rows: &[&[f32]], factors: &[f32], result: &mut [f32]) {
    let width = result.len();
    assert!(width.is_multiple_of(LANES) && rows.iter().all(|row| row.len() >= width));
    let result = result.as_mut_ptr();
    for place in (0..width).step_by(LANES) {
        // SAFETY: every row and the result have `width` numbers.
        unsafe {
            let mut sum = _mm256_loadu_ps(result.add(place));
            for (row, factor) in rows.iter().zip(factors) {
                sum = _mm256_fmadd_ps(_mm256_set1_ps(*factor), _mm256_loadu_ps(row.as_ptr().add(place)), sum);
            }
            _mm256_storeu_ps(result.add(place), sum);
        }
    }
}
