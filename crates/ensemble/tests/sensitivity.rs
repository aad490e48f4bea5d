//! Indices against analytic answers: independent parameters, and parameters that a condition ties together.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use unequal_ensemble::sensitivity::{Estimator, given_data, spread, spread_given, two_drivers};

fn close(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "{found} is not {expected} within {tolerance}");
}

fn ishigami(units: &[f64]) -> f64 {
    let [one, two, three] = [0, 1, 2].map(|place| std::f64::consts::PI * (2.0 * units[place] - 1.0));
    one.sin() + 7.0 * two.sin().powi(2) + 0.1 * three.powi(4) * one.sin()
}

/// Analytic indices of Ishigami's function with a = 7, b = 0.1: first-order, then total.
const ISHIGAMI: [(f64, f64); 3] = [(0.313_905, 0.557_589), (0.442_411, 0.442_411), (0.0, 0.243_684)];

/// C25.
#[test]
fn saltelli_meets_ishigami() {
    let found = spread(7, 1 << 16, 3, ishigami);
    assert_eq!(found.indices.estimator, Estimator::Saltelli);
    for (index, (first, total)) in found.indices.parameters.iter().zip(ISHIGAMI) {
        close(index.first_order, first, 0.015);
        close(index.total.unwrap(), total, 0.015);
    }
}

/// Independent parameters: the given-data estimator needs no design and meets the same first-order indices.
#[test]
fn given_data_meets_ishigami_and_agrees_with_saltelli_on_independent_parameters() {
    let designed = spread(7, 1 << 16, 3, ishigami).indices;
    for (count, tolerance) in [(1 << 12, 0.03), (1 << 16, 0.01)] {
        let given = spread_given(7, count, 3, ishigami).indices;
        assert_eq!(given.estimator, Estimator::GivenData);
        for ((index, other), (first, _)) in given.parameters.iter().zip(&designed.parameters).zip(ISHIGAMI) {
            close(index.first_order, first, tolerance);
            close(index.first_order, other.first_order, tolerance + 0.015);
            assert_eq!(index.total, None);
        }
    }
}

/// The outcome a x + b y of x, y uniform on the unit square, asked about only where x > y.
///
/// By hand: the density is 2, `E[y | x] = x / 2`, `E[x | y] = (1 + y) / 2`, `Var x = Var y = 1/18`, `Cov = 1/36`. So
/// `Var E[p | x] = (a + b/2)^2 / 18`, `Var E[p | y] = (a/2 + b)^2 / 18` and `Var p = (a^2 + b^2 + a b) / 18`.
#[test]
fn indices_conditional_on_a_deal_are_those_of_the_region_with_a_deal() {
    for (a, b) in [(1.0, 1.0), (2.0, 1.0), (1.0, -1.0)] {
        let outcome = |units: &[f64]| if units[0] > units[1] { a * units[0] + b * units[1] } else { f64::NAN };
        let variance = a * a + b * b + a * b;
        let expected = [(a + b / 2.0).powi(2) / variance, (a / 2.0 + b).powi(2) / variance];
        // A design for independent parameters is refused where a draw has no outcome, whoever asks.
        for found in [spread_given(3, 1 << 15, 2, outcome), spread(3, 1 << 15, 2, outcome)] {
            assert_eq!(found.indices.estimator, Estimator::GivenData);
            for (index, expected) in found.indices.parameters.iter().zip(expected) {
                close(index.first_order, expected, 0.015);
                assert_eq!(index.total, None, "a total index has no such meaning on a condition");
            }
        }
    }
}

/// Without the correction, 4096 draws of noise in 32 classes would show about 31 / 4095 of the variance; on average over
/// seeds nothing may be left of it.
#[test]
fn what_decides_nothing_has_an_index_of_zero_on_average() {
    let seeds = 200u64;
    let of = |seed| spread_given(seed, 4096, 2, |units| units[1]).indices.parameters[0].first_order;
    let mean = (0..seeds).map(of).sum::<f64>() / seeds as f64;
    // The standard error of one is sqrt(2 * 31) / 4095, of the mean of 200 a fourteenth of it.
    let error = (2.0 * 31.0f64).sqrt() / 4095.0 / (seeds as f64).sqrt();
    assert!(mean.abs() < 4.0 * error, "{mean}");
}

/// A linear outcome has all its variance between exact classes but 1 / M^2.
#[test]
fn one_parameter_that_decides_all_has_an_index_of_one() {
    let found = spread_given(1, 4096, 2, |units| units[1]).indices;
    close(found.parameters[1].first_order, 1.0 - 1.0 / (32.0 * 32.0), 2e-4);
    assert_eq!(two_drivers(&found), [1, 0]);
}

#[test]
fn an_outcome_that_is_the_same_in_every_draw_has_no_drivers() {
    for value in [0.0, 1.0 / 3.0, 1e9] {
        assert!(spread_given(1, 100, 2, |_| value).indices.are_zero());
        assert!(spread(1, 100, 2, |_| value).indices.are_zero());
    }
    assert!(given_data(&[vec![0.1], vec![0.2]], &[1.0, 2.0], 1).are_zero(), "two draws tell nothing");
    assert!(spread_given(1, 100, 2, |_| f64::NAN).indices.are_zero());
}
