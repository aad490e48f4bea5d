//! Tables: with row headers, group headings, marks of provenance, and cards in their place where there is little room.

use maud::{Markup, html};
use unequal_presentation::quantity::{Provenance, Quantity};
use unequal_presentation::table::{Cell, Column, Look, Row, Table};

use super::text::{self, inline, quantity, words};

/// Rows above which a table can be searched.
const SEARCHED: usize = 12;
/// Columns beside the names that still fit on a phone.
const NARROW: usize = 2;
/// Columns above which a table is a matrix, which is read by scrolling.
const MATRIX: usize = 10;
/// Columns above which a table has the whole width of the page, its evidence below it instead of beside it.
const WIDE: usize = 6;

/// Anchor of a table.
pub fn anchor(table: &Table) -> String {
    format!("table-{}", table.id)
}

/// A table behind a summary, because a chart shows it.
pub fn folded(table: &Table) -> Markup {
    html! {
        details class="figures" {
            summary { "Figures as a table: " (inline(&table.title)) }
            (self::table(table))
        }
    }
}

/// The table in a region that scrolls by itself where cards would not do.
pub fn table(table: &Table) -> Markup {
    let table = &table.filled();
    let marks = Marks::of(table);
    let form = form(table);
    html! {
        div class="table" {
            div class="tools" hidden data-search[table.rows.len() > SEARCHED] {}
            div class="scroll" role="region" tabindex="0" aria-label=(format!("Table: {}", table.title.plain())) {
                table id=(anchor(table)) class=(form) data-wide[table.columns.len() > WIDE] data-name=(table.id) role="table" {
                    caption { span { (inline(&table.title)) } }
                    thead role="rowgroup" { (heads(table)) }
                    @for rows in table.rows.chunk_by(|one, next| one.group == next.group) { (body(table, rows, &marks)) }
                }
            }
            (marks.notes())
            (ranges(table))
            @for note in &table.notes { p class="note" { (inline(note)) } }
        }
    }
}

fn form(table: &Table) -> &'static str {
    match (table.look, table.columns.len()) {
        (Look::Shaded, _) => "shaded",
        (_, columns) if columns > MATRIX => "matrix",
        (_, columns) if columns > NARROW || (columns == NARROW && table.columns.iter().any(|column| column.words)) => {
            "cards"
        }
        _ => "plain",
    }
}

fn heads(table: &Table) -> Markup {
    let groups: Vec<_> = table.columns.chunk_by(|one, next| one.group == next.group).collect();
    html! {
        @if groups.iter().any(|columns| columns.iter().any(|column| column.group.is_some())) {
            tr class="groups" role="row" {
                td {}
                @for columns in groups {
                    @match columns.first().and_then(|column| column.group.as_ref()) {
                        Some(label) => th scope="colgroup" colspan=(columns.len()) class="group" { (label) },
                        None => td colspan=(columns.len()) {},
                    }
                }
            }
        }
        tr role="row" {
            th scope="col" role="columnheader" { (table.head) }
            @for column in &table.columns {
                th scope="col" role="columnheader" class=[(!column.words).then_some("number")] { (column.heading) }
            }
        }
    }
}

fn body(table: &Table, rows: &[Row], marks: &Marks<'_>) -> Markup {
    let common = rows.first().and_then(|row| row.group.as_ref());
    html! {
        tbody role="rowgroup" {
            @if let Some(common) = common {
                tr class="common" role="row" {
                    th scope="rowgroup" role="rowheader" colspan=(table.columns.len() + 1) { (common) }
                }
            }
            @for row in rows { (self::row(table, row, marks)) }
        }
    }
}

fn row(table: &Table, row: &Row, marks: &Marks<'_>) -> Markup {
    html! {
        tr class=[row.headline.then_some("headline")] role="row" {
            th scope="row" role="rowheader" data-head=[names_are_values(table).then_some(&table.head)] { (inline(&row.name)) @if row.estimated { span class="estimate" { "*" } } }
            @for (column, cell) in table.columns.iter().zip(&row.cells) { (self::cell(table, column, cell, marks)) }
        }
    }
}

