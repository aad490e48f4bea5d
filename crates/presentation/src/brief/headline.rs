//! The answer in a few sentences. Every number in them stands in a table of the document.

use unequal_study::brief::{AnnualPoint, Brief, Losses};

use super::exit::{headline, ratio};
use crate::language::possessive;
use crate::number;
use crate::quantity::Quantity;
use crate::text;
use crate::text::Text;
use crate::verdict;

/// A difference between two tables beyond this share of a loss is said first.
const NOTABLE: f64 = 0.02;

/// The sentences.
pub fn sentences(brief: &Brief) -> Vec<Text> {
    let mut sentences = Vec::new();
    sentences.extend(headline(brief).map(|row| verdict(brief, &row.losses)));
    sentences.extend(money_and_size(brief));
    sentences.extend(ranks(brief));
    sentences.extend(shares(brief));
    sentences.extend(brief.cautions.iter().map(|caution| text![caution.as_str()]));
    sentences.extend(as_published(brief));
    sentences.extend(under_embargo(brief));
    sentences.extend(over_the_years(brief));
    sentences.into_iter().map(Text::capitalised).collect()
}

/// Who depends more, by the one rule of the program, and what both would lose.
fn verdict(brief: &Brief, losses: &Losses) -> Text {
    let judgement = verdict::sentence(&brief.verdict, &brief.first.name, &brief.second.name);
    let end = match ratio(brief) {
        Some(quantity) => {
            let range = number::range(&quantity);
            let text = text![", a ratio of ", quantity];
            match range {
                Some(range) => text.then(text![format!(" ({range} over the trade elasticities tried)")]),
                None => text,
            }
        }
        None => text!["; no ratio is given"],
    };
    judgement.then(text![" "]).then(apart(brief, losses).capitalised()).then(end).then(text!["."])
}

/// What both would lose, or gain, as a clause.
fn apart(brief: &Brief, losses: &Losses) -> Text {
    let would = |share: f64| {
        let verb = if share <= -Losses::VISIBLE { "would gain " } else { "would lose " };
        text![verb, Quantity::loss(share.abs())]
    };
    text![format!("if all trade between the two ended, {} ", brief.first.name)]
        .then(would(losses.first))
        .then(text![format!(" of its real income and {} ", brief.second.name)])
        .then(would(losses.second))
}

/// The losses in money, and how much of the ratio in percent is size: ratio in percent = ratio in money x ratio of sizes.
fn money_and_size(brief: &Brief) -> Option<Text> {
    let parts = brief.exit.ratio_parts?;
    let (first, second) = (&brief.first.name, &brief.second.name);
    let start = text![
        format!("in money, {first} would lose USD "),
        Quantity::money(brief.exit.first_money.balanced),
        format!(" a year and {second} USD "),
        Quantity::money(brief.exit.second_money.balanced),
        " (",
        Quantity::ratio(parts.money),
        format!("); the incomes of {second} and {first} are "),
        Quantity::ratio(parts.sizes)
    ];
    let size = match parts.share_of_size() {
        None => ".",
        Some(share) if share > 1.0 => ", and size alone makes more than all of the asymmetry in percent.",
        Some(share) if share > 0.75 => ", and size makes most of the asymmetry in percent.",
        Some(share) if share > 0.25 => ", and size makes part of the asymmetry in percent.",
        Some(share) if share > 0.0 => ", and size makes little of the asymmetry in percent.",
        Some(_) => ", although the larger side loses more in percent too.",
    };
    Some(start.then(text![size]))
}

/// The place of each side among all partners of the other, by what the other would lose without them.
fn ranks(brief: &Brief) -> Option<Text> {
    let (one, other) = (brief.exit.first_rank?, brief.exit.second_rank?);
    let (first, second) = (&brief.first.name, &brief.second.name);
    Some(text![
        format!("by what the loss of a partner would cost, {second} is "),
        Quantity::rank(one.place),
        " of ",
        Quantity::count(one.of),
        format!(" partners for {first}, and {first} "),
        Quantity::rank(other.place),
        " of ",
        Quantity::count(other.of),
        format!(" for {second}.")
    ])
}

