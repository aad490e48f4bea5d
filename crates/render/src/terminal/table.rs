//! Tables for a terminal: words flush left, numbers flush right.

use comfy_table::{
    Cell as Drawn, CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table as Drawing, TableStyle, Width,
};
use unequal_presentation::language::{capitalised, counted};
use unequal_presentation::number;
use unequal_presentation::quantity::{Placing, Quantity};
use unequal_presentation::table::{Cell, Look, Row, Table};

use super::{UNBROKEN, unbroken, words};
use crate::clean::clean;

/// The table with the rows that a terminal shows; `None` where it shows none. One that is too wide is drawn in several
/// parts, each with the names of the rows; a column with a word that fits beside no name, such as an address, is listed
/// below.
pub(super) fn drawn(table: &Table, width: u16) -> Option<String> {
    let table = &table.filled();
    let rows: Vec<&Row> = table.rows.iter().filter(|row| !row.detail).collect();
    if rows.is_empty() {
        return None;
    }
    let first = least_of_names(table, &rows) + PADDING;
    let fits = |place: &usize| first + least(table, &rows, *place) + PADDING <= usize::from(width);
    let (beside, below): (Vec<usize>, Vec<usize>) = (0..table.columns.len()).partition(fits);
    let parts = parts(table, &rows, &beside, usize::from(width));
    let parts = parts.iter().map(|columns| part(table, &rows, columns, width));
    Some(parts.chain(below.iter().map(|place| listed(table, &rows, *place))).collect::<Vec<_>>().join("\n"))
}

/// A column as lines, each with the name of its row.
fn listed(table: &Table, rows: &[&Row], place: usize) -> String {
    let heading = table.columns.get(place).map(|column| clean(&column.heading)).unwrap_or_default();
    let cells = rows.iter().filter_map(|row| {
        let cell = row.cells.get(place).map(written).filter(|cell| !cell.is_empty())?;
        Some(format!("    {}: {cell}", words(&row.name)))
    });
    [format!("  {}:", capitalised(&heading))].into_iter().chain(cells).collect::<Vec<_>>().join("\n")
}

/// Sentences that explain the drawing: what ranges are over, what a mark says, how many rows are left out.
pub(super) fn remarks(table: &Table) -> Vec<String> {
    let shown = || table.rows.iter().filter(|row| !row.detail);
    let mut lines = Vec::new();
    let mut over: Vec<&str> = Vec::new();
    for range in shown().flat_map(|row| &row.cells).filter_map(quantity).filter_map(|figure| figure.range.as_ref()) {
        if range.placing == Placing::Beside && !range.over.is_empty() && !over.contains(&range.over.as_str()) {
            over.push(&range.over);
        }
    }
    if !over.is_empty() {
        lines.push(clean(&format!("Ranges: {}.", over.join("; "))));
    }
    if shown().any(|row| row.estimated) {
        lines.push("* rests on estimates.".to_owned());
    }
    let left_out = table.rows.iter().filter(|row| row.detail).count();
    if left_out > 0 {
        let rows = counted(left_out, "more row", "more rows");
        let have = if left_out == table.rows.len() { rows.replace("more ", "") } else { rows };
        lines.push(format!("{have}: --format csv or --out FILE.xlsx gives all."));
    }
    lines
}

/// Whether a terminal shows figures of it without their ranges.
pub(super) fn has_small_print(table: &Table) -> bool {
    let shown = table.rows.iter().filter(|row| !row.detail && table.look != Look::FilesOnly);
    let mut ranges = shown.flat_map(|row| &row.cells).filter_map(quantity).filter_map(|figure| figure.range.as_ref());
    ranges.any(|range| range.placing == Placing::SmallPrint)
}

fn quantity(cell: &Cell) -> Option<&Quantity> {
    match cell {
        Cell::Quantity(quantity) => Some(quantity),
        _ => None,
    }
}

/// Places of the columns that are drawn beside each other, so that no figure has to be broken.
fn parts(table: &Table, rows: &[&Row], columns: &[usize], width: usize) -> Vec<Vec<usize>> {
    let first = least_of_names(table, rows) + PADDING;
    let mut parts: Vec<Vec<usize>> = Vec::new();
    let mut used = width;
    for place in columns.iter().copied() {
        let needed = least(table, rows, place) + PADDING;
        match parts.last_mut() {
            Some(part) if used + needed <= width => {
                part.push(place);
                used += needed;
            }
            _ => {
                parts.push(vec![place]);
                used = first + needed;
            }
        }
    }
    if parts.is_empty() { vec![Vec::new()] } else { parts }
}

