//! Who needs whom, without the measures and with them.

use maud::{Markup, html};
use unequal_study::capitalised;
use unequal_study::run::{PairOutcome, RunAnswer};

use super::super::chart::{BarChart, BarGroup, Words};
use super::super::parts::{Row, Table, bar_key_of, figure};
use super::{block, short};
use crate::number::{loss, money, percent, ratio};

pub fn section(run: &RunAnswer, pair: &PairOutcome) -> Markup {
    let body = html! {
        p {
            "The " dfn { "exit cost" } " is the real income one side would lose for good if all trade between the two \
             stopped. Who would lose more needs the other more. It is computed with balanced trade."
        }
        (chart(run, pair))
        @if let Some(sentence) = sentence(pair) { p { (sentence) } }
        (table(run, pair).render())
    };
    block("pair", "Who needs whom, before and after", run, &body)
}

/// The ratio in words.
fn sentence(pair: &PairOutcome) -> Option<String> {
    let words = |value: f64| {
        let (more, times) = if value >= 1.0 { (&pair.first_name, value) } else { (&pair.second_name, 1.0 / value) };
        format!("{} would lose {times:.1} times as large a share of its income as the other", more)
    };
    let usable = |value: Option<f64>| value.filter(|ratio| ratio.is_finite() && *ratio > 0.0);
    let (before, after) = (usable(pair.before.ratio)?, usable(pair.after.ratio)?);
    Some(format!("Without the measures {}; with them {}.", words(before), words(after)))
}

fn table(run: &RunAnswer, pair: &PairOutcome) -> Table {
    let (first, second) = (&pair.first_name, &pair.second_name);
    let (before, after) = (&pair.before, &pair.after);
    let shown = |value: Option<f64>| value.map_or_else(|| "\u{2013}".to_owned(), ratio);
    let row = |header: String, cells: [String; 2]| Row::new(capitalised(&header), cells.to_vec());
    let rows = vec![
        row(format!("{first} sells to {second}, USD"), [money(before.first_sells), money(after.first_sells)]),
        row(format!("{second} sells to {first}, USD"), [money(before.second_sells), money(after.second_sells)]),
        row(
            format!("share of {second} in imports of {first}"),
            [percent(before.second_in_first_imports), percent(after.second_in_first_imports)],
        ),
        row(
            format!("share of {first} in imports of {second}"),
            [percent(before.first_in_second_imports), percent(after.first_in_second_imports)],
        ),
        row(format!("exit cost of {first}"), [loss(before.first_exit_cost), loss(after.first_exit_cost)]),
        row(format!("exit cost of {second}"), [loss(before.second_exit_cost), loss(after.second_exit_cost)]),
        row(
            format!("ratio of exit costs, {} : {}", pair.first, pair.second),
            [shown(before.ratio), shown(after.ratio)],
        ),
    ];
    Table {
        caption: format!("{} and {second} without and with the measures, {}", capitalised(first), run.year),
        groups: Vec::new(),
        columns: ["Measure of dependence", "Without the measures", "With them"].map(str::to_owned).to_vec(),
        text_columns: 0,
        bodies: vec![(String::new(), rows)],
        note: (!pair.given).then(|| {
            "The file names no pair: these are the first target and its largest partner that no measure names.".into()
        }),
    }
}

fn chart(run: &RunAnswer, pair: &PairOutcome) -> Markup {
    let (first, second) = (&pair.first_name, &pair.second_name);
    let (before, after) = (&pair.before, &pair.after);
    let groups = vec![
        BarGroup { label: short(&pair.first, first), values: [before.first_exit_cost, after.first_exit_cost] },
        BarGroup { label: short(&pair.second, second), values: [before.second_exit_cost, after.second_exit_cost] },
    ];
    let words = Words {
        id: "chart-pair".into(),
        title: format!("Exit costs without and with the measures, {}", run.year),
        description: format!(
            "Bars. {} {} without, {} with. {} {} without, {} with. All figures stand in the table below.",
            capitalised(first),
            loss(before.first_exit_cost),
            loss(after.first_exit_cost),
            capitalised(second),
            loss(before.second_exit_cost),
            loss(after.second_exit_cost)
        ),
    };
    let chart = BarChart { names: ["without".to_owned(), "with".to_owned()], groups, number: loss };
    let heading = format!("Exit cost, percent of real income, {}", run.year);
    figure(&heading, &bar_key_of("without the measures", "with them"), &chart.render(&words))
}
