//! What is refused: paths, what is too large, and what takes too long for a browser.

use serde_json::{Value, json};
use unequal_engine::{Limits, named_on_disk};
use unequal_study::{Observer, Question};

use crate::common::{file, refused, reply, view, watched};

#[test]
fn no_question_reaches_the_disk() {
    let path = json!({"path": format!("{}/Cargo.toml", env!("CARGO_MANIFEST_DIR"))});
    let pair = json!({"first": "RUS", "second": "CHN"});
    let with = |kind: &str, base: &Value, field: &str, value: &Value| {
        let mut question = base.clone();
        question["question"] = json!(kind);
        question[field] = value.clone();
        question
    };
    let text = json!({"name": "a.toml", "text": "title = \"t\"\n"});
    let none = json!({});
    let questions = [
        with("brief", &pair, "table", &path),
        with("exit-cost", &pair, "table", &path),
        with("exit-cost-matrix", &none, "table", &path),
        with("ensemble", &json!({"first": "RUS", "second": "CHN", "draws": 1}), "table", &path),
        with("ensemble", &json!({"first": "RUS", "second": "CHN", "draws": 1}), "store", &json!("/tmp/draws")),
        with("scenario-ensemble", &json!({"draws": 1}), "file", &path),
        with("scenario-ensemble", &json!({"draws": 1, "file": text}), "store", &json!("draws")),
        with("scenario-ensemble", &json!({"draws": 1, "file": text}), "table", &path),
        with("leverage", &pair, "table", &path),
        with("leverage", &pair, "scenario", &path),
        with("most-dependent", &json!({"partner": "CHN"}), "table", &path),
        with("leverage-matrix", &none, "table", &path),
        with("timeline", &pair, "events", &path),
        with("run", &none, "file", &path),
        with("run", &json!({"file": text}), "table", &path),
        with("scenario", &none, "file", &path),
        with("compare", &none, "files", &json!([text, path])),
        with("compare", &json!({"files": [text]}), "table", &path),
        with("explain", &json!({"seller": "RUS", "buyer": "CHN", "sector": "C26"}), "scenario", &path),
        with("explain", &json!({"seller": "RUS", "buyer": "CHN", "sector": "C26", "scenario": text}), "table", &path),
        with("strategy", &none, "file", &path),
        with("pipeline", &none, "file", &path),
        with("audit", &none, "file", &path),
        with("doctor", &none, "table", &path),
        with("table-adjust", &none, "records", &path),
        with("table-adjust", &json!({"records": text}), "table", &path),
    ];
    for question in questions {
        let asked: Question = serde_json::from_value(question.clone()).unwrap();
        assert!(named_on_disk(&asked).is_some(), "{question}");
        for request in [view(question.clone()), json!({"ask": "download", "form": "json", "question": question})] {
            let (status, error) = refused(&reply(&request));
            assert_eq!(status, 422, "{request}");
            assert!(error["message"].as_str().unwrap().contains("a path"), "{error}");
        }
    }
}

/// Every place of the schema that takes a path is one that is looked at: their number is known.
#[test]
fn the_schema_has_no_other_places_for_paths() {
    let schema = Question::schema().to_string();
    let paths = schema.matches("\"path\":{").count();
    let stores = schema.matches("\"store\":{").count();
    assert_eq!((paths, stores), (2, 2), "a file and a table have a path, two ensembles a store; is there another now?");
}

#[test]
fn requests_have_a_size_and_questions_a_bound() {
    let long = view(json!({"question": "audit", "file": {"name": "a.txt", "text": "a".repeat(300 << 10)}}));
    assert_eq!(refused(&reply(&long)).0, 413);
    let draws = json!({"question": "ensemble", "first": "CZE", "second": "SVK", "year": 2000, "draws": 1_000_000});
    let (status, error) = refused(&reply(&view(draws)));
    assert_eq!(status, 422);
    assert!(error["message"].as_str().unwrap().contains("expected at most 16384"), "{error}");
    let files = vec![file("scenarios/western-embargo.toml"); 17];
    assert_eq!(refused(&reply(&view(json!({"question": "compare", "files": files})))).0, 422);
}

#[test]
fn a_browser_is_spared_what_takes_minutes() {
    let in_browser = |question: Value| watched(&view(question), &Limits::BROWSER, &());
    for question in [
        json!({"question": "leverage-matrix", "year": 2022}),
        json!({"question": "leverage-matrix", "table": {"embedded": "oecd-2022"}}),
        json!({"question": "leverage-matrix", "year": 2000, "exact": true}),
        json!({"question": "ensemble", "first": "CZE", "second": "SVK", "year": 2000, "draws": 1025}),
        json!({"question": "doctor"}),
    ] {
        assert_eq!(refused(&in_browser(question.clone())).0, 422, "{question}");
    }
    assert_eq!(in_browser(json!({"question": "leverage-matrix", "year": 2000})).status, 200);
}

struct GivenUp;

impl Observer for GivenUp {
    fn cancelled(&self) -> bool {
        true
    }
}

#[test]
fn a_question_that_is_given_up_says_so_and_the_next_is_answered() {
    let question = view(json!({"question": "brief", "first": "CZE", "second": "SVK", "year": 2001}));
    assert_eq!(refused(&watched(&question, &Limits::NATIVE, &GivenUp)).0, 499);
    assert_eq!(reply(&question).status, 200);
}
