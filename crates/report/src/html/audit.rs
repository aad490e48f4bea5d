//! The page of an audit: what is said and what the data say, what contradicts what, and what words mean.

use maud::{Markup, html};
use unequal_study::audit::{AuditAnswer, ClaimAnswer, Consistency, Contradiction, DataGrade, Knot, Repair};
use unequal_study::capitalised;

use super::parts::{self, Row, Table};

/// The page.
#[must_use]
pub fn audit(answer: &AuditAnswer) -> String {
    let title = capitalised(&answer.title);
    let sections = [
        ("claims", "What is said, and what the data say"),
        ("together", "Can it all be true?"),
        ("sources", "Sources and remarks"),
        ("rounding", "What words of rounding mean"),
        ("reproduce", "How sure, and how to reproduce"),
    ];
    let content = html! {
        (opening(answer, &title))
        (super::contents(&sections))
        (claims(answer))
        (together(answer))
        (sources(answer))
        (rounding(answer))
        (ending(answer))
    };
    super::page(&title, "", &content)
}

fn opening(answer: &AuditAnswer, title: &str) -> Markup {
    html! {
        section class="opening" aria-labelledby="title" {
            h1 id="title" { (title) }
            p class="dateline" { "An audit of " (answer.claims.len()) " claims \u{b7} file: " (answer.file) }
            @for (index, sentence) in answer.headline.iter().enumerate() {
                p class=(if index == 0 { "lead" } else { "headline" }) { (sentence) }
            }
            @if let Some(description) = &answer.description { p { (description) } }
        }
    }
}

fn claims(answer: &AuditAnswer) -> Markup {
    let row = |claim: &ClaimAnswer| {
        let words = |range: Option<&_>| range.map_or_else(|| "\u{2013}".to_owned(), |range| claim.words(range));
        let stated = if claim.stated.is_empty() { "\u{2013}" } else { &claim.stated };
        let cells = vec![
            stated.to_owned(),
            words(claim.means.as_ref()),
            words(claim.data.found.as_ref()),
            claim.data.grade.words().to_owned(),
        ];
        Row {
            header: claim.says.clone().unwrap_or_else(|| claim.name.clone()),
            cells,
            headline: claim.data.grade == DataGrade::Contradicted,
        }
    };
    let table = Table {
        caption: "Each claim and what the data say of it".to_owned(),
        groups: Vec::new(),
        columns: ["Claim", "Figure", "Which means", "Data", "Grade"].map(str::to_owned).to_vec(),
        text_columns: 4,
        bodies: vec![(String::new(), answer.claims.iter().map(row).collect())],
        note: Some(
            "Supported: what the figure means and what the data say have values in common. Contradicted (in bold): they have none. \
             Not checkable here: the data of this program say nothing about it; it may well be true."
                .to_owned(),
        ),
    };
    parts::section("claims", "What is said, and what the data say", None, &table.render())
}

fn together(answer: &AuditAnswer) -> Markup {
    let given = |claim: &ClaimAnswer| {
        let means = claim.means.as_ref().map_or_else(String::new, |range| claim.words(range));
        html! {
            li {
                strong { (claim.name) } ": " (claim.quantity) ", " (means)
                @if let Some(source) = &claim.source { " (" (source) ")" }
            }
        }
    };
    let body = html! {
        h3 { "Nothing else being known" }
        (consistency(answer, &answer.alone))
        @if !answer.givens.is_empty() {
            h3 { "Beside figures taken as true" }
            ul { @for claim in &answer.givens { (given(claim)) } }
            @if let Some(beside) = &answer.beside { (consistency(answer, beside)) }
            @else { p class="warning" { "These figures contradict each other and are left aside." } }
        }
    };
    parts::section("together", "Can it all be true?", None, &body)
}

fn consistency(answer: &AuditAnswer, consistency: &Consistency) -> Markup {
    html! {
        @if consistency.possible { p { "Yes: there are values within the rounding of every figure that fit together." } }
        @else { p { strong { "No." } " No values within the rounding of the figures fit together." } }
        @if consistency.undecided { p class="note" { "Some questions were not settled; they count as no contradiction." } }
        @for knot in &consistency.knots { (of_knot(answer, knot)) }
    }
}

