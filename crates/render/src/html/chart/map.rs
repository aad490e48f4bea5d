//! The world's regions coloured by a column.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use maud::{Markup, html};
use serde::Deserialize;
use unequal_presentation::number;
use unequal_presentation::quantity::Quantity;

use super::shades::Shades;
use super::{Drawing, percent};

/// Natural Earth's shapes in an equal-area projection, made by `data/map/make.mjs`.
const SHAPES: &str = include_str!("../../../../../data/map/countries-50m.json");
/// Figures written beside the map, on each side of zero.
const LISTED: usize = 4;
/// Parts of the width at the edges that hold nothing but sea and islands without a figure of their own.
const WEST: f64 = 88.0;
const EAST: f64 = 36.0;
/// Radius of the circles of small states.
const RADIUS: f64 = 4.0;

/// Shapes of the world.
#[derive(Debug, Default, Deserialize)]
struct Shapes {
    width: f64,
    height: f64,
    countries: Vec<Country>,
}

/// One country.
#[derive(Debug, Deserialize)]
struct Country {
    /// ISO 3166 alpha-3 code; empty where there is none.
    code: String,
    name: String,
    /// Middle of its largest part.
    x: f64,
    y: f64,
    /// Whether it is too small to be seen.
    small: bool,
    /// Outline; empty where nothing of it is left.
    path: String,
}

fn shapes() -> &'static Shapes {
    static KNOWN: OnceLock<Shapes> = OnceLock::new();
    // A test reads the file, so that it is never empty.
    KNOWN.get_or_init(|| serde_json::from_str(SHAPES).unwrap_or_default())
}

/// Name of a region by its code.
pub fn name(code: &str) -> Option<&'static str> {
    shapes()
        .countries
        .iter()
        .find(|country| !code.is_empty() && country.code == code)
        .map(|country| country.name.as_str())
}

/// The outlines, once a page.
pub fn outlines() -> Markup {
    html! {
        svg class="outlines" width="0" height="0" aria-hidden="true" focusable="false" {
            defs {
                pattern id="no-data" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                    rect width="5" height="5" class="no-data-ground" {}
                    rect width="1.1" height="5" class="no-data-line" {}
                }
                pattern id="loss-lines" width="3.2" height="3.2" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)" {
                    rect width=".6" height="3.2" class="loss-line" {}
                    rect x=".6" width=".6" height="3.2" class="loss-line" {}
                }
                @for (place, country) in drawable().enumerate() { path id=(outline_id(place)) d=(country.path) {} }
            }
        }
    }
}

fn drawable() -> impl Iterator<Item = &'static Country> {
    shapes().countries.iter().filter(|country| !country.path.is_empty())
}

fn outline_id(place: usize) -> String {
    format!("o{place}")
}

/// The map, its key, and the largest figures beside it.
pub fn world(drawing: &Drawing<'_>) -> Markup {
    let Some(column) = drawing.columns.first().copied() else { return html! {} };
    let mut known: BTreeMap<&str, &Quantity> = BTreeMap::new();
    for row in &drawing.table.rows {
        if let (Some(code), Some(quantity)) = (&row.keys.region, drawing.quantity(row, column)) {
            known.entry(code).or_insert(quantity);
        }
    }
    let shades = Shades::of(known.values().copied(), 5, "tone");
    let shapes = shapes();
    let content = html! {
        svg viewBox=(format!("{} 0 {} {}", WEST, shapes.width - WEST - EAST, shapes.height)) focusable="false" {
            g class="countries" {
                @for (place, country) in drawable().enumerate() { (shape(&outline_id(place), country, &known, &shades)) }
            }
            g class="countries" {
                @for country in shapes.countries.iter().filter(|country| country.small) { (circle(country, &known, &shades)) }
            }
        }
    };
    html! {
        (shades.legend(Some("no data")))
        (drawing.picture("map", &content))
        (largest(drawing, column, &shades))
    }
}

fn value(quantity: &Quantity) -> Option<f64> {
    quantity.value.filter(|value| value.is_finite())
}

fn shape(id: &str, country: &Country, known: &BTreeMap<&str, &Quantity>, shades: &Shades) -> Markup {
    let href = format!("#{id}");
    let quantity = known.get(country.code.as_str());
    match quantity.and_then(|quantity| Some((quantity, value(quantity)?))) {
        Some((quantity, value)) => html! {
            use href=(href) class=(format!("tone {}", shades.class(value))) { title { (words(country, quantity)) } }
            @if shades.is_hatched(value) { use href=(href) class="over" {} }
        },
        None => html! { use href=(href) class="none" {} },
    }
}

fn circle(country: &Country, known: &BTreeMap<&str, &Quantity>, shades: &Shades) -> Markup {
    let quantity = known.get(country.code.as_str()).filter(|_| !country.code.is_empty());
    html! {
        @if let Some((quantity, value)) = quantity.and_then(|quantity| Some((quantity, value(quantity)?))) {
            circle class=(format!("tone {}", shades.class(value))) cx=(percent(country.x)) cy=(percent(country.y)) r=(RADIUS) {
                title { (words(country, quantity)) }
            }
            @if shades.is_hatched(value) {
                circle class="over" cx=(percent(country.x)) cy=(percent(country.y)) r=(RADIUS) {}
            }
        }
    }
}

fn words(country: &Country, quantity: &Quantity) -> String {
    format!("{}: {}", country.name, number::written(quantity))
}

/// The largest figures of either sign, as words beside the map.
fn largest(drawing: &Drawing<'_>, column: usize, shades: &Shades) -> Markup {
    let mut rows: Vec<(f64, String, String)> = drawing
        .table
        .rows
        .iter()
        .filter_map(|row| {
            let quantity = drawing.quantity(row, column)?;
            row.keys.region.as_ref()?;
            Some((value(quantity)?, row.name.plain(), number::written(quantity)))
        })
        .collect();
    rows.sort_by(|one, other| one.0.total_cmp(&other.0));
    let negative: Vec<_> = rows.iter().filter(|row| row.0 < 0.0).take(LISTED).collect();
    let number = if negative.is_empty() { 2 * LISTED } else { LISTED };
    let positive: Vec<_> = rows.iter().rev().filter(|row| row.0 > 0.0).take(number).collect();
    html! {
        div class="largest" aria-hidden="true" {
            @for side in [negative, positive] {
                @if !side.is_empty() {
                    ul { @for (value, name, words) in side {
                        li { i class=(format!("tone {}", shades.hatched(&shades.class(*value), *value))) {} (name) " " b { (words) } }
                    } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_country_of_the_data_is_on_the_map() {
        let regions = include_str!("../../../../../data/regions.csv");
        let codes = regions.lines().skip(1).filter_map(|line| line.split(',').next());
        let mut found = 0;
        for code in codes.filter(|code| *code != "ROW") {
            let country = shapes().countries.iter().find(|country| country.code == code);
            assert!(
                country.is_some_and(|country| country.small || !country.path.is_empty()),
                "{code} is not on the map"
            );
            found += 1;
        }
        assert_eq!(found, 80);
        assert_eq!(name("NLD"), Some("Netherlands"));
        assert_eq!(name(""), None);
    }
}
