//! Identities that hold for every economy and shock (`docs/src/validation.md`, C4 to C11).
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use crate::common::{close, economies, exact, toy, toy_primitives};
use ndarray::{Array1, Array2, Array3};
use proptest::prelude::*;
use unequal_equilibrium::{
    Baseline, DeficitRule, EquilibriumError, FeeLayer, Numeraire, Owner, Primitives, SolveOptions, Wedges, closed_form,
    solve,
};

fn every_foreign_flow(rate: f64, region: usize, as_importer: bool) -> Array3<f64> {
    Array3::from_shape_fn((2, 3, 3), |(_, importer, exporter)| {
        let own = if as_importer { importer } else { exporter };
        if own == region && importer != exporter { rate } else { 0.0 }
    })
}

fn icebergs(baseline: &Baseline, region: usize, ln_cost: f64) -> Wedges {
    let mut wedges = baseline.no_wedges();
    for sector in 0..2 {
        for other in (0..3).filter(|other| *other != region) {
            wedges.add_iceberg(sector, region, other, ln_cost);
            wedges.add_iceberg(sector, other, region, ln_cost);
        }
    }
    wedges
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// C7: nothing changes when nothing changes, and one evaluation shows it.
    #[test]
    fn no_shock_is_found_at_once(baseline in economies()) {
        let found = solve(&baseline, &baseline.no_wedges(), &SolveOptions { tolerance: 1e-11, ..exact() }).unwrap();
        prop_assert_eq!(found.convergence().evaluations, 1);
        for value in found.ln_real_income() {
            prop_assert!(value.abs() < 1e-11);
        }
    }

    /// C4: the real wage follows from home shares for any shock that leaves the own technology alone.
    #[test]
    fn home_shares_tell_the_real_wage(baseline in economies(), ln_cost in -0.3f64..0.8) {
        let found = solve(&baseline, &icebergs(&baseline, 1, ln_cost), &exact()).unwrap();
        let ln_home = Array2::from_shape_fn((3, 2), |(region, sector)| {
            (found.sourcing(sector, region, region) / baseline.primitives().sourcing[[sector, region, region]]).ln()
        });
        let implied = closed_form::real_wage_from_home_shares(&baseline, &ln_home);
        let direct = found.ln_wage() - found.ln_consumer_price();
        for region in 0..3 {
            prop_assert!((implied[region] - direct[region]).abs() < 1e-9);
        }
    }

    /// The impact of wedges is `kappa^(-theta)` whatever the world does, and what is spent reaches its owners whole.
    #[test]
    fn the_impact_of_wedges_is_what_they_cost_at_given_prices(
        baseline in economies(), ln_cost in -0.1f64..0.5, tax in 0.0f64..0.3, fee in -0.2f64..0.3,
    ) {
        let mut wedges = baseline.no_wedges();
        wedges.add_iceberg(0, 1, 2, ln_cost);
        wedges.forbid(1, 0, 2);
        let only = |rate: f64| Array3::from_shape_fn((2, 3, 3), |cell| if cell == (0, 1, 2) { rate } else { 0.0 });
        let before = &baseline.primitives().duties;
        prop_assume!(before.tariff.is_none() && before.export_tax.is_none() && before.fees.is_empty());
        wedges.set_export_taxes(only(tax)).unwrap();
        let rent = FeeLayer::new("rent", only(fee), Owner::Exporter).unwrap().as_rent();
        let banks = FeeLayer::new("banks", only(0.1), Owner::Split(vec![(0, 0.5), (1, 0.5)])).unwrap();
        wedges.set_fees(vec![rent, banks]).unwrap();
        let found = solve(&baseline, &wedges, &exact()).unwrap();
        let theta = baseline.primitives().trade_elasticity[0];
        let duties = (1.0 + tax) * (1.0 + fee) * 1.1;
        prop_assert!((found.impact(0, 1, 2) - (-theta * (ln_cost + duties.ln())).exp()).abs() < 1e-12);
        prop_assert_eq!(found.impact(1, 0, 2), 0.0);
        prop_assert_eq!(found.impact(0, 0, 2), 1.0);
        // Seller and banks share what the buyer spends; there is no tariff.
        let seller = found.received_of_spending([0, 1, 2], |region| region == 2);
        prop_assert!((seller - (1.0 + tax) * (1.0 + fee) / duties).abs() < 1e-12);
        prop_assert!((found.received_of_spending([0, 1, 2], |_| true) - 1.0).abs() < 1e-12);
        prop_assert_eq!(found.received_of_spending([1, 0, 2], |_| true), 0.0);
        prop_assert_eq!(found.received_of_spending([0, 0, 2], |region| region == 2), 1.0);
        prop_assert!(found.has_rent(0, 1, 2) == (fee != 0.0) && !found.has_rent(0, 0, 2));
    }

    /// C4: autarky by masks equals the closed form.
    #[test]
    fn autarky_is_the_closed_form(baseline in economies()) {
        let mut wedges = baseline.no_wedges();
        for (one, other) in [(0, 1), (0, 2), (1, 2)] {
            wedges.forbid_between(one, other);
        }
        let found = solve(&baseline, &wedges, &exact()).unwrap();
        let gains = closed_form::gains_from_trade(&baseline);
        for region in 0..3 {
            prop_assert!((found.ln_real_income()[region] + gains[region]).abs() < 1e-10);
        }
    }

    /// C5: a uniform import tariff is a uniform export tax (Lerner 1936).
    #[test]
    fn import_tariff_is_export_tax(baseline in economies(), rate in 0.01f64..0.6) {
        let (mut tariff, mut tax) = (baseline.no_wedges(), baseline.no_wedges());
        tariff.set_tariffs(every_foreign_flow(rate, 0, true)).unwrap();
        tax.set_export_taxes(every_foreign_flow(rate, 0, false)).unwrap();
        let (tariff, tax) = (solve(&baseline, &tariff, &exact()).unwrap(), solve(&baseline, &tax, &exact()).unwrap());
        for region in 0..3 {
            prop_assert!((tariff.ln_real_income()[region] - tax.ln_real_income()[region]).abs() < 1e-9);
            for sector in 0..2 {
                for exporter in 0..3 {
                    let gap = tariff.sourcing(sector, region, exporter) - tax.sourcing(sector, region, exporter);
                    prop_assert!(gap.abs() < 1e-9);
                }
            }
        }
    }

    /// C6: values in another unit, and another numeraire, change no real outcome.
    #[test]
    fn units_do_not_matter(baseline in economies(), ln_cost in 0.0f64..0.8) {
        let options = exact();
        let found = solve(&baseline, &icebergs(&baseline, 0, ln_cost), &options).unwrap();
        let mut thousandfold: Primitives = baseline.primitives().clone();
        thousandfold.value_added *= 1000.0;
        let large = Baseline::settle(&thousandfold, &options).unwrap();
        let scaled = solve(&large, &icebergs(&large, 0, ln_cost), &options).unwrap();
        let in_wages = SolveOptions { numeraire: Numeraire::Region(2), ..options };
        let other = solve(&baseline, &icebergs(&baseline, 0, ln_cost), &in_wages).unwrap();
        prop_assert!(other.ln_wage()[2].abs() < 1e-14);
        for region in 0..3 {
            prop_assert!((found.ln_real_income()[region] - scaled.ln_real_income()[region]).abs() < 1e-9);
            prop_assert!((found.ln_real_income()[region] - other.ln_real_income()[region]).abs() < 1e-9);
        }
    }

    /// C8: with every market but one cleared the last clears too, and revenue is all paid out:
    /// world income is world expenditure on final goods.
    #[test]
    fn the_world_spends_what_it_earns(baseline in economies(), rate in 0.0f64..0.5) {
        let mut wedges = icebergs(&baseline, 2, 0.1);
        wedges.set_tariffs(every_foreign_flow(rate, 1, true)).unwrap();
        wedges.set_export_taxes(every_foreign_flow(0.5 * rate, 0, false)).unwrap();
        let found = solve(&baseline, &wedges, &exact()).unwrap();
        let primitives = baseline.primitives();
        for region in 0..3 {
            let wages = found.ln_wage()[region].exp() * primitives.value_added[region];
            let labour: f64 = (0..2).map(|sector| primitives.value_added_shares[[region, sector]] * found.output(region, sector)).sum();
            prop_assert!((labour / wages - 1.0).abs() < 1e-10);
            for sector in 0..2 {
                let sold: f64 = (0..3).map(|importer| found.producer_value(sector, importer, region)).sum();
                prop_assert!((sold / found.output(region, sector) - 1.0).abs() < 1e-10);
            }
        }
        let wages: f64 = (0..3).map(|region| found.ln_wage()[region].exp() * primitives.value_added[region]).sum();
        let total = found.income().sum() - wages - found.revenue().sum();
        prop_assert!((total / wages).abs() < 1e-12);
    }

    /// Own wedges hurt: a higher resource cost of a region's imports never raises its real income.
    #[test]
    fn costlier_imports_never_help(baseline in economies(), first in 0.0f64..0.5, more in 0.01f64..0.5) {
        let income = |ln_cost: f64| {
            let mut wedges = baseline.no_wedges();
            for sector in 0..2 {
                wedges.add_iceberg(sector, 0, 1, ln_cost);
                wedges.add_iceberg(sector, 0, 2, ln_cost);
            }
            solve(&baseline, &wedges, &exact()).unwrap().ln_real_income()[0]
        };
        prop_assert!(income(first + more) <= income(first) + 1e-11);
    }
}

