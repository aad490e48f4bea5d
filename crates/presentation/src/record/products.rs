//! Products: value, weight, unit value and shares.

use unequal_study::record::{Direction, ProductPoint, ProductSeries, Record};

use super::{flow_name, is_detail, keys, name, words};
use crate::chart::{Chart, ChartKind};
use crate::document::{Block, Section};
use crate::keys::Keys;
use crate::language::{capitalised, possessive};
use crate::quantity::{Form, Quantity, Unit};
use crate::shared::known_or;
use crate::table::{Cell, Column, Look, Row, Table};

/// The section: each product's latest year, or all years of the one that was asked about.
pub fn section(answer: &Record) -> Option<Section> {
    let mut blocks: Vec<Block> = Vec::new();
    for (place, direction) in
        answer.directions.iter().enumerate().filter(|(_, direction)| !direction.products.is_empty())
    {
        let id = format!("products-{}", place + 1);
        match (&answer.product, direction.products.first()) {
            (Some(_), Some(one)) => blocks.extend(of_one(answer, direction, one, &id)),
            _ => blocks.extend(of_all(answer, direction, &id)),
        }
    }
    if blocks.is_empty() {
        return None;
    }
    let title =
        answer.product.as_ref().map_or_else(|| "Minerals and fuels".to_owned(), |product| capitalised(&product.name));
    let evidence = answer.evidence.of_part("BACI of the CEPII, minerals and fuels by HS6", false);
    Some(Section::new("products", title, blocks).sure(&evidence, "1995\u{2013}2024"))
}

fn columns(answer: &Record, direction: &Direction) -> Vec<Column> {
    let of = |code: &str, what: &str| format!("of {} {what}", possessive(name(answer, code)));
    vec![
        Column::figures("value", "Value, USD").item("value"),
        Column::figures("weight", "Weight").item("weight"),
        Column::figures("unit-value", "Unit value").item("unit value"),
        Column::figures("of-exports", of(&direction.seller, "exports"))
            .group("Share")
            .item("share of the seller\u{2019}s exports of it"),
        Column::figures("of-imports", of(&direction.buyer, "imports"))
            .group("Share")
            .item("share of the buyer\u{2019}s imports of it"),
    ]
}

fn cells(series: &ProductSeries, point: &ProductPoint) -> Vec<Cell> {
    let unit = |name: String| Unit::Other(name);
    vec![
        Quantity::money(point.value).form(Form::Fine).into(),
        known_or(
            point.kilotonnes.map(|weight| Quantity::new(weight, unit("thousand tonnes".to_owned())).form(Form::Fine)),
            "no weight",
        ),
        known_or(
            point
                .unit_value
                .map(|value| Quantity::new(value, unit(format!("USD a {}", series.product.unit))).form(Form::Fine)),
            "no weight",
        ),
        Cell::optional(point.share_of_exports.map(Quantity::share)),
        Cell::optional(point.share_of_imports.map(Quantity::share)),
    ]
}

/// One product: a chart of value, one of the unit value, and the years.
fn of_one(answer: &Record, direction: &Direction, series: &ProductSeries, id: &str) -> Vec<Block> {
    let years: Vec<u16> = series.points.iter().map(|point| point.year).collect();
    let row = |point: &ProductPoint| {
        Row::new(point.year.to_string(), cells(series, point))
            .item(series.product.name.clone())
            .keys(Keys::none().year(point.year).sector(&series.product.id))
            .detail(is_detail(point.year, &years))
    };
    let flow = flow_name(answer, direction);
    let table = Table::new(id, format!("{flow}: {}", series.product.name), "Year")
        .columns(columns(answer, direction))
        .rows(series.points.iter().map(row).collect())
        .keys(keys(direction))
        .look(Look::Folded)
        .filled();
    let mut blocks: Vec<Block> = Vec::new();
    if series.points.len() > 1 {
        let lines = || ChartKind::Lines { events: Vec::new() };
        let finding = words::of_product(answer, direction, series);
        blocks.push(
            Chart::new(&format!("chart-{id}"), id, lines(), &["value"], finding)
                .quantity(format!("{flow}: {}, USD", series.product.name))
                .into(),
        );
        if let Some(finding) = words::of_unit_value(answer, direction, series) {
            blocks.push(
                Chart::new(&format!("chart-{id}-unit"), id, lines(), &["unit-value"], finding)
                    .quantity(format!("{flow}: USD a {} of {}", series.product.unit, series.product.name))
                    .into(),
            );
        }
    }
    blocks.push(table.into());
    blocks
}

/// All products: the latest year of each, and all years in files.
fn of_all(answer: &Record, direction: &Direction, id: &str) -> Vec<Block> {
    let latest = direction.products.iter().flat_map(|series| &series.points).map(|point| point.year).max();
    let mut now: Vec<(&ProductSeries, &ProductPoint)> = direction
        .products
        .iter()
        .filter_map(|series| Some((series, series.points.last().filter(|point| Some(point.year) == latest)?)))
        .collect();
    now.sort_by(|one, other| other.1.value.total_cmp(&one.1.value));
    let flow = flow_name(answer, direction);
    let row = |(series, point): &(&ProductSeries, &ProductPoint)| {
        Row::new(capitalised(&series.product.name), cells(series, point))
            .item(series.product.name.clone())
            .keys(Keys::none().year(point.year).sector(&series.product.id))
    };
    let year = latest.map_or_else(String::new, |year| year.to_string());
    let table = Table::new(id, format!("{flow}: minerals and fuels, {year}"), "Product")
        .columns(columns(answer, direction))
        .rows(now.iter().map(row).collect())
        .keys(keys(direction))
        .note(
            "Names for --product: ".to_owned()
                + &now.iter().map(|(series, _)| series.product.id.as_str()).collect::<Vec<_>>().join(", ")
                + ".",
        )
        .filled();
    let earlier = direction.products.iter().flat_map(|series| {
        let row = |point: &ProductPoint| {
            Row::new(format!("{}, {}", series.product.name, point.year), cells(series, point))
                .item(series.product.name.clone())
                .keys(Keys::none().year(point.year).sector(&series.product.id))
        };
        series.points.iter().filter(|point| Some(point.year) != latest).map(row).collect::<Vec<_>>()
    });
    let all = Table::new(&format!("{id}-years"), format!("{flow}: products in earlier years"), "Product and year")
        .columns(columns(answer, direction))
        .rows(earlier.collect())
        .keys(keys(direction))
        .look(Look::FilesOnly);
    let mut blocks: Vec<Block> = Vec::new();
    if now.len() > 1 {
        blocks.push(
            Chart::new(
                &format!("chart-{id}"),
                id,
                ChartKind::Bars,
                &["value"],
                words::largest_product(answer, direction, &now),
            )
            .quantity(format!("{flow}, USD, {year}"))
            .largest(10)
            .into(),
        );
    }
    blocks.push(table.into());
    if !all.rows.is_empty() {
        blocks.push(all.into());
    }
    blocks
}
