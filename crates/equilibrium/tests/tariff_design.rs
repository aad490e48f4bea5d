//! Tariffs chosen for a purpose (`docs/src/methods/extensions.md`, C12).
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::common::{close, exact, labels, numbers, sectors, toy};
use ndarray::{Array1, Array2, Array3};
use unequal_equilibrium::tariff_design::{DesignedTariff, TaxableFlows, designed_sanctions, frontier, optimal_tariff};
use unequal_equilibrium::{Baseline, Duties, EquilibriumError, Primitives, Wedges, solve};
use unequal_world::labels::Labels;

const THETA: f64 = 4.0;

/// Two countries and one sector: the home country of the given share of world income imports
/// 30 percent of what it uses; balanced trade tells what the other imports.
fn two_countries(home_size: f64) -> Baseline {
    let foreign_imports = 0.3 * home_size / (1.0 - home_size);
    let sourcing = vec![0.7, 0.3, foreign_imports, 1.0 - foreign_imports];
    let primitives = Primitives {
        regions: Labels::new(labels(2, "c"), "region").unwrap(),
        sectors: sectors(1),
        year: 2000,
        sourcing: Array3::from_shape_vec((1, 2, 2), sourcing).unwrap(),
        input_shares: Array3::zeros((2, 1, 1)),
        value_added_shares: Array2::ones((2, 1)),
        final_shares: Array2::ones((2, 1)),
        value_added: Array1::from(vec![home_size, 1.0 - home_size]),
        deficits: Array1::zeros(2),
        trade_elasticity: vec![THETA],
        duties: Duties::default(),
    };
    Baseline::settle(&primitives, &exact()).unwrap()
}

#[test]
fn the_optimal_tariff_is_the_inverse_of_the_foreign_export_elasticity() {
    let file: serde_json::Value = serde_json::from_str(include_str!("data/optimal_tariff.json")).unwrap();
    for (size, expected) in numbers(&file["home_size"]).into_iter().zip(numbers(&file["best_rate"])) {
        let baseline = two_countries(size);
        let flows = TaxableFlows::uniform(&baseline, &[0], 1.0);
        let found = optimal_tariff(&baseline, &baseline.no_wedges(), &flows, &exact()).unwrap();
        close(found.rates[0], expected, 1e-6, "optimal tariff");
        let mut wedges = baseline.no_wedges();
        let mut tariff = Array3::zeros((1, 2, 2));
        tariff[[0, 0, 1]] = found.rates[0];
        wedges.set_tariffs(tariff).unwrap();
        let after = solve(&baseline, &wedges, &exact()).unwrap();
        close(found.rates[0], 1.0 / (THETA * after.sourcing(0, 1, 1)), 1e-6, "1 / (theta pi_ff)");
        close(found.ln_real_income[0], after.ln_real_income()[0], 1e-11, "real income");
        assert!(found.ln_real_income[0] > 0.0 && found.ln_real_income[1] < 0.0);
        assert!(!found.at_bound[0] && found.solves < 100, "{found:?}");
    }
}

#[test]
fn a_bound_is_reported() {
    let baseline = two_countries(0.5);
    let flows = TaxableFlows::uniform(&baseline, &[0], 0.1);
    let found = optimal_tariff(&baseline, &baseline.no_wedges(), &flows, &exact()).unwrap();
    assert_eq!((found.rates[0], found.at_bound[0]), (0.1, true));
}

/// c1 and c2 against c3.
fn coalition_against_c3(sector_groups: Vec<Vec<usize>>) -> TaxableFlows {
    TaxableFlows { importers: vec![0, 1], exporters: vec![2], sector_groups, lowest_rate: 0.0, highest_rate: 3.0 }
}

