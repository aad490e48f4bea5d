//! The sentences of a run. Every figure in them stands in a table below them.

use unequal_world::names::{capitalised, verb};

use super::answer::{MeasureSummary, PairOutcome, PartyOutcome};

/// A change below this share of real income prints as zero.
const VISIBLE: f64 = 5e-5;

/// A change below this one is not told from none: it is of the order of what a solve leaves.
const NOTHING: f64 = 1e-8;

/// The answer in a few sentences. `when` says how long after the shock, where the file has more than one answer to that.
pub fn headline(
    parties: &[PartyOutcome],
    measures: &[MeasureSummary],
    pair: Option<&PairOutcome>,
    when: Option<&str>,
) -> Vec<String> {
    let named: Vec<&PartyOutcome> = parties.iter().filter(|party| party.code != "WORLD").collect();
    let clauses: Vec<String> = named.iter().take(4).map(|party| change(&party.name, party.together)).collect();
    let how = if measures.len() == 1 { "With the measure" } else { "With all measures together" };
    let mut sentences = Vec::new();
    // Measures by everybody on everybody name nobody but the world, which has a sentence of its own.
    if !clauses.is_empty() {
        sentences.push(match when {
            Some(when) => format!("{how}, {when}, {}.", joined(&clauses)),
            None => format!("{how} {}.", joined(&clauses)),
        });
    }
    let moved = if named.is_empty() { parties.iter().collect() } else { named.clone() };
    let alone = shares_of_measures(&moved, measures);
    if !named.is_empty() {
        sentences.extend(alone.clone());
    }
    if let Some(world) = parties.iter().find(|party| party.code == "WORLD") {
        let clause = change(&world.name, world.together);
        let money = world.money.real_income.abs() / 1000.0;
        let start = match (named.is_empty(), when) {
            (true, Some(when)) => format!("{how}, {when},"),
            (true, None) => how.to_owned(),
            (false, _) => "In sum".to_owned(),
        };
        sentences.push(if world.together.abs() >= VISIBLE {
            format!("{start} {clause}, worth USD {money:.1} bn a year.")
        } else if money >= 0.05 {
            let verb = if world.money.real_income < 0.0 { "loses" } else { "gains" };
            format!("{start} the world {verb} less than 0.01 % of real income, worth USD {money:.1} bn a year.")
        } else {
            format!("{start} {clause}.")
        });
    }
    if named.is_empty() {
        sentences.extend(alone);
    }
    if let Some(pair) = pair {
        let (before, after) = (&pair.before, &pair.after);
        sentences.push(format!(
            "If {} and {} stopped trading, they would lose {:.2} % and {:.2} % of real income without the measures, and \
             {:.2} % and {:.2} % under them.",
            pair.first_name,
            pair.second_name,
            100.0 * before.first_exit_cost,
            100.0 * before.second_exit_cost,
            100.0 * after.first_exit_cost,
            100.0 * after.second_exit_cost
        ));
    }
    sentences.iter().map(|sentence| capitalised(sentence)).collect()
}

/// What each measure does alone to the party that moves most, so that no measure is charged with another's effect.
fn shares_of_measures(named: &[&PartyOutcome], measures: &[MeasureSummary]) -> Option<String> {
    if measures.len() < 2 {
        return None;
    }
    let party = named.iter().max_by(|left, right| left.together.abs().total_cmp(&right.together.abs()))?;
    let mut parts: Vec<(usize, f64)> = party.alone.iter().copied().enumerate().collect();
    parts.sort_by(|left, right| right.1.abs().total_cmp(&left.1.abs()));
    let clause = |(measure, share): &(usize, f64)| {
        let name = &measures.get(*measure)?.name;
        let sign = if *share < 0.0 { "-" } else { "+" };
        Some(match share.abs() {
            below if below < VISIBLE => format!("({}) {name} 0.00 %", measure + 1),
            size => format!("({}) {name} {sign}{:.2} %", measure + 1, 100.0 * size),
        })
    };
    let clauses: Vec<String> = parts.iter().take(MOST_NAMED).filter_map(clause).collect();
    let left = match parts.len().saturating_sub(MOST_NAMED) {
        0 => String::new(),
        more => format!(" ({more} more in the table)"),
    };
    Some(format!("each alone, for {}: {} of real income{left}.", party.name, clauses.join(", ")))
}

/// Measures that a sentence names at most.
const MOST_NAMED: usize = 4;

/// How long after the shock the answer holds, where the file says so or also asks for dates.
pub fn when(horizon: Option<f64>, dated: bool) -> Option<String> {
    match horizon {
        Some(1.0) => Some("a year after the shock".to_owned()),
        Some(years) => Some(format!("{years} years after the shock")),
        None => dated.then(|| "in the long run".to_owned()),
    }
}

fn change(name: &str, share: f64) -> String {
    if share.abs() < NOTHING {
        let neither = verb(name, "neither gains nor loses", "neither gain nor lose");
        return format!("{name} {neither}");
    }
    let verb = if share < 0.0 { verb(name, "loses", "lose") } else { verb(name, "gains", "gain") };
    if share.abs() < VISIBLE {
        return format!("{name} {verb} less than 0.005 % of real income");
    }
    format!("{name} {verb} {:.2} % of real income", 100.0 * share.abs())
}

fn joined(clauses: &[String]) -> String {
    match clauses {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{}, and {last}", first.join(", ")),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::super::answer::Money;
    use super::*;

    fn party(name: &str, alone: &[f64], together: f64) -> PartyOutcome {
        let interaction = together - alone.iter().sum::<f64>();
        let money = Money::default();
        PartyOutcome {
            code: name.to_uppercase(),
            name: name.to_owned(),
            members: 1,
            member_codes: Vec::new(),
            alone: alone.to_vec(),
            together,
            interaction,
            money,
        }
    }

    fn measure(name: &str) -> MeasureSummary {
        MeasureSummary {
            name: name.to_owned(),
            kind: "tariff".to_owned(),
            words: String::new(),
            trade: 0.0,
            recorded_trade: 0.0,
            since: None,
            sources: Vec::new(),
            note: None,
            missing: Vec::new(),
            repeated: Vec::new(),
            findings: Vec::new(),
        }
    }

    #[test]
    fn each_measure_is_charged_with_its_own() {
        let parties = [party("Aland", &[-0.0001, -0.03], -0.031), party("Bland", &[0.0, 0.00002], 0.00002)];
        let said = headline(&parties, &["threat", "embargo"].map(measure), None, None);
        assert_eq!(
            said,
            [
                "With all measures together Aland loses 3.10 % of real income, and Bland gains less than 0.005 % of real \
                 income.",
                "Each alone, for Aland: (2) embargo -3.00 %, (1) threat -0.01 % of real income.",
            ]
        );
        let one = headline(&parties, &[measure("embargo")], None, None);
        assert_eq!(one.len(), 1);
        let none = [party("Aland", &[1e-11, 0.0], 1e-11)];
        assert!(headline(&none, &["a", "b"].map(measure), None, None)[0].contains("Aland neither gains nor loses."));
        let many = [party("Aland", &[-0.01, -0.02, -0.03, -0.04, -0.05], -0.15)];
        let said = headline(&many, &["a", "b", "c", "d", "e"].map(measure), None, None);
        assert!(said[1].ends_with("(2) b -2.00 % of real income (1 more in the table)."), "{said:?}");
    }
}
