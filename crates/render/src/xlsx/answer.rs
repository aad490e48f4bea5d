//! The first sheet: title, finding, what the answer is about, and what is on the other sheets.

use rust_xlsxwriter::{Format, FormatAlign, Worksheet, XlsxError};
use unequal_presentation::document::{Document, Party};
use unequal_presentation::table::Table;

use super::sheet::{ANSWER, NOTES, Sheet, TIDY};

/// Writes the sheet.
pub(super) fn write(
    worksheet: &mut Worksheet,
    document: &Document,
    tables: &[&Table],
    names: &[String],
) -> Result<(), XlsxError> {
    let mut sheet = Sheet::new(worksheet, ANSWER)?;
    let title = Format::new().set_bold().set_font_size(14).set_align(FormatAlign::Top);
    let bold = Format::new().set_bold().set_align(FormatAlign::Top);
    let plain = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    sheet.text(0, 0, &document.title.plain(), &title)?;
    sheet.text(1, 0, &document.dateline.plain(), &Format::new().set_italic())?;
    let mut row = 3;
    let mut lines: Vec<(String, String)> = Vec::new();
    let finding = document.finding.iter().enumerate();
    lines.extend(finding.map(|(place, text)| (if place == 0 { "Finding" } else { "" }.to_owned(), text.plain())));
    lines.push((String::new(), String::new()));
    lines.push(("Question".to_owned(), document.question.clone()));
    lines.extend(keys(document));
    lines.push((String::new(), String::new()));
    lines.push(("Sheet".to_owned(), "What is on it".to_owned()));
    for (table, name) in tables.iter().zip(names) {
        lines.push((name.clone(), content(document, table)));
    }
    lines.push((NOTES.to_owned(), "Explanations, evidence, sources, and how to make this again".to_owned()));
    lines.push((TIDY.to_owned(), "Every figure, one a row, with the same columns for every question".to_owned()));
    for (label, text) in lines {
        sheet.text(row, 0, &label, &bold)?;
        sheet.text(row, 1, &text, &plain)?;
        row += 1;
    }
    sheet.finish(&[24.0, 110.0])
}

/// What a table shows: its title, or that of its section.
fn content(document: &Document, table: &Table) -> String {
    let title = table.title.plain();
    let holds = |section: &&unequal_presentation::document::Section| section.tables().any(|own| own.id == table.id);
    if title.is_empty() {
        document.sections.iter().find(holds).map(|section| section.title.clone()).unwrap_or_default()
    } else {
        title
    }
}

/// The keys of the document, with names of the two sides.
fn keys(document: &Document) -> Vec<(String, String)> {
    let keys = &document.keys;
    let named = |code: &String| {
        let party: Option<&Party> = document.sides.iter().flatten().find(|party| party.code == *code);
        party.filter(|party| party.name != *code).map_or(code.clone(), |party| format!("{code} ({})", party.name))
    };
    let all = [
        ("First side", &keys.first),
        ("Second side", &keys.second),
        ("Region", &keys.region),
        ("Partner", &keys.partner),
        ("Sector", &keys.sector),
        ("Year", &keys.year),
        ("Measure", &keys.measure),
        ("Trade elasticity", &keys.elasticity),
    ];
    all.into_iter().filter_map(|(label, key)| key.as_ref().map(|code| (label.to_owned(), named(code)))).collect()
}
