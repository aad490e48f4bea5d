//! Charts with a row a name: bars, payments both ways, paired dots and intervals.

use maud::{Markup, html};
use unequal_presentation::number;
use unequal_presentation::quantity::{Quantity, Unit};
use unequal_presentation::table::Row;

use super::scale::Scale;
use super::{Drawing, percent};
use crate::html::text::{figure, words};

/// Ticks of a scale at most.
const TICKS: f64 = 5.0;
/// Largest quotient of the greatest figures of two rows that still share a scale for pairs and intervals.
const SPREAD: f64 = 40.0;
/// A share above which intervals of shares are drawn from nothing to all.
const MOST: f64 = 0.5;

/// Which scale each figure is drawn on.
enum Scales {
    Common(Scale),
    /// One a column: its figures have a unit of their own.
    Columns(Vec<(usize, Scale)>),
    /// One a row, by the row's place.
    Rows(Vec<Scale>),
}

impl Scales {
    fn of(drawing: &Drawing<'_>, rows: &[&Row], fit: Fit) -> Self {
        let all =
            || rows.iter().flat_map(|row| drawing.columns.iter().filter_map(|column| drawing.quantity(row, *column)));
        let unit = all().next().map_or(Unit::Number, |quantity| quantity.unit.clone());
        let uniform = all().all(|quantity| quantity.unit == unit);
        // Shares are parts of a whole: a row of its own scale would make little look like much.
        let alike = unit == Unit::Share || !fit.by_row_where_spread || spread(drawing, rows) <= SPREAD;
        if uniform && alike {
            return Self::Common(fit.scale(drawing, all().collect(), &unit));
        }
        let of_column = |column: usize| rows.iter().filter_map(move |row| drawing.quantity(row, column));
        let by_column = drawing.columns.len() > 1
            && drawing.columns.iter().all(|column| {
                let first = of_column(*column).next().map(|quantity| &quantity.unit);
                of_column(*column).all(|quantity| Some(&quantity.unit) == first)
            });
        if by_column && !uniform {
            let scale = |column: &usize| {
                let unit = of_column(*column).next().map_or(Unit::Number, |quantity| quantity.unit.clone());
                (*column, fit.scale(drawing, of_column(*column).collect(), &unit))
            };
            return Self::Columns(drawing.columns.iter().map(scale).collect());
        }
        let scale = |row: &&Row| {
            let own: Vec<_> = drawing.columns.iter().filter_map(|column| drawing.quantity(row, *column)).collect();
            let unit = own.first().map_or(Unit::Number, |quantity| quantity.unit.clone());
            fit.scale(drawing, own, &unit)
        };
        Self::Rows(rows.iter().map(scale).collect())
    }

    fn get(&self, row: usize, column: usize) -> Option<&Scale> {
        match self {
            Self::Common(scale) => Some(scale),
            Self::Columns(scales) => scales.iter().find(|(own, _)| *own == column).map(|(_, scale)| scale),
            Self::Rows(scales) => scales.get(row),
        }
    }

    fn common(&self) -> Option<&Scale> {
        if let Self::Common(scale) = self { Some(scale) } else { None }
    }

    fn note(&self) -> Option<&'static str> {
        match self {
            Self::Common(_) => None,
            Self::Columns(_) => Some("Each series has a scale of its own."),
            Self::Rows(_) => Some("Each row has a scale of its own."),
        }
    }
}

/// How scales fit values.
#[derive(Clone, Copy)]
struct Fit {
    from_zero: bool,
    by_row_where_spread: bool,
}

impl Fit {
    fn scale(self, drawing: &Drawing<'_>, quantities: Vec<&Quantity>, unit: &Unit) -> Scale {
        let values: Vec<f64> = quantities.into_iter().flat_map(values).collect();
        let most = values.iter().copied().fold(0.0, f64::max);
        let whole = *unit == Unit::Share && !self.from_zero && (MOST..=1.0).contains(&most);
        match (drawing.chart.logarithmic, self.from_zero) {
            (true, _) => Scale::logarithmic(values.into_iter(), unit),
            (false, false) if whole => Scale::from_zero([1.0].into_iter().chain(values), unit, TICKS),
            (false, true) => Scale::from_zero(values.into_iter(), unit, TICKS),
            (false, false) => Scale::around(values.into_iter(), unit, TICKS),
        }
    }
}

