//! The world's regions coloured by a column.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use maud::{Markup, html};
use serde::Deserialize;
use unequal_presentation::quantity::Quantity;

use super::shades::Shades;
use super::{Drawing, percent};
use crate::html::text::figure;

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
    let shades = Shades::of(known.values().copied(), 5, "tone", drawing.chart.logarithmic);
    let shapes = shapes();
    let partner = partner(drawing, column).filter(|code| !known.contains_key(code));
    let named = partner.and_then(name).map(|name| format!("{name} itself"));
    let draw = Colours { known: &known, shades: &shades, partner: partner.unwrap_or_default() };
    let content = html! {
        svg viewBox=(format!("{} 0 {} {}", WEST, shapes.width - WEST - EAST, shapes.height)) focusable="false" {
            g class="countries" {
                @for (place, country) in drawable().enumerate() { (draw.shape(&outline_id(place), country)) }
            }
            g class="countries" {
                @for country in shapes.countries.iter().filter(|country| country.small) { (draw.circle(country)) }
            }
        }
    };
    html! {
        (shades.legend(&[Some(("none", "no data")), named.as_deref().map(|name| ("itself", name))]))
        (drawing.picture("map", &content))
        (largest(drawing, column, &shades))
    }
}

fn value(quantity: &Quantity) -> Option<f64> {
    quantity.value.filter(|value| value.is_finite())
}

/// The partner that all figures of a column are about; `None` if they are about several, or none.
fn partner<'a>(drawing: &Drawing<'a>, column: usize) -> Option<&'a str> {
    let outer =
        [drawing.column(column).map(|column| &column.keys), Some(&drawing.table.keys), Some(&drawing.document.keys)];
    let outer = outer.into_iter().flatten().find_map(|keys| keys.partner.as_deref());
    let mut own = drawing.table.rows.iter().map(|row| row.keys.partner.as_deref().or(outer));
    let first = own.next()??;
    own.all(|other| other == Some(first)).then_some(first)
}

/// How the countries are coloured.
struct Colours<'a> {
    known: &'a BTreeMap<&'a str, &'a Quantity>,
    shades: &'a Shades,
    /// Code of the partner that the figures are about, which has none itself; empty where there is no such partner.
    partner: &'a str,
}

impl Colours<'_> {
    fn figure(&self, country: &Country) -> Option<(&Quantity, f64)> {
        let quantity = self.known.get(country.code.as_str()).filter(|_| !country.code.is_empty())?;
        Some((quantity, value(quantity)?))
    }

    fn shape(&self, id: &str, country: &Country) -> Markup {
        let href = format!("#{id}");
        match self.figure(country) {
            Some((quantity, value)) => html! {
                use href=(href) class=(format!("tone {}", self.shades.class(value))) { title { (words(country, quantity)) } }
                @if self.shades.is_hatched(value) { use href=(href) class="over" {} }
            },
            None if !country.code.is_empty() && country.code == self.partner => {
                html! { use href=(href) class="itself" { title { (country.name) } } }
            }
            None => html! { use href=(href) class="none" {} },
        }
    }

    fn circle(&self, country: &Country) -> Markup {
        let (x, y) = (percent(country.x), percent(country.y));
        html! {
            @if let Some((quantity, value)) = self.figure(country) {
                circle class=(format!("tone {}", self.shades.class(value))) cx=(x) cy=(y) r=(RADIUS) {
                    title { (words(country, quantity)) }
                }
                @if self.shades.is_hatched(value) { circle class="over" cx=(x) cy=(y) r=(RADIUS) {} }
            }
        }
    }
}

fn words(country: &Country, quantity: &Quantity) -> String {
    format!("{}: {}", country.name, figure(quantity))
}

/// The largest figures of either sign, as words beside the map.
fn largest(drawing: &Drawing<'_>, column: usize, shades: &Shades) -> Markup {
    let mut rows: Vec<(&str, f64, String, String)> = drawing
        .table
        .rows
        .iter()
        .filter_map(|row| {
            let quantity = drawing.quantity(row, column)?;
            let code = row.keys.region.as_deref()?;
            Some((code, value(quantity)?, row.name.plain(), figure(quantity)))
        })
        .collect();
    rows.sort_by(|one, other| one.1.total_cmp(&other.1));
    let negative: Vec<_> = rows.iter().filter(|row| row.1 < 0.0).take(LISTED).collect();
    let number = if negative.is_empty() { 2 * LISTED } else { LISTED };
    let positive: Vec<_> = rows.iter().rev().filter(|row| row.1 > 0.0).take(number).collect();
    // The two sides of the question are looked for first, however small their figures are.
    let listed = |code: &str| negative.iter().chain(&positive).any(|row| row.0 == code);
    let sides = drawing.document.sides.iter().flatten().filter(|side| !listed(&side.code));
    let sides: Vec<_> = sides.filter_map(|side| rows.iter().find(|row| row.0 == side.code)).collect();
    html! {
        div class="largest" aria-hidden="true" {
            @for side in [negative, positive, sides] {
                @if !side.is_empty() {
                    ul { @for (_, value, name, words) in side {
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
