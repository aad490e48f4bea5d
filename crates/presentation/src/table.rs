//! Tables. Cells are quantities or text; keys stand apart from them, so that a row can be read without its place.

use serde::{Deserialize, Serialize};

use crate::keys::Keys;
use crate::quantity::Quantity;
use crate::text::Text;

/// A table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// Unique in the document; the `block` of the tidy layout.
    pub id: String,
    /// What it shows.
    pub title: Text,
    /// Heading of the column of row names.
    pub head: String,
    /// Columns beside the row names.
    pub columns: Vec<Column>,
    /// Rows.
    pub rows: Vec<Row>,
    /// Keys that hold for all of it.
    pub keys: Keys,
    /// Sentences under it.
    pub notes: Vec<Text>,
    /// How it looks, where a face can choose.
    pub look: Look,
}

/// How a table looks where a face can choose.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Look {
    /// A table.
    #[default]
    Plain,
    /// Large figures to remember, a row each, on a page; a table elsewhere.
    KeyFigures,
    /// Folded on a page, because a chart shows it; rows marked as detail only in files and on pages.
    Folded,
    /// Cells shaded by their value between 0 and 1.
    Shaded,
    /// In files alone: figures too many to read.
    FilesOnly,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// Unique in the table; charts name columns by it.
    pub id: String,
    /// Heading.
    pub heading: String,
    /// Heading over this column and its neighbours with the same one.
    pub group: Option<String>,
    /// What its figures are, for the tidy layout; joined to the row's item where both exist.
    pub item: Option<String>,
    /// Keys of its figures.
    pub keys: Keys,
    /// Whether it holds words, set flush left.
    pub words: bool,
    /// Which side of the question it is about, 1 or 2, for colour and pattern.
    pub side: Option<u8>,
}

impl Column {
    /// A column of figures.
    #[must_use]
    pub fn figures(id: &str, heading: impl Into<String>) -> Self {
        Self {
            id: id.to_owned(),
            heading: heading.into(),
            group: None,
            item: None,
            keys: Keys::none(),
            words: false,
            side: None,
        }
    }

    /// A column of words.
    #[must_use]
    pub fn words(id: &str, heading: impl Into<String>) -> Self {
        Self { words: true, ..Self::figures(id, heading) }
    }

    /// With what its figures are.
    #[must_use]
    pub fn item(mut self, item: impl Into<String>) -> Self {
        self.item = Some(item.into());
        self
    }

    /// With keys.
    #[must_use]
    pub fn keys(mut self, keys: Keys) -> Self {
        self.keys = keys;
        self
    }

    /// With a heading over it and its neighbours.
    #[must_use]
    pub fn group(mut self, heading: impl Into<String>) -> Self {
        self.group = Some(heading.into());
        self
    }

    /// About the first (1) or the second (2) side of the question.
    #[must_use]
    pub fn side(mut self, side: u8) -> Self {
        self.side = Some(side);
        self
    }
}

/// A row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Its name.
    pub name: Text,
    /// What its figures are, for the tidy layout.
    pub item: Option<String>,
    /// Keys of its figures.
    pub keys: Keys,
    /// One a column.
    pub cells: Vec<Cell>,
    /// Heading over this row and its neighbours with the same one.
    pub group: Option<String>,
    /// Whether it carries the headline.
    pub headline: bool,
    /// Whether it rests on an estimate and is drawn hollow.
    pub estimated: bool,
    /// Whether a terminal leaves it out.
    pub detail: bool,
}

impl Row {
    /// A row with its name and cells.
    #[must_use]
    pub fn new(name: impl Into<Text>, cells: Vec<Cell>) -> Self {
        Self {
            name: name.into(),
            item: None,
            keys: Keys::none(),
            cells,
            group: None,
            headline: false,
            estimated: false,
            detail: false,
        }
    }

    /// With what its figures are.
    #[must_use]
    pub fn item(mut self, item: impl Into<String>) -> Self {
        self.item = Some(item.into());
        self
    }

