//! Indices and elementary effects against SALib (Iwanaga, Usher and Herman 2022), from the same outcomes.
//!
//! Ignored by `cargo test`: it needs Python with SALib, whose path `UNEQUAL_SALIB_PYTHON` gives.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use unequal_ensemble::draw::Random;
use unequal_ensemble::sensitivity::Design;
use unequal_ensemble::sensitivity::morris::{elementary_effects, trajectory};

const ROWS: usize = 512;
const TRAJECTORIES: usize = 20;

fn ishigami(units: &[f64]) -> f64 {
    let [one, two, three] = [0, 1, 2].map(|place| std::f64::consts::PI * (2.0 * units[place] - 1.0));
    one.sin() + 7.0 * two.sin().powi(2) + 0.1 * three.powi(4) * one.sin()
}

/// Numbers in (0, 1): any will do, as long as both sides use them.
fn units(number: usize) -> Vec<f64> {
    let mut random = Random::of(5, number);
    (0..3).map(|_| 0.5 + random.normal().atan() / std::f64::consts::PI).collect()
}

fn asked(question: &Value) -> Value {
    let python = std::env::var("UNEQUAL_SALIB_PYTHON").expect("UNEQUAL_SALIB_PYTHON: a Python that has SALib");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/salib.py");
    let mut child =
        Command::new(python).arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("Python starts");
    child.stdin.take().unwrap().write_all(question.to_string().as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
#[ignore = "needs Python with SALib: .ci/run"]
fn indices_intervals_and_elementary_effects_are_those_of_salib() {
    let (mut design, mut first, mut second, mut mixed) = (Design::default(), vec![], vec![], vec![]);
    for row in 0..ROWS {
        let (one, other) = (units(row), units(row + ROWS));
        let exchanged: Vec<f64> = (0..3)
            .map(|place| {
                let mut point = one.clone();
                point[place] = other[place];
                ishigami(&point)
            })
            .collect();
        first.push(ishigami(&one));
        second.push(ishigami(&other));
        mixed.push(exchanged.clone());
        assert!(design.add(ishigami(&one), ishigami(&other), exchanged));
    }
    let trajectories: Vec<(Vec<Vec<f64>>, Vec<f64>)> = (0..TRAJECTORIES)
        .map(|number| {
            let points = trajectory(9, number, 3);
            let outcomes = points.iter().map(|point| ishigami(point)).collect();
            (points, outcomes)
        })
        .collect();
    let points: Vec<&Vec<f64>> = trajectories.iter().flat_map(|(points, _)| points).collect();
    let outcomes: Vec<f64> = trajectories.iter().flat_map(|(_, outcomes)| outcomes.clone()).collect();
    let theirs = asked(&json!({
        "first": first, "second": second, "mixed": mixed, "points": points, "outcomes": outcomes
    }));
    let of = |name: &str, input: usize| theirs[name][input].as_f64().unwrap();
    let close = |ours: f64, name: &str, input: usize, tolerance: f64| {
        let theirs = of(name, input);
        assert!((ours - theirs).abs() <= tolerance, "{name} of input {input}: {ours} and {theirs}");
    };
    let intervals = design.bootstrap(1, 1000);
    for (input, index) in design.indices().parameters.iter().enumerate() {
        close(index.first_order, "first_order", input, 1e-12);
        close(index.total.unwrap(), "total", input, 1e-12);
        let interval = intervals[input].total.unwrap();
        let half = (interval.high - interval.low) / 2.0;
        close(half, "half_width_of_total", input, 0.15 * half);
    }
    for (input, effects) in elementary_effects(&trajectories, 3).iter().enumerate() {
        assert_eq!(effects.count, TRAJECTORIES);
        close(effects.mean, "mu", input, 1e-9);
        close(effects.mean_size, "mu_star", input, 1e-9);
        close(effects.deviation, "sigma", input, 1e-9);
    }
}
