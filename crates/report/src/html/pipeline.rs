//! The page of a pipeline.

use maud::{Markup, html};
use unequal_study::capitalised;
use unequal_study::pipeline::{PipelineAnswer, Power};

use super::parts::{self, Row, Table};
use crate::terminal::pipeline::europe;

/// The page.
#[must_use]
pub fn pipeline(answer: &PipelineAnswer) -> String {
    let title = format!("{}: a bargain, not a forecast", answer.title);
    let sections = [
        ("price", "The price, if there is a deal"),
        ("power", "Power in the network"),
        ("lost", "The market in the west"),
    ];
    let content = html! {
        section class="opening" aria-labelledby="title" {
            h1 id="title" { (title) }
            @if let Some(description) = &answer.description { p class="dateline" { (description) } }
            p class="warning" {
                strong { "How sure: " } "evidence grade D, speculative. Every sentence holds under its condition only."
            }
            @for (index, sentence) in answer.headline.iter().enumerate() {
                p class=(if index == 0 { "lead" } else { "headline" }) { (sentence) }
            }
        }
        (super::contents(&sections))
        (price(answer))
        (power(answer))
        (lost(answer))
    };
    super::page(&title, "", &content)
}

fn price(answer: &PipelineAnswer) -> Markup {
    let rows = answer.outcome.cases.iter().map(|case| {
        let whole = |value: f64| format!("{value:.0}");
        Row::new(
            format!("Europe {}", europe(case.europe_open)),
            vec![
                case.central.map_or_else(|| "no deal".to_owned(), |split| whole(split.price)),
                case.price.map_or_else(|| "\u{2013}".to_owned(), |[low, high]| format!("{low:.0} to {high:.0}")),
                whole(case.least_value),
                format!("{:.0} %", 100.0 * case.deals),
                case.drivers.iter().take(2).map(|(name, _)| *name).collect::<Vec<_>>().join("; "),
            ],
        )
    });
    let table = Table {
        caption: "Price at the buyer\u{2019}s border, USD per thousand cubic metres".to_owned(),
        groups: Vec::new(),
        columns: ["", "Central values", "Nine of ten draws", "Least worth for a deal", "Draws with a deal", "Decided by"]
            .map(str::to_owned)
            .to_vec(),
        text_columns: 0,
        bodies: vec![(String::new(), rows.collect())],
        note: Some("Draws are from the ranges of the file, which are assumed. Decided by: the two things drawn that go most with the price.".into()),
    };
    parts::section("price", "The price, if there is a deal", Some((&answer.evidence, "no year")), &table.render())
}

fn power(answer: &PipelineAnswer) -> Markup {
    let table = |name: &str, of: &dyn Fn(&Power) -> &[f64]| {
        let head = |row: &Power| {
            format!(
                "Europe {}, {}",
                europe(row.europe_open),
                if row.sunk { "pipe paid for" } else { "before building" }
            )
        };
        let rows = answer.players.iter().enumerate().map(|(place, player)| {
            let cell = |row: &Power| of(row).get(place).map_or_else(String::new, |share| format!("{share:.2}"));
            Row::new(capitalised(player), answer.outcome.power.iter().map(cell).collect())
        });
        Table {
            caption: format!("{name}, USD billion a year"),
            groups: Vec::new(),
            columns: std::iter::once("Player".to_owned()).chain(answer.outcome.power.iter().map(head)).collect(),
            text_columns: 0,
            bodies: vec![(String::new(), rows.collect())],
            note: None,
        }
        .render()
    };
    let body = html! {
        p {
            "If all whose consent the gas takes bargained as coalitions: the Shapley value is the mean of what each adds; the \
             nucleolus leaves the worst-off coalition as little short as can be. Once a pipe is paid for, those who did \
             not pay ask for a share of it."
        }
        (table("Shapley value", &|row| &row.shapley))
        (table("Nucleolus", &|row| &row.nucleolus))
    };
    parts::section("power", "Power in the network", None, &body)
}

fn lost(answer: &PipelineAnswer) -> Markup {
    let rows = answer
        .lost_market
        .iter()
        .map(|row| Row::new(capitalised(&row.country), vec![row.year.to_string(), format!("{:.1}", row.bcm)]));
    let table = Table {
        caption: "Russian gas by country of entry, billion cubic metres, last whole year".to_owned(),
        groups: Vec::new(),
        columns: ["Country", "Year", "Volume"].map(str::to_owned).to_vec(),
        text_columns: 0,
        bodies: vec![(String::new(), rows.collect())],
        note: Some("Without the border of Belarus, which the source lacks.".into()),
    };
    parts::section("lost", "The market in the west", None, &table.render())
}
