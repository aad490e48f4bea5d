//! A scenario with every default written out, itself a scenario that reads as the same.

use std::collections::BTreeMap;

use serde::Serialize;
use unequal_world::elasticity::Elasticity;
use unequal_world::{Party, PriorKind};

use super::{Scenario, UncertainEntry};
use crate::instrument::{Instrument, KeyValue, Origin};
use crate::located::At;
use crate::parties::Parties;

impl Scenario {
    /// Everything the file says and everything it leaves to a default, as TOML.
    #[must_use]
    pub fn explain(&self) -> Vec<Statement> {
        statements(self)
    }
}

/// One line of the written-out file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "FileStatement"))]
#[serde(rename_all = "lowercase")]
pub enum Statement {
    /// An empty line and a heading such as `[[embargo]]`, with a remark.
    Table(String, String),
    /// A key and its value as TOML, where it comes from, and a remark.
    Value(String, String, Origin, String),
}

fn text(value: &str) -> String {
    toml::Value::String(value.to_owned()).to_string()
}

fn list(values: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    format!("[{}]", values.into_iter().map(|value| text(value.as_ref())).collect::<Vec<_>>().join(", "))
}

fn origin<T>(given: Option<&T>) -> Origin {
    if given.is_some() { Origin::Given } else { Origin::Assumed }
}

/// Every statement, in the order of a file.
fn statements(scenario: &Scenario) -> Vec<Statement> {
    let mut lines = top(scenario);
    if let Some(time) = &scenario.document.time {
        lines.push(Statement::Table("[time]".into(), "dates after the shock".into()));
        lines.push(Statement::Value("step".into(), text(time.step.word()), Origin::Given, String::new()));
        lines.push(Statement::Value("count".into(), time.count.value().to_string(), Origin::Given, String::new()));
    }
    groups(scenario, &mut lines);
    if let Some(parties) = scenario.reported() {
        let codes = list(parties.iter().map(|party| party.code.as_str()));
        lines.push(Statement::Table("[report]".into(), "whose real income is reported".into()));
        lines.push(Statement::Value("regions".into(), codes, Origin::Given, String::new()));
    }
    if let Some((first, second)) = scenario.pair() {
        let origin = origin(scenario.document.pair.as_ref());
        let how = match origin {
            Origin::Given => "",
            Origin::Assumed => "the first target and its largest partner that no measure names",
        };
        lines.push(Statement::Table("[pair]".into(), how.into()));
        // A target that is a list is no single name; the pair is then left to the default.
        let is_list = || scenario.instruments().first().is_some_and(|first| first.on.listed().len() > 1);
        if origin == Origin::Given || !is_list() {
            lines.push(Statement::Value("first".into(), text(&first.code), origin, first.name.clone()));
            lines.push(Statement::Value("second".into(), text(&second.code), origin, second.name.clone()));
        } else {
            lines.pop();
        }
    }
    for instrument in scenario.instruments() {
        instrument_lines(scenario, instrument, &mut lines);
    }
    if scenario.document.priors.is_some() {
        let priors = scenario.priors();
        lines.push(Statement::Table("[priors]".into(), "instead of the program's".into()));
        for (key, value) in priors.numbers() {
            lines.push(Statement::Value(key.to_owned(), format!("{value:?}"), Origin::Given, String::new()));
        }
        lines_of_kind(priors.kind, priors.source.as_deref(), &mut lines);
    }
    for entry in &scenario.document.uncertain {
        lines.push(Statement::Table("[[uncertain]]".into(), "5 % and 95 % points".into()));
        lines_of_uncertain(entry, &mut lines);
    }
    lines
}

fn lines_of_uncertain(entry: &UncertainEntry, lines: &mut Vec<Statement>) {
    let mut line = |key: &str, value: String| {
        lines.push(Statement::Value(key.to_owned(), value, Origin::Given, String::new()));
    };
    match entry.measure.0.as_slice() {
        [one] => line("measure", text(one.value())),
        several => line("measure", list(several.iter().map(At::value))),
    }
    line("parameter", text(entry.parameter.value()));
    if !entry.with.is_empty() {
        line("with", list(entry.with.iter().map(At::value)));
    }
    line("low", format!("{:?}", entry.low.value()));
    line("high", format!("{:?}", entry.high.value()));
    lines_of_kind(entry.kind, entry.source.as_deref(), lines);
}

/// How a prior is known, and from where.
fn lines_of_kind(kind: Option<PriorKind>, source: Option<&str>, lines: &mut Vec<Statement>) {
    let mut line =
        |key: &str, value, origin| lines.push(Statement::Value(key.to_owned(), value, origin, String::new()));
    if let Some(kind) = kind {
        line("kind", text(kind.word()), Origin::Given);
    }
    match source {
        Some(source) => line("source", text(source), Origin::Given),
        None => line("# source", "none".to_owned(), Origin::Assumed),
    }
}

