//! Fast figures beside the exact solve (`docs/src/methods/extensions.md`, "Bounds without an equilibrium").
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::common::{self, close, sectors, toy};
use ndarray::{Array1, Array2, Array3};
use unequal_equilibrium::EquilibriumError;
use unequal_equilibrium::bounds::{BannedFlow, ces_shortfall, lost_inputs, lost_markets, real_value_added_change};
use unequal_world::EconomyTable;
use unequal_world::labels::Labels;
use unequal_world::table::{Provenance, TableParts};

/// The 3 x 2 economy as a table.
fn table() -> EconomyTable {
    let baseline = toy();
    let primitives = baseline.primitives();
    EconomyTable::new(TableParts {
        regions: Labels::new(common::labels(3, "c"), "region").unwrap(),
        sectors: sectors(2),
        year: 2000,
        provenance: Provenance {
            valuation: unequal_world::Valuation::Basic,
            source: "made up".to_owned(),
            classification: "none".to_owned(),
            licence: "none".to_owned(),
            estimated: Vec::new(),
            estimated_between: vec![],
            estimated_use: vec![],
            changes: Vec::new(),
        },
        sourcing: primitives.sourcing.clone(),
        intermediate_use: Array3::from_shape_fn((3, 2, 2), |(region, input, using)| {
            primitives.input_shares[[region, input, using]] * baseline.output()[[region, using]]
        }),
        final_use: Array2::from_shape_fn((3, 2), |(region, sector)| {
            primitives.final_shares[[region, sector]] * baseline.income()[region]
        }),
    })
    .unwrap()
}

/// All six industries as one matrix, the textbook way: (I - M)^-1 v by elimination.
fn solved(matrix: &Array2<f64>, vector: &[f64]) -> Vec<f64> {
    let size = vector.len();
    let mut left = Array2::<f64>::eye(size) - matrix;
    let mut right = vector.to_vec();
    for pivot in 0..size {
        for row in 0..size {
            if row != pivot {
                let factor = left[[row, pivot]] / left[[pivot, pivot]];
                for column in 0..size {
                    left[[row, column]] -= factor * left[[pivot, column]];
                }
                right[row] -= factor * right[pivot];
            }
        }
    }
    (0..size).map(|row| right[row] / left[[row, row]]).collect()
}

/// Z and F with and without the ban, industries in the order region * 2 + sector.
fn matrices(table: &EconomyTable, banned: &[BannedFlow]) -> (Array2<f64>, Vec<f64>) {
    let share = |sector: usize, importer: usize, exporter: usize| {
        if banned.contains(&(sector, importer, exporter)) {
            0.0
        } else {
            table.sourcing()[[sector, importer, exporter]]
        }
    };
    let flows = Array2::from_shape_fn((6, 6), |(from, to)| {
        share(from % 2, to / 2, from / 2) * table.intermediate_use()[[to / 2, from % 2, to % 2]]
    });
    let finals = (0..6)
        .map(|from| (0..3).map(|to| share(from % 2, to, from / 2) * table.final_use()[[to, from % 2]]).sum())
        .collect();
    (flows, finals)
}

fn ban() -> Vec<BannedFlow> {
    vec![(0, 0, 1), (1, 0, 1), (0, 1, 0), (1, 1, 1)]
}

#[test]
fn the_series_is_the_inverse_matrix() {
    let table = table();
    let output: Vec<f64> = table.output().iter().copied().collect();
    let (flows, finals) = matrices(&table, &ban());
    let coefficients = Array2::from_shape_fn((6, 6), |(from, to)| flows[[from, to]] / output[to]);
    let demand_side = solved(&coefficients, &finals);
    let allocation = Array2::from_shape_fn((6, 6), |(to, from)| flows[[from, to]] / output[from]);
    let (all, _) = matrices(&table, &[]);
    let value_added: Vec<f64> = (0..6).map(|to| output[to] - all.column(to).sum()).collect();
    let supply_side = solved(&allocation, &value_added);
    let (markets, inputs) = (lost_markets(&table, &ban()).unwrap(), lost_inputs(&table, &ban()).unwrap());
    for industry in 0..6 {
        let place = [industry / 2, industry % 2];
        close(markets.share[place], 1.0 - demand_side[industry] / output[industry], 1e-11, "lost markets");
        close(inputs.share[place], 1.0 - supply_side[industry] / output[industry], 1e-11, "lost inputs");
        assert!(markets.share[place] > 0.0 && inputs.share[place] > 0.0);
    }
    let lost: f64 = (0..2).map(|sector| markets.share[[0, sector]] * table.output()[[0, sector]]).sum();
    close(markets.by_region()[0], lost / table.output().row(0).sum(), 1e-14, "by region");
}

#[test]
fn no_ban_loses_nothing() {
    let table = table();
    for found in [lost_markets(&table, &[]).unwrap(), lost_inputs(&table, &[]).unwrap()] {
        for share in found.share.iter().chain(&found.by_region()) {
            close(*share, 0.0, 1e-11, "loss");
        }
    }
}

