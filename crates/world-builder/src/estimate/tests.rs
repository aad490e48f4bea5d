//! The estimate on small made-up tables.

use ndarray::{Array1, Array2, Array3, Axis};

use super::*;
use crate::measure::Noise;

/// Everything the estimate is given.
struct Case {
    accounts: Accounts,
    earlier: EarlierYear,
    trade: GoodsTrade,
}

const REGIONS: usize = 5;
const SECTORS: usize = 4;
/// An industry without final sales.
const SILENT: [usize; 2] = [2, 1];
/// A country the earlier year does not cover.
const NOT_COVERED: usize = 3;

/// A made-up world: two kinds of goods, two services, trade smaller than business at home.
fn case(seed: u64) -> Case {
    let mut noise = Noise::new(seed);
    let mut flows = |scale: f64, sectors: usize| {
        Array3::from_shape_fn((REGIONS, sectors, REGIONS), |(exporter, sector, importer)| {
            let distance = if exporter == importer { 1.0 } else { 0.06 };
            let tradable = if sector < 2 || exporter == importer { 1.0 } else { 0.1 };
            scale * distance * tradable * noise.factor(0.8)
        })
    };
    let (mut intermediate, final_use) = (flows(300.0, SECTORS), flows(500.0, SECTORS));
    let then = flows(400.0, 3);
    // Nobody's industries buy this product of this country.
    intermediate.index_axis_mut(Axis(0), 1).row_mut(3).fill(0.0);
    let mut final_sales = final_use.sum_axis(Axis(2));
    final_sales[SILENT] = 0.0;
    let output = intermediate.sum_axis(Axis(2)) + &final_sales;
    let value_added = output.sum_axis(Axis(1)) * 0.5;
    let totals = Array2::from_shape_fn((REGIONS, REGIONS), |(exporter, importer)| {
        if exporter == importer || exporter == 4 { 0.0 } else { 90.0 * noise.factor(0.8) }
    });
    let mut earlier_output = then.sum_axis(Axis(2)) * 1.7;
    earlier_output.row_mut(NOT_COVERED).fill(0.0);
    Case {
        accounts: Accounts { intermediate, final_sales, output, value_added, goods: vec![true, true, false, false] },
        earlier: EarlierYear { final_use: then, output: earlier_output, group_of: vec![0, 0, 1, 2] },
        trade: GoodsTrade {
            error: Array2::from_elem((REGIONS, REGIONS), 0.15),
            totals,
            deficit_ceiling: Array1::from_elem(REGIONS, 0.15),
        },
    }
}

/// The proportional estimate, the prior alone and the full estimate.
fn estimates(case: &Case) -> [Array3<f64>; 3] {
    let even = proportional(&case.accounts);
    let prior = prior(&case.accounts, &case.earlier, &even, &[0]);
    let alone = from_prior_alone(&prior, &case.accounts);
    let covered = case.earlier.covered();
    let full = from_prior_and_trade(&prior, &case.accounts, &covered, &case.trade).final_use;
    [even, alone, full]
}

#[test]
fn rows_sum_to_final_sales_and_nothing_is_negative() {
    for seed in 0..20 {
        let case = case(seed);
        for final_use in estimates(&case) {
            let rows = final_use.sum_axis(Axis(2));
            for (place, sales) in case.accounts.final_sales.indexed_iter() {
                assert!((rows[place] - sales).abs() <= 1e-12 * sales, "{seed}, {place:?}");
            }
            assert!(final_use.iter().all(|value| *value >= 0.0 && value.is_finite()), "{seed}");
        }
    }
}

#[test]
fn an_industry_without_final_sales_sells_nothing() {
    for final_use in estimates(&case(1)) {
        let row = final_use.index_axis(Axis(0), SILENT[0]).row(SILENT[1]).to_owned();
        assert!(row.iter().all(|value| *value == 0.0));
    }
}

#[test]
fn a_product_no_industry_buys_is_sold_at_home() {
    let case = case(2);
    let even = proportional(&case.accounts);
    let (home, sales) = (even[[1, 3, 1]], case.accounts.final_sales[[1, 3]]);
    assert!((home / sales - 1.0).abs() < 1e-12);
}

