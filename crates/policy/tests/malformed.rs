//! Scenario files that are wrong: each is refused at the place of the planted mistake.
//!
//! The cases stand in `malformed/`, whose README explains how they are written. Mistakes that can be made
//! everywhere are planted here at each place of a valid file. What is expected is stated by whoever plants
//! the mistake, never taken from the program's answer.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod notation;
mod planted;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use notation::{Case, family};
use unequal_policy::scenario::{Scenario, ScenarioError};
use unequal_world::{EconomyTable, embedded};

static TABLE: LazyLock<EconomyTable> = LazyLock::new(|| embedded::table(2022).unwrap());

const FAMILIES: [(&str, &str); 17] = [
    ("keys", include_str!("malformed/keys.txt")),
    ("tables", include_str!("malformed/tables.txt")),
    ("names", include_str!("malformed/names.txt")),
    ("groups", include_str!("malformed/groups.txt")),
    ("numbers", include_str!("malformed/numbers.txt")),
    ("years_and_days", include_str!("malformed/years_and_days.txt")),
    ("words", include_str!("malformed/words.txt")),
    ("between_measures", include_str!("malformed/between_measures.txt")),
    ("bytes", include_str!("malformed/bytes.txt")),
    ("marks", include_str!("malformed/marks.txt")),
    ("payments", include_str!("malformed/payments.txt")),
    ("currency", include_str!("malformed/currency.txt")),
    ("routes", include_str!("malformed/routes.txt")),
    ("local_production", include_str!("malformed/local_production.txt")),
    ("price_cap", include_str!("malformed/price_cap.txt")),
    ("controls", include_str!("malformed/controls.txt")),
    ("time", include_str!("malformed/time.txt")),
];

/// The valid files in which mistakes are planted: every table, every key.
const VALID: &str = r#"title = "Everything at once"
description = "Each table with each of its keys"
year = 2022
trade_elasticity = 5.5
deficits = "share"
horizon = 2

[groups]
FRIENDS = ["IDN", "G7", "TWN"]

[pair]
first = "RUS"
second = "CHN"

[[tariff]]
name = "duty"
by = "USA"
on = ["CHN", "friends"]
rate = 0.25
kind = "added"
sectors = ["C26", "Machinery", "H5*"]
since = 2018-07-06
sources = ["a paper"]
note = "a remark"

[[embargo]]
name = "stop"
by = "WEST"
on = "RUS"
direction = "exports"
sectors = "goods"
since = 2022-02-24
sources = ["a law"]
note = "a remark"

[[export_tax]]
name = "tax"
by = "RUS"
on = "WORLD"
rate = 0.3
kind = "level"
sectors = "Crude oil"
since = 2022-02-24
sources = ["a law"]
note = "a remark"

[[iceberg]]
name = "detour"
from = "CHN"
to = "EU27"
cost = 0.1
sectors = "C20"
since = 2022-02-24
sources = ["a guess"]
note = "a remark"
"#;

const FRICTIONS: &str = include_str!("malformed/frictions.toml");

fn read(case: &Case) -> Result<Scenario, Box<ScenarioError>> {
    // Which years have tables is a matter of the program's own tables.
    if case.family == "years_and_days" {
        return Scenario::parse("case.toml", &case.bytes);
    }
    Scenario::parse_for("case.toml", &case.bytes, &TABLE)
}

/// What is wrong with the answer to a case, if anything is.
fn complaint(case: &Case) -> Option<String> {
    let text = String::from_utf8_lossy(&case.bytes);
    let shown: String = text.chars().take(600).collect();
    let Err(error) = read(case) else { return Some(format!("accepted\n{shown}")) };
    let lines: Vec<&str> = text.split('\n').collect();
    let message = error.to_string();
    let lacking = case.words.iter().find(|word| !message.contains(word.as_str()));
    let problem = if (error.line, error.column) != case.place {
        format!("expected at {}:{}", case.place.0, case.place.1)
    } else if let Some(word) = lacking {
        format!("the message lacks `{word}`")
    } else if lines
        .get(error.line - 1)
        .is_none_or(|line| line.trim_end_matches('\r') != error.source_line.trim_end_matches('\r'))
    {
        format!("the line shown is not line {} of the file", error.line)
    } else if error.column > error.source_line.chars().count() + 1 {
        "the column is outside the line".to_owned()
    } else if !error.drawn().contains('^') || error.problem.to_string().is_empty() {
        "nothing is marked or said".to_owned()
    } else {
        return None;
    };
    let drawn: String = error.drawn().chars().take(800).collect();
    Some(format!("{problem}\n{drawn}"))
}

#[test]
fn every_malformed_file_is_refused_at_its_mistake() {
    for valid in [VALID, FRICTIONS] {
        Scenario::parse_for("valid.toml", valid.as_bytes(), &TABLE).unwrap_or_else(|error| panic!("{}", error.drawn()));
    }
    let mut cases: Vec<Case> = FAMILIES.iter().flat_map(|(name, text)| family(name, text)).collect();
    let by_hand = cases.len();
    cases.extend(planted::everywhere(VALID));
    cases.extend(planted::misspelt_countries(VALID));
    cases.extend(planted::everywhere(FRICTIONS));
    let distinct: BTreeSet<&[u8]> = cases.iter().map(|case| case.bytes.as_slice()).collect();
    if distinct.len() != cases.len() {
        let mut seen = BTreeSet::new();
        let again = cases.iter().find(|case| !seen.insert(case.bytes.as_slice())).unwrap();
        panic!("the case {} of {} stands twice", again.number, again.family);
    }
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|case| complaint(case).map(|why| format!("{} {}: {why}", case.family, case.number)))
        .collect();
    println!("{} malformed files: {by_hand} by hand, {} planted", cases.len(), cases.len() - by_hand);
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n\n"));
    assert!(cases.len() >= 2000 && by_hand >= 1000, "only {}, {by_hand} by hand", cases.len());
}

/// Truncated anywhere a file may happen to be whole; if it is not, the place is in what is left.
#[test]
fn a_file_cut_short_anywhere_is_read_or_refused_inside() {
    let cuts = [VALID, FRICTIONS].into_iter().flat_map(|valid| (0..valid.len()).map(move |end| &valid[..end]));
    for cut in cuts {
        if let Err(error) = Scenario::parse_for("cut.toml", cut.as_bytes(), &TABLE) {
            let lines: Vec<&str> = cut.split('\n').collect();
            assert!(error.line <= lines.len(), "{}", error.drawn());
            assert!(error.column <= lines[error.line - 1].chars().count() + 1, "{}", error.drawn());
        }
    }
}
