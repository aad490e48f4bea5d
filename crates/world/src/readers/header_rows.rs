//! The layout of WIOD's and the ADB's workbooks: several header rows with the industry's code and name, the region and a
//! number `c1`, `c2`, and the same in columns before the numbers.
//!
//! Header rows and columns are found by what they hold: the row of numbers by its `c`s, the row of regions as the one
//! that with the numbers names every column once, the row of codes as the one that the numbers repeat.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::ControlFlow;

use super::accounts::{is_output_of_wiod, is_value_added_of_wiod};
use super::assembly::{About, Assembly, Column, Row};
use super::axes::Axes;
use super::classification::code;
use super::inter_country_table::InterCountryTable;
use super::matrix::{self, Rows};
use super::sheet::{Cell, Sheet};
use super::unit::Unit;
use super::years::{Years, in_text};
use crate::Result;
use crate::labels::Code;
use crate::names::sectors;

/// Rows in which the header is looked for.
pub(super) const LOOKED_AT: usize = 24;
/// Columns with a number `c1` that make a row one of numbers.
const FEWEST: usize = 4;

/// Where the header rows stand and what they say.
pub(super) struct Headers {
    /// The row of numbers, the last of the header.
    numbers: usize,
    regions: usize,
    codes: Option<usize>,
    names: Option<usize>,
    /// The first column of the table.
    first: usize,
    rows: Vec<Vec<String>>,
}

