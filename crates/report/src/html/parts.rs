//! Parts that several sections share: tables, evidence, figures and the marks of the two sides.

use maud::{Markup, html};
use unequal_study::brief::{Brief, Side};
use unequal_study::{Evidence, Grade};

/// Longest name that fits beside a chart; a longer one gives way to the code.
const LABEL_LENGTH: usize = 11;

/// A table with a caption and row headers. Its first column holds the row headers, the columns
/// after `text_columns` more hold numbers.
pub struct Table {
    pub caption: String,
    /// Headings over several columns, with the number of columns; empty for none.
    pub groups: Vec<(String, usize)>,
    pub columns: Vec<String>,
    /// Columns of text after the row header.
    pub text_columns: usize,
    /// Rows, with what they have in common above them; empty for nothing.
    pub bodies: Vec<(String, Vec<Row>)>,
    /// Sentence under the table.
    pub note: Option<String>,
}

/// One row of a table.
pub struct Row {
    pub header: String,
    pub cells: Vec<String>,
    /// Whether it carries the headline.
    pub headline: bool,
}

impl Row {
    pub fn new(header: impl Into<String>, cells: Vec<String>) -> Self {
        Self { header: header.into(), cells, headline: false }
    }
}

impl Table {
    /// The table in a region that scrolls by itself where the window is narrow.
    pub fn render(&self) -> Markup {
        html! {
            div class="scroll" role="region" tabindex="0" aria-label=(format!("Table: {}", self.caption)) {
                table {
                    caption { span { (self.caption) } }
                    thead { (self.heads()) }
                    @for (common, rows) in &self.bodies {
                        tbody {
                            @if !common.is_empty() {
                                tr { th scope="rowgroup" class="source" colspan=(self.columns.len()) { (common) } }
                            }
                            @for row in rows { (self.row(row)) }
                        }
                    }
                }
            }
            @if let Some(note) = &self.note { p class="note" { (note) } }
        }
    }

    fn row(&self, row: &Row) -> Markup {
        html! {
            tr class=[row.headline.then_some("headline")] {
                th scope="row" { (row.header) }
                @for (index, cell) in row.cells.iter().enumerate() {
                    td class=[(index >= self.text_columns).then_some("number")] { (cell) }
                }
            }
        }
    }

    fn heads(&self) -> Markup {
        html! {
            @if !self.groups.is_empty() {
                tr {
                    td {}
                    @for (label, span) in &self.groups { th scope="colgroup" colspan=(span) class="group" {
                        (label) } }
                }
            }
            tr {
                @for (index, column) in self.columns.iter().enumerate() {
                    th scope="col" class=[(index > self.text_columns).then_some("number")] { (column) }
                }
            }
        }
    }
}

/// A section; if it shows figures, with their evidence and years.
pub fn section(id: &str, heading: &str, sure: Option<(&Evidence, &str)>, body: &Markup) -> Markup {
    let title = format!("{id}-heading");
    html! {
        section id=(id) class=[sure.is_some().then_some("block")] aria-labelledby=(title) {
            h2 id=(title) { (heading) }
            @if let Some((evidence, years)) = sure { (stamp(evidence, years)) }
            div class="body" { (body) }
            @if let Some((sure, years)) = sure { (evidence(id, heading, sure, years)) }
        }
    }
}

/// A section with figures whose evidence stands in full beside the section `full`.
pub fn stamped(id: &str, heading: &str, (evidence, years): (&Evidence, &str), full: &str, body: &Markup) -> Markup {
    let title = format!("{id}-heading");
    html! {
        section id=(id) aria-labelledby=(title) {
            h2 id=(title) { (heading) }
            p class="stamp" { (marks(evidence, years)) span { a href=(format!("#{full}-sure")) { "How sure is this?" } } }
            div class="body" { (body) }
        }
    }
}

/// The evidence in one line, before any figure.
pub fn stamp(evidence: &Evidence, years: &str) -> Markup {
    html! { p class="stamp" { (marks(evidence, years)) } }
}

fn marks(evidence: &Evidence, years: &str) -> Markup {
    html! {
        span { (years) }
        span { "Evidence grade " (format!("{:?}", evidence.grade)) " (" (in_short(evidence.grade)) ")" }
        @if let Some(first) = evidence.estimated.first() { span { strong { "Estimated: " } (gist(first)) } }
    }
}

