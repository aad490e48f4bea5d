//! Heat maps, and the region of two parameters in which a statement holds.

use std::collections::HashMap;

use maud::{Markup, html};
use unequal_presentation::quantity::Quantity;
use unequal_presentation::table::{Cell, Row};

use super::shades::Shades;
use super::{Drawing, map};
use crate::html::table::{number_of, shade};
use crate::html::text::{figure, words};

/// Letters of a row's name up to which it stands on one line.
const SHORT: usize = 18;
/// Columns up to which every cell shows its figure.
const WRITTEN: usize = 12;

/// Cells by region (rows) and partner (columns), with headings that stay in sight and figures on focus.
pub fn heatmap(drawing: &Drawing<'_>) -> Markup {
    let mut cells: HashMap<(&str, &str), &Cell> = HashMap::new();
    let (mut regions, mut partners): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    for row in &drawing.table.rows {
        for column in &drawing.columns {
            let own = drawing.column(*column).map(|column| &column.keys);
            let region = own.and_then(|keys| keys.region.as_deref()).or(row.keys.region.as_deref());
            let partner = own.and_then(|keys| keys.partner.as_deref()).or(row.keys.partner.as_deref());
            let (Some(region), Some(partner), Some(cell)) = (region, partner, row.cells.get(*column)) else { continue };
            if !regions.contains(&region) {
                regions.push(region);
            }
            if !partners.contains(&partner) {
                partners.push(partner);
            }
            cells.entry((region, partner)).or_insert(cell);
        }
    }
    // One order for both, where they are the same economies.
    if partners.iter().all(|partner| regions.contains(partner)) {
        partners.sort_by_key(|partner| regions.iter().position(|region| region == partner));
    }
    let shades = Shades::of(drawing.quantities(), 9, "heat", drawing.chart.logarithmic);
    let written = partners.len() <= WRITTEN;
    let label = format!("Heat map: {}", drawing.chart.finding.plain());
    html! {
        (shades.legend(&[]))
        p class="readout" aria-live="polite" hidden { "Point at a cell, or move among cells with the arrow keys." }
        div class="scroll heat-scroll" role="region" tabindex="0" aria-label=(label) {
            table class=(if written { "heat written" } else { "heat" }) {
                thead { tr {
                    td {}
                    @for partner in &partners {
                        th scope="col" { span title=(name(drawing, partner)) { (if written { name(drawing, partner) } else { (*partner).to_owned() }) } }
                    }
                } }
                tbody {
                    @for region in &regions {
                        tr {
                            th scope="row" { (row_name(&name(drawing, region), region, written)) }
                            @for partner in &partners { (heat_cell(cells.get(&(*region, *partner)).copied(), &shades)) }
                        }
                    }
                }
            }
        }
    }
}

fn heat_cell(cell: Option<&Cell>, shades: &Shades) -> Markup {
    let known = cell
        .and_then(number_of)
        .and_then(|quantity| Some((quantity, quantity.value.filter(|value| value.is_finite())?)));
    match (known, cell) {
        (Some((quantity, value)), _) => html! { td class=(shades.class(value)) { i { (figure(quantity)) } } },
        (None, Some(Cell::Empty(Some(reason)))) => html! { td class="none" { i { (words(reason)) } } },
        _ => html! { td {} },
    }
}

/// A name with its code, which alone is left where there is little room.
fn row_name(name: &str, code: &str, written: bool) -> Markup {
    html! { @if written || name == code { (name) } @else { span { (name) " " } small { (code) } } }
}

/// Name of a region: of a side, of the map, of a row about it alone, or else its code.
fn name(drawing: &Drawing<'_>, code: &str) -> String {
    let sides = drawing.document.sides.iter().flatten();
    let side = sides.filter(|party| party.code == code).map(|party| party.name.clone()).next();
    let of_row = || {
        let tables = drawing.document.sections.iter().flat_map(|section| section.tables());
        let mut rows = tables.flat_map(|table| &table.rows);
        let own = rows.find(|row| row.keys.region.as_deref() == Some(code) && row.keys.partner.is_none())?;
        Some(own.name.plain())
    };
    side.or_else(|| map::name(code).map(str::to_owned)).or_else(of_row).unwrap_or_else(|| code.to_owned())
}

/// The table itself as shaded cells: rows and columns are the values of two parameters.
pub fn grid(drawing: &Drawing<'_>) -> Markup {
    let largest = drawing
        .quantities()
        .filter_map(|quantity| quantity.value)
        .filter(|value| value.is_finite())
        .fold(0.0, f64::max);
    // Shares are shaded as they are, other numbers by the largest of them.
    let unit = if largest > 1.0 { largest } else { 1.0 };
    let short = drawing.rows().iter().all(|row| row.name.plain().chars().count() <= SHORT);
    let content = html! {
        table class=(if short { "grid short" } else { "grid" }) role="presentation" {
            thead { tr {
                th class="corner" { (corner(drawing)) }
                @for column in drawing.columns.iter().filter_map(|column| drawing.column(*column)) { th { (words(&column.heading)) } }
            } }
            tbody { @for row in drawing.rows() { (grid_row(drawing, row, unit)) } }
        }
    };
    html! { div class="scroll" { (drawing.picture("grid-plot", &content)) } }
}

/// What rows and columns are, where the line below the finding does not say it: long words would push the columns out
/// of sight.
fn corner<'a>(drawing: &Drawing<'a>) -> &'a str {
    let said = drawing.chart.quantity.to_lowercase().contains(&drawing.table.head.to_lowercase());
    if said { "" } else { &drawing.table.head }
}

fn grid_row(drawing: &Drawing<'_>, row: &Row, unit: f64) -> Markup {
    let shaded =
        |quantity: &Quantity| quantity.value.filter(|value| value.is_finite()).map(|value| shade(value / unit));
    html! {
        tr {
            th { (words(&row.name.plain())) }
            @for column in &drawing.columns {
                @match row.cells.get(*column) {
                    Some(cell) => {
                        @let shade = number_of(cell).and_then(shaded);
                        td class=[shade.map(|shade| format!("shade-{shade}"))] {
                            @match cell {
                                Cell::Quantity(quantity) => (figure(quantity)),
                                Cell::Text(text) => (words(&text.plain())),
                                Cell::Empty(reason) => (reason.as_deref().unwrap_or("")),
                            }
                        }
                    }
                    None => td {},
                }
            }
        }
    }
}
