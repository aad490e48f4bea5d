//! Conditional answers, those of `strategy` and `pipeline`, as documents. Each statement stands with its condition.

use unequal_study::conditional::{self, CHANGE, Conditional, Statement};

use crate::chart::{Chart, ChartKind};
use crate::document::{Block, Document, Reproduce, Role, Section};
use crate::keys::Keys;
use crate::language::capitalised;
use crate::number;
use crate::quantity::{Form, Quantity, Unit};
use crate::shared::file_name;
use crate::table::{Cell, Column, Look, Row, Table};
use crate::text;
use crate::text::{Span, Text};

/// What stands above everything else.
const WARNING: &str = "Every sentence holds on its condition only. A share of draws says where in assumed ranges something \
                       would hold; it is no forecast, and not the probability of an event.";

/// A conditional answer.
#[must_use]
pub fn document(answer: &Conditional) -> Document {
    let file = file_name(&answer.file);
    let mut sections: Vec<Section> = answer
        .blocks
        .iter()
        .map(|block| Section::new(&block.id, &block.title, blocks(block)).sure(&answer.evidence, &answer.payoffs))
        .collect();
    if let Some(first) = sections.first_mut() {
        let mut opening =
            vec![Block::narrative(Role::Warning, vec![text![Span::Strong("No forecast. ".into()), WARNING]])];
        opening.extend(answer.description.iter().map(|words| Block::body(words.as_str())));
        first.blocks.splice(0..0, opening);
    }
    Document {
        question: answer.command.clone(),
        keys: Keys::none(),
        title: capitalised(&answer.title).into(),
        dateline: format!(
            "{} \u{b7} evidence: {} (grade {:?}) \u{b7} source: {}",
            answer.payoffs,
            answer.evidence.grade.meaning(),
            answer.evidence.grade,
            answer.evidence.source
        )
        .into(),
        sides: None,
        finding: answer.headline.iter().map(sentence).collect(),
        sections,
        terms: ["Real income", "Evidence grade"].map(str::to_owned).to_vec(),
        reproduce: Some(Reproduce { command: format!("unequal {} {file}", answer.command), file }),
    }
}

/// A statement whose condition cannot be overlooked.
fn sentence(statement: &Statement) -> Text {
    text![Span::Strong(format!("{},", statement.condition)), format!(" {}.", statement.conclusion)]
}

fn blocks(block: &conditional::Block) -> Vec<Block> {
    let mut found = Vec::new();
    let figures = figures(block);
    found.extend(picture(block, &figures));
    if !block.method.is_empty() {
        found.push(Block::narrative(Role::Body, block.method.iter().map(|words| words.as_str().into()).collect()));
    }
    for statement in &block.statements {
        found.push(Block::body(sentence(statement)));
        found.push(Block::note(footing(statement)));
    }
    found.extend(figures.into_iter().map(Block::from));
    found.extend(block.tables.iter().enumerate().map(|(place, own)| table(&block.id, place, own).into()));
    found
}

/// A number of a conditional answer with its unit.
fn quantity(value: f64, unit: &str) -> Quantity {
    match unit {
        "share" => Quantity::share(value),
        CHANGE => Quantity::change(value),
        "USD billion" | "USD billion a year" => Quantity::money(1000.0 * value),
        "billion cubic metres" => Quantity::new(value, Unit::Other("bcm".to_owned())).form(Form::Fine),
        "" => Quantity::number(value),
        other => Quantity::new(value, Unit::Other(other.to_owned())).form(Form::Fine),
    }
}

/// The figure of a statement with its range.
fn figure(figure: &conditional::Figure) -> Quantity {
    let value = quantity(figure.value, &figure.unit);
    let end = |end: f64| quantity(end, &figure.unit).value.unwrap_or(end);
    value.within(end(figure.low), end(figure.high), &figure.range)
}

/// Grade, range and what decides, in small print under a statement.
fn footing(statement: &Statement) -> Text {
    let mut words = text![format!("Evidence: {} (grade {:?}).", statement.grade.meaning(), statement.grade)];
    if let Some(known) = &statement.figure {
        let quantity = figure(known);
        let range = number::range(&quantity).unwrap_or_default();
        words = words.then(text![
            format!(" {}: ", capitalised(&known.item)),
            quantity,
            format!(", range {range} ({}).", known.range)
        ]);
    }
    if !statement.drivers.is_empty() {
        words = words.then(text![format!(" Decided by {}.", statement.drivers.join("; "))]);
    }
    if !statement.depends_on.is_empty() {
        words =
            words.then(text![format!(" Depends on {} (how much is not measured).", statement.depends_on.join("; "))]);
    }
    words
}

/// The figures of a game's statements, a table for each unit.
fn figures(block: &conditional::Block) -> Vec<Table> {
    let mut units: Vec<&str> = Vec::new();
    for known in block.statements.iter().filter_map(|statement| statement.figure.as_ref()) {
        if !units.contains(&known.unit.as_str()) {
            units.push(&known.unit);
        }
    }
    units.iter().enumerate().map(|(place, unit)| figures_in(block, place, unit)).collect()
}

