//! Sourcing by use against the core and against its own accounts.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use crate::common::{economies, embargo, everything, exact, same, toy};
use ndarray::Array4;
use proptest::prelude::*;
use unequal_equilibrium::variants::use_specific::{self, UseSourcing};
use unequal_equilibrium::{Baseline, EquilibriumError, SolveOptions, Wedges, solve};

fn shares(sourcing: &UseSourcing) -> Array4<f64> {
    Array4::from_shape_fn((3, 2, 3, 3), |(user, sector, importer, exporter)| {
        sourcing.of_use(user)[[sector, importer, exporter]]
    })
}

/// What one use spends on a product.
fn spent(baseline: &Baseline, user: usize, region: usize, sector: usize) -> f64 {
    let primitives = baseline.primitives();
    if user == 2 {
        primitives.final_shares[[region, sector]] * baseline.income()[region]
    } else {
        primitives.input_shares[[region, sector, user]] * baseline.output()[[region, user]]
    }
}

/// Moves a part of what final buyers get from abroad to the first industry and gives back home
/// products, so that averages stay.
fn tilted(baseline: &Baseline, part: f64) -> Array4<f64> {
    let mut shares = shares(&UseSourcing::common(baseline));
    for sector in 0..2 {
        for importer in 0..3 {
            let (industry, last) = (spent(baseline, 0, importer, sector), spent(baseline, 2, importer, sector));
            let foreign = (importer + 1) % 3;
            let row = |user: usize, exporter: usize| [user, sector, importer, exporter];
            let room = (industry * shares[row(0, importer)]).min(last * shares[row(2, foreign)]);
            let moved = part * room;
            shares[row(0, importer)] -= moved / industry;
            shares[row(0, foreign)] += moved / industry;
            shares[row(2, importer)] += moved / last;
            shares[row(2, foreign)] -= moved / last;
        }
    }
    shares
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn equal_shares_are_the_core(baseline in economies(), size in 0.0f64..0.1) {
        let (wedges, options) = (everything(&baseline, size), exact());
        let sourcing = UseSourcing::new(&baseline, shares(&UseSourcing::common(&baseline))).unwrap();
        let found = use_specific::solve(&baseline, &sourcing, &wedges, &options).unwrap();
        same(&found, &solve(&baseline, &wedges, &options).unwrap());
    }

    #[test]
    fn nothing_happens_without_a_shock(baseline in economies(), part in 0.0f64..0.9) {
        let sourcing = UseSourcing::new(&baseline, tilted(&baseline, part)).unwrap();
        let (wedges, options) = (baseline.no_wedges(), SolveOptions { tolerance: 1e-11, ..exact() });
        let found = use_specific::solve(&baseline, &sourcing, &wedges, &options).unwrap();
        prop_assert_eq!(found.convergence().evaluations, 1);
        prop_assert!(found.ln_real_income().iter().all(|value| value.abs() < 1e-10));
    }

    /// Markets clear and the world spends what it earns.
    #[test]
    fn the_accounts_add_up(baseline in economies(), part in 0.0f64..0.9, size in 0.0f64..0.1) {
        let sourcing = UseSourcing::new(&baseline, tilted(&baseline, part)).unwrap();
        let (wedges, options) = (everything(&baseline, size), exact());
        let found = use_specific::solve(&baseline, &sourcing, &wedges, &options).unwrap();
        let earned: f64 = (0..3).flat_map(|region| (0..2).map(move |sector| (region, sector)))
            .map(|(region, sector)| found.value_added(region, sector)).sum();
        prop_assert!((found.income().sum() / (earned + found.revenue().sum()) - 1.0).abs() < 1e-9);
        let free = { let mut wedges = baseline.no_wedges(); wedges.forbid(0, 0, 1); wedges };
        let found = use_specific::solve(&baseline, &sourcing, &free, &options).unwrap();
        for exporter in 0..3 {
            for sector in 0..2 {
                let sold: f64 = (0..3).map(|importer| found.flow(sector, importer, exporter)).sum();
                prop_assert!((sold / found.output(exporter, sector) - 1.0).abs() < 1e-9);
            }
        }
    }
}

/// The use that depends more on the forbidden supplier sees its price rise more.
#[test]
fn the_exposed_use_pays_more() {
    let (baseline, options) = (toy(), exact());
    let sourcing = UseSourcing::new(&baseline, tilted(&baseline, 0.8)).unwrap();
    let mut wedges = baseline.no_wedges();
    wedges.forbid(0, 0, 1);
    let found = use_specific::solve(&baseline, &sourcing, &wedges, &options).unwrap();
    assert!(found.ln_price_for(0, 0, 0) > found.ln_price_for(1, 0, 0) + 0.01);
    assert!(found.ln_price_for(1, 0, 0) > found.ln_price(0, 0) + 0.01);
    assert!(found.sourcing_for(0, 0, 0, 1) == 0.0);
    let core = solve(&baseline, &wedges, &options).unwrap();
    assert!((found.ln_real_income()[0] - core.ln_real_income()[0]).abs() > 1e-5, "the distinction matters");
}

/// One use loses its only supplier although the product still arrives.
#[test]
fn a_use_without_supplier_has_no_equilibrium() {
    let baseline = toy();
    let mut only = tilted(&baseline, 0.0);
    let (industry, other) = (spent(&baseline, 1, 0, 0), spent(&baseline, 2, 0, 0));
    for exporter in 0..3 {
        let before = only[[1, 0, 0, exporter]];
        let after = if exporter == 1 { 1.0 } else { 0.0 };
        only[[1, 0, 0, exporter]] = after;
        only[[2, 0, 0, exporter]] += (before - after) * industry / other;
    }
    let Ok(sourcing) = UseSourcing::new(&baseline, only) else { panic!("the toy leaves room for this") };
    let wedges: Wedges = embargo(&baseline);
    let error = use_specific::solve(&baseline, &sourcing, &wedges, &exact()).err();
    assert!(matches!(error, Some(EquilibriumError::NoSupplier { .. })), "{error:?}");
}

#[test]
fn bad_arrays_are_refused() {
    let baseline = toy();
    let good = tilted(&baseline, 0.5);
    let shape = UseSourcing::new(&baseline, Array4::zeros((2, 2, 3, 3))).err();
    assert!(matches!(shape, Some(EquilibriumError::Shape { .. })), "{shape:?}");
    let mut negative = good.clone();
    negative[[0, 0, 0, 0]] = -0.1;
    let negative = UseSourcing::new(&baseline, negative).err();
    assert!(matches!(negative, Some(EquilibriumError::Value { .. })), "{negative:?}");
    let mut sum = good.clone();
    sum[[0, 0, 0, 0]] += 0.01;
    let sum = UseSourcing::new(&baseline, sum).err();
    assert!(matches!(sum, Some(EquilibriumError::Identity { gap, .. }) if (gap - 0.01).abs() < 1e-12), "{sum:?}");
    let mut average = good;
    average[[0, 0, 0, 0]] += 0.01;
    average[[0, 0, 0, 1]] -= 0.01;
    let average = UseSourcing::new(&baseline, average).err();
    assert!(matches!(average, Some(EquilibriumError::Identity { .. })), "{average:?}");
}
