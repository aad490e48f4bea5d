//! Regions that keep few partners, or little trade with all, on the table of 2022: their wage matters to hardly any market
//! and must be found by their balance of trade.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::common::apart::{self, others};
use crate::common::markets::market_gap;
use unequal_equilibrium::{Baseline, Counterfactual, DeficitRule, Numeraire, SolveOptions, Wedges, solve};
use unequal_world::embedded;

/// More than any of these takes. Before wages followed the balance of trade, of the 21 that the other tests below
/// solve nine took 39 to 127, one was not solved (Russia, all its trade dearer by 2 in logarithms), and eleven took 21 to 28.
const MOST_EVALUATIONS: usize = 33;

fn world(theta: f64) -> Baseline {
    let table = embedded::table(2022).unwrap();
    Baseline::from_table(&table, &vec![theta; table.sectors().len()]).unwrap()
}

/// The region trades with its friends only.
fn all_but(baseline: &Baseline, region: &str, friends: [&str; 2]) -> Wedges {
    let place = |code: &str| baseline.primitives().regions.position(code).unwrap();
    let mut wedges = baseline.no_wedges();
    apart::all_but(&mut wedges, place(region), &friends.map(place));
    wedges
}

/// Every flow of the region, in both directions, costs more.
fn far_away(baseline: &Baseline, region: &str, ln_cost: f64) -> Wedges {
    let mut wedges = baseline.no_wedges();
    apart::far_away(&mut wedges, baseline.primitives().regions.position(region).unwrap(), ln_cost);
    wedges
}

fn options(deficits: DeficitRule) -> SolveOptions {
    SolveOptions { deficits, ..SolveOptions::default() }
}

fn check(found: &Counterfactual<'_>, what: &str) {
    let (evaluations, gap) = (found.convergence().evaluations, market_gap(found));
    assert!(evaluations <= MOST_EVALUATIONS, "{what}: {evaluations} evaluations");
    assert!(gap < 1e-8, "{what}: gap {gap:.1e}");
}

/// Exports less imports, in parts of imports.
fn imbalance(found: &Counterfactual<'_>, region: &str) -> f64 {
    let primitives = found.baseline().primitives();
    let (count, sectors) = (primitives.region_count(), primitives.sector_count());
    let region = primitives.regions.position(region).unwrap();
    let traded = |exports: bool| -> f64 {
        let flow = |sector: usize, other: usize| {
            let (buyer, maker) = if exports { (other, region) } else { (region, other) };
            found.producer_value(sector, buyer, maker)
        };
        others(count, region)
            .flat_map(|other| (0..sectors).map(move |sector| (sector, other)))
            .map(|(s, o)| flow(s, o))
            .sum()
    };
    traded(true) / traded(false) - 1.0
}

#[test]
fn two_partners_are_enough() {
    for (theta, cases) in [
        (1.0, [("GRC", ["PER", "TUN"]), ("HUN", ["BRN", "BGD"]), ("TWN", ["CYP", "NGA"])]),
        (4.0, [("COD", ["UKR", "CZE"]), ("CHN", ["RUS", "KAZ"]), ("RUS", ["CHN", "IND"])]),
    ] {
        let baseline = world(theta);
        for (region, friends) in cases {
            let wedges = all_but(&baseline, region, friends);
            let found = solve(&baseline, &wedges, &options(DeficitRule::Zero)).unwrap();
            check(&found, &format!("{region} at {theta}"));
            let gap = imbalance(&found, region);
            assert!(gap.abs() < 1e-6, "{region} at {theta}: trade is out of balance by {gap:.1e}");
        }
    }
}

