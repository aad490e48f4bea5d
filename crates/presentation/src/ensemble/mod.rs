//! The document of `ensemble`: what draws that were solved one by one give, beside what a brief predicts.

mod scenario;

pub use scenario::document as of_scenario;

use unequal_study::ensemble::{DrawnIndex, Ensemble, Summary};
use unequal_study::uncertainty::Interval;

use crate::document::{Block, Document, Party, Reproduce, Section};
use crate::keys::Keys;
use crate::language::capitalised;
use crate::quantity::Quantity;
use crate::ranges::{name, said_alone};
use crate::shared::{short_name, table_option};
use crate::table::{Cell, Column, Row, Table};
use crate::text;
use crate::text::{Span, Text};

/// What its ranges are over.
const OVER: &str = "5 to 95 % of the draws";

/// The document.
#[must_use]
pub fn document(answer: &Ensemble) -> Document {
    let party = |(code, name): &(String, String)| Party { code: code.clone(), name: name.clone() };
    let sides = [party(&answer.first), party(&answer.second)];
    let [first, second] = &sides;
    let (year, table) = (answer.year, table_option(answer.table.as_deref()));
    let draws = answer.summary.as_ref().map_or(0, |summary| summary.draws);
    Document {
        question: "ensemble".to_owned(),
        keys: Keys::pair(&first.code, &second.code).year(year),
        title: format!("{} and {}: exit costs under drawn trade elasticities", capitalised(&first.name), second.name)
            .into(),
        dateline: text![format!("Year {year} \u{b7} source: {}", answer.evidence.source)],
        finding: match &answer.summary {
            Some(summary) => finding(answer, summary, &sides),
            None => vec![text![
                count(answer.shards.0, "shards that are there"),
                " of ",
                count(answer.shards.1, "shards"),
                " shards are in the store; the answer comes with the last of them."
            ]],
        },
        sections: answer
            .summary
            .iter()
            .map(|summary| {
                Section::new("ensemble", "What the draws give", blocks(answer, summary, &sides))
                    .sure(&answer.evidence, year.to_string())
            })
            .collect(),
        terms: ["Exit cost", "Draw", "Trade elasticity", "Evidence grade"].map(str::to_owned).to_vec(),
        reproduce: Some(Reproduce {
            command: format!("unequal ensemble {} {} --year {year}{table} --draws {draws}", first.code, second.code),
            file: String::new(),
        }),
        sides: Some(sides),
    }
}

fn count(number: usize, item: &str) -> Span {
    Span::figure(Quantity::count(number), item, Keys::none())
}

fn finding(answer: &Ensemble, summary: &Summary, [first, second]: &[Party; 2]) -> Vec<Text> {
    let mut sentences = vec![
        text!["of ", count(summary.draws, "draws"), " draws, each solved by itself, nine in ten have a loss of "]
            .then(said_alone(Quantity::loss, summary.first, OVER, "loss of the first side"))
            .then(text![" for ", first.name.as_str(), " and of "])
            .then(said_alone(Quantity::loss, summary.second, OVER, "loss of the second side"))
            .then(text![" for ", second.name.as_str(), ", a ratio of "])
            .then(said_alone(Quantity::ratio, summary.ratio, OVER, "ratio of exit costs"))
            .then(text!["."])
            .capitalised(),
    ];
    if let Some(predicted) = &answer.predicted {
        let over = "as a brief predicts from the losses under published studies";
        sentences.push(
            text!["A brief predicts "]
                .then(said_alone(Quantity::loss, predicted.first, over, "loss of the first side, predicted"))
                .then(text![" and "])
                .then(said_alone(Quantity::loss, predicted.second, over, "loss of the second side, predicted"))
                .then(text![", a ratio of "])
                .then(said_alone(Quantity::ratio, predicted.ratio, over, "ratio of exit costs, predicted"))
                .then(text![", without solving any draw."]),
        );
    }
    if summary.failed > 0 {
        sentences.push(text![
            count(summary.failed, "draws without an equilibrium"),
            " draws have no equilibrium: they are missing values, and the ranges are those of the others."
        ]);
    }
    sentences
}

