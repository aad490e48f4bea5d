//! Lines over the years: gaps stay gaps, groups are not joined, estimates are hollow, ranges are bands.

use maud::{Markup, html};
use unequal_presentation::number::without_unit;
use unequal_presentation::quantity::{Quantity, Unit};
use unequal_presentation::table::Row;

use super::scale::Scale;
use super::{Drawing, percent};
use crate::html::text::{figure, words};

/// Ticks of the axis of values at most.
const TICKS: f64 = 5.0;
/// Side of the drawing in its own units; it is stretched to the room there is.
const SIDE: f64 = 1000.0;
/// Least distance of the marks of two events on one line, in percent of the width.
const APART: f64 = 9.0;
/// Points of a series above which only what is special has a mark.
const MARKED: usize = 90;

/// One point of a series.
struct Point<'a> {
    x: f64,
    y: f64,
    row: &'a Row,
    quantity: &'a Quantity,
    hollow: bool,
}

/// The chart.
pub fn lines(drawing: &Drawing<'_>, events: &[(String, String)]) -> Markup {
    let rows = &drawing.table.rows;
    let dates: Vec<Option<f64>> = rows.iter().map(date_of).collect();
    let Some(time) = Time::over(dates.iter().flatten().copied()) else { return html! {} };
    let scale = value_scale(drawing);
    let series = |column: usize| segments(drawing, column, &dates, &time, &scale);
    let all: Vec<(usize, Vec<Vec<Point<'_>>>)> =
        drawing.columns.iter().map(|column| (*column, series(*column))).collect();
    let told: Vec<(f64, &str, &str)> = events
        .iter()
        .filter_map(|(date, label)| Some((time.at(date_in(date)?)?, date.as_str(), label.as_str())))
        .collect();
    let content = html! {
        (axes(&scale, &time))
        div class="canvas" {
            (marks_of_events(&told))
            svg viewBox=(format!("0 0 {SIDE} {SIDE}")) preserveAspectRatio="none" aria-hidden="true" focusable="false" {
                (between(drawing, &all))
                @for (column, segments) in &all { (bands(drawing, *column, segments, &scale)) }
                @for (column, segments) in &all { (paths(drawing, *column, segments)) }
            }
            (last_figures(drawing, &all))
        }
    };
    html! {
        (drawing.key("line-key"))
        div style=(format!("--lines:{}", placed(&told).1)) { (drawing.picture("lines", &content)) }
        @if !told.is_empty() {
            ol class="events" {
                @for (_, date, label) in &told { li { span class="date" { (date) } " " (label) } }
            }
        }
    }
}

/// The date of a row in years: its key, or else its name.
fn date_of(row: &Row) -> Option<f64> {
    row.keys.year.as_deref().and_then(date_in).or_else(|| date_in(&row.name.plain()))
}

/// A date such as `2022`, `2024-03` or `1989-06-04` in years; of words, the year that they begin with.
fn date_in(words: &str) -> Option<f64> {
    let mut parts = words.split(['-', '/', ' ', '*']);
    let year: f64 = parts.next()?.parse().ok()?;
    let month = parts.next().and_then(|part| part.parse::<f64>().ok()).filter(|month| (1.0..=12.0).contains(month));
    let day = parts.next().and_then(|part| part.parse::<f64>().ok()).unwrap_or(1.0);
    Some(year + month.map_or(0.0, |month| (month - 1.0) / 12.0 + (day - 1.0) / 365.0))
}

fn value_scale(drawing: &Drawing<'_>) -> Scale {
    // A unit in words stands above the chart, and would make the page wider than a phone.
    let unit = match drawing.quantities().next().map(|quantity| &quantity.unit) {
        Some(Unit::Other(_)) => Unit::Other(String::new()),
        Some(unit) => unit.clone(),
        None => Unit::Number,
    };
    let values = drawing.quantities().flat_map(|quantity| {
        let range = quantity.range.as_ref();
        [quantity.value, range.map(|range| range.low), range.map(|range| range.high)].into_iter().flatten()
    });
    if drawing.chart.logarithmic { Scale::logarithmic(values, &unit) } else { Scale::around(values, &unit, TICKS) }
}

/// The axis of time.
struct Time {
    from: f64,
    to: f64,
    /// Longest step between two rows that is not a gap.
    step: f64,
}

impl Time {
    fn over(dates: impl Iterator<Item = f64>) -> Option<Self> {
        let mut dates: Vec<f64> = dates.filter(|date| date.is_finite()).collect();
        dates.sort_by(f64::total_cmp);
        let (from, to) = (*dates.first()?, *dates.last()?);
        let mut steps: Vec<f64> = dates.windows(2).map(|pair| pair[1] - pair[0]).filter(|step| *step > 1e-6).collect();
        steps.sort_by(f64::total_cmp);
        let usual = steps.get(steps.len() / 2).copied().unwrap_or(1.0);
        Some(Self { from, to: if to > from { to } else { from + 1.0 }, step: 1.6 * usual })
    }

    /// Where a date stands in percent of the width; `None` off the axis.
    fn at(&self, date: f64) -> Option<f64> {
        let place = 100.0 * (date - self.from) / (self.to - self.from);
        (-0.5..=100.5).contains(&place).then(|| place.clamp(0.0, 100.0))
    }

    /// Ticks: years, or months where the axis is short.
    fn ticks(&self) -> Vec<(f64, String)> {
        let span = self.to - self.from;
        if span < 3.0 && self.from.fract() + self.to.fract() > 1e-6 {
            let months = (span * 12.0).round();
            let each = (months / 6.0).ceil().max(1.0);
            let first = (self.from * 12.0).round();
            let number = (months / each).floor() as usize;
            let names = ["Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"];
            let name = |month: f64| names.get((month % 12.0).round() as usize).copied().unwrap_or_default();
            let written = |month: f64| format!("{} {}", name(month), (month / 12.0 + 1e-9).floor());
            let all = (0..=number).map(|place| first + place as f64 * each);
            return all.filter_map(|month| Some((self.at(month / 12.0)?, written(month)))).collect();
        }
        let each = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0].into_iter().find(|each| span / each <= 8.0).unwrap_or(100.0);
        let first = (self.from / each).ceil() as i64;
        let last = (self.to / each).floor() as i64;
        (first..=last)
            .filter_map(|place| Some((self.at(place as f64 * each)?, format!("{}", place as f64 * each))))
            .collect()
    }
}

