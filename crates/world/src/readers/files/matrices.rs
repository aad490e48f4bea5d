//! Matrices of EXIOBASE 3 and of tables that pymrio saved: `Z.txt` (flows between industries) and `Y.txt` (final use),
//! separated by tabs, with two header rows and two columns of labels; `x.txt` (output), `unit.txt` and
//! `factor_inputs/F.txt` (value added) may stand beside them. `A.txt` with `x.txt` stands for `Z.txt`. In pymrio's Parquet
//! form, `Z.parquet` and so on, a column is named `('AT', 'Paddy rice')`, and the labels of rows are columns too.

use std::cell::Cell as Counter;
use std::collections::{BTreeSet, HashMap};
use std::ops::ControlFlow;

use super::super::assembly::{About, Assembly, Column, Row};
use super::super::axes::Axes;
use super::super::inter_country_table::InterCountryTable;
use super::super::matrix::{self, Rows};
use super::super::sheet::{Cell, CsvSheet, Sheet};
use super::super::unit::Unit;
use super::super::years::Years;
use super::Files;
use super::parquet_sheet::ParquetSheet;
use crate::Result;

/// Rows in which the names of the labels are looked for.
const LOOKED_AT: usize = 8;

/// Where the matrices are.
pub(super) struct Found {
    /// The folder, with `/` behind it, empty where they stand at the top.
    folder: String,
    /// `txt` or `parquet`.
    ending: &'static str,
}

impl Found {
    /// The name of a file.
    fn file(&self, own: &str) -> String {
        format!("{}{own}.{}", self.folder, self.ending)
    }
}

/// The matrices in the folder that is least deep.
pub(super) fn find(files: &dyn Files) -> Option<Found> {
    let has = |name: &str| files.names().iter().any(|known| known == name);
    let of = |ending: &'static str| {
        let folder = move |name: &String| {
            ["Z", "A"]
                .iter()
                .find_map(|own| Some(name.strip_suffix(ending)?.strip_suffix('.')?.strip_suffix(own)?.to_owned()))
        };
        let folders = files.names().iter().filter_map(folder);
        folders.map(move |folder| Found { folder, ending })
    };
    let is_whole = |found: &Found| (found.folder.is_empty() || found.folder.ends_with('/')) && has(&found.file("Y"));
    of("txt").chain(of("parquet")).filter(is_whole).min_by_key(|found| found.folder.len())
}

/// A file of the folder as a sheet.
fn sheet<'a>(files: &'a dyn Files, name: &str) -> Result<Box<dyn Sheet + 'a>> {
    let (own, full) = (name.to_owned(), format!("{}, {name}", files.name()));
    Ok(match name.ends_with(".parquet") {
        true => Box::new(ParquetSheet::new(&full, files.whole(name)?)?),
        false => Box::new(CsvSheet::tabbed(&full, Box::new(move || files.open(&own)))),
    })
}

/// The two labels in the name of a column of pymrio's Parquet, as Python writes a pair of texts.
fn pair(name: &str) -> Option<(String, String)> {
    let mut rest = name.strip_prefix('(')?.strip_suffix(')')?;
    let mut labels = Vec::new();
    while !rest.is_empty() {
        let quote = rest.chars().next().filter(|quote| matches!(quote, '\'' | '"'))?;
        let (mut label, mut end, mut is_escaped) = (String::new(), None, false);
        for (at, letter) in rest.char_indices().skip(1) {
            match letter {
                _ if is_escaped => {
                    label.push(letter);
                    is_escaped = false;
                }
                '\\' => is_escaped = true,
                letter if letter == quote => {
                    end = Some(at + letter.len_utf8());
                    break;
                }
                letter => label.push(letter),
            }
        }
        labels.push(label);
        let after = rest.get(end?..)?;
        rest = after.strip_prefix(", ").unwrap_or(after);
        if rest.len() == after.len() && !after.is_empty() {
            return None;
        }
    }
    match <[String; 2]>::try_from(labels) {
        Ok([region, item]) => Some((region, item)),
        Err(_) => None,
    }
}

/// A matrix of the folder, with what its header says.
struct Part<'a> {
    sheet: Box<dyn Sheet + 'a>,
    /// Number of rows before the first with numbers.
    skip: usize,
    /// Columns of labels: of the region and of the sector.
    region: usize,
    item: usize,
    /// Region and sector, or kind of final use, of each column; empty before the first with numbers.
    columns: Vec<(String, String)>,
}

