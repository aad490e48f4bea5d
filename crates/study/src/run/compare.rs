//! `compare`: the same figures of several scenarios side by side.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unequal_policy::scenario::Scenario;
use unequal_world::{Party, WORLD, apart};

use super::answer::{Comparison, ComparisonRow, PairState, RunAnswer, Subject};
use super::{Reported, RunRanges};
use crate::observer::{Observer, Steps};
use crate::source::{Source, TableSource};
use crate::{Result, Session, StudyError};

/// Several scenario files side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CompareQuestion {
    /// The scenarios, at least one.
    pub files: Vec<Source>,
    /// A table instead of those of the files' years.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<TableSource>,
    /// Whether ranges are wanted, as in `run`.
    #[serde(default = "super::wanted")]
    pub ranges: bool,
}

impl Session {
    /// Compares scenario files.
    pub fn compare(&self, question: &CompareQuestion, observer: &dyn Observer) -> Result<Comparison> {
        let source = question.table.as_ref();
        let scenarios = question.files.iter().map(|file| self.scenario(file, source)).collect::<Result<Vec<_>>>()?;
        let sure = |scenario: &Scenario| if question.ranges { RunRanges::worlds(scenario) } else { 0 };
        let total = scenarios.iter().map(|scenario| super::worlds(scenario) + sure(scenario)).sum();
        let mut comparison = compare(self, &Steps::new(observer, total, "worlds"), &scenarios, question.ranges)?;
        comparison.runs.iter_mut().for_each(|run| run.table = source.map(TableSource::short_name));
        Ok(comparison)
    }

    /// Runs the scenarios with the parties of all and the pair of the first, as far as each table
    /// has them. The observer is told of worlds.
    pub fn compare_scenarios(&self, scenarios: &[Scenario], observer: &dyn Observer) -> Result<Comparison> {
        let steps = Steps::new(observer, scenarios.iter().map(super::worlds).sum(), "worlds");
        compare(self, &steps, scenarios, false)
    }
}

fn compare(session: &Session, steps: &Steps<'_>, scenarios: &[Scenario], ranges: bool) -> Result<Comparison> {
    let Some(first) = scenarios.first() else {
        return Err(StudyError::Value {
            what: "the number of scenarios",
            value: "0".to_owned(),
            expected: "at least one".to_owned(),
        });
    };
    let mut runs = Vec::with_capacity(scenarios.len());
    for scenario in scenarios {
        let mut parties: Vec<Party> = Vec::new();
        for reported in scenarios.iter().flat_map(super::reported) {
            if let Some(party) = found(scenario, &reported)
                && !parties.iter().any(|known| known.code == party.code)
            {
                parties.push(party);
            }
        }
        let pair = first.pair().and_then(|(one, other)| {
            Some((found(scenario, &Reported::single(one))?, found(scenario, &Reported::single(other))?))
        });
        // A file's own groups may put one country on both sides.
        let pair = pair.map(|(one, other)| apart(one, other, scenario.table().regions())).transpose()?;
        let pair = pair.as_ref().or(scenario.pair());
        let mut run = super::run_with(session, steps, scenario, parties.clone(), pair)?;
        if ranges {
            run.add_ranges(session, steps, scenario, parties, pair)?;
        }
        runs.push(run);
    }
    Ok(Comparison { rows: rows(&runs), runs })
}

/// A party of another scenario in this one's table and groups.
fn found(scenario: &Scenario, Reported { party, listed }: &Reported) -> Option<Party> {
    let table = scenario.table();
    let parts = listed.iter().map(|code| scenario.groups().party(code, table.regions(), &table.name()).ok());
    let mut members: Vec<usize> =
        parts.collect::<Option<Vec<_>>>()?.into_iter().flat_map(|part| part.members).collect();
    members.sort_unstable();
    members.dedup();
    Some(Party { members, ..party.clone() })
}

fn rows(runs: &[RunAnswer]) -> Vec<ComparisonRow> {
    let mut rows: Vec<ComparisonRow> = Vec::new();
    let codes = runs.iter().flat_map(|run| run.parties.iter().map(|party| (party.code.as_str(), party.name.as_str())));
    let mut subjects: Vec<(&str, &str)> = Vec::new();
    for (code, name) in codes {
        if code != WORLD && !subjects.iter().any(|(known, _)| *known == code) {
            subjects.push((code, name));
        }
    }
    subjects.push((WORLD, "the world"));
    type Figure = fn(&super::PartyOutcome) -> f64;
    let figures: [(&str, &str, Figure); 3] = [
        ("change of real income", "share of real income", |party| party.together),
        ("real income in money", "USD million", |party| party.money.real_income),
        ("revenue of duties and fees", "USD million", |party| {
            party.money.tariffs + party.money.export_taxes + party.money.fees
        }),
    ];
    for (item, unit, figure) in figures {
        for (code, name) in &subjects {
            let value = |run: &RunAnswer| run.parties.iter().find(|party| party.code == *code).map(figure);
            rows.push(row(Subject::party(code), name, item, unit, runs.iter().map(value).collect()));
        }
    }
    pairs(runs, &mut rows);
    rows
}

fn pairs(runs: &[RunAnswer], rows: &mut Vec<ComparisonRow>) {
    let Some(pair) = runs.first().and_then(|run| run.pair.as_ref()) else { return };
    let same = |run: &RunAnswer| {
        run.pair.as_ref().filter(|other| (&other.first, &other.second) == (&pair.first, &pair.second)).cloned()
    };
    let subject = Subject::Pair(pair.first.clone(), pair.second.clone());
    let (first, second) = (pair.first_name.as_str(), pair.second_name.as_str());
    type Figure = fn(&PairState) -> f64;
    let figures: [(String, &str, Figure); 4] = [
        (format!("exit cost of {first}"), "share of real income", |state| state.first_exit_cost),
        (format!("exit cost of {second}"), "share of real income", |state| state.second_exit_cost),
        (format!("sales of {first}"), "USD million", |state| state.first_sells),
        (format!("sales of {second}"), "USD million", |state| state.second_sells),
    ];
    let names = format!("{first} and {second}");
    for (item, unit, figure) in figures {
        for (when, after) in [("without the measures", false), ("under them", true)] {
            let value = |run: &RunAnswer| same(run).map(|pair| figure(if after { &pair.after } else { &pair.before }));
            rows.push(row(subject.clone(), &names, &format!("{item} {when}"), unit, runs.iter().map(value).collect()));
        }
    }
}

fn row(subject: Subject, name: &str, item: &str, unit: &str, values: Vec<Option<f64>>) -> ComparisonRow {
    ComparisonRow { subject, name: name.into(), item: item.into(), unit: unit.into(), values }
}
