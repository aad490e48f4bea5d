//! The brief's sentences. Every figure in them stands in a block below them.

use unequal_world::names::{capitalised, possessive};
use unequal_world::{GroupBook, Party};

use super::answer::{EmbargoBlock, ExitBlock, TradeBlock};
use crate::annual::{LineBlock, LinePoint};
use crate::losses::Losses;
use crate::parties::{Grouping, Pair};

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
            "Under a complete embargo by {} on {}, the exit costs become {:.2} % for {} and {:.2} % for {} ({}).",
            embargo.map_or("", |block| block.coalition_name.as_str()),
            embargo.map_or("", |block| block.target_name.as_str()),
            100.0 * row.after.first,
            first.name,
            100.0 * row.after.second,
            second.name,
            match row.after.comparable() {
                Some(ratio) => format!("ratio {}", ratio_words(ratio)),
                None => NO_RATIO.to_owned(),
            }
        ));
    }
    sentences.extend(reversal(line, first, second));
    sentences.iter().map(|sentence| capitalised(sentence)).collect()
}

/// A loss below this share of real income prints as zero, and a ratio of such losses says nothing.
const VISIBLE: f64 = 5e-5;

/// What stands instead of a ratio where a side would lose nothing or gain.
const NO_RATIO: &str = "no ratio";

/// Who needs whom more, unless the losses are too small or the sign hangs on the elasticity.
fn verdict(first: &Party, second: &Party, exit: &ExitBlock, losses: &Losses) -> String {
    let apart = apart(first, second, losses);
    if losses.first.max(losses.second) < VISIBLE {
        return format!("Neither needs the other much: {apart}.");
    }
    let all = || exit.rows.iter().map(|row| &row.losses);
    let ratios: Option<Vec<f64>> = all().map(Losses::comparable).collect();
    let range = ratios.map(|ratios| {
        let least = ratios.iter().copied().fold(f64::INFINITY, f64::min);
        let most = ratios.iter().copied().fold(0.0, f64::max);
        // The less lopsided first, on whichever side.
        let [one, other] = if most <= 1.0 { [most, least] } else { [least, most] };
        format!("between {} and {} over the trade elasticities tried", ratio_words(one), ratio_words(other))
    });
    if all().any(|losses| losses.first < losses.second) && all().any(|losses| losses.first > losses.second) {
        return format!(
            "About even, and which side needs the other more depends on the trade elasticity: {apart} ({}).",
            range.map_or_else(|| NO_RATIO.to_owned(), |range| format!("ratio {range}"))
        );
    }
    let (more, less) = if losses.first >= losses.second { (first, second) } else { (second, first) };
    let ratio = match (losses.comparable(), range) {
        (Some(ratio), Some(range)) => format!("a ratio of {} ({range})", ratio_words(ratio)),
        (Some(ratio), None) => {
            format!("a ratio of {} (but none under every trade elasticity tried)", ratio_words(ratio))
        }
        (None, _) => NO_RATIO.to_owned(),
    };
    format!("{} needs {} more than the other way round: {apart}, {ratio}.", more.name, less.name)
}

/// What both would lose, or gain, as a clause.
fn apart(first: &Party, second: &Party, losses: &Losses) -> String {
    let beginning = format!("if the two stopped trading, {}", first.name);
    let would = |share: f64| {
        let verb = if share <= -VISIBLE { "gain" } else { "lose" };
        format!("would {verb} {:.2} %", 100.0 * share.abs())
    };
    let (one, other) = (would(losses.first), would(losses.second));
    if losses.first.min(losses.second) > -VISIBLE {
        return format!(
            "{beginning} {one} of its real income and {} {:.2} %",
            second.name,
            100.0 * losses.second.abs()
        );
    }
    format!("{beginning} {one} of its real income and {} {other}", second.name)
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
    let above = within.iter().filter(|point| point.losses.first >= point.losses.second).count();
    let verdict = if above == within.len() || above == 0 {
        let dependent = if above == 0 { second } else { first };
        format!("{} was the dependent side in each of these years", dependent.name)
    } else if (start.losses.first < start.losses.second) != (end.losses.first < end.losses.second) {
        "the roles reversed in between".to_owned()
    } else {
        "with the other side the more dependent one in some years between".to_owned()
    };
    let other = if last.source == end.source {
        String::new()
    } else {
        let estimated = if last.estimated { ", final demand estimated" } else { "" };
        format!(" {} from another source{estimated}: {}.", last.year, ratio_or_none(&last.losses))
    };
    Some(format!(
        "The ratio of exit costs, {} to {}, was {} in {} and {} in {}: {verdict}.{other}",
        first.name,
        second.name,
        ratio_or_none(&start.losses),
        start.year,
        ratio_or_none(&end.losses),
        end.year
    ))
}

/// A ratio with its larger side first or second: `10.7 to 1`, `1 to 2.4`.
fn ratio_words(ratio: f64) -> String {
    if ratio >= 1.0 { format!("{ratio:.1} to 1") } else { format!("1 to {:.1}", 1.0 / ratio) }
}

fn ratio_or_none(losses: &Losses) -> String {
    losses.comparable().map_or_else(|| NO_RATIO.to_owned(), ratio_words)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brief::{ExitRow, LossInMoney};

    fn party(code: &str, name: &str) -> Party {
        Party { code: code.to_owned(), name: name.to_owned(), members: vec![0], missing: Vec::new() }
    }

    /// A block with the given losses of both sides, the first row the headline.
    fn said(rows: &[(f64, f64)]) -> String {
        let losses = |(first, second): (f64, f64)| Losses {
            first,
            second,
            ratio: first / second,
            evaluations: 1,
            residual: 0.0,
        };
        let row = |(place, row): (usize, &(f64, f64))| ExitRow {
            elasticity: place.to_string(),
            headline: place == 0,
            losses: losses(*row),
        };
        let exit = ExitBlock {
            rows: rows.iter().enumerate().map(row).collect(),
            first_money: LossInMoney::default(),
            second_money: LossInMoney::default(),
            elasticity_source: String::new(),
            evidence: crate::Evidence {
                grade: crate::Grade::B,
                source: String::new(),
                estimated_briefly: None,
                estimated: Vec::new(),
                changes: Vec::new(),
                caveats: Vec::new(),
            },
        };
        verdict(&party("A", "Aland"), &party("B", "Bland"), &exit, &losses(rows[0]))
    }

    #[test]
    fn a_side_that_would_gain_needs_the_other_less_and_there_is_no_ratio() {
        assert_eq!(
            said(&[(0.02, -0.01)]),
            "Aland needs Bland more than the other way round: if the two stopped trading, Aland would lose 2.00 % of its \
             real income and Bland would gain 1.00 %, no ratio."
        );
        assert!(said(&[(-0.01, 0.02)]).starts_with("Bland needs Aland more"));
        let usual = said(&[(0.02, 0.01), (0.04, 0.01)]);
        assert!(
            usual.contains(
                "lose 2.00 % of its real income and Bland 1.00 %, a ratio of 2.0 to 1 (between 2.0 to 1 and 4."
            )
        );
        assert!(said(&[(0.02, 0.01), (0.01, 0.02)]).starts_with("About even"));
        assert!(said(&[(0.02, 0.01), (0.02, -0.01)]).contains("but none under every trade elasticity"));
    }
}
