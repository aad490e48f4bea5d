//! The rationing closure: what it must leave alone, and its mass balances.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use crate::common::{close, economies, toy};
use ndarray::{Array3, Axis};
use proptest::prelude::*;
use unequal_equilibrium::variants::rationing::{Criticality, Rationed, RationingOptions, ration};
use unequal_equilibrium::{Baseline, EquilibriumError};
use unequal_world::EconomyTable;
use unequal_world::table::{Provenance, TableParts};

/// The table of which an economy without duties is the baseline.
fn table(baseline: &Baseline) -> EconomyTable {
    let primitives = baseline.primitives();
    EconomyTable::new(TableParts {
        regions: primitives.regions.clone(),
        sectors: primitives.sectors.clone(),
        year: primitives.year,
        provenance: Provenance {
            valuation: unequal_world::Valuation::Basic,
            source: "test".to_owned(),
            classification: "test".to_owned(),
            licence: String::new(),
            estimated: vec![],
            estimated_between: vec![],
            estimated_use: vec![],
            changes: vec![],
        },
        sourcing: primitives.sourcing.clone(),
        intermediate_use: Array3::from_shape_fn((3, 2, 2), |(region, input, using)| {
            primitives.input_shares[[region, input, using]] * baseline.output()[[region, using]]
        }),
        final_use: &primitives.final_shares * &baseline.income().view().insert_axis(Axis(1)),
    })
    .unwrap()
}

const BETWEEN_FIRST_TWO: [(usize, usize, usize); 4] = [(0, 0, 1), (1, 0, 1), (0, 1, 0), (1, 1, 0)];

fn options(friction: f64, leakage: f64) -> RationingOptions {
    RationingOptions { friction, leakage, ..RationingOptions::default() }
}

fn loss(found: &Rationed) -> f64 {
    1.0 - found.output.sum() / found.output_before.sum()
}

fn balances(found: &Rationed) {
    let made = found.trade.sum_axis(Axis(1));
    let received = found.trade.sum_axis(Axis(2));
    let inputs = found.intermediate_use.sum_axis(Axis(2));
    let usual = found.trade_before.sum_axis(Axis(2));
    let rerouted = found.rerouted.sum_axis(Axis(2));
    for region in 0..3 {
        for sector in 0..2 {
            let cell = [region, sector];
            let scale = found.output_before.sum();
            close(made[[sector, region]], found.output[cell], 1e-9 * scale, "sales are output");
            let used = inputs[cell] + found.final_use[cell] + found.unused[cell];
            close(received[[sector, region]], used, 1e-9 * scale, "receipts are used or left over");
            assert!(found.output[cell] <= found.rerouted.sum_axis(Axis(1))[[sector, region]] * (1.0 + 1e-9));
            assert!(rerouted[[sector, region]] <= usual[[sector, region]] * (1.0 + 1e-9));
            assert!(found.unused[cell] >= 0.0 && found.final_use[cell] >= 0.0);
        }
    }
    let missing = found.trade_before.sum() - found.rerouted.sum();
    assert!(missing <= found.severed + 1e-9 * found.trade_before.sum(), "no more is missing than was severed");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn nothing_happens_without_an_embargo(baseline in economies()) {
        let found = ration(&table(&baseline), &[], &RationingOptions::default()).unwrap();
        prop_assert!(loss(&found).abs() < 1e-12);
        prop_assert_eq!((found.rounds, found.severed), (1, 0.0));
        balances(&found);
    }

    #[test]
    fn an_embargo_that_leaks_wholly_does_nothing(baseline in economies(), friction in 0.0f64..=1.0) {
        let found = ration(&table(&baseline), &BETWEEN_FIRST_TWO, &options(friction, 1.0)).unwrap();
        prop_assert!(loss(&found).abs() < 1e-12);
        prop_assert!((&found.trade - &found.trade_before).iter().all(|change| change.abs() < 1e-9));
    }

    /// Whoever lost a supplier finds the same elsewhere.
    #[test]
    fn nothing_is_missing_without_friction_and_with_spare_capacity(baseline in economies(), leakage in 0.0f64..1.0) {
        let table = table(&baseline);
        let spare = RationingOptions { spare_capacity: 100.0, ..options(0.0, leakage) };
        let found = ration(&table, &BETWEEN_FIRST_TWO, &spare).unwrap();
        prop_assert!(found.unplaced <= 1e-8 * table.output().sum());
        for (after, before) in found.final_use.iter().zip(table.final_use()) {
            prop_assert!((after / before - 1.0).abs() < 1e-6, "{after} {before}");
        }
        for (after, before) in found.rerouted.sum_axis(Axis(2)).iter().zip(found.trade_before.sum_axis(Axis(2)).iter()) {
            prop_assert!((after / before - 1.0).abs() < 1e-6);
        }
        balances(&found);
    }

    /// Where the margins of rerouting are within reach. Where they are not, buyers who get what
    /// they want displace others, and more friction can leave the others better off.
    #[test]
    fn the_loss_grows_with_friction(baseline in economies(), one in 0.0f64..=1.0, other in 0.0f64..=1.0, leakage in 0.0f64..1.0) {
        let table = table(&baseline);
        let found = |friction| ration(&table, &BETWEEN_FIRST_TWO, &options(friction, leakage)).unwrap();
        let (less, more) = (found(one.min(other)), found(one.max(other)));
        balances(&less);
        balances(&more);
        prop_assume!(less.unplaced <= 1e-8 * table.output().sum());
        prop_assert!(loss(&less) <= loss(&more) + 1e-8, "{} {}", loss(&less), loss(&more));
    }

    /// The world loses no more than if nothing could be rerouted, whether within reach or not.
    #[test]
    fn rerouting_never_costs_the_world(baseline in economies(), friction in 0.0f64..=1.0, leakage in 0.0f64..1.0) {
        let table = table(&baseline);
        let found = |friction| ration(&table, &BETWEEN_FIRST_TWO, &options(friction, leakage)).unwrap();
        let none = found(1.0);
        prop_assert!(loss(&found(friction)) <= loss(&none) + 1e-8);
    }

    #[test]
    fn the_loss_falls_with_leakage(baseline in economies(), one in 0.0f64..=1.0, other in 0.0f64..=1.0) {
        let table = table(&baseline);
        let found = |leakage| loss(&ration(&table, &BETWEEN_FIRST_TWO, &options(1.0, leakage)).unwrap());
        prop_assert!(found(one.max(other)) <= found(one.min(other)) + 1e-10);
    }
}

