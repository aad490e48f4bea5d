//! A table of a document in columns of one type each, as data frames have them: keys, the row's name, then each column with
//! the ends of its ranges. Values are in the units of the tidy layout.

use crate::document::Document;
use crate::keys::Keys;
use crate::quantity::Quantity;
use crate::table::{Cell, Column, Table};
use crate::tidy::COLUMNS;

/// A column with a name that is unique in the table.
#[derive(Debug, Clone, PartialEq)]
pub struct WideColumn {
    /// Its name: a key or `row` (with `_code` behind it where a column of the table has that id), or the id of a column of the
    /// table, with `_low` and `_high` for the ends of its ranges.
    pub name: String,
    /// Its cells, one a row.
    pub cells: WideCells,
}

/// Cells of one type; `None` where there is nothing.
#[derive(Debug, Clone, PartialEq)]
pub enum WideCells {
    /// Numbers.
    Numbers(Vec<Option<f64>>),
    /// Words.
    Words(Vec<Option<String>>),
}

/// Name of the column of row names.
const ROW: &str = "row";

/// The columns of a table. A key that no row has is left out. Where a column has numbers in some rows and words in others it
/// is numbers, and the words stand in a column `<id>_words`.
#[must_use]
pub fn columns(document: &Document, table: &Table) -> Vec<WideColumn> {
    let outer = table.keys.or(&document.keys);
    let keys: Vec<Keys> = table.rows.iter().map(|row| row.keys.or(&outer)).collect();
    let key = |name: &str| keys.iter().map(|keys| keys.named(name).map(str::to_owned)).collect();
    let mut columns: Vec<WideColumn> = COLUMNS.into_iter().map(|name| words(free(name, table), key(name))).collect();
    columns.push(words(free(ROW, table), table.rows.iter().map(|row| Some(row.name.plain())).collect()));
    for (place, column) in table.columns.iter().enumerate() {
        let cells: Vec<Option<&Cell>> = table.rows.iter().map(|row| row.cells.get(place)).collect();
        of_column(column, &cells, &mut columns);
    }
    columns.retain(|column| !column.is_empty());
    columns
}

/// A name for a column beside those of the table, which keep their ids.
fn free(name: &str, table: &Table) -> String {
    let is_taken = table.columns.iter().any(|column| column.id == name);
    if is_taken { format!("{name}_code") } else { name.to_owned() }
}

fn of_column(column: &Column, cells: &[Option<&Cell>], columns: &mut Vec<WideColumn>) {
    let quantities: Vec<Option<&Quantity>> = cells
        .iter()
        .map(|cell| match cell {
            Some(Cell::Quantity(quantity)) => Some(quantity.as_ref()),
            _ => None,
        })
        .collect();
    let numbers = |name: String, of: fn(&Quantity) -> Option<f64>| {
        let number = |quantity: &Option<&Quantity>| quantity.and_then(of).filter(|value| value.is_finite());
        WideColumn { name, cells: WideCells::Numbers(quantities.iter().map(number).collect()) }
    };
    let said = cells.iter().map(|cell| match cell {
        Some(Cell::Text(text)) if !text.is_empty() => Some(text.plain()),
        Some(Cell::Empty(Some(reason))) => Some(reason.clone()),
        _ => None,
    });
    let id = &column.id;
    let has_numbers = quantities.iter().any(Option::is_some);
    if has_numbers {
        columns.push(numbers(id.clone(), |quantity| quantity.value));
        columns.push(numbers(format!("{id}_low"), |quantity| Some(quantity.range.as_ref()?.low)));
        columns.push(numbers(format!("{id}_high"), |quantity| Some(quantity.range.as_ref()?.high)));
    }
    columns.push(words(if has_numbers { format!("{id}_words") } else { id.clone() }, said.collect()));
}

fn words(name: String, cells: Vec<Option<String>>) -> WideColumn {
    WideColumn { name, cells: WideCells::Words(cells) }
}

impl WideColumn {
    fn is_empty(&self) -> bool {
        match &self.cells {
            WideCells::Numbers(cells) => cells.iter().all(Option::is_none),
            WideCells::Words(cells) => cells.iter().all(Option::is_none),
        }
    }
}
