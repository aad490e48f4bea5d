//! From bytes to a [`Scenario`]: syntax, then names, then numbers, then what holds between measures.

use std::collections::BTreeSet;
use std::ops::Range;

use serde::de::DeserializeOwned;
use unequal_world::source_text::{SyntaxFault, toml_fault};
use unequal_world::{EconomyTable, GroupBook, Party, embedded};

use super::names::{self, Names};
use super::{Document, Elasticity, Measure, Problem, Scenario, ScenarioError, WedgeBuilder, kinds};

/// A problem and its place.
pub(crate) struct Failed {
    span: Range<usize>,
    problem: Problem,
}

impl Failed {
    pub fn at(span: Range<usize>, problem: Problem) -> Self {
        Self { span, problem }
    }

    /// A problem of the program's own data.
    pub fn nowhere(problem: Problem) -> Self {
        Self::at(0..0, problem)
    }

    pub fn value(span: Range<usize>, what: &'static str, value: String, expected: &str) -> Self {
        Self::at(span, Problem::Value { what, value, expected: expected.to_owned() })
    }
}

/// Where a scenario's table comes from.
#[derive(Clone, Copy)]
pub(crate) enum Tables<'a> {
    /// The scenario is for this one.
    Given(&'a EconomyTable),
    /// One of each embedded year, see [`super::TableOfYear`].
    OfYear(super::TableOfYear<'a>),
}

/// Reads a scenario for a table, or for that of its year.
pub(crate) fn scenario(file: &str, bytes: &[u8], tables: Tables<'_>) -> Result<Scenario, Box<ScenarioError>> {
    let (document, text) = read(file, bytes)?;
    within(file, text, document, tables)
}

/// Reads a TOML file of any form; what is wrong is said with its place, as of a scenario. The second
/// is the file as text, which places of values refer to.
pub fn read<'a, T: DeserializeOwned>(file: &str, bytes: &'a [u8]) -> Result<(T, &'a str), Box<ScenarioError>> {
    let fault = |text: &str, failed: Failed| Box::new(ScenarioError::new(file, text, failed.span, failed.problem));
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let place = error.valid_up_to();
        fault(&String::from_utf8_lossy(bytes), Failed::at(place..place + 1, Problem::NotText))
    })?;
    toml::from_str(text).map(|document| (document, text)).map_err(|error| fault(text, syntax(error, text)))
}

/// Checks a document that stands in a text, alone or as a part of another.
pub(crate) fn within(
    file: &str,
    text: &str,
    document: Document,
    tables: Tables<'_>,
) -> Result<Scenario, Box<ScenarioError>> {
    resolved(file, text, document, tables)
        .map_err(|failed| Box::new(ScenarioError::new(file, text, failed.span, failed.problem)))
}

fn resolved(file: &str, text: &str, document: Document, tables: Tables<'_>) -> Result<Scenario, Failed> {
    let table = match tables {
        Tables::Given(table) => given_table(&document, table)?,
        Tables::OfYear(table_of) => table_of_year(&document, table_of)?,
    };
    check_numbers(&document)?;
    let book = names::groups(&document, &table)?;
    let names = Names { table: &table, book: &book };
    let measures = kinds::collect(&document, &names)?;
    check_measures(&measures, text)?;
    let pair = pair(&document, &names, &measures)?;
    Ok(Scenario { file: file.to_owned(), document, table, book, measures, pair })
}

/// The reader's error, in plain words and with the nearest valid ones.
fn syntax(error: toml::de::Error, text: &str) -> Failed {
    let SyntaxFault { span, message, suggestion } = toml_fault(error, text);
    Failed::at(span, Problem::Syntax { message, suggestion })
}

fn table_of_year(document: &Document, table_of: super::TableOfYear<'_>) -> Result<EconomyTable, Failed> {
    let year = document.year.as_ref();
    table_of(year.map_or_else(embedded::latest, |year| *year.value()))
        .map_err(|error| Failed::at(year.map_or(0..0, super::At::place), error.into()))
}

fn given_table(document: &Document, table: &EconomyTable) -> Result<EconomyTable, Failed> {
    match &document.year {
        Some(year) if *year.value() != table.year() => {
            let expected = format!("{}, the year of {}", table.year(), table.name());
            Err(Failed::value(year.place(), "the year", year.value().to_string(), &expected))
        }
        _ => Ok(table.clone()),
    }
}

fn check_numbers(document: &Document) -> Result<(), Failed> {
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

/// What must hold between the measures.
fn check_measures(measures: &[Measure], text: &str) -> Result<(), Failed> {
    if measures.is_empty() {
        let kinds = kinds::TABLES.map(|table| format!("[[{table}]]")).join(", ");
        return Err(Failed::at(text.trim_end().len()..text.len(), Problem::NoMeasure { kinds }));
    }
    let mut seen = BTreeSet::new();
    let mut builder = WedgeBuilder::default();
    for (position, measure) in measures.iter().enumerate() {
        let failed = |problem| Err(Failed::at(measure.place.clone(), problem));
        if measure.name.trim().is_empty() {
            return failed(Problem::Value { what: "the name", value: "empty".into(), expected: "a name".into() });
        }
        if !seen.insert(measure.name.as_str()) {
            return failed(Problem::RepeatedName { name: measure.name.clone() });
        }
        if measure.flows().is_empty() {
            return failed(Problem::NothingTouched { by: measure.by.name.clone() });
        }
        builder.begin(position);
        measure.effect.apply(measure, measure.first_response().as_ref(), &mut builder);
        if let Some((first, second)) = builder.conflict() {
            let name = |position: usize| measures[position].name.clone();
            return failed(Problem::TwoLevels { first: name(first), second: name(second) });
        }
        if let Some((first, second)) = builder.crossing() {
            let name = |position: usize| measures[position].name.clone();
            return failed(Problem::TwoRoutes { first: name(first), second: name(second) });
        }
        if let Some((first, second)) = builder.shared_rent() {
            let name = |position: usize| measures[position].name.clone();
            return failed(Problem::TwoRents { first: name(first), second: name(second) });
        }
        if let Some((what, rate)) = builder.too_low() {
            let expected = "a rate above -1 when what the measures take off is added up".to_owned();
            return failed(Problem::Value { what, value: rate.to_string(), expected });
        }
    }
    Ok(())
}

/// The pair as written, or the first target and its largest partner outside the measures.
fn pair(document: &Document, names: &Names<'_>, measures: &[Measure]) -> Result<Option<(Party, Party)>, Failed> {
    if let Some(pair) = &document.pair {
        let (first, second) = (names.one(&pair.first)?, names.one(&pair.second)?);
        let found: Result<(Party, Party), _> =
            GroupBook::pair(names.book, &first.code, &second.code, names.table.regions(), &names.table.name());
        return found.map(Some).map_err(|error| Failed::at(pair.second.place(), error.into()));
    }
    let named: BTreeSet<usize> =
        measures.iter().flat_map(|measure| measure.by.members.iter().chain(&measure.on.members)).copied().collect();
    let first = measures.first().map(|measure| measure.on.clone());
    Ok(first.and_then(|first| names::largest_partner(names.table, &first, &named).map(|second| (first, second))))
}
