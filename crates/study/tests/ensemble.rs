//! Draws of a pair's exit cost, solved one by one.

use unequal_study::ensemble::{COLUMNS, Ensemble, EnsembleQuestion, Part};
use unequal_study::{Result, Session};

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
    assert!(ask(&part(2)).unwrap_err().to_string().contains("delete it"));
    assert_eq!(COLUMNS.len(), 14);
}

#[test]
fn what_cannot_be_drawn_is_refused() {
    for (wrong, expected) in [
        (question("RUS", "CHN", 0), "from 1 to 1000000"),
        (EnsembleQuestion { part: Some(Part { number: 1, of: 2 }), ..question("RUS", "CHN", 10) }, "a folder"),
        (EnsembleQuestion { part: Some(Part { number: 3, of: 2 }), ..question("RUS", "CHN", 10) }, "1/4 to 4/4"),
        (EnsembleQuestion { year: None, ..question("LAO", "CHN", 10) }, "too small to be seen"),
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
