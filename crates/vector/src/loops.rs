//! The loops themselves, in portable code that compilers turn into vector instructions.
//!
//! `FUSED` says whether the processor multiplies and adds in one instruction; without it
//! `f64::mul_add` would be a slow library call.

use crate::LANES;

type Vector = [f64; LANES];

const ZERO: Vector = [0.0; LANES];

#[inline(always)]
fn fused<const FUSED: bool>(left: f64, right: f64, sum: f64) -> f64 {
    if FUSED { left.mul_add(right, sum) } else { left * right + sum }
}

#[inline(always)]
fn accumulate<const FUSED: bool>(sum: &mut Vector, left: &Vector, right: &Vector) {
    for lane in 0..LANES {
        sum[lane] = fused::<FUSED>(left[lane], right[lane], sum[lane]);
    }
}

#[inline(always)]
fn scale<const FUSED: bool>(sum: &mut Vector, factor: f64, row: &Vector) {
    for lane in 0..LANES {
        sum[lane] = fused::<FUSED>(factor, row[lane], sum[lane]);
    }
}

#[inline(always)]
pub fn total(sums: Vector) -> f64 {
    ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]))
}

#[inline(always)]
fn vectors(row: &[f64]) -> &[Vector] {
    row.as_chunks::<LANES>().0
}

#[inline(always)]
fn vectors_mut(row: &mut [f64]) -> &mut [Vector] {
    row.as_chunks_mut::<LANES>().0
}

/// Four rows of a row-major matrix.
struct Four<'a>(&'a [Vector], &'a [Vector], &'a [Vector], &'a [Vector]);

/// Rows `first` to `first + 3` of a matrix whose rows have `width` vectors.
#[inline(always)]
fn four(matrix: &[Vector], width: usize, first: usize) -> Four<'_> {
    let block = &matrix[first * width..(first + 4) * width];
    let (upper, lower) = block.split_at(2 * width);
    let (one, two) = upper.split_at(width);
    let (three, last) = lower.split_at(width);
    Four(one, two, three, last)
}

/// Inner products of four rows with one vector.
#[inline(always)]
fn four_products<const FUSED: bool>(rows: &Four<'_>, vector: &[Vector]) -> [f64; 4] {
    let (mut one, mut two, mut three, mut last) = (ZERO, ZERO, ZERO, ZERO);
    let left = rows.0.iter().zip(rows.1).zip(rows.2).zip(rows.3);
    for ((((first, second), third), fourth), right) in left.zip(vector) {
        accumulate::<FUSED>(&mut one, first, right);
        accumulate::<FUSED>(&mut two, second, right);
        accumulate::<FUSED>(&mut three, third, right);
        accumulate::<FUSED>(&mut last, fourth, right);
    }
    [total(one), total(two), total(three), total(last)]
}

/// Adds four scaled rows to one vector.
#[inline(always)]
fn four_rows<const FUSED: bool>(rows: &Four<'_>, factors: [f64; 4], vector: &mut [Vector]) {
    let left = rows.0.iter().zip(rows.1).zip(rows.2).zip(rows.3);
    for ((((first, second), third), fourth), sum) in left.zip(vector) {
        let mut lanes = *sum;
        scale::<FUSED>(&mut lanes, factors[0], first);
        scale::<FUSED>(&mut lanes, factors[1], second);
        scale::<FUSED>(&mut lanes, factors[2], third);
        scale::<FUSED>(&mut lanes, factors[3], fourth);
        *sum = lanes;
    }
}

#[inline(always)]
fn one_product<const FUSED: bool>(row: &[Vector], vector: &[Vector]) -> f64 {
    let mut sum = ZERO;
    for (left, right) in row.iter().zip(vector) {
        accumulate::<FUSED>(&mut sum, left, right);
    }
    total(sum)
}

#[inline(always)]
fn one_row<const FUSED: bool>(row: &[Vector], factor: f64, vector: &mut [Vector]) {
    for (sum, row) in vector.iter_mut().zip(row) {
        scale::<FUSED>(sum, factor, row);
    }
}

/// `result[row] = matrix[row] . vector`; rows of `vector.len()` numbers.
#[inline(always)]
pub fn matrix_times<const FUSED: bool>(matrix: &[f64], vector: &[f64], result: &mut [f64]) {
    let (matrix, vector) = (vectors(matrix), vectors(vector));
    let width = vector.len();
    let (whole, tail) = result.as_chunks_mut::<4>();
    let first_of_tail = 4 * whole.len();
    for (block, result) in whole.iter_mut().enumerate() {
        *result = four_products::<FUSED>(&four(matrix, width, 4 * block), vector);
    }
    for (row, result) in tail.iter_mut().enumerate() {
        *result = one_product::<FUSED>(&matrix[(first_of_tail + row) * width..][..width], vector);
    }
}

