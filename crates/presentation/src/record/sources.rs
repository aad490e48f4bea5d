//! One flow by each source: chart, table, shares, and what each source is.

use std::collections::BTreeMap;

use unequal_study::record::{Basis, Direction, MirrorGap, Record, RecordPoint, Reporter, SourceSeries};

use super::{flow_name, heading, is_detail, keys, left_out, name, remark, words};
use crate::chart::{Chart, ChartKind};
use crate::document::{Block, Section};
use crate::keys::Keys;
use crate::language::{capitalised, possessive};
use crate::quantity::{Form, Quantity};
use crate::table::{Cell, Column, Look, Row, Table};
use crate::text;

/// Goods, services, shares and the list of sources, as far as there are figures.
pub fn sections(answer: &Record) -> Vec<Section> {
    let mut sections = Vec::new();
    for (id, title, goods) in
        [("goods", "Goods by source", true), ("services", "Services as each side reports them", false)]
    {
        let mut blocks: Vec<Block> = Vec::new();
        for (place, direction) in answer.directions.iter().enumerate() {
            blocks.extend(flow(answer, direction, &format!("{id}-{}", place + 1), goods));
        }
        if !blocks.is_empty() {
            sections.push(Section::new(id, title, blocks).sure(&answer.evidence, ""));
        }
    }
    let shares: Vec<Block> = answer
        .directions
        .iter()
        .enumerate()
        .filter_map(|(place, direction)| Some(shares(answer, direction, &format!("shares-{}", place + 1))?.into()))
        .collect();
    if !shares.is_empty() {
        let mut blocks = vec![Block::body(
            "What a source knows of a country\u{2019}s trade with everybody is the whole. Where it lacks partners, shares are too high.",
        )];
        blocks.extend(shares);
        sections.push(Section::new("shares", "Shares of all trade", blocks).sure(&answer.evidence, ""));
    }
    if answer.directions.iter().any(|direction| !direction.goods.is_empty() || !direction.services.is_empty()) {
        sections.push(Section::new("sources", "What the sources are", vec![list(answer).into()]));
    }
    sections
}

/// The series of goods or of services.
fn series_of(direction: &Direction, goods: bool) -> (&[SourceSeries], &[MirrorGap]) {
    if goods { (&direction.goods, &direction.mirror) } else { (&direction.services, &direction.services_mirror) }
}

/// Chart, table and notes of one direction.
fn flow(answer: &Record, direction: &Direction, id: &str, goods: bool) -> Vec<Block> {
    let (all, mirror) = series_of(direction, goods);
    if all.is_empty() {
        return Vec::new();
    }
    let mut blocks = Vec::new();
    let table = table(answer, direction, id, goods);
    if table.rows.len() > 1 {
        let ids: Vec<&str> =
            all.iter().filter(|series| !series.points.is_empty()).map(|series| series.id.as_str()).collect();
        let mut chart = Chart::new(
            &format!("chart-{id}"),
            id,
            ChartKind::Lines { events: Vec::new() },
            &ids,
            words::of_flow(answer, direction, goods),
        )
        .quantity(format!("{}, USD, logarithmic scale", flow_name(answer, direction)))
        .logarithmic();
        if let Some([one, other]) = shaded(mirror) {
            chart = chart.between(&one, &other);
        }
        blocks.push(chart.into());
    }
    blocks.push(table.into());
    blocks.extend(all.iter().filter_map(|series| left_out(&series.source, &series.left_out)).map(remark));
    blocks
}

/// The two series between which the gap is shaded: those that most gaps are between.
fn shaded(mirror: &[MirrorGap]) -> Option<[String; 2]> {
    let mut counts: BTreeMap<[&str; 2], usize> = BTreeMap::new();
    for gap in mirror {
        *counts.entry([&gap.seller_series, &gap.buyer_series]).or_default() += 1;
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count)?.0;
    Some(most.map(str::to_owned))
}

/// A figure of a series with its grade and source.
fn graded(series: &SourceSeries, point: &RecordPoint, quantity: Quantity) -> Quantity {
    let grade = point.grade.unwrap_or(series.grade);
    let source = point.source.as_ref().unwrap_or(&series.source);
    quantity.from(grade, source.clone(), false).meaning(series.meaning_of(point))
}

fn years(all: &[SourceSeries]) -> Vec<u16> {
    let mut years: Vec<u16> = all.iter().flat_map(|series| series.points.iter().map(|point| point.year)).collect();
    years.sort_unstable();
    years.dedup();
    years
}

