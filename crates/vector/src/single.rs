//! Loops over single precision, twice as fast as over double: for products with small differences, which single
//! precision holds to about 1e-7 of themselves.
//!
//! As in `loops.rs` this is portable code; `avx2/single.rs` has the twins in explicit instructions, which do the same
//! additions in the same order.

use crate::LANES;
use crate::loops::{self, strides};

type Vector = [f32; LANES];

#[inline(always)]
fn fused<const FUSED: bool>(left: f32, right: f32, sum: f32) -> f32 {
    if FUSED { left.mul_add(right, sum) } else { left * right + sum }
}

#[inline(always)]
fn total(sums: Vector) -> f32 {
    ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]))
}

/// `result[row] = matrix[row] . vector`; rows of `vector.len()` numbers.
#[inline(always)]
pub fn matrix_times<const FUSED: bool>(matrix: &[f32], vector: &[f32], result: &mut [f32]) {
    let vector = vector.as_chunks::<LANES>().0;
    for (row, result) in matrix.as_chunks::<LANES>().0.chunks_exact(vector.len().max(1)).zip(result) {
        let mut sums = [0.0; LANES];
        for (row, vector) in row.iter().zip(vector) {
            for lane in 0..LANES {
                sums[lane] = fused::<FUSED>(row[lane], vector[lane], sums[lane]);
            }
        }
        *result = total(sums);
    }
}

/// `result += matrix' factors`; one factor a row, rows of `result.len()` numbers.
#[inline(always)]
pub fn transposed_times<const FUSED: bool>(matrix: &[f32], factors: &[f32], result: &mut [f32]) {
    let result = result.as_chunks_mut::<LANES>().0;
    for (row, factor) in matrix.as_chunks::<LANES>().0.chunks_exact(result.len().max(1)).zip(factors) {
        for (sums, row) in result.iter_mut().zip(row) {
            for lane in 0..LANES {
                sums[lane] = fused::<FUSED>(*factor, row[lane], sums[lane]);
            }
        }
    }
}

/// `to[column][row] = from[row][column]`, as `loops::transpose`.
#[inline(always)]
pub fn transpose<const FUSED: bool>(from: &[f32], rows: usize, columns: usize, to: &mut [f32]) {
    let Some((width, height)) = strides(from.len(), to.len(), rows, columns) else { return };
    for (row, numbers) in from.chunks_exact(width).enumerate() {
        for (column, number) in numbers.iter().enumerate().take(columns) {
            to[column * height + row] = *number;
        }
    }
}

/// Vectors that [`products`] adds up in single precision before they go to a sum in double precision.
pub const RUN: usize = 16;

/// `result[k] = rows[k] . vector` for a few long rows, added up in double precision.
#[inline(always)]
pub fn products<const FUSED: bool>(rows: &[&[f32]], vector: &[f32], result: &mut [f64]) {
    let vector = vector.as_chunks::<LANES>().0;
    for (row, result) in rows.iter().zip(result) {
        let mut sums = [0.0; LANES];
        for (row, vector) in row.as_chunks::<LANES>().0.chunks(RUN).zip(vector.chunks(RUN)) {
            let mut run = [0.0; LANES];
            for (row, vector) in row.iter().zip(vector) {
                for lane in 0..LANES {
                    run[lane] = fused::<FUSED>(row[lane], vector[lane], run[lane]);
                }
            }
            for lane in 0..LANES {
                sums[lane] += f64::from(run[lane]);
            }
        }
        *result = loops::total(sums);
    }
}

/// `result += sum over k of factors[k] * rows[k]` for a few long rows.
#[inline(always)]
pub fn combine<const FUSED: bool>(rows: &[&[f32]], factors: &[f32], result: &mut [f32]) {
    for (row, factor) in rows.iter().zip(factors) {
        for (sum, row) in result.iter_mut().zip(*row) {
            *sum = fused::<FUSED>(*factor, *row, *sum);
        }
    }
}

/// Adding this rounds a number below 2^22 to an integer in the low bits.
const ROUNDER: f32 = 12_582_912.0;
/// ln 2 in two parts, so that subtracting multiples of it loses nothing.
const LN_2_HIGH: f32 = f32::from_bits(0x3f31_7200);
const LN_2_LOW: f32 = f32::from_bits(0x35bf_be8e);

/// `result = exp(values) - 1`, relative error below 3e-7 also near zero; arguments are kept within -80 and 80.
#[inline(always)]
pub fn exponentials_less_one<const FUSED: bool>(values: &[f32], result: &mut [f32]) {
    for (values, result) in values.as_chunks::<LANES>().0.iter().zip(result.as_chunks_mut::<LANES>().0) {
        for lane in 0..LANES {
            result[lane] = exponential_less_one::<FUSED>(values[lane]);
        }
    }
}

#[inline(always)]
fn exponential_less_one<const FUSED: bool>(value: f32) -> f32 {
    let value = value.clamp(-80.0, 80.0);
    let shifted = fused::<FUSED>(value, std::f32::consts::LOG2_E, ROUNDER);
    let whole = shifted - ROUNDER;
    let rest = fused::<FUSED>(-whole, LN_2_LOW, fused::<FUSED>(-whole, LN_2_HIGH, value));
    // Taylor to the eighth power on |rest| <= ln 2 / 2, without its first term.
    let mut sum = 1.0 / 40_320.0;
    for coefficient in [1.0 / 5_040.0, 1.0 / 720.0, 1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5] {
        sum = fused::<FUSED>(sum, rest, coefficient);
    }
    let less_one = fused::<FUSED>(sum * rest, rest, rest);
    // The integer stands in the low bits of `shifted`.
    let power = f32::from_bits((shifted.to_bits() << 23).wrapping_add(1.0f32.to_bits()));
    fused::<FUSED>(power, less_one, power - 1.0)
}

/// `result = ln(1 + values)`, relative error below 3e-7 also near zero, for values above -1.
#[inline(always)]
pub fn logarithms_of_one_plus<const FUSED: bool>(values: &[f32], result: &mut [f32]) {
    for (values, result) in values.as_chunks::<LANES>().0.iter().zip(result.as_chunks_mut::<LANES>().0) {
        for lane in 0..LANES {
            result[lane] = logarithm_of_one_plus::<FUSED>(values[lane]);
        }
    }
}

#[inline(always)]
fn logarithm_of_one_plus<const FUSED: bool>(value: f32) -> f32 {
    // 1 + value = mantissa * 2^exponent with the mantissa from sqrt(1/2) to sqrt(2).
    const HALF_ROOT: u32 = 0x3f35_04f3;
    const BIAS: u32 = 127 << 23;
    let bits = (1.0 + value).to_bits().wrapping_add(BIAS - HALF_ROOT);
    let exponent = ((bits >> 23) as i32 - 127) as f32;
    let mantissa = f32::from_bits((bits & 0x007f_ffff) + HALF_ROOT);
    // Without a change of exponent the value itself says more than what is left after adding one.
    let excess = if exponent == 0.0 { value } else { mantissa - 1.0 };
    let ratio = excess / (2.0 + excess);
    let square = ratio * ratio;
    let mut series = 2.0 / 11.0;
    for coefficient in [2.0 / 9.0, 2.0 / 7.0, 2.0 / 5.0, 2.0 / 3.0] {
        series = fused::<FUSED>(series, square, coefficient);
    }
    let small = excess - ratio * (excess - series * square);
    fused::<FUSED>(exponent, LN_2_HIGH, fused::<FUSED>(exponent, LN_2_LOW, small))
}
