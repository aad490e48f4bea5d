//! What the measures are, and what their frictions have come to.

use maud::{Markup, html};
use unequal_study::capitalised;
use unequal_study::run::{FindingRow, MeasureSummary, RunAnswer};

use super::super::parts;
use crate::number::{finding_value, money};

/// Figures of a measure that stand open; more are folded.
const OPEN: usize = 4;

pub fn section(run: &RunAnswer) -> Markup {
    let deficits = match run.deficits.as_str() {
        "balanced" => "In both worlds every country\u{2019}s imports cost as much as its exports earn.",
        "fixed" => "In both worlds trade deficits have the value observed.",
        _ => "In both worlds trade deficits have the share of the world economy observed.",
    };
    let body = html! {
        ol class="measures" { @for measure in &run.measures { (item(measure)) } }
        p {
            "Everything below compares the world with these measures to the same world without them, once buyers and \
             sellers have adjusted. " (deficits)
        }
    };
    parts::section("measures", "The measures", None, &body)
}

fn item(measure: &MeasureSummary) -> Markup {
    // A single figure is not worth folding.
    let count = measure.findings.len();
    let (open, folded) = measure.findings.split_at(if count <= OPEN + 1 { count } else { OPEN });
    html! {
        li {
            p {
                strong { (capitalised(&measure.name)) } ": " (measure.words)
                @if let Some(since) = &measure.since { ", since " (since) }
                ". It touches trade worth USD " (money(measure.trade)) " a year."
                @if let Some(note) = &measure.note { " " (note) }
                @if !measure.missing.is_empty() {
                    " " strong { "Not shown separately in the table and left out: " } (measure.missing.join(", ")) "."
                }
            }
            @if !measure.sources.is_empty() { p class="note" { "Sources: " (measure.sources.join("; ")) "." } }
            @if !open.is_empty() {
                p { "What it comes to, all measures together:" }
                (list(open))
            }
            @if !folded.is_empty() {
                details { summary { (folded.len()) " more figures of this measure" } (list(folded)) }
            }
        }
    }
}

fn list(findings: &[FindingRow]) -> Markup {
    html! {
        ul {
            @for finding in findings {
                li { (words(&finding.what)) ": " strong { (finding_value(finding.value, &finding.unit)) } }
            }
        }
    }
}

/// What a figure is; names of the file's keys lose their underscores.
pub fn words(what: &str) -> String {
    capitalised(&what.replace('_', " "))
}