/// C9: identical regions stay identical.
#[test]
fn a_symmetric_world_stays_symmetric() {
    let mut primitives = toy_primitives();
    primitives.sourcing =
        Array3::from_shape_fn((2, 3, 3), |(_, importer, exporter)| if importer == exporter { 0.6 } else { 0.2 });
    primitives.input_shares = Array3::from_elem((3, 2, 2), 0.25);
    primitives.value_added_shares = Array2::from_elem((3, 2), 0.5);
    primitives.final_shares = Array2::from_elem((3, 2), 0.5);
    primitives.value_added = Array1::from_elem(3, 100.0);
    primitives.trade_elasticity = vec![4.0, 4.0];
    let baseline = Baseline::settle(&primitives, &exact()).unwrap();
    let mut wedges = baseline.no_wedges();
    for region in 0..3 {
        for other in (0..3).filter(|other| *other != region) {
            wedges.add_iceberg(0, region, other, 0.2);
        }
    }
    let found = solve(&baseline, &wedges, &exact()).unwrap();
    for region in 0..3 {
        close(found.ln_wage()[region], 0.0, 1e-12, "wage");
        close(found.ln_real_income()[region], found.ln_real_income()[0], 1e-12, "real income");
    }
    assert!(found.ln_price(0, 0) > 0.01, "a shock that is alike everywhere still moves prices");
}

