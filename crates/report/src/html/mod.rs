//! Answers as self-contained HTML pages: no request leaves them, and they read without scripts.
//! Sections stand in the order of the answer's blocks.

mod audit;
mod chart;
mod comparison;
mod conditional;
mod controls;
mod embargo;
mod ending;
mod episode;
mod exit;
mod hurts;
mod leverage;
mod line;
mod matrix;
mod opening;
mod parts;
mod run;
mod timeline;
mod trade;

use maud::{DOCTYPE, Markup, PreEscaped, html};
use unequal_study::brief::Brief;

pub use audit::audit;
pub use comparison::comparison;
pub use conditional::conditional;
pub use episode::episode;
pub use leverage::{leverage, leverage_table};
pub use matrix::exit_costs;
pub use run::run;
pub use timeline::timeline;

/// Looks of the page.
const STYLE: &str = include_str!("page.css");
/// Reading controls.
const SCRIPT: &str = include_str!("page.js");
/// SHA-256 of the script, so that the page runs this one and no other. A test keeps it right.
const SCRIPT_HASH: &str = "sha256-cdEEN/Ms7iAnjf3it+YHywa6+PybRF4rfsGPwN+ES64=";

/// The page of a brief.
#[must_use]
pub fn brief(brief: &Brief) -> String {
    let title = format!("{} and {}: who needs whom?", brief.first.name, brief.second.name);
    let sections = [
        ("trade", "Trade both ways"),
        ("exit", "Exit cost"),
        ("hurts", "Where it hurts"),
        ("embargo", "Before and after an embargo"),
        ("line", "The long line"),
        ("glossary", "Words used"),
        ("reproduce", "Cite and reproduce"),
    ];
    let content = html! {
        (opening::opening(brief, &title))
        (contents(&sections))
        (trade::section(brief))
        (exit::section(brief))
        (hurts::section(brief))
        (embargo::section(brief))
        (line::section(brief))
        (ending::glossary(&ending::WORDS.map(|(word, _)| word)))
        (ending::reproduce(brief))
    };
    page(&title, "", &content)
}

/// A whole page around its sections; `style` is added to the looks of every page.
fn page(title: &str, style: &str, content: &Markup) -> String {
    html! {
        (DOCTYPE)
        html lang="en" {
            (head(title, style))
            body {
                a class="skip" href="#content" { "Skip to the answer" }
                header class="band" {
                    p class="brand" { "unequal " span { "who needs whom in trade, with numbers" } }
                    (controls::controls())
                }
                main id="content" tabindex="-1" { (content) }
                footer class="band" { p { "Made by unequal " (env!("CARGO_PKG_VERSION")) ". This page is one file: \
                    it can be saved, mailed and printed, and asks nothing of any server." } }
            }
        }
    }
    .into_string()
}

fn head(title: &str, style: &str) -> Markup {
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
            style { (PreEscaped(STYLE)) (PreEscaped(style)) }
            script { (PreEscaped(SCRIPT)) }
        }
    }
}

/// Links to the sections, each an id and a name.
fn contents(sections: &[(&str, &str)]) -> Markup {
    html! {
        nav class="contents" aria-label="On this page" {
            ol {
                @for (id, name) in sections { li { a href=(format!("#{id}")) { (name) } } }
            }
        }
    }
}
