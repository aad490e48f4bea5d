//! Ten thousand random scenarios on the world of 2022: each one either meets its markets or says
//! by name why it cannot. No silent failure.
//!
//! Takes a minute or three, so it runs where it is asked for:
//! `cargo test --release -p unequal-equilibrium --test all random_scenarios:: -- --ignored`
//! With `-- --ignored --nocapture` it says which took many sweeps, and with `UNEQUAL_FIRST_SCENARIO=11000000` it draws others,
//! of which a few more may take many.
#![allow(clippy::print_stdout, reason = "prints what it measured")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use crate::common::apart::{all_but, far_away, others};
use crate::common::markets::market_gap;
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use unequal_equilibrium::{Baseline, DeficitRule, EquilibriumError, SolveOptions, Wedges, solve};
use unequal_world::elasticity::ElasticitySet;
use unequal_world::embedded;

const SCENARIOS: u64 = 10_000;
/// Independent check of a solution: larger than the solver's own tolerance because sums of eighty
/// flows are compared with their total.
const MARKET_TOLERANCE: f64 = 1e-8;
/// Sweeps that hardly any embargo among these needs more than.
const MANY_SWEEPS: usize = 40;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Embargo,
    AllButTwo,
    NearAutarky,
    Autarky,
    Tariffs,
    ExportBan,
    Productivity,
    Mixed,
}

const KINDS: [Kind; 8] = [
    Kind::Embargo,
    Kind::AllButTwo,
    Kind::NearAutarky,
    Kind::Autarky,
    Kind::Tariffs,
    Kind::ExportBan,
    Kind::Productivity,
    Kind::Mixed,
];

fn apply(kind: Kind, wedges: &mut Wedges, random: &mut impl Rng) {
    let (regions, sectors) = wedges.size();
    let target = random.random_range(0..regions);
    match kind {
        Kind::Embargo => {
            let share = random.random_range(0.1..0.9);
            for other in others(regions, target) {
                if random.random_bool(share) {
                    wedges.forbid_between(target, other);
                }
            }
        }
        Kind::AllButTwo => {
            let friends = [random.random_range(0..regions), random.random_range(0..regions)];
            all_but(wedges, target, &friends);
        }
        Kind::Autarky => all_but(wedges, target, &[]),
        Kind::NearAutarky => far_away(wedges, target, random.random_range(0.5..4.0)),
        Kind::Tariffs => {
            let rate = random.random_range(-0.3..1.5);
            let mut tariff = ndarray::Array3::zeros((sectors, regions, regions));
            for sector in 0..sectors {
                for other in others(regions, target) {
                    tariff[[sector, target, other]] = rate;
                }
            }
            wedges.set_tariffs(tariff).unwrap();
        }
        Kind::ExportBan => {
            let first = random.random_range(0..sectors);
            for sector in first..sectors.min(first + 5) {
                for other in others(regions, target) {
                    wedges.forbid(sector, other, target);
                }
            }
        }
        Kind::Productivity => {
            for sector in 0..sectors {
                wedges.add_productivity(target, sector, random.random_range(-0.7..0.7));
            }
            wedges.add_labour(target, random.random_range(-0.5..0.5));
        }
        Kind::Mixed => {
            apply(Kind::Embargo, wedges, random);
            apply(Kind::Productivity, wedges, random);
            apply(Kind::Tariffs, wedges, random);
        }
    }
}

/// Kind, whether trade was balanced, how it ended and the sweeps it took.
type Scenario = (Kind, bool, &'static str, usize);

fn rule_of(balanced: bool) -> &'static str {
    if balanced { "balanced" } else { "deficits kept" }
}

