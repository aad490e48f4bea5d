//! How sure a section is: its stamp and the block beside it.

use maud::{Markup, html};
use unequal_presentation::Evidence;
use unequal_presentation::document::{Section, Sure};
use unequal_presentation::evidence::graded;

/// The evidence in one line, before any figure.
pub fn stamp(sure: &Sure) -> Markup {
    html! {
        p class="stamp" {
            @if !sure.years.is_empty() { span { (sure.years) } }
            span { "Evidence: " (graded(sure.evidence.grade)) }
            @if let Some(first) = sure.evidence.estimated.first() { span { strong { "Estimated: " } (gist(first)) } }
        }
    }
}

/// A pointer to another section with the same evidence.
pub fn as_before(id: &str, of: &str, sure: &Sure, before: &Section) -> Markup {
    html! {
        aside id=(format!("{id}-sure")) class="evidence" aria-label=(format!("Evidence: {of}")) {
            h3 { "How sure is this?" }
            p class="grade" {
                strong { "Grade " (format!("{:?}", sure.evidence.grade)) }
                " as under " a href=(format!("#{}-sure", before.id)) { (before.title) } "."
            }
        }
    }
}

/// How sure a section is: grade, source, year, what is estimated and what to keep in mind.
pub fn beside(id: &str, of: &str, sure: &Sure) -> Markup {
    let evidence = &sure.evidence;
    html! {
        aside id=(format!("{id}-sure")) class="evidence" aria-label=(format!("Evidence: {of}")) {
            h3 { "How sure is this?" }
            p class="grade" { strong { "Grade " (format!("{:?}", evidence.grade)) } " " (evidence.grade.meaning()) }
            dl {
                dt { "Source" }
                dd { (evidence.source) }
                @if !sure.years.is_empty() {
                    dt { "Year" }
                    dd { (sure.years) }
                }
            }
            (estimates(evidence))
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

fn estimates(evidence: &Evidence) -> Markup {
    html! {
        @if let Some(first) = evidence.estimated.first() {
            details {
                summary {
                    strong { "Estimated: " } (gist(first))
                    @if evidence.estimated.len() > 1 { (format!(", and {} more", evidence.estimated.len() - 1)) }
                }
                ul { @for sentence in &evidence.estimated { li { (sentence) } } }
            }
        } @else {
            p { strong { "Estimated: " } "nothing in this section" }
        }
    }
}

/// The first clause of a sentence, as the middle of another.
pub fn gist(sentence: &str) -> String {
    let clause = sentence.split([':', ';']).next().unwrap_or(sentence).trim_end_matches('.');
    let mut letters = clause.chars();
    let first = letters.next();
    // A name or an abbreviation keeps its capital; a first word that owns something is a name.
    let owner = clause.split(' ').next().is_some_and(|word| word.ends_with("\u{2019}s") || word.ends_with("'s"));
    if owner || letters.clone().next().is_none_or(|second| !second.is_lowercase()) {
        return clause.to_owned();
    }
    first.map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::gist;

    #[test]
    fn a_sentence_gives_its_gist() {
        assert_eq!(
            gist("Final demand is estimated, not observed: from trade."),
            "final demand is estimated, not observed"
        );
        assert_eq!(gist("COW shares lack partners."), "COW shares lack partners");
        assert_eq!(gist("China\u{2019}s sales are overstated: by a sixth."), "China\u{2019}s sales are overstated");
        assert_eq!(gist(""), "");
    }
}
