//! The check of the scenario reader, on a world small enough that reading is fast.

use std::sync::LazyLock;

use ndarray::{Array2, Array3};
use unequal_policy::scenario::{Scenario, ScenarioError, Statement};
use unequal_world::{Code, EconomyTable, Labels, Provenance, Sector, SectorKind, TableParts, Valuation};

/// A world of six regions and six sectors: reading must be fast for the fuzzer to get anywhere.
static TABLE: LazyLock<EconomyTable> = LazyLock::new(|| {
    let codes = ["CHN", "DEU", "FRA", "RUS", "TUR", "USA"].map(|code| Code::new(code).expect("a code"));
    let sectors = [
        ("A01", "Agriculture", SectorKind::Goods),
        ("B06", "Crude oil and gas", SectorKind::Goods),
        ("C20", "Chemicals", SectorKind::Goods),
        ("C26", "Electronics and optics", SectorKind::Goods),
        ("H50", "Water transport", SectorKind::Services),
        ("H51", "Air transport", SectorKind::Services),
    ]
    .map(|(code, name, kind)| Sector { code: Code::new(code).expect("a code"), name: name.to_owned(), kind });
    EconomyTable::new(TableParts {
        regions: Labels::new(codes.to_vec(), "region").expect("codes that differ"),
        sectors: sectors.to_vec(),
        year: 2022,
        provenance: Provenance {
            source: "a small world".to_owned(),
            classification: "icio50".to_owned(),
            licence: String::new(),
            valuation: Valuation::Basic,
            estimated: Vec::new(),
            estimated_between: Vec::new(),
            estimated_use: Vec::new(),
            changes: Vec::new(),
        },
        sourcing: Array3::from_elem((6, 6, 6), 1.0 / 6.0),
        intermediate_use: Array3::from_elem((6, 6, 6), 1.0),
        final_use: Array2::from_elem((6, 6), 10.0),
    })
    .expect("a table whose identities hold")
});

/// A scenario file is a scenario, or an error with its place; what is written out of a scenario reads as the same one.
pub fn scenario(bytes: &[u8]) {
    match Scenario::parse_for("fuzz.toml", bytes, &TABLE) {
        Ok(scenario) => written_out(&scenario),
        Err(error) => in_the_file(&error, &String::from_utf8_lossy(bytes)),
    }
}

/// The place of an error is in the file, and the mark is drawn.
fn in_the_file(error: &ScenarioError, text: &str) {
    let lines = 1 + text.matches('\n').count();
    assert!((1..=lines).contains(&error.line), "line {} of {lines}", error.line);
    let line = text.split('\n').nth(error.line - 1).unwrap_or_default();
    assert!((1..=line.chars().count() + 1).contains(&error.column), "column {} of {line:?}", error.column);
    assert!(error.drawn().contains('^') && !error.problem.to_string().is_empty());
}

/// What `unequal scenario explain` writes is a scenario that says the same.
fn written_out(scenario: &Scenario) {
    let written = text(&scenario.explain());
    let again = match Scenario::parse_for("written.toml", written.as_bytes(), &TABLE) {
        Ok(again) => again,
        Err(error) => panic!("{}\n{written}", error.drawn()),
    };
    assert_eq!(written, text(&again.explain()).as_str());
    for (one, other) in scenario.instruments().iter().zip(again.instruments()) {
        assert_eq!(one.flows(), other.flows(), "{written}");
    }
    assert_eq!(scenario.instruments().len(), again.instruments().len());
}

fn text(statements: &[Statement]) -> String {
    let lines = statements.iter().map(|statement| match statement {
        Statement::Table(heading, _) => format!("{heading}\n"),
        Statement::Value(key, value, _, _) => format!("{key} = {value}\n"),
    });
    lines.collect()
}