/// A series cut where a row has no value, where time is missing and where the group changes.
fn segments<'a>(
    drawing: &Drawing<'a>,
    column: usize,
    dates: &[Option<f64>],
    time: &Time,
    scale: &Scale,
) -> Vec<Vec<Point<'a>>> {
    let mut all: Vec<Vec<Point<'a>>> = Vec::new();
    let mut before: Option<(f64, &Row)> = None;
    for (row, date) in drawing.table.rows.iter().zip(dates) {
        let quantity = drawing.quantity(row, column);
        let value = quantity.and_then(|quantity| quantity.value).filter(|value| value.is_finite());
        let drawable = value.filter(|value| !drawing.chart.logarithmic || *value > 0.0);
        let (Some(date), Some(quantity), Some(value)) = (*date, quantity, drawable) else {
            before = None;
            continue;
        };
        let Some(x) = time.at(date) else { continue };
        let hollow = drawing.is_hollow(row, quantity);
        let point = Point { x: x * SIDE / 100.0, y: SIDE - scale.at(value) * SIDE / 100.0, row, quantity, hollow };
        let joined = before.is_some_and(|(last, of)| date - last <= time.step && date > last && of.group == row.group);
        match all.last_mut() {
            Some(segment) if joined => segment.push(point),
            _ => all.push(vec![point]),
        }
        before = Some((date, row));
    }
    all
}

fn axes(scale: &Scale, time: &Time) -> Markup {
    html! {
        div class="values" {
            @for (value, written) in &scale.ticks {
                span style=(format!("bottom:{}%", percent(scale.at(*value)))) { (words(written)) }
            }
        }
        div class="levels" {
            @for (value, _) in &scale.ticks {
                i class=[(*value == 0.0).then_some("zero")] style=(format!("bottom:{}%", percent(scale.at(*value)))) {}
            }
        }
        div class="years" {
            @for (at, words) in time.ticks() { span style=(format!("left:{}%", percent(at))) { (words) } }
        }
    }
}