/// The value and the ends of the range.
fn values(quantity: &Quantity) -> impl Iterator<Item = f64> + use<> {
    let range = quantity.range.as_ref();
    [quantity.value, range.map(|range| range.low), range.map(|range| range.high)].into_iter().flatten()
}

/// Quotient of the greatest figures of the rows.
fn spread(drawing: &Drawing<'_>, rows: &[&Row]) -> f64 {
    let greatest = rows.iter().filter_map(|row| {
        let own = drawing.columns.iter().filter_map(|column| drawing.quantity(row, *column)).flat_map(values);
        own.map(f64::abs).filter(|size| *size > 0.0 && size.is_finite()).reduce(f64::max)
    });
    let (least, most) = greatest.fold((f64::INFINITY, 0.0), |(least, most), size| (size.min(least), size.max(most)));
    if least > 0.0 && least.is_finite() { most / least } else { 1.0 }
}

/// The rows with what is drawn in each, the axis below them.
fn plot(
    drawing: &Drawing<'_>,
    rows: &[&Row],
    scales: &Scales,
    class: &str,
    draw: impl Fn(usize, &Row) -> Markup,
) -> Markup {
    let longest = rows.iter().map(|row| row.name.plain().chars().count()).max().unwrap_or(0);
    let width = (0.5 * longest as f64 + 0.5).clamp(3.5, 13.0);
    let both = rows.iter().enumerate().any(|(place, _)| {
        drawing.columns.iter().any(|column| scales.get(place, *column).is_some_and(Scale::goes_both_ways))
    });
    let class = format!("rows {class}{}", if both { " signed" } else { "" });
    let content = html! {
        @for (place, row) in rows.iter().enumerate() {
            @if let Some(group) = heading(rows, place) { div class="row-group" { (group) } }
            div class=(if row.headline { "row headline" } else { "row" }) {
                div class="row-name" { (row.name.plain()) }
                div class="tracks" { (draw(place, row)) }
            }
        }
        @if let Some(scale) = scales.common() {
            div class="row axis" {
                div class="row-name" {}
                div class="tracks" { div class="track" {
                    @for (value, written) in &scale.ticks { span style=(left(scale.at(*value))) { (words(written)) } }
                } }
            }
        }
        @if let Some(note) = scales.note() { p class="own-scales" { (note) } }
    };
    html! { div style=(format!("--name:{width}rem")) { (drawing.picture(&class, &content)) } }
}

/// The heading over a row, if the row before has another.
fn heading<'a>(rows: &[&'a Row], place: usize) -> Option<&'a str> {
    let before = place.checked_sub(1).and_then(|before| rows.get(before)).and_then(|row| row.group.as_deref());
    let own = rows.get(place)?.group.as_deref();
    own.filter(|own| before != Some(*own))
}

/// One line of a row, with the lines of the axis behind it.
fn track(scale: &Scale, axis: bool, content: &Markup) -> Markup {
    html! {
        div class="track" {
            @if axis {
                @for (value, _) in &scale.ticks { i class=(if scale.begins_at(*value) { "line zero" } else { "line" })
                    style=(left(scale.at(*value))) {} }
            } @else { i class="line zero" style=(left(scale.origin())) {} }
            (content)
        }
    }
}

fn left(place: f64) -> String {
    format!("left:{}%", percent(place))
}

fn span(from: f64, to: f64) -> String {
    format!("left:{}%;width:{}%", percent(from.min(to)), percent((to - from).abs()))
}

/// A figure as text beside its mark: behind it, or before it.
fn label(place: f64, behind: bool, words: &str) -> Markup {
    let (class, style) =
        if behind { ("figure", left(place)) } else { ("figure before", format!("right:{}%", percent(100.0 - place))) };
    html! { span class=(class) style=(style) { (words) } }
}

/// A figure behind its mark, in the colour of its series where it stands below the mark.
fn marked(place: f64, mark: &str, words: &str) -> Markup {
    html! { span class=(format!("figure {mark}")) style=(left(place)) { (words) } }
}

/// Lying bars, a bar a column.
pub fn bars(drawing: &Drawing<'_>) -> Markup {
    html! { (drawing.key("bar-key")) (bar_rows(drawing, &drawing.rows(), "bars")) }
}

