//! The answer in a few sentences. Every number in them stands in a table of the document.

use std::cmp::Ordering;

use unequal_study::Losses;
use unequal_study::run::{MeasureSummary, PairOutcome, PartyOutcome, RunAnswer};
use unequal_study::uncertainty::Interval;

use super::{moved_most, sure};
use crate::language::agree;
use crate::quantity::Quantity;
use crate::ranges::{self, Ranged};
use crate::shared::beyond_the_model;
use crate::text;
use crate::text::Text;

/// A change of real income smaller than this share is said to be none: it is the solver's tolerance.
const NOTHING: f64 = 1e-9;
/// Parties that a sentence names at most.
const PARTIES: usize = 4;
/// Measures that a sentence names at most.
const MEASURES: usize = 4;

/// The sentences.
pub fn sentences(run: &RunAnswer) -> Vec<Text> {
    let named: Vec<&PartyOutcome> = run.parties.iter().filter(|party| !party.is_world()).collect();
    let world = run.parties.iter().find(|party| party.is_world());
    let how = how(run);
    let mut sentences = Vec::new();
    sentences.extend(added_by_the_later(run, &moved_most(run)));
    let clauses: Vec<Text> =
        named.iter().take(PARTIES).map(|party| change(party).then(sure::bracket(run, party))).collect();
    if !clauses.is_empty() {
        let link = if clauses.len() == 1 { "" } else { "," };
        sentences.push(text![how.clone(), ", "].then(joined(clauses, link)).then(text!["."]));
    }
    sentences.extend(beyond_the_model(run.regions.iter().map(|region| region.together)));
    let alone = (!named.is_empty()).then(|| each_alone(run, &moved_most(run))).flatten();
    sentences.extend(alone);
    if let Some(world) = world {
        let start = if named.is_empty() { text![how, ", "] } else { text!["In total, "] };
        sentences.push(start.then(of_world(run, world)));
        if named.is_empty() {
            sentences.extend(each_alone(run, &[world]));
        }
    }
    sentences.extend(run.pair.as_ref().map(|pair| of_pair(run, pair)));
    sentences.extend(sure::sentence(run, &moved_most(run)));
    sentences.into_iter().map(Text::capitalised).collect()
}

/// With which measures, and when.
fn how(run: &RunAnswer) -> String {
    let how = if run.measures.len() == 1 { "with the measure" } else { "with all measures together" };
    match run.elasticity.years() {
        Some(1.0) => format!("{how}, one year after the shock"),
        Some(years) => format!("{how}, {years} years after the shock"),
        None if run.path.is_empty() => how.to_owned(),
        None => format!("{how}, in the long run"),
    }
}

/// What a party gains or loses.
fn change(party: &PartyOutcome) -> Text {
    let name = &party.name;
    let (loses, gains) = (agree(name, "loses", "lose"), agree(name, "gains", "gain"));
    match party.together {
        none if none.abs() < NOTHING => {
            text![name, " ", agree(name, "neither gains nor loses", "neither gain nor lose")]
        }
        small if small.abs() < Losses::VISIBLE => {
            text![name, " ", if small < 0.0 { loses } else { gains }, " less than 0.005 % of real income"]
        }
        share => text![
            name,
            " ",
            if share < 0.0 { loses } else { gains },
            " ",
            Quantity::loss(share.abs()),
            " of real income"
        ],
    }
}

fn of_world(run: &RunAnswer, world: &PartyOutcome) -> Text {
    let money = world.money.real_income;
    let change = change(world).then(sure::bracket(run, world));
    if money.abs() < 50.0 {
        return change.then(text!["."]);
    }
    change.then(text![": USD ", Quantity::money(money.abs()), " a year."])
}