fn table(answer: &Record, direction: &Direction, id: &str, goods: bool) -> Table {
    let (all, mirror) = series_of(direction, goods);
    let what = if goods { "goods" } else { "services" };
    let column = |series: &SourceSeries| {
        Column::figures(&series.id, heading(answer, direction, series)).item(format!("{what}, {}", series.source))
    };
    let mut columns: Vec<Column> = all.iter().map(column).collect();
    columns.push(
        Column::figures("mirror-gap", "Buyer\u{2019}s over seller\u{2019}s")
            .item(format!("{what}, buyer\u{2019}s report over the seller\u{2019}s, less one")),
    );
    let years = years(all);
    let row = |year: &u16| {
        let figure = |series: &SourceSeries| {
            Cell::optional(
                series.in_year(*year).map(|point| graded(series, point, Quantity::money(point.value).form(Form::Fine))),
            )
        };
        let mut cells: Vec<Cell> = all.iter().map(figure).collect();
        let gap = mirror.iter().find(|gap| gap.year == *year);
        cells.push(Cell::optional(gap.map(|gap| Quantity::share(gap.gap).form(Form::Signed))));
        Row::new(year.to_string(), cells).keys(Keys::none().year(year)).detail(is_detail(*year, &years))
    };
    Table::new(id, format!("{}: {what}, USD", flow_name(answer, direction)), "Year")
        .columns(columns)
        .rows(years.iter().map(row).collect())
        .keys(keys(direction))
        .look(Look::Folded)
        .filled()
}

/// Partner's shares by every source that knows the whole; `None` where none does.
fn shares(answer: &Record, direction: &Direction, id: &str) -> Option<Table> {
    let all: Vec<&SourceSeries> = direction.goods.iter().chain(&direction.services).collect();
    let (seller, buyer) = (name(answer, &direction.seller), name(answer, &direction.buyer));
    let years: Vec<u16> = {
        let mut years: Vec<u16> = all
            .iter()
            .flat_map(|series| &series.points)
            .filter(|point| point.share_of_exports.is_some() || point.share_of_imports.is_some())
            .map(|point| point.year)
            .collect();
        years.sort_unstable();
        years.dedup();
        years
    };
    if years.is_empty() {
        return None;
    }
    let columns = all.iter().flat_map(|series| {
        let group = heading(answer, direction, series);
        let group =
            if direction.services.iter().any(|own| own.id == series.id) { format!("{group}, services") } else { group };
        let column = |which: &str, of: &str, what: &str| {
            Column::figures(&format!("{}-{which}", series.id), format!("of {} {what}", possessive(of)))
                .group(group.clone())
                .item(format!(
                    "share of the {}, {}",
                    if which == "exports" { "seller\u{2019}s exports" } else { "buyer\u{2019}s imports" },
                    series.source
                ))
        };
        [column("exports", seller, "exports"), column("imports", buyer, "imports")]
    });
    let row = |year: &u16| {
        let cells = all.iter().flat_map(|series| {
            let point = series.in_year(*year);
            let cell = |of: fn(&RecordPoint) -> Option<f64>| {
                Cell::optional(point.and_then(|point| Some(graded(series, point, Quantity::share(of(point)?)))))
            };
            [cell(|point| point.share_of_exports), cell(|point| point.share_of_imports)]
        });
        Row::new(year.to_string(), cells.collect()).keys(Keys::none().year(year)).detail(is_detail(*year, &years))
    };
    let table = Table::new(id, format!("{} as a share of all trade", flow_name(answer, direction)), "Year")
        .columns(columns.collect())
        .rows(years.iter().map(row).collect())
        .keys(keys(direction))
        .look(Look::Folded);
    Some(table.filled())
}

/// What each source is.
fn list(answer: &Record) -> Table {
    let mut rows = Vec::new();
    for direction in &answer.directions {
        for series in direction.goods.iter().chain(&direction.services) {
            let by = match series.reporter {
                Reporter::Exporter => name(answer, &direction.seller),
                Reporter::Importer => name(answer, &direction.buyer),
                Reporter::Both => "both sides",
            };
            let basis = match series.basis {
                Basis::Fob => "at the seller\u{2019}s border",
                Basis::Cif => "at the buyer\u{2019}s border, with freight",
                Basis::Mixed => "as the source had it",
                Basis::None => "services",
            };
            let span = match (series.points.first(), series.points.last()) {
                (Some(first), Some(last)) if first.year != last.year => format!("{}\u{2013}{}", first.year, last.year),
                (Some(only), _) => only.year.to_string(),
                _ => "none".to_owned(),
            };
            let grade = text![format!("{} (grade {:?})", series.meaning, series.grade)];
            let cells: Vec<Cell> = vec![capitalised(by).into(), basis.into(), span.into(), grade.into()];
            rows.push(Row::new(capitalised(&series.source), cells).group(flow_name(answer, direction)));
        }
    }
    let columns = vec![
        Column::words("by", "Whose report"),
        Column::words("basis", "Value"),
        Column::words("years", "Years"),
        Column::words("grade", "Evidence"),
    ];
    Table::new("sources", "Sources", "Source").columns(columns).rows(rows)
}