fn is_best(baseline: &Baseline, wedges: &Wedges, flows: &TaxableFlows, found: &DesignedTariff) {
    for group in 0..found.rates.len() {
        for change in [-0.02, 0.02] {
            let mut tariff = Array3::zeros((2, 3, 3));
            for (other, sectors) in flows.sector_groups.iter().enumerate() {
                for &sector in sectors {
                    for &importer in &flows.importers {
                        let nudge = if other == group { change } else { 0.0 };
                        tariff[[sector, importer, 2]] =
                            (found.rates[other] + nudge).clamp(flows.lowest_rate, flows.highest_rate);
                    }
                }
            }
            let mut wedges = wedges.clone();
            wedges.set_tariffs(tariff).unwrap();
            let change = solve(baseline, &wedges, &exact()).unwrap().ln_real_income();
            let money = |region: usize| baseline.income()[region] * change[region];
            let objective = money(0) + money(1) - found.willingness * money(2);
            assert!(objective <= found.objective + 1e-9, "{objective} {found:?}");
        }
    }
}

#[test]
fn without_a_willingness_to_pay_it_is_the_optimal_tariff() {
    let (baseline, flows) = (toy(), coalition_against_c3(vec![vec![0, 1]]));
    let none = baseline.no_wedges();
    let ordinary = optimal_tariff(&baseline, &none, &flows, &exact()).unwrap();
    let designed = designed_sanctions(&baseline, &none, &flows, &[2], 0.0, &exact()).unwrap();
    close(designed.rates[0], ordinary.rates[0], 1e-9, "rate");
    close(designed.senders_change, ordinary.senders_change, 1e-9, "senders' change");
    assert!(designed.targets_change < 0.0 && ordinary.targets_change == 0.0);
    is_best(&baseline, &none, &flows, &designed);
}

#[test]
fn damage_rises_with_the_willingness_to_pay() {
    let baseline = toy();
    let omegas = [0.0, 0.1, 0.2, 0.4, 0.7, 1.0, 2.0];
    for groups in [vec![vec![0, 1]], vec![vec![0], vec![1]]] {
        let flows = coalition_against_c3(groups);
        let none = baseline.no_wedges();
        let path = frontier(&baseline, &none, &flows, &[2], &omegas, &exact()).unwrap();
        for found in &path {
            is_best(&baseline, &none, &flows, found);
        }
        for pair in path.windows(2) {
            assert!(pair[1].targets_change <= pair[0].targets_change + 1e-9, "{pair:?}");
            assert!(pair[1].senders_change <= pair[0].senders_change + 1e-9, "{pair:?}");
            assert!(pair[1].cost_per_damage().unwrap() >= pair[0].cost_per_damage().unwrap() - 1e-9, "{pair:?}");
        }
        let again = frontier(&baseline, &none, &flows, &[2], &omegas, &exact()).unwrap();
        assert_eq!(path, again, "the search is deterministic");
    }
}

/// Two rates cannot do worse than one.
#[test]
fn more_groups_serve_the_purpose_better() {
    let baseline = toy();
    let found = |groups| {
        let flows = coalition_against_c3(groups);
        designed_sanctions(&baseline, &baseline.no_wedges(), &flows, &[2], 0.3, &exact()).unwrap().objective
    };
    assert!(found(vec![vec![0], vec![1]]) >= found(vec![vec![0, 1]]) - 1e-9);
}

#[test]
fn what_cannot_be_designed_is_refused() {
    let baseline = toy();
    let good = coalition_against_c3(vec![vec![0, 1]]);
    let bad = [
        TaxableFlows { importers: vec![3], ..good.clone() },
        TaxableFlows { sector_groups: vec![vec![2]], ..good.clone() },
        TaxableFlows { importers: vec![0, 0], ..good.clone() },
        TaxableFlows { sector_groups: vec![vec![0, 1], vec![1]], ..good.clone() },
        TaxableFlows { lowest_rate: -1.0, ..good.clone() },
        TaxableFlows { highest_rate: 0.0, ..good.clone() },
        TaxableFlows { highest_rate: f64::INFINITY, ..good.clone() },
    ];
    for flows in bad {
        let error = optimal_tariff(&baseline, &baseline.no_wedges(), &flows, &exact()).err();
        assert!(matches!(error, Some(EquilibriumError::Parameter { .. })), "{error:?}");
    }
    for (targets, omega) in [(vec![9], 0.1), (vec![2, 2], 0.1), (vec![2], -0.1), (vec![2], f64::NAN)] {
        let error = designed_sanctions(&baseline, &baseline.no_wedges(), &good, &targets, omega, &exact()).err();
        assert!(matches!(error, Some(EquilibriumError::Parameter { .. })), "{error:?}");
    }
}
