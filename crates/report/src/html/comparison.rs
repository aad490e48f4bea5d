//! The page of a comparison: scenarios side by side, a column each.

use maud::{Markup, html};
use unequal_study::capitalised;
use unequal_study::run::{Comparison, ComparisonRow, RunAnswer};

use super::chart::{BarChart, BarGroup, Words};
use super::parts::{self, Row, Table, bar_key_of, figure};
use super::run::{WORDS, short};
use crate::number::{change, loss, money, signed_money};

/// Scenarios whose titles head the columns; of more only the numbers do.
const TITLED: usize = 3;

/// The page.
#[must_use]
pub fn comparison(comparison: &Comparison) -> String {
    let title = "Scenarios side by side";
    let mut sections = vec![("income", "Real income"), ("money", "Money")];
    let pair = comparison.rows.iter().any(ComparisonRow::is_pair);
    sections.extend(pair.then_some(("pair", "Who needs whom")));
    sections.extend([("sure", "How sure is this?"), ("reproduce", "Words used, and how to reproduce")]);
    let content = html! {
        (opening(comparison, title))
        (super::contents(&sections))
        (incomes(comparison))
        (amounts(comparison))
        @if pair { (pairs(comparison)) }
        (sure(comparison))
        (ending(comparison))
    };
    super::page(title, "", &content)
}

fn opening(comparison: &Comparison, title: &str) -> Markup {
    let item = |run: &RunAnswer| {
        let count =
            if run.measures.len() == 1 { "1 measure".to_owned() } else { format!("{} measures", run.measures.len()) };
        html! {
            li {
                p { strong { (capitalised(&run.title)) } @if let Some(sentence) = run.headline.first() { ". " (sentence) } }
                p class="note" {
                    (count) ", year " (run.year) ", trade elasticity " (run.elasticity) ", deficits " (run.deficits)
                    ", evidence grade " (format!("{:?}", run.evidence.grade)) " (" (parts::in_short(run.evidence.grade))
                    "), file " (run.file)
                }
            }
        }
    };
    html! {
        section class="opening" aria-labelledby="title" {
            h1 id="title" { (title) }
            p {
                "Each scenario is compared with the same world without its measures. Numbers in brackets in the tables \
                 are those of this list."
            }
            ol class="measures" { @for run in &comparison.runs { (item(run)) } }
        }
    }
}

/// Headings of the scenarios' columns.
fn headings(comparison: &Comparison) -> Vec<String> {
    let titled = comparison.runs.len() <= TITLED;
    let heading = |(position, run): (usize, &RunAnswer)| {
        let number = position + 1;
        if titled { format!("({number}) {}", capitalised(&run.title)) } else { format!("({number})") }
    };
    comparison.runs.iter().enumerate().map(heading).collect()
}

/// The rows that `wanted` picks, labelled by `label`, with figures written by `number`.
fn table(
    comparison: &Comparison,
    caption: String,
    first: &str,
    wanted: impl Fn(&ComparisonRow) -> bool,
    label: fn(&ComparisonRow) -> &str,
    number: fn(f64, &str) -> String,
) -> Table {
    let row = |row: &ComparisonRow| {
        let cell = |value: &Option<f64>| value.map_or_else(|| "\u{2013}".to_owned(), |value| number(value, &row.unit));
        Row {
            header: capitalised(label(row)),
            cells: row.values.iter().map(cell).collect(),
            headline: row.subject == "WORLD",
        }
    };
    let missing = comparison.rows.iter().filter(|row| wanted(row)).any(|row| row.values.contains(&None));
    Table {
        caption,
        groups: Vec::new(),
        columns: std::iter::once(first.to_owned()).chain(headings(comparison)).collect(),
        text_columns: 0,
        bodies: vec![(String::new(), comparison.rows.iter().filter(|row| wanted(row)).map(row).collect())],
        note: missing.then(|| "\u{2013}: the table of that year does not show it.".to_owned()),
    }
}

/// Year of all scenarios, or each in order.
fn years(comparison: &Comparison) -> String {
    let mut years: Vec<String> = comparison.runs.iter().map(|run| run.year.to_string()).collect();
    years.dedup();
    years.join(", ")
}

/// A section with a line that says the year and every grade.
fn block(comparison: &Comparison, id: &str, heading: &str, body: &Markup) -> Markup {
    let title = format!("{id}-heading");
    let grade = |(position, run): (usize, &RunAnswer)| {
        format!("({}) {:?} ({})", position + 1, run.evidence.grade, parts::in_short(run.evidence.grade))
    };
    let grades: Vec<String> = comparison.runs.iter().enumerate().map(grade).collect();
    html! {
        section id=(id) aria-labelledby=(title) {
            h2 id=(title) { (heading) }
            p class="stamp" {
                span { (years(comparison)) }
                span { "Evidence grade " (grades.join(", ")) }
                span { a href="#sure" { "How sure is this?" } }
            }
            div class="body" { (body) }
        }
    }
}

