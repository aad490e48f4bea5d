//! Tables of cells, from a csv or a workbook, gone through row by row as often as a reader needs.

use std::io::Read;
use std::ops::ControlFlow;

use super::bounded::{Bounded, RowBytes};
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
    /// Records above the table: titles and remarks.
    titles: usize,
    /// Columns before the table in which nothing stands.
    blank: usize,
}

/// Rows from which it is told how wide a table is, and at most how many of them are titles above it.
const LOOKED_AT: usize = 40;
const MOST_TITLES: usize = 20;

impl<'a> CsvSheet<'a> {
    /// A csv that `open` opens; separator and decimal mark are told by its beginning.
    pub fn new(name: &str, open: Open<'a>) -> Result<Self> {
        let notation = Notation::of(Bounded::new(open()?)).map_err(|error| line(name, 1, error.to_string()))?;
        let mut sheet = Self { name: name.to_owned(), open, notation, titles: 0, blank: 0 };
        (sheet.titles, sheet.blank) = sheet.around()?;
        Ok(sheet)
    }

    /// The same, separated by tabs.
    #[cfg(feature = "files")]
    pub fn tabbed(name: &str, open: Open<'a>) -> Self {
        Self { name: name.to_owned(), open, notation: Notation::TABS, titles: 0, blank: 0 }
    }

    /// A reader, with the count of bytes of the present row.
    #[allow(clippy::type_complexity, reason = "a reader and a count")]
    fn reader(&self) -> Result<(csv::Reader<Bounded<Box<dyn Read + '_>>>, RowBytes)> {
        let mut builder = csv::ReaderBuilder::new();
        builder.delimiter(self.notation.separator).has_headers(false).flexible(true);
        let text = Bounded::new((self.open)()?);
        let row = text.row();
        Ok((builder.from_reader(text), row))
    }

    /// How many records stand above the table, and how many blank columns before it. Records above are those at the beginning
    /// that are narrower than the one that begins it, by cells that hold something. What is no text is told when it is read.
    fn around(&self) -> Result<(usize, usize)> {
        let (mut reader, row) = self.reader()?;
        let mut record = csv::ByteRecord::new();
        let (mut widths, mut before) = (Vec::new(), Vec::new());
        while widths.len() < LOOKED_AT && reader.read_byte_record(&mut record).unwrap_or(false) {
            let filled = record.iter().rposition(|cell| !cell.trim_ascii().is_empty()).map_or(0, |last| last + 1);
            widths.push(filled);
            before.push(record.iter().position(|cell| !cell.trim_ascii().is_empty()));
            row.set(0);
        }
        let widest = widths.iter().copied().max().unwrap_or(0);
        let first = widths.iter().position(|width| *width == widest).unwrap_or(0);
        let are_titles = first <= MOST_TITLES && widths.iter().take(first).all(|width| *width <= 2);
        let titles = if are_titles && widest > 3 { first } else { 0 };
        let blank = before.into_iter().skip(titles).flatten().min().unwrap_or(0);
        // One blank cell in the corner of a header is no column: below it labels stand.
        Ok((titles, blank))
    }
}

/// A fault of a line.
fn line(name: &str, line: u64, reason: String) -> WorldError {
    WorldError::Line { name: name.to_owned(), line, reason }
}

impl CsvSheet<'_> {
    /// Whether a record that is shorter than the rows of a table is words below it: one cell or two of several words each, which are
    /// no name of an industry of which the rest was lost.
    fn is_note(&self, record: &csv::StringRecord, width: usize) -> bool {
        let filled = || record.iter().map(str::trim).filter(|cell| !cell.is_empty());
        let is_words = |cell: &str| cell.contains(' ') && self.notation.number(cell).is_none();
        width > 3 && filled().count() <= 2 && filled().all(is_words)
    }

    /// Why a record that begins at a line is none.
    fn unreadable(&self, error: &csv::Error, begins: u64) -> WorldError {
        let number = error.position().map_or(begins, csv::Position::line);
        let reason = match error.kind() {
            csv::ErrorKind::Utf8 { .. } => {
                "it is not text in UTF-8 (in Windows-1252 or Latin-1, perhaps): save it as csv in UTF-8".to_owned()
            }
            csv::ErrorKind::Io(error) => error.to_string(),
            _ => error.to_string(),
        };
        line(&self.name, number, reason)
    }
}

impl Sheet for CsvSheet<'_> {
    fn each_row(&self, visit: &mut Visit<'_>) -> Result<()> {
        let (mut reader, row) = self.reader()?;
        let mut record = csv::StringRecord::new();
        let (mut above, mut width) = (0, None);
        loop {
            let begins = reader.position().line();
            if !reader.read_record(&mut record).map_err(|error| self.unreadable(&error, begins))? {
                break;
            }
            row.set(0);
            if above < self.titles {
                above += 1;
                continue;
            }
            let number = record.position().map_or(0, csv::Position::line);
            let expected = *width.get_or_insert(record.len());
            if record.len() != expected {
                if self.is_note(&record, expected) {
                    continue;
                }
                let cells = if record.len() == 1 { "1 cell".to_owned() } else { format!("{} cells", record.len()) };
                let reason = format!(
                    "line {number} has {cells}, the rows above have {expected}: leave out what stands above or below the table"
                );
                return Err(line(&self.name, number, reason));
            }
            let cells: Vec<Cell<'_>> = record.iter().skip(self.blank).map(Cell::Text).collect();
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