/// Whether rows are named by values, which say nothing on a card without the name of their column: `4`, `50 %`.
fn names_are_values(table: &Table) -> bool {
    let value = |row: &Row| row.name.plain().starts_with(|letter: char| letter.is_ascii_digit());
    !table.head.is_empty() && table.rows.iter().any(value)
}

fn cell(table: &Table, column: &Column, cell: &Cell, marks: &Marks<'_>) -> Markup {
    let label = match &column.group {
        Some(group) if !group.is_empty() => format!("{group}: {}", column.heading),
        _ => column.heading.clone(),
    };
    let value = number_of(cell).and_then(|quantity| quantity.value).filter(|value| value.is_finite());
    let shade = (table.look == Look::Shaded).then(|| value.map(shade)).flatten();
    let class = match (column.words, shade) {
        (true, _) => None,
        (false, None) => Some("number".to_owned()),
        (false, Some(shade)) => Some(format!("number shade-{shade}")),
    };
    html! {
        td class=[class] role="cell" data-label=(label) data-value=[value] {
            @match cell {
                Cell::Quantity(shown) => {
                    (quantity(shown))
                    @if let Some(mark) = marks.of_quantity(shown) { sup { (mark) } }
                    @if let Some(range) = text::range(shown) { span class="range" { (range) } }
                },
                Cell::Text(text) => (inline(text)),
                Cell::Empty(reason) => @if let Some(reason) = reason { span class="none" { (words(reason)) } },
            }
        }
    }
}

/// The number of a cell: its quantity, or the only one in its words.
pub fn number_of(cell: &Cell) -> Option<&Quantity> {
    match cell {
        Cell::Quantity(quantity) => Some(quantity),
        Cell::Text(text) => {
            let mut numbers = text.0.iter().filter_map(|span| match span {
                unequal_presentation::text::Span::Quantity(figure) => Some(&figure.quantity),
                _ => None,
            });
            numbers.next().filter(|_| numbers.next().is_none())
        }
        Cell::Empty(_) => None,
    }
}

/// Shade of a value from 0 to 1, of six.
pub fn shade(value: f64) -> usize {
    (value.clamp(0.0, 1.0) * 5.0).round() as usize
}

/// What the ranges in a table are over.
fn ranges(table: &Table) -> Markup {
    let mut over: Vec<&str> = Vec::new();
    for quantity in quantities(table).filter(|quantity| quantity.value.is_some()) {
        if let Some(range) = &quantity.range
            && !range.over.is_empty()
            && !over.contains(&range.over.as_str())
        {
            over.push(&range.over);
        }
    }
    html! { @if !over.is_empty() { p class="note" { "Small print below a figure: its range. Over what: " (words(&over.join("; "))) "." } } }
}

fn quantities(table: &Table) -> impl Iterator<Item = &Quantity> {
    table.rows.iter().flat_map(|row| &row.cells).filter_map(number_of)
}

/// Marks of figures whose source or grade differs from the section's.
struct Marks<'a> {
    known: Vec<&'a Provenance>,
    estimated_rows: bool,
}

impl<'a> Marks<'a> {
    fn of(table: &'a Table) -> Self {
        let mut known: Vec<&Provenance> = Vec::new();
        for provenance in quantities(table).filter_map(|quantity| quantity.provenance.as_deref()) {
            if !known.contains(&provenance) {
                known.push(provenance);
            }
        }
        Self { known, estimated_rows: table.rows.iter().any(|row| row.estimated) }
    }

    fn of_quantity(&self, quantity: &Quantity) -> Option<String> {
        let own = quantity.provenance.as_deref()?;
        self.known.iter().position(|known| *known == own).map(letter)
    }

    fn notes(&self) -> Markup {
        html! {
            @if self.estimated_rows { p class="note" { "* rests on an estimate" } }
            @for (place, provenance) in self.known.iter().enumerate() {
                p class="note" {
                    sup { (letter(place)) } " " (provenance.source) ": " (provenance.graded())
                    @if provenance.estimated { ", rests on an estimate" }
                }
            }
        }
    }
}

/// `a`, `b`, ... for the first marks, then numbers.
fn letter(place: usize) -> String {
    let letters = "abcdefghijklmnopqrstuvwxyz";
    letters.chars().nth(place).map_or_else(|| format!("{}", place + 1), String::from)
}