#[test]
fn every_industry_keeps_some_sales_at_home() {
    let [_, alone, full] = estimates(&case(3));
    for final_use in [alone, full] {
        let rows = final_use.sum_axis(Axis(2));
        for ((region, sector), sales) in rows.indexed_iter() {
            assert!(final_use[[region, sector, region]] >= 0.0199 * sales);
        }
    }
}

#[test]
fn recorded_trade_pulls_a_pair_its_way() {
    let low = case(4);
    let mut high = case(4);
    high.trade.totals[[0, 1]] *= 1.5;
    let pair = |case: &Case| {
        let [_, _, full] = estimates(case);
        goods_by_pair(&full, &case.accounts.goods)[[0, 1]]
    };
    assert!(pair(&high) > 1.05 * pair(&low), "{} {}", pair(&high), pair(&low));
}

#[test]
fn without_known_trade_the_prior_stands() {
    let mut case = case(5);
    case.trade.totals.fill(0.0);
    case.trade.deficit_ceiling.fill(10.0);
    let [_, alone, full] = estimates(&case);
    for (one, other) in alone.iter().zip(&full) {
        assert!((one - other).abs() <= 1e-9 * one.abs().max(1.0));
    }
}

#[test]
fn a_deficit_ceiling_is_kept() {
    let mut case = case(6);
    case.trade.deficit_ceiling.fill(10.0);
    let absorbed = |case: &Case| {
        let [_, _, full] = estimates(case);
        full.sum_axis(Axis(0)).sum_axis(Axis(0))[1]
    };
    let free = absorbed(&case);
    let ceiling = 0.99 * free / case.accounts.value_added[1] - 1.0;
    case.trade.deficit_ceiling[1] = ceiling;
    let held = absorbed(&case);
    let limit = (1.0 + ceiling) * case.accounts.value_added[1];
    assert!((held / limit - 1.0).abs() < 1e-6, "{free} {held} {limit}");
}

/// The same world with regions and sectors in another order.
fn shuffled(case: &Case, regions: &[usize], sectors: &[usize]) -> Case {
    let flows = |flows: &Array3<f64>, sectors: &[usize]| {
        flows.select(Axis(0), regions).select(Axis(1), sectors).select(Axis(2), regions)
    };
    let by_sector = |values: &Array2<f64>| values.select(Axis(0), regions).select(Axis(1), sectors);
    let by_pair = |values: &Array2<f64>| values.select(Axis(0), regions).select(Axis(1), regions);
    let accounts = &case.accounts;
    Case {
        accounts: Accounts {
            intermediate: flows(&accounts.intermediate, sectors),
            final_sales: by_sector(&accounts.final_sales),
            output: by_sector(&accounts.output),
            value_added: accounts.value_added.select(Axis(0), regions),
            goods: sectors.iter().map(|sector| accounts.goods[*sector]).collect(),
        },
        earlier: EarlierYear {
            final_use: flows(&case.earlier.final_use, &[0, 1, 2]),
            output: case.earlier.output.select(Axis(0), regions),
            group_of: sectors.iter().map(|sector| case.earlier.group_of[*sector]).collect(),
        },
        trade: GoodsTrade {
            totals: by_pair(&case.trade.totals),
            error: by_pair(&case.trade.error),
            deficit_ceiling: case.trade.deficit_ceiling.select(Axis(0), regions),
        },
    }
}

#[test]
fn the_order_of_labels_does_not_matter() {
    // Region 0 is the disrupted one and stays first; the others and the sectors move.
    let (regions, sectors) = ([0, 3, 1, 4, 2], [2, 0, 3, 1]);
    let case = case(7);
    let moved = estimates(&shuffled(&case, &regions, &sectors));
    for (own, moved) in estimates(&case).iter().zip(&moved) {
        for ((exporter, sector, importer), value) in moved.indexed_iter() {
            let there = own[[regions[exporter], sectors[sector], regions[importer]]];
            assert!((there - value).abs() <= 1e-9 * there.abs().max(1e-3), "{there} {value}");
        }
    }
}
