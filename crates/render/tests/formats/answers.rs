//! Answers of the embedded world, drawn: every number that a person reads is a figure of the tidy layout.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::sync::LazyLock;

use unequal_presentation::document::Document;
use unequal_presentation::{Presented, present};
use unequal_render::check::{faults, unfound};
use unequal_render::html::page;
use unequal_render::terminal::terminal;
use unequal_study::{Question, Session};

static SESSION: LazyLock<Session> = LazyLock::new(|| Session::embedded().unwrap());

/// Wide enough that no table is cut into parts.
const WIDTH: u16 = 250;

fn root() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Questions of every kind, as JSON.
fn questions() -> Vec<String> {
    let file = |kind: &str, path: &str| {
        let path = serde_json::to_string(&root().join(path)).unwrap();
        format!(r#"{{"question": "{kind}", "file": {{"path": {path}}}}}"#)
    };
    let scenario = serde_json::to_string(&root().join("scenarios/december-2023-threat.toml")).unwrap();
    let tariff = serde_json::to_string(&root().join("scenarios/us-china-tariff.toml")).unwrap();
    let mut all = vec![
        r#"{"question": "brief", "first": "RUS", "second": "CHN", "year": 2011}"#.to_owned(),
        r#"{"question": "brief", "first": "LAO", "second": "CHN"}"#.to_owned(),
        r#"{"question": "exit-cost", "first": "RUS", "second": "CHN"}"#.to_owned(),
        r#"{"question": "exit-cost-matrix", "year": 1995}"#.to_owned(),
        r#"{"question": "ensemble", "first": "RUS", "second": "CHN", "year": 2011, "draws": 128}"#.to_owned(),
        format!(
            r#"{{"question": "scenario-ensemble", "file": {{"path": {tariff}}}, "draws": 128, "indices": true, "trajectories": 1}}"#
        ),
        r#"{"question": "list", "of": "priors"}"#.to_owned(),
        r#"{"question": "priors"}"#.to_owned(),
        file("priors", "scenarios/oil-price-cap.toml"),
        r#"{"question": "leverage", "first": "AUS", "second": "JPN"}"#.to_owned(),
        r#"{"question": "most-dependent", "partner": "CHN", "year": 2011}"#.to_owned(),
        r#"{"question": "timeline", "first": "RUS", "second": "CHN"}"#.to_owned(),
        r#"{"question": "record", "first": "RUS", "second": "CHN"}"#.to_owned(),
        r#"{"question": "record", "first": "EU27", "second": "KAZ", "from": 1990}"#.to_owned(),
        r#"{"question": "record", "first": "CHN", "second": "JPN", "product": "rare-earths"}"#.to_owned(),
        r#"{"question": "timeline", "first": "IRN", "second": "CHN"}"#.to_owned(),
        r#"{"question": "list", "of": "regions"}"#.to_owned(),
        r#"{"question": "list", "of": "groups"}"#.to_owned(),
        r#"{"question": "list", "of": "sectors"}"#.to_owned(),
        r#"{"question": "list", "of": "years"}"#.to_owned(),
        r#"{"question": "episode"}"#.to_owned(),
        r#"{"question": "doctor"}"#.to_owned(),
        r#"{"question": "table-describe", "year": 2011}"#.to_owned(),
        file("pipeline", "scenarios/power-of-siberia-2.toml"),
        file("audit", "claims/2024-05.toml"),
        format!(
            r#"{{"question": "explain", "seller": "CHN", "buyer": "RUS", "sector": "C26", "scenario": {{"path": {scenario}}}}}"#
        ),
        format!(r#"{{"question": "compare", "files": [{{"path": {scenario}}}, {{"path": {tariff}}}]}}"#),
    ];
    for name in ["december-2023-threat", "oil-price-cap", "hubs", "us-china-tariff", "western-embargo-over-time"] {
        all.push(file("run", &format!("scenarios/{name}.toml")));
    }
    all
}

/// The document of a question, and the words that the answer holds as words: descriptions, notes, names, conditions. Its
/// own headline is none of them.
fn document(question: &str) -> (Document, Vec<String>) {
    let question: Question = serde_json::from_str(question).unwrap();
    let answer = SESSION.answer(&question, &()).unwrap();
    let Presented::Document(document) = present(&answer) else { panic!("{question:?} has no document") };
    let mut words = Vec::new();
    collect(&serde_json::to_value(&answer).unwrap(), &mut words);
    (*document, words)
}

fn collect(value: &serde_json::Value, words: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) => words.push(text.clone()),
        serde_json::Value::Array(items) => items.iter().for_each(|item| collect(item, words)),
        serde_json::Value::Object(fields) => {
            let own = |(key, item): &(&String, &serde_json::Value)| {
                *key != "headline"
                    || item.as_array().is_some_and(|items| items.iter().all(serde_json::Value::is_object))
            };
            fields.iter().filter(own).for_each(|(_, item)| collect(item, words));
        }
        _ => {}
    }
}

/// Numbers that stand in sentences alone: the meaning of a scale (`1 : 1`, `1 bn`), days of months, powers of ten, and the
/// criteria by which the number of regimes was chosen.
fn told(question: &str, number: &str) -> bool {
    let known: &[&str] = match question {
        timeline if timeline.contains("\"timeline\"") => &["1 : 1", "126.5", "66.4", "49.2", "131.6", "80.7", "78.0"],
        episode if episode.contains("\"episode\"") => &["22", "1 %"],
        doctor if doctor.contains("\"doctor\"") => &["16", "17", "18"],
        partner if partner.contains("\"most-dependent\"") => &["1 bn"],
        _ => &[],
    };
    known.contains(&number)
}

/// Faults that are allowed: what is claimed, checked or listed has no evidence of its own.
fn allowed(question: &str, fault: &str) -> bool {
    let listed = ["audit", "doctor", "episode"].iter().any(|kind| question.contains(&format!("\"{kind}\"")));
    // Sets of claims may hold one claim each, with another interval in each.
    let sets = question.contains("\"audit\"") && fault.ends_with("two figures with the same item and keys");
    sets || listed && (fault.ends_with("without a grade") || fault.ends_with("without a source"))
}

#[test]
fn every_number_of_every_text_page_is_a_figure_of_the_tidy_layout() {
    let mut wrong = Vec::new();
    for question in questions() {
        let (document, words) = document(&question);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let lost = unfound(&document, &terminal(&document, WIDTH), &words);
        let lost: Vec<String> = lost.into_iter().filter(|number| !told(&question, number)).collect();
        if !lost.is_empty() {
            wrong.push(format!("{question}: {lost:?}"));
        }
        let faults: Vec<String> = faults(&document).into_iter().filter(|fault| !allowed(&question, fault)).collect();
        if !faults.is_empty() {
            let some: Vec<&String> = faults.iter().take(5).collect();
            wrong.push(format!("{question}: {} faults, {some:#?}", faults.len()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_page_tells_where_files_lie() {
    let folder = root().canonicalize().unwrap().display().to_string();
    for question in questions().iter().filter(|question| question.contains("path")) {
        let page = page(&document(question).0);
        assert!(!page.contains(&folder) && !page.contains("/../"), "{question}");
    }
}
