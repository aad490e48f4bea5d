//! Chooses between the versions of each loop. The `unsafe` here calls a function compiled for a
//! processor feature after the processor said it has it; the rest of the project's is in `avx2.rs`.

#![allow(unsafe_code, reason = "calls of functions with processor features, after asking for them")]

use std::sync::LazyLock;

#[cfg(target_arch = "x86_64")]
use crate::avx2;
use crate::loops::{self, Stored};

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
    ($(#[$doc:meta])* $name:ident$(<$stored:ident>)?($($argument:ident: $kind:ty),*)) => {
        $(#[$doc])*
        pub fn $name$(<$stored: Stored>)?($($argument: $kind),*) {
            versions::$name(level(), $($argument),*);
        }
    };
}

/// A loop that the compiler turns into good code for each kind of processor.
macro_rules! compiled {
    ($name:ident($($argument:ident: $kind:ty),*)) => {
        pub fn $name(level: Level, $($argument: $kind),*) {
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx2,fma")]
                fn avx2($($argument: $kind),*) {
                    loops::$name::<true>($($argument),*);
                }
                #[target_feature(enable = "avx2,fma,avx512f,avx512dq,avx512vl")]
                fn avx512($($argument: $kind),*) {
                    loops::$name::<true>($($argument),*);
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
            loops::$name::<false>($($argument),*);
        }
    };
}

/// A loop with a twin in explicit instructions.
macro_rules! explicit {
    ($name:ident($($argument:ident: $kind:ty),*)) => {
        pub fn $name<N: Stored>(level: Level, $($argument: $kind),*) {
            #[cfg(target_arch = "x86_64")]
            if level.min(super::level()) >= Level::Avx2 {
                // SAFETY: `level` is never above what `detect` found in this processor.
                return unsafe { avx2::$name($($argument),*) };
            }
            #[cfg(not(target_arch = "x86_64"))]
            let _ = level;
            loops::$name::<false, N>($($argument),*);
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
    use super::{Level, Stored, loops};

    explicit!(matrix_times(matrix: &[N], vector: &[f64], result: &mut [f64]));
    explicit!(transposed_times(matrix: &[N], factors: &[f64], result: &mut [f64]));
    explicit!(market(demand: &[N], supply: &[N], power: &[f64], spending: &[f64], price_sum: &mut [f64], supplied: &mut [f64]));
    explicit!(products(rows: &[&[N]], vector: &[f64], result: &mut [f64]));
    explicit!(combine(rows: &[&[N]], factors: &[f64], result: &mut [f64]));
    explicit!(multiply_add(factor: f64, row: &[N], result: &mut [f64]));
    compiled!(exponentials(values: &[f64], result: &mut [f64]));
    compiled!(logarithms(values: &[f64], result: &mut [f64]));
}

dispatched!(
    /// `result[row] = matrix[row] . vector`; rows of `vector.len()` numbers, padded.
    matrix_times<N>(matrix: &[N], vector: &[f64], result: &mut [f64])
);
dispatched!(
    /// `result += matrix' factors`; one factor a row, rows of `result.len()` numbers, padded.
    transposed_times<N>(matrix: &[N], factors: &[f64], result: &mut [f64])
);
dispatched!(
    /// `to[column][row] = from[row][column]` for a matrix of `rows` by `columns`; rows of both may be
    /// padded, to `from.len() / rows` and `to.len() / columns` numbers. Padding of `to` is left alone.
    transpose(from: &[f64], rows: usize, columns: usize, to: &mut [f64])
);
dispatched!(
    /// One product's market: `price_sum[n] = demand[n] . power` and
    /// `supplied += supply[n] * spending[n] / price_sum[n]`; rows of `power.len()` numbers, padded.
    market<N>(demand: &[N], supply: &[N], power: &[f64], spending: &[f64], price_sum: &mut [f64], supplied: &mut [f64])
);
dispatched!(
    /// `result[k] = rows[k] . vector` for a few long, padded rows.
    products<N>(rows: &[&[N]], vector: &[f64], result: &mut [f64])
);
dispatched!(
    /// `result += sum over k of factors[k] * rows[k]` for a few long, padded rows.
    combine<N>(rows: &[&[N]], factors: &[f64], result: &mut [f64])
);
dispatched!(
    /// `result += factor * row`, padded.
    multiply_add<N>(factor: f64, row: &[N], result: &mut [f64])
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
mod tests {
    use super::{Level, loops, versions};
    use proptest::prelude::*;

    const LEVELS: [Level; 3] = [Level::Portable, Level::Avx2, Level::Avx512];

    fn numbers(count: usize, range: std::ops::Range<f64>) -> impl Strategy<Value = Vec<f64>> {
        prop::collection::vec(range, count)
    }

    fn near(found: f64, expected: f64, tolerance: f64) -> bool {
        (found - expected).abs() <= tolerance * expected.abs().max(1.0)
    }

    proptest! {
        #[test]
        fn exponentials_agree_with_the_library(values in numbers(16, -700.0..700.0)) {
            for level in LEVELS {
                let mut found = [0.0; 16];
                versions::exponentials(level, &values, &mut found);
                for (found, value) in found.iter().zip(&values) {
                    prop_assert!((found / value.exp() - 1.0).abs() < 4e-16, "{value} {level:?}");
                }
            }
        }

        #[test]
        fn logarithms_agree_with_the_library(values in numbers(16, 1e-3..1e3), power in -300i32..300) {
            let values: Vec<f64> = values.iter().map(|value| value * 2f64.powi(power)).collect();
            for level in LEVELS {
                let mut found = [0.0; 16];
                versions::logarithms(level, &values, &mut found);
                for (found, value) in found.iter().zip(&values) {
                    prop_assert!((found - value.ln()).abs() <= 4e-16 * value.ln().abs().max(0.25), "{value} {level:?}");
                }
            }
        }

        #[test]
        fn matrices_agree_with_plain_sums(matrix in numbers(16 * 7, -1.0..1.0), vector in numbers(16, -1.0..1.0), factors in numbers(7, -1.0..1.0)) {
            for level in LEVELS {
                let mut found = [0.0; 7];
                versions::matrix_times(level, &matrix, &vector, &mut found);
                let mut across = [0.0; 16];
                versions::transposed_times(level, &matrix, &factors, &mut across);
                for (row, found) in found.iter().enumerate() {
                    let plain: f64 = (0..16).map(|column| matrix[16 * row + column] * vector[column]).sum();
                    prop_assert!(near(*found, plain, 1e-14));
                }
                for (column, found) in across.iter().enumerate() {
                    let plain: f64 = (0..7).map(|row| matrix[16 * row + column] * factors[row]).sum();
                    prop_assert!(near(*found, plain, 1e-14));
                }
            }
        }

        #[test]
        fn a_market_is_prices_then_output(demand in numbers(16 * 7, 0.0..1.0), power in numbers(16, 0.1..2.0), spending in numbers(7, 0.0..5.0)) {
            let supply: Vec<f64> = demand.iter().map(|share| 0.9 * share).collect();
            for level in LEVELS {
                let (mut sums, mut supplied) = ([0.0; 7], [0.0; 16]);
                versions::market(level, &demand, &supply, &power, &spending, &mut sums, &mut supplied);
                let mut plain = [0.0; 16];
                for row in 0..7 {
                    let sum: f64 = (0..16).map(|column| demand[16 * row + column] * power[column]).sum();
                    prop_assert!(near(sums[row], sum, 1e-14));
                    for column in 0..16 {
                        plain[column] += supply[16 * row + column] * spending[row] / sum;
                    }
                }
                for (found, plain) in supplied.iter().zip(plain) {
                    prop_assert!(near(*found, plain, 1e-13));
                }
            }
        }

        #[test]
        fn long_rows(rows in prop::collection::vec(numbers(40, -1.0..1.0), 3), vector in numbers(40, -1.0..1.0)) {
            let views: Vec<&[f64]> = rows.iter().map(Vec::as_slice).collect();
            for level in LEVELS {
                let mut found = [0.0; 3];
                versions::products(level, &views, &vector, &mut found);
                let mut sum = vector.clone();
                versions::multiply_add(level, 0.5, &rows[0], &mut sum);
                for (row, found) in rows.iter().zip(found) {
                    let plain: f64 = row.iter().zip(&vector).map(|(left, right)| left * right).sum();
                    prop_assert!(near(found, plain, 1e-14));
                }
                for place in 0..40 {
                    prop_assert!(near(sum[place], vector[place] + 0.5 * rows[0][place], 1e-15));
                }
            }
        }
    }

    /// Stored in either precision, explicit instructions give the bytes of their portable twin.
    fn twins_agree<N: super::Stored>(stored: impl Fn(f64) -> N, numbers: &[f64]) {
        if super::level() < Level::Avx2 {
            println!("skipped: this processor has no AVX2");
            return;
        }
        let matrix: Vec<N> = numbers[..24 * 7].iter().map(|number| stored(*number)).collect();
        let (vector, factors) = (&numbers[24 * 7..24 * 8], &numbers[24 * 8..24 * 8 + 7]);
        let rows: Vec<&[N]> = matrix.chunks(24).collect();
        let run = |explicit: bool| {
            let (mut short, mut long, mut sums, mut supplied) = ([0.0; 7], [0.5; 24], [0.0; 7], [0.0; 24]);
            let mut inner = [0.0; 7];
            if explicit {
                versions::matrix_times(Level::Avx2, &matrix, vector, &mut short);
                versions::transposed_times(Level::Avx2, &matrix, factors, &mut long);
                versions::market(Level::Avx2, &matrix, &matrix, vector, factors, &mut sums, &mut supplied);
                versions::products(Level::Avx2, &rows, vector, &mut inner);
                versions::multiply_add(Level::Avx2, 0.3, rows[0], &mut long);
                versions::combine(Level::Avx2, &rows, factors, &mut long);
            } else {
                loops::matrix_times::<true, N>(&matrix, vector, &mut short);
                loops::transposed_times::<true, N>(&matrix, factors, &mut long);
                loops::market::<true, N>(&matrix, &matrix, vector, factors, &mut sums, &mut supplied);
                loops::products::<true, N>(&rows, vector, &mut inner);
                loops::multiply_add::<true, N>(0.3, rows[0], &mut long);
                loops::combine::<true, N>(&rows, factors, &mut long);
            }
            [short.to_vec(), long.to_vec(), sums.to_vec(), supplied.to_vec(), inner.to_vec()].concat()
        };
        let bits = |values: Vec<f64>| values.into_iter().map(f64::to_bits).collect::<Vec<_>>();
        assert_eq!(bits(run(true)), bits(run(false)));
    }

    proptest! {
        #[test]
        fn explicit_instructions_are_their_twins_to_the_byte(numbers in numbers(24 * 9, 0.01..2.0)) {
            twins_agree(|number| number, &numbers);
            twins_agree(|number| number as f32, &numbers);
        }
    }

    /// Widths that use every number of registers kept at once.
    #[test]
    fn sums_of_rows_are_their_twin_at_every_width() {
        for width in [8, 24, 32, 56, 64, 88, 120] {
            let number = |place: usize| ((place * 7919) % 1013) as f64 / 1013.0 - 0.4;
            let matrix: Vec<f64> = (0..9 * width).map(number).collect();
            let factors: Vec<f64> = (0..9).map(number).collect();
            let (mut explicit, mut portable) = (vec![0.25; width], vec![0.25; width]);
            versions::transposed_times(Level::Avx2, &matrix, &factors, &mut explicit);
            loops::transposed_times::<true, f64>(&matrix, &factors, &mut portable);
            for (explicit, portable) in explicit.iter().zip(&portable) {
                assert!(near(*explicit, *portable, 1e-15), "{width}");
                if super::level() >= Level::Avx2 {
                    assert_eq!(explicit.to_bits(), portable.to_bits(), "{width}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn transposing_moves_every_number(rows in 0usize..14, columns in 0usize..14, pad in 0usize..3) {
            let (width, height) = (columns + pad, rows + pad);
            let from: Vec<f64> = (0..rows * width).map(|place| place as f64).collect();
            for level in LEVELS {
                let mut to = vec![-1.0; columns * height];
                versions::transpose(level, &from, rows, columns, &mut to);
                for (place, found) in to.iter().enumerate() {
                    let (column, row) = (place / height, place % height);
                    let expected = if row < rows { from[row * width + column] } else { -1.0 };
                    prop_assert_eq!(*found, expected);
                }
            }
        }
    }

    #[test]
    fn a_buyer_without_suppliers_adds_nothing() {
        let (mut sums, mut supplied) = ([1.0; 1], [0.0; 8]);
        versions::market(Level::Portable, &[0.0f64; 8], &[0.0; 8], &[1.0; 8], &[3.0], &mut sums, &mut supplied);
        assert_eq!((sums[0], supplied), (0.0, [0.0; 8]));
    }
}
