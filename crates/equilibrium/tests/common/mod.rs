//! Economies the tests share.
#![allow(dead_code, clippy::unwrap_used, reason = "each test file uses its own part and fails by panicking")]

use ndarray::{Array1, Array2, Array3};
use proptest::prelude::*;
use serde_json::Value;
use unequal_equilibrium::{Baseline, DeficitRule, Duties, Primitives, SolveOptions};
use unequal_world::labels::{Code, Labels, Sector, SectorKind};

pub fn toy_file() -> Value {
    serde_json::from_str(include_str!("../data/toy_3x2.json")).unwrap()
}

pub fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

pub fn labels(count: usize, prefix: &str) -> Vec<Code> {
    (1..=count).map(|number| Code::new(&format!("{prefix}{number}")).unwrap()).collect()
}

pub fn sectors(count: usize) -> Vec<Sector> {
    labels(count, "s")
        .into_iter()
        .map(|code| Sector { name: code.to_string(), code, kind: SectorKind::Goods })
        .collect()
}

/// The 3 x 2 economy of the reference values, before its markets are settled.
pub fn toy_primitives() -> Primitives {
    let file = toy_file();
    let inputs = &file["inputs"];
    let cell = |name: &str, first: usize, second: usize| inputs[name][first][second].as_f64().unwrap();
    Primitives {
        regions: Labels::new(labels(3, "c"), "region").unwrap(),
        sectors: sectors(2),
        year: 2000,
        sourcing: Array3::from_shape_fn((2, 3, 3), |(sector, importer, exporter)| {
            inputs["pi"][importer][exporter][sector].as_f64().unwrap()
        }),
        input_shares: Array3::from_shape_fn((3, 2, 2), |(region, input, using)| {
            inputs["g"][input][using][region].as_f64().unwrap()
        }),
        value_added_shares: Array2::from_shape_fn((3, 2), |(region, sector)| cell("b", sector, region)),
        final_shares: Array2::from_shape_fn((3, 2), |(region, sector)| cell("alpha", sector, region)),
        value_added: Array1::from(numbers(&inputs["wL"])),
        deficits: Array1::zeros(3),
        trade_elasticity: numbers(&inputs["theta"]),
        duties: Duties::default(),
    }
}

pub fn exact() -> SolveOptions {
    SolveOptions { deficits: DeficitRule::Zero, tolerance: 1e-12, ..SolveOptions::default() }
}

pub fn toy() -> Baseline {
    Baseline::settle(&toy_primitives(), &exact()).unwrap()
}

pub fn close(found: f64, expected: f64, tolerance: f64, what: &str) {
    assert!((found - expected).abs() <= tolerance, "{what}: found {found}, expected {expected}");
}

/// A 3 x 2 economy with random shares, in equilibrium, without deficits.
pub fn economies() -> impl Strategy<Value = Baseline> {
    let weights = |count| prop::collection::vec(0.05f64..1.0, count);
    (weights(18), weights(12), weights(6), weights(6), weights(3), prop::collection::vec(1.0f64..9.0, 2)).prop_map(
        |(sourcing, inputs, value_added, finals, endowments, theta)| {
            let mut primitives = toy_primitives();
            primitives.sourcing = Array3::from_shape_vec((2, 3, 3), sourcing).unwrap();
            primitives.final_shares = Array2::from_shape_vec((3, 2), finals).unwrap();
            primitives.value_added = Array1::from(endowments) * 100.0;
            primitives.trade_elasticity = theta;
            primitives.sourcing.rows_mut().into_iter().for_each(|mut row| row /= row.sum());
            primitives.final_shares.rows_mut().into_iter().for_each(|mut row| row /= row.sum());
            let raw = Array3::from_shape_vec((3, 2, 2), inputs).unwrap();
            let value_added = Array2::from_shape_vec((3, 2), value_added).unwrap();
            let total = raw.sum_axis(ndarray::Axis(1)) + &value_added;
            primitives.input_shares = Array3::from_shape_fn((3, 2, 2), |(region, input, using)| {
                raw[[region, input, using]] / total[[region, using]]
            });
            primitives.value_added_shares = 1.0 - primitives.input_shares.sum_axis(ndarray::Axis(1));
            Baseline::settle(&primitives, &exact()).unwrap()
        },
    )
}
