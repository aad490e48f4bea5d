//! Regions that keep two partners, on the world of 2022.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::*;
use crate::solver::wages::{WageUpdate, Wages};
use crate::{Baseline, DeficitRule, SolveOptions};
use unequal_world::embedded;

/// A region that trades with two others only: the places of the three, the state after elimination, if there is one, and
/// what was held.
fn with_two(theta: f64, codes: [&str; 3], deficits: DeficitRule, check: impl Fn([usize; 3], Case<'_>)) {
    let table = embedded::table(2022).unwrap();
    let baseline = Baseline::from_table(&table, &vec![theta; table.sectors().len()]).unwrap();
    let places = codes.map(|code| baseline.primitives().regions.position(code).unwrap());
    let [region, friends @ ..] = places;
    let mut wedges = baseline.no_wedges();
    wedges.add_labour(region, 0.05);
    (0..baseline.primitives().sector_count()).for_each(|sector| wedges.add_productivity(region, sector, -0.1));
    for other in (0..baseline.primitives().region_count()).filter(|other| *other != region) {
        if !friends.contains(&other) {
            wedges.forbid_between(region, other);
        }
    }
    let options = SolveOptions { deficits, ..SolveOptions::default() };
    let economy = Economy::new(baseline.primitives(), baseline.prepared(), &wedges, &options).unwrap();
    let mut work = Workspace::new(baseline.prepared(), economy.kernel.regions);
    let start = baseline.initial_guess();
    economy.evaluate(start, &mut work).unwrap();
    let mut wages = Wages::new(&economy, WageUpdate::Newton);
    assert_eq!(wages.balances().len(), 1);
    let end = eliminated(&economy, wages.balances(), start, &work);
    check(places, Case { economy: &economy, start, end, work, balance: &mut wages.balances()[0] });
}

struct Case<'a> {
    economy: &'a Economy<'a>,
    start: &'a State,
    end: Option<State>,
    /// The evaluation at the start.
    work: Workspace,
    balance: &'a mut TradeBalance,
}

/// At the solution of the region's equations an evaluation of the whole map agrees with that of the region alone, and the
/// next step is small; the others stay where they were.
#[test]
fn a_region_is_solved_and_the_others_stay() {
    for deficits in [DeficitRule::Zero, DeficitRule::ShareOfWorldValueAdded] {
        with_two(1.0, ["TUR", "NZL", "CMR"], deficits, |[region, ..], case| {
            let Case { economy, start, mut work, balance, .. } = case;
            let (mut state, held) = (start.clone(), work.clone());
            assert!(RegionProblem::new(economy, balance, &held, 0).solve(&mut state, &mut work, 0.0).unwrap());
            assert!((state.ln_wage()[region] - start.ln_wage()[region]).abs() > 0.05, "{}", state.ln_wage()[region]);
            let width = economy.prepared.sector_width;
            for other in (0..economy.kernel.regions).filter(|other| *other != region) {
                assert_eq!(state.of_region(other, width), start.of_region(other, width));
            }
            let mut all = work.clone();
            economy.evaluate(&state, &mut all).unwrap();
            RegionProblem::new(economy, balance, &held, 0).evaluate(&state, &mut work).unwrap();
            let row = region * width..region * width + economy.kernel.sectors;
            for (ours, theirs) in [(&work.output, &all.output), (&work.ln_price, &all.ln_price)] {
                for (ours, theirs) in ours[row.clone()].iter().zip(&theirs[row.clone()]) {
                    assert!((ours - theirs).abs() <= 1e-9 * theirs.abs().max(1e-3), "{ours} and {theirs}");
                }
            }
            assert!((work.income[region] - all.income[region]).abs() < 1e-9 * all.income[region]);
            assert!((work.excess_demand[region] - all.excess_demand[region]).abs() < 1e-9);
            let size = RegionProblem::new(economy, balance, &all, 0).compute_step(&state, &all);
            assert!(size <= ELIMINATION.tolerance * (1.0 + 1e-6), "{size:.1e}");
        });
    }
}

#[test]
fn a_small_partner_of_a_large_region_moves_with_it() {
    with_two(4.0, ["DEU", "LUX", "LVA"], DeficitRule::Zero, |[_, small, _], case| {
        let moved = case.end.unwrap().ln_wage()[small] - case.start.ln_wage()[small];
        assert!(moved > 0.1, "{moved}");
    });
}

#[test]
fn a_surplus_that_partners_cannot_buy_has_no_solution() {
    with_two(8.0, ["CHN", "CMR", "BLR"], DeficitRule::ShareOfWorldValueAdded, |_, case| {
        assert!(case.end.is_none());
    });
}
