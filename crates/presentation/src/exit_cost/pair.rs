//! One pair: what both sides would lose, how sure that is, and what the table as published gives.

use unequal_study::Closure;
use unequal_study::exit_cost::{ExitCosts, PairCost};

use super::{Loss, Losses, alone, keys, small};
use crate::chart::{Chart, ChartKind};
use crate::document::{Block, Party, Section};
use crate::keys::Keys;
use crate::money_and_size;
use crate::quantity::Quantity;
use crate::ranges::{self, Ranged};
use crate::shared::{beyond_the_model, short_name};
use crate::table::{Cell, Column, Row, Table};
use crate::table_error::WithError;
use crate::text;
use crate::text::{Span, Text};

/// What opens the answer.
pub(super) fn finding(costs: &ExitCosts, losses: &Losses<'_>, pair: &PairCost) -> Vec<Text> {
    let decided = costs.ranges.as_ref().map(|of_pair| {
        let [first, second] = [&pair.first, &pair.second].map(|code| losses.name(code));
        ranges::sentence(of_pair, [&first, &second]).capitalised()
    });
    let money = costs.ranges.as_ref().zip(costs.in_money).and_then(|(of_pair, money)| {
        let [first, second] = [&pair.first, &pair.second].map(|code| losses.name(code));
        let parts = of_pair.ratio_parts(pair.comparable()?)?;
        Some(money_and_size::sentence([&first, &second], money, parts, Some(of_pair)).capitalised())
    });
    let caution = costs.evidence.estimated.first().map(|words| text![words.as_str()]);
    let beyond = beyond_the_model([-pair.first_loss, -pair.second_loss]);
    std::iter::once(lead(costs, losses, pair)).chain(beyond).chain(money).chain(decided).chain(caution).collect()
}

/// What both would lose, with ranges where they are known.
fn lead(costs: &ExitCosts, losses: &Losses<'_>, pair: &PairCost) -> Text {
    let Some(of_pair) = &costs.ranges else { return pair_sentence(costs.closure, losses, pair) };
    let (first, second) = (losses.name(&pair.first), losses.name(&pair.second));
    let start = text![format!("If all trade between {first} and {second} ended, {first} would lose ")]
        .then(ranges::said(Quantity::loss(pair.first_loss), Some(Ranged::of(of_pair, of_pair.first))))
        .then(text![format!(" of its real income and {second} ")])
        .then(ranges::said(Quantity::loss(pair.second_loss), Some(Ranged::of(of_pair, of_pair.second))));
    match pair.comparable() {
        Some(ratio) => start
            .then(text![", a ratio of "])
            .then(ranges::said(Quantity::ratio(ratio), Some(Ranged::of(of_pair, of_pair.ratio))))
            .then(text!["."]),
        None => start.then(text!["."]),
    }
}

/// Ranges of the pair and what decides them, as tables.
fn sure(costs: &ExitCosts, losses: &Losses<'_>, pair: &PairCost) -> Vec<Block> {
    let Some((of_pair, money)) = costs.ranges.as_ref().zip(costs.in_money) else { return Vec::new() };
    let [first, second] = [&pair.first, &pair.second].map(|code| Party { code: code.clone(), name: losses.name(code) });
    let parts = pair.comparable().and_then(|ratio| of_pair.ratio_parts(ratio));
    let pair = ranges::Pair {
        sides: [&first, &second],
        losses: [pair.first_loss, pair.second_loss],
        money,
        ratio: pair.comparable(),
        ratio_in_money: parts.map(|parts| parts.money),
    };
    let mut blocks = ranges::blocks(of_pair, &pair);
    let names = [&first, &second].map(|side| short_name(&side.name, &side.code));
    let keys = Keys::none().region(&first.code).partner(&second.code);
    blocks.extend(parts.map(|parts| money_and_size::table(parts, costs.year, names, keys, &costs.elasticity).into()));
    blocks
}