/// `result += matrix' factors`; one factor a row, rows of `result.len()` numbers.
#[inline(always)]
pub fn transposed_times<const FUSED: bool>(matrix: &[f64], factors: &[f64], result: &mut [f64]) {
    let matrix = vectors(matrix);
    let result = vectors_mut(result);
    let width = result.len();
    let (whole, tail) = factors.as_chunks::<4>();
    for (block, factors) in whole.iter().enumerate() {
        four_rows::<FUSED>(&four(matrix, width, 4 * block), *factors, result);
    }
    for (row, factor) in tail.iter().enumerate() {
        one_row::<FUSED>(&matrix[(4 * whole.len() + row) * width..][..width], *factor, result);
    }
}

/// Lengths of the rows of a `rows` by `columns` matrix held in `from` numbers and of its transpose
/// held in `to` numbers, both perhaps padded; nothing to do if there is none.
///
/// # Panics
/// If the numbers are too few.
#[inline(always)]
pub fn strides(from: usize, to: usize, rows: usize, columns: usize) -> Option<(usize, usize)> {
    let width = from.checked_div(rows)?;
    let height = to.checked_div(columns)?;
    assert!(width >= columns && height >= rows, "a matrix of {rows} x {columns} in {from} and {to} numbers");
    Some((width, height))
}

/// Whether a slice of a length has as many rows of a width; not where their product is no length at all.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
pub fn holds(length: usize, rows: usize, width: usize) -> bool {
    rows.checked_mul(width).is_some_and(|numbers| length >= numbers)
}

/// `to[column][row] = from[row][column]`; what pads the rows of `to` is left as it was.
#[inline(always)]
pub fn transpose(from: &[f64], rows: usize, columns: usize, to: &mut [f64]) {
    let Some((width, height)) = strides(from.len(), to.len(), rows, columns) else { return };
    for (row, numbers) in from.chunks_exact(width).enumerate() {
        for (column, number) in numbers.iter().enumerate().take(columns) {
            to[column * height + row] = *number;
        }
    }
}

/// One product's market, in one pass over A and B while their rows are in the cache:
/// `price_sum[n] = demand[n] . power`, then `supplied += supply[n] * spending[n] / price_sum[n]`.
/// A buyer without suppliers has a price sum of zero and adds nothing.
#[inline(always)]
pub fn market<const FUSED: bool>(
    demand: &[f64],
    supply: &[f64],
    power: &[f64],
    spending: &[f64],
    price_sum: &mut [f64],
    supplied: &mut [f64],
) {
    let (demand, supply, power) = (vectors(demand), vectors(supply), vectors(power));
    let supplied = vectors_mut(supplied);
    let width = power.len();
    let spread = |spending: f64, sum: f64| if sum > 0.0 { spending / sum } else { 0.0 };
    // Blocks of four are those of the buyers, however much longer the spending is.
    let spending = &spending[..price_sum.len()];
    let (whole, tail) = price_sum.as_chunks_mut::<4>();
    let (spending_whole, spending_tail) = spending.as_chunks::<4>();
    let first_of_tail = 4 * whole.len();
    for (block, (sums, spending)) in whole.iter_mut().zip(spending_whole).enumerate() {
        *sums = four_products::<FUSED>(&four(demand, width, 4 * block), power);
        let factors = [
            spread(spending[0], sums[0]),
            spread(spending[1], sums[1]),
            spread(spending[2], sums[2]),
            spread(spending[3], sums[3]),
        ];
        four_rows::<FUSED>(&four(supply, width, 4 * block), factors, supplied);
    }
    for (row, (sum, spending)) in tail.iter_mut().zip(spending_tail).enumerate() {
        let start = (first_of_tail + row) * width;
        *sum = one_product::<FUSED>(&demand[start..][..width], power);
        one_row::<FUSED>(&supply[start..][..width], spread(*spending, *sum), supplied);
    }
}

/// `result[k] = rows[k] . vector` for a few long rows.
#[inline(always)]
pub fn products<const FUSED: bool>(rows: &[&[f64]], vector: &[f64], result: &mut [f64]) {
    for (row, result) in rows.iter().zip(result) {
        *result = one_product::<FUSED>(vectors(row), vectors(vector));
    }
}

/// `result += sum over k of factors[k] * rows[k]` for a few long rows.
#[inline(always)]
pub fn combine<const FUSED: bool>(rows: &[&[f64]], factors: &[f64], result: &mut [f64]) {
    for (row, factor) in rows.iter().zip(factors) {
        one_row::<FUSED>(vectors(row), *factor, vectors_mut(result));
    }
}

