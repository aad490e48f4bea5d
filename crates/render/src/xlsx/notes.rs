//! The sheet of notes and sources.

use rust_xlsxwriter::{Format, FormatAlign, Worksheet, XlsxError};
use unequal_presentation::document::{Block, Document, Role, Section, Sure};
use unequal_presentation::evidence::graded;

use super::sheet::{NOTES, Sheet};

/// Writes the sheet: section, what a line is, and the line.
pub(super) fn write(worksheet: &mut Worksheet, document: &Document) -> Result<(), XlsxError> {
    let mut sheet = Sheet::new(worksheet, NOTES)?;
    let plain = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    sheet.header(["Section", "Kind", "Text"])?;
    for (row, line) in lines(document).iter().enumerate() {
        for (column, text) in line.iter().enumerate() {
            sheet.text(row + 1, column, text, &plain)?;
        }
    }
    sheet.finish(&[32.0, 18.0, 110.0])
}

fn lines(document: &Document) -> Vec<[String; 3]> {
    let mut lines = Vec::new();
    for section in &document.sections {
        let mut add = |kind: &str, text: String| {
            if !text.trim().is_empty() {
                lines.push([section.title.clone(), kind.to_owned(), text]);
            }
        };
        said(section, &mut add);
        if let Some(sure) = &section.evidence {
            evidence(sure, &mut add);
        }
    }
    let mut add = |kind: &str, text: &str| {
        if !text.is_empty() {
            lines.push(["All".to_owned(), kind.to_owned(), text.to_owned()]);
        }
    };
    if let Some(reproduce) = &document.reproduce {
        add("Command", &reproduce.command);
        add("File", &reproduce.file);
    }
    add("Made by", concat!("unequal ", env!("CARGO_PKG_VERSION")));
    lines
}

/// What is said in a section beside its tables.
fn said(section: &Section, add: &mut impl FnMut(&str, String)) {
    for block in &section.blocks {
        match block {
            Block::Narrative(narrative) => {
                let kind = match narrative.role {
                    Role::Note => "Note",
                    Role::Warning => "Warning",
                    Role::Heading => "Heading",
                    Role::Body | Role::List | Role::Numbered | Role::PageOnly => "Explanation",
                };
                narrative.paragraphs.iter().for_each(|text| add(kind, text.plain()));
            }
            Block::Table(table) => {
                table.notes.iter().for_each(|text| add("Note", format!("{}: {}", table.id, text.plain())))
            }
            Block::Chart(chart) => add("Finding", chart.finding.plain()),
        }
    }
}

/// What stands behind a section's figures.
fn evidence(sure: &Sure, add: &mut impl FnMut(&str, String)) {
    let evidence = &sure.evidence;
    add("Evidence", format!("{}: {}", graded(evidence.grade), evidence.grade.meaning()));
    add("Source", evidence.source.clone());
    add("Years", sure.years.clone());
    evidence.estimated.iter().for_each(|text| add("Estimated", text.clone()));
    evidence.changes.iter().for_each(|text| add("Changed", text.clone()));
    evidence.caveats.iter().for_each(|text| add("Caveat", text.clone()));
}
