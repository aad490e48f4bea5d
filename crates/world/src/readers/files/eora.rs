//! Eora26: `Eora26_2015_bp_T.txt` (flows between industries), `_FD.txt` (final use) and `_VA.txt` (value added), without
//! labels, which `labels_T.txt`, `labels_FD.txt` and `labels_VA.txt` have, a line for each row or column; in USD thousand.

use std::cell::Cell as Counter;
use std::collections::HashMap;
use std::ops::ControlFlow;

use super::super::assembly::{About, Assembly, Column, Row};
use super::super::axes::Axes;
use super::super::inter_country_table::InterCountryTable;
use super::super::matrix::{self, Rows};
use super::super::sheet::{Cell, CsvSheet, Sheet};
use super::super::unit::Unit;
use super::super::years::Years;
use super::Files;
use crate::Result;

/// The region with which the source balances its rows and columns. It has one industry, `TOTAL`, and no country.
const BALANCE: &str = "ROW";

/// The files of one year.
pub(super) struct Found {
    /// Everything before `T.txt`, such as `Eora26_2015_bp_`.
    before: String,
    /// Folder of the labels.
    labels: String,
}

/// The files of the year that is asked for, or of the only year.
pub(super) fn find(files: &dyn Files, years: &Years) -> Option<Found> {
    let labels = files.names().iter().find_map(|name| name.strip_suffix("labels_T.txt"))?.to_owned();
    let flows =
        files.names().iter().filter_map(|name| name.strip_suffix("T.txt")).filter(|before| before.ends_with('_'));
    let flows: Vec<&str> = flows.filter(|before| !before.ends_with("labels_")).collect();
    let of_year = |before: &&&str| years.asked.is_some() && Years::of(before, None).resolve(&[]).ok() == years.asked;
    let before = match flows.as_slice() {
        [only] => only,
        several => *several.iter().find(of_year)?,
    };
    Some(Found { before: (*before).to_owned(), labels })
}

/// Lines of a file of labels, without the empty field at their end.
fn labels(files: &dyn Files, name: &str) -> Result<Vec<Vec<String>>> {
    if !files.names().iter().any(|known| known == name) {
        return Err(
            files.fault("", format!("there is no {name}: unpack indices.zip of the source into the same folder"))
        );
    }
    let full = format!("{}, {name}", files.name());
    let sheet = CsvSheet::tabbed(&full, Box::new(|| files.open(name)));
    sheet.head(usize::MAX)
}

/// The labels of an industry or of a kind of final use: the country's code and the name.
fn pair(line: &[String]) -> (&str, &str) {
    let label = |column: usize| line.get(column).map_or("", String::as_str);
    (label(1), label(3))
}

/// Reads the files.
pub(super) fn read(files: &dyn Files, found: &Found, years: &Years) -> Result<InterCountryTable> {
    let fault = |reason: String| files.fault(&found.before, reason);
    let industries = labels(files, &format!("{}labels_T.txt", found.labels))?;
    let finals = labels(files, &format!("{}labels_FD.txt", found.labels))?;
    if let Some(line) = industries.iter().find(|line| line.get(2).is_some_and(|kind| kind.starts_with("Commodit"))) {
        let reason =
            format!("{} has products beside industries, as the full Eora has; only Eora26 is read", pair(line).0);
        return Err(fault(reason));
    }
    let in_table = industries.iter().map(|line| pair(line)).filter(|(region, _)| *region != BALANCE);
    let axes = Axes::new(in_table, &HashMap::new()).map_err(fault)?;
    let columns = columns(&industries, &finals, &axes).map_err(fault)?;
    let year = years.or_of(&found.before).resolve(&[]).map_err(fault)?;
    let mut table = Assembly::new(axes, columns, industries.len(), true).map_err(fault)?;
    let (flows, rest) = (format!("{}T.txt", found.before), format!("{}FD.txt", found.before));
    place(files, &flows, &industries, (&mut table, 0, industries.len()))?;
    place(files, &rest, &industries, (&mut table, industries.len(), finals.len()))?;
    let value_added = format!("{}VA.txt", found.before);
    if files.names().contains(&value_added) {
        let sheet = sheet(files, &value_added);
        place_value_added(&sheet, &mut table, industries.len())?;
    }
    let prices = if found.before.ends_with("_pp_") { ", at purchasers\u{2019} prices" } else { "" };
    let changes = industries.iter().any(|line| pair(line).0 == BALANCE).then(|| {
        "the row and column ROW, with which the source balances its table and which stand for no country, were left out"
            .to_owned()
    });
    let source = format!("Eora26{prices}");
    let unit = Unit::Dollars(1e-3);
    table.finish(About { year, source, unit, changes: changes.into_iter().collect() }).map_err(fault)
}

fn sheet<'a>(files: &'a dyn Files, name: &str) -> CsvSheet<'a> {
    let own = name.to_owned();
    CsvSheet::tabbed(&format!("{}, {name}", files.name()), Box::new(move || files.open(&own)))
}

/// What the columns of flows and of final use mean.
fn columns(
    industries: &[Vec<String>],
    finals: &[Vec<String>],
    axes: &Axes,
) -> std::result::Result<Vec<(String, Column)>, String> {
    let mut columns = Vec::new();
    for line in industries {
        let (region, sector) = pair(line);
        let column = match axes.node(region, sector) {
            Some(node) => Column::Industry(node),
            None if region == BALANCE => Column::Beside,
            None => return Err(format!("labels_T.txt: {region} lacks the sector {sector}")),
        };
        columns.push((format!("{region}_{sector}"), column));
    }
    for line in finals {
        let (region, item) = pair(line);
        let column = match axes.region(region) {
            Some(region) => Column::Final(region),
            None if region == BALANCE => Column::Beside,
            None => return Err(format!("labels_FD.txt: no industry of {region} stands in labels_T.txt")),
        };
        columns.push((format!("{region}_{item} (final use)"), column));
    }
    Ok(columns)
}

/// Adds a file whose rows are the industries in the order of their labels.
fn place(
    files: &dyn Files,
    name: &str,
    industries: &[Vec<String>],
    (table, offset, width): (&mut Assembly, usize, usize),
) -> Result<()> {
    let sheet = sheet(files, name);
    let number = Counter::new(0);
    let meaning = |_: &[Cell<'_>], axes: &Axes| {
        let row = number.replace(number.get() + 1);
        let (region, sector) = industries.get(row).map_or(("", ""), |line| pair(line));
        let meaning = axes.node(region, sector).map_or(Row::Beside, Row::Industry);
        (format!("{region}_{sector}"), meaning)
    };
    let rows = Rows { offset, width, ..Rows::whole(table, 0, &meaning) };
    matrix::place(&sheet, table, &rows)?;
    if number.get() != industries.len() {
        let reason = format!("it has {} rows, labels_T.txt {}", number.get(), industries.len());
        return Err(files.fault(name, reason));
    }
    Ok(())
}

/// Adds every row of a file of value added.
fn place_value_added(sheet: &CsvSheet<'_>, table: &mut Assembly, width: usize) -> Result<()> {
    sheet.each_row(&mut |line, cells| {
        for (place, cell) in cells.iter().enumerate().take(width) {
            match sheet.number(*cell) {
                Some(value) => table.add(Row::ValueAdded, place, value),
                None if !table.uses(Row::ValueAdded, place) => {}
                None => {
                    let reason = format!("column {}: expected a number, found `{}`", place + 1, cell.label());
                    return Err(sheet.fault(line, Some(place), reason));
                }
            }
        }
        Ok(ControlFlow::Continue(()))
    })
}
