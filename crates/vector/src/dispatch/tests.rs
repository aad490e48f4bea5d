//! Every version of every loop against plain sums and its twin.

use super::{Level, loops, single, versions};
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

/// Explicit instructions give the bytes of their portable twin.
fn twins_agree(numbers: &[f64]) {
    if super::level() < Level::Avx2 {
        println!("skipped: this processor has no AVX2");
        return;
    }
    let matrix = &numbers[..24 * 7];
    let (vector, factors) = (&numbers[24 * 7..24 * 8], &numbers[24 * 8..24 * 8 + 7]);
    let rows: Vec<&[f64]> = matrix.chunks(24).collect();
    let run = |explicit: bool| {
        let (mut short, mut long, mut sums, mut supplied) = ([0.0; 7], [0.5; 24], [0.0; 7], [0.0; 24]);
        let mut inner = [0.0; 7];
        if explicit {
            versions::matrix_times(Level::Avx2, matrix, vector, &mut short);
            versions::transposed_times(Level::Avx2, matrix, factors, &mut long);
            versions::market(Level::Avx2, matrix, matrix, vector, factors, &mut sums, &mut supplied);
            versions::products(Level::Avx2, &rows, vector, &mut inner);
            versions::multiply_add(Level::Avx2, 0.3, rows[0], &mut long);
            versions::combine(Level::Avx2, &rows, factors, &mut long);
        } else {
            loops::matrix_times::<true>(matrix, vector, &mut short);
            loops::transposed_times::<true>(matrix, factors, &mut long);
            loops::market::<true>(matrix, matrix, vector, factors, &mut sums, &mut supplied);
            loops::products::<true>(&rows, vector, &mut inner);
            loops::multiply_add::<true>(0.3, rows[0], &mut long);
            loops::combine::<true>(&rows, factors, &mut long);
        }
        [short.to_vec(), long.to_vec(), sums.to_vec(), supplied.to_vec(), inner.to_vec()].concat()
    };
    let bits = |values: Vec<f64>| values.into_iter().map(f64::to_bits).collect::<Vec<_>>();
    assert_eq!(bits(run(true)), bits(run(false)));
}

proptest! {
    #[test]
    fn explicit_instructions_are_their_twins_to_the_byte(numbers in numbers(24 * 9, 0.01..2.0)) {
        twins_agree(&numbers);
    }
}

/// Single precision: close to plain sums at every level, and to the byte its twin.
#[test]
fn single_precision_is_near_and_its_twin_to_the_byte() {
    let number = |place: usize| ((place * 7919) % 1013) as f32 / 1013.0 - 0.4;
    for (rows, width) in [(1, 8), (7, 16), (8, 24), (9, 56), (16, 80), (23, 88), (50, 136)] {
        let matrix: Vec<f32> = (0..rows * width).map(number).collect();
        let (vector, factors): (Vec<f32>, Vec<f32>) =
            ((3..3 + width).map(number).collect(), (5..5 + rows).map(number).collect());
        let run = |level: Level| {
            let (mut short, mut long) = (vec![0.0; rows], vec![0.25; width]);
            versions::matrix_times_single(level, &matrix, &vector, &mut short);
            versions::transposed_times_single(level, &matrix, &factors, &mut long);
            [short, long].concat()
        };
        let (mut short, mut long) = (vec![0.0; rows], vec![0.25; width]);
        single::matrix_times::<true>(&matrix, &vector, &mut short);
        single::transposed_times::<true>(&matrix, &factors, &mut long);
        let twin = [short, long].concat();
        let plain = |place: usize| -> f64 {
            let product = |row: usize, column: usize| f64::from(matrix[row * width + column]);
            match place.checked_sub(rows) {
                None => (0..width).map(|column| product(place, column) * f64::from(vector[column])).sum(),
                Some(column) => 0.25 + (0..rows).map(|row| product(row, column) * f64::from(factors[row])).sum::<f64>(),
            }
        };
        for level in LEVELS {
            for (place, (found, twin)) in run(level).iter().zip(&twin).enumerate() {
                assert!(near(f64::from(*found), plain(place), 3e-6), "{rows} x {width}, {level:?}");
                if level.min(super::level()) >= Level::Avx2 {
                    assert_eq!(found.to_bits(), twin.to_bits(), "{rows} x {width}, {level:?}");
                }
            }
        }
    }
}

