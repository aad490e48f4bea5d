//! Title, dateline, finding and the figures to remember.

use maud::{Markup, html};
use unequal_presentation::Grade;
use unequal_presentation::document::{Block, Document, Role, Section};
use unequal_presentation::number;
use unequal_presentation::quantity::Quantity;
use unequal_presentation::table::{Cell, Column, Look, Row, Table};

use super::evidence::gist;
use super::text::{inline, range_in_words};

/// The top of the page.
pub fn opening(document: &Document) -> Markup {
    html! {
        section class="opening" aria-labelledby="title" {
            h1 id="title" { (inline(&document.title)) }
            @if !document.dateline.is_empty() { p class="dateline" { (inline(&document.dateline)) } }
            @for (index, sentence) in document.finding.iter().enumerate() {
                p class=(if index == 0 { "lead" } else { "headline" }) { (inline(sentence)) }
            }
            @for table in leading_figures(document) { (tiles(document, table)) }
            (warning(document))
        }
    }
}

/// The tables of key figures of the first section: they stand in the opening.
pub fn leading_figures(document: &Document) -> impl Iterator<Item = &Table> {
    document.sections.first().into_iter().flat_map(Section::tables).filter(|table| table.look == Look::KeyFigures)
}

/// Whether a section is left out, since all of it stands in the opening.
pub fn is_all_in_opening(document: &Document, section: &Section) -> bool {
    let first = document.sections.first().is_some_and(|first| first.id == section.id);
    first && section.evidence.is_none() && section.blocks.iter().all(|block| hoisted(document, section, block))
}

/// Whether a block stands in the opening instead of its section.
pub fn hoisted(document: &Document, section: &Section, block: &Block) -> bool {
    let first = document.sections.first().is_some_and(|first| first.id == section.id);
    first && matches!(block, Block::Table(table) if table.look == Look::KeyFigures)
}

/// A word of care where the first figures rest on estimates and nothing in the first section says so already.
fn warning(document: &Document) -> Markup {
    let warned = document.sections.first().is_some_and(|section| {
        section.blocks.iter().any(|block| matches!(block, Block::Narrative(told) if told.role == Role::Warning))
    });
    let sure = document.sections.iter().find_map(|section| section.evidence.as_ref());
    let estimate = sure.filter(|_| !warned).and_then(|sure| Some((sure, sure.evidence.estimated.first()?)));
    html! {
        @if let Some((sure, estimate)) = estimate {
            p class="warning" {
                strong { "Read with care: " }
                @if sure.evidence.grade == Grade::D {
                    "these results are speculative (grade D): they rest on assumptions, which stand under \u{201c}How sure is \
                     this?\u{201d}. Besides, " (gist(estimate)) "."
                } @else {
                    "the figures" @if !sure.years.is_empty() { " for " (sure.years) } " rest partly on estimates (grade "
                    (format!("{:?}", sure.evidence.grade)) "): " (gist(estimate)) ". Each section says what is estimated."
                }
            }
        }
    }
}

/// Large figures to remember, a row each.
pub fn tiles(document: &Document, table: &Table) -> Markup {
    html! {
        dl class="tiles" id=(super::table::anchor(table)) aria-label=(table.title.plain()) {
            @for row in &table.rows {
                div class=(side(document, row)) {
                    dt { (inline(&row.name)) }
                    dd {
                        @if let Some(cell) = row.cells.first() { b { (figure(cell)) } }
                        @if let Some(range) = row.cells.first().and_then(quantity).and_then(range_in_words) { span { (range) } }
                        @for (column, cell) in table.columns.iter().zip(&row.cells).skip(1) { (beneath(column, cell)) }
                    }
                }
            }
        }
        @for note in &table.notes { p class="note" { (inline(note)) } }
    }
}

fn figure(cell: &Cell) -> Markup {
    match cell {
        Cell::Quantity(quantity) => html! { (number::written(quantity)) },
        Cell::Text(text) => inline(text),
        Cell::Empty(reason) => html! { (reason.as_deref().unwrap_or("none")) },
    }
}

fn quantity(cell: &Cell) -> Option<&Quantity> {
    if let Cell::Quantity(quantity) = cell { Some(quantity) } else { None }
}

fn beneath(column: &Column, cell: &Cell) -> Markup {
    match cell {
        Cell::Quantity(quantity) => html! { span { (column.heading) ": " (super::text::quantity(quantity)) } },
        Cell::Text(text) if column.words => html! { span { (inline(text)) } },
        Cell::Text(text) => html! { span { (column.heading) ": " (inline(text)) } },
        Cell::Empty(Some(reason)) => html! { span { (column.heading) ": " (reason) } },
        Cell::Empty(None) => html! {},
    }
}

/// Which side a row is about, for the colour of its tile.
fn side(document: &Document, row: &Row) -> &'static str {
    let codes = document.sides.as_ref().map(|[first, second]| (&first.code, &second.code));
    match (&row.keys.region, codes) {
        (Some(region), Some((first, _))) if region == first => "first",
        (Some(region), Some((_, second))) if region == second => "second",
        _ => "both",
    }
}
