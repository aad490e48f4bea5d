//! From bytes to a [`Scenario`]: syntax, then names, then numbers, then what holds between instruments.

use std::collections::{BTreeMap, BTreeSet};

use unequal_world::elasticity::{Elasticity, ElasticitySet, OwnElasticities};
use unequal_world::source_text::{TextProblem, read_toml};
use unequal_world::{EconomyTable, GroupBook, Party, WorldError};

use super::collect::{TABLES, collect};
use super::document::ScenarioDocument;
use super::priors::PriorsEntry;
use super::{Scenario, TableAsked, TableOf, uncertain};
use crate::instrument::Instrument;
use crate::located::At;
use crate::names::{self, Names};
use crate::problem::{Failed, ScenarioError, ScenarioProblem};
use crate::wedges::WedgeBuilder;

impl Scenario {
    /// Reads a scenario; the embedded table of its year is the one it is checked against.
    ///
    /// `file` stands in errors. Any bytes give a scenario or a [`ScenarioError`] with its place.
    pub fn parse(file: &str, bytes: &[u8]) -> Result<Self, Box<ScenarioError>> {
        Self::parse_with(file, bytes, &|asked| asked.embedded())
    }

    /// As [`Self::parse`], with its table from somebody who may hold it already or can open files.
    pub fn parse_with(file: &str, bytes: &[u8], table_of: TableOf<'_>) -> Result<Self, Box<ScenarioError>> {
        scenario(file, bytes, Tables::Asked(table_of))
    }

    /// Reads a scenario for a table other than an embedded one; its `year`, if given, must be
    /// the table's.
    pub fn parse_for(file: &str, bytes: &[u8], table: &EconomyTable) -> Result<Self, Box<ScenarioError>> {
        scenario(file, bytes, Tables::Given(table))
    }

    /// Checks a document that stands in the text of `file` as a part of it, so that faults have their
    /// place in that file; for the embedded table of its year, as in [`Self::parse_with`].
    pub fn from_document(
        file: &str,
        text: &str,
        document: ScenarioDocument,
        table_of: TableOf<'_>,
    ) -> Result<Self, Box<ScenarioError>> {
        within(file, text, document, Tables::Asked(table_of))
    }
}

