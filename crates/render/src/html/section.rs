//! Sections: their blocks in order, with the evidence beside them.

use maud::{Markup, html};
use unequal_presentation::chart::ChartKind;
use unequal_presentation::document::{Block, Document, Narrative, Role, Section};
use unequal_presentation::table::{Look, Table};

use super::opening::{hoisted, is_all_in_opening, tiles};
use super::text::inline;
use super::{chart, evidence, table};

/// Ids and headings of what stands on the page, in order.
pub fn contents(document: &Document) -> Vec<(String, String)> {
    let own = document.sections.iter().filter(|section| !is_all_in_opening(document, section));
    let mut all: Vec<_> = own.map(|section| (section.id.clone(), section.title.clone())).collect();
    if !document.terms.is_empty() {
        all.push(("glossary".to_owned(), "Words used".to_owned()));
    }
    if document.reproduce.is_some() {
        all.push(("reproduce".to_owned(), "Cite and reproduce".to_owned()));
    }
    all
}

/// A section; if it has evidence, with that beside it.
pub fn section(document: &Document, section: &Section) -> Markup {
    let body = html! {
        @for block in section.blocks.iter().filter(|block| !hoisted(document, section, block)) {
            (drawn(document, section, block))
        }
    };
    if is_all_in_opening(document, section) {
        return html! {};
    }
    let stamp = section.evidence.as_ref().map(evidence::stamp);
    let beside = section.evidence.as_ref().map(|sure| {
        let earlier = document.sections.iter().take_while(|other| other.id != section.id);
        match earlier.into_iter().find(|other| other.evidence.as_ref() == Some(sure)) {
            Some(before) => evidence::as_before(&section.id, &section.title, sure, before),
            None => evidence::beside(&section.id, &section.title, sure),
        }
    });
    framed(&section.id, &section.title, stamp.as_ref(), beside.as_ref(), &body)
}

/// A heading and what stands under it, with a stamp below the heading and a block beside the text.
pub fn framed(id: &str, heading: &str, stamp: Option<&Markup>, beside: Option<&Markup>, body: &Markup) -> Markup {
    let title = format!("{id}-heading");
    html! {
        section id=(id) class=[beside.is_some().then_some("block")] aria-labelledby=(title) {
            h2 id=(title) { (heading) }
            @if let Some(stamp) = stamp { (stamp) }
            div class="body" { (body) }
            @if let Some(beside) = beside { (beside) }
        }
    }
}

fn drawn(document: &Document, section: &Section, block: &Block) -> Markup {
    match block {
        Block::Narrative(narrative) => told(narrative),
        Block::Table(shown) => match shown.look {
            Look::KeyFigures => tiles(document, shown),
            Look::FilesOnly => html! {},
            Look::Folded => table::folded(shown),
            // A chart of two parameters is the shaded table already.
            Look::Shaded if is_grid(section, shown) => table::folded(shown),
            Look::Plain | Look::Shaded => table::table(shown),
        },
        Block::Chart(drawing) => chart::chart(document, section, drawing),
    }
}

fn is_grid(section: &Section, table: &Table) -> bool {
    section.blocks.iter().any(|block| match block {
        Block::Chart(chart) => chart.of == table.id && chart.kind == ChartKind::Grid,
        _ => false,
    })
}

fn told(narrative: &Narrative) -> Markup {
    let paragraphs = &narrative.paragraphs;
    match narrative.role {
        Role::Body | Role::PageOnly => html! { @for text in paragraphs { p { (inline(text)) } } },
        Role::Note => html! { @for text in paragraphs { p class="note" { (inline(text)) } } },
        Role::Warning => html! { @for text in paragraphs { p class="warning" { (inline(text)) } } },
        Role::Heading => html! { @for text in paragraphs { h3 { (inline(text)) } } },
        Role::List => html! { ul { @for text in paragraphs { li { (inline(text)) } } } },
        Role::Numbered => html! { ol { @for text in paragraphs { li { (inline(text)) } } } },
    }
}
