//! Parameters of measures whose values are uncertain: read, found in the file's text, and replaced by other values.

use std::ops::Range;

use toml::de::{DeTable, DeValue};
use unequal_world::source_text::TextProblem;

use super::collect::TABLES;
use super::document::{ScenarioDocument, UncertainEntry};
use crate::problem::Failed;

/// An uncertain parameter whose place in the file is known.
#[derive(Debug, Clone, PartialEq)]
pub struct UncertainParameter {
    /// Name of the measure.
    pub measure: String,
    /// The parameter.
    pub parameter: String,
    /// The value in the file, between low and high.
    pub given: f64,
    /// 5 % point.
    pub low: f64,
    /// 95 % point.
    pub high: f64,
    /// Where the range comes from.
    pub source: Option<String>,
    /// Where the value stands in the file.
    place: Range<usize>,
}

/// The file's text with other values of some parameters.
pub(super) fn replaced<'a>(text: &str, values: impl Iterator<Item = (&'a UncertainParameter, &'a f64)>) -> String {
    let mut values: Vec<_> = values.collect();
    values.sort_by_key(|(parameter, _)| parameter.place.start);
    let (mut other, mut end) = (String::with_capacity(text.len()), 0);
    for (parameter, value) in values {
        other.push_str(text.get(end..parameter.place.start).unwrap_or_default());
        other.push_str(&format!("{value:?}"));
        end = parameter.place.end;
    }
    other.push_str(text.get(end..).unwrap_or_default());
    other
}

/// The uncertain parameters of a document, each found in the text.
pub(super) fn find(document: &ScenarioDocument, text: &str) -> Result<Vec<UncertainParameter>, Failed> {
    document.uncertain.iter().map(|entry| found(entry, text)).collect()
}

fn found(entry: &UncertainEntry, text: &str) -> Result<UncertainParameter, Failed> {
    let UncertainEntry { measure, parameter, low, high, source } = entry;
    let refused = |place, what, value: String, expected: String| {
        Failed::at(place, TextProblem::Value { what, value, expected }.into())
    };
    let root = DeTable::parse(text).ok();
    let measures = root.as_ref().map(|root| measures(root.get_ref())).unwrap_or_default();
    let Some((_, own)) = measures.iter().find(|(name, _)| name == measure.value()) else {
        let names: Vec<&str> = measures.iter().map(|(name, _)| name.as_str()).collect();
        let expected = format!("the name of a measure: {}", names.join(", "));
        return Err(refused(measure.place(), "the uncertain measure", measure.value().clone(), expected));
    };
    let Some((place, given)) = number(own, parameter.value()) else {
        let expected = format!("a number that `{}` states: {}", measure.value(), numbers(own).join(", "));
        return Err(refused(parameter.place(), "the uncertain parameter", parameter.value().clone(), expected));
    };
    let (least, most) = (*low.value(), *high.value());
    if !(least.is_finite() && most.is_finite() && least < most && (least..=most).contains(&given)) {
        let expected = format!("low < high with the value of the measure, {given}, between them");
        return Err(refused(low.place(), "the range", format!("{least} to {most}"), expected));
    }
    Ok(UncertainParameter {
        measure: measure.value().clone(),
        parameter: parameter.value().clone(),
        given,
        low: least,
        high: most,
        source: source.clone(),
        place,
    })
}

/// The measures of a file with their names.
fn measures<'a, 'i>(root: &'a DeTable<'i>) -> Vec<(String, &'a DeTable<'i>)> {
    let arrays = root.iter().filter(|(key, _)| TABLES.contains(&key.get_ref().as_ref()));
    let entries = arrays.filter_map(|(_, value)| value.get_ref().as_array()).flat_map(|array| array.iter());
    entries
        .filter_map(|entry| {
            let table = entry.get_ref().as_table()?;
            Some((table.get("name")?.get_ref().as_str()?.to_owned(), table))
        })
        .collect()
}

/// Place and value of a number in a table, by its key or a path of keys.
fn number(table: &DeTable<'_>, path: &str) -> Option<(Range<usize>, f64)> {
    let (key, rest) = path.split_once('.').map_or((path, None), |(key, rest)| (key, Some(rest)));
    let value = table.get(key)?;
    match (value.get_ref(), rest) {
        (DeValue::Table(inner), Some(rest)) => number(inner, rest),
        (DeValue::Integer(_) | DeValue::Float(_), None) => Some((value.span(), of(value.get_ref())?)),
        _ => None,
    }
}

fn of(value: &DeValue<'_>) -> Option<f64> {
    let digits = |text: &str| text.replace('_', "").parse().ok();
    match value {
        DeValue::Integer(number) if number.radix() == 10 => digits(number.as_str()),
        DeValue::Float(number) => digits(number.as_str()),
        _ => None,
    }
}

/// Keys of the numbers of a table.
fn numbers(table: &DeTable<'_>) -> Vec<String> {
    let own = |key: &str, value: &DeValue<'_>| match value {
        DeValue::Table(inner) => numbers(inner).into_iter().map(|rest| format!("{key}.{rest}")).collect(),
        DeValue::Integer(_) | DeValue::Float(_) => vec![key.to_owned()],
        _ => Vec::new(),
    };
    table.iter().flat_map(|(key, value)| own(key.get_ref(), value.get_ref())).collect()
}
