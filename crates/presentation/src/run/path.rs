//! The same measures at dates after the shock.

use unequal_study::capitalised;
use unequal_study::run::{FindingRow, PartyOutcome, PathStep, RunAnswer};

use super::measures::{quantity, words};
use super::{all_measures, section, short};
use crate::chart::{Chart, ChartKind};
use crate::document::{Block, Section};
use crate::keys::Keys;
use crate::quantity::Quantity;
use crate::ranges::{Ranged, within};
use crate::table::{Cell, Column, Look, Row, Table};
use crate::text;

/// Months of a year.
const YEAR: f64 = 12.0;
/// Parties that the chart draws.
const DRAWN: usize = 2;

/// The section.
pub fn section_of(run: &RunAnswer) -> Section {
    let mut blocks: Vec<Block> = Vec::new();
    blocks.extend((run.path.len() > 1).then(|| chart(run).into()));
    blocks.push(Block::body(
        "The same measures, all together, at dates after the shock. Buyers find it harder to change supplier at first, so \
         that losses usually begin larger and fade; contracts run out and banks enter as time goes on. Each date is an \
         equilibrium of its own: nothing is saved or built between dates, and no date is a forecast.",
    ));
    blocks.push(table(run).into());
    if run.path.iter().any(|step| step.findings.iter().any(|rows| !rows.is_empty())) {
        blocks.push(findings(run).into());
    }
    section(run, "time", "Over time, all measures together", blocks)
}

/// A date in words.
fn date(run: &RunAnswer, step: &PathStep) -> String {
    let yearly = run.path.iter().all(|step| step.months % YEAR == 0.0);
    let (count, unit) = if yearly { (step.months / YEAR, "year") } else { (step.months, "month") };
    if count == 1.0 { format!("{count} {unit}") } else { format!("{count} {unit}s") }
}

fn keys(step: &PathStep) -> Keys {
    Keys::none().elasticity(&step.elasticity)
}

fn chart(run: &RunAnswer) -> Chart {
    let most: Vec<&str> = super::moved_most(run).iter().take(DRAWN).map(|party| party.code.as_str()).collect();
    let place = most.first().and_then(|code| run.parties.iter().position(|party| party.code == *code));
    let at = |step: Option<&PathStep>| step.zip(place).and_then(|(step, place)| step.real_income.get(place).copied());
    let finding = match (place.and_then(|place| run.parties.get(place)), at(run.path.first()), at(run.path.last())) {
        (Some(party), Some(start), Some(end)) => {
            let dates =
                [run.path.first(), run.path.last()].map(|step| step.map_or_else(String::new, |step| date(run, step)));
            text![
                &party.name,
                format!(": real income changes by "),
                Quantity::change(start),
                format!(" after {} and by ", dates[0]),
                Quantity::change(end),
                format!(" after {}.", dates[1])
            ]
            .capitalised()
        }
        _ => text!["Change of real income by time since the shock."],
    };
    let columns = if most.is_empty() { vec![PartyOutcome::WORLD] } else { most };
    Chart::new("path", "path", ChartKind::Lines { events: Vec::new() }, &columns, finding)
        .quantity("Change of real income, percent, by time since the shock")
}

fn table(run: &RunAnswer) -> Table {
    let mut columns: Vec<Column> = run
        .parties
        .iter()
        .map(|party| {
            Column::figures(&party.code, short(&party.code, &party.name))
                .group("Change of real income")
                .item("change of real income")
                .keys(Keys::none().region(&party.code))
        })
        .collect();
    if let Some(pair) = &run.pair {
        for (seller, buyer) in [(&pair.first, &pair.second), (&pair.second, &pair.first)] {
            columns.push(
                Column::figures(&format!("{seller}-{buyer}"), format!("{seller} to {buyer}"))
                    .group("Sales in the model, USD a year")
                    .item("exports, in the model")
                    .keys(Keys::none().region(seller).partner(buyer)),
            );
        }
    }
    let studies = run.ranges.as_ref().map_or(0, |ranges| ranges.studies);
    let row = |step: &PathStep| {
        let income = |(place, share): (usize, &f64)| {
            let range = step.ranges.get(place).copied().flatten();
            Cell::from(match range {
                Some(range) => within(Quantity::change(*share), Ranged::by(studies, range)),
                None => Quantity::change(*share),
            })
        };
        let incomes = step.real_income.iter().enumerate().map(income);
        let trade = step.pair_sells.into_iter().flatten().map(|sales| Cell::from(Quantity::money(sales)));
        Row::new(date(run, step), incomes.chain(trade).collect())
            .item(format!("{} months after the shock", step.months))
            .keys(keys(step))
    };
    Table::new("path", format!("All measures together, by time since the shock, {}", run.year), "Time since the shock")
        .columns(columns)
        .rows(run.path.iter().map(row).collect())
        .keys(Keys::none().measure(all_measures(run)))
        .note(
            "Each date is compared with the world without the measures under the trade elasticities that hold by then, \
             so the last date need not equal the long-run answer.",
        )
}

fn findings(run: &RunAnswer) -> Table {
    let columns = run.path.iter().map(|step| {
        Column::figures(&format!("months-{}", step.months), date(run, step))
            .item(format!("{} months after the shock", step.months))
            .keys(keys(step))
    });
    let at = |step: &PathStep, measure: usize, finding: &FindingRow| {
        let found = step.findings.get(measure)?.iter().find(|found| found.what == finding.what)?;
        Some(quantity(found))
    };
    let rows = run.measures.iter().enumerate().flat_map(|(place, measure)| {
        measure.findings.iter().map(move |finding| {
            let cells = run.path.iter().map(|step| Cell::optional(at(step, place, finding))).collect();
            Row::new(words(&finding.what), cells)
                .item(words(&finding.what))
                .keys(Keys::none().measure(&measure.name))
                .group(capitalised(&measure.name))
        })
    });
    Table::new("path-results", "Results of each measure by time since the shock", "Result")
        .columns(columns.collect())
        .rows(rows.collect())
        .look(Look::Folded)
}
