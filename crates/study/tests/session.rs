//! A session prepares once what questions share, and no answer depends on what it has prepared.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use unequal_study::brief::BriefQuestion;
use unequal_study::doctor::DoctorQuestion;
use unequal_study::exit_cost::ExitCostMatrixQuestion;
use unequal_study::{Elasticity, Observer, Progress, Question, Session, Source, StudyError, TableSource};
use unequal_world::series::exit_costs;

fn question(json: &str) -> Question {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}"))
}

fn exit_cost(first: &str, second: &str) -> Question {
    question(&format!(r#"{{"question": "exit-cost", "first": "{first}", "second": "{second}", "year": 2011}}"#))
}

fn brief(first: &str, second: &str) -> Question {
    question(&format!(r#"{{"question": "brief", "first": "{first}", "second": "{second}", "year": 2011}}"#))
}

const THREAT: &str = include_str!("../../../scenarios/december-2023-threat.toml");

fn threat() -> Question {
    let file = serde_json::to_string(&Source::text("december-2023-threat.toml", THREAT)).unwrap();
    question(&format!(r#"{{"question": "run", "file": {file}}}"#))
}

fn bytes(session: &Session, question: &Question) -> String {
    serde_json::to_string(&session.answer(question, &()).unwrap()).unwrap()
}

fn fresh(question: &Question) -> String {
    bytes(&Session::embedded().unwrap(), question)
}

#[test]
fn equal_questions_have_equal_bytes() {
    let session = Session::embedded().unwrap();
    for asked in [exit_cost("RUS", "CHN"), brief("EU27", "RUS")] {
        let first = bytes(&session, &asked);
        assert_eq!(first, bytes(&session, &asked.clone()));
        assert_eq!(first, fresh(&asked));
    }
}

#[test]
fn a_second_question_is_answered_as_the_first_of_another_session() {
    let session = Session::embedded().unwrap();
    bytes(&session, &brief("RUS", "CHN"));
    let made = session.preparations();
    assert_eq!(bytes(&session, &brief("DEU", "USA")), fresh(&brief("DEU", "USA")));
    assert_eq!(session.preparations(), made, "nothing is prepared anew for a second pair");
    bytes(&session, &threat());
    for asked in [exit_cost("JPN", "KOR"), threat()] {
        assert_eq!(bytes(&session, &asked), fresh(&asked));
    }
}

#[test]
fn two_threads_prepare_once() {
    let session = Session::embedded().unwrap();
    let barrier = std::sync::Barrier::new(2);
    let answers = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                barrier.wait();
                let answer = bytes(&session.clone(), &exit_cost("RUS", "CHN"));
                answers.lock().unwrap().push(answer);
            });
        }
    });
    assert_eq!(
        session.preparations(),
        15,
        "a table, and a baseline and a world for the question and each of six studies"
    );
    let answers = answers.into_inner().unwrap();
    assert_eq!(answers[0], answers[1]);
}

#[test]
fn what_is_dropped_is_prepared_again() {
    let session = Session::embedded().unwrap();
    let whole = bytes(&session, &brief("RUS", "CHN"));
    let (size, made) = (session.size(), session.preparations());
    for limit in [size / 3, 0] {
        session.set_limit(limit);
        assert!(session.size() <= limit);
        assert_eq!(bytes(&session, &brief("RUS", "CHN")), whole);
        assert!(session.size() <= limit, "{} of {limit}", session.size());
    }
    assert!(session.preparations() > made);
}

/// Gives up at the n-th time it is asked.
struct Impatient(AtomicUsize);

impl Observer for Impatient {
    fn cancelled(&self) -> bool {
        let left = self.0.load(Ordering::Relaxed);
        self.0.store(left.saturating_sub(1), Ordering::Relaxed);
        left == 0
    }
}

#[test]
fn a_cancelled_question_leaves_no_trace() {
    let session = Session::embedded().unwrap();
    let matrix = Question::ExitCostMatrix(ExitCostMatrixQuestion {
        year: Some(1995),
        elasticity: Elasticity::DEFAULT,
        table: None,
        ranges: false,
    });
    let games = include_str!("../../../scenarios/strategy/russia-china.toml");
    let games = Source::text("games.toml", games);
    let games = question(&format!(r#"{{"question": "strategy", "file": {}}}"#, serde_json::to_string(&games).unwrap()));
    for asked in [exit_cost("RUS", "CHN"), brief("RUS", "CHN"), matrix, threat(), games] {
        for patience in [0, 1, 2, 7] {
            let outcome = session.answer(&asked, &Impatient(AtomicUsize::new(patience)));
            // A question may be answered before it is given up.
            let short = matches!(asked, Question::ExitCost(_)) && patience > 1;
            assert!(short || matches!(outcome, Err(StudyError::Cancelled)), "{asked:?} {patience}");
        }
    }
    for asked in [exit_cost("RUS", "CHN"), brief("RUS", "CHN"), threat()] {
        assert_eq!(bytes(&session, &asked), fresh(&asked));
    }
}

/// Remembers how far it was told an answer is.
#[derive(Default)]
struct Watching(Mutex<Vec<(usize, usize, String)>>);

impl Observer for Watching {
    fn progress(&self, step: Progress<'_>) {
        self.0.lock().unwrap().push((step.done, step.total, step.what.to_owned()));
    }
}

#[test]
fn whoever_waits_is_told_of_every_step() {
    let session = Session::embedded().unwrap();
    for (asked, what) in [
        (exit_cost("RUS", "CHN"), "pairs"),
        (brief("RUS", "CHN"), "years and trade elasticities"),
        (threat(), "worlds"),
    ] {
        let watching = Watching::default();
        session.answer(&asked, &watching).unwrap();
        let mut told = watching.0.into_inner().unwrap();
        told.sort();
        let steps: Vec<usize> = told.iter().map(|(done, ..)| *done).collect();
        assert_eq!(steps, (1..=told[0].1).collect::<Vec<_>>(), "{told:?}");
        assert!(told.iter().all(|(_, total, words)| *total == steps.len() && words == what), "{told:?}");
    }
}

#[test]
fn a_table_of_ones_own_is_given_as_bytes_or_as_a_file() {
    let session = Session::embedded().unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/world/wiod-2011.world");
    session.add_table("mine", &std::fs::read(&path).unwrap()).unwrap();
    let of = |data| Question::Brief(BriefQuestion { table: Some(data), ..BriefQuestion::new("RUS", "CHN") });
    let embedded = bytes(&session, &brief("RUS", "CHN"));
    // The answer names the table, a file without its folders; nothing else differs.
    let found = |source, name: &str| bytes(&session, &of(source)).replace(&format!("\"table\":\"{name}\","), "");
    assert_eq!(found(TableSource::Added { table: "mine".to_owned() }, "mine"), embedded);
    assert_eq!(found(TableSource::Path { path }, "wiod-2011.world"), embedded);
    let unknown = session.answer(&of(TableSource::Added { table: "yours".to_owned() }), &()).unwrap_err();
    assert_eq!(unknown.to_string(), "there is no table `yours`; known are: mine");
    assert!(session.add_table("torn", b"UNEQUAL1").is_err());
}

/// One question of every kind, with and without what may be left out.
const QUESTIONS: [&str; 32] = [
    r#"{"question": "priors"}"#,
    r#"{"question": "priors", "file": {"name": "a.toml", "text": "title = \"a\""}, "table": {"embedded": "oecd-2022"}}"#,
    r#"{"question": "table-describe", "year": 2011, "regions": {"name": "r.csv", "text": "code,group\nDEU,EUR\n"}}"#,
    r#"{"question": "scenario-ensemble", "file": {"path": "a.toml"}, "draws": 128, "indices": true, "trajectories": 4}"#,
    r#"{"question": "ensemble", "first": "RUS", "second": "CHN", "draws": 128, "store": "a", "part": {"number": 1, "of": 2}}"#,
    r#"{"question": "record", "first": "IND", "second": "RUS", "product": "crude-oil", "from": 2000}"#,
    r#"{"question": "brief", "first": "RUS", "second": "CHN"}"#,
    r#"{"question": "list", "of": "regions", "year": 2011}"#,
    r#"{"question": "brief", "first": "EU27", "second": "CHN", "year": 2011, "table": {"path": "a.world"}, "elasticity": 2.5,
        "grouping": "before-solving", "embargo_by": "G7", "embargo_on": "IRN"}"#,
    r#"{"question": "brief", "first": "A", "second": "B", "table": {"table": "mine"}}"#,
    r#"{"question": "exit-cost", "first": "RUS", "second": "CHN"}"#,
    r#"{"question": "exit-cost", "first": "RUS", "second": "CHN", "year": 2022, "elasticity": "by-sector"}"#,
    r#"{"question": "exit-cost-matrix"}"#,
    r#"{"question": "exit-cost-matrix", "year": 1995, "elasticity": 8}"#,
    r#"{"question": "leverage", "first": "RUS", "second": "CHN"}"#,
    r#"{"question": "leverage", "first": "RUS", "second": "CHN", "scenario": {"path": "a.toml"}}"#,
    r#"{"question": "most-dependent", "partner": "CHN"}"#,
    r#"{"question": "leverage-matrix", "exact": true}"#,
    r#"{"question": "timeline", "first": "RUS", "second": "CHN"}"#,
    r#"{"question": "timeline", "first": "RUS", "second": "CHN", "events": {"name": "a.csv", "text": ""}}"#,
    r#"{"question": "run", "file": {"path": "a.toml"}}"#,
    r#"{"question": "compare", "files": [{"path": "a.toml"}, {"name": "b.toml", "text": "title = \"b\""}]}"#,
    r#"{"question": "explain", "seller": "CHN", "buyer": "RUS", "sector": "29", "scenario": {"path": "a.toml"}}"#,
    r#"{"question": "scenario", "file": {"path": "a.toml"}}"#,
    r#"{"question": "episode"}"#,
    r#"{"question": "strategy", "file": {"path": "a.toml"}}"#,
    r#"{"question": "pipeline", "file": {"path": "a.toml"}}"#,
    r#"{"question": "audit", "file": {"path": "a.toml"}}"#,
    r#"{"question": "doctor"}"#,
    r#"{"question": "doctor", "table": {"path": "a.world"}}"#,
    r#"{"question": "table-adjust", "records": {"path": "a.csv"}, "year": 2022}"#,
    r#"{"question": "schema", "of": "question"}"#,
];

#[test]
fn a_question_survives_being_written_down() {
    let schema = Question::schema();
    for json in QUESTIONS {
        let asked = question(json);
        let written = serde_json::to_value(&asked).unwrap();
        assert_eq!(serde_json::from_value::<Question>(written.clone()).unwrap(), asked);
        for value in [written, serde_json::from_str(json).unwrap()] {
            assert!(accepts(&schema, &schema, &value), "{value} against {schema:#}");
        }
    }
}

#[test]
fn a_question_with_a_mistake_is_refused_by_the_schema_too() {
    let schema = Question::schema();
    for json in [
        r#"{"question": "brief", "first": "RUS"}"#,
        r#"{"question": "brief", "first": "RUS", "second": "CHN", "yaer": 2011}"#,
        r#"{"question": "exit-cost", "first": "RUS", "second": "CHN", "elasticity": "high"}"#,
        r#"{"question": "run", "file": {"path": "a.toml", "text": ""}}"#,
        r#"{"question": "episode", "year": 2011}"#,
        r#"{"question": "oracle"}"#,
    ] {
        assert!(serde_json::from_str::<Question>(json).is_err(), "{json}");
        assert!(!accepts(&schema, &schema, &serde_json::from_str(json).unwrap()), "{json}");
    }
}

/// As much of JSON schema as questions use.
fn accepts(root: &serde_json::Value, schema: &serde_json::Value, value: &serde_json::Value) -> bool {
    if let Some(whether) = schema.as_bool() {
        return whether;
    }
    let all = schema.as_object().unwrap();
    all.iter().all(|(key, rule)| match key.as_str() {
        "$ref" => accepts(root, root.pointer(rule.as_str().unwrap().trim_start_matches('#')).unwrap(), value),
        "const" => value == rule,
        "enum" => rule.as_array().unwrap().contains(value),
        "anyOf" => rule.as_array().unwrap().iter().any(|one| accepts(root, one, value)),
        "oneOf" => rule.as_array().unwrap().iter().filter(|one| accepts(root, one, value)).count() == 1,
        "allOf" => rule.as_array().unwrap().iter().all(|one| accepts(root, one, value)),
        "type" => match rule {
            serde_json::Value::Array(types) => types.iter().any(|one| has_type(value, one.as_str().unwrap())),
            one => has_type(value, one.as_str().unwrap()),
        },
        "required" => rule.as_array().unwrap().iter().all(|name| value.get(name.as_str().unwrap()).is_some()),
        "properties" => {
            let rules = rule.as_object().unwrap();
            value.as_object().is_none_or(|fields| {
                fields.iter().all(|(name, field)| rules.get(name).is_none_or(|rule| accepts(root, rule, field)))
            })
        }
        "additionalProperties" if rule == false => {
            let known = |name: &String| all.get("properties").is_some_and(|rules| rules.get(name).is_some());
            value.as_object().is_none_or(|fields| fields.keys().all(known))
        }
        "items" => value.as_array().is_none_or(|items| items.iter().all(|item| accepts(root, rule, item))),
        "minimum" => value.as_f64().is_none_or(|number| number >= rule.as_f64().unwrap()),
        "maximum" => value.as_f64().is_none_or(|number| number <= rule.as_f64().unwrap()),
        "$schema" | "title" | "description" | "default" | "format" | "$defs" => true,
        other => panic!("the schema has {other}, which this test does not know"),
    })
}

fn has_type(value: &serde_json::Value, name: &str) -> bool {
    match name {
        "object" => value.is_object(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "number" => value.is_number(),
        "integer" => value.is_u64() || value.is_i64(),
        "null" => value.is_null(),
        _ => false,
    }
}

#[test]
fn the_kinds_of_questions_are_those_of_this_test() {
    let schema = Question::schema();
    let tags: std::collections::BTreeSet<String> = QUESTIONS
        .iter()
        .map(|json| serde_json::from_str::<serde_json::Value>(json).unwrap()["question"].to_string())
        .collect();
    assert_eq!(schema["oneOf"].as_array().unwrap().len(), tags.len());
}

/// The exit costs of all pairs that come with the program are those that its solver finds, in a year of each source: to the
/// four digits that the file keeps.
#[test]
fn exit_costs_solved_in_advance_are_the_solvers() {
    let session = Session::embedded().unwrap();
    for year in [1995, 2014, 2022] {
        let question = ExitCostMatrixQuestion {
            year: Some(year),
            table: None,
            elasticity: Elasticity::Common(exit_costs::ELASTICITY),
            ranges: false,
        };
        let answer = session.exit_cost_matrix(&question, &()).unwrap();
        let stored = |side: &str, partner: &str| {
            let years = exit_costs::by_year(side, partner).unwrap();
            years.into_iter().find(|(known, _)| *known == year).map(|(_, loss)| loss).unwrap()
        };
        assert!(answer.pairs.len() > 700, "{year}");
        for pair in &answer.pairs {
            for (loss, side, partner) in
                [(pair.first_loss, &pair.first, &pair.second), (pair.second_loss, &pair.second, &pair.first)]
            {
                let found = stored(side, partner);
                assert!((found - loss).abs() <= 6e-4 * loss.abs() + 1e-12, "{year} {side} {partner}: {found}, {loss}");
            }
        }
    }
}

/// A table of several files: a folder, whose files tell when it has changed, and an archive.
#[test]
fn a_table_may_be_a_folder_or_an_archive() {
    const TABLE: &str =
        "V1,AAA_X,BBB_X,AAA_HFCE,BBB_HFCE,OUT\nAAA_X,40,10,50,10,110\nBBB_X,5,20,5,69,99\nVA,65,69,0,0,0\n";
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("table_2012.csv");
    std::fs::write(&file, TABLE).unwrap();
    let session = Session::embedded().unwrap();
    let examined = |path: &Path, year| {
        let question = DoctorQuestion { table: Some(TableSource::from(path)), year };
        session.doctor(&question, &()).unwrap()
    };
    let found = examined(folder.path(), None);
    assert!(found.healthy && found.tables.len() == 1);
    // Value added that output less inputs misses: another answer, though the folder itself is as it was.
    std::fs::write(&file, TABLE.replace("VA,65", "VA,100")).unwrap();
    assert!(!examined(folder.path(), None).healthy);
    let archive = folder.path().join("exiobase.zip");
    std::fs::write(&archive, include_bytes!("../../../fuzz/seeds/table_file/exiobase.zip")).unwrap();
    assert!(examined(&archive, Some(2015)).tables[0].name.contains("2015"));
}