/// Without nonlinear elimination these took 42 to 197 evaluations: regions far from their solution, some of which import
/// nearly all they use, and small partners that the remaining trade moves far, are solved first.
#[test]
fn regions_far_from_their_solution_are_eliminated_first() {
    let kept = DeficitRule::ShareOfWorldValueAdded;
    for (theta, cases) in [
        (
            1.0,
            vec![
                ("LAO", ["CMR", "BGR"], DeficitRule::Zero),
                ("LAO", ["PAK", "ITA"], DeficitRule::Zero),
                ("KHM", ["BRN", "TWN"], DeficitRule::Zero),
                ("BRN", ["GBR", "COD"], DeficitRule::Zero),
                ("BRN", ["UKR", "ESP"], DeficitRule::Zero),
                ("TUR", ["NZL", "CMR"], kept.clone()),
                ("BGD", ["SVN", "PAK"], kept.clone()),
                ("MMR", ["POL", "IRL"], kept),
            ],
        ),
        (8.0, vec![("BEL", ["STP", "NOR"], DeficitRule::Zero)]),
    ] {
        let baseline = world(theta);
        for (region, friends, deficits) in cases {
            let found = solve(&baseline, &all_but(&baseline, region, friends), &options(deficits)).unwrap();
            check(&found, &format!("{region} with {friends:?}"));
        }
    }
}

#[test]
fn little_trade_with_everybody() {
    let baseline = world(8.0);
    for ln_cost in [1.0, 2.0, 3.0] {
        let found = solve(&baseline, &far_away(&baseline, "RUS", ln_cost), &options(DeficitRule::Zero)).unwrap();
        check(&found, &format!("Russia at {ln_cost}"));
        let gap = imbalance(&found, "RUS");
        assert!(gap.abs() < 1e-6, "Russia at {ln_cost}: trade is out of balance by {gap:.1e}");
    }
}

/// A deficit that is kept is a part of the balance, whoever borrows or lends, also where its unit moves with a wage:
/// somebody else's or the region's own.
#[test]
fn a_deficit_belongs_to_the_balance() {
    for (theta, region, friends) in
        [(4.0, "DEU", ["JOR", "MAR"]), (1.0, "DEU", ["FRA", "USA"]), (4.0, "GBR", ["NOR", "IRL"])]
    {
        let baseline = world(theta);
        let wedges = all_but(&baseline, region, friends);
        let what = format!("{region} at {theta}");
        check(&solve(&baseline, &wedges, &options(DeficitRule::ShareOfWorldValueAdded)).unwrap(), &what);
        for numeraire in ["USA", region] {
            let place = baseline.primitives().regions.position(numeraire).unwrap();
            let nominal = SolveOptions { numeraire: Numeraire::Region(place), ..options(DeficitRule::FixedNominal) };
            check(&solve(&baseline, &wedges, &nominal).unwrap(), &format!("{what}, in wages of {numeraire}"));
        }
    }
}

/// Each of two such regions is most of the other's trade, so that both close the same gap.
#[test]
fn two_regions_apart_together() {
    let baseline = world(4.0);
    let regions = &baseline.primitives().regions;
    let pair = ["RUS", "CHN"].map(|code| regions.position(code).unwrap());
    let mut wedges = baseline.no_wedges();
    for sector in 0..baseline.primitives().sector_count() {
        for outsider in (0..regions.len()).filter(|region| !pair.contains(region)) {
            for member in pair {
                wedges.add_iceberg(sector, member, outsider, 1.5);
                wedges.add_iceberg(sector, outsider, member, 1.5);
            }
        }
    }
    check(&solve(&baseline, &wedges, &options(DeficitRule::Zero)).unwrap(), "dear trade with others");
    for outsider in (0..regions.len()).filter(|region| !pair.contains(region)) {
        pair.into_iter().for_each(|member| wedges.forbid_between(member, outsider));
    }
    check(&solve(&baseline, &wedges, &options(DeficitRule::Zero)).unwrap(), "no trade with others");
}

#[test]
fn labour_and_productivity_change_as_well() {
    let baseline = world(4.0);
    let mut wedges = all_but(&baseline, "RUS", ["CHN", "KAZ"]);
    let region = baseline.primitives().regions.position("RUS").unwrap();
    wedges.add_labour(region, -0.1);
    (0..baseline.primitives().sector_count()).for_each(|sector| wedges.add_productivity(region, sector, -0.2));
    check(&solve(&baseline, &wedges, &options(DeficitRule::Zero)).unwrap(), "fewer and less productive");
}