/// Where a scenario's table comes from.
#[derive(Clone, Copy)]
enum Tables<'a> {
    /// The scenario is for this one.
    Given(&'a EconomyTable),
    /// Whoever gives the table that the file asks for.
    Asked(TableOf<'a>),
}

/// Reads a scenario for a table, or for that of its year.
fn scenario(file: &str, bytes: &[u8], tables: Tables<'_>) -> Result<Scenario, Box<ScenarioError>> {
    let (document, text) = read_toml(file, bytes)?;
    within(file, text, document, tables)
}

/// Reads a scenario whose uncertain parameters have been given values.
pub(super) fn of_values(file: &str, text: &str, table: &EconomyTable) -> Result<Scenario, Box<ScenarioError>> {
    let (mut document, text): (ScenarioDocument, _) = read_toml(file, text.as_bytes())?;
    document.uncertain.clear();
    within(file, text, document, Tables::Given(table))
}

/// Checks a document that stands in a text, alone or as a part of another.
fn within(
    file: &str,
    text: &str,
    document: ScenarioDocument,
    tables: Tables<'_>,
) -> Result<Scenario, Box<ScenarioError>> {
    resolved(file, text, document, tables).map_err(|failed| failed.in_text(file, text))
}

fn resolved(file: &str, text: &str, document: ScenarioDocument, tables: Tables<'_>) -> Result<Scenario, Failed> {
    let table = match tables {
        Tables::Given(table) => given_table(&document, table)?,
        Tables::Asked(table_of) => asked_table(&document, table_of)?,
    };
    check_numbers(&document)?;
    check_elasticities(&document, &table)?;
    document.priors.as_ref().map_or(Ok(()), PriorsEntry::check)?;
    let book = names::groups(&document.groups, &table)?;
    let names = Names { table: &table, book: &book };
    let instruments = collect(&document, &names)?;
    check_instruments(&instruments, text)?;
    let pair = pair(&document, &names, &instruments)?;
    let reported = reported(&document, &names)?;
    let uncertain = uncertain::find(&document, text)?;
    let (file, text) = (file.to_owned(), text.into());
    Ok(Scenario { file, document, table, book, instruments, pair, reported, uncertain, text })
}

fn asked_table(document: &ScenarioDocument, table_of: TableOf<'_>) -> Result<EconomyTable, Failed> {
    let (name, year) = (document.table.as_ref(), document.year.as_ref());
    let asked = TableAsked { name: name.map(|name| name.value().as_str()), year: year.map(|year| *year.value()) };
    let place = || name.map(At::place).or_else(|| year.map(At::place)).unwrap_or(0..0);
    let table = table_of(asked).map_err(|error| Failed::at(place(), error.into()))?;
    given_table(document, &table)
}

fn given_table(document: &ScenarioDocument, table: &EconomyTable) -> Result<EconomyTable, Failed> {
    match &document.year {
        Some(year) if *year.value() != table.year() => {
            let expected = format!("{}, the year of {}", table.year(), table.name());
            Err(Failed::value(year.place(), "the year", year.value().to_string(), expected))
        }
        _ => Ok(table.clone()),
    }
}

fn check_numbers(document: &ScenarioDocument) -> Result<(), Failed> {
    if let Some(given) = &document.trade_elasticity
        && let Elasticity::Common(value) = given.value()
        && !given.value().is_in_range()
    {
        let expected = "a number from 0.1 to 50, or \"by-sector\"";
        return Err(Failed::value(given.place(), "the trade elasticity", value.to_string(), expected));
    }
    if let Some(years) = &document.horizon
        && !(years.value().is_finite() && (0.0..=100.0).contains(years.value()))
    {
        let expected = "a number of years from 0 to 100; leave it out for the long run";
        return Err(Failed::value(years.place(), "the horizon", years.value().to_string(), expected));
    }
    if let Some(time) = &document.time
        && !(1..=60).contains(time.count.value())
    {
        let count = &time.count;
        return Err(Failed::value(count.place(), "the number of steps", count.value().to_string(), "1 to 60"));
    }
    Ok(())
}

/// Refuses own elasticities of sectors that the table does not have, at their place.
fn check_elasticities(document: &ScenarioDocument, table: &EconomyTable) -> Result<(), Failed> {
    let check = |own: &OwnElasticities| own.for_table(ElasticitySet::common(1.0, table), table).map(|_| ());
    if let Some(given) = &document.trade_elasticity
        && let Elasticity::Own(own) = given.value()
    {
        check(own).map_err(|error| Failed::at(given.place(), error.into()))?;
    }
    for (sector, value) in &document.elasticities {
        let own = BTreeMap::from([(sector.value().clone(), *value.value())]);
        check(&OwnElasticities::over(Elasticity::DEFAULT, own)).map_err(|error| {
            let place = match &error {
                WorldError::ElasticityOutOfRange { .. } => value.place(),
                _ => sector.place(),
            };
            Failed::at(place, error.into())
        })?;
    }
    Ok(())
}

/// What must hold between the instruments.
fn check_instruments(instruments: &[Instrument], text: &str) -> Result<(), Failed> {
    if instruments.is_empty() {
        let kinds = TABLES.map(|table| format!("[[{table}]]")).join(", ");
        return Err(Failed::at(text.trim_end().len()..text.len(), ScenarioProblem::NoMeasure { kinds }));
    }
    let mut seen = BTreeSet::new();
    let mut builder = WedgeBuilder::default();
    for (position, instrument) in instruments.iter().enumerate() {
        let failed = |problem| Err(Failed::at(instrument.place.clone(), problem));
        if instrument.name.trim().is_empty() {
            return failed(
                TextProblem::Value { what: "the name", value: "empty".into(), expected: "a name".into() }.into(),
            );
        }
        if !seen.insert(instrument.name.as_str()) {
            return failed(ScenarioProblem::RepeatedName { name: instrument.name.clone() });
        }
        if instrument.flows().is_empty() {
            return failed(ScenarioProblem::NothingTouched { by: instrument.by.name.clone() });
        }
        builder.begin(position);
        instrument.effect.apply(instrument, instrument.first_response().as_ref(), &mut builder);
        if let Some((first, second)) = builder.conflict() {
            let name = |position: usize| instruments[position].name.clone();
            return failed(ScenarioProblem::TwoLevels { first: name(first), second: name(second) });
        }
        if let Some((first, second)) = builder.crossing() {
            let name = |position: usize| instruments[position].name.clone();
            return failed(ScenarioProblem::TwoRoutes { first: name(first), second: name(second) });
        }
        if let Some((first, second)) = builder.shared_rent() {
            let name = |position: usize| instruments[position].name.clone();
            return failed(ScenarioProblem::TwoRents { first: name(first), second: name(second) });
        }
        if let Some((what, rate)) = builder.too_low() {
            let expected = "a rate above -1 when what the measures take off is added up".to_owned();
            return failed(TextProblem::Value { what, value: rate.to_string(), expected }.into());
        }
    }
    Ok(())
}

/// The countries and groups whose real income the file asks for, each once.
fn reported(document: &ScenarioDocument, names: &Names<'_>) -> Result<Option<Vec<Party>>, Failed> {
    let Some(report) = &document.report else { return Ok(None) };
    let mut parties: Vec<Party> = Vec::with_capacity(report.regions.len());
    for word in &report.regions {
        let party = names.one(word)?;
        if !parties.iter().any(|known| known.members == party.members) {
            parties.push(party);
        }
    }
    // An empty list asks for the world alone, which is always reported.
    Ok(Some(parties))
}

/// The pair as written, or the first target and its largest partner outside the instruments.
fn pair(
    document: &ScenarioDocument,
    names: &Names<'_>,
    instruments: &[Instrument],
) -> Result<Option<(Party, Party)>, Failed> {
    if let Some(pair) = &document.pair {
        let (first, second) = (names.one(&pair.first)?, names.one(&pair.second)?);
        let found: Result<(Party, Party), _> =
            GroupBook::pair(names.book, &first.code, &second.code, names.table.regions(), &names.table.name());
        return found.map(Some).map_err(|error| Failed::at(pair.second.place(), error.into()));
    }
    let named: BTreeSet<usize> = instruments
        .iter()
        .flat_map(|instrument| instrument.by.members.iter().chain(&instrument.on.members))
        .copied()
        .collect();
    let first = instruments.first().map(|instrument| instrument.on.joint().clone());
    Ok(first.and_then(|first| names::largest_partner(names.table, &first, &named).map(|second| (first, second))))
}
