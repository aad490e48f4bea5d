//! Prediction from studies against Student's t.

use unequal_ensemble::draw::Random;
use unequal_ensemble::studies::{Studies, Weights};
use unequal_ensemble::{Interval, quantiles};

fn drawn(studies: &Studies, count: usize) -> Vec<Vec<f64>> {
    (0..count).map(|number| studies.at(&Weights::draw(&mut Random::of(1, number), studies.count()))).collect()
}

/// Six studies: half the width of the 90 % interval is t(0.95; 5) = 2.0150 standard deviations times sqrt(7/6), from tables.
#[test]
fn the_interval_is_that_of_student() {
    let outcomes: Vec<Vec<f64>> = [1.0, 2.0, 3.0, 4.0, 5.0, 9.0].map(|value| vec![value]).to_vec();
    let studies = Studies::of(&outcomes).unwrap();
    assert!((studies.mean()[0] - 4.0).abs() < 1e-12);
    let deviation = (40.0_f64 / 5.0).sqrt();
    let half = 2.0150 * deviation * (7.0_f64 / 6.0).sqrt();
    let values: Vec<f64> = drawn(&studies, 200_000).into_iter().map(|one| one[0]).collect();
    let interval = Interval::of(&values);
    assert!((interval.low - (4.0 - half)).abs() < 0.05 * half, "{interval:?}");
    assert!((interval.high - (4.0 + half)).abs() < 0.05 * half, "{interval:?}");
    assert!((interval.median - 4.0).abs() < 0.02 * half);
    // Variance of t with 5 degrees of freedom: 5/3.
    let variance = 8.0 * 7.0 / 6.0 * 5.0 / 3.0;
    assert!((studies.variance(0) - variance).abs() < 1e-9);
    let [quartile] = quantiles(&values, [0.75]);
    assert!((quartile - (4.0 + 0.7267 * deviation * (7.0_f64 / 6.0).sqrt())).abs() < 0.05);
}

/// Outcomes that go together in the studies go together in the draws; where studies agree there is no range.
#[test]
fn draws_keep_what_studies_have_in_common() {
    let outcomes: Vec<Vec<f64>> = [0.0, 1.0, 2.0, 4.0].map(|value| vec![value, 3.0 * value + 1.0, 7.0]).to_vec();
    let studies = Studies::of(&outcomes).unwrap();
    for one in drawn(&studies, 1000) {
        assert!((one[1] - (3.0 * one[0] + 1.0)).abs() < 1e-9 && (one[2] - 7.0).abs() < 1e-12);
    }
    assert!(Studies::of(&outcomes[..2]).is_none(), "two studies say too little");
    assert!(Studies::of(&[vec![1.0], vec![f64::NAN], vec![2.0]]).is_none());
    assert!(Studies::of(&[vec![1.0], vec![1.0, 2.0], vec![2.0]]).is_none());
}

/// A draw depends on its number alone.
#[test]
fn draws_are_seeded_by_their_number() {
    let normals = |number: usize| Random::of(7, number).correlated_normals(0.9);
    assert_eq!(normals(12), normals(12));
    assert_ne!(normals(12), normals(13));
    let pairs: Vec<[f64; 2]> = (0..50_000).map(normals).collect();
    let product = pairs.iter().map(|pair| pair[0] * pair[1]).sum::<f64>() / pairs.len() as f64;
    assert!((product - 0.9).abs() < 0.02, "{product}");
}
