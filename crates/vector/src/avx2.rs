//! The heavy loops in explicit AVX2 instructions. The compiler turns their portable twins in
//! `loops.rs` into shuffles: an embargo on the world of 2022 took 10.2 ms with those and 5.8 ms with
//! these (Rust 1.95, an EPYC without AVX-512).
//!
//! Every function does the additions of its twin, compiled with fused multiply-add, in the same
//! order: the results are the same bytes, which the tests of `dispatch.rs` check. On processors
//! with AVX-512 these loops serve too, so that both kinds give the same bytes.

#![allow(unsafe_code, reason = "loads and stores through pointers, inside lengths that are checked first")]

use std::arch::x86_64::{
    __m256d, _MM_HINT_T0, _mm_add_pd, _mm_add_sd, _mm_cvtsd_f64, _mm_prefetch, _mm_unpackhi_pd, _mm256_add_pd,
    _mm256_castpd256_pd128, _mm256_extractf128_pd, _mm256_fmadd_pd, _mm256_loadu_pd, _mm256_permute2f128_pd,
    _mm256_set1_pd, _mm256_setzero_pd, _mm256_storeu_pd, _mm256_unpackhi_pd, _mm256_unpacklo_pd,
};

use crate::{LANES, loops};

pub mod single;

/// Half of the lanes: the numbers in one register.
const HALF: usize = 4;

/// Sum of eight lanes, in the order of `loops::total`.
#[inline]
#[target_feature(enable = "avx2,fma")]
fn total(low: __m256d, high: __m256d) -> f64 {
    let four = _mm256_add_pd(low, high);
    let two = _mm_add_pd(_mm256_castpd256_pd128(four), _mm256_extractf128_pd::<1>(four));
    _mm_cvtsd_f64(_mm_add_sd(two, _mm_unpackhi_pd(two, two)))
}

/// Inner products of `ROWS` rows with one vector, all of `width` numbers.
///
/// # Safety
/// `width` numbers can be read from each pointer; `width` is a multiple of [`LANES`].
#[inline]
#[target_feature(enable = "avx2,fma")]
unsafe fn inner<const ROWS: usize>(rows: [*const f64; ROWS], vector: *const f64, width: usize) -> [f64; ROWS] {
    let mut low = [_mm256_setzero_pd(); ROWS];
    let mut high = [_mm256_setzero_pd(); ROWS];
    let mut place = 0;
    while place < width {
        // SAFETY: `place + LANES <= width`.
        unsafe {
            let (first, second) = (_mm256_loadu_pd(vector.add(place)), _mm256_loadu_pd(vector.add(place + HALF)));
            for row in 0..ROWS {
                low[row] = _mm256_fmadd_pd(_mm256_loadu_pd(rows[row].add(place)), first, low[row]);
                high[row] = _mm256_fmadd_pd(_mm256_loadu_pd(rows[row].add(place + HALF)), second, high[row]);
            }
        }
        place += LANES;
    }
    let mut sums = [0.0; ROWS];
    for row in 0..ROWS {
        sums[row] = total(low[row], high[row]);
    }
    sums
}

/// Adds `ROWS` scaled rows to one vector, all of `width` numbers.
///
/// # Safety
/// As for [`inner`]; `vector` can be written.
#[inline]
#[target_feature(enable = "avx2,fma")]
unsafe fn outer<const ROWS: usize>(rows: [*const f64; ROWS], factors: [f64; ROWS], vector: *mut f64, width: usize) {
    let mut place = 0;
    while place < width {
        // SAFETY: `place + HALF <= width`.
        unsafe {
            let mut sum = _mm256_loadu_pd(vector.add(place));
            for row in 0..ROWS {
                sum = _mm256_fmadd_pd(_mm256_set1_pd(factors[row]), _mm256_loadu_pd(rows[row].add(place)), sum);
            }
            _mm256_storeu_pd(vector.add(place), sum);
        }
        place += HALF;
    }
}

/// Pointers to four rows of a matrix.
///
/// # Safety
/// The matrix has the rows `first` to `first + 3` of `width` numbers.
#[inline]
unsafe fn four(matrix: *const f64, width: usize, first: usize) -> [*const f64; 4] {
    // SAFETY: the caller's promise.
    unsafe { [0, 1, 2, 3].map(|row| matrix.add((first + row) * width)) }
}

/// Twin of `loops::matrix_times`.
#[target_feature(enable = "avx2,fma")]
pub fn matrix_times(matrix: &[f64], vector: &[f64], result: &mut [f64]) {
    let width = vector.len();
    assert!(width.is_multiple_of(LANES) && loops::holds(matrix.len(), result.len(), width));
    let (matrix, vector) = (matrix.as_ptr(), vector.as_ptr());
    let (whole, tail) = result.as_chunks_mut::<4>();
    let first_of_tail = 4 * whole.len();
    // SAFETY: the matrix has a row of `width` numbers for each result.
    unsafe {
        for (block, result) in whole.iter_mut().enumerate() {
            *result = inner(four(matrix, width, 4 * block), vector, width);
        }
        for (row, result) in tail.iter_mut().enumerate() {
            [*result] = inner([matrix.add((first_of_tail + row) * width)], vector, width);
        }
    }
}

