//! What must hold of any series.

use proptest::prelude::*;
use unequal_history::breaks::partitions;
use unequal_history::{Observation, breaks, regimes, reversal};

/// Least residual over all partitions with `ends` still to choose, by trying them all.
fn brute(values: &[f64], from: usize, breaks: usize, least: usize) -> f64 {
    let residual = |part: &[f64]| {
        let mean = part.iter().sum::<f64>() / part.len() as f64;
        part.iter().map(|value| (value - mean).powi(2)).sum::<f64>()
    };
    if breaks == 0 {
        return if values.len() - from < least { f64::INFINITY } else { residual(&values[from..]) };
    }
    (from + least..=values.len())
        .map(|end| residual(&values[from..end]) + brute(values, end, breaks - 1, least))
        .fold(f64::INFINITY, f64::min)
}

fn series(values: &[f64]) -> Vec<Observation> {
    values.iter().zip(1900..).map(|(value, year)| Observation { year, value: *value }).collect()
}

proptest! {
    #[test]
    fn no_partition_is_better(values in prop::collection::vec(-10.0..10.0f64, 10..16)) {
        let least = (0.2 * values.len() as f64).floor() as usize;
        for (count, found) in partitions(&values, 0.2, 3).unwrap().iter().enumerate() {
            let expected = brute(&values, 0, count, least);
            prop_assert!((found.residual - expected).abs() < 1e-9 * (1.0 + expected), "{count}: {found:?} {expected}");
        }
    }

    #[test]
    fn breaks_do_not_move_with_units(
        values in prop::collection::vec(-10.0..10.0f64, 12..40), shift in -1e3..1e3f64, scale in 0.01..100.0f64,
    ) {
        let moved: Vec<f64> = values.iter().map(|value| shift + scale * value).collect();
        let (one, other) = (partitions(&values, 0.15, 2).unwrap(), partitions(&moved, 0.15, 2).unwrap());
        for (one, other) in one.iter().zip(&other) {
            let expected = scale * scale * one.residual;
            prop_assert!((other.residual - expected).abs() <= 1e-6 * expected.max(1e-6 * scale * scale));
        }
    }

    #[test]
    fn the_fit_never_loses_likelihood(values in prop::collection::vec(-3.0..3.0f64, 16..40), states in 1usize..4) {
        let fit = regimes::fit(&values, states).unwrap();
        for pair in fit.log_likelihoods.windows(2) {
            prop_assert!(pair[1] >= pair[0] - 1e-6, "{pair:?}");
        }
        for row in &fit.model.transition {
            prop_assert!((row.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn turning_the_series_over_keeps_its_reversals(values in prop::collection::vec(-1.0..1.0f64, 12..30)) {
        let stepped: Vec<f64> = values.iter().enumerate().map(|(place, value)| value + if place < 6 { 3.0 } else { -3.0 }).collect();
        let turned: Vec<f64> = stepped.iter().map(|value| -value).collect();
        let found = |values: &[f64]| reversal::find(&breaks::find(&series(values)).unwrap());
        let (one, other) = (found(&stepped), found(&turned));
        prop_assert_eq!(one.len(), other.len());
        prop_assert!(one.iter().any(|reversal| reversal.after == 1905), "{:?}", one);
    }
}

#[test]
fn a_step_is_two_regimes_and_one_break() {
    let values: Vec<f64> =
        (0..30).map(|place| f64::from(place % 3) * 0.1 + if place < 12 { 0.0 } else { 2.0 }).collect();
    let found = regimes::find(&series(&values)).unwrap();
    assert_eq!((found.states, found.spells.len(), found.spells[0].to), (2, 2, 1911));
    assert_eq!(breaks::find(&series(&values)).unwrap().breaks.len(), 1);
}

#[test]
fn what_is_no_series_is_refused() {
    let nan = [Observation { year: 1950, value: f64::NAN }, Observation { year: 1951, value: 1.0 }];
    assert!(breaks::find(&nan).is_err());
    let back = [Observation { year: 1951, value: 1.0 }, Observation { year: 1950, value: 1.0 }];
    assert!(regimes::find(&back).is_err());
    assert!(breaks::find(&series(&[1.0, 2.0])).is_err());
    assert!(breaks::find(&[]).is_err());
}
