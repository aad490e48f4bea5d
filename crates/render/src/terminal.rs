//! A document as text for a terminal: title, finding, numbered sections with plain tables, and how sure each section is.

mod evidence;
mod table;

use unequal_presentation::document::{Block, Document, Narrative, Role, Section};
use unequal_presentation::number;
use unequal_presentation::table::{Cell, Look, Table};
use unequal_presentation::text::{Span, Text};

use crate::clean::clean;
use evidence::Said;

/// The whole document with lines of at most `width` characters, where words allow it, and with a line end. Explanations
/// for newcomers and tables for files alone are left out; of a chart only its finding is written, where the finding of
/// the document does not say the same.
#[must_use]
pub fn terminal(document: &Document, width: u16) -> String {
    let width = width.max(MINIMUM);
    let mut page = Page { width, document, lines: Vec::new(), said: Said::default() };
    page.opening();
    for (place, section) in document.sections.iter().enumerate() {
        page.section(place + 1, section);
    }
    page.ending();
    page.small_print();
    page.lines.push(String::new());
    page.lines.join("\n").replace(UNBROKEN, " ")
}

/// A space at which no line is broken, until the page is done.
const UNBROKEN: char = '\u{a0}';

/// Narrower lines than this are not read by anybody.
const MINIMUM: u16 = 20;

/// Lines written so far.
struct Page<'a> {
    width: u16,
    document: &'a Document,
    lines: Vec<String>,
    said: Said,
}

impl Page<'_> {
    fn opening(&mut self) {
        let title = words(&self.document.title);
        let title = paragraph(self.width, "", &title);
        let length = title.lines().map(|line| line.chars().count()).max().unwrap_or_default();
        self.lines.extend([title, "=".repeat(length)]);
        self.paragraph("", &words(&self.document.dateline));
        for sentence in &self.document.finding {
            self.paragraph("  ", &format!("• {}", words(sentence)));
        }
    }

    fn section(&mut self, number: usize, section: &Section) {
        self.lines
            .extend([String::new(), paragraph(self.width, "   ", &format!("{number}. {}", clean(&section.title)))]);
        self.lines.push(String::new());
        for block in &section.blocks {
            match block {
                Block::Narrative(narrative) => self.narrative(narrative),
                Block::Table(table) => self.table(section, table),
                // What a terminal does not show at all needs no finding.
                Block::Chart(chart)
                    if self.document.table(&chart.of).is_some_and(|table| table.look == Look::FilesOnly) => {}
                Block::Chart(chart) => self.chart_finding(&words(&chart.finding)),
            }
        }
        let several = evidence::is_shared(self.document);
        for line in self.said.under_section(section, several) {
            self.paragraph("  ", &line);
        }
    }

    /// What stands behind several sections, once.
    fn ending(&mut self) {
        let lines = evidence::ending(self.document);
        if lines.is_empty() {
            return;
        }
        let number = self.document.sections.len() + 1;
        self.lines.extend([String::new(), format!("{number}. Evidence"), String::new()]);
        for line in lines {
            self.paragraph("  ", &line);
        }
    }

    /// How to see the ranges that a terminal has no room for.
    fn small_print(&mut self) {
        if self.document.sections.iter().flat_map(Section::tables).any(table::has_small_print) {
            self.gap();
            self.paragraph(
                "  ",
                "Figures in the tables have ranges: --html PAGE.html, --format csv or --out FILE.xlsx.",
            );
        }
    }

    fn narrative(&mut self, narrative: &Narrative) {
        for (place, text) in narrative.paragraphs.iter().enumerate() {
            let text = words(text);
            match narrative.role {
                Role::PageOnly => {}
                Role::Body => self.paragraph("", &text),
                Role::Note => self.paragraph("  ", &text),
                Role::List => self.paragraph("  ", &format!("• {text}")),
                Role::Numbered => self.paragraph("   ", &format!("{}. {text}", place + 1)),
                Role::Warning => self.paragraph("  ", &format!("Warning: {text}")),
                Role::Heading => {
                    self.gap();
                    self.paragraph("", &text);
                }
            }
        }
    }

    fn table(&mut self, section: &Section, table: &Table) {
        let is_said = table.look == Look::KeyFigures && self.finding_says(table);
        if table.look == Look::FilesOnly || is_said {
            return;
        }
        let title = words(&table.title);
        if !title.is_empty() && title != clean(&section.title) {
            self.gap();
            self.paragraph("", &title);
        }
        if let Some(drawn) = table::drawn(table, self.width) {
            self.lines.push(drawn);
        }
        for line in table::remarks(table) {
            self.paragraph("  ", &line);
        }
        for note in &table.notes {
            self.paragraph("  ", &words(note));
        }
    }

    /// The finding of a chart, unless the document's finding or a chart before it says the same.
    fn chart_finding(&mut self, finding: &str) {
        let is_known = self.document.finding.iter().any(|sentence| words(sentence).contains(finding));
        if !finding.is_empty() && !is_known && self.said.first_time(finding) {
            self.paragraph("  ", finding);
        }
    }

    /// Whether every figure of a table stands in the finding as it would be written.
    fn finding_says(&self, table: &Table) -> bool {
        let finding: Vec<String> = self.document.finding.iter().map(words).collect();
        table.rows.iter().flat_map(|row| &row.cells).all(|cell| match cell {
            Cell::Quantity(quantity) => {
                let written = unbroken(&number::written(quantity));
                finding.iter().any(|sentence| says(sentence, &written))
            }
            Cell::Text(_) | Cell::Empty(_) => true,
        })
    }

    /// Breaks a paragraph at spaces; later lines are indented. Nothing is written for an empty one.
    fn paragraph(&mut self, indent: &str, text: &str) {
        if !text.trim().is_empty() {
            self.lines.push(paragraph(self.width, indent, text));
        }
    }

    /// An empty line, unless there is one.
    fn gap(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(String::new());
        }
    }
}

