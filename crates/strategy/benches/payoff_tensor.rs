//! How long the payoff tensor of the program's own games takes on the world of 2022. `just bench` runs this; nothing is
//! asserted.

#![allow(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

use divan::Bencher;
use unequal_equilibrium::{Baseline, SolveOptions};
use unequal_strategy::game::StrategyFile;
use unequal_strategy::payoff_tensor::Solver;
use unequal_world::elasticity::ElasticitySet;

fn main() {
    divan::main();
}

/// 16 combinations of four factors under 16 strengths of the threat.
#[divan::bench(sample_count = 10)]
fn cells_256(bencher: Bencher) {
    let text = include_bytes!("../../../scenarios/strategy/russia-china.toml");
    let design = StrategyFile::parse("russia-china.toml", text).unwrap().design;
    let table = design.scenario.table();
    let elasticities = ElasticitySet::common(4.0, table);
    let baseline = Baseline::from_table(table, &elasticities.by_sector).unwrap();
    let deficits = design.scenario.deficit_rule();
    let options = SolveOptions { deficits, tolerance: 1e-9, ..SolveOptions::default() };
    bencher.bench_local(|| Solver::new(&design, &baseline, options.clone()).unwrap().tensor().unwrap().missing);
}
