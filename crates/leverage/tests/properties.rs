//! Bounds of each index, identities, and what names and order must not change.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::common::{REGIONS, SECTORS, numbers, party, table};
use proptest::prelude::*;
use unequal_equilibrium::Baseline;
use unequal_leverage::bilateral_power::bilateral_power;
use unequal_leverage::dependence::{dependent_share, product_dependence};
use unequal_leverage::exposure::{FullModel, OneSector};
use unequal_leverage::power::power;
use unequal_leverage::quick_exit::QuickExit;
use unequal_leverage::shares::{asymmetry, concentration};
use unequal_leverage::{Cut, LookThrough, Parameters, WorldState, trade_shares};
use unequal_world::EconomyTable;

const THETA: [f64; SECTORS] = [3.0, 5.0, 4.0];
const AS_IS: [usize; REGIONS] = [0, 1, 2, 3];

/// Every measure of `side` on `partner`, in one list.
fn all(table: &EconomyTable, side: &[usize], partner: &[usize]) -> Vec<f64> {
    let (side, partner) = (party(table, side), party(table, partner));
    let parameters = Parameters::embedded().unwrap();
    let shares = trade_shares(table, &side, &partner);
    let own = concentration(table, &side);
    let mut thresholds = parameters.dependence.clone();
    thresholds.concentration = 0.3;
    let products = product_dependence(table, &side, &thresholds);
    let through = LookThrough::new(table);
    let inputs = through.economy(&side, &through.content(&partner));
    let baseline = Baseline::from_table(table, &THETA).unwrap();
    let state = WorldState::new(&baseline, baseline.no_wedges()).unwrap();
    let power = power(table, &side, &partner, &parameters.nests(table, &THETA)).unwrap();
    let mut found = vec![
        shares.share_of_imports,
        shares.share_of_exports,
        own.suppliers,
        own.customers,
        dependent_share(table, &side, &partner, &products),
        inputs.direct,
        inputs.looked_through,
        state.exit_cost(&side, &partner).unwrap().first,
        power.joint,
        power.interaction,
        bilateral_power(table, &THETA, &partner, &side),
        OneSector::new(table, 4.0).unwrap().of(&side, &partner).welfare,
        FullModel::new(&FullModel::balanced(&baseline).unwrap(), &partner).unwrap().of(&side).welfare,
        QuickExit::new(&baseline).loss(side.members[0], partner.members[0]),
    ];
    for product in &products {
        found.extend([product.concentration, product.outside_share, product.imports_over_exports]);
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn order_does_not_matter(numbers in numbers()) {
        let (one, other) = (table(&numbers, &AS_IS), table(&numbers, &[2, 0, 3, 1]));
        for (side, partner) in [(vec![0], vec![1]), (vec![3], vec![0, 2])] {
            let found = all(&one, &side, &partner);
            // Quick exit is about single regions: for a group the first member differs with the order.
            let skipped = if partner.len() > 1 { 13 } else { usize::MAX };
            for (place, (left, right)) in found.iter().zip(all(&other, &side, &partner)).enumerate() {
                prop_assert!(place == skipped || (left - right).abs() < 1e-8, "{place}: {left} and {right}");
            }
        }
    }

    #[test]
    fn every_index_keeps_its_bounds(numbers in numbers()) {
        let table = table(&numbers, &AS_IS);
        let thresholds = Parameters::embedded().unwrap().dependence;
        let (one, two) = (party(&table, &[0]), party(&table, &[1, 2]));
        for (side, partner) in [(&one, &two), (&two, &one)] {
            let unit = 0.0..=1.0;
            let shares = trade_shares(&table, side, partner);
            prop_assert!(unit.contains(&shares.share_of_imports) && unit.contains(&shares.share_of_exports));
            let own = concentration(&table, side);
            let least = 1.0 / table.outside(side).len() as f64;
            prop_assert!((least - 1e-12..=1.0).contains(&own.suppliers) && (least - 1e-12..=1.0).contains(&own.customers));
            for product in product_dependence(&table, side, &thresholds) {
                prop_assert!((least - 1e-12..=1.0).contains(&product.concentration));
                prop_assert!(product.outside_share > 0.0 && product.outside_share <= 1.0);
                prop_assert!(side.members.len() > 1 || product.outside_share == 1.0);
                prop_assert!(product.imports_over_exports >= 0.0);
            }
            let through = LookThrough::new(&table);
            let inputs = through.economy(side, &through.content(partner));
            prop_assert!(unit.contains(&inputs.direct) && unit.contains(&inputs.looked_through));
        }
        let forth = asymmetry(0.3, 0.1).unwrap();
        prop_assert!((forth + asymmetry(0.1, 0.3).unwrap()).abs() < 1e-15);
        let balance = bilateral_power(&table, &THETA, &one, &two) + bilateral_power(&table, &THETA, &two, &one);
        prop_assert!(balance.abs() < 1e-15);
    }

    /// Whatever inputs hold, it came from somewhere.
    #[test]
    fn suppliers_share_all_inputs(numbers in numbers()) {
        let table = table(&numbers, &AS_IS);
        let through = LookThrough::new(&table);
        let side = party(&table, &[0]);
        let whole: f64 = (0..REGIONS)
            .map(|region| through.economy(&side, &through.content(&party(&table, &[region]))).looked_through)
            .sum();
        prop_assert!((whole - 1.0).abs() < 1e-7, "{whole}");
    }

    /// W 1 = 0, Y' W = 0 and U 1 = 1 for one sector; U is the derivative of the exact solve.
    #[test]
    fn exposures_add_up_and_are_derivatives(numbers in numbers()) {
        let table = table(&numbers, &AS_IS);
        let one = OneSector::new(&table, 4.0).unwrap();
        let world = party(&table, &AS_IS);
        let balanced = OneSector::balanced(&table, 4.0).unwrap();
        let options = unequal_equilibrium::SolveOptions { tolerance: 1e-12, ..Default::default() };
        for region in 0..REGIONS {
            let own = party(&table, &[region]);
            prop_assert!(one.of(&own, &world).income.abs() < 1e-9);
            prop_assert!(one.of(&world, &own).income.abs() < 1e-9);
            prop_assert!((one.of(&own, &world).welfare - 1.0).abs() < 1e-9);
            let at = |step: f64| {
                let mut wedges = balanced.no_wedges();
                wedges.add_productivity(region, 0, step);
                unequal_equilibrium::solve(&balanced, &wedges, &options).unwrap().ln_real_income()
            };
            let difference = (at(1e-3) - at(-1e-3)) / 2e-3;
            for affected in 0..REGIONS {
                let linear = one.of(&party(&table, &[affected]), &own).welfare;
                prop_assert!((difference[affected] - linear).abs() < 1e-5);
            }
        }
    }

    /// Ending one direction costs something, and less than ending both.
    #[test]
    fn one_direction_costs_less_than_both(numbers in numbers()) {
        let table = table(&numbers, &AS_IS);
        let baseline = Baseline::from_table(&table, &THETA).unwrap();
        let state = WorldState::new(&baseline, baseline.no_wedges()).unwrap();
        let (one, two) = (party(&table, &[0]), party(&table, &[1]));
        let cost = |cut| state.exit_cost_from(&state.cut(&one, &two, cut, None).unwrap(), &one, &two).first;
        let (both, purchases, sales) = (cost(Cut::Both), cost(Cut::Purchases), cost(Cut::Sales));
        prop_assert!(both > 0.0 && purchases < both && sales < both && sales > 0.0);
        prop_assert!((both - state.exit_cost(&one, &two).unwrap().first).abs() < 1e-15);
    }
}

/// A closed economy takes nothing from abroad.
#[test]
fn a_closed_economy_relies_on_nobody() {
    let open = table(&[0.5; 48], &AS_IS);
    let mut sourcing = open.sourcing().clone();
    for ((_, importer, exporter), share) in sourcing.indexed_iter_mut() {
        *share = f64::from(u8::from(importer == exporter));
    }
    let closed = EconomyTable::new(unequal_world::TableParts {
        regions: open.regions().clone(),
        sectors: open.sectors().to_vec(),
        year: 2000,
        provenance: open.provenance().clone(),
        sourcing,
        intermediate_use: open.intermediate_use().clone(),
        final_use: open.final_use().clone(),
    })
    .unwrap();
    let through = LookThrough::new(&closed);
    let found = through.economy(&party(&closed, &[0]), &through.content(&party(&closed, &[1, 2, 3])));
    assert_eq!((found.direct, found.looked_through), (0.0, 0.0));
    assert_eq!(concentration(&closed, &party(&closed, &[0])).suppliers, 0.0);
}
