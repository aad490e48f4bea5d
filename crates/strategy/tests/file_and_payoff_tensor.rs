//! The strategy file and the payoff tensor.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use unequal_equilibrium::{Baseline, SolveOptions};
use unequal_policy::settle::settle;
use unequal_strategy::game::StrategyFile;
use unequal_strategy::payoff_tensor::{CellOutcome, Design, Factor, PayoffTensor, Solver, Strength};
use unequal_world::elasticity::ElasticitySet;

const FILE: &str = include_str!("../../../scenarios/strategy/russia-china.toml");

fn parse(text: &str) -> Result<StrategyFile, String> {
    StrategyFile::parse("games.toml", text.as_bytes()).map_err(|error| error.to_string())
}

/// The program's file with one piece replaced.
fn changed(old: &str, new: &str) -> String {
    assert_eq!(FILE.matches(old).count(), 1, "{old}");
    parse(&FILE.replace(old, new)).unwrap_err()
}

#[test]
fn the_file_of_the_program_is_read() {
    let file = parse(FILE).unwrap();
    let codes: Vec<&str> = file.design.players.iter().map(|party| party.code.as_str()).collect();
    assert_eq!(codes, ["RUS", "CHN", "USA"]);
    assert_eq!(file.design.cells(), 256);
    assert_eq!(file.technologies.len(), 2);
    assert_eq!(file.linkage.issues.len(), 3);
}

#[test]
fn faults_have_their_place_and_what_was_expected() {
    let line = |text: &str| 1 + FILE.lines().position(|line| line.starts_with(text)).unwrap();
    let message = changed("hazard = { low = 0.05", "hazard = { low = -0.05");
    assert_eq!(
        message,
        format!("games.toml:{}:18: the hazard of peace is -0.05, expected a share from 0 to 1", line("hazard ="))
    );
    let message = changed("diversion = { low = -3.0, high = 3.0 }", "diversion = { low = 3.0, high = -3.0 }");
    assert!(message.contains("the gain from diversion is -3, expected a number not below its low of 3"), "{message}");
    let message = changed("cut = [\"pair cut\"]", "cut = [\"pair cat\"]");
    assert!(message.contains("[world] has no measure called `pair cat`; did you mean pair cut"), "{message}");
    let message = changed("threat = [\"threat to banks\"]", "threat = [\"hubs\"]");
    assert!(message.contains("expected a measure of the kind [[payments]]"), "{message}");
    let message = changed("government = \"CHN\"", "government = \"CNH\"");
    assert!(message.contains("unknown country or group `CNH`") && message.contains("CHN (China)"), "{message}");
    let message = changed("hegemon = \"USA\"", "hegemon = \"RUS\"");
    assert!(message.contains("apart from the other players"), "{message}");
    let message = changed("shares of what is fought over. Assumed", "x\n[chrisis]\n# Assumed");
    assert!(message.contains("unknown field `chrisis`") && message.contains("crisis"), "{message}");
    let message = changed("levels = [0.3, 0.750, 2.0]", "levels = []");
    assert!(message.contains("the levels of the threat is none, expected at least one number"), "{message}");
    // A fault inside [world] is that of a scenario, at its place in this file.
    let message = changed("sectors = [\"B06\"]", "sectors = [\"B66\"]");
    assert!(message.starts_with(&format!("games.toml:{}:", line("sectors = [\"B06\"]"))), "{message}");
    assert!(message.contains("unknown sector `B66`"), "{message}");
}

#[test]
fn any_bytes_give_an_answer_or_a_fault() {
    for cut in (0..FILE.len()).step_by(97).filter(|cut| FILE.is_char_boundary(*cut)) {
        let _ = parse(&FILE[..cut]);
    }
    assert!(StrategyFile::parse("f", &[0xff, 0xfe]).is_err());
}

/// A payoff tensor of the file's measures on a small table and grid, with its baseline.
fn small(text: &str) -> Design {
    let text = text.replace("year = 2022", "year = 2011").replace("[\"B06\"]", "[\"AtB\"]");
    let text = text.replace("[\"C26\", \"C27\", \"C28\"]", "\"goods\"");
    let text = text
        .replace("levels = [0.3, 0.750, 2.0]", "levels = [0.767]")
        .replace("efforts = [1.0, 2.0, 5.0, 10.0, 20.0]", "efforts = [2.0, 10.0]");
    // The table of 2011 has no Kazakhstan, Emirates or Hong Kong.
    let text = text
        .replace("code = \"KAZ\"", "code = \"IND\"")
        .replace("code = \"ARE\"", "code = \"BRA\"")
        .replace("code = \"HKG\"", "code = \"IDN\"");
    parse(&text).unwrap().design
}