fn figures_in(block: &conditional::Block, place: usize, unit: &str) -> Table {
    let rows = block.statements.iter().filter_map(|statement| {
        let known = statement.figure.as_ref().filter(|known| known.unit == unit)?;
        let cells = vec![figure(known).into(), known.range.clone().into(), statement.decided_by().into()];
        let condition = &statement.condition;
        let condition = condition.strip_prefix("If").map_or_else(|| condition.to_owned(), |rest| format!("if{rest}"));
        let name = format!("{}, {condition}", capitalised(&known.item));
        Some(Row::new(name, cells).item(known.item.clone()).keys(Keys::none().measure(&statement.condition)))
    });
    let columns = vec![
        Column::figures("value", "value"),
        Column::words("over", "its range is over").item("range"),
        Column::words("decided-by", "decided by").item("decided by"),
    ];
    let title = match unit {
        "" => "Figures of the statements".to_owned(),
        unit => format!("Figures of the statements, {unit}"),
    };
    Table::new(&format!("{}-figures-{}", block.id, place + 1), title, "Figure")
        .columns(columns)
        .rows(rows.collect())
        .look(Look::Folded)
}

/// The picture of a game: the map of two parameters where there is one, else the ranges of figures with one unit.
fn picture(block: &conditional::Block, figures: &[Table]) -> Option<Block> {
    let map = block.tables.iter().enumerate().find(|(_, table)| table.shaded && table.columns.len() > 2);
    if let Some((place, own)) = map {
        let drawn = table(&block.id, place, own);
        let ids: Vec<&str> = drawn.columns.iter().map(|column| column.id.as_str()).collect();
        let id = format!("chart-{}", drawn.id);
        let head = own.columns.first().map_or_else(String::new, |words| capitalised(words));
        return Some(Chart::new(&id, &drawn.id, ChartKind::Grid, &ids, extremes(own)).quantity(head).into());
    }
    let drawn = figures.iter().find(|table| table.rows.len() > 1)?;
    let measure = drawn.rows.first().and_then(|row| row.keys.measure.as_deref())?;
    let finding = block.statements.iter().find(|known| known.figure.is_some() && known.condition == measure)?;
    let chart =
        Chart::new(&format!("chart-{}", drawn.id), &drawn.id, ChartKind::Intervals, &["value"], sentence(finding));
    Some(chart.quantity(drawn.title.plain()).into())
}

/// From where to where the cells of a map go.
fn extremes(table: &conditional::Table) -> Text {
    let cells = table.rows.iter().flat_map(|(_, cells)| cells).filter_map(|cell| match cell {
        conditional::Cell::Number(value, unit) => Some((*value, unit.as_str())),
        _ => None,
    });
    let cells: Vec<(f64, &str)> = cells.collect();
    let least = cells.iter().min_by(|one, other| one.0.total_cmp(&other.0));
    let most = cells.iter().max_by(|one, other| one.0.total_cmp(&other.0));
    match (least, most) {
        (Some(least), Some(most)) => {
            text![&table.title, ": from ", quantity(least.0, least.1), " to ", quantity(most.0, most.1), "."]
        }
        _ => table.title.as_str().into(),
    }
}

fn table(block: &str, place: usize, own: &conditional::Table) -> Table {
    let words = |column: usize| {
        let cells = || own.rows.iter().filter_map(|(_, cells)| cells.get(column));
        cells().any(|cell| matches!(cell, conditional::Cell::Word(_)))
            && !cells().any(|cell| matches!(cell, conditional::Cell::Number(..)))
    };
    let columns = own.columns.iter().skip(1).enumerate().map(|(column, heading)| {
        let id = format!("column-{}", column + 1);
        let new = if words(column) { Column::words(&id, heading) } else { Column::figures(&id, heading) };
        new.item(heading)
    });
    let columns: Vec<Column> = columns.collect();
    let cell = |cell: &conditional::Cell| match cell {
        conditional::Cell::Word(word) => Cell::from(word.as_str()),
        conditional::Cell::Number(value, unit) => quantity(*value, unit).into(),
        conditional::Cell::Nothing => Cell::Empty(None),
    };
    let rows = own.rows.iter().map(|(name, cells)| {
        let mut cells: Vec<Cell> = cells.iter().map(cell).collect();
        cells.resize(columns.len(), Cell::Empty(None));
        Row::new(name.as_str(), cells).item(name)
    });
    let rows: Vec<Row> = rows.collect();
    let head = own.columns.first().map_or("", String::as_str);
    let mut table = Table::new(&format!("{block}-{}", place + 1), own.title.as_str(), head)
        .columns(columns)
        .rows(rows)
        .keys(Keys::none().measure(&own.title))
        .look(if own.shaded { Look::Shaded } else { Look::Plain });
    table.notes.extend(own.note.iter().map(|note| note.as_str().into()));
    table
}