/// How first-order indices are estimated from draws with an outcome.
fn estimated_from_draws(draws: usize) -> Text {
    text![
        "Var(E[y | x]) / Var(y), estimated from ",
        count(draws, "independent draws with an outcome"),
        " independent draws with an outcome (given-data estimator: Plischke, Borgonovo and Smith 2013). Ranges hold nine in ten \
         bootstrap resamples. Elasticities of different groups go together in the studies, so the indices can add up to more \
         than one. With fewer than a few thousand draws, small indices are mostly chance."
    ]
}

/// An index with its bootstrap interval.
fn resampled(share: f64, interval: Option<Interval>) -> Cell {
    let quantity = Quantity::share(share);
    Cell::from(match interval {
        Some(Interval { low, high, .. }) => quantity.within(low, high, "5 to 95 % of the bootstrap resamples"),
        None => quantity,
    })
}

fn blocks(answer: &Ensemble, summary: &Summary, sides: &[Party; 2]) -> Vec<Block> {
    let mut blocks = vec![figures(answer, summary, sides).into(), drivers(summary, sides).into()];
    if !summary.reasons.is_empty() {
        blocks.push(Block::note(format!("Draws without an answer, the first: {}.", summary.reasons.join("; "))));
    }
    blocks
}

fn figures(answer: &Ensemble, summary: &Summary, [first, second]: &[Party; 2]) -> Table {
    let cell = |of: fn(f64) -> Quantity, interval: Interval, over: &str| {
        Cell::from(of(interval.median).within(interval.low, interval.high, over))
    };
    let row = |name: &str, [one, other]: [Interval; 2], ratio: Option<Interval>, over: &str| {
        let cells = vec![
            cell(Quantity::loss, one, over),
            cell(Quantity::loss, other, over),
            ratio.map_or(Cell::Empty(None), |ratio| cell(Quantity::ratio, ratio, over)),
        ];
        Row::new(name, cells).item(format!("exit cost, {name}"))
    };
    let mut rows = vec![
        row("solved draw by draw", [summary.first, summary.second], Some(summary.ratio), OVER),
        row("the same without the error of the table", summary.by_elasticities, None, OVER),
    ];
    rows.extend(answer.predicted.as_ref().map(|predicted| {
        row("as a brief predicts it", [predicted.first, predicted.second], Some(predicted.ratio), OVER)
    }));
    let names = [first, second].map(|side| short_name(&side.name, &side.code).to_owned());
    let keys = |of: &Party, on: &Party| Keys::none().region(&of.code).partner(&on.code);
    Table::new("ensemble", "Median of the draws, with the range of nine in ten", "")
        .columns(vec![
            Column::figures("first", names[0].clone()).keys(keys(first, second)).side(1),
            Column::figures("second", names[1].clone()).keys(keys(second, first)).side(2),
            Column::figures("ratio", format!("{} : {}", names[0], names[1])).keys(keys(first, second)),
        ])
        .rows(rows)
}

fn drivers(summary: &Summary, [first, second]: &[Party; 2]) -> Table {
    let keys = Keys::none().region(&first.code).partner(&second.code);
    let of_ratio = |driver: &DrawnIndex| summary.indices_of_ratio.iter().find(|other| other.what == driver.what);
    let rows = summary.indices_of_loss.iter().map(|driver| {
        let name = name(driver.what);
        let cells = vec![
            resampled(driver.share, driver.interval),
            of_ratio(driver).map_or(Cell::Empty(None), |other| resampled(other.share, other.interval)),
        ];
        Row::new(name.clone(), cells).item(format!("first-order index: {name}"))
    });
    Table::new("indices", "What goes with the outcome, first-order indices", "Uncertain")
        .columns(vec![
            Column::figures("loss", format!("Loss of {}", first.name)).item("of the loss").keys(keys.clone()),
            Column::figures("ratio", "Ratio").item("of the ratio").keys(keys),
        ])
        .rows(rows.collect())
        .note(text!["The outcome is taken in logarithms. "].then(estimated_from_draws(summary.draws - summary.failed)))
}
