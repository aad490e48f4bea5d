//! Leverage of the pair without the measures and with them.

use unequal_study::capitalised;
use unequal_study::run::{PairOutcome, PairState, RunAnswer};

use super::section;
use crate::chart::{Chart, ChartKind};
use crate::document::{Block, Role, Section};
use crate::keys::Keys;
use crate::quantity::Quantity;
use crate::table::{Cell, Column, Look, Row, Table};
use crate::text;

/// The section.
pub fn section_of(run: &RunAnswer, pair: &PairOutcome) -> Section {
    let mut blocks: Vec<Block> = vec![chart(pair).into(), losses(pair).into(), table(run, pair).into()];
    blocks.insert(
        1,
        Block::narrative(
            Role::PageOnly,
            vec![text![
                "The exit cost is the real income that a side would lose for good if all trade between the two stopped, \
                 computed with balanced trade. The side that would lose more depends more on the other."
            ]],
        ),
    );
    let title = format!("{} and {} without and with the measures", pair.first_name, pair.second_name);
    section(run, "pair", capitalised(&title), blocks)
}

fn states(pair: &PairOutcome) -> [(&'static str, &'static str, &PairState); 2] {
    [("without", "none", &pair.before), ("with", "all measures", &pair.after)]
}

fn chart(pair: &PairOutcome) -> Chart {
    let finding = match (pair.before.ratio, pair.after.ratio) {
        (Some(before), Some(after)) => text![
            format!("The ratio of exit costs, {} to {}, goes from ", pair.first_name, pair.second_name),
            Quantity::ratio(before),
            " to ",
            Quantity::ratio(after),
            "."
        ],
        _ => text!["Exit costs of both sides without and with the measures."],
    };
    Chart::new("exit-costs", "exit-costs", ChartKind::Bars, &["without", "with"], finding)
        .quantity("Exit cost, percent of real income")
}

/// Exit costs alone, one side a row, for the chart.
fn losses(pair: &PairOutcome) -> Table {
    let columns = states(pair).map(|(id, measure, _)| {
        let heading = if id == "without" { "Without the measures" } else { "With the measures" };
        Column::figures(id, heading).item("exit cost").keys(Keys::none().measure(measure))
    });
    let row = |code: &str, partner: &str, name: &str, losses: [f64; 2]| {
        Row::new(capitalised(name), losses.map(|loss| Cell::from(Quantity::loss(loss))).to_vec())
            .keys(Keys::none().region(code).partner(partner))
    };
    let (before, after) = (&pair.before, &pair.after);
    let rows = vec![
        row(&pair.first, &pair.second, &pair.first_name, [before.first_exit_cost, after.first_exit_cost]),
        row(&pair.second, &pair.first, &pair.second_name, [before.second_exit_cost, after.second_exit_cost]),
    ];
    Table::new("exit-costs", "Exit costs, percent of real income", "Side")
        .columns(columns.to_vec())
        .rows(rows)
        .look(Look::Folded)
}

fn table(run: &RunAnswer, pair: &PairOutcome) -> Table {
    let (first, second) = (&pair.first_name, &pair.second_name);
    let of = |region: &str, partner: &str| Keys::none().region(region).partner(partner);
    let (one, other) = (of(&pair.first, &pair.second), of(&pair.second, &pair.first));
    let pick = |value: &dyn Fn(&PairState) -> Cell| states(pair).map(|(_, _, state)| value(state)).to_vec();
    let recorded = |value: f64| vec![Cell::from(Quantity::money(value)), Cell::Empty(None)];
    let rows = vec![
        Row::new(
            text![first, format!(" sells to {second}, USD, in the table")].capitalised(),
            recorded(pair.recorded[0]),
        )
        .item("exports, in the table")
        .keys(one.clone()),
        Row::new(
            text![second, format!(" sells to {first}, USD, in the table")].capitalised(),
            recorded(pair.recorded[1]),
        )
        .item("exports, in the table")
        .keys(other.clone()),
        Row::new(
            text![first, format!(" sells to {second}, USD, in the model")].capitalised(),
            pick(&|state| Quantity::money(state.first_sells).into()),
        )
        .item("exports, in the model")
        .keys(one.clone()),
        Row::new(
            text![second, format!(" sells to {first}, USD, in the model")].capitalised(),
            pick(&|state| Quantity::money(state.second_sells).into()),
        )
        .item("exports, in the model")
        .keys(other.clone()),
        Row::new(
            format!("Share of {second} in imports of {first}, in the model"),
            pick(&|state| Quantity::share(state.second_in_first_imports).into()),
        )
        .item("share of imports, in the model")
        .keys(one.clone()),
        Row::new(
            format!("Share of {first} in imports of {second}, in the model"),
            pick(&|state| Quantity::share(state.first_in_second_imports).into()),
        )
        .item("share of imports, in the model")
        .keys(other),
        Row::new(
            format!("Ratio of exit costs, {} : {}", capitalised(&pair.first_name), pair.second_name),
            pick(&|state| Cell::optional(state.ratio.map(Quantity::ratio))),
        )
        .item("ratio of exit costs")
        .keys(one.clone())
        .headline(true),
        Row::new(
            format!("Ratio of exit costs in money, {} : {}", capitalised(&pair.first_name), pair.second_name),
            pick(&|state| Cell::optional(state.ratio_parts.map(|parts| Quantity::ratio(parts.money)))),
        )
        .item("ratio of exit costs in money")
        .keys(one.clone()),
        Row::new(
            format!("Ratio of incomes, {} : {}", capitalised(&pair.second_name), pair.first_name),
            pick(&|state| Cell::optional(state.ratio_parts.map(|parts| Quantity::ratio(parts.sizes)))),
        )
        .item("ratio of incomes, partner to side")
        .keys(one),
    ];
    let columns = states(pair).map(|(id, measure, _)| {
        let heading = if id == "without" { "Without the measures" } else { "With the measures" };
        Column::figures(id, heading).keys(Keys::none().measure(measure))
    });
    let mut table = Table::new("pair", format!("{} and {second}, {}", capitalised(first), run.year), "Figure")
        .columns(columns.to_vec())
        .rows(rows)
        .note(format!(
            "In the model: {}. The ratio of exit costs, in percent of income, is the product of the two below it.",
            super::deficits(run)
        ));
    if !pair.given {
        table = table.note(
            "The file names no pair: these are the first target of a measure and its largest trading partner that no \
             measure names.",
        );
    }
    table
}
