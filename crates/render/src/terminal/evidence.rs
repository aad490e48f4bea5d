//! How sure figures are, in lines: shortly under each section, in full where it is said first or once for all.

use unequal_presentation::document::{Block, Document, Section};
use unequal_presentation::evidence::graded;
use unequal_presentation::language::capitalised;
use unequal_presentation::quantity::{Provenance, Quantity};
use unequal_presentation::table::{Cell, Look};
use unequal_presentation::text::{Span, Text};
use unequal_presentation::{Evidence, Grade};

use crate::clean::clean;

/// Sentences that stand on the page already.
#[derive(Default)]
pub(super) struct Said(Vec<String>);

impl Said {
    /// Whether a sentence was not said before; it is from now on.
    pub(super) fn first_time(&mut self, sentence: &str) -> bool {
        let is_new = !self.0.iter().any(|known| known == sentence);
        if is_new {
            self.0.push(sentence.to_owned());
        }
        is_new
    }

    /// The lines under a section. `shortly` where the end of the page says in full what is estimated. Caveats are said
    /// once a page.
    pub(super) fn under_section(&mut self, section: &Section, shortly: bool) -> Vec<String> {
        let mut lines = Vec::new();
        if let Some(sure) = &section.evidence {
            let evidence = &sure.evidence;
            let mut line = format!("Evidence: {}.", graded(evidence.grade));
            let source = sure.source();
            if !source.is_empty() {
                line.push_str(&sentence(&format!(" Source: {source}")));
            }
            if let Some(brief) =
                evidence.estimated_briefly.as_ref().filter(|_| shortly || evidence.estimated.is_empty())
            {
                line.push_str(&format!(" {}", sentence(&capitalised(brief))));
            }
            lines.push(clean(&line));
            if !shortly {
                lines.extend(in_full(&[evidence]));
            }
            lines.extend(evidence.caveats.iter().map(|caveat| clean(caveat)).filter(|caveat| self.first_time(caveat)));
        }
        let others = others(section).into_iter().map(|other| other_source(other, section.evidence.is_some()));
        lines.extend(others.filter(|line| self.first_time(line)));
        lines
    }
}

/// Whether several sections say how sure they are, so that the end of the page says it in full once for all.
pub(super) fn is_shared(document: &Document) -> bool {
    document.sections.iter().filter(|section| section.evidence.is_some()).count() > 1
}

/// What grades mean and what is estimated in all sections together; nothing where a section says it itself.
pub(super) fn ending(document: &Document) -> Vec<String> {
    if !is_shared(document) {
        return Vec::new();
    }
    let all: Vec<&Evidence> =
        document.sections.iter().filter_map(|section| section.evidence.as_ref()).map(|sure| &sure.evidence).collect();
    let own = document.sections.iter().flat_map(others).map(|other| other.grade);
    let mut grades: Vec<Grade> = all.iter().map(|evidence| evidence.grade).chain(own).collect();
    grades.sort();
    grades.dedup();
    let meanings = grades.into_iter().map(|grade| format!("Grade {grade:?}: {}.", grade.meaning()));
    meanings.chain(in_full(&all)).collect()
}

/// What is estimated and what was changed in tables, each sentence once.
fn in_full(all: &[&Evidence]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let estimated =
        all.iter().flat_map(|evidence| &evidence.estimated).map(|what| clean(&format!("Estimated: {what}")));
    let changed = all.iter().flat_map(|evidence| &evidence.changes).map(|what| clean(&format!("Changed: {what}")));
    for line in estimated.chain(changed) {
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}

/// Sources of figures on the page that are not from the section's own, in their order.
fn others(section: &Section) -> Vec<&Provenance> {
    let mut found: Vec<&Provenance> = Vec::new();
    let own = section.evidence.as_ref().map(|sure| &sure.evidence);
    for quantity in section.blocks.iter().flat_map(quantities) {
        let Some(provenance) = quantity.provenance.as_deref() else { continue };
        let is_own = own.is_some_and(|own| own.grade == provenance.grade && own.source == provenance.source);
        if !is_own && !found.contains(&provenance) {
            found.push(provenance);
        }
    }
    found
}

/// The figures of a block that a terminal shows.
fn quantities(block: &Block) -> Vec<&Quantity> {
    match block {
        Block::Narrative(narrative) => narrative.paragraphs.iter().flat_map(of_text).collect(),
        Block::Table(table) if table.look == Look::FilesOnly => Vec::new(),
        Block::Table(table) => {
            let cells = table.rows.iter().filter(|row| !row.detail).flat_map(|row| &row.cells);
            cells.flat_map(of_cell).chain(table.notes.iter().flat_map(of_text)).collect()
        }
        Block::Chart(chart) => of_text(&chart.finding).collect(),
    }
}

fn of_cell(cell: &Cell) -> Vec<&Quantity> {
    match cell {
        Cell::Quantity(quantity) => vec![quantity.as_ref()],
        Cell::Text(text) => of_text(text).collect(),
        Cell::Empty(_) => Vec::new(),
    }
}

fn of_text(text: &Text) -> impl Iterator<Item = &Quantity> {
    text.0.iter().filter_map(|span| match span {
        Span::Quantity(figure) => Some(&figure.quantity),
        _ => None,
    })
}

/// With one full stop at its end.
fn sentence(text: &str) -> String {
    format!("{}.", text.trim_end_matches('.'))
}

fn other_source(other: &Provenance, beside: bool) -> String {
    let subject = if beside { "Other figures" } else { "Evidence" };
    let source = if other.source.is_empty() { String::new() } else { sentence(&format!(" Source: {}", other.source)) };
    let estimate = if other.estimated && other.grade < Grade::C { " They rest on estimates." } else { "" };
    clean(&format!("{subject}: {}.{source}{estimate}", other.graded()))
}