fn incomes(comparison: &Comparison) -> Markup {
    let table = table(
        comparison,
        format!("Change of real income, percent, {}", years(comparison)),
        "Country or group",
        |row| row.item == "change of real income",
        |row| &row.name,
        |value, _| change(value),
    );
    let body = html! {
        p {
            dfn { "Real income" } " is what a year\u{2019}s income can buy. A plus is a gain, a minus a loss that lasts."
        }
        (chart(comparison))
        (table.render())
    };
    block(comparison, "income", "Real income", &body)
}

/// Losses as bars, where the scenarios are two.
fn chart(comparison: &Comparison) -> Markup {
    if comparison.runs.len() != 2 {
        return html! {};
    }
    let rows = comparison.rows.iter().filter(|row| row.item == "change of real income");
    let groups: Vec<BarGroup> = rows
        .filter_map(|row| match row.values.as_slice() {
            [Some(first), Some(second)] => {
                Some(BarGroup { label: short(&row.subject, &row.name), values: [-first, -second] })
            }
            _ => None,
        })
        .collect();
    let spoken: Vec<String> = groups
        .iter()
        .map(|group| format!("{} {}, {}.", group.label, loss(group.values[0]), loss(group.values[1])))
        .collect();
    let words = Words {
        id: "chart-income".into(),
        title: format!("Loss of real income in the two scenarios, {}", years(comparison)),
        description: format!("Bars. {} All figures stand in the table below.", spoken.join(" ")),
    };
    let heads = headings(comparison);
    let key = bar_key_of(heads.first().map_or("", String::as_str), heads.get(1).map_or("", String::as_str));
    let chart = BarChart { names: ["(1)".to_owned(), "(2)".to_owned()], groups, number: loss };
    figure(&format!("Loss of real income, {}; a minus is a gain", years(comparison)), &key, &chart.render(&words))
}

fn amounts(comparison: &Comparison) -> Markup {
    let one = |item: &'static str, caption: &str| {
        table(
            comparison,
            format!("{caption}, {}", years(comparison)),
            "Country or group",
            move |row| row.item == item,
            |row| &row.name,
            |value, _| signed_money(value),
        )
    };
    let body = html! {
        (one("real income in money", "What the change of real income is worth, USD a year").render())
        (one("revenue of duties and fees", "What treasuries and owners receive in duties and fees, USD a year").render())
        p class="note" {
            (ComparisonRow::NO_SUM) " bn: billion, mn: million."
        }
    };
    block(comparison, "money", "Money", &body)
}

fn pairs(comparison: &Comparison) -> Markup {
    let names = comparison.rows.iter().find(|row| row.is_pair()).map_or_else(String::new, |row| capitalised(&row.name));
    let table = table(
        comparison,
        format!("{names}, without and under the measures"),
        "Measure of dependence",
        ComparisonRow::is_pair,
        |row| &row.item,
        |value, unit| if unit == "USD million" { format!("USD {}", money(value)) } else { loss(value) },
    );
    let body = html! {
        p {
            "The " dfn { "exit cost" } " is the real income one side would lose for good if all trade between the two \
             stopped. Who would lose more needs the other more."
        }
        (table.render())
    };
    block(comparison, "pair", "Who needs whom", &body)
}

/// The evidence of each scenario; like evidence once.
fn sure(comparison: &Comparison) -> Markup {
    let same = |run: &RunAnswer| {
        let others = comparison.runs.iter().enumerate().filter(|(_, other)| other.evidence == run.evidence);
        others.map(|(position, _)| format!("({})", position + 1)).collect::<Vec<_>>().join(" ")
    };
    let body = html! {
        @for (position, run) in comparison.runs.iter().enumerate() {
            @if !comparison.runs.iter().take(position).any(|earlier| earlier.evidence == run.evidence) {
                (parts::evidence(&format!("scenario-{}", position + 1), &same(run), &run.evidence, &same(run)))
            }
        }
    };
    parts::section("sure", "How sure is this?", None, &body)
}

fn ending(comparison: &Comparison) -> Markup {
    let files: Vec<&str> = comparison.runs.iter().map(|run| run.file.as_str()).collect();
    let body = html! {
        dl class="glossary" { @for (word, meaning) in WORDS { div { dt { (word) } dd { (meaning) } } } }
        p { "This page is made by" }
        pre tabindex="0" role="region" aria-label="Command line" {
            code { "unequal compare " (files.join(" ")) " --html compare.html" }
        }
    };
    parts::section("reproduce", "Words used, and how to reproduce", None, &body)
}
