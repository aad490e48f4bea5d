//! A region that lends much of what it earns is solved as long as anything is left to it, and refused as soon as
//! nothing is.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use crate::common::{close, exact, labels, sectors};
use ndarray::{Array1, Array2, Array3, array};
use unequal_equilibrium::{Baseline, DeficitRule, Duties, EquilibriumError, Primitives, SolveOptions, solve};
use unequal_world::labels::Labels;

const VALUE_ADDED: [f64; 2] = [10.0, 100.0];

/// Two regions with one product and no inputs; the first lends.
fn lender(theta: f64, lent: f64) -> Primitives {
    Primitives {
        regions: Labels::new(labels(2, "c"), "region").unwrap(),
        sectors: sectors(1),
        year: 2000,
        sourcing: array![[[0.4, 0.6], [0.06, 0.94]]],
        input_shares: Array3::zeros((2, 1, 1)),
        value_added_shares: Array2::ones((2, 1)),
        final_shares: Array2::ones((2, 1)),
        value_added: Array1::from(VALUE_ADDED.to_vec()),
        deficits: array![-lent, lent],
        trade_elasticity: vec![theta],
        duties: Duties::default(),
    }
}

/// What the first region earns when its exports cost more, found by halving an interval: what it sells of its
/// product, less what it earns, falls as it earns more. `None` if that is less than it lends.
fn earned(baseline: &Baseline, ln_cost: f64) -> Option<f64> {
    let (shares, before) = (&baseline.primitives().sourcing, &baseline.primitives().value_added);
    let (world, lent) = (before.sum(), baseline.primitives().deficits[1]);
    let theta = baseline.primitives().trade_elasticity[0];
    let excess = |earned: f64| {
        let wage = [earned / before[0], (world - earned) / before[1]];
        let spent = [earned - lent, world - earned + lent];
        let sold: f64 = (0..2)
            .map(|importer| {
                let cost = if importer == 1 { ln_cost.exp() } else { 1.0 };
                let own = shares[[0, importer, 0]] * (wage[0] * cost).powf(-theta);
                spent[importer] * own / (own + shares[[0, importer, 1]] * wage[1].powf(-theta))
            })
            .sum();
        sold - earned
    };
    let (mut low, mut high) = (lent, world);
    if excess(low) < 0.0 {
        return None;
    }
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        *(if excess(middle) > 0.0 { &mut low } else { &mut high }) = middle;
    }
    Some(low)
}

#[test]
fn whatever_is_left_to_a_lender_is_found() {
    let options = SolveOptions { deficits: DeficitRule::ShareOfWorldValueAdded, ..exact() };
    let (mut solved, mut refused, mut least) = (0, 0, f64::INFINITY);
    for (theta, lent) in [(1.5, 1.0), (1.5, 4.0), (4.0, 2.0), (4.0, 6.0), (12.0, 3.0), (12.0, 8.0)] {
        let baseline = Baseline::settle(&lender(theta, lent), &options).unwrap();
        for step in 0..100 {
            let ln_cost = 0.02 * f64::from(step);
            let mut wedges = baseline.no_wedges();
            wedges.add_iceberg(0, 1, 0, ln_cost);
            match (solve(&baseline, &wedges, &options), earned(&baseline, ln_cost)) {
                (Ok(found), Some(earned)) => {
                    close(found.ln_wage()[0], (earned / baseline.primitives().value_added[0]).ln(), 1e-9, "wage");
                    least = f64::min(least, earned - lent);
                    solved += 1;
                }
                (Err(EquilibriumError::NoIncome { region, .. }), None) => {
                    assert_eq!(region, "c1");
                    refused += 1;
                }
                (found, expected) => {
                    let found = found.map(|found| found.ln_wage().to_vec());
                    panic!("at {theta} {lent} {ln_cost:.2}: {found:?}, expected {expected:?}");
                }
            }
        }
    }
    assert!(solved > 100 && refused > 100 && least < 0.001, "{solved} solved, {refused} refused, {least} left");
}
