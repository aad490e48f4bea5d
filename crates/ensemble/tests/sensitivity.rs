//! Indices against analytic answers: independent parameters, and parameters that a condition ties together.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use unequal_ensemble::sensitivity::morris::{elementary_effects, trajectory};
use unequal_ensemble::sensitivity::{
    Design, Estimator, given_data, given_data_intervals, spread, spread_given, two_drivers,
};

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

/// A linear outcome: every elementary effect is its coefficient, and none depends on the others. A product of two: the
/// effect of either is the other's level, which is 0, 1/3, 2/3 or 1 alike, so with mean 1/2.
#[test]
fn elementary_effects_of_a_sum_are_its_coefficients() {
    let screened = |outcome: fn(&[f64]) -> f64| {
        let one = |number| {
            let points = trajectory(3, number, 3);
            let outcomes = points.iter().map(|point| outcome(point)).collect();
            (points, outcomes)
        };
        elementary_effects(&(0..2000).map(one).collect::<Vec<_>>(), 3)
    };
    for (effects, expected) in screened(|point| 2.0 * point[0] - 3.0 * point[1]).iter().zip([2.0, -3.0, 0.0]) {
        close(effects.mean, expected, 1e-12);
        close(effects.mean_size, f64::abs(expected), 1e-12);
        close(effects.deviation, 0.0, 1e-12);
    }
    for (place, effects) in screened(|point| point[0] * point[1]).iter().enumerate() {
        close(effects.mean, if place < 2 { 0.5 } else { 0.0 }, 0.03);
        assert_eq!(effects.deviation > 0.3, place < 2);
    }
}

#[test]
fn a_trajectory_moves_each_input_once_and_stays_on_the_grid() {
    for number in 0..50 {
        let points = trajectory(3, number, 7);
        assert_eq!(points.len(), 8);
        let on_grid = |unit: &f64| [0.0, 1.0 / 3.0, 2.0 / 3.0, 1.0].iter().any(|level| (unit - level).abs() < 1e-12);
        assert!(points.iter().flatten().all(on_grid));
        let mut moved: Vec<usize> = points
            .windows(2)
            .map(|pair| {
                let changed: Vec<usize> = (0..7).filter(|place| pair[0][*place] != pair[1][*place]).collect();
                assert_eq!(changed.len(), 1);
                changed[0]
            })
            .collect();
        moved.sort_unstable();
        assert_eq!(moved, [0, 1, 2, 3, 4, 5, 6]);
    }
}

/// A row without all its outcomes is left out, and an outcome that does not vary has no index.
#[test]
fn a_design_leaves_out_rows_without_an_outcome() {
    let mut design = Design::default();
    assert!(!design.add(1.0, f64::NAN, vec![1.0, 1.0]));
    assert!(design.add(1.0, 1.0, vec![1.0, 1.0]));
    assert!(!design.add(1.0, 1.0, vec![1.0]));
    assert_eq!(design.count(), 1);
    assert!(design.indices().are_zero());
    assert!(Design::default().bootstrap(1, 10).is_empty());
}

/// Intervals of nine in ten hold the analytic index in about nine of ten samples, somewhat fewer for a large one. They nearly
/// always hold an index of zero: there the resamples have the noise of the sample and their own, twice what it should be.
#[test]
fn given_data_intervals_hold_the_analytic_indices() {
    // y = 2 a + b + 0 c with independent uniform inputs: indices 4/5, 1/5 and 0.
    let expected = [0.8, 0.2, 0.0];
    let (samples, rows) = (200u64, 512);
    let mut held = [0; 3];
    for seed in 0..samples {
        let sample = spread_given(1000 + seed, rows, 3, |units| 2.0 * units[0] + units[1]);
        let intervals = given_data_intervals(&sample.draws, &sample.outcomes, 3, seed, 200).unwrap();
        for ((held, interval), expected) in held.iter_mut().zip(intervals).zip(expected) {
            // What an index varies within a class is missed: 1 / M^2 of it, M = 16.
            *held += usize::from(interval.holds(expected - expected / 256.0));
        }
    }
    let shares = held.map(|held| held as f64 / samples as f64);
    assert!(shares[..2].iter().all(|share| (0.78..=0.97).contains(share)), "{shares:?}");
    assert!(shares[2] >= 0.95, "{shares:?}");
}

#[test]
fn given_data_intervals_depend_on_the_seed_alone_and_are_none_where_nothing_varies() {
    let sample = spread_given(4, 300, 2, |units| if units[0] < 0.1 { f64::NAN } else { units[0] - units[1] });
    let of = |seed| given_data_intervals(&sample.draws, &sample.outcomes, 2, seed, 50).unwrap();
    assert_eq!(of(1), of(1));
    assert_ne!(of(1), of(2));
    for (interval, index) in of(1).iter().zip(sample.indices.parameters) {
        assert!(interval.low < interval.high && interval.holds(index.first_order), "{interval:?} and {index:?}");
    }
    for outcomes in [vec![2.0; 300], vec![f64::NAN; 300]] {
        assert!(given_data_intervals(&sample.draws, &outcomes, 2, 1, 50).is_none());
    }
}
