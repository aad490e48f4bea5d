//! The 3 x 2 economy against an independent reference implementation (`docs/src/validation.md`, C3, and the base of C15).
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use crate::common::{close, exact, numbers, toy, toy_file, toy_primitives};
use ndarray::{Array1, Array3};
use serde_json::Value;
use unequal_equilibrium::{Baseline, DeficitRule, FeeLayer, Owner, SolveOptions, Wedges, solve};

const TOLERANCE: f64 = 1e-9;

/// A rate of 25 % on what c1 buys from c2, nothing elsewhere.
fn on_one_flow() -> Array3<f64> {
    let mut rate = Array3::zeros((2, 3, 3));
    rate[[0, 0, 1]] = 0.25;
    rate[[1, 0, 1]] = 0.25;
    rate
}

fn compare(baseline: &Baseline, wedges: &Wedges, case: &Value) {
    let found = solve(baseline, wedges, &exact()).unwrap();
    for (region, expected) in numbers(&case["w_hat"]).into_iter().enumerate() {
        close(found.ln_wage()[region].exp(), expected, TOLERANCE, "wage");
    }
    for (region, expected) in numbers(&case["W_hat"]).into_iter().enumerate() {
        close(found.ln_real_income()[region].exp(), expected, TOLERANCE, "real income");
    }
    for (region, expected) in numbers(&case["P_hat_consumption"]).into_iter().enumerate() {
        close(found.ln_consumer_price()[region].exp(), expected, TOLERANCE, "consumer price");
    }
    for (region, expected) in numbers(&case["revenue_by_country"]).into_iter().enumerate() {
        close(found.revenue()[region], expected, TOLERANCE * 100.0, "revenue");
    }
    for sector in 0..2 {
        for region in 0..3 {
            close(found.ln_price(region, sector), case["lnP"][sector][region].as_f64().unwrap(), TOLERANCE, "price");
            close(
                found.expenditure(region, sector),
                case["X_new"][sector][region].as_f64().unwrap(),
                1e-7,
                "expenditure",
            );
            for exporter in 0..3 {
                let expected = case["pi_new"][region][exporter][sector].as_f64().unwrap();
                close(found.sourcing(sector, region, exporter), expected, TOLERANCE, "share");
            }
        }
    }
}

#[test]
fn the_baseline_is_the_references() {
    let (baseline, file) = (toy(), toy_file());
    for sector in 0..2 {
        for region in 0..3 {
            close(
                baseline.expenditure()[[region, sector]],
                file["baseline"]["X"][sector][region].as_f64().unwrap(),
                1e-8,
                "X",
            );
            close(
                baseline.output()[[region, sector]],
                file["baseline"]["Y"][sector][region].as_f64().unwrap(),
                1e-8,
                "Y",
            );
        }
    }
}

#[test]
fn a_tariff_enriches_its_owner() {
    let (baseline, file) = (toy(), toy_file());
    let mut wedges = baseline.no_wedges();
    wedges.set_tariffs(on_one_flow()).unwrap();
    compare(&baseline, &wedges, &file["cases"]["tariff25_c1_on_c2"]);
}

#[test]
fn an_iceberg_cost_enriches_nobody() {
    let (baseline, file) = (toy(), toy_file());
    let mut wedges = baseline.no_wedges();
    wedges.add_iceberg(0, 0, 1, 1.25f64.ln());
    wedges.add_iceberg(1, 0, 1, 1.25f64.ln());
    compare(&baseline, &wedges, &file["cases"]["iceberg25_c2_to_c1"]);
}

#[test]
fn an_export_tax_enriches_the_exporter() {
    let (baseline, file) = (toy(), toy_file());
    let mut wedges = baseline.no_wedges();
    wedges.set_export_taxes(on_one_flow()).unwrap();
    compare(&baseline, &wedges, &file["cases"]["export_tax25_c2_to_c1"]);
}

#[test]
fn a_fee_enriches_the_hub_that_owns_it() {
    let (baseline, file) = (toy(), toy_file());
    let mut wedges = baseline.no_wedges();
    wedges.set_fees(vec![FeeLayer::new("hub", on_one_flow(), Owner::Region(2)).unwrap()]).unwrap();
    compare(&baseline, &wedges, &file["cases"]["fee25_c2_to_c1_owned_c3"]);
}

#[test]
fn two_layers_and_a_split_owner_are_the_same_fee() {
    let baseline = toy();
    let mut one = baseline.no_wedges();
    one.set_fees(vec![FeeLayer::new("whole", on_one_flow(), Owner::Region(2)).unwrap()]).unwrap();
    let half = on_one_flow().mapv(|rate| (1.0f64 + rate).sqrt() - 1.0);
    let split = Owner::Split(vec![(2, 0.25), (2, 0.75)]);
    let layers = vec![
        FeeLayer::new("inner", half.clone(), Owner::Region(2)).unwrap(),
        FeeLayer::new("outer", half, split).unwrap(),
    ];
    let mut two = baseline.no_wedges();
    two.set_fees(layers).unwrap();
    let (one, two) = (solve(&baseline, &one, &exact()).unwrap(), solve(&baseline, &two, &exact()).unwrap());
    for region in 0..3 {
        close(two.ln_real_income()[region], one.ln_real_income()[region], 1e-10, "real income");
    }
}

#[test]
fn an_embargo_is_a_mask() {
    let (baseline, file) = (toy(), toy_file());
    let mut wedges = baseline.no_wedges();
    wedges.forbid_between(0, 1);
    compare(&baseline, &wedges, &file["cases"]["embargo_c1_c2"]);
}

#[test]
fn autarky_everywhere_keeps_every_wage() {
    let (baseline, file) = (toy(), toy_file());
    let mut wedges = baseline.no_wedges();
    for (one, other) in [(0, 1), (0, 2), (1, 2)] {
        wedges.forbid_between(one, other);
    }
    compare(&baseline, &wedges, &file["cases"]["autarky_all"]);
}

#[test]
fn productivity_enters_costs() {
    let (baseline, file) = (toy(), toy_file());
    let mut wedges = baseline.no_wedges();
    wedges.add_productivity(1, 0, 1.1f64.ln());
    compare(&baseline, &wedges, &file["cases"]["productivity10_s1_c2"]);
}

#[test]
fn deficits_are_carried() {
    let file = toy_file();
    let case = &file["cases"]["tariff25_with_deficits_D5_-3_-2"];
    let mut primitives = toy_primitives();
    primitives.deficits = Array1::from(numbers(&case["D"]));
    let options = SolveOptions { deficits: DeficitRule::FixedNominal, ..exact() };
    let baseline = Baseline::settle(&primitives, &options).unwrap();
    for (region, expected) in numbers(&case["baseline_w"]).into_iter().enumerate() {
        let found = baseline.primitives().value_added[region] / primitives.value_added[region];
        close(found, expected, TOLERANCE, "baseline wage");
    }
    let mut wedges = baseline.no_wedges();
    wedges.set_tariffs(on_one_flow()).unwrap();
    let found = solve(&baseline, &wedges, &options).unwrap();
    for (region, expected) in numbers(&case["w_ratio"]).into_iter().enumerate() {
        close(found.ln_wage()[region].exp(), expected, TOLERANCE, "wage");
    }
    for (region, expected) in numbers(&case["W_ratio"]).into_iter().enumerate() {
        close(found.ln_real_income()[region].exp(), expected, TOLERANCE, "real income");
    }
}