impl<'a> Part<'a> {
    fn open(files: &'a dyn Files, name: &str) -> Result<Self> {
        let sheet = sheet(files, name)?;
        let head = sheet.head(LOOKED_AT)?;
        if name.ends_with(".parquet") {
            return Self::of_names(sheet, head.first().map_or(&[], Vec::as_slice));
        }
        let label = |row: usize, column: usize| -> &str {
            head.get(row).and_then(|row| row.get(column)).map_or("", String::as_str)
        };
        let header = |name: &[&str]| {
            (0..head.len()).find(|row| name.contains(&label(*row, 0)) && !label(*row, head_width(&head)).is_empty())
        };
        // The row below the labels of the columns names the columns of labels.
        let named = (0..head.len()).find(|row| label(*row, 0) == "region" && label(*row, 1) == "sector");
        let (regions, items, named) = match (header(&["region"]), header(&["sector", "category"]), named) {
            (Some(regions), Some(items), Some(named)) if regions < named && items < named => (regions, items, named),
            _ => {
                let reason =
                    "expected a row `region`, a row `sector` or `category` with the labels of the columns, and \
                                  a row `region`, `sector` below them"
                        .to_owned();
                return Err(sheet.fault(1, None, reason));
            }
        };
        let width = head.get(regions).map_or(0, Vec::len);
        let of = |column: usize| match column {
            0 | 1 => (String::new(), String::new()),
            _ => (label(regions, column).to_owned(), label(items, column).to_owned()),
        };
        Ok(Self { skip: named + 1, region: 0, item: 1, columns: (0..width).map(of).collect(), sheet })
    }

    /// A matrix whose columns have their labels in their names.
    fn of_names(sheet: Box<dyn Sheet + 'a>, names: &[String]) -> Result<Self> {
        let of = |name: &str| names.iter().position(|label| label == name);
        let (Some(region), Some(item)) = (of("region"), of("sector")) else {
            let reason = "expected the columns `region` and `sector` with the labels of the rows".to_owned();
            return Err(sheet.fault(1, None, reason));
        };
        let columns = names.iter().map(|name| pair(name).unwrap_or_default()).collect();
        Ok(Self { skip: 1, region, item, columns, sheet })
    }

    /// Whether a column has the labels of rows.
    fn is_label(&self, column: usize) -> bool {
        column == self.region || column == self.item
    }

