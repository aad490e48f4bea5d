//! Chooses between the versions of each loop. The `unsafe` here calls a function compiled for a
//! processor feature after the processor said it has it; the rest of the project's is in `avx2.rs`,
//! `avx2/single.rs` and `peak.rs`.

#![allow(unsafe_code, reason = "calls of functions with processor features, after asking for them")]

use std::sync::LazyLock;

#[cfg(target_arch = "x86_64")]
use crate::avx2;
use crate::{loops, single};

/// What the processor offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nothing beyond the target's own.
    Portable,
    /// Four numbers at once, fused multiply-add.
    Avx2,
    /// Eight numbers at once, fused multiply-add.
    Avx512,
}

static LEVEL: LazyLock<Level> = LazyLock::new(detect);

/// The level in use.
#[must_use]
pub fn level() -> Level {
    *LEVEL
}

#[cfg(target_arch = "x86_64")]
fn detect() -> Level {
    let avx2 = std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("fma");
    let avx512 = std::arch::is_x86_feature_detected!("avx512f")
        && std::arch::is_x86_feature_detected!("avx512dq")
        && std::arch::is_x86_feature_detected!("avx512vl");
    match (avx2, avx512) {
        (true, true) => Level::Avx512,
        (true, false) => Level::Avx2,
        _ => Level::Portable,
    }
}

#[cfg(not(target_arch = "x86_64"))]
fn detect() -> Level {
    Level::Portable
}

/// Does `work` in code compiled for four numbers at once where the processor has them. Meant for plain loops over
/// slices, which the compiler then turns into vector instructions; what they compute is the same to the bit.
#[inline]
pub fn vectorised<R>(work: impl FnOnce() -> R) -> R {
    #[cfg(target_arch = "x86_64")]
    {
        #[target_feature(enable = "avx2,fma")]
        fn avx2<R>(work: impl FnOnce() -> R) -> R {
            work()
        }
        if level() >= Level::Avx2 {
            // SAFETY: the processor has these features.
            return unsafe { avx2(work) };
        }
    }
    work()
}

