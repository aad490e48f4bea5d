//! Workbooks, `.xlsx` and `.xlsb`, read cell by cell.

use std::cell::RefCell;
use std::io::Cursor;
use std::ops::ControlFlow;

use calamine::{DataRef, Reader, Xlsb, Xlsx, open_workbook_from_rs};

use super::super::bounded::Bounded;
use super::super::header_rows::LOOKED_AT;
use super::super::inter_country_table::InterCountryTable;
use super::super::layout::{is_table, read_sheet};
use super::super::sheet::{Cell, Sheet, Visit};
use super::super::years::{Years, in_text};
use super::{Archive, Files, contained};
use crate::{Result, WorldError};

/// Columns that a sheet of a workbook has at most.
const MOST_COLUMNS: u32 = 16_384;
/// Sheets that are looked at.
const MOST_SHEETS: usize = 200;
/// Bytes of unpacked XML of a part that is no sheet, such as the texts of all cells: these are kept in memory.
const MOST_KEPT: u64 = 512 << 20;

/// What is said of a workbook whose parts do not fit together.
const CONTRADICTS: &str = "its parts contradict each other";

/// A workbook in memory.
enum Book<'a> {
    Xml(Box<Xlsx<Cursor<&'a [u8]>>>),
    Binary(Box<Xlsb<Cursor<&'a [u8]>>>),
}

/// One sheet of a workbook.
struct BookSheet<'a, 'b> {
    name: &'b str,
    title: &'b str,
    book: &'b RefCell<Book<'a>>,
}

/// Reads the sheet of a workbook that holds a table: the only one, or the one of the year that is asked for.
pub(super) fn read(name: &str, bytes: &[u8], archive: &Archive<'_>, years: &Years) -> Result<InterCountryTable> {
    check_size(archive)?;
    let fault = |reason: String| WorldError::Table { name: name.to_owned(), reason };
    let damaged = |error: String| fault(format!("it is no whole workbook: {error}"));
    let is_binary = archive.names().iter().any(|name| name == "xl/workbook.bin");
    let opened = contained(|| open(bytes, is_binary)).unwrap_or_else(|| Err(CONTRADICTS.to_owned()));
    let book = opened.map_err(damaged)?;
    let titles = match &book {
        Book::Xml(book) => book.sheet_names(),
        Book::Binary(book) => book.sheet_names(),
    };
    let book = RefCell::new(book);
    let sheet = |title| BookSheet { name, title, book: &book };
    let mut tables: Vec<&str> = Vec::new();
    for title in titles.iter().take(MOST_SHEETS) {
        if is_table(sheet(title).head(LOOKED_AT)?) {
            tables.push(title);
        }
    }
    let of_year = |title: &&str| years.asked.is_some_and(|year| in_text(title).contains(&year));
    let dated: Vec<&str> = tables.iter().copied().filter(of_year).collect();
    match (tables.as_slice(), dated.as_slice()) {
        ([only], _) | (_, [only]) => read_sheet(&sheet(only), years),
        ([], _) => Err(fault(format!(
            "none of its sheets ({}) has a layout that is known here: of the OECD, WIOD, the ADB, FIGARO, or one flow a line",
            titles.join(", ")
        ))),
        (several, _) => {
            Err(fault(format!("it holds several tables, in the sheets {}: choose one with --year", several.join(", "))))
        }
    }
}

fn open(bytes: &[u8], is_binary: bool) -> Result<Book<'_>, String> {
    let cursor = Cursor::new(bytes);
    Ok(if is_binary {
        Book::Binary(Box::new(open_workbook_from_rs(cursor).map_err(|error: calamine::XlsbError| error.to_string())?))
    } else {
        Book::Xml(Box::new(open_workbook_from_rs(cursor).map_err(|error: calamine::XlsxError| error.to_string())?))
    })
}

/// Goes through all parts once, so that nothing unpacks without end afterwards.
fn check_size(archive: &Archive<'_>) -> Result<()> {
    for part in archive.names() {
        let mut text = archive.open(part)?;
        let copied = if part.starts_with("xl/worksheets/") {
            std::io::copy(&mut text, &mut std::io::sink())
        } else {
            std::io::copy(&mut Bounded::within(text, MOST_KEPT), &mut std::io::sink())
        };
        copied.map_err(|error| archive.fault(part, error.to_string()))?;
    }
    Ok(())
}

/// The name of a column, `A` for the first.
fn column_name(column: usize) -> String {
    let letter = |number: usize| char::from(b'A' + (number % 26) as u8);
    let (mut name, mut left) = (vec![letter(column)], column / 26);
    while left > 0 {
        name.push(letter(left - 1));
        left = (left - 1) / 26;
    }
    name.into_iter().rev().collect()
}