/// C10: the response of a share to its own cost is -theta (1 - share), costs given.
#[test]
fn the_elasticity_is_the_elasticity() {
    let baseline = toy();
    let theta = baseline.primitives().trade_elasticity[0];
    let mut primitives = baseline.primitives().clone();
    // Costs do not respond when the product is nobody's input and the buyer is negligible.
    primitives.value_added[0] = 1e-9;
    let baseline = Baseline::settle(&primitives, &exact()).unwrap();
    let share = baseline.primitives().sourcing[[0, 0, 1]];
    let mut wedges = baseline.no_wedges();
    wedges.add_iceberg(0, 0, 1, 1e-6);
    let found = solve(&baseline, &wedges, &SolveOptions { tolerance: 1e-13, ..exact() }).unwrap();
    let ratio =
        |exporter: usize| (found.sourcing(0, 0, exporter) / baseline.primitives().sourcing[[0, 0, exporter]]).ln();
    close((ratio(1) - ratio(2)) / 1e-6, -theta, 1e-4, "relative demand");
    assert!(share > 0.0);
}

/// C11: rising costs approach the mask.
#[test]
fn an_embargo_is_the_limit_of_rising_costs() {
    let baseline = toy();
    let mut mask = baseline.no_wedges();
    mask.forbid_between(0, 1);
    let masked = solve(&baseline, &mask, &exact()).unwrap().ln_real_income();
    let at = |factor: f64| {
        let mut wedges = baseline.no_wedges();
        for sector in 0..2 {
            wedges.add_iceberg(sector, 0, 1, factor.ln());
            wedges.add_iceberg(sector, 1, 0, factor.ln());
        }
        let found = solve(&baseline, &wedges, &exact()).unwrap().ln_real_income();
        (found - &masked).iter().fold(0.0f64, |worst, gap| worst.max(gap.abs()))
    };
    assert!(at(10.0) < 2e-5 && at(10.0) > 1e-8, "{}", at(10.0));
    assert!(at(100.0) < 1e-9, "{}", at(100.0));
}