fn top(scenario: &Scenario) -> Vec<Statement> {
    let document = &scenario.document;
    let value = |key: &str, value: String, origin, remark: &str| {
        Statement::Value(key.to_owned(), value, origin, remark.to_owned())
    };
    let mut lines = vec![value("title", text(&document.title), Origin::Given, "")];
    if let Some(description) = &document.description {
        lines.push(value("description", text(description), Origin::Given, ""));
    }
    let table = scenario.table();
    lines.push(value("year", table.year().to_string(), origin(document.year.as_ref()), &table.name()));
    if let Some(name) = &document.table {
        lines.push(value("table", text(name.value()), Origin::Given, &table.provenance().source));
    }
    let (others, own) = match scenario.trade_elasticity() {
        Elasticity::Own(own) => (own.others().clone(), own.sectors().clone()),
        others => (others, BTreeMap::new()),
    };
    let common = match others {
        Elasticity::Common(value) => format!("{value:?}"),
        by_sector => text(by_sector.word().unwrap_or_default()),
    };
    lines.push(value("trade_elasticity", common, origin(document.trade_elasticity.as_ref()), "long run"));
    if !own.is_empty() {
        let own: Vec<String> = own.iter().map(|(sector, value)| format!("{} = {value:?}", text(sector))).collect();
        lines.push(value("elasticities", format!("{{ {} }}", own.join(", ")), Origin::Given, "long run"));
    }
    let deficits = text(scenario.deficits().word());
    lines.push(value("deficits", deficits, origin(document.deficits.as_ref()), ""));
    match scenario.horizon() {
        Some(years) => lines.push(value("horizon", format!("{years:?}"), Origin::Given, "years since the shock")),
        None => lines.push(value("# horizon", "none".into(), Origin::Assumed, "the long run")),
    }
    lines
}

fn groups(scenario: &Scenario, lines: &mut Vec<Statement>) {
    let groups = &scenario.document.groups;
    if !groups.is_empty() {
        lines.push(Statement::Table("[groups]".into(), String::new()));
    }
    for (name, members) in groups {
        let countries = scenario.book.countries(name.value());
        let shown = countries.iter().filter(|code| scenario.table.regions().position(code).is_some()).count();
        let remark = format!("{} countries, {shown} in this table", countries.len());
        let value = list(members.iter().map(At::value));
        lines.push(Statement::Value(name.value().clone(), value, Origin::Given, remark));
    }
}

fn instrument_lines(scenario: &Scenario, instrument: &Instrument, lines: &mut Vec<Statement>) {
    let mut add = |key: &str, value: String, origin, remark: String| {
        lines.push(Statement::Value(key.to_owned(), value, origin, remark));
    };
    let remark = |party: &Party| {
        let missing = if party.missing.is_empty() {
            String::new()
        } else {
            format!("; not in this table: {}", party.missing.join(", "))
        };
        format!("{}{missing}", party.name)
    };
    let codes = |parties: &Parties| match parties.listed() {
        [one] => text(&one.code),
        several => list(several.iter().map(|party| &party.code)),
    };
    add("name", text(&instrument.name), Origin::Given, String::new());
    let [by, on] = instrument.party_keys;
    add(by, codes(&instrument.by), Origin::Given, remark(&instrument.by));
    add(on, codes(&instrument.on), Origin::Given, remark(&instrument.on));
    for key_value in instrument.effect.key_values() {
        add(key_value.key, key_value.value, key_value.origin, String::new());
    }
    let sectors = scenario.table().sectors();
    if instrument.sectors_given {
        let codes = list(instrument.sectors.iter().map(|position| sectors[*position].code.as_str()));
        add("sectors", codes, Origin::Given, instrument.sector_words.clone());
    } else {
        add("# sectors", "all".into(), Origin::Assumed, format!("the {} of this table", sectors.len()));
    }
    if let Some(since) = &instrument.since {
        add("since", since.clone(), Origin::Given, "does not enter the model".into());
    }
    if !instrument.sources.is_empty() {
        add("sources", list(&instrument.sources), Origin::Given, String::new());
    }
    if let Some(note) = &instrument.note {
        add("note", text(note), Origin::Given, String::new());
    }
    let place = lines.iter().rposition(|line| matches!(line, Statement::Value(key, ..) if key == "name"));
    let heading = Statement::Table(format!("[[{}]]", instrument.kind), instrument.words());
    lines.insert(place.unwrap_or(lines.len()), heading);
    for (key, key_values) in instrument.effect.parts() {
        lines.push(Statement::Table(format!("[[{}.{key}]]", instrument.kind), String::new()));
        let value = |key_value: KeyValue| {
            Statement::Value(key_value.key.to_owned(), key_value.value, key_value.origin, String::new())
        };
        lines.extend(key_values.into_iter().map(value));
    }
}
