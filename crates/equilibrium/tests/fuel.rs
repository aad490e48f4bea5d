//! Fuels against the core and against theory. Sector s1 plays the fuel, s2 its user.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use crate::common::{close, economies, everything, exact, same, toy};
use proptest::prelude::*;
use unequal_equilibrium::variants::fuel::{self, Fuels};
use unequal_equilibrium::{Baseline, EquilibriumError, SolveOptions, Wedges, solve};

fn fuels(baseline: &Baseline, part: f64, users: &[usize]) -> Fuels {
    Fuels { fixed_users: users.to_vec(), ..Fuels::with_resource(baseline, &[0], part).unwrap() }
}

/// c1 buys no fuel from abroad.
fn no_fuel_imports(baseline: &Baseline) -> Wedges {
    let mut wedges = baseline.no_wedges();
    wedges.forbid(0, 0, 1);
    wedges.forbid(0, 0, 2);
    wedges
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn without_resource_and_fixed_users_it_is_the_core(baseline in economies(), size in 0.0f64..0.1) {
        let (wedges, options) = (everything(&baseline, size), exact());
        let found = fuel::solve(&baseline, &fuels(&baseline, 0.0, &[]), &wedges, &options).unwrap();
        same(&found, &solve(&baseline, &wedges, &options).unwrap());
    }

    #[test]
    fn nothing_happens_without_a_shock(baseline in economies(), part in 0.0f64..=1.0) {
        let (wedges, options) = (baseline.no_wedges(), SolveOptions { tolerance: 1e-11, ..exact() });
        let found = fuel::solve(&baseline, &fuels(&baseline, part, &[0, 1]), &wedges, &options).unwrap();
        prop_assert_eq!(found.convergence().evaluations, 1);
        prop_assert!(found.ln_real_income().iter().all(|value| value.abs() < 1e-10));
    }

    /// Factor markets clear at the new cost shares, and inputs and value added exhaust output.
    #[test]
    fn the_accounts_add_up(baseline in economies(), part in 0.0f64..=1.0, size in 0.0f64..0.1) {
        let (wedges, options) = (everything(&baseline, size), exact());
        let fuels = fuels(&baseline, part, &[1]);
        let found = fuel::solve(&baseline, &fuels, &wedges, &options).unwrap();
        let mut earned = 0.0;
        for region in 0..3 {
            let added: Vec<f64> = (0..2).map(|sector| found.value_added(region, sector)).collect();
            earned += added.iter().sum::<f64>();
            let rent = fuels.resource_shares[[region, 0]] * baseline.output()[[region, 0]] * found.ln_rents()[[region, 0]].exp();
            let owed = fuels.resource_shares[[region, 0]] * found.output(region, 0);
            prop_assert!((rent - owed).abs() < 1e-9 * (1.0 + owed));
            let output: f64 = (0..2).map(|sector| found.output(region, sector)).sum();
            let spent: f64 = (0..2).map(|sector| found.expenditure(region, sector)).sum();
            let inputs = spent - found.income()[region];
            prop_assert!(((inputs + added.iter().sum::<f64>()) / output - 1.0).abs() < 1e-9);
        }
        prop_assert!((found.income().sum() / (earned + found.revenue().sum()) - 1.0).abs() < 1e-9);
    }
}

#[test]
fn losing_fuel_hurts_more_where_it_has_no_substitute() {
    let (baseline, options) = (toy(), exact());
    let wedges = no_fuel_imports(&baseline);
    let loss = |users: &[usize]| {
        let fuels = fuels(&baseline, 0.5, users);
        -fuel::solve(&baseline, &fuels, &wedges, &options).unwrap().ln_real_income()[0]
    };
    let (free, fixed, both) = (loss(&[]), loss(&[1]), loss(&[0, 1]));
    assert!(free < fixed && fixed < both, "{free} {fixed} {both}");
}

/// A resource that cannot expand makes the loss of foreign fuel worse.
#[test]
fn losing_fuel_hurts_more_where_the_resource_is_fixed() {
    let (baseline, options) = (toy(), exact());
    let wedges = no_fuel_imports(&baseline);
    let found = |part| fuel::solve(&baseline, &fuels(&baseline, part, &[1]), &wedges, &options).unwrap();
    let (elastic, inelastic) = (found(0.0), found(1.0));
    assert!(inelastic.ln_price(0, 0) > elastic.ln_price(0, 0));
    assert!(inelastic.ln_rents()[[0, 0]] > 0.0, "the owner of the resource at home gains");
    close(elastic.ln_rents()[[0, 0]], 0.0, 0.0, "no resource, no rent");
}

#[test]
fn the_rent_falls_with_demand_for_the_fuel() {
    let (baseline, options) = (toy(), exact());
    let mut wedges = baseline.no_wedges();
    wedges.forbid(0, 0, 1);
    wedges.forbid(0, 2, 1);
    for users in [&[][..], &[1]] {
        let found = fuel::solve(&baseline, &fuels(&baseline, 0.5, users), &wedges, &options).unwrap();
        assert!(found.ln_rents()[[1, 0]] < found.ln_wage()[1], "{} {}", found.ln_rents(), found.ln_wage());
        assert!(found.ln_rents()[[1, 0]] < -0.1, "{}", found.ln_rents());
        assert!(found.ln_rents()[[0, 0]] > 0.0, "{}", found.ln_rents());
    }
}

/// One closed region: fuel and its user in fixed proportion, less productive fuel. By hand:
/// c2 = (1 - phi) r2 + phi c1 with both sectors' bundles in one wage.
#[test]
fn fixed_proportions_add_up_costs() {
    let (baseline, options) = (toy(), exact());
    let mut wedges = baseline.no_wedges();
    for (one, other) in [(0, 1), (0, 2), (1, 2)] {
        wedges.forbid_between(one, other);
    }
    wedges.add_productivity(0, 0, -0.5);
    let found = fuel::solve(&baseline, &fuels(&baseline, 0.0, &[1]), &wedges, &options).unwrap();
    let shares = &baseline.primitives().input_shares;
    let phi = shares[[0, 0, 1]];
    let rest = baseline.primitives().value_added_shares[[0, 1]] * found.ln_wage()[0]
        + shares[[0, 1, 1]] * found.ln_price(0, 1);
    let cost = (1.0 - phi) * (rest / (1.0 - phi)).exp() + phi * found.ln_price(0, 0).exp();
    close(found.ln_cost(0, 1), cost.ln(), 1e-11, "unit cost");
}

#[test]
fn fuels_that_do_not_fit_are_refused() {
    let (baseline, options) = (toy(), exact());
    let wedges = baseline.no_wedges();
    let refused = |fuels: &Fuels| fuel::solve(&baseline, fuels, &wedges, &options).err();
    let mut outside = fuels(&baseline, 0.5, &[]);
    outside.resource_shares[[0, 1]] = 0.1;
    assert!(matches!(refused(&outside), Some(EquilibriumError::Value { .. })));
    assert!(matches!(refused(&fuels(&baseline, 1.5, &[])), Some(EquilibriumError::Value { .. })));
    assert!(matches!(refused(&fuels(&baseline, 0.5, &[2])), Some(EquilibriumError::Value { .. })));
    assert!(Fuels::with_resource(&baseline, &[2], 0.5).is_err());
}
