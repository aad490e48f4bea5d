//! The single figures of a conditional answer, each with the condition that it holds on.

use unequal_study::conditional::{self, Cell};

/// One figure or word of a conditional answer.
#[derive(Debug, Clone, PartialEq)]
pub struct ConditionalFigure {
    /// The game.
    pub block: String,
    /// What must hold; begins with `If`.
    pub condition: String,
    /// Row of a table; empty for a statement.
    pub subject: String,
    /// What it is.
    pub item: String,
    /// The figure, if it is one.
    pub value: Option<f64>,
    /// The word, if it is one.
    pub word: Option<String>,
    /// Unit of the figure.
    pub unit: String,
    /// Lower end of its range, where it has one.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// What the range is over.
    pub range: String,
    /// What decides it.
    pub drivers: String,
}

/// Every statement, then every cell of every table, game by game.
#[must_use]
pub fn conditional(answer: &conditional::Conditional) -> Vec<ConditionalFigure> {
    let mut rows = Vec::new();
    for block in &answer.blocks {
        for statement in &block.statements {
            let figure = statement.figure.as_ref();
            rows.push(ConditionalFigure {
                block: block.id.clone(),
                condition: statement.condition.clone(),
                subject: String::new(),
                item: figure.map_or("statement", |figure| figure.item.as_str()).to_owned(),
                value: figure.map(|figure| figure.value),
                word: Some(statement.conclusion.clone()),
                unit: figure.map_or("", |figure| figure.unit.as_str()).to_owned(),
                low: figure.map(|figure| figure.low),
                high: figure.map(|figure| figure.high),
                range: figure.map_or("", |figure| figure.range.as_str()).to_owned(),
                drivers: statement.decided_by(),
            });
        }
        for table in &block.tables {
            for (subject, cells) in &table.rows {
                for (column, cell) in table.columns.iter().skip(1).zip(cells) {
                    let (value, word, unit) = match cell {
                        Cell::Number(value, unit) => (Some(*value), None, unit.clone()),
                        Cell::Word(word) => (None, Some(word.clone()), String::new()),
                        Cell::Nothing => (None, None, String::new()),
                    };
                    rows.push(ConditionalFigure {
                        block: block.id.clone(),
                        condition: table.title.clone(),
                        subject: subject.clone(),
                        item: column.clone(),
                        value,
                        word,
                        unit,
                        low: None,
                        high: None,
                        range: String::new(),
                        drivers: String::new(),
                    });
                }
            }
        }
    }
    rows
}
