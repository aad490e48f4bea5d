//! The tidy layout: one figure a row, the same columns for every answer. Csv, Parquet and xlsx are written from it.

use serde::{Deserialize, Serialize};
use unequal_study::{Evidence, Grade};

use crate::document::{Document, Section};
use crate::keys::Keys;
use crate::quantity::Quantity;
use crate::table::{Cell, Table};
use crate::text::{Span, Text};

/// Columns of the layout, in order.
pub const COLUMNS: [&str; 20] = [
    "question",
    "block",
    "item",
    "first",
    "second",
    "region",
    "partner",
    "sector",
    "year",
    "measure",
    "elasticity",
    "value",
    "unit",
    "low",
    "high",
    "range",
    "grade",
    "source",
    "estimated",
    "text",
];

/// One figure. Text fields are empty where they do not apply.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TidyRow {
    /// Name of the question.
    pub question: String,
    /// Id of the table, or of the section of a sentence.
    pub block: String,
    /// What the figure is.
    pub item: String,
    /// What it is about.
    pub keys: Keys,
    /// The value; `None` where only a range or a text is known.
    pub value: Option<f64>,
    /// Name of the unit.
    pub unit: String,
    /// Lower end of its range.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// What the range is over.
    pub range: String,
    /// Evidence grade; `None` for a text.
    pub grade: Option<Grade>,
    /// Source with its year.
    pub source: String,
    /// Whether the figure rests on estimates.
    pub estimated: bool,
    /// Words of a cell that holds words instead of a figure.
    pub text: String,
}

impl TidyRow {
    /// The text in a column of [`COLUMNS`] that holds texts; `None` where it does not apply, and for other columns.
    #[must_use]
    pub fn text_of(&self, column: &str) -> Option<&str> {
        let text = match column {
            "question" => return Some(&self.question),
            "block" => return Some(&self.block),
            "item" => return Some(&self.item),
            "unit" => Some(self.unit.as_str()),
            "range" => Some(self.range.as_str()),
            "source" => Some(self.source.as_str()),
            "text" => Some(self.text.as_str()),
            "grade" => self.grade.map(Grade::letter),
            key => self.keys.named(key),
        };
        text.filter(|text| !text.is_empty())
    }
}

/// Every figure of a document: of its tables, then of sentences that name an item. Cells of words are rows with a text
/// and no value.
#[must_use]
pub fn rows(document: &Document) -> Vec<TidyRow> {
    let mut rows = Vec::new();
    for section in &document.sections {
        for table in section.tables() {
            table_rows(document, section, table, &mut rows);
        }
    }
    for (section, text) in document.sentences() {
        sentence_rows(document, section, text, &mut rows);
    }
    rows
}

fn table_rows(document: &Document, section: &Section, table: &Table, rows: &mut Vec<TidyRow>) {
    let evidence = section.evidence.as_ref().map(|sure| &sure.evidence);
    let outer = table.keys.or(&document.keys);
    for row in &table.rows {
        let of_row = row.keys.or(&outer);
        for (column, cell) in table.columns.iter().zip(&row.cells) {
            let keys = column.keys.or(&of_row);
            let item = match (&row.item, &column.item) {
                (Some(row), Some(column)) => format!("{row}, {column}"),
                (Some(one), None) | (None, Some(one)) => one.clone(),
                (None, None) => column.heading.clone(),
            };
            let place = Place { document, block: &table.id, evidence, estimated: row.estimated };
            match cell {
                Cell::Quantity(quantity) => rows.push(place.figure(item, keys, quantity)),
                Cell::Text(text) => {
                    for span in &text.0 {
                        if let Span::Quantity(figure) = span {
                            let item = figure.item.clone().map_or_else(|| item.clone(), |own| format!("{item}, {own}"));
                            rows.push(place.figure(item, figure.keys.or(&keys), &figure.quantity));
                        }
                    }
                    if column.words {
                        rows.push(place.words(item, keys, text.plain()));
                    }
                }
                Cell::Empty(Some(reason)) => rows.push(place.words(item, keys, reason.clone())),
                Cell::Empty(None) => {}
            }
        }
    }
}

fn sentence_rows(document: &Document, section: Option<&Section>, text: &Text, rows: &mut Vec<TidyRow>) {
    let evidence = section.and_then(|section| section.evidence.as_ref()).map(|sure| &sure.evidence);
    // The finding rests on the evidence of the first section that has any.
    let evidence = evidence
        .or_else(|| document.sections.iter().find_map(|section| section.evidence.as_ref()).map(|sure| &sure.evidence));
    let block = section.map_or("finding", |section| section.id.as_str());
    let place = Place { document, block, evidence, estimated: false };
    for span in &text.0 {
        if let Span::Quantity(figure) = span
            && let Some(item) = &figure.item
        {
            rows.push(place.figure(item.clone(), figure.keys.or(&document.keys), &figure.quantity));
        }
    }
}

/// Where a figure stands.
struct Place<'a> {
    document: &'a Document,
    block: &'a str,
    evidence: Option<&'a Evidence>,
    estimated: bool,
}

impl Place<'_> {
    fn figure(&self, item: String, keys: Keys, quantity: &Quantity) -> TidyRow {
        let own = quantity.provenance.as_ref();
        let range = quantity.range.as_ref();
        let estimated = self.estimated || self.evidence.is_some_and(|evidence| !evidence.estimated.is_empty());
        TidyRow {
            question: self.document.question.clone(),
            block: self.block.to_owned(),
            item,
            keys,
            value: quantity.value.filter(|value| value.is_finite()),
            unit: quantity.unit.name().to_owned(),
            low: range.map(|range| range.low).filter(|end| end.is_finite()),
            high: range.map(|range| range.high).filter(|end| end.is_finite()),
            range: range.map_or_else(String::new, |range| range.over.clone()),
            grade: own.map(|own| own.grade).or_else(|| self.evidence.map(|evidence| evidence.grade)),
            source: own.map_or_else(
                || self.evidence.map_or_else(String::new, |evidence| evidence.source.clone()),
                |own| own.source.clone(),
            ),
            estimated: own.map_or(estimated, |own| own.estimated),
            text: String::new(),
        }
    }

    fn words(&self, item: String, keys: Keys, text: String) -> TidyRow {
        TidyRow {
            question: self.document.question.clone(),
            block: self.block.to_owned(),
            item,
            keys,
            value: None,
            unit: String::new(),
            low: None,
            high: None,
            range: String::new(),
            grade: None,
            source: self.evidence.map_or_else(String::new, |evidence| evidence.source.clone()),
            estimated: false,
            text,
        }
    }
}
