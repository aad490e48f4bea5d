//! Parameters of measures whose values are uncertain: read, found in the file's text, and replaced by other values.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use toml::de::{DeTable, DeValue};
use unequal_world::PriorKind;
use unequal_world::source_text::TextProblem;

use super::collect::TABLES;
use super::document::{ScenarioDocument, UncertainEntry};
use crate::located::At;
use crate::problem::Failed;

/// An uncertain parameter whose place in the file is known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UncertainParameter {
    /// Name of the measure; of several, joined.
    pub measure: String,
    /// The parameter.
    pub parameter: String,
    /// Other numbers of the measure that change in proportion.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub with: Vec<String>,
    /// The value in the file, between low and high.
    pub given: f64,
    /// 5 % point.
    pub low: f64,
    /// 95 % point.
    pub high: f64,
    /// How the range is known, where the file says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<PriorKind>,
    /// Where the range comes from; assumed if absent.
    pub source: Option<String>,
    /// Where it stands in the file.
    #[serde(skip)]
    places: Vec<Place>,
}

/// Where a number stands that is the parameter, or changes in proportion to it.
#[derive(Debug, Clone, PartialEq)]
struct Place {
    bytes: Range<usize>,
    /// The number over the parameter.
    factor: f64,
}

/// The file's text with other values of some parameters.
pub(super) fn replaced<'a>(text: &str, values: impl Iterator<Item = (&'a UncertainParameter, &'a f64)>) -> String {
    let of_parameter = |(parameter, value): (&'a UncertainParameter, &'a f64)| {
        parameter.places.iter().map(move |place| (&place.bytes, place.factor * value))
    };
    let mut values: Vec<(&Range<usize>, f64)> = values.flat_map(of_parameter).collect();
    values.sort_by_key(|(bytes, _)| bytes.start);
    let (mut other, mut end) = (String::with_capacity(text.len()), 0);
    for (bytes, value) in values {
        other.push_str(text.get(end..bytes.start).unwrap_or_default());
        other.push_str(&format!("{value:?}"));
        end = bytes.end;
    }
    other.push_str(text.get(end..).unwrap_or_default());
    other
}

/// The uncertain parameters of a document, each found in the text, no number in two of them.
pub(super) fn find(document: &ScenarioDocument, text: &str) -> Result<Vec<UncertainParameter>, Failed> {
    let mut parameters: Vec<UncertainParameter> = Vec::with_capacity(document.uncertain.len());
    for entry in &document.uncertain {
        let parameter = found(entry, text)?;
        let known = |place: &Place| parameters.iter().flat_map(|one| &one.places).any(|one| one.bytes == place.bytes);
        let mut own: Vec<usize> = parameter.places.iter().map(|place| place.bytes.start).collect();
        own.sort_unstable();
        if parameter.places.iter().any(known) || own.windows(2).any(|two| two[0] == two[1]) {
            let expected = "a number whose range is given once".to_owned();
            return Err(refused(&entry.parameter, "the uncertain parameter", expected));
        }
        parameters.push(parameter);
    }
    Ok(parameters)
}

fn refused(word: &At<String>, what: &'static str, expected: String) -> Failed {
    Failed::at(word.place(), TextProblem::Value { what, value: word.value().clone(), expected }.into())
}

