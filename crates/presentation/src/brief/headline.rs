//! The answer in a few sentences. Every number in them stands in a table of the document.

use unequal_study::brief::{Brief, Flow, Losses, Recorded};

use super::exit::{headline, ratio};
use crate::language::possessive;
use crate::money_and_size;
use crate::number;
use crate::quantity::Quantity;
use crate::ranges::{self, Ranged};
use crate::shared::beyond_the_model;
use crate::text;
use crate::text::Text;
use crate::verdict;

/// Recorded goods that exceed the table's by more than this share of themselves are said first.
const FAR: f64 = 0.25;
/// A difference between two tables beyond this share of a loss is said first.
const NOTABLE: f64 = 0.02;

/// The sentences.
pub fn sentences(brief: &Brief) -> Vec<Text> {
    let mut sentences = Vec::new();
    // Both losses in percent and in money, with how much of the asymmetry is size, are one statement.
    sentences
        .extend(together(headline(brief).map(|row| verdict(brief, &row.losses)).into_iter().chain(in_money(brief))));
    sentences.extend(headline(brief).and_then(|row| beyond_the_model([-row.losses.first, -row.losses.second])));
    let said = |cautions: &[String]| cautions.iter().map(|caution| text![caution.as_str()]).collect::<Vec<_>>();
    // What makes the first figures doubtful stands right behind them.
    sentences.extend(said(&brief.cautions));
    let sides = [brief.first.name.as_str(), brief.second.name.as_str()];
    sentences.extend(brief.exit.ranges.as_ref().map(|of_pair| ranges::sentence(of_pair, sides)));
    sentences.extend(together(shares(brief).into_iter().chain(ranks(brief))));
    let beside = said(&brief.cautions_of_sides).into_iter().chain(as_published(brief));
    let far = brief.trade.flows.iter().filter_map(|flow| far_from_record(brief, flow));
    sentences.extend(together(far.chain(beside)));
    sentences.into_iter().map(Text::capitalised).collect()
}

/// Several sentences as one paragraph.
fn together(sentences: impl Iterator<Item = Text>) -> Option<Text> {
    sentences.map(Text::capitalised).reduce(|before, sentence| before.then(text![" "]).then(sentence))
}

/// Who depends more, by the one rule of the program, and what both would lose.
fn verdict(brief: &Brief, losses: &Losses) -> Text {
    let judgement = verdict::sentence(&brief.verdict, &brief.first.name, &brief.second.name);
    let end = match (ratio(brief), &brief.exit.ranges) {
        (Some(quantity), Some(of_pair)) => {
            text![", a ratio of "].then(ranges::said(quantity, Some(Ranged::of(of_pair, of_pair.ratio))))
        }
        (Some(quantity), None) => {
            let range = number::range(&quantity);
            let text = text![", a ratio of ", quantity];
            match range {
                Some(range) => text.then(text![format!(" ({range} over the trade elasticities tried)")]),
                None => text,
            }
        }
        (None, _) => text!["; no ratio is given"],
    };
    judgement.then(text![" "]).then(apart(brief, losses).capitalised()).then(end).then(text!["."])
}

/// What both would lose, or gain, as a clause.
fn apart(brief: &Brief, losses: &Losses) -> Text {
    let would = |share: f64, range: Option<Ranged>| {
        let verb = if share <= -Losses::VISIBLE { "would gain " } else { "would lose " };
        text![verb].then(ranges::said(Quantity::loss(share.abs()), range))
    };
    let ranges = brief.exit.ranges.as_ref();
    text![format!("if all trade between the two ended, {} ", brief.first.name)]
        .then(would(losses.first, ranges.map(|ranges| Ranged::of(ranges, ranges.first))))
        .then(text![format!(" of its real income and {} ", brief.second.name)])
        .then(would(losses.second, ranges.map(|ranges| Ranged::of(ranges, ranges.second))))
}

/// The losses in money, and how much of the ratio in percent is size: ratio in percent = ratio in money x ratio of sizes.
fn in_money(brief: &Brief) -> Option<Text> {
    let sides = [brief.first.name.as_str(), brief.second.name.as_str()];
    let money = [brief.exit.first_money.balanced, brief.exit.second_money.balanced];
    Some(money_and_size::sentence(sides, money, brief.exit.ratio_parts?, brief.exit.ranges.as_ref()))
}

/// The place of each side among all partners of the other, by what the other would lose without them.
fn ranks(brief: &Brief) -> Option<Text> {
    let (one, other) = (brief.exit.first_rank?, brief.exit.second_rank?);
    let (first, second) = (&brief.first.name, &brief.second.name);
    Some(text![
        "among ",
        Quantity::count(one.of),
        format!(" partners, {second} ranks "),
        Quantity::rank(one.place),
        format!(" for {first} by what losing it would cost, and {first} "),
        Quantity::rank(other.place),
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

/// Goods of a flow beside their record, where every source of the year is far above the table.
fn far_from_record(brief: &Brief, flow: &Flow) -> Option<Text> {
    let of_year = || {
        let of_flow = |row: &&Recorded| (&row.seller, &row.buyer) == (&flow.seller, &flow.buyer);
        brief.trade.recorded.iter().filter(of_flow).filter(|row| row.gap.is_some())
    };
    let nearest = of_year().min_by(|one, other| one.value.total_cmp(&other.value))?;
    let goods = flow.goods?;
    if goods >= (1.0 - FAR) * nearest.value {
        return None;
    }
    let (seller, buyer) = (super::name(brief, &flow.seller), super::name(brief, &flow.buyer));
    // The address of a source stands in the section.
    let source = nearest.source.split_once(" (http").map_or(nearest.source.as_str(), |(source, _)| source);
    Some(text![
        format!("{} goods to {buyer} are USD ", possessive(seller)),
        Quantity::money(goods),
        " here, at basic prices, and ",
        Quantity::money(nearest.value),
        format!(
            " by {source}: customs values include margins and duties up to the border, and goods that only pass through."
        )
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
