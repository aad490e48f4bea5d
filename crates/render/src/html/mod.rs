//! Any document as one self-contained HTML page: no request leaves it, and it reads without scripts.
//!
//! Sections stand in the order of the document. Charts are HTML and small drawings placed in percent of the room there
//! is, with real text: one drawing serves every width, and letters follow the text-size control.

mod chart;
mod controls;
mod ending;
mod evidence;
mod opening;
#[cfg(test)]
mod sample;
mod section;
mod table;
#[cfg(test)]
mod tests;
mod text;

use maud::{DOCTYPE, Markup, PreEscaped, html};
use unequal_presentation::chart::ChartKind;
use unequal_presentation::document::{Block, Document};

use crate::clean;

/// Names of colours and letters.
const COLOURS: &str = include_str!("colours.css");
/// Looks of what stands around an answer on a page of its own.
const SHELL: &str = include_str!("shell.css");
/// Looks of an answer, of tables, of charts, and of all on paper.
const STYLES: [&str; 4] =
    [include_str!("answer.css"), include_str!("table.css"), include_str!("chart.css"), include_str!("print.css")];
/// Reading controls; sorting, searching and copying of tables; figures of heat maps on focus.
const SCRIPT: &str = include_str!("page.js");
/// SHA-256 of the script, so that the page runs this one and no other. A test keeps it right.
const SCRIPT_HASH: &str = "sha256-Uy87kk5eaFphsHpZ+Xd/bUnLhvvT8bkbKaanwh0cVO4=";

/// Class of a document within another page.
const WITHIN: &str = "unequal-answer";

/// The page of a document.
#[must_use]
pub fn page(document: &Document) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            (head(&document.title.plain()))
            body {
                a class="skip" href="#content" { "Skip to the answer" }
                @if draws_a_map(document) { (chart::outlines()) }
                header class="band" {
                    p class="brand" { "unequal " span { "who needs whom in trade, with numbers" } }
                    (controls::controls())
                }
                main id="content" class="answer" tabindex="-1" { (answer(document)) }
                footer class="band" { p { "Made by unequal " (env!("CARGO_PKG_VERSION")) ". This page is one file: \
                    it can be saved, mailed and printed, and asks nothing of any server." } }
            }
        }
    };
    clean::page(page.into_string())
}

/// The document as one element of another page, whose looks are [`style`]. Its ids are those of a page of its own, so that
/// links within it lead to its parts; a page holds one such element.
#[must_use]
pub fn fragment(document: &Document) -> String {
    let section = html! {
        // No region of its own: the opening within it is the one called by the title.
        div class=(WITHIN) {
            @if draws_a_map(document) { (chart::outlines()) }
            div class="answer" { (answer(document)) }
        }
    };
    clean::page(section.into_string())
}

/// Looks of [`fragment`]: names of colours for the whole page, and rules that hold within the fragment only. The page may
/// set `data-theme` and `data-spacing` on its root, as a page of its own does.
#[must_use]
pub fn style() -> String {
    format!("{COLOURS}\n.{WITHIN} {{\n{}}}\n", STYLES.concat())
}

/// Everything of a document from its title to how it is made again.
fn answer(document: &Document) -> Markup {
    let contents = section::contents(document);
    html! {
        (opening::opening(document))
        @if contents.len() > 2 { (contents_list(&contents)) }
        @for section in &document.sections { (section::section(document, section)) }
        (ending::glossary(&document.terms))
        @if let Some(reproduce) = &document.reproduce { (ending::reproduce(document, reproduce)) }
    }
}

fn head(title: &str) -> Markup {
    let policy = format!(
        "default-src 'none'; style-src 'unsafe-inline'; script-src '{SCRIPT_HASH}'; img-src data:; base-uri 'none'; \
         form-action 'none'"
    );
    html! {
        head {
            meta charset="utf-8";
            meta http-equiv="Content-Security-Policy" content=(policy);
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            meta name="referrer" content="no-referrer";
            title { (title) }
            // An empty picture, so that browsers do not ask for one.
            link rel="icon" href="data:,";
            style { @for style in [COLOURS, SHELL].iter().chain(&STYLES) { (PreEscaped(style)) } }
            script { (PreEscaped(SCRIPT)) }
        }
    }
}

fn draws_a_map(document: &Document) -> bool {
    document.sections.iter().flat_map(|section| &section.blocks).any(|block| match block {
        Block::Chart(chart) => chart.kind == ChartKind::WorldMap,
        _ => false,
    })
}

/// Links to the sections, each an id and a name.
fn contents_list(sections: &[(String, String)]) -> Markup {
    html! {
        nav class="contents" aria-label="On this page" {
            ol {
                @for (id, name) in sections { li { a href=(format!("#{id}")) { (name) } } }
            }
        }
    }
}
