//! All measures together at the dates of a `[time]`.

use maud::{Markup, html};
use unequal_study::capitalised;
use unequal_study::run::{PathStep, RunAnswer};

use super::super::chart::{LineChart, Words, YearPoint};
use super::super::parts::{Row, Table, figure, line_key_of};
use super::{block, short};
use crate::number::{change, finding_value, loss, money};

/// Months of a year.
const YEAR: f64 = 12.0;

pub fn section(run: &RunAnswer) -> Markup {
    let body = html! {
        p {
            "The same measures, all together, at dates after the shock. Buyers find it harder to change supplier at \
             first, so that losses usually begin larger and fade; contracts run out and banks enter as time goes on. \
             Each date is a world of its own: nothing is saved or built between them, and no date is a forecast."
        }
        @if run.path.len() > 1 { (chart(run)) }
        (table(run).render())
        @if run.path.iter().any(|step| step.findings.iter().any(|rows| !rows.is_empty())) {
            details { summary { "Figures of the measures, date by date" } (findings(run).render()) }
        }
    };
    block("time", "Over time", run, &body)
}

/// Whether dates are whole years.
fn yearly(run: &RunAnswer) -> bool {
    run.path.iter().all(|step| step.months % YEAR == 0.0)
}

fn date(step: &PathStep, yearly: bool) -> String {
    let (count, unit) = if yearly { (step.months / YEAR, "year") } else { (step.months, "month") };
    if count == 1.0 { format!("{count} {unit}") } else { format!("{count} {unit}s") }
}

fn table(run: &RunAnswer) -> Table {
    let mut columns = vec!["Time since the shock".to_owned()];
    columns.extend(run.parties.iter().map(|party| short(&party.code, &party.name)));
    let mut groups = vec![("Change of real income".to_owned(), run.parties.len())];
    if let Some(pair) = &run.pair {
        groups.push(("Sales in USD a year".to_owned(), 2));
        columns.push(format!("{} to {}", pair.first, pair.second));
        columns.push(format!("{} to {}", pair.second, pair.first));
    }
    let yearly = yearly(run);
    let row = |step: &PathStep| {
        let incomes = step.real_income.iter().map(|share| change(*share));
        let trade = step.pair_sells.into_iter().flatten().map(money);
        Row::new(date(step, yearly), incomes.chain(trade).collect())
    };
    Table {
        caption: format!("All measures together, by time since the shock, {}", run.year),
        groups,
        columns,
        text_columns: 0,
        bodies: vec![(String::new(), run.path.iter().map(row).collect())],
        note: Some(
            "Each date against the world without the measures under the trade elasticities that hold by then, which is \
             why the last date need not equal the answer above."
                .into(),
        ),
    }
}

fn findings(run: &RunAnswer) -> Table {
    let yearly = yearly(run);
    let bodies = run.measures.iter().enumerate().filter(|(_, measure)| !measure.findings.is_empty());
    let bodies = bodies.map(|(position, measure)| {
        let row = |finding: &unequal_study::run::FindingRow| {
            let at = |step: &PathStep| {
                let found = step.findings.get(position)?.iter().find(|found| found.what == finding.what)?;
                Some(finding_value(found.value, &found.unit))
            };
            let cells = run.path.iter().map(|step| at(step).unwrap_or_else(|| "\u{2013}".to_owned())).collect();
            Row::new(super::measures::words(&finding.what), cells)
        };
        (capitalised(&measure.name), measure.findings.iter().map(row).collect())
    });
    Table {
        caption: "What the measures come to by then".to_owned(),
        groups: Vec::new(),
        columns: std::iter::once("Figure".to_owned()).chain(run.path.iter().map(|step| date(step, yearly))).collect(),
        text_columns: 0,
        bodies: bodies.collect(),
        note: None,
    }
}

/// The two parties that are drawn: those that the measures move most.
fn drawn(run: &RunAnswer) -> Option<[usize; 2]> {
    let mut parties: Vec<usize> = (0..run.parties.len()).filter(|&party| run.parties[party].code != "WORLD").collect();
    parties.sort_by(|left, right| run.parties[*right].together.abs().total_cmp(&run.parties[*left].together.abs()));
    parties.extend((0..run.parties.len()).filter(|&party| run.parties[party].code == "WORLD"));
    parties.get(..2).and_then(|two| two.try_into().ok())
}

fn chart(run: &RunAnswer) -> Markup {
    let Some(sides) = drawn(run) else { return html! {} };
    let yearly = yearly(run);
    let at = |step: &PathStep, side: usize| step.real_income.get(sides[side]).map_or(0.0, |share| -share);
    let place = |step: &PathStep| if yearly { step.months / YEAR } else { step.months };
    let points: Vec<YearPoint> = run
        .path
        .iter()
        .map(|step| YearPoint {
            // A file has at most some dozens of dates.
            year: place(step).clamp(0.0, f64::from(u16::MAX)) as u16,
            values: [at(step, 0), at(step, 1)],
            estimated: false,
            source: String::new(),
        })
        .collect();
    let names = sides.map(|party| capitalised(&run.parties[party].name));
    let labels = sides.map(|party| {
        let outcome = &run.parties[party];
        if outcome.name.chars().count() <= 11 { capitalised(&outcome.name) } else { outcome.code.clone() }
    });
    let spoken = |step: &PathStep| {
        let [first, second] = [0, 1].map(|side| loss(at(step, side)));
        format!("After {}: {} {first}, {} {second}.", date(step, yearly), names[0], names[1])
    };
    let ends: Vec<String> = [run.path.first(), run.path.last()].into_iter().flatten().map(spoken).collect();
    let unit = if yearly { "years" } else { "months" };
    let words = Words {
        id: "chart-time".into(),
        title: format!("Loss of real income by {unit} after the shock"),
        description: format!("Two lines. {} All figures stand in the table below.", ends.join(" ")),
    };
    let every = (points.len() as f64 / 6.0).ceil();
    let chart = LineChart { names: labels, points, number: loss, years_apart: [every, 2.0 * every], marks: Vec::new() };
    let heading = format!("Loss of real income by {unit} after the shock; a minus is a gain");
    figure(&heading, &line_key_of(&names[0], &names[1]), &chart.render(&words))
}
