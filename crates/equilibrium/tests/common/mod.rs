//! Economies the tests share.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

pub mod apart;
pub mod markets;
pub mod nafta;
pub mod residuals;

use ndarray::{Array1, Array2, Array3};
use proptest::prelude::*;
use serde_json::Value;
use unequal_equilibrium::variants::Outcome;
use unequal_equilibrium::{
    Baseline, Counterfactual, DeficitRule, Duties, FeeLayer, Owner, Primitives, SolveOptions, Wedges,
};
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

/// Every kind of wedge at once.
pub fn everything(baseline: &Baseline, size: f64) -> Wedges {
    let rate = |shift: usize| {
        Array3::from_shape_fn((2, 3, 3), |(sector, importer, exporter)| {
            if importer == exporter { 0.0 } else { size * ((sector + importer + 2 * exporter + shift) % 4) as f64 }
        })
    };
    let mut wedges = baseline.no_wedges();
    wedges.set_tariffs(rate(0)).unwrap();
    wedges.set_export_taxes(rate(1)).unwrap();
    wedges.set_fees(vec![FeeLayer::new("hub", rate(2), Owner::Region(2)).unwrap()]).unwrap();
    wedges.add_iceberg(0, 1, 2, size);
    wedges.forbid(1, 0, 1);
    wedges.add_productivity(2, 1, 0.1);
    wedges.add_labour(1, -0.05);
    wedges
}

/// No trade between c1 and c2.
pub fn embargo(baseline: &Baseline) -> Wedges {
    let mut wedges = baseline.no_wedges();
    wedges.forbid_between(0, 1);
    wedges
}

/// Loss of the world in money at its own prices: ln(sum I' / sum I P).
pub fn world(found: &Outcome) -> f64 {
    let needed = found.baseline().income() * &found.ln_consumer_price().mapv(f64::exp);
    (found.income().sum() / needed.sum()).ln()
}

/// Whether a variant's result is the core's.
pub fn same(found: &Outcome, core: &Counterfactual) {
    for region in 0..3 {
        close(found.ln_real_income()[region], core.ln_real_income()[region], 1e-9, "real income");
        close(found.ln_wage()[region], core.ln_wage()[region], 1e-9, "wage");
        for sector in 0..2 {
            close(found.output(region, sector) / core.output(region, sector), 1.0, 1e-9, "output");
            close(found.ln_price(region, sector), core.ln_price(region, sector), 1e-9, "price");
            for exporter in 0..3 {
                let (found, core) = (found.flow(sector, region, exporter), core.flow(sector, region, exporter));
                close(found, core, 1e-8 * (1.0 + core), "flow");
            }
        }
    }
}