/// Who pays and who receives: the payers to the left, those who receive to the right, the largest first.
pub fn flow(drawing: &Drawing<'_>) -> Markup {
    // A sum is no payment.
    let mut rows: Vec<&Row> = drawing.rows().into_iter().filter(|row| !row.headline).collect();
    if let Some(column) = drawing.columns.first() {
        let value = |row: &Row| row.cells.get(*column).and_then(super::number_of).and_then(|quantity| quantity.value);
        rows.sort_by(|one, other| value(other).unwrap_or(0.0).total_cmp(&value(one).unwrap_or(0.0)));
    }
    html! {
        p class="keys ways" aria-hidden="true" {
            span class="key k-loss" { "\u{2190} pays" span class="swatch bar-key" {} }
            span class="key k-gain" { span class="swatch bar-key" {} "receives \u{2192}" }
        }
        (bar_rows(drawing, &rows, "bars flow"))
    }
}

fn bar_rows(drawing: &Drawing<'_>, rows: &[&Row], class: &str) -> Markup {
    let scales = Scales::of(drawing, rows, Fit { from_zero: true, by_row_where_spread: false });
    plot(drawing, rows, &scales, class, |place, row| {
        html! {
            @for column in &drawing.columns {
                @if let Some(scale) = scales.get(place, *column) {
                    (track(scale, scales.common().is_some(), &bar(drawing, row, *column, scale)))
                }
            }
        }
    })
}

fn bar(drawing: &Drawing<'_>, row: &Row, column: usize, scale: &Scale) -> Markup {
    let Some(quantity) = row.cells.get(column).and_then(super::number_of) else {
        return match row.cells.get(column) {
            Some(unequal_presentation::table::Cell::Empty(Some(reason))) => label(scale.origin(), true, &words(reason)),
            _ => html! {},
        };
    };
    let value = quantity.value.filter(|value| value.is_finite());
    let mut mark = drawing.mark(row, column);
    if mark == "k-only" && scale.has_losses() {
        mark = if value.is_some_and(|value| value < 0.0) { "k-loss" } else { "k-gain" };
    }
    let hollow = if drawing.is_hollow(row, quantity) { " hollow" } else { "" };
    let origin = scale.origin();
    let range = quantity.range.as_ref().map(|range| (scale.at(range.low), scale.at(range.high)));
    let end = scale.at(value.unwrap_or(0.0));
    let behind = value.is_none() || end >= origin;
    // A ratio of the two sides has the colour of the side that is larger.
    if mark == "k-only" && quantity.unit == Unit::Ratio && drawing.document.sides.is_some() {
        mark = if behind { "k-first" } else { "k-second" };
    }
    let outer = range.map_or(end, |(low, high)| if behind { high.max(end) } else { low.min(end) });
    html! {
        @if value.is_some() { b class=(format!("bar {mark}{hollow}")) style=(span(origin, end)) {} }
        @if let Some((low, high)) = range { i class="whisker" style=(span(low, high)) {} }
        (label(outer, behind, &figure(quantity)))
    }
}

/// Two dots a row, joined.
pub fn dots(drawing: &Drawing<'_>) -> Markup {
    let rows = drawing.rows();
    let scales = Scales::of(drawing, &rows, Fit { from_zero: true, by_row_where_spread: true });
    html! {
        (drawing.key("dot-key"))
        (plot(drawing, &rows, &scales, "dots", |place, row| html! {
            @if let Some(scale) = drawing.columns.first().and_then(|column| scales.get(place, *column)) {
                (track(scale, scales.common().is_some(), &pair(drawing, row, scale, &scales, place)))
            }
        }))
    }
}

fn pair(drawing: &Drawing<'_>, row: &Row, scale: &Scale, scales: &Scales, place: usize) -> Markup {
    let of = |column: &usize| scales.get(place, *column).unwrap_or(scale).clone();
    let mut marks: Vec<(f64, usize, &Quantity)> = drawing
        .columns
        .iter()
        .filter_map(|column| {
            let quantity = row.cells.get(*column).and_then(super::number_of)?;
            let value = quantity.value.filter(|value| value.is_finite())?;
            Some((of(column).at(value), *column, quantity))
        })
        .collect();
    marks.sort_by(|one, other| one.0.total_cmp(&other.0));
    let last = marks.len().saturating_sub(1);
    html! {
        @if let [first, .., end] = marks.as_slice() { i class="join" style=(span(first.0, end.0)) {} }
        @for (order, (at, column, quantity)) in marks.iter().enumerate() {
            @if let Some(range) = &quantity.range {
                i class=(format!("reach {}", drawing.series(*column))) style=(span(of(column).at(range.low), of(column).at(range.high))) {}
            }
            b class=(format!("dot {}{}", drawing.series(*column), if drawing.is_hollow(row, quantity) { " hollow" } else { "" }))
                style=(left(*at)) {}
            @if order == 0 || order == last {
                @let behind = order == last && (order > 0 || marks.len() == 1);
                (label(reach(&marks, &of, behind).unwrap_or(*at), behind, &figure(quantity)))
            }
        }
    }
}