/// Registers of sums that [`transposed_times`] keeps through all rows; with one for the factor
/// and one for the numbers read they fill the sixteen there are.
const KEPT: usize = 14;

/// Adds all scaled rows to `COUNT` registers of one vector, without storing them in between.
///
/// # Safety
/// `COUNT * HALF` numbers can be read and written from `result` on, and read from the place of the
/// same column in each of the `factors.len()` rows, which are `width` numbers apart.
#[inline]
#[target_feature(enable = "avx2,fma")]
unsafe fn columns<const COUNT: usize>(matrix: *const f64, factors: &[f64], result: *mut f64, width: usize) {
    let mut sums = [_mm256_setzero_pd(); COUNT];
    // SAFETY: the caller's promise.
    unsafe {
        for (place, sum) in sums.iter_mut().enumerate() {
            *sum = _mm256_loadu_pd(result.add(HALF * place));
        }
        for (row, factor) in factors.iter().enumerate() {
            let (row, factor) = (matrix.add(row * width), _mm256_set1_pd(*factor));
            for (place, sum) in sums.iter_mut().enumerate() {
                *sum = _mm256_fmadd_pd(factor, _mm256_loadu_pd(row.add(HALF * place)), *sum);
            }
        }
        for (place, sum) in sums.iter().enumerate() {
            _mm256_storeu_pd(result.add(HALF * place), *sum);
        }
    }
}

/// Twin of `loops::transposed_times`.
#[target_feature(enable = "avx2,fma")]
pub fn transposed_times(matrix: &[f64], factors: &[f64], result: &mut [f64]) {
    let width = result.len();
    assert!(width.is_multiple_of(LANES) && loops::holds(matrix.len(), factors.len(), width));
    let (matrix, result) = (matrix.as_ptr(), result.as_mut_ptr());
    let mut place = 0;
    // SAFETY: the matrix has a row of `width` numbers for each factor, and no step goes beyond `width`.
    unsafe {
        while place + KEPT * HALF <= width {
            columns::<KEPT>(matrix.add(place), factors, result.add(place), width);
            place += KEPT * HALF;
        }
        while place + 3 * LANES <= width {
            columns::<6>(matrix.add(place), factors, result.add(place), width);
            place += 3 * LANES;
        }
        while place < width {
            columns::<2>(matrix.add(place), factors, result.add(place), width);
            place += LANES;
        }
    }
}

/// Twin of `loops::transpose`.
#[target_feature(enable = "avx2,fma")]
pub fn transpose(from: &[f64], rows: usize, columns: usize, to: &mut [f64]) {
    let Some((width, height)) = loops::strides(from.len(), to.len(), rows, columns) else { return };
    let (source, target) = (from.as_ptr(), to.as_mut_ptr());
    let (whole_rows, whole_columns) = (rows / HALF * HALF, columns / HALF * HALF);
    for row in (0..whole_rows).step_by(HALF) {
        for column in (0..whole_columns).step_by(HALF) {
            // SAFETY: four rows of `width` and four columns of `height` numbers lie inside the slices,
            // as `strides` makes sure.
            unsafe {
                let place = source.add(row * width + column);
                let one = _mm256_loadu_pd(place);
                let two = _mm256_loadu_pd(place.add(width));
                let three = _mm256_loadu_pd(place.add(2 * width));
                let last = _mm256_loadu_pd(place.add(3 * width));
                let (even, odd) = (_mm256_unpacklo_pd(one, two), _mm256_unpackhi_pd(one, two));
                let (even_below, odd_below) = (_mm256_unpacklo_pd(three, last), _mm256_unpackhi_pd(three, last));
                let place = target.add(column * height + row);
                _mm256_storeu_pd(place, _mm256_permute2f128_pd::<0x20>(even, even_below));
                _mm256_storeu_pd(place.add(height), _mm256_permute2f128_pd::<0x20>(odd, odd_below));
                _mm256_storeu_pd(place.add(2 * height), _mm256_permute2f128_pd::<0x31>(even, even_below));
                _mm256_storeu_pd(place.add(3 * height), _mm256_permute2f128_pd::<0x31>(odd, odd_below));
            }
        }
    }
    for row in 0..rows {
        for column in if row < whole_rows { whole_columns } else { 0 }..columns {
            to[column * height + row] = from[row * width + column];
        }
    }
}