/// Whether a sentence holds a number, and not only its last digits.
fn says(sentence: &str, number: &str) -> bool {
    let is_of_number = |character: char| character.is_ascii_digit() || character == '.';
    sentence.match_indices(number).any(|(place, _)| {
        let before = sentence.get(..place).and_then(|text| text.chars().next_back());
        let after = sentence.get(place + number.len()..).and_then(|text| text.chars().next());
        !before.is_some_and(is_of_number) && !after.is_some_and(|next| next.is_ascii_digit())
    })
}

/// A text as clean words with unbroken numbers; a link to another place is followed by where it leads.
fn words(text: &Text) -> String {
    let spans = text.0.iter().map(|span| match span {
        Span::Link(target, words) if target.starts_with("http") && target != words => format!("{words} ({target})"),
        Span::Quantity(figure) => unbroken(&number::written(&figure.quantity)),
        other => other.plain(),
    });
    clean(&spans.collect::<String>())
}

/// A number that is not broken into lines.
fn unbroken(number: &str) -> String {
    clean(number).replace(' ', &UNBROKEN.to_string())
}

/// Breaks a paragraph at spaces so that no line is wider than `width`; later lines are indented.
fn paragraph(width: u16, indent: &str, text: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let line = lines.len() - 1;
        let used = lines[line].chars().count();
        if used > 0 && used + 1 + word.chars().count() > usize::from(width) {
            lines.push(format!("{indent}{word}"));
        } else {
            if used > 0 {
                lines[line].push(' ');
            }
            lines[line].push_str(word);
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::{paragraph, says};

    #[test]
    fn paragraphs_break_at_spaces() {
        assert_eq!(paragraph(11, "  ", "a word and another one"), "a word and\n  another\n  one");
    }

    #[test]
    fn a_number_is_said_whole() {
        assert!(says("loses 1.30 % of income", "1.30 %"));
        assert!(!says("loses 11.30 % of income", "1.30 %"));
        assert!(!says("10.6 : 12", "10.6 : 1"));
    }
}
