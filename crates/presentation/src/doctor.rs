//! The examination of tables as a document.

use unequal_study::doctor::{Examination, NO_SHOCK_TOLERANCE, TableHealth};

use crate::document::{Block, Document, Reproduce, Role, Section};
use crate::keys::Keys;
use crate::language::capitalised;
use crate::quantity::{Form, Quantity};
use crate::table::{Cell, Column, Look, Row, Table};
use crate::text;
use crate::text::{Span, Text};

/// The examination of tables.
#[must_use]
pub fn document(answer: &Examination) -> Document {
    let mut sections = vec![
        Section::new("tables", "The tables", vec![overview(answer).into()]),
        Section::new("checks", "Every check", vec![checks(answer).into()]),
    ];
    let single = answer.tables.len() == 1;
    let told = |health: &&TableHealth| single || !health.healthy || !health.estimated.is_empty();
    let details: Vec<Block> = answer.tables.iter().filter(told).flat_map(details).collect();
    if !details.is_empty() {
        sections.push(Section::new("details", "What was read, estimated and changed", details));
    }
    let sound = answer.tables.iter().filter(|table| table.healthy).count();
    let count = |number: usize, item: &str| Span::figure(Quantity::count(number), item, Keys::none());
    let verdict = if answer.healthy { "Every identity holds" } else { "At least one table is at fault" };
    Document {
        question: "doctor".to_owned(),
        keys: Keys::none(),
        title: "Examination of tables".into(),
        dateline: "Identities of each table, and a solve in which nothing happens".into(),
        sides: None,
        finding: vec![text![
            verdict,
            ": ",
            count(sound, "sound tables"),
            " of ",
            count(answer.tables.len(), "tables examined"),
            " tables are sound."
        ]],
        sections,
        terms: Vec::new(),
        reproduce: Some(Reproduce { command: "unequal doctor".to_owned(), file: String::new() }),
    }
}

/// A numerical error with its power of ten.
fn error(value: f64) -> Cell {
    if value.is_finite() { Quantity::number(value).form(Form::Scientific).into() } else { Cell::empty("not solved") }
}

fn verdict(healthy: bool) -> Cell {
    if healthy { "sound" } else { "at fault" }.into()
}

fn overview(answer: &Examination) -> Table {
    let row = |health: &TableHealth| {
        let worst = health.identities.iter().fold(0.0, |worst: f64, identity| worst.max(identity.gap));
        let cells = vec![
            verdict(health.healthy),
            Quantity::count(health.regions).into(),
            Quantity::count(health.sectors).into(),
            Quantity::money(health.value_added).into(),
            error(worst),
            Quantity::count(health.no_shock_evaluations).into(),
            error(health.no_shock_change),
            Quantity::count(health.estimated.len()).into(),
            Quantity::count(health.changes.len()).into(),
        ];
        Row::new(health.name.clone(), cells).item(health.name.clone()).headline(!health.healthy)
    };
    let columns = [
        ("regions", "regions", "number of regions"),
        ("sectors", "sectors", "number of sectors"),
        ("value-added", "value added, USD", "value added"),
        ("gap", "largest gap", "largest relative gap of an identity"),
        ("evaluations", "evaluations without a shock", "evaluations of the map without a shock"),
        ("change", "change without a shock", "change of real income without a shock, logarithm"),
        ("estimates", "estimates", "number of estimates"),
        ("changes", "changes", "number of changes"),
    ];
    let verdict = Column::words("verdict", "verdict").item("verdict");
    let figures = columns.iter().map(|(id, heading, item)| Column::figures(id, *heading).item(*item));
    let columns: Vec<Column> = std::iter::once(verdict).chain(figures).collect();
    Table::new("tables", "What was found in each table", "Table")
        .columns(columns)
        .rows(answer.tables.iter().map(row).collect())
}

fn checks(answer: &Examination) -> Table {
    let rows = answer.tables.iter().flat_map(|health| {
        let row = |check: &str, place: &str, gap: f64, tolerance: f64| {
            let place = if place.is_empty() { Cell::Empty(None) } else { place.into() };
            let sound = gap <= tolerance;
            Row::new(capitalised(check), vec![error(gap), error(tolerance), place, verdict(sound)])
                .group(health.name.clone())
                .item(format!("{}: {check}", health.name))
                .detail(sound && answer.tables.len() > 1)
        };
        let mut rows: Vec<Row> = health
            .identities
            .iter()
            .map(|identity| row(&identity.identity, &identity.place, identity.gap, identity.tolerance))
            .collect();
        rows.push(row("nothing changes without a shock", "", health.no_shock_change, NO_SHOCK_TOLERANCE));
        rows
    });
    let columns = vec![
        Column::figures("gap", "largest gap").item("largest relative gap"),
        Column::figures("tolerance", "accepted").item("largest gap accepted"),
        Column::words("place", "where").item("where"),
        Column::words("verdict", "verdict").item("verdict"),
    ];
    Table::new("checks", "Every check of every table", "Check").columns(columns).rows(rows.collect()).look(Look::Folded)
}

fn details(health: &TableHealth) -> Vec<Block> {
    let of = |kind: &'static str, words: &[String]| -> Vec<Text> {
        words.iter().map(|words| text![Span::strong(kind), format!(" {}.", words.trim_end_matches('.'))]).collect()
    };
    let items =
        [of("As read:", &health.raw), of("Estimated:", &health.estimated), of("Changed:", &health.changes)].concat();
    if items.is_empty() {
        return Vec::new();
    }
    let heading = Block::narrative(Role::Heading, vec![health.name.as_str().into()]);
    vec![heading, Block::narrative(Role::List, items)]
}
