//! Sentences of the answers. Every figure in them stands in a table below them.

use unequal_world::Party;
use unequal_world::names::{capitalised, region_name};

use super::answer::{Agreement, DirectedRow, MeasureRow};
use crate::exit_cost::PairFailure;
use crate::parties::Side;

/// Rows that count one by one when the measures are polled: one for each measure.
const POLLED: [&str; 7] = [
    "partner in its imports",
    "partner in its exports",
    "dependent goods from partner, of goods imports",
    "partner in its inputs, looked through",
    "exit cost: all trade ends",
    "power over it: everything withdrawn at once",
    "real income, one sector",
];

/// Who needs whom more, by how many of the measures.
pub fn pair(rows: &[MeasureRow], first: &Party, second: &Party) -> Vec<String> {
    let polled: Vec<&MeasureRow> = rows.iter().filter(|row| POLLED.contains(&row.item.as_str())).collect();
    let votes = |more: fn(f64, f64) -> bool| {
        polled
            .iter()
            .filter(|row| matches!((row.first, row.second), (Some(one), Some(other)) if more(one, other)))
            .count()
    };
    let (for_first, for_second) = (votes(|one, other| one > other), votes(|one, other| one < other));
    let all = polled.len();
    let mut sentences = vec![match for_first.cmp(&for_second) {
        std::cmp::Ordering::Equal => {
            format!(
                "The measures are divided: by {for_first} of {all} {} needs {} more, by {for_second} less.",
                first.name, second.name
            )
        }
        order => {
            let (more, less, count) =
                if order.is_gt() { (first, second, for_first) } else { (second, first, for_second) };
            format!("{} needs {} more than the other way round by {count} of {all} measures.", more.name, less.name)
        }
    }];
    let factor = |item: &str| {
        let row = rows.iter().find(|row| row.item == item)?;
        Some((row.first?, row.second?))
    };
    if let Some((one, other)) = factor("exit cost: all trade ends") {
        sentences.push(format!(
            "If all trade between the two ended, {} would lose {:.2} % of its real income and {} {:.2} %.",
            first.name,
            100.0 * one,
            second.name,
            100.0 * other
        ));
    }
    if let Some((one, other)) = factor("exit cost under the scenario") {
        sentences.push(format!("Under the scenario it would be {:.2} % and {:.2} %.", 100.0 * one, 100.0 * other));
    }
    if let (Some((imports, theirs)), Some((exports, sold))) =
        (factor("partner in its imports"), factor("partner in its exports"))
    {
        sentences.push(format!(
            "{} has {:.1} % of {} imports and {:.1} % of its exports; {} has {:.1} % and {:.1} % of {}.",
            second.name,
            100.0 * imports,
            unequal_world::names::possessive(&first.name),
            100.0 * exports,
            first.name,
            100.0 * theirs,
            100.0 * sold,
            unequal_world::names::possessive(&second.name),
        ));
    }
    let against: Vec<&str> = polled
        .iter()
        .filter(|row| match (row.first, row.second) {
            (Some(one), Some(other)) if for_first > for_second => one < other,
            (Some(one), Some(other)) if for_first < for_second => one > other,
            _ => false,
        })
        .map(|row| row.item.as_str())
        .collect();
    if !against.is_empty() {
        sentences.push(format!("The other way round by: {}.", against.join("; ")));
    }
    sentences.iter().map(|sentence| capitalised(sentence)).collect()
}

/// Who depends most on one partner.
pub fn ranking(rows: &[DirectedRow], partner: &Side, failures: &[PairFailure]) -> Vec<String> {
    let names: Vec<String> = rows.iter().take(3).map(|row| region_name(&row.side).to_owned()).collect();
    let mut sentences = Vec::new();
    if let [first, second, third] = names.as_slice() {
        sentences.push(capitalised(&format!(
            "{first} depends most on {} of {} economies, then {second} and {third}, by the mean rank over all measures.",
            partner.name,
            rows.len()
        )));
    }
    let exit = |row: &&DirectedRow| row.values.get(5).copied().flatten().unwrap_or(f64::NEG_INFINITY);
    if let Some(row) = rows.iter().max_by(|one, other| exit(one).total_cmp(&exit(other))) {
        sentences.push(capitalised(&format!(
            "{} would lose most by parting with {}: {:.2} % of its real income.",
            region_name(&row.side),
            partner.name,
            100.0 * exit(&row)
        )));
    }
    if !failures.is_empty() {
        let names: Vec<&str> = failures
            .iter()
            .map(|failure| region_name(if failure.first == partner.code { &failure.second } else { &failure.first }))
            .collect();
        sentences.push(capitalised(&format!(
            "{} cannot part with {} at all in this model, which finds no equilibrium: no exit cost, and no rank by it.",
            names.join(", "),
            partner.name
        )));
    }
    sentences
}

/// How far the largest estimates are from the solved losses.
pub fn estimates(checked: &[(f64, f64)]) -> String {
    let ratios: Vec<f64> =
        checked.iter().filter(|(_, exact)| *exact > 0.0).map(|(estimated, exact)| estimated / exact - 1.0).collect();
    if ratios.is_empty() {
        return String::new();
    }
    let mean = ratios.iter().sum::<f64>() / ratios.len() as f64;
    let farthest =
        ratios.iter().copied().fold(0.0, |far: f64, ratio| if ratio.abs() > far.abs() { ratio } else { far });
    format!(
        " The {} largest were solved for comparison: the estimates are {:+.0} % off on average, {:+.0} % at most.",
        ratios.len(),
        100.0 * mean,
        100.0 * farthest
    )
}

/// How alike the measures are over all pairs.
pub fn agreement(found: &[Agreement], pairs: usize, exact: bool) -> Vec<String> {
    let told = |agreement: &Agreement| {
        format!("{} and {} ({:.2})", agreement.one, agreement.other, agreement.spearman.unwrap_or(f64::NAN))
    };
    let mut sentences = vec![format!(
        "Nine measures of how much one economy depends on another, for {pairs} directed pairs{}.",
        if exact { "" } else { ", exit costs estimated" }
    )];
    let mut alike = found.iter().filter(|agreement| agreement.comparable);
    if let (Some(least), Some(most)) = (alike.next(), alike.next_back()) {
        sentences.push(format!(
            "Most alike in their order are {}, least {} (Spearman's rank correlation; 1 is the same order, 0 none).",
            told(most),
            told(least)
        ));
    }
    sentences.push(
        "Asymmetry and power balance compare the two sides instead of measuring one, so they order partnerships otherwise \
         by construction."
            .to_owned(),
    );
    sentences
}
