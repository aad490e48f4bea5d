//! Balancing on small cases, and the source's stated figures.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use ndarray::{Array2, Array3, arr2};

use super::balance::{Known, Prior, balance};

/// The prior of uses that meet the known totals already.
fn prior() -> (Prior, Array2<f64>, Array2<f64>) {
    let inputs = Array3::from_shape_vec((1, 2, 2), vec![10.0, 20.0, 5.0, 30.0]).unwrap();
    let final_use = arr2(&[[70.0, 65.0]]);
    let output = arr2(&[[90.0, 110.0]]);
    let used = arr2(&[[100.0, 100.0]]);
    let coefficients =
        Array3::from_shape_fn((1, 2, 2), |(_, input, using)| inputs[[0, input, using]] / output[[0, using]]);
    (Prior { coefficients, final_share: &final_use / &used }, used, output)
}

#[test]
fn uses_that_fit_are_left_alone() {
    let (prior, used, output) = prior();
    let found = balance(&prior, &Known { use_by_product: &used, output: &output }).unwrap();
    assert!((found.inputs[[0, 1, 1]] - 30.0).abs() < 1e-9);
    assert!((found.final_use[[0, 0]] - 70.0).abs() < 1e-9);
}

/// Use of each product is the year's, inputs of each industry are the prior's share of its output.
#[test]
fn known_use_and_shares_of_inputs_are_met() {
    let (prior, mut used, mut output) = prior();
    used[[0, 0]] = 140.0;
    output[[0, 1]] = 150.0;
    let found = balance(&prior, &Known { use_by_product: &used, output: &output }).unwrap();
    for product in 0..2 {
        let row: f64 = (0..2).map(|using| found.inputs[[0, product, using]]).sum();
        assert!((row + found.final_use[[0, product]] - used[[0, product]]).abs() < 1e-9);
    }
    for using in 0..2 {
        let column: f64 = (0..2).map(|product| found.inputs[[0, product, using]]).sum();
        let share: f64 = (0..2).map(|product| prior.coefficients[[0, product, using]]).sum();
        assert!((column - share * output[[0, using]]).abs() < 1e-8, "{column}");
    }
}

/// A product that nobody is known to use goes to final buyers; nothing turns negative where inputs take all.
#[test]
fn nothing_is_lost_where_the_prior_is_silent() {
    let (mut prior, mut used, output) = prior();
    prior.coefficients.fill(0.0);
    prior.final_share.fill(0.0);
    let found = balance(&prior, &Known { use_by_product: &used, output: &output }).unwrap();
    assert_eq!(found.final_use, used);
    let (prior, ..) = self::prior();
    used.fill(40.0);
    let found = balance(&prior, &Known { use_by_product: &used, output: &output }).unwrap();
    assert!(found.inputs.iter().chain(&found.final_use).all(|value| *value >= 0.0));
    let whole: f64 = found.inputs.sum() + found.final_use.sum();
    assert!((whole - 80.0).abs() < 1e-9);
}
