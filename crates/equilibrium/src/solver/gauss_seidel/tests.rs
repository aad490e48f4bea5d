//! The coupling blocks on the world of 2022 obey the identities of their derivatives.

use unequal_world::elasticity::ElasticitySet;
use unequal_world::embedded;

use crate::{Baseline, DeficitRule, SolveOptions};

/// The world as observed, and settled at balanced trade, where the Leontief inverse is that of other home shares.
fn worlds() -> [Baseline; 2] {
    let table = embedded::table(2022).unwrap();
    let world = Baseline::from_table(&table, &ElasticitySet::common(4.0, &table).by_sector).unwrap();
    let balanced = SolveOptions { deficits: DeficitRule::Zero, ..SolveOptions::default() };
    [world.clone(), world.settle_again(&balanced).unwrap()]
}

#[test]
fn when_all_wages_rise_alike_so_do_all_costs() {
    for baseline in worlds() {
        let prepared = baseline.prepared();
        let (gauss_seidel, width) = (&prepared.gauss_seidel, prepared.sector_width);
        for region in 0..baseline.primitives().region_count() {
            let rows =
                gauss_seidel.foreign_costs.chunks_exact(prepared.region_width).skip(region * gauss_seidel.groups);
            let mut abroad = vec![1.0];
            for row in rows.take(gauss_seidel.groups) {
                abroad.push(row.iter().map(|response| f64::from(*response)).sum::<f64>());
            }
            assert!(abroad.iter().all(|rise| (rise - 1.0).abs() < 1e-5), "{region}: {abroad:?}");
            for (sector, labour) in baseline.primitives().value_added_shares.row(region).iter().enumerate() {
                let rows = gauss_seidel.double.costs(region).chunks_exact(width);
                let inputs: f64 = rows.zip(&abroad).map(|(row, rise)| row[sector] * rise).sum();
                assert!((inputs + labour - 1.0).abs() < 1e-5, "{region} {sector}: {inputs} and {labour}");
            }
        }
    }
}

#[test]
fn own_spending_employs_what_sells_at_home() {
    for baseline in worlds() {
        let prepared = baseline.prepared();
        for (region, value_added) in baseline.primitives().value_added.iter().enumerate() {
            let income = baseline.income()[region] / value_added;
            let (_, of_uses) = prepared.gauss_seidel.double.labour(region).split_at(prepared.sector_width);
            let (mut found, mut expected) = (prepared.gauss_seidel.labour_of_income[region] * income, 0.0);
            for (sector, of_use) in of_uses.iter().enumerate().take(baseline.primitives().sector_count()) {
                let spending = baseline.expenditure()[[region, sector]] / value_added;
                let shares = &baseline.primitives();
                found += of_use * (spending - shares.final_shares[[region, sector]] * income);
                // What is made and not sold to others; nothing bears a duty in this table.
                let others = (0..shares.region_count()).filter(|buyer| *buyer != region);
                let sales =
                    |buyer: usize| shares.sourcing[[sector, buyer, region]] * baseline.expenditure()[[buyer, sector]];
                let at_home = baseline.output()[[region, sector]] - others.map(sales).sum::<f64>();
                expected += shares.value_added_shares[[region, sector]] * at_home / value_added;
            }
            assert!((found - expected).abs() < 1e-10, "{region}: {found} {expected}");
        }
    }
}

#[test]
fn input_use_solves_its_domestic_system() {
    for baseline in worlds() {
        let prepared = baseline.prepared();
        let shares = baseline.primitives();
        for region in 0..shares.region_count() {
            let home = &prepared.leontief.home[region * prepared.sector_width..][..prepared.sector_width];
            let (of_income, _) = prepared.gauss_seidel.double.uses(region).split_at(prepared.sector_width);
            for input in 0..shares.sector_count() {
                let made = (0..shares.sector_count()).map(|using| {
                    let bought = shares.final_shares[[region, using]] + of_income[using];
                    shares.input_shares[[region, input, using]] * home[using] * bought
                });
                assert!((made.sum::<f64>() - of_income[input]).abs() < 1e-12, "{region} {input}");
            }
        }
    }
}

#[test]
fn single_precision_gives_the_same_corrections() {
    let [baseline, _] = worlds();
    let prepared = baseline.prepared();
    let (gauss_seidel, width) = (&prepared.gauss_seidel, prepared.sector_width);
    let steps: Vec<f64> = (0..width).map(|place| ((place * 37) % 11) as f64 * 1e-4).collect();
    let single: Vec<f32> = steps.iter().map(|step| *step as f32).collect();
    let abroad = vec![0.01; gauss_seidel.groups];
    for region in 0..baseline.primitives().region_count() {
        let double = gauss_seidel.labour_demand_response(region, [&steps, &steps], 1e-3);
        let found = gauss_seidel.labour_demand_response(region, [&single, &single], 1e-3);
        assert!(
            (double - found).abs() < 1e-6 && double.abs() <= super::PARAMETERS.wages.max_demand_response,
            "{region}"
        );
        let (mut costs, mut uses) = (steps.clone(), steps.clone());
        gauss_seidel.correct_for_wages(region, [&mut costs, &mut uses], [0.02, 0.03, -0.01], &abroad);
        let (mut few_costs, mut few_uses) = (single.clone(), single.clone());
        gauss_seidel.correct_for_wages(region, [&mut few_costs, &mut few_uses], [0.02, 0.03, -0.01], &abroad);
        for (double, single) in costs.iter().chain(&uses).zip(few_costs.iter().chain(&few_uses)) {
            assert!((double - f64::from(*single)).abs() < 1e-6, "{region}");
        }
    }
}

#[test]
fn before_output_is_known_all_corrections_are_zero() {
    let none = super::GaussSeidel::default();
    assert_eq!(none.labour_demand_response(3, [&[1.0; 8], &[1.0; 8]], 1.0), 0.0);
    let (mut costs, mut uses) = ([1.0; 8], [2.0; 8]);
    none.correct_for_wages(3, [&mut costs, &mut uses], [1.0; 3], &[]);
    assert_eq!((costs, uses), ([1.0; 8], [2.0; 8]));
}
