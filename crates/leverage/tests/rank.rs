//! Rank correlations against published examples and the definition.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use unequal_leverage::rank::{kendall, ranks, spearman};

/// Examples of SciPy's documentation of `spearmanr` and `kendalltau`.
#[test]
fn they_are_scipys() {
    let found = spearman(&[1.0, 2.0, 3.0, 4.0, 5.0], &[5.0, 6.0, 7.0, 8.0, 7.0]).unwrap();
    assert!((found - 0.820_782_681_668_123_3).abs() < 1e-14);
    let found = kendall(&[12.0, 2.0, 1.0, 12.0, 2.0], &[1.0, 4.0, 7.0, 1.0, 0.0]).unwrap();
    assert!((found + 0.471_404_520_791_031_73).abs() < 1e-14);
}

#[test]
fn equal_values_share_a_rank() {
    assert_eq!(ranks(&[3.0, 1.0, 3.0, f64::INFINITY]), [2.5, 1.0, 2.5, 4.0]);
    assert_eq!(spearman(&[1.0, 1.0], &[1.0, 2.0]), None);
    assert_eq!(kendall(&[1.0], &[1.0]), None);
}

proptest! {
    #[test]
    fn the_fast_count_is_the_definition(pairs in prop::collection::vec((0..9i32, 0..9i32), 2..40)) {
        let one: Vec<f64> = pairs.iter().map(|pair| f64::from(pair.0)).collect();
        let other: Vec<f64> = pairs.iter().map(|pair| f64::from(pair.1)).collect();
        let sign = |values: &[f64], left: usize, right: usize| {
            f64::from(i8::from(values[left] > values[right]) - i8::from(values[left] < values[right]))
        };
        let (mut both, mut first, mut second) = (0.0, 0.0, 0.0);
        for left in 0..one.len() {
            for right in 0..left {
                let (one, other) = (sign(&one, left, right), sign(&other, left, right));
                both += one * other;
                first += one * one;
                second += other * other;
            }
        }
        match kendall(&one, &other) {
            Some(found) => prop_assert!((found - both / f64::sqrt(first * second)).abs() < 1e-12),
            None => prop_assert!(first == 0.0 || second == 0.0),
        }
    }
}