/// `result += factor * row`.
#[inline(always)]
pub fn multiply_add<const FUSED: bool>(factor: f64, row: &[f64], result: &mut [f64]) {
    for (sum, row) in vectors_mut(result).iter_mut().zip(vectors(row)) {
        scale::<FUSED>(sum, factor, row);
    }
}

/// ln 2 in two parts, so that subtracting multiples of it loses nothing (Cody and Waite 1980).
const LN_2_HIGH: f64 = f64::from_bits(0x3fe6_2e42_fee0_0000);
const LN_2_LOW: f64 = f64::from_bits(0x3dea_39ef_3579_3c76);
/// Adding this rounds a number below 2^51 to an integer in the low bits.
const ROUNDER: f64 = 6_755_399_441_055_744.0;

/// `result = exp(values)`, relative error below 4e-16 for arguments from -708 to 709; outside it
/// is clamped there, which is zero or beyond any price of ours.
#[inline(always)]
pub fn exponentials<const FUSED: bool>(values: &[f64], result: &mut [f64]) {
    for (values, result) in values.as_chunks::<4>().0.iter().zip(result.as_chunks_mut::<4>().0) {
        for lane in 0..4 {
            result[lane] = exponential::<FUSED>(values[lane]);
        }
    }
}

#[inline(always)]
fn exponential<const FUSED: bool>(value: f64) -> f64 {
    let value = value.clamp(-708.0, 709.0);
    let shifted = fused::<FUSED>(value, std::f64::consts::LOG2_E, ROUNDER);
    let whole = shifted - ROUNDER;
    let rest = fused::<FUSED>(-whole, LN_2_LOW, fused::<FUSED>(-whole, LN_2_HIGH, value));
    // Taylor to the 13th power on |rest| <= ln 2 / 2: the first term left out is below 1e-17.
    let mut sum = 1.0 / 6_227_020_800.0;
    for coefficient in [
        1.0 / 479_001_600.0,
        1.0 / 39_916_800.0,
        1.0 / 3_628_800.0,
        1.0 / 362_880.0,
        1.0 / 40_320.0,
        1.0 / 5_040.0,
        1.0 / 720.0,
        1.0 / 120.0,
        1.0 / 24.0,
        1.0 / 6.0,
        0.5,
        1.0,
        1.0,
    ] {
        sum = fused::<FUSED>(sum, rest, coefficient);
    }
    // The integer stands in the low bits of `shifted`; it goes into the exponent of the result.
    f64::from_bits(sum.to_bits().wrapping_add(shifted.to_bits() << 52))
}

/// `result = ln(values)` for positive, normal numbers; relative error below 4e-16 away from one,
/// absolute error below 1e-16 near it.
#[inline(always)]
pub fn logarithms<const FUSED: bool>(values: &[f64], result: &mut [f64]) {
    for (values, result) in values.as_chunks::<4>().0.iter().zip(result.as_chunks_mut::<4>().0) {
        for lane in 0..4 {
            result[lane] = logarithm::<FUSED>(values[lane]);
        }
    }
}

#[inline(always)]
fn logarithm<const FUSED: bool>(value: f64) -> f64 {
    // value = mantissa * 2^exponent with the mantissa from sqrt(1/2) to sqrt(2).
    const HALF_ROOT: u64 = 0x3fe6_a09e_667f_3bcd;
    const BIAS: u64 = 1023 << 52;
    // The bits of 2^52: with a small integer in its low bits a number is 2^52 more than that integer.
    // Unlike a conversion of signed integers, which AVX2 lacks, this is done for several numbers at once.
    const HIDDEN: u64 = 0x4330_0000_0000_0000;
    let bits = value.to_bits().wrapping_add(BIAS - HALF_ROOT);
    let exponent = f64::from_bits(HIDDEN | (bits >> 52)) - (4_503_599_627_370_496.0 + 1023.0);
    let mantissa = f64::from_bits((bits & 0x000f_ffff_ffff_ffff) + HALF_ROOT);
    // ln m = 2 artanh((m - 1) / (m + 1)); with x = m - 1 and s = x / (2 + x), it is
    // x - s (x - r) where r holds the powers from s^3 on: nothing cancels near one.
    let excess = mantissa - 1.0;
    let ratio = excess / (2.0 + excess);
    let square = ratio * ratio;
    let mut series = 2.0 / 23.0;
    for coefficient in [
        2.0 / 21.0,
        2.0 / 19.0,
        2.0 / 17.0,
        2.0 / 15.0,
        2.0 / 13.0,
        2.0 / 11.0,
        2.0 / 9.0,
        2.0 / 7.0,
        2.0 / 5.0,
        2.0 / 3.0,
    ] {
        series = fused::<FUSED>(series, square, coefficient);
    }
    let small = excess - ratio * (excess - series * square);
    fused::<FUSED>(exponent, LN_2_HIGH, fused::<FUSED>(exponent, LN_2_LOW, small))
}
