//! Caliendo and Parro's (2015) NAFTA exercise on the authors' data (`docs/src/validation.md`, C1, C1b, C1c).
//!
//! Needs the authors' data, so that these are ignored unless asked for, and fail where the data are missing:
//! `UNEQUAL_REFERENCE_DATA=FOLDER cargo test -p unequal-equilibrium --test all nafta:: -- --include-ignored`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};

use crate::common::close;
use crate::common::nafta::{self, NAFTA, REGIONS, SECTORS};
use ndarray::Array3;
use unequal_equilibrium::{Baseline, DeficitRule, SolveOptions, coalition, decomposition, linear, solve};

fn folder() -> PathBuf {
    let folder = std::env::var_os("UNEQUAL_REFERENCE_DATA").map(PathBuf::from);
    folder.unwrap_or_else(|| panic!("NAFTA needs UNEQUAL_REFERENCE_DATA, the folder with the authors' data"))
}

/// The world of 1993 under a rule for deficits, the tariffs of 2005 inside NAFTA, and how to solve.
fn settled(folder: &Path, deficits: DeficitRule) -> (Baseline, Array3<f64>, SolveOptions) {
    let mut nafta = nafta::read(&folder.join("data/caliendo_parro_1993")).unwrap();
    if deficits == DeficitRule::Zero {
        nafta.primitives.deficits.fill(0.0);
    }
    let options = SolveOptions { deficits, tolerance: 1e-12, max_evaluations: 3000, ..SolveOptions::default() };
    let baseline = Baseline::settle(&nafta.primitives, &options).unwrap();
    (baseline, nafta.tariffs_after, options)
}

/// The same without deficits.
fn balanced(folder: &Path) -> (Baseline, Array3<f64>, SolveOptions) {
    settled(folder, DeficitRule::Zero)
}

#[test]
#[ignore = "needs UNEQUAL_REFERENCE_DATA"]
fn the_published_table_is_reproduced() {
    let folder = folder();
    let (baseline, tariffs_after, options) = balanced(&folder);
    let mut wedges = baseline.no_wedges();
    wedges.set_tariffs(tariffs_after).unwrap();
    let after = solve(&baseline, &wedges, &options).unwrap();
    let table = decomposition::first_order(&after);
    // Mexico, Canada, United States: terms of trade, volume, first-order sum, real wage, exact; percent.
    let expected = [
        (19, [-0.411771, 1.723885, 1.312114, 1.715323, 0.007323]),
        (4, [-0.108102, 0.044286, -0.063816, 0.322829, -0.110104]),
        (29, [0.043532, 0.041222, 0.084753, 0.112443, 0.074146]),
    ];
    for (region, expected) in expected {
        let row = &table[region];
        let found = [
            row.terms_of_trade,
            row.volume_of_trade,
            row.first_order_welfare(),
            row.real_wage,
            after.ln_real_income()[region].exp_m1(),
        ];
        for (found, expected) in found.into_iter().zip(expected) {
            close(100.0 * found, expected, 5e-6, "NAFTA");
        }
    }
    imports_grow_as_published(&baseline, &after);
    all_regions_agree(&folder, &table);
}

/// The same with the deficits of 1993, against the same independent implementation: terms of trade,
/// volume, first-order sum and real wage, percent.
#[test]
#[ignore = "needs UNEQUAL_REFERENCE_DATA"]
fn the_table_with_deficits_is_reproduced() {
    let folder = folder();
    let (baseline, tariffs_after, options) = settled(&folder, DeficitRule::FixedNominal);
    let mut wedges = baseline.no_wedges();
    wedges.set_tariffs(tariffs_after).unwrap();
    let table = decomposition::first_order(&solve(&baseline, &wedges, &options).unwrap());
    let expected = [
        (19, [-0.414526, 1.588791, 1.174264, 1.640493]),
        (4, [-0.080142, 0.039626, -0.040515, 0.334076]),
        (29, [0.046200, 0.038757, 0.084957, 0.117836]),
    ];
    for (region, expected) in expected {
        let row = &table[region];
        let found = [row.terms_of_trade, row.volume_of_trade, row.first_order_welfare(), row.real_wage];
        for (found, expected) in found.into_iter().zip(expected) {
            close(100.0 * found, expected, 5e-6, "NAFTA with deficits");
        }
    }
}

/// Deficits closed in the settled world lead where closing them in the data leads.
#[test]
#[ignore = "needs UNEQUAL_REFERENCE_DATA"]
fn settling_again_is_settling() {
    let folder = folder();
    let (expected, _, options) = balanced(&folder);
    let (with_deficits, _, _) = settled(&folder, DeficitRule::FixedNominal);
    let found = with_deficits.settle_again(&options).unwrap();
    let world = expected.income().sum();
    for (found, expected) in found.income().iter().zip(expected.income()) {
        close(found / expected, 1.0, 1e-9, "income");
    }
    for (found, expected) in found.expenditure().iter().zip(expected.expenditure()) {
        close(found / world, expected / world, 1e-11, "expenditure");
    }
    for (found, expected) in found.primitives().sourcing.iter().zip(&expected.primitives().sourcing) {
        close(*found, *expected, 1e-9, "sourcing");
    }
    assert_eq!(found.primitives().deficits, expected.primitives().deficits);
}

