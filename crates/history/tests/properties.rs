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
        let fit = regimes::fit_from_starts(&values, states, 5).unwrap();
        for pair in fit.log_likelihoods.windows(2) {
            prop_assert!(pair[1] >= pair[0] - 1e-6, "{pair:?}");
        }
        for row in &fit.model.transition {
            prop_assert!((row.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn more_starts_never_lower_the_likelihood(values in prop::collection::vec(-3.0..3.0f64, 12..24), states in 2usize..4) {
        let found: Vec<regimes::Fit> =
            [1, 3, 8, 15].iter().map(|starts| regimes::fit_from_starts(&values, states, *starts).unwrap()).collect();
        for pair in found.windows(2) {
            prop_assert!(pair[1].log_likelihood() >= pair[0].log_likelihood());
        }
        for fit in &found {
            prop_assert!((1..=fit.starts).contains(&fit.reached));
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

/// Without a bound on deviations the density at a state that stands on one observation has no limit. With it, no
/// observation's log density exceeds `-ln(least deviation) - ln(2 pi) / 2`, and the likelihood of all is bounded by their sum.
#[test]
fn a_regime_does_not_collapse_on_one_observation() {
    let mut values: Vec<f64> = (0..24).map(|place| f64::from(place % 5) * 0.01).collect();
    values[11] = 50.0;
    let spread = {
        let mean = values.iter().sum::<f64>() / 24.0;
        (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / 24.0).sqrt()
    };
    let least = regimes::LEAST_SPREAD * spread;
    let most = 24.0 * (-least.ln() - 0.5 * (2.0 * std::f64::consts::PI).ln());
    for states in 2..=3 {
        let fit = regimes::fit(&values, states).unwrap();
        assert!(fit.model.deviation.iter().all(|deviation| *deviation >= least * (1.0 - 1e-12)), "{fit:?}");
        assert!(fit.log_likelihood() <= most, "{} above {most}", fit.log_likelihood());
    }
}

#[test]
fn a_fit_without_a_start_is_refused() {
    assert!(regimes::fit_from_starts(&NO_STEP, 2, 0).is_err());
    assert_eq!(regimes::fit(&NO_STEP, 1).unwrap().starts, 1, "one state has one maximum");
}

const NO_STEP: [f64; 8] = [0.0, 0.1, 0.2, 0.1, 0.0, 0.1, 0.2, 0.3];

#[test]
fn what_is_no_series_is_refused() {
    let nan = [Observation { year: 1950, value: f64::NAN }, Observation { year: 1951, value: 1.0 }];
    assert!(breaks::find(&nan).is_err());
    let back = [Observation { year: 1951, value: 1.0 }, Observation { year: 1950, value: 1.0 }];
    assert!(regimes::find(&back).is_err());
    assert!(breaks::find(&series(&[1.0, 2.0])).is_err());
    assert!(breaks::find(&[]).is_err());
}