/// Events by their place in the list, where they stand, and on which line; and the number of lines.
fn placed(events: &[(f64, &str, &str)]) -> (Vec<(usize, f64, usize)>, usize) {
    let mut ends: Vec<f64> = Vec::new();
    let mut placed = Vec::new();
    let mut order: Vec<usize> = (0..events.len()).collect();
    order.sort_by(|one, other| events[*one].0.total_cmp(&events[*other].0));
    for place in order {
        let at = events[place].0;
        let free = ends.iter().position(|end| at - end >= APART);
        let line = free.unwrap_or(ends.len());
        match free {
            Some(line) => ends[line] = at,
            None => ends.push(at),
        }
        placed.push((place, at, line));
    }
    (placed, ends.len())
}

/// Events as ticks with their number in the list below, on as many lines as they need.
fn marks_of_events(events: &[(f64, &str, &str)]) -> Markup {
    let (placed, lines) = placed(events);
    html! {
        @for (place, at, line) in placed {
            i class="event" style=(format!("left:{}%;--line:{line};--lines:{}", percent(at), lines)) { span { (place + 1) } }
        }
    }
}

fn place(value: f64) -> String {
    format!("{}", (10.0 * value).round() / 10.0)
}

fn path<'a>(points: impl Iterator<Item = (f64, f64)> + 'a) -> String {
    let mut text = String::new();
    for (order, (x, y)) in points.enumerate() {
        text += &format!("{}{} {}", if order == 0 { "M" } else { "L" }, place(x), place(y));
    }
    text
}

/// Ranges of neighbouring points as bands.
fn bands(drawing: &Drawing<'_>, column: usize, segments: &[Vec<Point<'_>>], scale: &Scale) -> Markup {
    let at = |value: f64| SIDE - scale.at(value) * SIDE / 100.0;
    html! {
        @for run in segments.iter().flat_map(|points| points.chunk_by(|one, next| {
            one.quantity.range.is_some() == next.quantity.range.is_some()
        })) {
            @let ranged: Vec<_> = run.iter().filter_map(|point| Some((point.x, point.quantity.range.as_ref()?))).collect();
            @if !ranged.is_empty() {
                // A single point has a band of its own width.
                @let pad = if ranged.len() == 1 { 5.0 } else { 0.0 };
                @let upper = ranged.iter().flat_map(|(x, range)| [(x - pad, at(range.high)), (x + pad, at(range.high))]);
                @let lower = ranged.iter().rev().flat_map(|(x, range)| [(x + pad, at(range.low)), (x - pad, at(range.low))]);
                path class=(format!("spread {}", drawing.series(column))) d=(format!("{}Z", path(upper.chain(lower)))) {}
            }
        }
    }
}

/// The area between two series, over each run of years for which both have a value.
fn between(drawing: &Drawing<'_>, all: &[(usize, Vec<Vec<Point<'_>>>)]) -> Markup {
    let points = |id: &String| {
        let column = drawing.table.position(id)?;
        let (_, segments) = all.iter().find(|(known, _)| *known == column)?;
        Some((column, segments.iter().flatten().collect::<Vec<_>>()))
    };
    let Some([one, other]) = &drawing.chart.between else { return html! {} };
    let (Some((column, one)), Some((_, other))) = (points(one), points(other)) else { return html! {} };
    let mut runs: Vec<Vec<(f64, f64, f64)>> = Vec::new();
    let mut last: Option<&Row> = None;
    for (place, row) in drawing.table.rows.iter().enumerate() {
        let of = |points: &[&Point<'_>]| {
            points.iter().find(|point| std::ptr::eq(point.row, row)).map(|point| (point.x, point.y))
        };
        let (Some((x, upper)), Some((_, lower))) = (of(&one), of(&other)) else { continue };
        let before = place.checked_sub(1).and_then(|place| drawing.table.rows.get(place));
        let joined = last.zip(before).is_some_and(|(last, before)| std::ptr::eq(last, before));
        match runs.last_mut() {
            Some(run) if joined => run.push((x, upper, lower)),
            _ => runs.push(vec![(x, upper, lower)]),
        }
        last = Some(row);
    }
    html! {
        @for run in runs.iter().filter(|run| run.len() > 1) {
            @let there = run.iter().map(|(x, upper, _)| (*x, *upper));
            @let back = run.iter().rev().map(|(x, _, lower)| (*x, *lower));
            path class=(format!("spread {}", drawing.series(column))) d=(format!("{}Z", path(there.chain(back)))) {}
        }
    }
}