    /// With keys.
    #[must_use]
    pub fn keys(mut self, keys: Keys) -> Self {
        self.keys = keys;
        self
    }

    /// With a heading over it and its neighbours.
    #[must_use]
    pub fn group(mut self, heading: impl Into<String>) -> Self {
        self.group = Some(heading.into());
        self
    }

    /// Marked as the one that carries the headline.
    #[must_use]
    pub fn headline(mut self, is: bool) -> Self {
        self.headline = is;
        self
    }

    /// Marked as resting on an estimate.
    #[must_use]
    pub fn estimated(mut self, is: bool) -> Self {
        self.estimated = is;
        self
    }

    /// Left out by a terminal.
    #[must_use]
    pub fn detail(mut self, is: bool) -> Self {
        self.detail = is;
        self
    }
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cell {
    /// A number.
    Quantity(Box<Quantity>),
    /// Words, possibly with numbers among them.
    Text(Text),
    /// Nothing, and why in a word or two where that helps.
    Empty(Option<String>),
}

impl Cell {
    /// A number, or nothing.
    #[must_use]
    pub fn optional(quantity: Option<Quantity>) -> Self {
        quantity.map_or(Self::Empty(None), Self::from)
    }

    /// Whether it holds a number, words or a reason.
    fn says_something(&self) -> bool {
        match self {
            Self::Quantity(_) | Self::Empty(Some(_)) => true,
            Self::Text(text) => !text.is_empty(),
            Self::Empty(None) => false,
        }
    }

    /// Nothing, and why.
    #[must_use]
    pub fn empty(reason: &str) -> Self {
        Self::Empty(Some(reason.to_owned()))
    }
}

impl From<Quantity> for Cell {
    fn from(quantity: Quantity) -> Self {
        Self::Quantity(Box::new(quantity))
    }
}

impl From<Text> for Cell {
    fn from(text: Text) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Cell {
    fn from(words: &str) -> Self {
        Self::Text(words.into())
    }
}

impl From<String> for Cell {
    fn from(words: String) -> Self {
        Self::Text(words.into())
    }
}

impl Table {
    /// A table without rows, columns and notes.
    #[must_use]
    pub fn new(id: &str, title: impl Into<Text>, head: impl Into<String>) -> Self {
        Self {
            id: id.to_owned(),
            title: title.into(),
            head: head.into(),
            columns: Vec::new(),
            rows: Vec::new(),
            keys: Keys::none(),
            notes: Vec::new(),
            look: Look::Plain,
        }
    }

    /// With its columns.
    #[must_use]
    pub fn columns(mut self, columns: Vec<Column>) -> Self {
        self.columns = columns;
        self
    }

    /// With its rows.
    #[must_use]
    pub fn rows(mut self, rows: Vec<Row>) -> Self {
        self.rows = rows;
        self
    }

    /// With keys for all of it.
    #[must_use]
    pub fn keys(mut self, keys: Keys) -> Self {
        self.keys = keys;
        self
    }

    /// With a sentence under it.
    #[must_use]
    pub fn note(mut self, note: impl Into<Text>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// With a look.
    #[must_use]
    pub fn look(mut self, look: Look) -> Self {
        self.look = look;
        self
    }

    /// The same without the columns that hold nothing in any row.
    #[must_use]
    pub fn filled(&self) -> Self {
        let holds = |place: &usize| self.rows.iter().any(|row| row.cells.get(*place).is_some_and(Cell::says_something));
        let kept: Vec<usize> = (0..self.columns.len()).filter(holds).collect();
        let mut table = self.clone();
        // A table without rows keeps its head.
        if kept.len() == self.columns.len() || kept.is_empty() {
            return table;
        }
        table.columns = kept.iter().filter_map(|place| self.columns.get(*place).cloned()).collect();
        for row in &mut table.rows {
            row.cells = kept.iter().filter_map(|place| row.cells.get(*place).cloned()).collect();
        }
        table
    }

    /// Place of a column by its id.
    #[must_use]
    pub fn position(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|known| known.id == column)
    }
}
