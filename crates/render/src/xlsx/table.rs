//! A sheet for a table: its rows under headings with units, numbers as numbers.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};
use unequal_presentation::quantity::{Form, Quantity, Unit};
use unequal_presentation::table::{Cell, Column, Row, Table};

use super::sheet::Sheet;

/// Writes the sheet. Beside the table's own columns it has those that its rows need: the group of rows, ends of ranges,
/// units where a column has several, and whether a row rests on estimates.
pub(super) fn write(worksheet: &mut Worksheet, table: &Table, name: &str) -> Result<(), XlsxError> {
    let mut sheet = Sheet::new(worksheet, name)?;
    let columns = columns(table);
    sheet.header(columns.iter().map(|column| column.heading.as_str()))?;
    for (place, row) in table.rows.iter().enumerate() {
        for (at, column) in columns.iter().enumerate() {
            column.write(&mut sheet, (place + 1, at), row)?;
        }
    }
    sheet.finish(&[])
}

/// A column of the sheet.
struct Drawn {
    heading: String,
    what: What,
}

/// What a column of the sheet holds; places are those of the table's columns.
enum What {
    Group,
    Name,
    Value(usize),
    Unit(usize),
    Low(usize),
    High(usize),
    Estimated,
}

fn columns(table: &Table) -> Vec<Drawn> {
    let mut columns = Vec::new();
    let mut add = |heading: String, what: What| columns.push(Drawn { heading, what });
    if table.rows.iter().any(|row| row.group.is_some()) {
        add("Group".to_owned(), What::Group);
    }
    add(if table.head.is_empty() { "Name".to_owned() } else { table.head.clone() }, What::Name);
    for (place, column) in table.columns.iter().enumerate() {
        let figures: Vec<&Quantity> = table.rows.iter().filter_map(|row| quantity(row, place)).collect();
        let heading = full_heading(column);
        let first = figures.first().map(|figure| &figure.unit);
        let is_one = figures.iter().all(|figure| Some(&figure.unit) == first);
        let with_unit = match first {
            Some(unit) if is_one && needs_name(unit, &heading) => format!("{heading} ({})", unit.name()),
            _ => heading.clone(),
        };
        add(with_unit.clone(), What::Value(place));
        if !is_one {
            add(format!("{heading}: unit"), What::Unit(place));
        }
        if figures.iter().any(|figure| figure.range.is_some()) {
            add(format!("{with_unit}: low"), What::Low(place));
            add(format!("{with_unit}: high"), What::High(place));
        }
    }
    if table.rows.iter().any(|row| row.estimated) {
        add("Rests on estimates".to_owned(), What::Estimated);
    }
    columns
}

/// Heading of a column with the one over it.
fn full_heading(column: &Column) -> String {
    match &column.group {
        Some(group) if column.heading.is_empty() => group.clone(),
        Some(group) => format!("{group}: {}", column.heading),
        None => column.heading.clone(),
    }
}

/// Whether a heading does not say the unit itself.
fn needs_name(unit: &Unit, heading: &str) -> bool {
    let says_nothing = matches!(unit, Unit::Number | Unit::Count | Unit::Rank | Unit::YesOrNo);
    !says_nothing && !heading.contains(unit.name())
}

fn quantity(row: &Row, place: usize) -> Option<&Quantity> {
    match row.cells.get(place) {
        Some(Cell::Quantity(quantity)) => Some(quantity),
        _ => None,
    }
}

impl Drawn {
    fn write(&self, sheet: &mut Sheet<'_>, (at, column): (usize, usize), row: &Row) -> Result<(), XlsxError> {
        let plain = if row.headline { Format::new().set_bold() } else { Format::new() };
        let end = |place: usize, of: fn(&unequal_presentation::quantity::Range) -> f64| {
            let figure = quantity(row, place);
            let end = figure.and_then(|figure| figure.range.as_ref()).map(of);
            (end, figure.map_or(plain.clone(), |figure| shown_as(figure, &plain)))
        };
        match self.what {
            What::Group => sheet.text(at, column, row.group.as_deref().unwrap_or_default(), &plain),
            What::Name => sheet.text(at, column, &row.name.plain(), &plain),
            What::Value(place) => match row.cells.get(place) {
                Some(Cell::Quantity(quantity)) => figure(sheet, (at, column), quantity, &plain),
                Some(Cell::Text(text)) => sheet.text(at, column, &text.plain(), &plain),
                Some(Cell::Empty(Some(reason))) => sheet.text(at, column, reason, &plain),
                Some(Cell::Empty(None)) | None => Ok(()),
            },
            What::Unit(place) => sheet.text(
                at,
                column,
                quantity(row, place).map(|figure| figure.unit.name()).unwrap_or_default(),
                &plain,
            ),
            What::Low(place) => {
                let (end, format) = end(place, |range| range.low);
                sheet.number(at, column, end, &format)
            }
            What::High(place) => {
                let (end, format) = end(place, |range| range.high);
                sheet.number(at, column, end, &format)
            }
            What::Estimated => sheet.text(at, column, if row.estimated { "yes" } else { "no" }, &plain),
        }
    }
}

/// A number as a number; yes and no in words, and in words too what has no number, such as the ratio to nothing.
fn figure(
    sheet: &mut Sheet<'_>,
    (at, column): (usize, usize),
    figure: &Quantity,
    plain: &Format,
) -> Result<(), XlsxError> {
    match figure.value {
        Some(value) if value.is_finite() && figure.unit != Unit::YesOrNo => {
            sheet.number(at, column, Some(value), &shown_as(figure, plain))
        }
        Some(_) => sheet.text(at, column, &unequal_presentation::number::written(figure), plain),
        None => Ok(()),
    }
}

/// How a number is shown: shares in percent, money in thousands of millions apart, changes with their sign.
fn shown_as(figure: &Quantity, plain: &Format) -> Format {
    let is_small = figure.value.is_some_and(|value| value.abs() < 0.009_95);
    let shown = match (&figure.unit, figure.form) {
        (_, Form::Scientific) => "0.0E+00",
        (Unit::Share | Unit::ShareOfCost | Unit::ShareOfRealIncome, Form::Signed) => "+0.00%;-0.00%;0.00%",
        (Unit::Share | Unit::ShareOfCost | Unit::ShareOfRealIncome, Form::Fine) => "0.0000%",
        (Unit::ShareOfRealIncome, Form::Usual) => "0.00%",
        (Unit::Share | Unit::ShareOfCost, Form::Usual) if is_small => "0.00%",
        (Unit::Share | Unit::ShareOfCost, Form::Usual) => "0.0%",
        (Unit::PercentagePoints, _) => "+0.0%;-0.0%;0.0%",
        (Unit::UsdMillion, Form::Signed) => "+#,##0;-#,##0;0",
        (Unit::UsdMillion, _) => "#,##0",
        (Unit::Ratio, _) => "0.0",
        (Unit::Rank | Unit::Count, _) => "#,##0",
        (Unit::Index | Unit::Logarithm | Unit::PercentPerPercent, Form::Signed) => "+0.000;-0.000;0.000",
        (Unit::Index | Unit::Logarithm | Unit::PercentPerPercent, _) => "0.000",
        (Unit::Number, Form::Signed) => "+General;-General;General",
        (Unit::Year, _) => "0",
        (Unit::Number | Unit::Months | Unit::YesOrNo | Unit::Other(_), _) => "General",
    };
    plain.clone().set_num_format(shown)
}
