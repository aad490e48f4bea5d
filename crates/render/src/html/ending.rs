//! Words used, and how to cite and reproduce.

use maud::{Markup, html};
use unequal_presentation::document::{Document, Reproduce};
use unequal_presentation::language::definition;

use super::section::framed;
use super::text::{inline, slug};

/// Words used on a page, with their meaning.
pub fn glossary(terms: &[String]) -> Markup {
    let known: Vec<_> = terms.iter().filter_map(|term| Some((term, definition(term)?))).collect();
    let body = html! {
        dl class="glossary" {
            @for (word, meaning) in &known { div id=(format!("term-{}", slug(word))) { dt { (word) } dd { (meaning) } } }
        }
    };
    html! { @if !known.is_empty() { (framed("glossary", "Words used", None, None, &body)) } }
}

/// How to cite the page and make it again.
pub fn reproduce(document: &Document, reproduce: &Reproduce) -> Markup {
    let sure = document.sections.iter().find_map(|section| section.evidence.as_ref());
    let body = html! {
        p { "To make these figures and this page again, from the same data, on any computer:" }
        pre tabindex="0" role="region" aria-label="Command line" { code { (reproduce.command) } }
        @if !reproduce.file.is_empty() { p { "The answer rests on the file " code { (file_name(&reproduce.file)) } "." } }
        p {
            "The same answer comes as JSON with " code { "--format json" } ", as csv with " code { "--format csv" }
            " and as a workbook with " code { "--out FILE.xlsx" } "."
        }
        p { "To cite:" }
        blockquote {
            "unequal " (env!("CARGO_PKG_VERSION")) ", " (document.question) ": " (inline(&document.title))
            @if !document.dateline.is_empty() { ". " (inline(&document.dateline)) }
            @if let Some(sure) = sure {
                ". Evidence grade " (format!("{:?}", sure.evidence.grade)) ". Data: " (sure.evidence.source)
            }
            "."
        }
        p { "When quoting a figure, please quote its year and grade with it, and say what is estimated." }
    };
    framed("reproduce", "Cite and reproduce", None, None, &body)
}

/// The name of a file without its folders.
fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}