/// Lines, and marks that keep their size: strokes of no length with round or square ends.
fn paths(drawing: &Drawing<'_>, column: usize, segments: &[Vec<Point<'_>>]) -> Markup {
    let class = drawing.series(column);
    let groups = groups(drawing);
    // Every other source is pale, so that lines of one colour over the same years are told apart.
    let is_pale = |segment: &[Point<'_>]| {
        let own = segment.first().and_then(|point| point.row.group.as_deref());
        own.and_then(|own| groups.iter().position(|group| *group == own)).is_some_and(|place| place % 2 == 1)
    };
    let points = || segments.iter().flatten();
    let number = points().count();
    let lines = |pale: bool| -> String {
        let joined = segments.iter().filter(|segment| segment.len() > 1 && is_pale(segment) == pale);
        joined.map(|segment| path(segment.iter().map(|point| (point.x, point.y)))).collect()
    };
    let lone = |point: &Point<'_>| {
        segments.iter().any(|segment| segment.len() == 1 && std::ptr::eq(segment[0].row, point.row))
    };
    let marked = |point: &&Point<'_>| number <= MARKED || point.hollow || lone(point);
    let dots = |hollow: bool| -> String {
        let own = points().filter(marked).filter(|point| point.hollow == hollow);
        own.map(|point| format!("M{} {}h0", place(point.x), place(point.y))).collect()
    };
    html! {
        @let (strong, pale) = (lines(false), lines(true));
        @if !strong.is_empty() { path class=(format!("line {class}")) d=(strong) {} }
        @if !pale.is_empty() { path class=(format!("line pale {class}")) d=(pale) {} }
        @let full = dots(false);
        @if !full.is_empty() { path class=(format!("point {class}")) d=(full) {} }
        @let open = dots(true);
        @if !open.is_empty() {
            path class=(format!("point {class}")) d=(open) {}
            path class=(format!("point heart {class}")) d=(open) {}
        }
    }
}

/// The groups of the rows, each once, in order.
fn groups<'a>(drawing: &Drawing<'a>) -> Vec<&'a str> {
    let mut groups: Vec<&str> = Vec::new();
    for group in drawing.table.rows.iter().filter_map(|row| row.group.as_deref()) {
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    groups
}

/// Which line is of which source, where rows have several.
pub fn sources(drawing: &Drawing<'_>) -> String {
    let groups = groups(drawing);
    if groups.len() < 2 {
        return String::new();
    }
    let joined = |group: &str| drawing.table.rows.iter().filter(|row| row.group.as_deref() == Some(group)).count() > 1;
    let told = |(place, group): (usize, &&str)| {
        format!("{group}{}", if place % 2 == 1 && joined(group) { " (pale)" } else { "" })
    };
    let told: Vec<String> = groups.iter().enumerate().map(told).collect();
    format!("One line each from: {}. ", told.join("; "))
}

/// The last figure of each series beside its end, pushed apart where they would overlap.
fn last_figures(drawing: &Drawing<'_>, all: &[(usize, Vec<Vec<Point<'_>>>)]) -> Markup {
    let mut ends: Vec<(f64, f64, usize, String)> = all
        .iter()
        .filter_map(|(column, segments)| {
            let point = segments.last()?.last()?;
            // A unit in words stands above the chart.
            let written = figure(&without_unit(point.quantity));
            Some((point.y / SIDE * 100.0, point.x / SIDE * 100.0, *column, written))
        })
        .collect();
    ends.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut least = 0.0;
    for end in &mut ends {
        end.0 = end.0.max(least);
        least = end.0 + 7.0;
    }
    html! {
        @for (y, x, column, words) in ends {
            span class=(format!("end {}", drawing.series(column))) style=(format!("left:{}%;top:{}%", percent(x), percent(y))) {
                (words)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read() {
        assert_eq!(date_in("2022"), Some(2022.0));
        assert_eq!(date_in("2022*"), Some(2022.0));
        assert!((date_in("2024-07").unwrap_or_default() - 2024.5).abs() < 1e-9);
        assert_eq!(date_in("first half"), None);
        let time = Time::over([1950.0, 1951.0, 2023.0].into_iter());
        let ticks: Vec<_> =
            time.map(|time| time.ticks()).unwrap_or_default().into_iter().map(|(_, words)| words).collect();
        assert_eq!(ticks.first().map(String::as_str), Some("1950"));
        assert_eq!(ticks.last().map(String::as_str), Some("2020"));
    }
}