/// Whether a label is the number of an industry or of a kind of final use.
fn is_number(label: &str) -> bool {
    let digits = label.strip_prefix(['c', 'C']).unwrap_or_default();
    (1..=3).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

impl Headers {
    /// The header among the first rows of a sheet; `None` of any other layout.
    pub fn find(rows: Vec<Vec<String>>) -> Option<Self> {
        let count = |row: &Vec<String>| row.iter().filter(|label| is_number(label)).count();
        let most = rows.iter().map(count).max().filter(|most| *most >= FEWEST)?;
        let numbers = rows.iter().position(|row| count(row) == most)?;
        let first = rows.get(numbers)?.iter().position(|label| is_number(label))?;
        let mut headers = Self { numbers, regions: 0, codes: None, names: None, first, rows };
        let others: Vec<usize> = (0..numbers).collect();
        // Among rows that with the numbers name every column once, regions are fewest.
        let names_once = |row: &usize| headers.values_by_number(*row, false).map(|values| (values, *row));
        headers.regions = others.iter().filter_map(names_once).min()?.1;
        let repeated = |row: &usize| *row != headers.regions && headers.values_by_number(*row, true).is_some();
        let is_code = |label: &str| label.is_empty() || Code::new(&code(label)).is_ok();
        let are_codes = |row: &usize| headers.numbered().all(|column| is_code(headers.label(*row, column)));
        let repeated: Vec<usize> = others.iter().copied().filter(repeated).collect();
        let codes = repeated.iter().copied().find(are_codes);
        let names = repeated.iter().copied().find(|row| Some(*row) != codes);
        Some(Self { codes, names, ..headers })
    }

    fn label(&self, row: usize, column: usize) -> &str {
        self.rows.get(row).and_then(|row| row.get(column)).map_or("", String::as_str)
    }

    /// Columns that have a number: of industries, of final use and, in WIOD's, of output.
    fn numbered(&self) -> impl Iterator<Item = usize> {
        let row = self.rows.get(self.numbers).map_or(&[][..], Vec::as_slice);
        row.iter().enumerate().filter(|(_, label)| is_number(label)).map(|(column, _)| column)
    }

    /// The same without those of output.
    fn uses(&self) -> impl Iterator<Item = usize> {
        self.numbered().filter(|column| !self.is_output(*column))
    }

    /// How many values a header row has where columns have numbers: if `repeated`, each number always with the same value,
    /// or none, which no other number has; else every column with a value and no number twice with the same. `None` where
    /// this is not so.
    fn values_by_number(&self, row: usize, repeated: bool) -> Option<usize> {
        let mut values = HashSet::new();
        let (mut pairs, mut of_number) = (HashSet::new(), HashMap::new());
        for column in self.numbered() {
            let (number, value) = (self.label(self.numbers, column), self.label(row, column));
            let holds = match repeated {
                true => *of_number.entry(number).or_insert(value) == value,
                false => !value.is_empty() && pairs.insert((number, value)),
            };
            if !holds {
                return None;
            }
            values.insert(value);
        }
        let distinct: HashSet<&str> = of_number.values().copied().filter(|value| !value.is_empty()).collect();
        let valued = of_number.values().filter(|value| !value.is_empty()).count();
        (!repeated || (valued > 0 && distinct.len() == valued)).then_some(values.len())
    }

    /// The label of a column's industry or kind of final use: its code, else its number.
    fn item(&self, column: usize) -> &str {
        let code = self.codes.map_or("", |row| self.label(row, column));
        if code.is_empty() { self.label(self.numbers, column) } else { code }
    }

    /// Whether a header row says that a column holds output.
    fn is_output(&self, column: usize) -> bool {
        const WORDS: [&str; 6] = ["go", "tot", "total", "totaloutput", "output", "outputatbasicprices"];
        (0..=self.numbers).any(|row| {
            let letters = self.label(row, column).chars().filter(char::is_ascii_alphabetic);
            let plain: String = letters.map(|letter| letter.to_ascii_lowercase()).collect();
            WORDS.contains(&plain.as_str())
        })
    }
}

/// Columns before the table that name a row.
struct Stub {
    region: usize,
    item: usize,
    width: usize,
    aliases: HashMap<String, String>,
}

impl Stub {
    /// Finds the columns by the labels that the header has, in the first row that has both.
    fn find(headers: &Headers) -> Option<Self> {
        let industries: Vec<usize> = headers.uses().collect();
        let regions: HashSet<&str> = industries.iter().map(|column| headers.label(headers.regions, *column)).collect();
        let items: HashSet<&str> = industries.iter().map(|column| headers.item(*column)).collect();
        let found = headers.rows.iter().skip(headers.numbers + 1).find_map(|row| {
            let of = |labels: &HashSet<&str>| {
                row.iter().take(headers.first).position(|label| labels.contains(label.as_str()))
            };
            Some((of(&regions)?, of(&items)?))
        });
        let (region, item) = found.filter(|(region, item)| region != item)?;
        Some(Self { region, item, width: headers.first, aliases: aliases(headers.codes.is_some(), &items) })
    }

    /// The labels of region and industry of a row.
    fn of(&self, cells: &[Cell<'_>]) -> (String, String) {
        let label = |column: usize| cells.get(column).map(Cell::label).unwrap_or_default();
        (label(self.region), self.alias(label(self.item)))
    }

    fn alias(&self, item: String) -> String {
        self.aliases.get(&item).cloned().unwrap_or(item)
    }

    /// What stands before the numbers of a row.
    fn texts(&self, cells: &[Cell<'_>]) -> Vec<String> {
        cells.iter().take(self.width).map(Cell::label).filter(|label| !label.is_empty()).collect()
    }

    /// What a row below the industries means: by its code, or where it has none by its number.
    fn below(&self, cells: &[Cell<'_>], item: &str) -> Row {
        let labels = if item.is_empty() { self.texts(cells) } else { vec![item.to_owned()] };
        match labels {
            labels if labels.iter().any(|label| is_value_added_of_wiod(label)) => Row::ValueAdded,
            labels if labels.iter().any(|label| is_output_of_wiod(label)) => Row::Output,
            _ => Row::Beside,
        }
    }
}

/// The codes of WIOD's 35 sectors for `c1` to `c35`, where the numbers are all that a file has, as in the ADB's.
fn aliases(has_codes: bool, items: &HashSet<&str>) -> HashMap<String, String> {
    let known = sectors("wiod35");
    let numbers = |letter: char| (1..=known.len()).map(move |number| format!("{letter}{number}"));
    ['c', 'C']
        .into_iter()
        .find(|letter| {
            let industries = numbers(*letter).filter(|number| items.contains(number.as_str())).count();
            !has_codes && industries == known.len()
        })
        .map(|letter| numbers(letter).zip(known.iter().map(|sector| sector.code.to_string())).collect())
        .unwrap_or_default()
}

/// Reads a sheet in this layout, whose header was found.
pub(super) fn read(sheet: &dyn Sheet, headers: &Headers, years: &Years) -> Result<InterCountryTable> {
    let line = headers.numbers as u64 + 1;
    let fault = |reason: String| sheet.fault(line, None, reason);
    let stub = Stub::find(headers).ok_or_else(|| {
        fault(
            "the rows below lack the region or the industry that the columns have: both must stand before the numbers"
                .to_owned(),
        )
    })?;
    let of_columns: HashSet<&str> = headers.uses().map(|column| headers.label(headers.regions, column)).collect();
    let is_item: HashSet<String> = headers.uses().map(|column| stub.alias(headers.item(column).to_owned())).collect();
    let mut industries: Vec<(String, String)> = Vec::new();
    let mut skipped = 0;
    sheet.each_row(&mut |_, cells| {
        skipped += 1;
        let (region, item) = stub.of(cells);
        if skipped > headers.numbers + 1 && of_columns.contains(region.as_str()) && is_item.contains(&item) {
            industries.push((region, item));
        }
        Ok(ControlFlow::Continue(()))
    })?;
    let names = headers.names.map(|row| names_of(headers, row, &stub)).unwrap_or_default();
    let labels = industries.iter().map(|(region, item)| (region.as_str(), item.as_str()));
    let axes = Axes::new(labels, &names).map_err(fault)?;
    let columns = columns(headers, &stub, &axes);
    let mut table = Assembly::new(axes, columns, industries.len(), true).map_err(fault)?;
    let meaning = |cells: &[Cell<'_>], axes: &Axes| {
        let (region, item) = stub.of(cells);
        let row = axes.node(&region, &item).map_or_else(|| stub.below(cells, &item), Row::Industry);
        let number = if item.is_empty() { stub.texts(cells).join(" ") } else { item };
        (format!("{region}_{number}"), row)
    };
    let rows = Rows { blank_is_zero: true, ..Rows::whole(&table, headers.numbers + 1, &meaning) };
    matrix::place(sheet, &mut table, &rows)?;
    table.finish(about(sheet, headers, &stub, years).map_err(fault)?).map_err(fault)
}

/// Names of industries by their codes.
fn names_of(headers: &Headers, row: usize, stub: &Stub) -> HashMap<String, String> {
    let named = |column: usize| (stub.alias(headers.item(column).to_owned()), headers.label(row, column).to_owned());
    headers.uses().map(named).collect()
}

/// What each column means.
fn columns(headers: &Headers, stub: &Stub, axes: &Axes) -> Vec<(String, Column)> {
    let width = headers.rows.iter().take(headers.numbers + 1).map(Vec::len).max().unwrap_or_default();
    let meaning = |column: usize| {
        if column < headers.first {
            return (String::new(), Column::Beside);
        }
        let region = headers.label(headers.regions, column);
        let item = stub.alias(headers.item(column).to_owned());
        let name = format!("{region}_{item}");
        match (axes.node(region, &item), axes.region(region)) {
            (Some(node), _) => (name, Column::Industry(node)),
            (None, Some(region)) => (name, Column::Final(region)),
            (None, None) if headers.is_output(column) => (name, Column::Output),
            (None, None) => (name, Column::Beside),
        }
    };
    (0..width).map(meaning).collect()
}

/// Year, unit and source, by the sheet's title and what stands above the rows.
fn about(sheet: &dyn Sheet, headers: &Headers, stub: &Stub, years: &Years) -> Result<About, String> {
    let above = headers.rows.iter().take(headers.numbers + 1);
    let texts: Vec<&str> = above.flat_map(|row| row.iter().take(headers.first)).map(String::as_str).collect();
    let of_title = in_text(sheet.title());
    let in_table = if of_title.is_empty() {
        texts.iter().flat_map(|text| in_text(text)).collect::<BTreeSet<u16>>().into_iter().collect()
    } else {
        of_title
    };
    let source = if stub.aliases.is_empty() {
        "table in WIOD\u{2019}s layout"
    } else {
        "table in the layout of the ADB\u{2019}s MRIO"
    };
    Ok(About {
        year: years.resolve(&in_table)?,
        source: source.to_owned(),
        unit: texts.iter().find_map(|text| Unit::named(text)).unwrap_or(Unit::MILLION_DOLLARS),
        changes: Vec::new(),
    })
}

#[cfg(test)]
#[path = "header_rows_tests.rs"]
mod tests;
