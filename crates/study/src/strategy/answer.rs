//! What the games come to.

use serde::{Deserialize, Serialize};
use unequal_strategy::cube::PayoffCube;

use crate::evidence::{Evidence, Grade};

/// Every game of a strategy file. Nothing in it is a forecast: each statement holds on its condition only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StrategyAnswer {
    /// Title of the file.
    pub title: String,
    /// What it is about, in the author's words.
    pub description: Option<String>,
    /// Name of the file.
    pub file: String,
    /// Year of the table.
    pub year: u16,
    /// Label of the elasticities.
    pub elasticity: String,
    /// Target, government and hegemon.
    pub players: [Name; 3],
    /// The answer in a few conditional sentences.
    pub headline: Vec<Statement>,
    /// One a game, the cube first.
    pub blocks: Vec<Block>,
    /// The payoffs, without the banks one by one.
    pub cube: PayoffCube,
    /// How sure.
    pub evidence: Evidence,
}

/// A party's code and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    /// Code.
    pub code: String,
    /// Readable name.
    pub name: String,
}

/// One game.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// `cube`, `threat`, `patron`, `technology` or `linkage`.
    pub id: String,
    /// Heading.
    pub title: String,
    /// What is asked and how, in sentences without figures.
    pub method: Vec<String>,
    /// What follows, each on its condition.
    pub statements: Vec<Statement>,
    /// Figures in tables.
    pub tables: Vec<Table>,
}

/// A sentence that holds on a condition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// What must hold; begins with `If`.
    pub condition: String,
    /// What follows then.
    pub conclusion: String,
    /// The figure that the conclusion rests on.
    pub figure: Option<Figure>,
    /// Evidence grade.
    pub grade: Grade,
    /// What decides the figure, most first.
    pub drivers: Vec<String>,
}

/// A figure with its range.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// What it is.
    pub item: String,
    /// Its value.
    pub value: f64,
    /// Lower end of its range.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// What the range is over.
    pub range: String,
    /// `share`, `USD billion`, ...
    pub unit: String,
}

/// A table of figures. Its condition stands in its title.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// What it shows, and on which condition; begins with `If`.
    pub title: String,
    /// Headings, that of the row's name first.
    pub columns: Vec<String>,
    /// Rows: a name, then a cell for each further column.
    pub rows: Vec<(String, Vec<Cell>)>,
    /// Whether cells are shares that are best seen as shades.
    pub shaded: bool,
    /// Sentence below.
    pub note: Option<String>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    /// A word.
    Word(String),
    /// A figure and its unit: `share`, `change`, `USD billion`, `years` or nothing.
    Number(f64, String),
    /// No figure.
    Nothing,
}

impl Statement {
    /// A statement about a figure; all of this answer is grade D.
    pub(super) fn new(condition: String, conclusion: String, figure: Option<Figure>, drivers: Vec<String>) -> Self {
        Self { condition, conclusion, figure, grade: Grade::D, drivers }
    }

    /// Condition and conclusion as one sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        format!("{}, {}.", self.condition, self.conclusion)
    }
}

impl Cell {
    pub(super) fn share(value: f64) -> Self {
        Self::Number(value, "share".to_owned())
    }

    pub(super) fn change(value: f64) -> Self {
        Self::Number(value, "change".to_owned())
    }

    pub(super) fn plain(value: f64) -> Self {
        Self::Number(value, String::new())
    }

    pub(super) fn word(word: impl Into<String>) -> Self {
        Self::Word(word.into())
    }
}
