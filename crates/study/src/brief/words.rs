//! The brief's sentences. Every figure in them stands in a block below them.

use unequal_world::names::{capitalised, possessive};
use unequal_world::{GroupBook, Party};

use super::answer::{EmbargoBlock, ExitBlock, LineBlock, TradeBlock};
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
    if let Some(row) = exit.rows.iter().find(|row| row.headline) {
        let (more, less, ratio) = if row.losses.ratio >= 1.0 {
            (first, second, row.losses.ratio)
        } else {
            (second, first, 1.0 / row.losses.ratio)
        };
        let (larger, smaller) = (row.losses.first.max(row.losses.second), row.losses.first.min(row.losses.second));
        let range = ratio_range(exit);
        sentences.push(format!(
            "{} needs {} more than the other way round: if the two stopped trading, {} would lose {:.2} % of its real \
             income and {} {:.2} %, {:.1} times less (from {:.1} to {:.1} times over the trade elasticities tried).",
            more.name,
            less.name,
            more.name,
            100.0 * larger,
            less.name,
            100.0 * smaller,
            ratio,
            range.0,
            range.1
        ));
    }
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
            "Under a complete embargo by {}, the exit costs become {:.2} % for {} and {:.2} % for {} \
             (ratio {}).",
            embargo.map_or("", |block| block.coalition_name.as_str()),
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

/// Smallest and largest ratio over the elasticity sets, larger side over smaller.
fn ratio_range(exit: &ExitBlock) -> (f64, f64) {
    let upward = exit.rows.iter().find(|row| row.headline).is_none_or(|row| row.losses.ratio >= 1.0);
    let ratios = exit.rows.iter().map(|row| if upward { row.losses.ratio } else { 1.0 / row.losses.ratio });
    ratios.fold((f64::INFINITY, 0.0), |(least, most), ratio| (f64::min(least, ratio), f64::max(most, ratio)))
}

/// How the ratio of exit costs moved between the first and the last table.
fn reversal(line: &LineBlock, first: &Party, second: &Party) -> Option<String> {
    let (start, end) = (line.points.first()?, line.points.last()?);
    if start.year == end.year {
        return None;
    }
    let (early, late) = (start.losses.ratio, end.losses.ratio);
    let verdict = if (early < 1.0) != (late < 1.0) {
        "the roles reversed over these years".to_owned()
    } else {
        let dependent = if late >= 1.0 { first } else { second };
        let moved = (late / early).ln().abs();
        let how = match (moved < 0.1, (late > early) == (late >= 1.0)) {
            (true, _) => "about as much as before",
            (false, true) => "and more so than before",
            (false, false) => "but less so than before",
        };
        format!("{} was the dependent side throughout, {how}", dependent.name)
    };
    Some(format!(
        "The ratio of exit costs, {} to {}, was {} in {} and {} in {}: {verdict}.",
        first.name,
        second.name,
        ratio_words(early),
        start.year,
        ratio_words(late),
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
