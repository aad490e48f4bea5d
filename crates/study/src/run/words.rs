//! The sentences of a run. Every figure in them stands in a table below them.

use unequal_world::names::{capitalised, verb};

use super::answer::{PairOutcome, PartyOutcome};

/// A change below this share of real income prints as zero.
const VISIBLE: f64 = 5e-5;

/// The answer in a few sentences. `when` says how long after the shock, where the file has more than one answer to that.
pub fn headline(
    parties: &[PartyOutcome],
    measures: usize,
    pair: Option<&PairOutcome>,
    when: Option<&str>,
) -> Vec<String> {
    let named: Vec<&PartyOutcome> = parties.iter().filter(|party| party.code != "WORLD").collect();
    let clauses: Vec<String> = named.iter().take(4).map(|party| change(&party.name, party.together)).collect();
    let how = if measures == 1 { "With the measure" } else { "With all measures together" };
    let mut sentences = vec![match when {
        Some(when) => format!("{how}, {when}, {}.", joined(&clauses)),
        None => format!("{how} {}.", joined(&clauses)),
    }];
    if let Some(world) = parties.iter().find(|party| party.code == "WORLD") {
        let clause = change(&world.name, world.together);
        let money = world.money.real_income.abs() / 1000.0;
        sentences.push(if world.together.abs() >= VISIBLE {
            format!("In sum {clause}, worth USD {money:.1} bn a year.")
        } else if money >= 0.05 {
            let verb = if world.money.real_income < 0.0 { "loses" } else { "gains" };
            format!("In sum the world {verb} less than 0.01 % of real income, worth USD {money:.1} bn a year.")
        } else {
            format!("In sum {clause}.")
        });
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

/// How long after the shock the answer holds, where the file says so or also asks for dates.
pub fn when(horizon: Option<f64>, dated: bool) -> Option<String> {
    match horizon {
        Some(1.0) => Some("a year after the shock".to_owned()),
        Some(years) => Some(format!("{years} years after the shock")),
        None => dated.then(|| "in the long run".to_owned()),
    }
}

fn change(name: &str, share: f64) -> String {
    if share.abs() < VISIBLE {
        let neither = verb(name, "neither gains nor loses", "neither gain nor lose");
        return format!("{name} {neither} visibly");
    }
    let verb = if share < 0.0 { verb(name, "loses", "lose") } else { verb(name, "gains", "gain") };
    format!("{name} {verb} {:.2} % of real income", 100.0 * share.abs())
}

fn joined(clauses: &[String]) -> String {
    match clauses {
        [] => "nobody is concerned".to_owned(),
        [one] => one.clone(),
        [first @ .., last] => format!("{}, and {last}", first.join(", ")),
    }
}
