//! What the measures do to real income, each alone and all together.

use maud::{Markup, html};
use unequal_study::capitalised;
use unequal_study::run::{PartyOutcome, RunAnswer};

use super::super::chart::{BarChart, BarGroup, Words};
use super::super::parts::{self, Row, Table, bar_key_of, figure};
use super::{short, years};
use crate::number::{change, loss};

/// Measures that stand in columns of their own; more stand in rows of a second table.
const COLUMNS: usize = 3;

pub fn section(run: &RunAnswer) -> Markup {
    let body = html! {
        p {
            dfn { "Real income" } " is what a year\u{2019}s income can buy. A plus is a gain, a minus a loss that lasts."
        }
        @if run.measures.len() > 1 { (chart(run)) }
        (table(run).render())
        @if run.measures.len() > COLUMNS { (each_alone(run).render()) }
    };
    parts::section("income", "What they do to real income", Some((&run.evidence, &years(run))), &body)
}

fn table(run: &RunAnswer) -> Table {
    let several = run.measures.len() > 1;
    let columns_alone = several && run.measures.len() <= COLUMNS;
    let mut columns = vec!["Country or group".to_owned()];
    if columns_alone {
        columns.extend(run.measures.iter().map(|measure| format!("{} alone", capitalised(&measure.name))));
    }
    columns.push(if several { "All together" } else { "With the measure" }.to_owned());
    columns.extend(several.then(|| "Overlap".to_owned()));
    let row = |party: &PartyOutcome| {
        let mut cells: Vec<String> = Vec::new();
        if columns_alone {
            cells.extend(party.alone.iter().map(|share| change(*share)));
        }
        cells.push(change(party.together));
        cells.extend(several.then(|| change(party.interaction)));
        Row { header: capitalised(&party.name), cells, headline: party.code == "WORLD" }
    };
    Table {
        caption: format!("Change of real income, percent, {}", run.year),
        groups: Vec::new(),
        columns,
        text_columns: 0,
        bodies: vec![(String::new(), run.parties.iter().map(row).collect())],
        note: several.then(|| {
            "Overlap is what all measures do together less the sum of what each does alone: they may cover the same \
             trade or make each other worse."
                .into()
        }),
    }
}

fn each_alone(run: &RunAnswer) -> Table {
    let row = |(position, measure): (usize, &unequal_study::run::MeasureSummary)| {
        let shares = run.parties.iter().filter_map(|party| party.alone.get(position));
        Row::new(capitalised(&measure.name), shares.map(|share| change(*share)).collect())
    };
    Table {
        caption: format!("Change of real income by each measure alone, percent, {}", run.year),
        groups: Vec::new(),
        columns: std::iter::once("Measure".to_owned())
            .chain(run.parties.iter().map(|party| short(&party.code, &party.name)))
            .collect(),
        text_columns: 0,
        bodies: vec![(String::new(), run.measures.iter().enumerate().map(row).collect())],
        note: None,
    }
}

fn chart(run: &RunAnswer) -> Markup {
    // Bars show losses, so that the longer bar is the greater harm.
    let bars = |party: &PartyOutcome| [-party.together, -party.alone.iter().sum::<f64>()];
    let group = |party: &PartyOutcome| BarGroup { label: short(&party.code, &party.name), values: bars(party) };
    let spoken: Vec<String> =
        run.parties.iter().map(|party| format!("{} {}.", capitalised(&party.name), change(party.together))).collect();
    let words = Words {
        id: "chart-income".into(),
        title: format!("Loss of real income, {}", run.year),
        description: format!("Bars. {} All figures stand in the table below.", spoken.join(" ")),
    };
    let names = ["together".to_owned(), "one by one".to_owned()];
    let chart = BarChart { names, groups: run.parties.iter().map(group).collect(), number: loss };
    let key = bar_key_of("all measures together", "each alone, added up");
    figure(&format!("Loss of real income, {}; a minus is a gain", run.year), &key, &chart.render(&words))
}