/// How far ahead, in bytes, a long pass asks for what it will read: the processor's own foresight ends with each page
/// of 4,096 bytes. Measured: a pass over shares in double precision that are not in the cache takes half the time.
const AHEAD: usize = 10_240;

/// Asks for `count` numbers, [`AHEAD`] of `pointer`, to be brought into the cache; harmless where there are none.
#[inline]
#[target_feature(enable = "avx2,fma")]
fn ahead<N>(pointer: *const N, count: usize) {
    let first = pointer.cast::<i8>().wrapping_add(AHEAD);
    for line in (0..count * size_of::<N>()).step_by(64) {
        _mm_prefetch::<_MM_HINT_T0>(first.wrapping_add(line));
    }
}

/// Twin of `loops::market`.
#[target_feature(enable = "avx2,fma")]
pub fn market(
    demand: &[f64],
    supply: &[f64],
    power: &[f64],
    spending: &[f64],
    price_sum: &mut [f64],
    supplied: &mut [f64],
) {
    let width = power.len();
    let buyers = price_sum.len();
    assert!(
        width.is_multiple_of(LANES)
            && loops::holds(demand.len(), buyers, width)
            && loops::holds(supply.len(), buyers, width)
    );
    assert!(spending.len() >= buyers && supplied.len() >= width);
    // Blocks of four are those of the buyers, however much longer the spending is.
    let spending = &spending[..buyers];
    let spread = |spending: f64, sum: f64| if sum > 0.0 { spending / sum } else { 0.0 };
    let (demand, supply, power, supplied) = (demand.as_ptr(), supply.as_ptr(), power.as_ptr(), supplied.as_mut_ptr());
    let (whole, tail) = price_sum.as_chunks_mut::<4>();
    let (spending_whole, spending_tail) = spending.as_chunks::<4>();
    let first_of_tail = 4 * whole.len();
    // SAFETY: demand and supply have a row of `width` numbers for each buyer.
    unsafe {
        for (block, (sums, spending)) in whole.iter_mut().zip(spending_whole).enumerate() {
            ahead(demand.add(4 * block * width), 4 * width);
            *sums = inner(four(demand, width, 4 * block), power, width);
            let factors = [0, 1, 2, 3].map(|row| spread(spending[row], sums[row]));
            outer(four(supply, width, 4 * block), factors, supplied, width);
        }
        for (row, (sum, spending)) in tail.iter_mut().zip(spending_tail).enumerate() {
            let start = (first_of_tail + row) * width;
            [*sum] = inner([demand.add(start)], power, width);
            outer([supply.add(start)], [spread(*spending, *sum)], supplied, width);
        }
    }
}

/// Twin of `loops::products`.
#[target_feature(enable = "avx2,fma")]
pub fn products(rows: &[&[f64]], vector: &[f64], result: &mut [f64]) {
    let width = vector.len();
    assert!(width.is_multiple_of(LANES) && rows.iter().all(|row| row.len() >= width));
    for (rows, result) in rows.chunks(4).zip(result.chunks_mut(4)) {
        // SAFETY: every row has `width` numbers.
        unsafe {
            match (rows, result) {
                ([one, two, three, last], result) => {
                    let pointers = [one.as_ptr(), two.as_ptr(), three.as_ptr(), last.as_ptr()];
                    result.copy_from_slice(&inner(pointers, vector.as_ptr(), width));
                }
                (rows, result) => {
                    for (row, result) in rows.iter().zip(result) {
                        [*result] = inner([row.as_ptr()], vector.as_ptr(), width);
                    }
                }
            }
        }
    }
}

/// Twin of `loops::combine`.
#[target_feature(enable = "avx2,fma")]
pub fn combine(rows: &[&[f64]], factors: &[f64], result: &mut [f64]) {
    let width = result.len();
    assert!(width.is_multiple_of(LANES) && rows.iter().all(|row| row.len() >= width));
    for (rows, factors) in rows.chunks(4).zip(factors.chunks(4)) {
        // SAFETY: every row has `width` numbers.
        unsafe {
            if let ([one, two, three, last], [first, second, third, fourth]) = (rows, factors) {
                let pointers = [one.as_ptr(), two.as_ptr(), three.as_ptr(), last.as_ptr()];
                outer(pointers, [*first, *second, *third, *fourth], result.as_mut_ptr(), width);
            } else {
                for (row, factor) in rows.iter().zip(factors) {
                    outer([row.as_ptr()], [*factor], result.as_mut_ptr(), width);
                }
            }
        }
    }
}

/// Twin of `loops::multiply_add`.
#[target_feature(enable = "avx2,fma")]
pub fn multiply_add(factor: f64, row: &[f64], result: &mut [f64]) {
    let width = result.len();
    assert!(width.is_multiple_of(LANES) && row.len() >= width);
    // SAFETY: the row has `width` numbers.
    unsafe { outer([row.as_ptr()], [factor], result.as_mut_ptr(), width) }
}