fn shares(brief: &Brief) -> Option<Text> {
    let [to_second, to_first] = brief.trade.flows.as_slice() else { return None };
    let (first, second) = (&brief.first.name, &brief.second.name);
    Some(text![
        format!("in {} {second} supplied ", brief.year),
        Quantity::share(to_first.share_of_buyers_imports),
        format!(" of {} imports of goods and services; {first} supplied ", possessive(first)),
        Quantity::share(to_second.share_of_buyers_imports),
        format!(" of {}.", possessive(second))
    ])
}

/// What the table says as its source published it, where that differs.
fn as_published(brief: &Brief) -> Option<Text> {
    let published = brief.as_published.as_ref()?;
    let (own, other) = (&headline(brief)?.losses, &published.point.losses);
    let differs = |one: f64, other: f64| (one - other).abs() > NOTABLE * one.abs();
    if !differs(own.first, other.first) && !differs(own.second, other.second) {
        return None;
    }
    let start = text![
        "the table as its source published it gives ",
        Quantity::loss(other.first),
        " and ",
        Quantity::loss(other.second),
    ];
    Some(match other.comparable() {
        Some(ratio) => start.then(text![", a ratio of ", Quantity::ratio(ratio), "."]),
        None => start.then(text!["."]),
    })
}

fn under_embargo(brief: &Brief) -> Option<Text> {
    let block = brief.embargo.as_ref()?;
    let row = block.rows.iter().find(|row| row.headline)?;
    let end = match row.after.comparable() {
        Some(ratio) => text![" (a ratio of ", Quantity::ratio(ratio), ")."],
        None => text!["."],
    };
    let start = text![
        format!(
            "under a complete embargo by {} on {}, the exit costs become ",
            block.coalition_name, block.target_name
        ),
        Quantity::loss(row.after.first),
        format!(" for {} and ", brief.first.name),
        Quantity::loss(row.after.second),
        format!(" for {}", brief.second.name)
    ];
    Some(start.then(end))
}

/// How the ratio of exit costs moved within the first source; others are quoted beside it, because their countries and
/// sectors differ.
fn over_the_years(brief: &Brief) -> Option<Text> {
    let line = &brief.annual;
    let start = line.points.first()?;
    let within: Vec<&AnnualPoint> = line.points.iter().filter(|point| point.source == start.source).collect();
    let end = within.last()?;
    if start.year == end.year {
        return None;
    }
    // Nothing is said of ratios that are not there.
    let of = |point: &AnnualPoint| Some(text![Quantity::ratio(point.losses.comparable()?)]);
    let (at_start, at_end) = (of(start)?, of(end)?);
    let above = within.iter().filter(|point| point.losses.first >= point.losses.second).count();
    let verdict = if above == within.len() || above == 0 {
        let dependent = if above == 0 { &brief.second } else { &brief.first };
        let other = if above == 0 { &brief.first } else { &brief.second };
        format!(": in each of these years {0} depended more on {1} than {1} on {0}", dependent.name, other.name)
    } else if (start.losses.first < start.losses.second) != (end.losses.first < end.losses.second) {
        ": the balance reversed in between".to_owned()
    } else {
        ", and the other way round in some years between".to_owned()
    };
    let mut text = text![format!("the ratio of exit costs, {} to {}, was ", brief.first.name, brief.second.name)]
        .then(at_start)
        .then(text![format!(" in {} and ", start.year)])
        .then(at_end)
        .then(text![format!(" in {}{verdict}.", end.year)]);
    let sources = line.points.chunk_by(|one, next| one.source == next.source);
    for points in sources.filter(|points| points.iter().all(|point| point.source != start.source)) {
        text = text.then(by_another_source(points)?);
    }
    Some(text)
}

/// The ratio in the years of one more source; nothing where a ratio is missing.
fn by_another_source(points: &[AnnualPoint]) -> Option<Text> {
    let (first, last) = (points.first()?, points.last()?);
    let ratio = |point: &AnnualPoint| Some(text![Quantity::ratio(point.losses.comparable()?)]);
    let estimated = if last.estimated { " (estimated in part)" } else { "" };
    Some(if first.year == last.year {
        text![format!(" In {}, by {}{estimated}, it was ", last.year, last.source)].then(ratio(last)?).then(text!["."])
    } else {
        text![format!(" By {}{estimated}, it was ", first.source)]
            .then(ratio(first)?)
            .then(text![format!(" in {} and ", first.year)])
            .then(ratio(last)?)
            .then(text![format!(" in {}.", last.year)])
    })
}