fn of_knot(answer: &AuditAnswer, knot: &Knot) -> Markup {
    let sets = knot.contradictions.len();
    html! {
        p {
            @if sets == 1 { "One smallest set of claims contradicts itself" } @else { (sets) " smallest sets of claims contradict themselves" }
            @if !knot.complete { ", and there are more" }
            ". Within a set, any claim could be the wrong one:"
        }
        ol { @for set in &knot.contradictions { (of_set(answer, set)) } }
        @if !knot.repairs.is_empty() {
            p { "The rest can be true without " @if knot.repairs.len() > 1 { "one of these" } @else { "this" } ":" }
            ul { @for repair in &knot.repairs { (of_repair(answer, repair)) } }
        }
    }
}

fn says(answer: &AuditAnswer, name: &str) -> String {
    let claim = answer.named(name);
    claim.and_then(|claim| Some(claim.words(claim.means.as_ref()?))).unwrap_or_default()
}

fn of_set(answer: &AuditAnswer, set: &Contradiction) -> Markup {
    html! {
        li {
            strong { (set.claims.join(" + ")) }
            @if !set.beside.is_empty() { ", beside " (set.beside.join(" and ")) }
            ul {
                @for implied in &set.implied {
                    li { (implied.claim) " says " (says(answer, &implied.claim)) "; the others imply "
                        (answer.words_of(&implied.claim, &implied.range)) "." }
                }
            }
        }
    }
}

fn of_repair(answer: &AuditAnswer, repair: &Repair) -> Markup {
    html! {
        li {
            @for (place, name) in repair.without.iter().enumerate() {
                @if place > 0 { " and " }
                strong { (name) } " (says " (says(answer, name))
                @if let Some(implied) = repair.implied.iter().find(|implied| implied.claim == *name) {
                    "; all the rest imply " (answer.words_of(name, &implied.range))
                }
                ")"
            }
        }
    }
}

fn sources(answer: &AuditAnswer) -> Markup {
    let item = |claim: &ClaimAnswer| {
        html! {
            dt { (claim.name) }
            dd {
                (capitalised(&claim.quantity)) ". "
                @if claim.data.source.is_empty() { (capitalised(&claim.data.remark)) "." }
                @else {
                    "Data (grade " (claim.data.evidence) "): " (claim.data.source)
                    @if !claim.data.remark.is_empty() { ". " (capitalised(&claim.data.remark)) }
                    "."
                }
                @if let Some(source) = &claim.source { " Claimed in: " (source) "." }
                @if let Some(note) = &claim.note { " " (note) }
            }
        }
    };
    parts::section(
        "sources",
        "Sources and remarks",
        None,
        &html! { dl { @for claim in &answer.claims { (item(claim)) } } },
    )
}

fn rounding(answer: &AuditAnswer) -> Markup {
    let row = |word: &unequal_study::audit::RoundingUsed| {
        let spellings = if word.key == "digits" { "digits alone".to_owned() } else { word.spellings.join(", ") };
        let factors = match word.high {
            _ if word.key == "digits" => "\u{2013}".to_owned(),
            Some(high) if word.key == "nothing" => format!("{} to {high}", word.low),
            Some(high) => format!("times {} to {high}", word.low),
            None => format!("times {} or more", word.low),
        };
        Row::new(spellings, vec![word.meaning.clone(), factors])
    };
    let table = Table {
        caption: "Words that the claims use".to_owned(),
        groups: Vec::new(),
        columns: ["Words", "Meaning", "Factor on the figure"].map(str::to_owned).to_vec(),
        text_columns: 2,
        bodies: vec![(String::new(), answer.rounding.iter().map(row).collect())],
        note: Some("A file may give these words other meanings under [rounding].".to_owned()),
    };
    parts::section("rounding", "What words of rounding mean", None, &table.render())
}

fn ending(answer: &AuditAnswer) -> Markup {
    let body = html! {
        ul { @for caveat in &answer.caveats { li { (caveat) } } }
        p {
            "Contradictions are proven, after every figure was widened by " (format!("{:.0e}", answer.tolerance))
            " of itself, by intervals and checked linear programming. This page is made by"
        }
        pre tabindex="0" role="region" aria-label="Command line" { code { "unequal audit " (answer.file) " --html audit.html" } }
    };
    parts::section("reproduce", "How sure, and how to reproduce", None, &body)
}
