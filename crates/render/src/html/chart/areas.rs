//! Areas by size: one map a group of rows, shaded by a second column.

use maud::{Markup, html};
use unequal_presentation::table::Row;

use super::shades::Shades;
use super::{Drawing, percent};
use crate::html::text::figure;

/// Width of a map over its height.
const ASPECT: f64 = 1.7;

/// A place in a map, in units whose width is [`ASPECT`] and whose height is 1.
#[derive(Clone, Copy)]
struct Place {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

/// The maps, with the key to their shades.
pub fn treemap(drawing: &Drawing<'_>) -> Markup {
    let Some(size) = drawing.columns.first().copied() else { return html! {} };
    let shade = drawing.columns.get(1).copied();
    let shades = shade.map(|column| {
        let all = drawing.table.rows.iter().filter_map(|row| drawing.quantity(row, column));
        Shades::of(all, 5, "tone", drawing.chart.logarithmic)
    });
    let rows = drawing.rows();
    html! {
        @if let Some(shades) = &shades { (shades.legend(&[])) }
        (drawing.picture("treemaps", &html! {
            @for group in rows.chunk_by(|one, next| one.group == next.group) {
                div class="treemap" {
                    @if let Some(title) = group.first().and_then(|row| row.group.as_ref()) { p class="row-group" { (title) } }
                    (one_map(drawing, group, size, shade, shades.as_ref()))
                }
            }
        }))
    }
}

fn one_map(drawing: &Drawing<'_>, rows: &[&Row], size: usize, shade: Option<usize>, shades: Option<&Shades>) -> Markup {
    let value = |row: &Row, column: usize| {
        row.cells
            .get(column)
            .and_then(super::number_of)
            .and_then(|quantity| quantity.value)
            .filter(|value| value.is_finite())
    };
    let mut sized: Vec<(&Row, f64)> =
        rows.iter().filter_map(|row| Some((*row, value(row, size)?))).filter(|(_, value)| *value > 0.0).collect();
    sized.sort_by(|one, other| other.1.total_cmp(&one.1));
    let places = squarified(&sized.iter().map(|(_, value)| *value).collect::<Vec<_>>());
    let class = |row: &Row| match (shade.and_then(|column| value(row, column)), shades) {
        (Some(value), Some(shades)) => format!("tile tone {}", shades.class(value)),
        (None, Some(_)) => "tile tone none".to_owned(),
        _ => format!("tile {}", drawing.mark(row, size)),
    };
    let written = |row: &Row, column: usize| row.cells.get(column).and_then(super::number_of).map(figure);
    html! {
        div class="tiled" {
            @for ((row, _), place) in sized.iter().zip(places) {
                div class=(class(row)) style=(style(place)) title=[super::Drawing::row_in_words(drawing, row)] {
                    span { b { (row.name.plain()) }
                        @if let Some(words) = written(row, size) { " " q { (words) } }
                        @if let Some(words) = shade.and_then(|column| written(row, column)) { i { (words) } }
                    }
                }
            }
        }
    }
}

fn style(place: Place) -> String {
    format!(
        "left:{}%;top:{}%;width:{}%;height:{}%",
        percent(100.0 * place.x / ASPECT),
        percent(100.0 * place.y),
        percent(100.0 * place.width / ASPECT),
        percent(100.0 * place.height)
    )
}

/// Places whose areas are in proportion to sizes (descending, above zero), each as near to a square as rows allow.
fn squarified(sizes: &[f64]) -> Vec<Place> {
    let total: f64 = sizes.iter().sum();
    let mut rest = Place { x: 0.0, y: 0.0, width: ASPECT, height: 1.0 };
    let areas: Vec<f64> = sizes.iter().map(|size| size / total * ASPECT).collect();
    let mut places = Vec::with_capacity(areas.len());
    let mut from = 0;
    while from < areas.len() {
        let side = rest.width.min(rest.height);
        let mut to = from + 1;
        while to < areas.len() && worst(&areas[from..=to], side) <= worst(&areas[from..to], side) {
            to += 1;
        }
        rest = lay(&areas[from..to], rest, &mut places);
        from = to;
    }
    places
}

/// Largest quotient of the sides among areas in one row along a side.
fn worst(areas: &[f64], side: f64) -> f64 {
    let depth = areas.iter().sum::<f64>() / side;
    areas.iter().map(|area| area / depth / depth).map(|quotient| quotient.max(1.0 / quotient)).fold(0.0, f64::max)
}

/// Places areas along the shorter side of what is left, and gives what is left then.
fn lay(areas: &[f64], rest: Place, places: &mut Vec<Place>) -> Place {
    let sum: f64 = areas.iter().sum();
    let mut along = 0.0;
    if rest.width >= rest.height {
        let depth = sum / rest.height;
        for area in areas {
            places.push(Place { x: rest.x, y: rest.y + along, width: depth, height: area / depth });
            along += area / depth;
        }
        Place { x: rest.x + depth, width: rest.width - depth, ..rest }
    } else {
        let depth = sum / rest.width;
        for area in areas {
            places.push(Place { x: rest.x + along, y: rest.y, width: area / depth, height: depth });
            along += area / depth;
        }
        Place { y: rest.y + depth, height: rest.height - depth, ..rest }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_fill_the_map_in_proportion() {
        let sizes = [6.0, 6.0, 4.0, 3.0, 2.0, 2.0, 1.0];
        let places = squarified(&sizes);
        for (size, place) in sizes.iter().zip(&places) {
            assert!((place.width * place.height - size / 24.0 * ASPECT).abs() < 1e-9);
            assert!(place.x + place.width < ASPECT + 1e-9 && place.y + place.height < 1.0 + 1e-9);
        }
        assert!(squarified(&[]).is_empty());
    }
}
