//! The short-run closure against the core and against theory.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use crate::common::{close, economies, embargo, everything, exact, same, toy, toy_primitives, world};
use ndarray::Array1;
use proptest::prelude::*;
use unequal_equilibrium::variants::specific_factors;
use unequal_equilibrium::{Baseline, DeficitRule, EquilibriumError, Numeraire, SolveOptions, solve};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn full_mobility_is_the_core(baseline in economies(), size in 0.0f64..0.1) {
        let (wedges, options) = (everything(&baseline, size), exact());
        let core = solve(&baseline, &wedges, &options).unwrap();
        let found = specific_factors::solve(&baseline, 1.0, &wedges, &options).unwrap();
        same(&found, &core);
    }

    #[test]
    fn nothing_happens_without_a_shock(baseline in economies(), mobile in 0.0f64..=1.0) {
        let (wedges, options) = (baseline.no_wedges(), SolveOptions { tolerance: 1e-11, ..exact() });
        let found = specific_factors::solve(&baseline, mobile, &wedges, &options).unwrap();
        prop_assert_eq!(found.convergence().evaluations, 1);
        prop_assert!(found.ln_real_income().iter().chain(&found.ln_rents()).all(|value| value.abs() < 1e-10));
    }

    /// Each sector's wage bill is its value added, and the world spends what it earns.
    #[test]
    fn every_factor_market_clears(baseline in economies(), size in 0.0f64..0.1) {
        let (wedges, options) = (everything(&baseline, size), exact());
        let found = specific_factors::solve(&baseline, 0.0, &wedges, &options).unwrap();
        let primitives = baseline.primitives();
        let mut earned = 0.0;
        for region in 0..3 {
            let labour: f64 = if region == 1 { -0.05 } else { 0.0 };
            for sector in 0..2 {
                let share = primitives.value_added_shares[[region, sector]];
                let bill = (found.ln_rents()[[region, sector]] + labour).exp() * share * baseline.output()[[region, sector]];
                prop_assert!((bill / (share * found.output(region, sector)) - 1.0).abs() < 1e-9);
                earned += bill;
                let sold: f64 = (0..3).map(|importer| found.flow(sector, importer, region)).sum();
                prop_assert!(sold >= found.output(region, sector) * (1.0 - 1e-9));
            }
        }
        prop_assert!((found.income().sum() - earned - found.revenue().sum()).abs() < 1e-8 * earned);
    }

    /// A closed economy is efficient, and what labour of a larger mobile share can produce
    /// contains what labour of a smaller one can: cutting every region off hurts each of them
    /// more the less can move.
    #[test]
    fn losing_all_trade_hurts_more_the_less_can_move(baseline in economies(), less in 0.0f64..1.0, more in 0.0f64..1.0) {
        let mut wedges = baseline.no_wedges();
        for (one, other) in [(0, 1), (0, 2), (1, 2)] {
            wedges.forbid_between(one, other);
        }
        let options = exact();
        let income = |mobile| specific_factors::solve(&baseline, mobile, &wedges, &options).unwrap().ln_real_income();
        let (stuck, mobile) = (income(less.min(more)), income(less.max(more)));
        for region in 0..3 {
            prop_assert!(stuck[region] <= mobile[region] + 1e-10);
        }
    }

    #[test]
    fn units_do_not_matter(baseline in economies(), mobile in 0.0f64..=1.0) {
        let (wedges, options) = (embargo(&baseline), exact());
        let found = specific_factors::solve(&baseline, mobile, &wedges, &options).unwrap();
        let mut thousandfold = baseline.primitives().clone();
        thousandfold.value_added *= 1000.0;
        let large = Baseline::settle(&thousandfold, &options).unwrap();
        let scaled = specific_factors::solve(&large, mobile, &wedges, &options).unwrap();
        let in_wages = SolveOptions { numeraire: Numeraire::Region(2), ..exact() };
        let other = specific_factors::solve(&baseline, mobile, &wedges, &in_wages).unwrap();
        prop_assert!(other.ln_wage()[2].abs() < 1e-12);
        for region in 0..3 {
            prop_assert!((found.ln_real_income()[region] - scaled.ln_real_income()[region]).abs() < 1e-9);
            prop_assert!((found.ln_real_income()[region] - other.ln_real_income()[region]).abs() < 1e-9);
        }
    }
}

/// Terms of trade may favour one of two parties in the short run (c2 here loses 0.07 percentage
/// points less), so only c1 and the world must lose more.
#[test]
fn an_embargo_hurts_more_in_the_short_run() {
    let (baseline, options) = (toy(), exact());
    let wedges = embargo(&baseline);
    let found = |mobile| specific_factors::solve(&baseline, mobile, &wedges, &options).unwrap();
    let (stuck, half, mobile) = (found(0.0), found(0.5), found(1.0));
    let order = [&stuck, &half, &mobile].map(|found| (found.ln_real_income()[0], world(found)));
    assert!(order.is_sorted_by(|less, more| less.0 < more.0 && less.1 < more.1), "{order:?}");
    close(stuck.ln_real_income()[0], -0.135197, 1e-6, "c1 without mobility");
    close(mobile.ln_real_income()[0], -0.133763, 1e-6, "c1 with mobility");
}

#[test]
fn deficits_follow_their_rule() {
    let mut primitives = toy_primitives();
    primitives.deficits = Array1::from(vec![5.0, -3.0, -2.0]);
    for numeraire in [Numeraire::WorldValueAdded, Numeraire::Region(0)] {
        let options = SolveOptions { deficits: DeficitRule::FixedNominal, ..exact() };
        let baseline = Baseline::settle(&primitives, &options).unwrap();
        let options = SolveOptions { numeraire, ..options };
        let wedges = everything(&baseline, 0.05);
        let core = solve(&baseline, &wedges, &options).unwrap();
        let found = specific_factors::solve(&baseline, 1.0, &wedges, &options).unwrap();
        same(&found, &core);
    }
}

#[test]
fn what_cannot_be_is_an_error() {
    let (baseline, options) = (toy(), exact());
    let wedges = embargo(&baseline);
    let error = specific_factors::solve(&baseline, 1.5, &wedges, &options).err();
    assert!(matches!(error, Some(EquilibriumError::Value { .. })), "{error:?}");
    let few = SolveOptions { max_evaluations: 3, ..exact() };
    let error = specific_factors::solve(&baseline, 0.0, &wedges, &few).err();
    assert!(matches!(error, Some(EquilibriumError::NotConverged { evaluations: 3, .. })), "{error:?}");
}