/// The outermost place that the dots and ranges of a row take up on one side.
fn reach(marks: &[(f64, usize, &Quantity)], of: &impl Fn(&usize) -> Scale, behind: bool) -> Option<f64> {
    let ends = marks.iter().flat_map(|(at, column, quantity)| {
        let range = quantity.range.as_ref().map(|range| [of(column).at(range.low), of(column).at(range.high)]);
        range.into_iter().flatten().chain([*at])
    });
    if behind { ends.reduce(f64::max) } else { ends.reduce(f64::min) }
}

/// An interval a row for each column, with a tick at its value. Where there are two, what lies between them, or what
/// they share, is coloured.
pub fn intervals(drawing: &Drawing<'_>) -> Markup {
    let rows = drawing.rows();
    let scales = Scales::of(drawing, &rows, Fit { from_zero: false, by_row_where_spread: true });
    let meetings: Vec<_> = rows.iter().map(|row| meeting(drawing, row)).collect();
    let any = |wanted: bool| meetings.iter().flatten().any(|(meet, _, _)| *meet == wanted);
    html! {
        (drawing.key("bar-key"))
        @if any(true) || any(false) {
            p class="keys" aria-hidden="true" {
                @if any(true) { span class="meeting" { "in both" } }
                @if any(false) { span class="gap" { "between the two" } }
            }
        }
        (plot(drawing, &rows, &scales, "intervals", |place, row| html! {
            @for column in &drawing.columns {
                @if let Some(scale) = scales.get(place, *column) {
                    (track(scale, scales.common().is_some(), &html! {
                        @if drawing.columns.last() == Some(column)
                            && let Some((meet, from, to)) = meetings.get(place).copied().flatten() {
                            i class=(if meet { "meeting" } else { "gap" }) style=(span(scale.at(from), scale.at(to))) {}
                        }
                        (interval(drawing, row, *column, scale))
                    }))
                }
            }
        }))
    }
}

/// Whether the two intervals of a row meet, and the ends of what they share or of what lies between them.
fn meeting(drawing: &Drawing<'_>, row: &Row) -> Option<(bool, f64, f64)> {
    let [one, other] = drawing.columns.as_slice() else { return None };
    let ends = |column: usize| {
        let quantity = row.cells.get(column).and_then(super::number_of)?;
        let own = quantity.range.as_ref().map(|range| (range.low, range.high));
        own.or_else(|| quantity.value.map(|value| (value, value)))
    };
    let (one, other) = (ends(*one)?, ends(*other)?);
    let (from, to) = (one.0.max(other.0), one.1.min(other.1));
    Some(if from <= to { (true, from, to) } else { (false, to, from) })
}

fn interval(drawing: &Drawing<'_>, row: &Row, column: usize, scale: &Scale) -> Markup {
    let Some(quantity) = row.cells.get(column).and_then(super::number_of) else {
        return html! {};
    };
    let value = quantity.value.filter(|value| value.is_finite()).map(|value| scale.at(value));
    let range = quantity.range.as_ref().map(|range| (scale.at(range.low), scale.at(range.high)));
    let hollow = if drawing.is_hollow(row, quantity) { " hollow" } else { "" };
    let end = range.map(|(_, high)| high).into_iter().chain(value).fold(0.0, f64::max);
    let mark = drawing.mark(row, column);
    // The unit in words stands under the finding; behind every interval it would run out of the chart.
    let bare = number::without_unit(quantity);
    let words = match (value, number::range(&bare)) {
        (Some(_), Some(range)) => words(&format!("{} ({range})", number::written(&bare))),
        _ => figure(&bare),
    };
    html! {
        @if let Some((low, high)) = range { b class=(format!("span {mark}{hollow}")) style=(span(low, high)) {} }
        @if let Some(at) = value { i class=(format!("mark {mark}")) style=(left(at)) {} }
        (marked(end, mark, &words))
    }
}