#[test]
fn long_rows_of_single_precision() {
    let number = |place: usize| ((place * 7919) % 1013) as f32 / 1013.0 - 0.4;
    let long: Vec<f32> = (0..9 * 328).map(number).collect();
    for count in 1..=9 {
        let rows: Vec<&[f32]> = long.chunks(328).take(count).collect();
        let (vector, factors) = (rows[0], &long[7..7 + count]);
        let run = |level: Level| {
            let (mut sums, mut combined, mut turned) = (vec![0.0; count], vector.to_vec(), vec![0.5; 41 * 9]);
            versions::products_single(level, &rows, vector, &mut sums);
            versions::combine_single(level, &rows, factors, &mut combined);
            versions::transpose_single(level, &long[..8 * 41], 8, 41, &mut turned);
            (sums, combined, turned)
        };
        let twin = {
            let (mut sums, mut combined, mut turned) = (vec![0.0; count], vector.to_vec(), vec![0.5; 41 * 9]);
            single::products::<true>(&rows, vector, &mut sums);
            single::combine::<true>(&rows, factors, &mut combined);
            single::transpose::<true>(&long[..8 * 41], 8, 41, &mut turned);
            (sums, combined, turned)
        };
        for level in LEVELS {
            let found = run(level);
            if level.min(super::level()) >= Level::Avx2 {
                assert_eq!(found, twin, "{level:?}");
            }
            for (row, sum) in rows.iter().zip(&found.0) {
                let plain: f64 = row.iter().zip(vector).map(|(left, right)| f64::from(*left) * f64::from(*right)).sum();
                assert!(near(*sum, plain, 1e-6), "{sum} {plain}");
            }
            for (row, column) in (0..8).flat_map(|row| (0..41).map(move |column| (row, column))) {
                assert_eq!(found.2[column * 9 + row].to_bits(), long[row * 41 + column].to_bits());
            }
            assert!((0..41).all(|column| found.2[column * 9 + 8] == 0.5), "padding is left alone");
        }
    }
}

proptest! {
    #[test]
    fn small_changes_keep_their_relative_precision(values in numbers(16, -1.0..1.0), power in -30i32..5) {
        let small: Vec<f32> = values.iter().map(|value| (value * 2f64.powi(power)) as f32).collect();
        for level in LEVELS {
            let mut found = [0.0; 16];
            versions::exponentials_less_one_single(level, &small, &mut found);
            for (found, value) in found.iter().zip(&small) {
                let expected = f64::from(*value).exp_m1();
                prop_assert!((f64::from(*found) - expected).abs() <= 3e-7 * expected.abs(), "{value} {level:?}");
            }
            let above: Vec<f32> = small.iter().map(|value| value.max(-0.999)).collect();
            versions::logarithms_of_one_plus_single(level, &above, &mut found);
            for (found, value) in found.iter().zip(&above) {
                let expected = f64::from(*value).ln_1p();
                prop_assert!((f64::from(*found) - expected).abs() <= 3e-7 * expected.abs(), "{value} {level:?}");
            }
        }
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
        loops::transposed_times::<true>(&matrix, &factors, &mut portable);
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

/// Spending that is longer than the buyers changes nothing, wherever a block of four ends.
#[test]
fn spending_of_others_is_left_alone() {
    let numbers: Vec<f64> = (0..7 * 8).map(|place| 0.1 + (place % 5) as f64).collect();
    let spending: Vec<f64> = (1..=12).map(f64::from).collect();
    for buyers in 1..=7 {
        for level in LEVELS {
            let run = |spending: &[f64]| {
                let (mut sums, mut supplied) = (vec![0.0; buyers], [0.0; 8]);
                versions::market(level, &numbers, &numbers, &[0.5; 8], spending, &mut sums, &mut supplied);
                (sums, supplied)
            };
            assert_eq!(run(&spending), run(&spending[..buyers]), "{buyers} buyers, {level:?}");
            assert!(run(&spending).0.iter().all(|sum| *sum > 0.0));
        }
    }
}

#[test]
fn a_buyer_without_suppliers_adds_nothing() {
    let (mut sums, mut supplied) = ([1.0; 1], [0.0; 8]);
    versions::market(Level::Portable, &[0.0f64; 8], &[0.0; 8], &[1.0; 8], &[3.0], &mut sums, &mut supplied);
    assert_eq!((sums[0], supplied), (0.0, [0.0; 8]));
}
