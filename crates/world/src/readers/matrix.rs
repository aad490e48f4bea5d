//! A sheet whose rows sell and whose columns buy, once it is known what each of them means.

use std::collections::HashSet;
use std::ops::ControlFlow;

use super::assembly::{Assembly, Row};
use super::sheet::{Cell, Sheet};
use crate::Result;

/// How the rows of a sheet are read.
pub(super) struct Rows<'a> {
    /// Number of rows before the first of the table.
    pub skip: usize,
    /// The column of the table that the sheet's first is.
    pub offset: usize,
    /// Number of columns of the sheet.
    pub width: usize,
    /// By what the numbers of each column are multiplied; of all by one where it is empty.
    pub factors: &'a [f64],
    /// The name of a row and what it means, by its cells.
    #[allow(clippy::type_complexity, reason = "a function of the cells and the axes")]
    pub meaning: &'a dyn Fn(&[Cell<'_>], &super::axes::Axes) -> (String, Row),
    /// Whether a cell without anything is a zero, as in workbooks made for people.
    pub blank_is_zero: bool,
}

/// Adds every cell of a sheet to a table. The table's columns are those of the sheet, labels included.
pub(super) fn place(sheet: &dyn Sheet, table: &mut Assembly, rows: &Rows<'_>) -> Result<()> {
    let mut seen: HashSet<String> = HashSet::new();
    let mut skipped = 0;
    sheet.each_row(&mut |line, cells| {
        if skipped < rows.skip {
            skipped += 1;
            return Ok(ControlFlow::Continue(()));
        }
        let (name, row) = (rows.meaning)(cells, table.axes());
        if row != Row::Beside && seen.contains(&name) {
            return Err(sheet.fault(line, None, format!("the row {name} stands twice")));
        }
        table.found(row);
        add_row(sheet, table, (line, &name, row), cells, rows)?;
        if row != Row::Beside {
            seen.insert(name);
        }
        Ok(ControlFlow::Continue(()))
    })
}

fn add_row(
    sheet: &dyn Sheet,
    table: &mut Assembly,
    (line, name, row): (u64, &str, Row),
    cells: &[Cell<'_>],
    rows: &Rows<'_>,
) -> Result<()> {
    // Beside the table of a workbook there may be notes.
    if !rows.blank_is_zero && cells.len() > rows.width && cells.iter().skip(rows.width).any(|cell| !cell.is_blank()) {
        let reason = format!("row {name} has {} cells, the header {}", cells.len(), rows.width);
        return Err(sheet.fault(line, Some(rows.width), reason));
    }
    for column in 0..rows.width {
        let cell = cells.get(column).copied().unwrap_or(Cell::Empty);
        let place = rows.offset + column;
        match sheet.number(cell) {
            Some(value) => {
                let value = value * rows.factors.get(column).copied().unwrap_or(1.0);
                if row == Row::Beside { table.add_beside(name, place, value) } else { table.add(row, place, value) }
            }
            // What stands beside the table need not be a number.
            None if !table.uses(row, place) || (rows.blank_is_zero && cell.is_blank()) => {}
            None => {
                let label = table.columns().get(place).map_or("", |(column, _)| column.as_str());
                let reason = format!("row {name}, column {label}: expected a number, found `{}`", cell.label());
                return Err(sheet.fault(line, Some(column), reason));
            }
        }
    }
    Ok(())
}

impl<'a> Rows<'a> {
    /// Rows of a sheet that is the whole table, below `skip` others.
    #[allow(clippy::type_complexity, reason = "a function of the cells and the axes")]
    pub fn whole(
        table: &Assembly,
        skip: usize,
        meaning: &'a dyn Fn(&[Cell<'_>], &super::axes::Axes) -> (String, Row),
    ) -> Self {
        Self { skip, offset: 0, width: table.columns().len(), factors: &[], meaning, blank_is_zero: false }
    }
}