#[test]
#[ignore = "two or three minutes; run by name"]
fn every_scenario_meets_its_markets_or_says_why() {
    let table = embedded::table(2022).unwrap();
    let sets = [1.0, 4.0, 8.0].map(|theta| ElasticitySet::common(theta, &table));
    let baselines: Vec<Baseline> =
        sets.iter().map(|set| Baseline::from_table(&table, &set.by_sector).unwrap()).collect();
    let first = std::env::var("UNEQUAL_FIRST_SCENARIO").map_or(0, |text| text.parse::<u64>().unwrap());
    let outcomes: Vec<Scenario> = (first..first + SCENARIOS)
        .into_par_iter()
        .map(|number| {
            let mut random = ChaCha8Rng::seed_from_u64(number);
            let baseline = &baselines[random.random_range(0..baselines.len())];
            let kind = KINDS[random.random_range(0..KINDS.len())];
            let mut wedges = baseline.no_wedges();
            apply(kind, &mut wedges, &mut random);
            let balanced = random.random_bool(0.7);
            let deficits = if balanced { DeficitRule::Zero } else { DeficitRule::ShareOfWorldValueAdded };
            match solve(baseline, &wedges, &SolveOptions { deficits, ..SolveOptions::default() }) {
                Ok(found) => {
                    let gap = market_gap(&found);
                    assert!(gap <= MARKET_TOLERANCE, "scenario {number} ({kind:?}): gap {gap:.2e}");
                    assert!(found.ln_real_income().iter().all(|change| change.is_finite()), "scenario {number}");
                    let sweeps = found.convergence().evaluations;
                    if sweeps > MANY_SWEEPS {
                        println!("scenario {number}, {kind:?}, {}: {sweeps} sweeps", rule_of(balanced));
                    }
                    (kind, balanced, "solved", sweeps)
                }
                Err(EquilibriumError::NoSupplier { .. }) => (kind, balanced, "no supplier", 0),
                Err(EquilibriumError::ClosedWithDeficit { .. }) => (kind, balanced, "closed with deficit", 0),
                Err(EquilibriumError::NoIncome { .. }) => (kind, balanced, "no income", 0),
                Err(EquilibriumError::NotConverged { .. }) => (kind, balanced, "not converged", 0),
                Err(other) => panic!("scenario {number} ({kind:?}): {other}"),
            }
        })
        .collect();
    equilibria_exist_where_theory_says(&outcomes);
    print_counts(&outcomes);
    regression_of_sweeps(&outcomes, first == 0);
}

/// With balanced trade and no subsidies an equilibrium exists once every buyer has a supplier (gross substitutes, positive
/// incomes): no such scenario may go unsolved.
fn equilibria_exist_where_theory_says(outcomes: &[Scenario]) {
    let promised = |kind: Kind| !matches!(kind, Kind::Tariffs | Kind::Mixed);
    let unsolved = |outcome: &str| !matches!(outcome, "solved" | "no supplier");
    let broken: Vec<&Scenario> = outcomes
        .iter()
        .filter(|(kind, balanced, outcome, _)| *balanced && promised(*kind) && unsolved(outcome))
        .collect();
    assert!(broken.is_empty(), "{broken:?}");
}

/// How often each kind ended how.
fn print_counts(outcomes: &[Scenario]) {
    let mut counts: BTreeMap<(Kind, bool, &str), (usize, usize)> = BTreeMap::new();
    for (kind, balanced, outcome, sweeps) in outcomes {
        let entry = counts.entry((*kind, *balanced, outcome)).or_default();
        entry.0 += 1;
        entry.1 = entry.1.max(*sweeps);
    }
    for ((kind, balanced, outcome), (count, sweeps)) in &counts {
        let rule = rule_of(*balanced);
        println!("{kind:?}, {rule}, {outcome}: {count}, at most {sweeps} sweeps");
    }
}

/// A regression test: the bounds are what was measured on these scenarios, which the theory does not promise.
fn regression_of_sweeps(outcomes: &[Scenario], the_usual_ones: bool) {
    for kind in KINDS {
        let sweeps = outcomes.iter().filter(|(found, _, outcome, _)| *found == kind && *outcome == "solved");
        let mut sweeps: Vec<usize> = sweeps.map(|(_, _, _, sweeps)| *sweeps).collect();
        sweeps.sort_unstable();
        let count = sweeps.len();
        let at = |part: f64| sweeps.get((part * count as f64) as usize).copied().unwrap_or(0);
        let above = sweeps.iter().filter(|sweeps| **sweeps > MANY_SWEEPS).count();
        let [middle, most, nearly] = [0.5, 0.9, 0.99].map(at);
        println!(
            "{kind:?}: {count} solved, half in {middle} sweeps, 90 % in {most}, 99 % in {nearly}; {above} above {MANY_SWEEPS}"
        );
        // Measured on the table of 2022 with the rest of the world: none of the embargoes by some, by all and near autarky; two
        // of 1,139 by all but two with deficits kept, which take up to 71; some with several measures at once. On the table
        // without the rest of the world, of 30,000 in all one embargo took more than 40.
        let most = match kind {
            Kind::Embargo | Kind::NearAutarky | Kind::Autarky if the_usual_ones => 0,
            Kind::Mixed => count / 100,
            _ => count / 500,
        };
        assert!(above <= most, "regression: {kind:?}: {above} of {count} above {MANY_SWEEPS} sweeps");
    }
    let count = |wanted: &str, rule: bool| {
        outcomes.iter().filter(|(_, balanced, outcome, _)| *outcome == wanted && *balanced == rule).count()
    };
    assert!(count("solved", true) > 6_000, "regression: {} solved with balanced trade", count("solved", true));
    // Subsidies may leave a region without income even with balanced trade. Measured: all are reached. What is not is
    // counted, not hidden, and must not become more.
    let unreached = count("not converged", true) + count("no income", true);
    println!("balanced trade, not reached: {unreached} of {}", outcomes.len());
    assert!(unreached * 1_000 <= outcomes.len(), "regression: {unreached} not reached");
}
