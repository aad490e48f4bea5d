//! Conditional answers, those of `strategy` and `pipeline`, as documents. Each statement stands with its condition.

use unequal_study::conditional::{self, CHANGE, Conditional, LOSS, ParameterMap, SHARE_OF_DRAWS, Statement};

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

/// What stands with the first sentences.
const NO_FORECAST: &str = "Each sentence that begins with “If” holds on that condition only.";
/// What shares of draws are, above the first section.
const WARNING: &str = "A share of draws says where in assumed ranges something would hold; it is not the probability of an \
                       event. In a draw, every assumed number takes a value within its range.";

/// A conditional answer.
#[must_use]
pub fn document(answer: &Conditional) -> Document {
    let file = file_name(&answer.file);
    let mut sections: Vec<Section> = answer
        .blocks
        .iter()
        .map(|block| Section::new(&block.id, &block.title, blocks(answer, block)).sure(&answer.evidence, ""))
        .collect();
    if let Some(first) = sections.first_mut() {
        let mut opening = vec![Block::narrative(Role::Warning, vec![text![WARNING]])];
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
        finding: {
            // What is known comes before what would follow from assumptions.
            let observed = answer.observed.iter().map(|words| Text::from(words.as_str()));
            let no_forecast = text![Span::strong("This is not a forecast."), format!(" {NO_FORECAST}")];
            observed.chain([no_forecast]).chain(answer.headline.iter().map(sentence)).collect()
        },
        sections,
        terms: terms(answer).iter().map(|term| (*term).to_owned()).collect(),
        reproduce: Some(Reproduce { command: format!("unequal {} {file}", answer.command), file }),
    }
}

/// Words of the glossary that the answer uses.
fn terms(answer: &Conditional) -> &'static [&'static str] {
    match answer.command.as_str() {
        "pipeline" => &["Draw", "Central value", "Shapley value", "Nucleolus", "Evidence grade"],
        _ => &["Real income", "Draw", "Trade elasticity", "Evidence grade"],
    }
}

/// A statement whose condition cannot be overlooked.
fn sentence(statement: &Statement) -> Text {
    text![Span::strong(format!("{},", statement.condition)), format!(" {}.", statement.conclusion)]
}

fn blocks(answer: &Conditional, block: &conditional::Block) -> Vec<Block> {
    let mut found = Vec::new();
    let figures = figures(block);
    found.extend(picture(answer, block, &figures));
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
        "share" | SHARE_OF_DRAWS => Quantity::share(value),
        CHANGE => Quantity::change(value),
        LOSS => Quantity::loss(value),
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
        let single = number::written(&quantity);
        let range = number::range(&quantity).filter(|range| *range != format!("{single} to {single}"));
        let range = range.map_or_else(|| ".".to_owned(), |range| format!(", range {range} ({}).", known.range));
        words = words.then(text![format!(" {}: ", capitalised(&known.item)), quantity, range]);
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
        SHARE_OF_DRAWS => "Shares of draws, percent".to_owned(),
        "share" => "Shares that the statements rest on, percent".to_owned(),
        LOSS => "Losses of real income that the statements rest on, percent".to_owned(),
        unit => format!("Figures that the statements rest on, {unit}"),
    };
    Table::new(&format!("{}-figures-{}", block.id, place + 1), title, "Figure")
        .columns(columns)
        .rows(rows.collect())
        .look(Look::Folded)
}

/// The picture of a game: the map of two parameters where there is one, else the ranges of figures with one unit.
fn picture(answer: &Conditional, block: &conditional::Block, figures: &[Table]) -> Option<Block> {
    let map = block.tables.iter().enumerate().find_map(|(place, table)| Some((place, table, table.map.as_ref()?)));
    if let Some((place, own, map)) = map {
        let drawn = table(&block.id, place, own);
        let ids: Vec<&str> = drawn.columns.iter().map(|column| column.id.as_str()).collect();
        let id = format!("chart-{}", drawn.id);
        let head = own.columns.first().map_or_else(String::new, |words| capitalised(words));
        return Some(Chart::new(&id, &drawn.id, ChartKind::Grid, &ids, extremes(own, map)).quantity(head).into());
    }
    let drawn = figures.iter().find(|table| table.rows.len() > 1)?;
    let item = drawn.rows.first().and_then(|row| row.item.as_deref())?;
    // The headline speaks of all that is drawn where a statement speaks of one row.
    let mut known = answer.headline.iter().chain(&block.statements);
    let finding = known.find(|known| known.figure.as_ref().is_some_and(|figure| figure.item == item))?;
    let chart =
        Chart::new(&format!("chart-{}", drawn.id), &drawn.id, ChartKind::Intervals, &["value"], sentence(finding));
    Some(chart.quantity(drawn.title.plain()).into())
}

/// What the cells of a map are at both ends of the parameter that runs down.
fn extremes(table: &conditional::Table, ParameterMap { what, down }: &ParameterMap) -> Text {
    match (table.rows.first().and_then(ends), table.rows.last().and_then(ends)) {
        (Some(first), Some(last)) => text![format!("{}: ", capitalised(what))]
            .then(first.1)
            .then(text![format!(" where {down} is {}, and ", first.0)])
            .then(last.1)
            .then(text![format!(" where it is {}.", last.0)]),
        _ => table.title.as_str().into(),
    }
}

/// The name of a row with its least and its greatest number, or the one number that all its cells have.
fn ends((name, cells): &(String, Vec<conditional::Cell>)) -> Option<(&str, Text)> {
    let numbers = cells.iter().filter_map(|cell| match cell {
        conditional::Cell::Number(value, unit) => Some((*value, unit.as_str())),
        _ => None,
    });
    let least = numbers.clone().min_by(|one, other| one.0.total_cmp(&other.0))?;
    let most = numbers.max_by(|one, other| one.0.total_cmp(&other.0))?;
    let (low, high) = (quantity(least.0, least.1), quantity(most.0, most.1));
    Some((name, if number::written(&low) == number::written(&high) { text![low] } else { text![low, " to ", high] }))
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
