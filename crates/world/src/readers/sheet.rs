//! Tables of cells, from a csv or a workbook, gone through row by row as often as a reader needs.

use std::io::Read;
use std::ops::ControlFlow;

use super::bounded::Bounded;
use super::notation::Notation;
use crate::{Result, WorldError};

/// One cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Cell<'a> {
    /// Nothing.
    Empty,
    /// A number of a workbook or of Parquet.
    #[cfg_attr(not(feature = "files"), allow(dead_code, reason = "only files that take the feature have such cells"))]
    Number(f64),
    /// A text; in a csv everything is.
    Text(&'a str),
}

impl Cell<'_> {
    /// The cell as a label, without what surrounds it.
    pub fn label(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text.trim_start_matches('\u{feff}').trim().to_owned(),
        }
    }

    /// Whether nothing can be seen in it.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Number(_) => false,
            Self::Text(text) => text.trim().is_empty(),
        }
    }
}

/// What is done with each row: its number in the file, from one, and its cells.
pub(super) type Visit<'a> = dyn FnMut(u64, &[Cell<'_>]) -> Result<ControlFlow<()>> + 'a;

/// A table of cells.
pub(super) trait Sheet {
    /// Goes through the rows from the first until `visit` breaks.
    fn each_row(&self, visit: &mut Visit<'_>) -> Result<()>;

    /// The number of a cell; `None` of anything else.
    fn number(&self, cell: Cell<'_>) -> Option<f64>;

    /// A fault of a row, or of one of its cells by its column from zero.
    fn fault(&self, row: u64, column: Option<usize>, reason: String) -> WorldError;

    /// What the sheet itself is called, where it has a name beside that of the file.
    fn title(&self) -> &str {
        ""
    }

    /// The first rows, as labels, at most `most` of them.
    fn head(&self, most: usize) -> Result<Vec<Vec<String>>> {
        let mut head = Vec::new();
        self.each_row(&mut |_, cells| {
            head.push(cells.iter().map(Cell::label).collect());
            Ok(if head.len() < most { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
        })?;
        Ok(head)
    }
}

/// Opens a text from its beginning.
pub(super) type Open<'a> = Box<dyn Fn() -> Result<Box<dyn Read + 'a>> + 'a>;

/// A csv.
pub(super) struct CsvSheet<'a> {
    name: String,
    open: Open<'a>,
    notation: Notation,
}

impl<'a> CsvSheet<'a> {
    /// A csv that `open` opens; separator and decimal mark are told by its beginning.
    pub fn new(name: &str, open: Open<'a>) -> Result<Self> {
        let notation = Notation::of(Bounded::new(open()?)).map_err(|error| line(name, 1, error.to_string()))?;
        Ok(Self { name: name.to_owned(), open, notation })
    }

    /// The same, separated by tabs.
    #[cfg(feature = "files")]
    pub fn tabbed(name: &str, open: Open<'a>) -> Self {
        Self { name: name.to_owned(), open, notation: Notation::TABS }
    }
}

/// A fault of a line.
fn line(name: &str, line: u64, reason: String) -> WorldError {
    WorldError::Line { name: name.to_owned(), line, reason }
}

impl Sheet for CsvSheet<'_> {
    fn each_row(&self, visit: &mut Visit<'_>) -> Result<()> {
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(self.notation.separator)
            .has_headers(false)
            .from_reader(Bounded::new((self.open)()?));
        let mut record = csv::StringRecord::new();
        let fault =
            |error: &csv::Error| line(&self.name, error.position().map_or(0, csv::Position::line), error.to_string());
        while reader.read_record(&mut record).map_err(|error| fault(&error))? {
            let number = record.position().map_or(0, csv::Position::line);
            let cells: Vec<Cell<'_>> = record.iter().map(Cell::Text).collect();
            if visit(number, &cells)?.is_break() {
                break;
            }
        }
        Ok(())
    }

    fn number(&self, cell: Cell<'_>) -> Option<f64> {
        match cell {
            Cell::Text(text) => self.notation.number(text),
            Cell::Number(number) => Some(number),
            Cell::Empty => None,
        }
    }

    fn fault(&self, row: u64, _column: Option<usize>, reason: String) -> WorldError {
        line(&self.name, row, reason)
    }
}
