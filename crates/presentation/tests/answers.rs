//! Each typed answer as a document: every figure of it is in the tidy layout, and charts find their columns.
//!
//! `data/*.json` are answers of the program, with years, rows and estimates left out to keep them short.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use serde::de::DeserializeOwned;
use serde_json::Value;
use unequal_presentation::document::{Block, Document};
use unequal_presentation::table::{Cell, Table};
use unequal_presentation::tidy::{self, TidyRow};
use unequal_presentation::wide::{self, WideCells};
use unequal_presentation::{audit, conditional, doctor, episode, flow, language, leverage, record, timeline};

fn read<T: DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).unwrap()
}

/// A document with the answer it is made of.
fn all() -> Vec<(Document, &'static str)> {
    macro_rules! pair {
        ($document:path, $file:literal) => {{
            let json = include_str!(concat!("data/", $file, ".json"));
            ($document(&read(json)), json)
        }};
    }
    vec![
        pair!(leverage::document, "leverage"),
        pair!(leverage::many::document, "partner"),
        pair!(timeline::document, "timeline"),
        pair!(audit::document, "audit"),
        pair!(episode::document, "episode"),
        pair!(conditional::document, "pipeline"),
        pair!(conditional::document, "strategy"),
        pair!(doctor::document, "doctor"),
        pair!(flow::document, "explain"),
        pair!(record::document, "record"),
    ]
}

/// Fields whose numbers describe how an answer was made and not what it says, are said in words, or are said of some.
const NOT_FIGURES: [&str; 11] = [
    "year",
    "from",
    "to",
    "evaluations",
    "residual",
    "changes",
    "headline",
    "gaps",
    "grievance",
    "states",
    "entry_banks",
];

/// Every number of an answer, but for those of `NOT_FIGURES`.
fn numbers(value: &Value, found: &mut Vec<f64>) {
    match value {
        Value::Number(number) => found.extend(number.as_f64()),
        Value::Array(items) => items.iter().for_each(|item| numbers(item, found)),
        Value::Object(fields) => {
            let told = fields.iter().filter(|(name, _)| !NOT_FIGURES.contains(&name.as_str()));
            told.for_each(|(_, value)| numbers(value, found));
        }
        _ => {}
    }
}

/// Whether a number is in the layout, as a key, as it is, or in the layout's unit: USD million, a change, a loss, a
/// percentage.
fn stands_in(rows: &[TidyRow], number: f64) -> bool {
    let forms = [number, 1000.0 * number, number - 1.0, number / 100.0, -number, number.exp()];
    let elasticity = Some(number.to_string());
    rows.iter().any(|row| {
        row.keys.elasticity == elasticity
            || [row.value, row.low, row.high]
                .into_iter()
                .flatten()
                .any(|known| forms.iter().any(|form| (form - known).abs() <= 1e-9 * form.abs().max(1e-12)))
    })
}

#[test]
fn every_figure_of_an_answer_is_in_the_tidy_layout() {
    for (document, json) in all() {
        let rows = tidy::rows(&document);
        let mut figures = Vec::new();
        numbers(&read(json), &mut figures);
        assert!(figures.len() > 5, "{}", document.question);
        let missing: Vec<f64> = figures.into_iter().filter(|number| !stands_in(&rows, *number)).collect();
        assert!(missing.is_empty(), "{}: {missing:?}", document.question);
    }
}

#[test]
fn charts_find_their_columns_and_ids_are_unique() {
    for (document, _) in all() {
        let tables: Vec<&Table> = document.sections.iter().flat_map(|section| section.tables()).collect();
        let ids: BTreeSet<&str> = tables.iter().map(|table| table.id.as_str()).collect();
        assert_eq!(ids.len(), tables.len(), "{}", document.question);
        for table in &tables {
            assert!(table.rows.iter().all(|row| row.cells.len() == table.columns.len()), "{}", table.id);
        }
        for block in document.sections.iter().flat_map(|section| &section.blocks) {
            if let Block::Chart(chart) = block {
                let table = document.table(&chart.of).unwrap();
                assert!(chart.columns.iter().all(|column| table.position(column).is_some()), "{}", chart.id);
            }
        }
        assert!(document.terms.iter().all(|term| language::definition(term).is_some()), "{}", document.question);
    }
}