/// Spaces beside each cell.
const PADDING: usize = 3;

/// The least width of a column: its longest word, where a number is one word.
fn least(table: &Table, rows: &[&Row], place: usize) -> usize {
    let cells = rows.iter().filter_map(|row| row.cells.get(place)).map(written);
    let column = table.columns.get(place);
    let headings = column.into_iter().flat_map(|column| [Some(&column.heading), column.group.as_ref()]).flatten();
    cells.chain(headings.map(|heading| clean(heading))).map(|text| longest_word(&text)).max().unwrap_or_default()
}

/// The least width of the column of names.
fn least_of_names(table: &Table, rows: &[&Row]) -> usize {
    let groups = rows.iter().filter_map(|row| row.group.as_deref().map(clean));
    let names = rows.iter().map(|row| name(row, table)).chain(groups).chain([clean(&table.head)]);
    names.map(|name| longest_word(&name)).max().unwrap_or_default()
}

fn longest_word(text: &str) -> usize {
    text.split(' ').map(|word| word.chars().count()).max().unwrap_or_default()
}

/// The two ends of a range, each unbroken.
fn ends(range: &str) -> String {
    range.split(" to ").map(unbroken).collect::<Vec<_>>().join(" to ")
}

fn part(table: &Table, rows: &[&Row], columns: &[usize], width: u16) -> String {
    let mut drawing = Drawing::new();
    let line = LineStyle::new('─', '─', '─', '─');
    drawing.load_style(TableStyle::new().top_border(line).header_separator(line).bottom_border(line));
    drawing.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
    let chosen = || columns.iter().filter_map(|place| table.columns.get(*place).map(|column| (*place, column)));
    let grouped = chosen().any(|(_, column)| column.group.is_some());
    let above = if grouped { "\n" } else { "" };
    let headings = chosen().map(|(_, column)| {
        let over = column.group.as_deref().map(clean).unwrap_or_default();
        let heading = clean(&column.heading);
        if grouped { format!("{over}\n{heading}") } else { heading }
    });
    let headings: Vec<String> = [format!("{above}{}", clean(&table.head))].into_iter().chain(headings).collect();
    drawing.set_header(headings.into_iter().map(Drawn::new));
    let mut group = None;
    for row in rows {
        if row.group != group {
            group.clone_from(&row.group);
            let heading = group.as_deref().map(clean).unwrap_or_default();
            drawing.add_row([heading]);
        }
        let cells = chosen().map(|(place, _)| row.cells.get(place).map(written).unwrap_or_default());
        drawing.add_row([name(row, table)].into_iter().chain(cells));
    }
    let leasts: Vec<usize> = [least_of_names(table, rows)]
        .into_iter()
        .chain(columns.iter().map(|place| least(table, rows, *place)))
        .collect();
    for (position, column) in drawing.column_iter_mut().enumerate() {
        let of_words = position == 0 || chosen().nth(position - 1).is_some_and(|(_, column)| column.words);
        column.set_cell_alignment(if of_words { CellAlignment::Left } else { CellAlignment::Right });
        let least = leasts.get(position).and_then(|least| u16::try_from(least + 2).ok()).unwrap_or_default();
        column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(least)));
    }
    drawing.to_string()
}

/// Name of a row with its marks: indented under the heading of a group, the headline named, an estimate marked.
fn name(row: &Row, table: &Table) -> String {
    let mut name = words(&row.name);
    if row.estimated && !name.ends_with('*') {
        name.push('*');
    }
    // Where all rows are the headline, none needs the word.
    if row.headline && !name.contains("headline") && table.rows.iter().any(|other| !other.headline) {
        name.push_str(" (headline)");
    }
    if row.group.is_some() { format!("{UNBROKEN}{UNBROKEN}{name}") } else { name }
}

/// A cell as it is written, a figure with its range.
fn written(cell: &Cell) -> String {
    match cell {
        Cell::Quantity(quantity) => {
            let value = number::written(quantity);
            let beside = quantity.range.as_ref().is_none_or(|range| range.placing == Placing::Beside);
            let range = number::range(quantity).filter(|_| beside);
            unbroken(&value) + &range.map_or_else(String::new, |range| format!(" ({})", ends(&range)))
        }
        Cell::Text(text) => words(text),
        Cell::Empty(reason) => reason.as_deref().map(clean).unwrap_or_default(),
    }
}