/// Without rerouting and without critical inputs exactly the severed sales are lost.
#[test]
fn without_critical_inputs_only_sales_are_lost() {
    let table = table(&toy());
    let free = RationingOptions { criticality: Criticality::Given(Array3::zeros((3, 2, 2))), ..options(1.0, 0.0) };
    let found = ration(&table, &BETWEEN_FIRST_TWO, &free).unwrap();
    close(found.output_before.sum() - found.output.sum(), found.severed, 1e-9, "lost sales");
    close(found.output[[2, 0]], found.output_before[[2, 0]], 1e-12, "a bystander");
    // Where orders are lost both ways their loss binds before the inputs do. One way, it does not.
    let one_way = &BETWEEN_FIRST_TWO[..2];
    let harsh = ration(&table, one_way, &options(1.0, 0.0)).unwrap();
    let mild = ration(&table, one_way, &free).unwrap();
    assert!(loss(&harsh) > loss(&mild) + 0.01, "{} {}", loss(&harsh), loss(&mild));
    assert!(harsh.value_added_change(0) < -0.01 && harsh.value_added_change(2) < -0.001);
    close(mild.value_added_change(0), 0.0, 1e-12, "the buyer without critical inputs");
    let (_, imports) = found.exports_and_imports(0);
    let direct: f64 = found.trade_before.index_axis(Axis(1), 0).sum() - found.severed;
    assert!(imports > 0.0 && imports < direct);
}

/// By hand: one input, criticality one half. The buyer of the severed flow receives 1 - s of its
/// input and makes 1 - s / 2 of its output.
#[test]
fn half_a_shortage_is_passed_on() {
    let table = table(&toy());
    let mut chi = Array3::zeros((3, 2, 2));
    chi[[0, 0, 1]] = 0.5;
    let once = RationingOptions { criticality: Criticality::Given(chi), ..options(1.0, 0.0) };
    let found = ration(&table, &[(0, 0, 1)], &once).unwrap();
    let short = table.sourcing()[[0, 0, 1]];
    close(found.output[[0, 1]] / found.output_before[[0, 1]], 1.0 - 0.5 * short, 1e-9, "output");
    close(found.value_added[[0, 1]] / found.value_added_before[[0, 1]], 1.0 - 0.5 * short, 1e-9, "value added");
    let sold = 1.0 - found.severed / found.output_before[[1, 0]];
    close(found.output[[1, 0]] / found.output_before[[1, 0]], sold, 1e-9, "the seller");
}

#[test]
fn what_cannot_be_is_an_error() {
    let table = table(&toy());
    for bad in
        [options(1.5, 0.0), options(0.0, -0.1), RationingOptions { spare_capacity: f64::NAN, ..options(0.0, 0.0) }]
    {
        assert!(matches!(ration(&table, &[], &bad), Err(EquilibriumError::Value { .. })));
    }
    let place = ration(&table, &[(2, 0, 1)], &options(0.0, 0.0)).err();
    assert!(matches!(place, Some(EquilibriumError::Value { .. })), "{place:?}");
    let shape = RationingOptions { criticality: Criticality::Given(Array3::zeros((2, 2, 2))), ..options(0.0, 0.0) };
    assert!(matches!(ration(&table, &[], &shape), Err(EquilibriumError::Shape { .. })));
    for most_rounds in [0, 1] {
        let few = RationingOptions { most_rounds, ..options(0.5, 0.0) };
        let error = ration(&table, &BETWEEN_FIRST_TWO, &few).err();
        assert!(matches!(error, Some(EquilibriumError::NotConverged { .. })), "{error:?}");
    }
}