macro_rules! dispatched {
    ($(#[$doc:meta])* $name:ident($($argument:ident: $kind:ty),*)) => {
        $(#[$doc])*
        pub fn $name($($argument: $kind),*) {
            versions::$name(level(), $($argument),*);
        }
    };
}

/// A loop that the compiler turns into good code for each kind of processor.
macro_rules! compiled {
    ($name:ident = $module:ident::$portable:ident($($argument:ident: $kind:ty),*)) => {
        pub fn $name(level: Level, $($argument: $kind),*) {
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx2,fma")]
                fn avx2($($argument: $kind),*) {
                    $module::$portable::<true>($($argument),*);
                }
                #[target_feature(enable = "avx2,fma,avx512f,avx512dq,avx512vl")]
                fn avx512($($argument: $kind),*) {
                    $module::$portable::<true>($($argument),*);
                }
                match level.min(super::level()) {
                    // SAFETY: `level` is never above what `detect` found in this processor.
                    Level::Avx512 => return unsafe { avx512($($argument),*) },
                    // SAFETY: as above.
                    Level::Avx2 => return unsafe { avx2($($argument),*) },
                    Level::Portable => {}
                }
            }
            #[cfg(not(target_arch = "x86_64"))]
            let _ = level;
            $module::$portable::<false>($($argument),*);
        }
    };
}

/// A loop with a twin in explicit instructions.
macro_rules! explicit {
    ($name:ident = $($explicit:ident)::+, $module:ident::$portable:ident($($argument:ident: $kind:ty),*)) => {
        pub fn $name(level: Level, $($argument: $kind),*) {
            #[cfg(target_arch = "x86_64")]
            if level.min(super::level()) >= Level::Avx2 {
                // SAFETY: `level` is never above what `detect` found in this processor.
                return unsafe { $($explicit)::+($($argument),*) };
            }
            #[cfg(not(target_arch = "x86_64"))]
            let _ = level;
            $module::$portable::<false>($($argument),*);
        }
    };
}

mod versions {
    pub fn transpose(level: Level, from: &[f64], rows: usize, columns: usize, to: &mut [f64]) {
        #[cfg(target_arch = "x86_64")]
        if level.min(super::level()) >= Level::Avx2 {
            // SAFETY: `level` is never above what `detect` found in this processor.
            return unsafe { avx2::transpose(from, rows, columns, to) };
        }
        #[cfg(not(target_arch = "x86_64"))]
        let _ = level;
        loops::transpose(from, rows, columns, to);
    }

    #[cfg(target_arch = "x86_64")]
    use super::avx2;
    use super::{Level, loops, single};

    explicit!(matrix_times = avx2::matrix_times, loops::matrix_times(matrix: &[f64], vector: &[f64], result: &mut [f64]));
    explicit!(transposed_times = avx2::transposed_times, loops::transposed_times(matrix: &[f64], factors: &[f64], result: &mut [f64]));
    explicit!(market = avx2::market, loops::market(demand: &[f64], supply: &[f64], power: &[f64], spending: &[f64], price_sum: &mut [f64], supplied: &mut [f64]));
    explicit!(products = avx2::products, loops::products(rows: &[&[f64]], vector: &[f64], result: &mut [f64]));
    explicit!(combine = avx2::combine, loops::combine(rows: &[&[f64]], factors: &[f64], result: &mut [f64]));
    explicit!(multiply_add = avx2::multiply_add, loops::multiply_add(factor: f64, row: &[f64], result: &mut [f64]));
    explicit!(matrix_times_single = avx2::single::matrix_times, single::matrix_times(matrix: &[f32], vector: &[f32], result: &mut [f32]));
    explicit!(transposed_times_single = avx2::single::transposed_times, single::transposed_times(matrix: &[f32], factors: &[f32], result: &mut [f32]));
    explicit!(transpose_single = avx2::single::transpose, single::transpose(from: &[f32], rows: usize, columns: usize, to: &mut [f32]));
    explicit!(products_single = avx2::single::products, single::products(rows: &[&[f32]], vector: &[f32], result: &mut [f64]));
    explicit!(combine_single = avx2::single::combine, single::combine(rows: &[&[f32]], factors: &[f32], result: &mut [f32]));
    compiled!(exponentials_less_one_single = single::exponentials_less_one(values: &[f32], result: &mut [f32]));
    compiled!(logarithms_of_one_plus_single = single::logarithms_of_one_plus(values: &[f32], result: &mut [f32]));
    compiled!(exponentials = loops::exponentials(values: &[f64], result: &mut [f64]));
    compiled!(logarithms = loops::logarithms(values: &[f64], result: &mut [f64]));
}

dispatched!(
    /// `result[row] = matrix[row] . vector`; rows of `vector.len()` numbers, padded.
    matrix_times(matrix: &[f64], vector: &[f64], result: &mut [f64])
);
dispatched!(
    /// `result += matrix' factors`; one factor a row, rows of `result.len()` numbers, padded.
    transposed_times(matrix: &[f64], factors: &[f64], result: &mut [f64])
);
dispatched!(
    /// [`matrix_times`] in single precision throughout.
    matrix_times_single(matrix: &[f32], vector: &[f32], result: &mut [f32])
);
dispatched!(
    /// [`transposed_times`] in single precision throughout.
    transposed_times_single(matrix: &[f32], factors: &[f32], result: &mut [f32])
);
dispatched!(
    /// [`transpose`] in single precision.
    transpose_single(from: &[f32], rows: usize, columns: usize, to: &mut [f32])
);
dispatched!(
    /// [`products`] of single precision, added up in double.
    products_single(rows: &[&[f32]], vector: &[f32], result: &mut [f64])
);
dispatched!(
    /// [`combine`] in single precision.
    combine_single(rows: &[&[f32]], factors: &[f32], result: &mut [f32])
);
dispatched!(
    /// `result = exp(values) - 1`, padded; relative error below 3e-7 also near zero, arguments kept within -80 and 80.
    exponentials_less_one_single(values: &[f32], result: &mut [f32])
);
dispatched!(
    /// `result = ln(1 + values)` of values above -1, padded; relative error below 3e-7 also near zero.
    logarithms_of_one_plus_single(values: &[f32], result: &mut [f32])
);
dispatched!(
    /// `to[column][row] = from[row][column]` for a matrix of `rows` by `columns`; rows of both may be
    /// padded, to `from.len() / rows` and `to.len() / columns` numbers. Padding of `to` is left alone.
    transpose(from: &[f64], rows: usize, columns: usize, to: &mut [f64])
);
dispatched!(
    /// One product's market: `price_sum[n] = demand[n] . power` and
    /// `supplied += supply[n] * spending[n] / price_sum[n]`; rows of `power.len()` numbers, padded.
    market(demand: &[f64], supply: &[f64], power: &[f64], spending: &[f64], price_sum: &mut [f64], supplied: &mut [f64])
);
dispatched!(
    /// `result[k] = rows[k] . vector` for a few long, padded rows.
    products(rows: &[&[f64]], vector: &[f64], result: &mut [f64])
);
dispatched!(
    /// `result += sum over k of factors[k] * rows[k]` for a few long, padded rows.
    combine(rows: &[&[f64]], factors: &[f64], result: &mut [f64])
);
dispatched!(
    /// `result += factor * row`, padded.
    multiply_add(factor: f64, row: &[f64], result: &mut [f64])
);
dispatched!(
    /// `result = exp(values)`, padded; relative error below 4e-16, arguments kept within -708 and 709.
    exponentials(values: &[f64], result: &mut [f64])
);
dispatched!(
    /// `result = ln(values)` of positive, normal numbers, padded; error below 4e-16.
    logarithms(values: &[f64], result: &mut [f64])
);

#[cfg(test)]
mod tests;