/// What a grade means, in two words.
pub fn in_short(grade: Grade) -> &'static str {
    match grade {
        Grade::A => "observed",
        Grade::B => "published method",
        Grade::C => "estimated or fitted",
        Grade::D => "speculative",
    }
}

/// How sure a block is: grade, source, year, what is estimated and what to keep in mind.
pub fn evidence(id: &str, of: &str, evidence: &Evidence, years: &str) -> Markup {
    html! {
        aside id=(format!("{id}-sure")) class="evidence" aria-label=(format!("Evidence: {of}")) {
            h3 { "How sure is this?" }
            p class="grade" {
                strong { "Grade " (format!("{:?}", evidence.grade)) }
                " " (evidence.grade.meaning())
            }
            dl {
                dt { "Source" }
                dd { (evidence.source) }
                dt { "Year" }
                dd { (years) }
            }
            @if let Some(first) = evidence.estimated.first() {
                details {
                    summary { strong { "Estimated: " } (gist(first)) @if evidence.estimated.len() > 1 { (format!(", \
                        and {} more", evidence.estimated.len() - 1)) } }
                    ul { @for sentence in &evidence.estimated { li { (sentence) } } }
                }
            } @else {
                p { strong { "Estimated: " } "nothing in this block" }
            }
            @if !evidence.changes.is_empty() {
                details {
                    summary { strong { "Changed in the table: " } (evidence.changes.len())
                        (if evidence.changes.len() == 1 { " thing" } else { " things" }) }
                    ul { @for sentence in &evidence.changes { li { (sentence) } } }
                }
            }
            @if !evidence.caveats.is_empty() {
                h4 { "Keep in mind" }
                ul { @for sentence in &evidence.caveats { li { (sentence) } } }
            }
        }
    }
}

/// The first clause of a sentence, as the middle of another.
pub fn gist(sentence: &str) -> String {
    let clause = sentence.split([':', ';']).next().unwrap_or(sentence).trim_end_matches('.');
    let mut letters = clause.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// A chart with its heading and the key to its marks.
pub fn figure(heading: &str, key: &Markup, chart: &Markup) -> Markup {
    html! {
        figure {
            figcaption { strong { (heading) } " " (key) }
            (chart)
        }
    }
}

/// Key to the marks of a line chart.
pub fn line_key(brief: &Brief, estimated: bool) -> Markup {
    html! {
        (line_key_of(&brief.first.name, &brief.second.name))
        @if estimated { span class="key" { "hollow mark and *: final demand estimated" } }
    }
}

/// Key to the marks of a line chart that is not about the sides of a brief.
pub fn line_key_of(first: &str, second: &str) -> Markup {
    html! {
        span class="key first" { span aria-hidden="true" { "\u{25cf}\u{2500}" } " " (first) }
        span class="key second" { span aria-hidden="true" { "\u{25a0}\u{254c}" } " " (second) }
    }
}

/// Key to the marks of a bar chart.
pub fn bar_key(brief: &Brief) -> Markup {
    bar_key_of(&brief.first.name, &brief.second.name)
}

/// Key to the marks of a bar chart that is not about two sides.
pub fn bar_key_of(first: &str, second: &str) -> Markup {
    html! {
        span class="key first" { span class="swatch solid" aria-hidden="true" {} " " (first) }
        span class="key second" { span class="swatch hatched" aria-hidden="true" {} " " (second) }
    }
}

/// Labels of the two sides in a chart.
pub fn labels(brief: &Brief) -> [String; 2] {
    [&brief.first, &brief.second].map(|side| {
        let label = if side.name.chars().count() <= LABEL_LENGTH { &side.name } else { &side.code };
        label.clone()
    })
}

/// The readable name behind a code; the code itself if it belongs to neither side.
pub fn name<'a>(brief: &'a Brief, code: &'a str) -> &'a str {
    [&brief.first, &brief.second].into_iter().find(|side: &&Side| side.code == code).map_or(code, |side| &side.name)
}

/// The possessive of a name.
pub fn possessive(name: &str) -> String {
    if name.ends_with('s') { format!("{name}\u{2019}") } else { format!("{name}\u{2019}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_gives_its_gist() {
        assert_eq!(
            gist("Final demand is estimated, not observed: from trade."),
            "final demand is estimated, not observed"
        );
        assert_eq!(gist(""), "");
        assert_eq!(possessive("United States"), "United States\u{2019}");
    }
}
