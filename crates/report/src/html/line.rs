//! Block 5: the long line.

use maud::{Markup, html};
use unequal_study::brief::{Brief, LineGap, LinePoint};

use super::chart::{LineChart, Words, YearPoint};
use super::parts::{self, Row, Table, figure, labels, line_key, possessive};
use crate::number::{loss, percent, ratio};
use crate::spans;

/// The section.
pub fn section(brief: &Brief) -> Markup {
    let body = html! {
        p {
            "The same measures, year by year, from every table at hand. Look at the direction over a decade rather \
             than at single years: "
            "the sources differ, and where a year has no data the line is broken, not drawn through. Trade \
             elasticity "
            (brief.line.elasticity) " in all years."
        }
        @if brief.line.points.len() > 1 { (exit_chart(brief)) (share_chart(brief)) }
        @if brief.line.points.is_empty() { p class="note" { "No year can be shown." } } @else {
            (table(brief).render()) }
        (gaps(&brief.line.gaps))
        h3 { "The decades before" }
        @for sentence in &brief.line.earlier { p { (sentence) } }
    };
    parts::section("line", "The long line", Some((&brief.line.evidence, &years(brief))), &body)
}

/// The years shown, neighbouring ones together: `1995–2011, 2022`.
fn years(brief: &Brief) -> String {
    let years: Vec<u16> = brief.line.points.iter().map(|point| point.year).collect();
    spans::years(&years)
}

/// Years without a point, those with like reasons together.
fn gaps(gaps: &[LineGap]) -> Markup {
    html! {
        @if !gaps.is_empty() {
            h3 { "Years that cannot be shown" }
            ul class="gaps" {
                @for (years, reason) in spans::gaps(gaps) { li { strong { (years) } ": " (reason) } }
            }
        }
    }
}

fn table(brief: &Brief) -> Table {
    let [first, second] = &labels(brief);
    let row = |point: &LinePoint| {
        let star = if point.estimated { "*" } else { "" };
        Row::new(
            format!("{}{star}", point.year),
            vec![
                loss(point.losses.first),
                loss(point.losses.second),
                ratio(point.losses.ratio),
                percent(point.second_in_first_imports),
                percent(point.second_in_first_exports),
                percent(point.first_in_second_imports),
                percent(point.first_in_second_exports),
            ],
        )
    };
    let estimated = brief.line.points.iter().any(|point| point.estimated);
    let sources = brief.line.points.chunk_by(|one, next| one.source == next.source);
    Table {
        caption: format!("Exit costs and shares by year, {} and {}", brief.first.name, brief.second.name),
        groups: vec![
            ("Exit cost".into(), 3),
            (format!("{} share of {}", possessive(second), possessive(first)), 2),
            (format!("{} share of {}", possessive(first), possessive(second)), 2),
        ],
        columns: vec![
            "Year".into(),
            first.clone(),
            second.clone(),
            format!("{} : {}", brief.first.code, brief.second.code),
            "imports".into(),
            "exports".into(),
            "imports".into(),
            "exports".into(),
        ],
        text_columns: 0,
        bodies: sources
            .map(|points| {
                (points.first().map(|point| point.source.clone()).unwrap_or_default(), points.iter().map(row).collect())
            })
            .collect(),
        note: estimated.then(|| "* Final demand estimated (grade C).".into()),
    }
}

/// A chart of one measure, with its first and last figures in words.
fn chart(
    brief: &Brief,
    id: &str,
    heading: &str,
    values: fn(&LinePoint) -> [f64; 2],
    number: fn(f64) -> String,
) -> Markup {
    let point = |point: &LinePoint| YearPoint {
        year: point.year,
        values: values(point),
        estimated: point.estimated,
        source: point.source.clone(),
    };
    let spoken = |point: &LinePoint| {
        let [first, second] = values(point).map(number);
        let star = if point.estimated { " (final demand estimated)" } else { "" };
        format!("{}{star}: {} {first}, {} {second}.", point.year, brief.first.name, brief.second.name)
    };
    let ends: Vec<String> =
        [brief.line.points.first(), brief.line.points.last()].into_iter().flatten().map(spoken).collect();
    let words = Words {
        id: id.into(),
        title: format!("{heading}, {} and {}", brief.first.name, brief.second.name),
        description: format!(
            "Two lines over the years {}. {} Years without data are left open. All figures stand in the table below.",
            years(brief),
            ends.join(" ")
        ),
    };
    let estimated = brief.line.points.iter().any(|point| point.estimated);
    let points = brief.line.points.iter().map(point).collect();
    let lines = LineChart { names: labels(brief), points, number, years_apart: [5.0, 10.0], marks: Vec::new() };
    figure(heading, &line_key(brief, estimated), &lines.render(&words))
}

fn exit_chart(brief: &Brief) -> Markup {
    chart(
        brief,
        "chart-exit-line",
        "Exit cost by year, percent of real income",
        |point| [point.losses.first, point.losses.second],
        loss,
    )
}

fn share_chart(brief: &Brief) -> Markup {
    let values: fn(&LinePoint) -> [f64; 2] = |point| [point.second_in_first_imports, point.first_in_second_imports];
    chart(brief, "chart-share-line", "Share of each side\u{2019}s imports that comes from the other", values, percent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_of_one_reason_stand_together() {
        let gap =
            |year: u16| LineGap { year, reason: format!("WIOD {year} does not show VNM separately"), shares: None };
        let text = gaps(&[gap(1995), gap(1996)]).into_string();
        assert!(text.contains("<strong>1995\u{2013}1996</strong>: WIOD does not show VNM separately"), "{text}");
    }
}