fn options() -> SolveOptions {
    SolveOptions { tolerance: 1e-11, ..SolveOptions::default() }
}

fn solved(design: &Design, threads: usize) -> PayoffTensor {
    let elasticities = ElasticitySet::common(4.0, design.scenario.table());
    let baseline = Baseline::from_table(design.scenario.table(), &elasticities.by_sector).unwrap();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| Solver::new(design, &baseline, options()).unwrap().tensor().unwrap())
}

#[test]
fn cells_are_the_worlds_that_are_solved_one_by_one() {
    let design = small(FILE);
    let tensor = solved(&design, 2);
    assert_eq!(tensor.cells.len(), 16 * 3);
    let elasticities = ElasticitySet::common(4.0, design.scenario.table());
    let baseline = Baseline::from_table(design.scenario.table(), &elasticities.by_sector).unwrap();
    let solver = Solver::new(&design, &baseline, options()).unwrap();
    for (combination, strength) in [(0, 0), (1, 0), (1, 2), (9, 1), (5, 0), (3, 2)] {
        let near = tensor.payoffs(combination, strength).unwrap();
        // From the world without measures instead of from a neighbour.
        let alone = solver.at(combination, design.strengths[strength]).unwrap();
        for (left, right) in near.ln_real_income.iter().zip(&alone.ln_real_income) {
            assert!((left - right).abs() < 1e-8, "{combination} {strength}: {left} {right}");
        }
    }
    // And against the settling that `unequal run` uses.
    let before = unequal_equilibrium::solve(&baseline, &baseline.no_wedges(), &options()).unwrap();
    let measures: Vec<usize> = design.factors[0].measures.iter().chain(&design.threats).copied().collect();
    let strength = design.strengths[2];
    let scenario = design.scenario.with_threat(&design.threats, strength.level, strength.effort).unwrap();
    let run = settle(&scenario, &before, &measures, &options()).unwrap();
    let russia = &design.players[0].members;
    let change = run.world.ln_real_income_since(&before, russia);
    assert!((change - tensor.payoffs(1, 2).unwrap().ln_real_income[0]).abs() < 1e-8);
    // A threat under which nothing is traded changes nothing.
    let cut = tensor.combination(&["cut"]).unwrap();
    let (without, with) = (tensor.payoffs(cut, 0).unwrap(), tensor.payoffs(cut, 2).unwrap());
    assert!((without.ln_real_income[0] - with.ln_real_income[0]).abs() < 1e-9);
    assert!(with.clearing.is_none());
}

#[test]
fn a_payoff_tensor_is_the_same_for_any_number_of_threads_and_survives_json() {
    let design = small(FILE);
    let (one, two) = (solved(&design, 1), solved(&design, 2));
    assert_eq!(one, two);
    let text = serde_json::to_string(&one).unwrap();
    let again: PayoffTensor = serde_json::from_str(&text).unwrap();
    assert_eq!(again.cells.len(), one.cells.len());
    assert_eq!(again.payoffs(1, 1).unwrap().share_of_imports, one.payoffs(1, 1).unwrap().share_of_imports);
}

/// A world in which a region with a fixed deficit is cut off from everybody has no equilibrium.
#[test]
fn a_cell_without_equilibrium_is_missing_named_and_counted() {
    let text = FILE.replace("by = \"CHN\"\non = \"RUS\"\nnote", "by = \"WORLD\"\non = \"RUS\"\nnote");
    let text = text.replace("[world]\n", "[world]\ndeficits = \"fixed\"\n");
    let whole = small(&text);
    let factors: Vec<Factor> = whole.factors.iter().filter(|factor| factor.name == "cut").cloned().collect();
    let players = whole.players.clone();
    let design = Design::new(whole.scenario, factors, Vec::new(), vec![Strength::NONE], players, whole.pair).unwrap();
    let elasticities = ElasticitySet::common(4.0, design.scenario.table());
    let baseline = Baseline::from_table(design.scenario.table(), &elasticities.by_sector).unwrap();
    let options = SolveOptions { deficits: design.scenario.deficit_rule(), ..SolveOptions::default() };
    let tensor = Solver::new(&design, &baseline, options).unwrap().tensor().unwrap();
    assert_eq!((tensor.cells.len(), tensor.missing), (2, 1));
    let failures = tensor.failures();
    assert!(failures.len() == 1 && failures[0].0.starts_with("cut"), "{failures:?}");
    assert!(matches!(tensor.cells[1].outcome, CellOutcome::Missing(_)));
    let error = tensor.payoffs(1, 0).unwrap_err().to_string();
    assert!(error.contains("the payoffs of `cut; no threat` are missing"), "{error}");
}