/// The cells of a row that is being read.
#[derive(Default)]
struct RowOfCells<'a> {
    number: u32,
    cells: Vec<DataRef<'a>>,
}

impl<'a> RowOfCells<'a> {
    /// Takes a cell; the row before it, if it begins another.
    fn take(&mut self, (row, column): (u32, u32), value: DataRef<'a>) -> Option<Self> {
        let before = (row != self.number && !self.cells.is_empty()).then(|| std::mem::take(self));
        self.number = row;
        let column = column.min(MOST_COLUMNS) as usize;
        if self.cells.len() <= column {
            self.cells.resize(column + 1, DataRef::Empty);
        }
        self.cells[column] = value;
        before
    }

    /// Gives the row to `visit`.
    fn give(&self, visit: &mut Visit<'_>) -> Result<ControlFlow<()>> {
        // What is no number and no text, such as the error of a formula, is a text that no reader takes for a number.
        let texts: Vec<String> = self
            .cells
            .iter()
            .map(|cell| match cell {
                DataRef::Bool(value) => value.to_string(),
                DataRef::Error(error) => error.to_string(),
                DataRef::DateTime(_) => "a date".to_owned(),
                DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
                _ => String::new(),
            })
            .collect();
        let cells: Vec<Cell<'_>> = self
            .cells
            .iter()
            .zip(&texts)
            .map(|(cell, text)| match cell {
                DataRef::Int(value) => Cell::Number(*value as f64),
                DataRef::Float(value) => Cell::Number(*value),
                DataRef::String(text) => Cell::Text(text),
                DataRef::SharedString(text) => Cell::Text(text),
                DataRef::Empty => Cell::Empty,
                _ => Cell::Text(text),
            })
            .collect();
        visit(u64::from(self.number) + 1, &cells)
    }
}

impl Sheet for BookSheet<'_, '_> {
    fn each_row(&self, visit: &mut Visit<'_>) -> Result<()> {
        let mut book = self.book.borrow_mut();
        let damaged =
            |error: String| WorldError::Table { name: format!("{}, sheet {}", self.name, self.title), reason: error };
        let broken = || damaged(CONTRADICTS.to_owned());
        // Both kinds have a reader of their own with the same calls.
        macro_rules! go_through {
            ($book:expr) => {{
                let opened = contained(|| $book.worksheet_cells_reader(self.title)).ok_or_else(broken)?;
                let mut cells = opened.map_err(|error| damaged(error.to_string()))?;
                let next = || {
                    let cell = contained(|| cells.next_cell()).ok_or_else(broken)?;
                    let cell = cell.map_err(|error| damaged(error.to_string()))?;
                    Ok(cell.map(|cell| (cell.get_position(), cell.get_value().clone())))
                };
                each(next, visit)
            }};
        }
        match &mut *book {
            Book::Xml(book) => go_through!(book),
            Book::Binary(book) => go_through!(book),
        }
    }

    fn number(&self, cell: Cell<'_>) -> Option<f64> {
        match cell {
            Cell::Number(number) => Some(number).filter(|number| number.is_finite()),
            // A number that was entered as a text.
            Cell::Text(text) => text.trim().parse().ok().filter(|number: &f64| number.is_finite()),
            Cell::Empty => None,
        }
    }

    fn fault(&self, row: u64, column: Option<usize>, reason: String) -> WorldError {
        let place = match (row, column) {
            (0, _) => String::new(),
            (row, None) => format!(", row {row}"),
            (row, Some(column)) => format!(", cell {}{row}", column_name(column)),
        };
        WorldError::Table { name: format!("{}, sheet {}{place}", self.name, self.title), reason }
    }

    fn title(&self) -> &str {
        self.title
    }
}

/// Gives every row of the cells that `next` has.
fn each<'a>(mut next: impl FnMut() -> Result<Option<((u32, u32), DataRef<'a>)>>, visit: &mut Visit<'_>) -> Result<()> {
    let mut row = RowOfCells::default();
    while let Some((place, value)) = next()? {
        if let Some(before) = row.take(place, value)
            && before.give(visit)?.is_break()
        {
            return Ok(());
        }
    }
    if row.cells.is_empty() {
        return Ok(());
    }
    row.give(visit).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_the_names_of_spreadsheets() {
        for (column, name) in
            [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA"), (2462, "CPS")]
        {
            assert_eq!(column_name(column), name);
        }
    }
}
