//! How long a solve takes on the world of 2022. `just bench` runs this; nothing is asserted.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark fails by panicking and prints")]

use divan::Bencher;
use unequal_equilibrium::{Baseline, Counterfactual, DeficitRule, SolveOptions, Wedges, solve, solve_from};
use unequal_world::elasticity::ElasticitySet;
use unequal_world::{GroupBook, embedded};

fn main() {
    println!("vector level: {:?}", unequal_vector::level());
    divan::main();
}

fn world() -> Baseline {
    let table = embedded::table(2022).unwrap();
    let set = ElasticitySet::common(4.0, &table);
    Baseline::from_table(&table, &set.by_sector).unwrap()
}

fn options(tolerance: f64) -> SolveOptions {
    SolveOptions { deficits: DeficitRule::Zero, tolerance, ..SolveOptions::default() }
}

/// The Western group against Russia.
fn embargo(baseline: &Baseline) -> Wedges {
    let regions = &baseline.primitives().regions;
    let book = GroupBook::embedded().unwrap();
    let (russia, west) = book.pair("RUS", "WEST", regions, "2022").unwrap();
    let mut wedges = baseline.no_wedges();
    for member in west.members {
        wedges.forbid_between(russia.members[0], member);
    }
    wedges
}

fn balanced(baseline: &Baseline) -> Counterfactual<'_> {
    solve(baseline, &baseline.no_wedges(), &options(1e-10)).unwrap()
}

/// What every counterfactual of a baseline shares, made once.
#[divan::bench]
fn baseline_and_first_solve(bencher: Bencher) {
    let baseline = world();
    bencher.bench_local(|| {
        let fresh = Baseline::new(baseline.primitives().clone(), baseline.expenditure().clone()).unwrap();
        balanced(&fresh).convergence().sweeps
    });
}

#[divan::bench(args = [1e-10, 1e-6])]
fn embargo_80x50(bencher: Bencher, tolerance: f64) {
    let baseline = world();
    let wedges = embargo(&baseline);
    bencher.bench_local(|| solve(&baseline, &wedges, &options(tolerance)).unwrap().convergence().sweeps);
}

#[divan::bench(args = [1e-10, 1e-6])]
fn pair_apart_from_balanced_trade_80x50(bencher: Bencher, tolerance: f64) {
    let baseline = world();
    let state = balanced(&baseline);
    let regions = &baseline.primitives().regions;
    let mut wedges = baseline.no_wedges();
    wedges.forbid_between(regions.position("RUS").unwrap(), regions.position("CHN").unwrap());
    bencher.bench_local(|| solve_from(&state, &wedges, &options(tolerance)).unwrap().convergence().sweeps);
}
