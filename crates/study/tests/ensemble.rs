//! Draws of a pair's exit cost, solved one by one.

use unequal_study::ensemble::{
    COLUMNS, Ensemble, EnsembleQuestion, Input, Part, ScenarioEnsembleQuestion, ScreenedInput,
};
use unequal_study::{Result, Session, Source};

fn question(first: &str, second: &str, draws: usize) -> EnsembleQuestion {
    EnsembleQuestion {
        first: first.to_owned(),
        second: second.to_owned(),
        year: Some(2011),
        table: None,
        draws,
        store: None,
        part: None,
    }
}

fn ask(question: &EnsembleQuestion) -> Result<Ensemble> {
    Session::embedded().unwrap().ensemble(question, &())
}

/// Both start from the same studies with the same random numbers: what a brief predicts without solving and what solving
/// gives must have the same middle, and the error of the table must widen both.
#[test]
fn solved_draws_have_the_middle_that_a_brief_predicts() {
    let found = ask(&question("RUS", "CHN", 128)).unwrap();
    let (summary, predicted) = (found.summary.unwrap(), found.predicted.unwrap());
    assert_eq!((summary.draws, summary.failed), (128, 0));
    for (solved, predicted) in [(summary.first, predicted.first), (summary.second, predicted.second)] {
        assert!((solved.median / predicted.median).ln().abs() < 0.15, "{solved:?} and {predicted:?}");
        assert!(solved.low < predicted.median && predicted.median < solved.high);
    }
    for (with, without) in [summary.first, summary.second].into_iter().zip(summary.by_elasticities) {
        assert!(with.high / with.low > without.high / without.low, "{with:?} and {without:?}");
    }
    assert!((summary.first_loses_more - predicted.first_loses_more).abs() < 0.05);
}

/// Parts of a store give what one run without a store gives, and a store that is whole computes nothing.
#[test]
fn parts_of_a_store_make_the_same_answer() {
    let folder = tempfile::tempdir().unwrap();
    let alone = ask(&question("DEU", "FRA", 256)).unwrap();
    let part = |part: usize| EnsembleQuestion {
        store: Some(folder.path().to_owned()),
        part: Some(Part { number: part, of: 2 }),
        ..question("DEU", "FRA", 256)
    };
    let first = ask(&part(2)).unwrap();
    assert!(first.summary.is_none() && first.shards == (1, 2));
    let second = ask(&part(1)).unwrap();
    assert_eq!(second, alone);
    let shard = folder.path().join(&alone.identity).join("shard-000001.parquet");
    let bytes = std::fs::read(&shard).unwrap();
    assert_eq!(ask(&part(2)).unwrap(), alone);
    std::fs::remove_file(&shard).unwrap();
    ask(&part(2)).unwrap();
    assert_eq!(std::fs::read(&shard).unwrap(), bytes, "a shard that was lost is computed again, to the byte");
    std::fs::write(&shard, &bytes[..bytes.len() / 2]).unwrap();
    assert_eq!(ask(&part(2)).unwrap(), alone);
    assert_eq!(std::fs::read(&shard).unwrap(), bytes, "a damaged shard is computed again, to the byte");
    assert_eq!(COLUMNS.len(), 14);
}

#[test]
fn what_cannot_be_drawn_is_refused() {
    for (wrong, expected) in [
        (question("RUS", "CHN", 0), "from 1 to 1000000"),
        (EnsembleQuestion { part: Some(Part { number: 1, of: 2 }), ..question("RUS", "CHN", 10) }, "a folder"),
        (EnsembleQuestion { part: Some(Part { number: 3, of: 2 }), ..question("RUS", "CHN", 10) }, "1/4 to 4/4"),
    ] {
        let message = ask(&wrong).unwrap_err().to_string();
        assert!(message.contains(expected), "{message}");
    }
}

/// The prior that counts studies counts those that are published here.
#[test]
fn priors_count_the_published_studies() {
    let counted = unequal_ensemble::priors::priors()
        .iter()
        .find(|prior| prior.prior == unequal_ensemble::priors::Name::TradeElasticities)
        .map(|prior| prior.value);
    assert_eq!(counted, Some(unequal_world::elasticity::published_sets().len() as f64));
}