fn found(entry: &UncertainEntry, text: &str) -> Result<UncertainParameter, Failed> {
    let UncertainEntry { measure: names, parameter, with, low, high, kind, source } = entry;
    let root = DeTable::parse(text).ok();
    let measures = root.as_ref().map(|root| measures(root.get_ref())).unwrap_or_default();
    let mut numbers = Vec::new();
    for measure in &names.0 {
        let Some((name, own)) = measures.iter().find(|(name, _)| name == measure.value()) else {
            let known: Vec<&str> = measures.iter().map(|(name, _)| name.as_str()).collect();
            let expected = format!("the name of a measure: {}", known.join(", "));
            return Err(refused(measure, "the uncertain measure", expected));
        };
        for key in std::iter::once(parameter).chain(with) {
            let found = numbers_at(own, key.value());
            if found.is_empty() {
                let expected = format!("a number that `{name}` states: {}", numbers_of(own).join(", "));
                return Err(refused(key, "the uncertain parameter", expected));
            }
            numbers.extend(found);
        }
    }
    let Some(&(_, given)) = numbers.first() else {
        let what = "the uncertain measure";
        let expected = "the name of a measure, or a list of names".to_owned();
        return Err(Failed::at(names.place(), TextProblem::Value { what, value: "empty".to_owned(), expected }.into()));
    };
    let (least, most) = (*low.value(), *high.value());
    if !(least.is_finite() && most.is_finite() && least < most && (least..=most).contains(&given)) {
        let expected = format!("low < high with the value of the measure, {given}, between them");
        let value = format!("{least} to {most}");
        return Err(Failed::at(low.place(), TextProblem::Value { what: "the range", value, expected }.into()));
    }
    if given == 0.0 && numbers.iter().any(|(_, number)| *number != 0.0) {
        let expected = "a number other than zero where others change in proportion to it".to_owned();
        return Err(refused(parameter, "the uncertain parameter", expected));
    }
    let place = |(bytes, number): (Range<usize>, f64)| Place {
        bytes,
        // Equal numbers stay equal to the last digit.
        factor: if number == given { 1.0 } else { number / given },
    };
    Ok(UncertainParameter {
        measure: names.0.iter().map(|name| name.value().as_str()).collect::<Vec<_>>().join(" and "),
        parameter: parameter.value().clone(),
        with: with.iter().map(|key| key.value().clone()).collect(),
        given,
        low: least,
        high: most,
        kind: *kind,
        source: source.clone(),
        places: numbers.into_iter().map(place).collect(),
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

/// Place and value of the numbers that a key or a path of keys leads to in a table: one, or one in each table of a list.
/// None where a table of the list lacks it.
fn numbers_at(table: &DeTable<'_>, path: &str) -> Vec<(Range<usize>, f64)> {
    let (key, rest) = path.split_once('.').map_or((path, None), |(key, rest)| (key, Some(rest)));
    let Some(value) = table.get(key) else { return Vec::new() };
    match (value.get_ref(), rest) {
        (DeValue::Table(inner), Some(rest)) => numbers_at(inner, rest),
        (DeValue::Array(list), Some(rest)) => {
            let each: Vec<_> = list
                .iter()
                .map(|one| one.get_ref().as_table().map(|one| numbers_at(one, rest)).unwrap_or_default())
                .collect();
            if each.iter().any(Vec::is_empty) { Vec::new() } else { each.concat() }
        }
        (DeValue::Integer(_) | DeValue::Float(_), None) => {
            of(value.get_ref()).map(|number| (value.span(), number)).into_iter().collect()
        }
        _ => Vec::new(),
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
fn numbers_of(table: &DeTable<'_>) -> Vec<String> {
    let inside = |key: &str, inner: &DeTable<'_>| -> Vec<String> {
        numbers_of(inner).into_iter().map(|rest| format!("{key}.{rest}")).collect()
    };
    let own = |key: &str, value: &DeValue<'_>| match value {
        DeValue::Table(inner) => inside(key, inner),
        // Those that every table of a list has.
        DeValue::Array(list) => {
            let first = list.iter().next().and_then(|one| one.get_ref().as_table());
            let of_first = first.map(|first| inside(key, first)).unwrap_or_default();
            of_first.into_iter().filter(|path| !numbers_at(table, path).is_empty()).collect()
        }
        DeValue::Integer(_) | DeValue::Float(_) => vec![key.to_owned()],
        _ => Vec::new(),
    };
    table.iter().flat_map(|(key, value)| own(key.get_ref(), value.get_ref())).collect()
}