#[test]
fn who_may_sell_to_nobody_loses_everything() {
    let table = table();
    let own_sales: Vec<BannedFlow> =
        (0..2).flat_map(|sector| (0..3).map(move |importer| (sector, importer, 1))).collect();
    let found = lost_markets(&table, &own_sales).unwrap();
    close(found.by_region()[1], 1.0, 1e-15, "lost markets of c2");
    assert!(found.by_region()[0] > 0.0 && found.by_region()[0] < 1.0);
    // Who may buy nothing keeps what its own value added makes.
    let own_purchases: Vec<BannedFlow> =
        (0..2).flat_map(|sector| (0..3).map(move |exporter| (sector, 1, exporter))).collect();
    let found = lost_inputs(&table, &own_purchases).unwrap();
    for sector in 0..2 {
        let inputs: f64 = (0..2).map(|input| table.intermediate_use()[[1, input, sector]]).sum();
        close(found.share[[1, sector]], inputs / table.output()[[1, sector]], 1e-12, "lost inputs of c2");
    }
}

#[test]
fn more_bans_lose_more() {
    let table = table();
    let (few, more) = (lost_markets(&table, &ban()[..2]).unwrap(), lost_markets(&table, &ban()).unwrap());
    assert!(few.share.iter().zip(&more.share).all(|(few, more)| few < more));
    let error = lost_markets(&table, &[(0, 0, 3)]).err();
    assert!(matches!(error, Some(EquilibriumError::Shape { .. })), "{error:?}");
}

#[test]
fn labour_supply_turns_lost_markets_into_value_added() {
    close(real_value_added_change(0.2, 1.0, 0.6).unwrap(), -0.06, 1e-15, "half of the labour share");
    close(real_value_added_change(0.2, 0.0, 0.6).unwrap(), 0.0, 0.0, "no response of labour");
    assert!(real_value_added_change(1.2, 1.0, 0.6).is_err() && real_value_added_change(0.2, -1.0, 0.6).is_err());
}

#[test]
fn a_shortfall_of_one_input() {
    // Values by the formula of `docs/src/methods/extensions.md`, "Bounds without an equilibrium".
    close(100.0 * ces_shortfall(0.04, 0.04, 0.90).unwrap(), -1.5686, 5e-5, "strong complements");
    close(100.0 * ces_shortfall(0.01, 0.1, 0.70).unwrap(), -2.3426, 5e-5, "gas");
    let cobb_douglas = 0.9f64.powf(0.04) - 1.0;
    close(ces_shortfall(0.04, 1.0, 0.9).unwrap(), cobb_douglas, 1e-15, "Cobb-Douglas");
    for near in [1.0 - 1e-7, 1.0 + 1e-7, 1.0 - 1e-10, 1.0 + 1e-10] {
        close(ces_shortfall(0.04, near, 0.9).unwrap(), cobb_douglas, 1e-8, "towards Cobb-Douglas");
    }
    close(ces_shortfall(0.04, 0.0, 0.9).unwrap(), -0.1, 1e-15, "Leontief");
    close(ces_shortfall(0.04, 1e-6, 0.9).unwrap(), -0.1, 1e-5, "towards Leontief");
    close(ces_shortfall(0.04, 1e-6, 1.1).unwrap(), 0.0, 1e-5, "more of one input alone");
    close(ces_shortfall(0.04, 0.5, 1.0).unwrap(), 0.0, 0.0, "nothing missing");
    close(ces_shortfall(0.04, 0.5, 0.0).unwrap(), -1.0, 0.0, "an essential input");
    close(ces_shortfall(0.04, 2.0, 0.0).unwrap(), 0.96f64.powi(2) - 1.0, 1e-12, "an input that can be replaced");
    close(ces_shortfall(1.0, 0.3, 0.7).unwrap(), -0.3, 1e-12, "the only input");
    close(ces_shortfall(0.0, 0.3, 0.7).unwrap(), 0.0, 0.0, "no input");
    let path: Array1<f64> = (1..40).map(|step| ces_shortfall(0.04, 0.05 * f64::from(step), 0.8).unwrap()).collect();
    assert!(path.windows(2).into_iter().all(|pair| pair[1] > pair[0]), "easier substitution loses less");
    for (share, elasticity, quantity) in [(-0.1, 1.0, 1.0), (1.1, 1.0, 1.0), (0.1, -1.0, 1.0), (0.1, 1.0, f64::NAN)] {
        assert!(matches!(ces_shortfall(share, elasticity, quantity), Err(EquilibriumError::Parameter { .. })));
    }
}

/// On an embedded table: nothing is lost without a ban, and a ban between the European Union and
/// Russia takes a far larger share from Russia (Imbs and Pauwels: about fifteen times in terms of value
/// added, on other data).
#[test]
fn a_ban_weighs_on_the_smaller_side() {
    let table = unequal_world::embedded::table(2011).unwrap();
    for found in [lost_markets(&table, &[]).unwrap(), lost_inputs(&table, &[]).unwrap()] {
        assert!(found.share.iter().all(|share| share.abs() < 1e-9));
    }
    let groups = unequal_world::group::GroupBook::embedded().unwrap();
    let (union, russia) = groups.pair("EU27", "RUS", table.regions(), "2011").unwrap();
    let russia = russia.members[0];
    let banned: Vec<BannedFlow> = (0..table.sectors().len())
        .flat_map(|sector| {
            union.members.iter().flat_map(move |member| [(sector, russia, *member), (sector, *member, russia)])
        })
        .collect();
    let found = lost_markets(&table, &banned).unwrap();
    let output = table.output().sum_axis(ndarray::Axis(1));
    let total = |values: &dyn Fn(usize) -> f64| union.members.iter().map(|member| values(*member)).sum::<f64>();
    let by_region = found.by_region();
    let of_union = total(&|member| by_region[member] * output[member]) / total(&|member| output[member]);
    assert!(by_region[russia] > 5.0 * of_union && of_union > 0.0, "{} {of_union}", by_region[russia]);
}
