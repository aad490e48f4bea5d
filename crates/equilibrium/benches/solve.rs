//! How long a solve takes on the world of 2022. `just bench` runs this; nothing is asserted.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark fails by panicking and prints")]

use divan::Bencher;
use divan::counter::ItemsCount;
use unequal_equilibrium::{Baseline, Counterfactual, DeficitRule, SolveOptions, Wedges, solve, solve_from};
use unequal_world::elasticity::ElasticitySet;
use unequal_world::{GroupBook, embedded};

/// What KITE.jl's own README says one solve of its 81 x 50 economy takes, in milliseconds; read, not measured here.
const KITE_JL: f64 = 100.0;

fn main() {
    let machine = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = machine.lines().find_map(|line| line.strip_prefix("model name")?.split(": ").nth(1));
    println!("machine: {}, vector level: {:?}", model.unwrap_or("unknown"), unequal_vector::level());
    divan::main();
    if std::env::args().any(|argument| argument == "--bench") {
        compare();
    }
}

/// Evaluations to 1e-10 of a solver with the same preconditioner but neither iterative refinement nor Gauss-Seidel coupling.
const UNCOUPLED_EVALUATIONS: f64 = 20.0;

/// The embargo from cold beside a peer, and a batch beside what the processor could do.
fn compare() {
    let baseline = world();
    let wedges = embargo(&baseline);
    let embargo = best_of(50, || drop(solve(&baseline, &wedges, &options(1e-10)).unwrap()));
    println!(
        "embargo 80 x 50 at 1e-10: best {:.2} ms; KITE.jl (its README, 81 x 50): about {KITE_JL} ms, {:.0} times",
        1e3 * embargo,
        KITE_JL / (1e3 * embargo)
    );
    let state = balanced(&baseline);
    let batch = pairs(&baseline);
    let [fine, rough] = [1e-10, 1e-6].map(|tolerance| {
        let seconds = best_of(20, || {
            batch.iter().for_each(|wedges| drop(solve_from(&state, wedges, &options(tolerance)).unwrap()))
        });
        batch.len() as f64 / seconds
    });
    // Two multiplications with all shares and two with all inputs an evaluation, in double precision.
    let (regions, sectors) = baseline.no_wedges().size();
    let evaluation = 4.0 * (regions * regions * sectors + regions * sectors * sectors) as f64;
    let mut operations = 0.0;
    let seconds = best_of(20, || {
        let (done, result) = unequal_vector::multiply_adds(2_000_000);
        operations = done;
        divan::black_box_drop(result);
    });
    let peak = operations / seconds;
    let limit = peak / (UNCOUPLED_EVALUATIONS * evaluation);
    println!(
        "pairs over one baseline, one thread: {fine:.0} solves a second at 1e-10, {rough:.0} at 1e-6; multiply-adds at \
         most {:.0} GFLOP/s, which {UNCOUPLED_EVALUATIONS} evaluations of {:.1} Mflop would take {limit:.0} times a second: {:.0} % of that",
        1e-9 * peak,
        1e-6 * evaluation,
        100.0 * fine / limit
    );
}

/// The shortest time that the work takes, in seconds.
fn best_of(times: usize, mut work: impl FnMut()) -> f64 {
    let times = (0..times).map(|_| {
        let start = std::time::Instant::now();
        work();
        start.elapsed().as_secs_f64()
    });
    times.fold(f64::INFINITY, f64::min)
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
        balanced(&fresh).convergence().evaluations
    });
}

#[divan::bench(args = [1e-10, 1e-6])]
fn embargo_80x50(bencher: Bencher, tolerance: f64) {
    let baseline = world();
    let wedges = embargo(&baseline);
    bencher.bench_local(|| solve(&baseline, &wedges, &options(tolerance)).unwrap().convergence().evaluations);
}

#[divan::bench(args = [1e-10, 1e-6])]
fn pair_apart_from_balanced_trade_80x50(bencher: Bencher, tolerance: f64) {
    let baseline = world();
    let state = balanced(&baseline);
    let regions = &baseline.primitives().regions;
    let mut wedges = baseline.no_wedges();
    wedges.forbid_between(regions.position("RUS").unwrap(), regions.position("CHN").unwrap());
    bencher.bench_local(|| solve_from(&state, &wedges, &options(tolerance)).unwrap().convergence().evaluations);
}

/// Every twentieth pair of countries apart.
fn pairs(baseline: &Baseline) -> Vec<Wedges> {
    let regions = baseline.primitives().region_count();
    let pairs = (0..regions).flat_map(|first| (0..first).map(move |second| (first, second)));
    pairs
        .step_by(20)
        .map(|(first, second)| {
            let mut wedges = baseline.no_wedges();
            wedges.forbid_between(first, second);
            wedges
        })
        .collect()
}

/// Every twentieth pair of countries apart, one thread, over one baseline: what a map of all pairs takes.
#[divan::bench(args = [1e-10, 1e-6], sample_count = 20, sample_size = 1)]
fn batch_of_pairs_80x50(bencher: Bencher, tolerance: f64) {
    let baseline = world();
    let state = balanced(&baseline);
    let batch = pairs(&baseline);
    bencher.counter(ItemsCount::new(batch.len())).bench_local(|| {
        let evaluations = |wedges| solve_from(&state, wedges, &options(tolerance)).unwrap().convergence().evaluations;
        batch.iter().map(evaluations).sum::<usize>()
    });
}