    fn labels(&self, cells: &[Cell<'_>]) -> (String, String) {
        let label = |column: usize| cells.get(column).map(Cell::label).unwrap_or_default();
        (label(self.region), label(self.item))
    }

    /// Labels of the rows.
    fn rows(&self) -> Result<Vec<(String, String)>> {
        let (mut rows, mut skipped) = (Vec::new(), 0);
        self.sheet.each_row(&mut |_, cells| {
            skipped += 1;
            if skipped > self.skip {
                rows.push(self.labels(cells));
            }
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(rows)
    }

    /// Adds the numbers to a table, whose columns from `offset` on are those of this part. Every industry needs a row.
    fn place(&self, table: &mut Assembly, offset: usize, factors: &[f64]) -> Result<()> {
        let found = Counter::new(0);
        let meaning = |cells: &[Cell<'_>], axes: &Axes| {
            let (region, item) = self.labels(cells);
            let row = axes.node(&region, &item).map_or(Row::Beside, Row::Industry);
            found.set(found.get() + usize::from(row != Row::Beside));
            (format!("{region}_{item}"), row)
        };
        let rows = Rows { offset, width: self.columns.len(), factors, ..Rows::whole(table, self.skip, &meaning) };
        matrix::place(self.sheet.as_ref(), table, &rows)?;
        let nodes = table.axes().regions.len() * table.axes().sectors.len();
        if found.get() < nodes {
            let reason = format!("it has rows of {} industries, expected {nodes}", found.get());
            return Err(self.sheet.fault(0, None, reason));
        }
        Ok(())
    }
}

/// The last column of the widest row.
fn head_width(head: &[Vec<String>]) -> usize {
    head.iter().map(Vec::len).max().unwrap_or(1).saturating_sub(1)
}

/// A file with one value for each industry, such as `x.txt`: the texts by industry, with their lines.
fn vector(files: &dyn Files, name: &str, axes: &Axes) -> Result<HashMap<usize, (u64, String)>> {
    let sheet = sheet(files, name)?;
    let header = sheet.head(1)?.into_iter().next().unwrap_or_default();
    let of = |name: &str| header.iter().position(|label| label == name);
    let value = header.iter().position(|label| label != "region" && label != "sector");
    let (Some(region), Some(item), Some(value)) = (of("region"), of("sector"), value) else {
        return Err(sheet.fault(1, None, "expected the columns `region` and `sector` and one of values".to_owned()));
    };
    let mut values = HashMap::new();
    sheet.each_row(&mut |line, cells| {
        let label = |column: usize| cells.get(column).map(Cell::label).unwrap_or_default();
        if let Some(node) = axes.node(&label(region), &label(item))
            && values.insert(node, (line, label(value))).is_some()
        {
            return Err(sheet.fault(line, None, format!("{} {} stands twice", label(region), label(item))));
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(values)
}

/// Output by industry, from `x.txt` where it is there.
fn output(files: &dyn Files, found: &Found, axes: &Axes, nodes: usize) -> Result<Option<Vec<f64>>> {
    let name = found.file("x");
    if !files.names().contains(&name) {
        return Ok(None);
    }
    let values = vector(files, &name, axes)?;
    let number = |node: usize| {
        let (line, text) =
            values.get(&node).ok_or_else(|| files.fault(&name, format!("there is no row {}", axes.node_name(node))))?;
        text.parse::<f64>().ok().filter(|value| value.is_finite()).ok_or_else(|| {
            files.fault(&name, format!("line {line}, row {}: expected a number, found `{text}`", axes.node_name(node)))
        })
    };
    (0..nodes).map(number).collect::<Result<Vec<f64>>>().map(Some)
}

/// Reads the matrices of a folder.
pub(super) fn read(files: &dyn Files, found: &Found, years: &Years) -> Result<InterCountryTable> {
    let folder = found.folder.as_str();
    let has_flows = files.names().contains(&found.file("Z"));
    let flows = Part::open(files, &found.file(if has_flows { "Z" } else { "A" }))?;
    let finals = Part::open(files, &found.file("Y"))?;
    let fault = |reason: String| files.fault(folder, reason);
    let rows = flows.rows()?;
    let pairs = rows.iter().map(|(region, sector)| (region.as_str(), sector.as_str()));
    let axes = Axes::new(pairs, &HashMap::new()).map_err(fault)?;
    let nodes = axes.nodes(rows.len()).map_err(fault)?;
    let output = output(files, found, &axes, nodes)?;
    let columns = columns(&flows, &finals, &axes).map_err(fault)?;
    let factors = match (&output, has_flows) {
        (_, true) => Vec::new(),
        (Some(output), false) => {
            let of = |(_, column): &(String, Column)| match column {
                Column::Industry(node) => output.get(*node).copied().unwrap_or(0.0),
                _ => 1.0,
            };
            columns.iter().take(flows.columns.len()).map(of).collect()
        }
        (None, false) => {
            return Err(fault("there is neither Z.txt nor x.txt, without which A.txt gives no flows".to_owned()));
        }
    };
    let unit = unit(files, found, &axes)?;
    let output_place = columns.len() - 1;
    let mut table = Assembly::new(axes, columns, rows.len(), true).map_err(fault)?;
    flows.place(&mut table, 0, &factors)?;
    finals.place(&mut table, flows.columns.len(), &[])?;
    for (node, value) in output.into_iter().flatten().enumerate() {
        table.add(Row::Industry(node), output_place, value);
    }
    value_added(files, found, unit, &mut table)?;
    let year = years.or_of(folder.trim_end_matches('/')).resolve(&[]).map_err(fault)?;
    table.finish(About { year, source: source(files, folder), unit, changes: Vec::new() }).map_err(fault)
}

/// What the columns of both matrices mean, and one of output behind them.
fn columns(flows: &Part<'_>, finals: &Part<'_>, axes: &Axes) -> std::result::Result<Vec<(String, Column)>, String> {
    let mut columns = Vec::new();
    for (place, (region, item)) in flows.columns.iter().enumerate() {
        let name = format!("{region}_{item}");
        match axes.node(region, item) {
            Some(node) => columns.push((name, Column::Industry(node))),
            None if flows.is_label(place) => columns.push((String::new(), Column::Beside)),
            None => return Err(format!("column {name} of the flows between industries has no row")),
        }
    }
    for (place, (region, item)) in finals.columns.iter().enumerate() {
        // Apart from the columns of industries, which may have the same label.
        let name = format!("{region}_{item} (final use)");
        match axes.region(region) {
            _ if finals.is_label(place) => columns.push((String::new(), Column::Beside)),
            Some(region) => columns.push((name, Column::Final(region))),
            None => return Err(format!("column {name}: no row of region {region}")),
        }
    }
    columns.push(("x".to_owned(), Column::Output));
    Ok(columns)
}

/// What the numbers count in, by `unit.txt`: of all industries the same.
fn unit(files: &dyn Files, found: &Found, axes: &Axes) -> Result<Unit> {
    let name = found.file("unit");
    if !files.names().contains(&name) {
        return Ok(Unit::NotSaid);
    }
    let units: BTreeSet<String> = vector(files, &name, axes)?.into_values().map(|(_, unit)| unit).collect();
    match units.iter().collect::<Vec<_>>().as_slice() {
        [] => Ok(Unit::NotSaid),
        [only] => Unit::named(only).ok_or_else(|| {
            files.fault(&name, format!("the unit is `{only}`, expected US dollars or euros, such as M.EUR or Mill USD"))
        }),
        [first, second, ..] => {
            Err(files.fault(&name, format!("industries count in several units, such as `{first}` and `{second}`")))
        }
    }
}

/// Adds value added from `factor_inputs/F.txt`, where all its rows are in the table's unit.
fn value_added(files: &dyn Files, found: &Found, unit: Unit, table: &mut Assembly) -> Result<()> {
    let folder = &found.folder;
    let (name, units) = (format!("{folder}factor_inputs/F.txt"), format!("{folder}factor_inputs/unit.txt"));
    if !files.names().contains(&name) || !files.names().contains(&units) || !counts_in(files, &units, unit)? {
        return Ok(());
    }
    let full = format!("{}, {name}", files.name());
    let sheet = CsvSheet::tabbed(&full, Box::new(|| files.open(&name)));
    let head = sheet.head(2)?;
    let [regions, sectors] = head.as_slice() else { return Ok(()) };
    let place: HashMap<usize, usize> = table
        .columns()
        .iter()
        .enumerate()
        .filter_map(
            |(place, (_, column))| if let Column::Industry(node) = column { Some((*node, place)) } else { None },
        )
        .collect();
    let labels = regions.iter().zip(sectors);
    let of = |(region, sector): (&String, &String)| place.get(&table.axes().node(region, sector)?).copied();
    let places: Vec<Option<usize>> = labels.map(of).collect();
    let mut row = 0;
    sheet.each_row(&mut |line, cells| {
        row += 1;
        // Two rows of labels and one with the name of the first column.
        if row <= 3 {
            return Ok(ControlFlow::Continue(()));
        }
        for (column, (cell, place)) in cells.iter().zip(&places).enumerate() {
            let Some(place) = place else { continue };
            let Some(value) = sheet.number(*cell) else {
                let reason = format!("expected a number, found `{}`", cell.label());
                return Err(sheet.fault(line, Some(column), reason));
            };
            table.add(Row::ValueAdded, *place, value);
        }
        Ok(ControlFlow::Continue(()))
    })
}

/// Whether every row of a `unit.txt` names a unit.
fn counts_in(files: &dyn Files, name: &str, unit: Unit) -> Result<bool> {
    let full = format!("{}, {name}", files.name());
    let sheet = CsvSheet::tabbed(&full, Box::new(|| files.open(name)));
    let (mut row, mut same) = (0, 0);
    sheet.each_row(&mut |_, cells| {
        row += 1;
        let named = cells.last().map(Cell::label).and_then(|text| Unit::named(&text));
        same += usize::from(row > 1 && named == Some(unit));
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(same > 0 && same + 1 == row)
}

/// What `metadata.json` says of the source.
fn source(files: &dyn Files, folder: &str) -> String {
    const LONGEST: usize = 60;
    let name = format!("{folder}metadata.json");
    let read = || -> Option<serde_json::Value> { serde_json::from_slice(&files.whole(&name).ok()?).ok() };
    let metadata = if files.names().contains(&name) { read() } else { None };
    let text =
        |key: &str| metadata.as_ref()?.get(key)?.as_str().filter(|text| !text.is_empty() && text.len() <= LONGEST);
    let words: Vec<&str> = ["name", "version", "system"].into_iter().filter_map(text).collect();
    let known = if words.is_empty() { String::new() } else { format!(" ({})", words.join(", ")) };
    format!("matrices in the layout of EXIOBASE and pymrio{known}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_columns_are_pairs_as_python_writes_them() {
        let of = |name| pair(name).map(|(region, item)| format!("{region}|{item}"));
        assert_eq!(of("('reg1', 'food')").as_deref(), Some("reg1|food"));
        assert_eq!(of("('CI', \"Côte d'Ivoire\")").as_deref(), Some("CI|Côte d'Ivoire"));
        assert_eq!(of("('a', 'both \\' and \"')").as_deref(), Some("a|both ' and \""));
        for other in ["region", "('a')", "('a', 'b', 'c')", "('a' 'b')", "('a, 'b')", "()", "("] {
            assert_eq!(of(other), None, "{other}");
        }
    }
}