const TARIFFS: &str = r#"
title = "Tariffs"
year = 2011
[pair]
first = "USA"
second = "CHN"
[[tariff]]
name = "own"
by = "USA"
on = "CHN"
rate = 0.25
[[tariff]]
name = "answer"
by = "CHN"
on = "USA"
rate = 0.15
[[uncertain]]
measure = "own"
parameter = "rate"
low = 0.1
high = 0.6
[[uncertain]]
measure = "answer"
parameter = "rate"
low = 0.1499
high = 0.1501
"#;

fn about(text: &str, draws: usize) -> ScenarioEnsembleQuestion {
    ScenarioEnsembleQuestion {
        file: Source::Text { name: "tariffs.toml".to_owned(), text: text.to_owned() },
        table: None,
        draws,
        indices: false,
        trajectories: 0,
        store: None,
        part: None,
    }
}

/// The same random numbers as in `run`'s prediction: the same middle. A parameter that is as good as certain decides
/// nothing, one that is not decides something, and an index lies between zero and one but for the error of sampling.
#[test]
fn draws_of_a_scenario_have_the_middle_that_run_predicts_and_a_certain_parameter_decides_nothing() {
    let question = ScenarioEnsembleQuestion { indices: true, trajectories: 2, ..about(TARIFFS, 320) };
    let found = Session::embedded().unwrap().scenario_ensemble(&question, &()).unwrap();
    let (summary, predicted) = (found.summary.unwrap(), found.predicted.unwrap());
    // Rows of five: both samples, and the first with the elasticities and either parameter of the second.
    assert_eq!((summary.rows, summary.draws, summary.failed), (384 / 5, 2 * (384 / 5), 0));
    let [usa, china, _] = summary.parties.as_slice() else { panic!("two parties and the world") };
    for (solved, predicted) in summary.parties.iter().zip(&predicted.parties) {
        let predicted = predicted.as_ref().unwrap().interval;
        assert!((solved.interval.median / predicted.median).ln().abs() < 0.25, "{solved:?} and {predicted:?}");
        assert!(solved.interval.high - solved.interval.low > solved.without_error.high - solved.without_error.low);
    }
    for effect in [usa, china] {
        let index = |input| effect.indices.iter().find(|index| index.input == input).unwrap();
        let (own, answer) = (index(Input::Parameter(0)), index(Input::Parameter(1)));
        assert!(answer.total.unwrap() < 1e-5 && answer.first_order.abs() < 0.01, "{answer:?}");
        assert!(own.total.unwrap() > 0.05, "{own:?}");
        for index in &effect.indices {
            let bounds = index.intervals.unwrap();
            assert!(bounds.total.unwrap().holds(index.total.unwrap()) && bounds.first_order.holds(index.first_order));
        }
    }
    let screening = found.screening.unwrap();
    assert_eq!((screening.worlds, screening.failed), (2 * (1 + screening.inputs.len()), 0));
    let of_own = screening.inputs.iter().position(|input| *input == ScreenedInput::Parameter(0)).unwrap();
    let most = screening.effects[1].iter().map(|one| one.mean_size).fold(0.0, f64::max);
    assert_eq!(screening.effects[1][of_own].mean_size, most, "the tariff on China matters most for China");
}

#[test]
fn parts_of_a_scenarios_store_make_the_same_answer() {
    let folder = tempfile::tempdir().unwrap();
    let session = Session::embedded().unwrap();
    let ask = |question: &ScenarioEnsembleQuestion| session.scenario_ensemble(question, &()).unwrap();
    let alone = ask(&about(TARIFFS, 200));
    let part = |number| ScenarioEnsembleQuestion {
        store: Some(folder.path().to_owned()),
        part: Some(Part { number, of: 2 }),
        ..about(TARIFFS, 200)
    };
    assert!(ask(&part(1)).summary.is_none());
    assert_eq!(ask(&part(2)), alone);
    let other = about(&TARIFFS.replace("0.25", "0.26"), 200);
    assert_ne!(ask(&other).identity, alone.identity, "another scenario is kept under another name");
}

#[test]
fn what_is_no_scenario_is_refused() {
    let session = Session::embedded().unwrap();
    let file = |path: &str| ScenarioEnsembleQuestion { file: std::path::Path::new(path).into(), ..about("", 1) };
    let many = ScenarioEnsembleQuestion { trajectories: 1001, ..about(TARIFFS, 1) };
    for (wrong, expected) in
        [(file("RUS"), "a second country"), (many, "from 0 to 1000"), (about(TARIFFS, 0), "from 1")]
    {
        let message = session.scenario_ensemble(&wrong, &()).unwrap_err().to_string();
        assert!(message.contains(expected), "{message}");
    }
}
