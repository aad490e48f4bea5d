//! The brief's sentences. Every figure in them stands in a block below them.

use unequal_world::Party;

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
        let (more, less, ratio) =
            if row.losses.ratio >= 1.0 { (first, second, row.losses.ratio) } else { (second, first, 1.0 / row.losses.ratio) };
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
            "In {} {} supplied {:.1} % of {}'s imports; {} supplied {:.1} % of {}'s.",
            pair.table.year(),
            second.name,
            100.0 * to_first.share_of_buyers_imports,
            first.name,
            first.name,
            100.0 * to_second.share_of_buyers_imports,
            second.name
        ));
    }
    if let Some(row) = embargo.and_then(|block| block.rows.iter().find(|row| row.headline)) {
        sentences.push(format!(
            "Under a complete embargo by the {}, the exit costs become {:.2} % and {:.2} % ({:.1} to 1).",
            embargo.map_or("", |block| block.coalition_name.as_str()),
            100.0 * row.after.first,
            100.0 * row.after.second,
            row.after.ratio
        ));
    }
    sentences.extend(reversal(line, first, second));
    sentences
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
    let verdict = if (early < 1.0) != (late < 1.0) { "the roles have reversed" } else { "the roles have not reversed" };
    Some(format!(
        "The ratio of exit costs, {} to {}, was {early:.1} in {} and is {late:.1} in {}: {verdict}.",
        first.name, second.name, start.year, end.year
    ))
}

/// How groups were treated, if there is one.
pub fn grouping(pair: &Pair, grouping: Grouping) -> Option<String> {
    let groups: Vec<&Party> = [&pair.first, &pair.second].into_iter().filter(|party| party.is_group()).collect();
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
        .map(|party| format!(" Not shown separately in this table and left out of {}: {}.", party.code, party.missing.join(", ")))
        .collect();
    Some(format!("{how}{}", missing.concat()))
}