/// What both would lose.
fn pair_sentence(closure: Closure, losses: &Losses<'_>, pair: &PairCost) -> Text {
    let (first, second) = (losses.name(&pair.first), losses.name(&pair.second));
    let assumed = match closure {
        Closure::LongRun => String::new(),
        other => format!(" ({})", other.words()),
    };
    let sentence = text![
        format!("If all trade between {first} and {second} ended, {first} would lose "),
        Quantity::loss(pair.first_loss),
        format!(" of its {} and {second} ", closure.lost()),
        Quantity::loss(pair.second_loss),
        assumed
    ];
    match pair.comparable() {
        Some(ratio) => sentence.then(text![", a ratio of ", Quantity::ratio(ratio), "."]),
        None => sentence.then(text!["."]),
    }
}

/// The section.
pub(super) fn section(costs: &ExitCosts, losses: &Losses<'_>, pair: &PairCost) -> Section {
    let finding = match pair.comparable() {
        Some(ratio) => text![
            format!("Ratio of the two losses, {} to {}: ", losses.name(&pair.first), losses.name(&pair.second)),
            Quantity::ratio(ratio),
            "."
        ],
        None => pair_sentence(costs.closure, losses, pair),
    };
    let chart = Chart::new("exit-cost", "exit-cost", ChartKind::Bars, &["loss"], finding).quantity(format!(
        "Exit cost, percent of {}, {}",
        costs.closure.lost(),
        costs.year
    ));
    let row = |loss: &Loss<'_>| {
        let cells = vec![
            loss.own(costs.year).into(),
            Cell::optional(loss.own_over_partner(costs.year)),
            Quantity::count(pair.evaluations).into(),
        ];
        Row::new(alone(loss.side), cells).keys(keys(loss))
    };
    let table = Table::new("exit-cost", format!("If all trade between the two ended, {}", costs.year), "Side")
        .columns(vec![
            Column::figures("loss", format!("Loses, of {}", costs.closure.lost())).item(match costs.closure {
                Closure::Rationing => "loss of value added",
                _ => "exit cost",
            }),
            Column::figures("ratio", "Own loss : the other\u{2019}s").item("ratio of exit costs"),
            Column::figures("evaluations", "Evaluations").item("evaluations of the solver"),
        ])
        .rows(losses.all.iter().map(row).collect());
    let mut blocks: Vec<Block> = vec![chart.into(), table.into()];
    blocks.extend(sure(costs, losses, pair));
    blocks.extend(as_published(costs));
    blocks.extend(missing(costs));
    Section::new("exit-cost", "Exit cost", blocks).sure(&costs.evidence, costs.year.to_string())
}

/// What the table gives as its source published it.
fn as_published(costs: &ExitCosts) -> Option<Block> {
    let published = costs.as_published.as_ref()?;
    let pair = &published.pair;
    let keys = |side: &str, partner: &str| Keys::none().region(side).partner(partner).measure(&published.table);
    let error = WithError::of_year(costs.year);
    let loss = |value: f64, side: &str, partner: &str| {
        let quantity = error.loss(Quantity::loss(value).form(small(value)));
        Span::figure(quantity, "exit cost, as published", keys(side, partner))
    };
    let start = text![
        "These figures have recorded imports where they contradict the source\u{2019}s table. As published, that table gives ",
        loss(pair.first_loss, &pair.first, &pair.second),
        " and ",
        loss(pair.second_loss, &pair.second, &pair.first)
    ];
    let end = match pair.comparable() {
        Some(ratio) => text![
            ", a ratio of ",
            Span::figure(
                error.ratio(Quantity::ratio(ratio), [pair.first_loss, pair.second_loss]),
                "ratio of exit costs, as published",
                keys(&pair.first, &pair.second)
            ),
            format!(" (--table {}).", published.table)
        ],
        None => text![format!(" (--table {}).", published.table)],
    };
    Some(Block::body(start.then(end)))
}

fn missing(costs: &ExitCosts) -> Option<Block> {
    (!costs.missing.is_empty()).then(|| {
        Block::note(format!(
            "Left out of the group, because this table does not show them separately: {}.",
            costs.missing.join(", ")
        ))
    })
}