fn imports_grow_as_published(baseline: &Baseline, after: &unequal_equilibrium::Counterfactual<'_>) {
    let growth = |importer: usize, exporter: usize| {
        let (mut old, mut new) = (0.0, 0.0);
        for sector in 0..SECTORS {
            let tariff = baseline.primitives().duties.tariff.as_ref().unwrap()[[sector, importer, exporter]];
            old += baseline.primitives().sourcing[[sector, importer, exporter]]
                * baseline.expenditure()[[importer, sector]]
                / (1.0 + tariff);
            new += after.producer_value(sector, importer, exporter);
        }
        100.0 * (new / old - 1.0)
    };
    let [canada, mexico, states] = NAFTA;
    for (importer, exporter, expected) in [
        (mexico, canada, 116.5986),
        (mexico, states, 118.3084),
        (canada, mexico, 58.5732),
        (canada, states, 9.4876),
        (states, mexico, 109.5412),
        (states, canada, 6.5703),
    ] {
        close(growth(importer, exporter), expected, 5e-4, "import growth");
    }
}

fn all_regions_agree(folder: &Path, table: &[decomposition::FirstOrder]) {
    let text = std::fs::read_to_string(folder.join("reference/nafta_31_regions.csv")).unwrap();
    for (line, row) in text.lines().skip(1).zip(table) {
        // Percent, so 1e-7 is 1e-9 of income. The reference keeps input shares whose columns sum to one only to
        // 7e-7; here they are scaled to one (terms and volume of trade agree to 1e-9 percent even so).
        let expected: Vec<f64> = line.split(',').skip(1).map(|number| number.parse().unwrap()).collect();
        close(100.0 * row.terms_of_trade, expected[0], 1e-7, line);
        close(100.0 * row.volume_of_trade, expected[1], 1e-7, line);
        close(100.0 * row.real_wage, expected[4], 1e-7, line);
    }
}

/// Terms and volume of trade along the path of tariffs add up to the exact change, which the
/// first-order sum of the published table misses by far (`docs/src/validation.md`, C1b).
#[test]
#[ignore = "needs UNEQUAL_REFERENCE_DATA"]
fn the_path_leads_to_the_exact_change() {
    let folder = folder();
    let (baseline, tariffs_after, options) = balanced(&folder);
    let before = baseline.primitives().duties.tariff.clone().unwrap();
    let found = decomposition::path_integrated(&baseline, &before, &tariffs_after, 12, &options).unwrap();
    let mexico = NAFTA[1];
    close(100.0 * found.terms_of_trade[mexico], -0.680, 5e-4, "terms of trade");
    close(100.0 * found.volume_of_trade[mexico], 0.688, 5e-4, "volume of trade");
    close(100.0 * found.sum()[mexico], 0.0078, 5e-5, "sum");
    close(100.0 * found.ln_real_income[mexico].exp_m1(), 0.007323, 5e-6, "exact");
    for region in 0..REGIONS {
        close(100.0 * found.sum()[region], 100.0 * found.ln_real_income[region], 1e-3, "path and exact");
    }
}

/// A hundredth of the tariff changes, exactly and to first order, for all 31 regions.
#[test]
#[ignore = "needs UNEQUAL_REFERENCE_DATA"]
fn small_changes_are_first_order() {
    let folder = folder();
    let (baseline, tariffs_after, options) = balanced(&folder);
    let before = baseline.primitives().duties.tariff.clone().unwrap();
    let at = |part: f64| {
        let mut wedges = baseline.no_wedges();
        wedges.set_tariffs(&before + &((&tariffs_after - &before) * part)).unwrap();
        wedges
    };
    let income = |part: f64| solve(&baseline, &at(part), &options).unwrap().ln_real_income();
    let response = linear::respond(&baseline, &at(1.0)).unwrap();
    let difference = (income(0.01) - income(-0.01)) / 0.02;
    for region in 0..REGIONS {
        close(difference[region], response.ln_real_income[region], 1e-6, "real income");
    }
    assert!(response.steps < 100, "{}", response.steps);
}

/// The three members share what the new tariffs bring them.
#[test]
#[ignore = "needs UNEQUAL_REFERENCE_DATA"]
fn members_can_share_the_gains() {
    let folder = folder();
    let (baseline, tariffs_after, options) = balanced(&folder);
    let mut wedges = baseline.no_wedges();
    wedges.set_tariffs(tariffs_after).unwrap();
    let shared = coalition::share_costs(&baseline, &wedges, &NAFTA, &options).unwrap();
    let change = shared.counterfactual.ln_real_income();
    close(change[NAFTA[0]], change[NAFTA[1]], 1e-9, "Canada and Mexico");
    close(change[NAFTA[0]], change[NAFTA[2]], 1e-9, "Canada and the United States");
    close(shared.transfers.sum() / baseline.income()[NAFTA[1]], 0.0, 1e-12, "transfers");
    // Canada lost, so it is paid; Mexico's near nothing is less than the common gain.
    assert!(shared.transfers[NAFTA[0]] > 0.0 && shared.transfers[NAFTA[2]] < 0.0);
}