#[test]
fn a_closed_region_with_a_deficit_has_no_equilibrium() {
    let mut primitives = toy_primitives();
    primitives.deficits = Array1::from(vec![5.0, -3.0, -2.0]);
    let options = SolveOptions { deficits: DeficitRule::FixedNominal, ..exact() };
    let baseline = Baseline::settle(&primitives, &options).unwrap();
    let mut wedges = baseline.no_wedges();
    wedges.forbid_between(0, 1);
    wedges.forbid_between(0, 2);
    let error = solve(&baseline, &wedges, &options).err();
    assert!(matches!(error, Some(EquilibriumError::ClosedWithDeficit { .. })), "{error:?}");
    assert!(solve(&baseline, &wedges, &exact()).is_ok());
}

#[test]
fn deficits_that_do_not_add_up_are_refused() {
    let baseline = toy();
    let options = SolveOptions { deficits: DeficitRule::Given(Array1::from(vec![1.0, 1.0, 1.0])), ..exact() };
    let error = solve(&baseline, &baseline.no_wedges(), &options).err();
    assert!(matches!(error, Some(EquilibriumError::DeficitsDoNotAddUp { .. })), "{error:?}");
}

#[test]
fn a_buyer_without_suppliers_is_named() {
    let mut primitives = toy_primitives();
    for exporter in 0..3 {
        primitives.sourcing[[0, 0, exporter]] = if exporter == 1 { 1.0 } else { 0.0 };
    }
    let baseline = Baseline::settle(&primitives, &exact()).unwrap();
    let mut wedges = baseline.no_wedges();
    wedges.forbid_between(0, 1);
    match solve(&baseline, &wedges, &exact()).err() {
        Some(EquilibriumError::NoSupplier { region, sector }) => {
            assert_eq!((region.as_str(), sector.as_str()), ("c1", "s1"))
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_inconsistent_baseline_is_refused_with_its_place() {
    let baseline = toy();
    let mut expenditure = baseline.expenditure().clone();
    expenditure[[2, 1]] *= 1.001;
    match Baseline::new(baseline.primitives().clone(), expenditure) {
        Err(EquilibriumError::Identity { gap, .. }) => assert!(gap.abs() > 1e-6),
        other => panic!("{other:?}"),
    }
}

#[test]
fn too_few_evaluations_are_an_error() {
    let baseline = toy();
    let mut wedges = baseline.no_wedges();
    wedges.forbid_between(0, 1);
    let error = solve(&baseline, &wedges, &SolveOptions { max_evaluations: 3, ..exact() }).err();
    assert!(matches!(error, Some(EquilibriumError::NotConverged { evaluations: 3, .. })), "{error:?}");
}
