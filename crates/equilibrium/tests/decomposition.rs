//! Terms and volume of trade along a path of tariffs (`docs/src/methods/extensions.md`).
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::common::{close, exact, toy, toy_primitives};
use ndarray::{Array1, Array3};
use unequal_equilibrium::decomposition::path_integrated;
use unequal_equilibrium::{Baseline, DeficitRule, Duties, EquilibriumError, SolveOptions, solve};

/// Tariffs that differ by flow, from a level and a slope.
fn tariffs(level: f64, slope: f64) -> Array3<f64> {
    Array3::from_shape_fn((2, 3, 3), |(sector, importer, exporter)| {
        if importer == exporter { 0.0 } else { level + slope * (sector + 2 * importer + exporter) as f64 }
    })
}

fn errors(baseline: &Baseline, options: &SolveOptions) -> Vec<f64> {
    let (before, after) = (tariffs(0.3, -0.02), tariffs(0.02, 0.06));
    let at = |array: &Array3<f64>| {
        let mut wedges = baseline.no_wedges();
        wedges.set_tariffs(array.clone()).unwrap();
        solve(baseline, &wedges, options).unwrap().ln_real_income()
    };
    let exact_change = at(&after) - at(&before);
    [4, 8, 16, 32]
        .into_iter()
        .map(|steps| {
            let found = path_integrated(baseline, &before, &after, steps, options).unwrap();
            assert_eq!(found.steps, steps);
            let gap = |values: &Array1<f64>| {
                values.iter().zip(&exact_change).fold(0.0f64, |worst, (a, b)| worst.max((a - b).abs()))
            };
            close(gap(&found.ln_real_income), 0.0, 1e-11, "ends of the path");
            gap(&found.sum())
        })
        .collect()
}

fn falls_with_the_square(errors: &[f64]) {
    for pair in errors.windows(2) {
        close(pair[0] / pair[1], 4.0, 0.2, "error when steps are doubled");
    }
    assert!(errors[3] < 1e-4 && errors[3] > 1e-9, "{errors:?}");
}

#[test]
fn the_sum_tends_to_the_exact_change() {
    falls_with_the_square(&errors(&toy(), &exact()));
}

#[test]
fn deficits_and_old_tariffs_are_covered() {
    let mut primitives = toy_primitives();
    primitives.deficits = Array1::from(vec![5.0, -3.0, -2.0]);
    primitives.duties = Duties { tariff: Some(tariffs(0.1, 0.01)), ..Duties::default() };
    let options = SolveOptions { deficits: DeficitRule::FixedNominal, ..exact() };
    let baseline = Baseline::settle(&primitives, &options).unwrap();
    falls_with_the_square(&errors(&baseline, &options));
}

#[test]
fn what_the_sum_would_miss_is_refused() {
    let baseline = toy();
    let path = |before: &Array3<f64>, steps| path_integrated(&baseline, before, &tariffs(0.1, 0.0), steps, &exact());
    assert!(matches!(path(&tariffs(0.0, 0.0), 0), Err(EquilibriumError::Parameter { .. })));
    assert!(matches!(path(&Array3::zeros((1, 3, 3)), 3), Err(EquilibriumError::Shape { .. })));
    let mut primitives = toy_primitives();
    primitives.duties = Duties { export_tax: Some(tariffs(0.1, 0.0)), ..Duties::default() };
    let taxed = Baseline::settle(&primitives, &exact()).unwrap();
    let found = path_integrated(&taxed, &tariffs(0.0, 0.0), &tariffs(0.1, 0.0), 3, &exact());
    assert!(matches!(found, Err(EquilibriumError::Unsupported { .. })));
}
