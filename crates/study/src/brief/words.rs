//! The brief's sentences. Every figure in them stands in a block below them.

use unequal_world::names::{capitalised, possessive};
use unequal_world::{GroupBook, Party};

use super::answer::{EmbargoBlock, ExitBlock, LineBlock, LinePoint, Losses, TradeBlock};
use super::{Grouping, Pair};

/// The answer in a few sentences.
pub fn headline(
    pair: &Pair,
    trade: &TradeBlock,
    exit: &ExitBlock,
    embargo: Option<&EmbargoBlock>,
    line: &LineBlock,
) -> Vec<String> {
    let mut sentences = Vec::new();
    let (first, second) = (&pair.first, &pair.second);
    sentences.extend(exit.rows.iter().find(|row| row.headline).map(|row| verdict(first, second, exit, &row.losses)));
    if let [to_second, to_first] = trade.flows.as_slice() {
        sentences.push(format!(
            "In {} {} supplied {:.1} % of {} imports; {} supplied {:.1} % of {}.",
            pair.table.year(),
            second.name,
            100.0 * to_first.share_of_buyers_imports,
            possessive(&first.name),
            first.name,
            100.0 * to_second.share_of_buyers_imports,
            possessive(&second.name)
        ));
    }
    if let Some(row) = embargo.and_then(|block| block.rows.iter().find(|row| row.headline)) {
        sentences.push(format!(
            "Under a complete embargo by {} on {}, the exit costs become {:.2} % for {} and {:.2} % for {} (ratio {}).",
            embargo.map_or("", |block| block.coalition_name.as_str()),
            embargo.map_or("", |block| block.target_name.as_str()),
            100.0 * row.after.first,
            first.name,
            100.0 * row.after.second,
            second.name,
            ratio_words(row.after.ratio)
        ));
    }
    sentences.extend(reversal(line, first, second));
    sentences.iter().map(|sentence| capitalised(sentence)).collect()
}

/// A loss below this share of real income prints as zero, and a ratio of such losses says nothing.
const VISIBLE: f64 = 5e-5;

/// Who needs whom more, unless the losses are too small or the sign hangs on the elasticity.
fn verdict(first: &Party, second: &Party, exit: &ExitBlock, losses: &Losses) -> String {
    let apart = format!(
        "if the two stopped trading, {} would lose {:.2} % of its real income and {} {:.2} %",
        first.name,
        100.0 * losses.first,
        second.name,
        100.0 * losses.second
    );
    if losses.first.max(losses.second) < VISIBLE {
        return format!("Neither needs the other much: {apart}.");
    }
    let ratios = exit.rows.iter().map(|row| row.losses.ratio);
    let (least, most) =
        ratios.fold((f64::INFINITY, 0.0), |(least, most), ratio| (f64::min(least, ratio), f64::max(most, ratio)));
    if least < 1.0 && most > 1.0 {
        return format!(
            "About even, and which side needs the other more depends on the trade elasticity: {apart} (ratio from {} to {} \
             over the trade elasticities tried).",
            ratio_words(least),
            ratio_words(most)
        );
    }
    let (more, less) = if losses.ratio >= 1.0 { (first, second) } else { (second, first) };
    format!(
        "{} needs {} more than the other way round: {apart}, a ratio of {} (from {} to {} over the trade elasticities tried).",
        more.name,
        less.name,
        ratio_words(losses.ratio),
        ratio_words(least),
        ratio_words(most)
    )
}

/// How the ratio of exit costs moved within the source that has most years; another source is
/// quoted beside it, because its countries and sectors differ.
fn reversal(line: &LineBlock, first: &Party, second: &Party) -> Option<String> {
    let (start, last) = (line.points.first()?, line.points.last()?);
    let within: Vec<&LinePoint> = line.points.iter().filter(|point| point.source == start.source).collect();
    let end = within.last()?;
    if start.year == end.year {
        return None;
    }
    let above = within.iter().filter(|point| point.losses.ratio >= 1.0).count();
    let verdict = if above == within.len() || above == 0 {
        let dependent = if above == 0 { second } else { first };
        format!("{} was the dependent side in each of these years", dependent.name)
    } else if (start.losses.ratio < 1.0) != (end.losses.ratio < 1.0) {
        "the roles reversed in between".to_owned()
    } else {
        "with the other side the more dependent one in some years between".to_owned()
    };
    let other = if last.source == end.source {
        String::new()
    } else {
        let estimated = if last.estimated { ", final demand estimated" } else { "" };
        format!(" {} from another source{estimated}: {}.", last.year, ratio_words(last.losses.ratio))
    };
    Some(format!(
        "The ratio of exit costs, {} to {}, was {} in {} and {} in {}: {verdict}.{other}",
        first.name,
        second.name,
        ratio_words(start.losses.ratio),
        start.year,
        ratio_words(end.losses.ratio),
        end.year
    ))
}

/// A ratio with its larger side first or second: `10.7 to 1`, `1 to 2.4`.
fn ratio_words(ratio: f64) -> String {
    if ratio >= 1.0 { format!("{ratio:.1} to 1") } else { format!("1 to {:.1}", 1.0 / ratio) }
}

/// How groups were treated, if there is one.
pub fn grouping(pair: &Pair, grouping: Grouping, book: &GroupBook) -> Option<String> {
    let groups: Vec<&Party> =
        [&pair.first, &pair.second].into_iter().filter(|party| book.is_group(&party.code)).collect();
    if groups.is_empty() {
        return None;
    }
    let how = match grouping {
        Grouping::AfterSolving => {
            "Groups were aggregated after solving: members are separate economies and their losses are added up in money."
        }
        Grouping::BeforeSolving => {
            "Groups were aggregated before solving: members are one economy and trade among them is domestic."
        }
    };
    let missing: Vec<String> = groups
        .iter()
        .filter(|party| !party.missing.is_empty())
        .map(|party| {
            format!(" Not shown separately in this table and left out of {}: {}.", party.code, party.missing.join(", "))
        })
        .collect();
    Some(format!("{how}{}", missing.concat()))
}