#[test]
fn a_document_survives_its_file() {
    for (document, _) in all() {
        let json = serde_json::to_string(&document).unwrap();
        let back: Document = read(&json);
        // Reading a file may move the last bit of a number, and nothing else.
        let words =
            |document: &Document| -> Vec<String> { document.sentences().map(|(_, text)| text.plain()).collect() };
        assert_eq!(words(&back), words(&document), "{}", document.question);
        let figures = |document: &Document| -> Vec<TidyRow> {
            let coarse = |value: Option<f64>| value.map(|value| f64::from(value as f32));
            let rows = tidy::rows(document).into_iter();
            rows.map(|row| TidyRow { value: coarse(row.value), low: coarse(row.low), high: coarse(row.high), ..row })
                .collect()
        };
        assert!(figures(&back) == figures(&document), "{}", document.question);
    }
}

#[test]
fn a_pair_is_never_lost_and_paths_are_never_told() {
    for (document, _) in all() {
        let text: Vec<String> = document.sentences().map(|(_, text)| text.plain()).collect();
        let about = document.reproduce.clone().unwrap();
        assert!(!about.file.contains('/') && !about.command.contains('/'), "{}", about.command);
        assert!(!document.dateline.plain().contains("scenarios/"), "{}", document.dateline.plain());
        assert!(text.iter().all(|text| !text.contains("recalled")), "{}", document.question);
    }
    let (leverage, _) = all().remove(0);
    assert!(tidy::rows(&leverage).iter().all(|row| row.keys.first.is_some() && row.keys.second.is_some()));
}

#[test]
fn leverage_says_who_depends_more() {
    let (document, _) = all().remove(0);
    assert_eq!(
        document.finding[0].plain(),
        "Russia depends more on China than China on Russia, on all 7 indicators, which share their data."
    );
    let table = document.table("indicators").unwrap();
    assert_eq!(table.rows.len(), 7);
}

/// The grade travels with the figure: shares that are too high are not observed ones.
#[test]
fn shares_that_are_too_high_are_graded_as_estimates() {
    use unequal_study::Grade;
    let (document, _) = all().remove(2);
    let rows = tidy::rows(&document);
    let of = |region: &str, year: &str, source: &str| {
        rows.iter()
            .find(|row| {
                row.block == "trade"
                    && row.item.ends_with("share of imports")
                    && row.keys.region.as_deref() == Some(region)
                    && row.keys.year.as_deref() == Some(year)
                    && row.source.starts_with(source)
            })
            .unwrap()
    };
    let russia = of("RUS", "2023", "BACI");
    assert_eq!((russia.grade, russia.estimated), (Some(Grade::C), true));
    let china = of("CHN", "2023", "BACI");
    // BACI reconciles two reports: no more than a published method.
    assert_eq!((china.grade, china.estimated), (Some(Grade::B), false));
    assert_eq!(of("RUS", "1990", "Correlates").grade, Some(Grade::A));
}

#[test]
fn tables_in_columns_have_unique_names_and_every_figure() {
    for (document, _) in all() {
        for table in document.sections.iter().flat_map(|section| section.tables()) {
            let columns = wide::columns(&document, table);
            let names: BTreeSet<&str> = columns.iter().map(|column| column.name.as_str()).collect();
            assert_eq!(names.len(), columns.len(), "{}: {names:?}", table.id);
            for column in &columns {
                let count = match &column.cells {
                    WideCells::Numbers(cells) => cells.len(),
                    WideCells::Words(cells) => cells.len(),
                };
                assert_eq!(count, table.rows.len(), "{}: {}", table.id, column.name);
            }
            for (place, column) in table.columns.iter().enumerate() {
                let found = columns.iter().find(|own| own.name == column.id).map(|own| &own.cells);
                for (row, cells) in table.rows.iter().enumerate() {
                    let Some(Cell::Quantity(quantity)) = cells.cells.get(place) else { continue };
                    let Some(WideCells::Numbers(numbers)) = found else {
                        assert!(quantity.value.is_none(), "{}: no {}", table.id, column.id);
                        continue;
                    };
                    assert_eq!(numbers[row], quantity.value.filter(|value| value.is_finite()));
                }
            }
        }
    }
}
