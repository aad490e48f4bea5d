//! Conditional answers as text: every statement with its condition, grade, range and drivers; then the tables.

use unequal_study::capitalised;
use unequal_study::conditional::{Block, CHANGE, Cell, Conditional, Figure, Statement, Table};

use super::{evidence, heading, paragraph, table};
use crate::number::{change, percent};

/// What stands above everything else.
pub const WARNING: &str = "Every sentence holds on its condition only. A region says where in assumed ranges something \
                           would hold; it is no forecast, and no share of draws is the probability of an event.";

/// The answer, `width` characters wide, with a line end.
#[must_use]
pub fn conditional(answer: &Conditional, width: u16) -> String {
    let title = capitalised(&answer.title);
    let mut parts = vec![title.clone(), "=".repeat(title.chars().count())];
    parts.push(paragraph(width, "", WARNING));
    parts.push(String::new());
    let bullet = |statement: &Statement| paragraph(width, "  ", &format!("• {}", statement.sentence()));
    parts.extend(answer.headline.iter().map(bullet));
    for (number, block) in answer.blocks.iter().enumerate() {
        parts.push(self::block(width, number + 1, block));
    }
    parts.push(String::new());
    parts.push(evidence(width, &answer.evidence));
    parts.push(format!("{}.", answer.payoffs));
    parts.push(String::new());
    parts.join("\n")
}

fn block(width: u16, number: usize, block: &Block) -> String {
    let mut parts = vec![heading(number, &block.title)];
    parts.extend(block.method.iter().map(|sentence| paragraph(width, "", sentence)));
    if !block.method.is_empty() && !block.statements.is_empty() {
        parts.push(String::new());
    }
    for statement in &block.statements {
        parts.push(paragraph(width, "  ", &format!("• {}", statement.sentence())));
        parts.push(format!("    {}", paragraph(width.saturating_sub(4), "    ", &footing(statement))));
    }
    for table in &block.tables {
        parts.push(String::new());
        parts.push(self::cells(width, table));
    }
    parts.join("\n")
}

/// Grade, range and drivers in brackets.
#[must_use]
pub fn footing(statement: &Statement) -> String {
    let mut parts = vec![format!("grade {:?}", statement.grade)];
    if let Some(figure) = &statement.figure {
        parts.push(format!("range {} ({})", range(figure), figure.range));
    }
    if !statement.drivers.is_empty() {
        parts.push(format!("decided by {}", statement.drivers.join("; ")));
    }
    if !statement.depends_on.is_empty() {
        parts.push(format!("depends on {} (how much is not measured)", statement.depends_on.join("; ")));
    }
    format!("[{}]", parts.join(" | "))
}

/// The ends of a figure's range with their unit.
fn range(figure: &Figure) -> String {
    match figure.unit.as_str() {
        "share" | CHANGE => format!("{} to {}", number(figure.low, &figure.unit), number(figure.high, &figure.unit)),
        // A unit of several words once, behind both ends; hundreds of dollars need no cents.
        unit if figure.low.abs().min(figure.high.abs()) >= 10.0 => {
            format!("{:.0} to {:.0} {unit}", figure.low, figure.high)
        }
        unit => format!("{:.2} to {:.2} {unit}", figure.low, figure.high),
    }
}

/// A number with its unit.
fn number(value: f64, unit: &str) -> String {
    match unit {
        "share" => percent(value),
        CHANGE => change(value),
        "years" => format!("{value:.0} years"),
        "" if value.fract() == 0.0 && value.abs() < 1e6 => format!("{value:.0}"),
        "" => format!("{value:.2}"),
        unit => format!("{value:.2} {unit}"),
    }
}

/// One cell of a table as text. A unit of several words that the table's title names is not said again.
#[must_use]
pub fn shown(cell: &Cell, of: &Table) -> String {
    match cell {
        Cell::Word(word) => word.clone(),
        Cell::Number(value, unit) if unit != CHANGE && unit.contains(' ') && of.title.ends_with(unit.as_str()) => {
            number(*value, "")
        }
        Cell::Number(value, unit) => number(*value, unit),
        Cell::Nothing => "-".to_owned(),
    }
}

fn cells(width: u16, rows: &Table) -> String {
    let header: Vec<&str> = rows.columns.iter().map(String::as_str).collect();
    let body = rows
        .rows
        .iter()
        .map(|(name, cells)| std::iter::once(name.clone()).chain(cells.iter().map(|cell| shown(cell, rows))).collect());
    let mut parts = vec![paragraph(width, "", &rows.title), table(width, &header, body)];
    parts.extend(rows.note.as_ref().map(|note| paragraph(width, "  ", note)));
    parts.join("\n")
}