/// What the later of two dated measures adds to the earlier one, for the party that both move most: a reader who asks
/// about the later one must not take the effect of both for its own.
fn added_by_the_later(run: &RunAnswer, parties: &[&PartyOutcome]) -> Option<Text> {
    let ([first, second], [party, ..]) = (&run.measures[..], parties) else { return None };
    let [first_alone, second_alone] = party.alone[..] else { return None };
    let (first_since, second_since) = (first.since.as_ref()?, second.since.as_ref()?);
    // Dates are written year first, so that they compare as text.
    let (earlier, later, alone) = match first_since.cmp(second_since) {
        Ordering::Less => (first, second, first_alone),
        Ordering::Greater => (second, first, second_alone),
        Ordering::Equal => return None,
    };
    let added = party.together - alone;
    let start = format!("On top of \u{201c}{}\u{201d}, \u{201c}{}\u{201d} ", earlier.name, later.name);
    let start = text![start];
    if added.abs() < NOTHING {
        return Some(start.then(text!["changes nothing for ", &party.name, "."]));
    }
    let verb = if added < 0.0 { "costs " } else { "gives " };
    let how = if added * alone > 0.0 { " a further " } else { " " };
    let back = if added > 0.0 && alone < 0.0 { " of real income back." } else { " of real income." };
    Some(start.then(text![verb, &party.name, how, Quantity::loss(added.abs()), back]))
}

/// What each measure does alone to the party that moves most, so that no measure is charged with another's effect.
fn each_alone(run: &RunAnswer, parties: &[&PartyOutcome]) -> Option<Text> {
    if run.measures.len() < 2 {
        return None;
    }
    let party = parties.first()?;
    let mut parts: Vec<(&MeasureSummary, f64)> = run.measures.iter().zip(party.alone.iter().copied()).collect();
    parts.sort_by(|left, right| right.1.abs().total_cmp(&left.1.abs()));
    let more = parts.len().saturating_sub(MEASURES);
    let mut clauses: Vec<Text> =
        parts.iter().take(MEASURES).enumerate().map(|(place, part)| alone(&party.name, part, place == 0)).collect();
    if more > 0 {
        clauses.push(format!("{more} more measures stand in the table").into());
    }
    Some(text!["of the measures, "].then(joined(clauses, ",")).then(text!["."]))
}

/// What one measure alone does to a party, which the first of several clauses names.
fn alone(party: &str, (measure, share): &(&MeasureSummary, f64), first: bool) -> Text {
    let (whom, income) = if first { (party, " of real income") } else { ("it", "") };
    let start = text![format!("\u{201c}{}\u{201d} alone ", measure.name)];
    match *share {
        none if none.abs() < NOTHING => start.then(text!["changes nothing for ", whom]),
        share if share < 0.0 => start.then(text!["costs ", whom, " ", Quantity::loss(-share), income]),
        share => start.then(text!["gives ", whom, " ", Quantity::loss(share), income]),
    }
}

fn of_pair(run: &RunAnswer, pair: &PairOutcome) -> Text {
    let (before, after) = (&pair.before, &pair.after);
    let studies = run.ranges.as_ref().map_or(0, |ranges| ranges.studies);
    let ranges = run.ranges.as_ref().and_then(|ranges| ranges.pair.as_ref());
    let loss = |value: f64, range: Option<Interval>| {
        ranges::said(Quantity::loss(value), range.map(|range| Ranged::by(studies, range)))
    };
    text![format!("if {} and {} stopped trading, they would lose ", pair.first_name, pair.second_name)]
        .then(loss(before.first_exit_cost, ranges.map(|ranges| ranges.first_before)))
        .then(text![" and "])
        .then(loss(before.second_exit_cost, ranges.map(|ranges| ranges.second_before)))
        .then(text![" of real income without the measures, and "])
        .then(loss(after.first_exit_cost, ranges.map(|ranges| ranges.first_after)))
        .then(text![" and "])
        .then(loss(after.second_exit_cost, ranges.map(|ranges| ranges.second_after)))
        .then(text![" with them."])
}

/// Clauses as a list, with a comma before the last `and` where clauses have verbs of their own.
fn joined(clauses: Vec<Text>, before_last: &str) -> Text {
    let last = clauses.len().saturating_sub(1);
    clauses.into_iter().enumerate().fold(Text::default(), |mut all, (place, clause)| {
        match place {
            0 => {}
            place if place == last => all.push(format!("{before_last} and ")),
            _ => all.push(", "),
        }
        all.then(clause)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_are_joined_as_in_speech() {
        let clauses = || vec!["A loses 1 %".into(), "B gains 2 %".into(), "C gains 3 %".into()];
        assert_eq!(joined(clauses(), ",").plain(), "A loses 1 %, B gains 2 %, and C gains 3 %");
        assert_eq!(joined(vec!["A".into()], "").plain(), "A");
    }
}
