//! The page of a timeline.

use maud::{Markup, html};
use unequal_study::capitalised;
use unequal_study::timeline::{Series, Timeline, TradePoint, TradeSource, grievance_words, observed_of, regime_words};

use super::chart::{LineChart, Words, YearPoint};
use super::parts::{self, Row, Table, figure, line_key_of};
use crate::number::{loss, percent, ratio};
use crate::terminal::timeline::value;

/// The page.
#[must_use]
pub fn timeline(timeline: &Timeline) -> String {
    let title =
        format!("{} and {} over the years", capitalised(&timeline.first.name), capitalised(&timeline.second.name));
    let sections = [
        ("trade", "Shares of trade"),
        ("balance", "Where the balance broke"),
        ("exit", "What an end would cost"),
        ("beside", "Beside trade"),
        ("grievance", "What a grievance would do"),
        ("reproduce", "How to reproduce"),
    ];
    let content = html! {
        section class="opening" aria-labelledby="title" {
            h1 id="title" { (title) }
            @for (index, sentence) in timeline.headline.iter().enumerate() {
                p class=(if index == 0 { "lead" } else { "headline" }) { (sentence) }
            }
        }
        (super::contents(&sections))
        (trade(timeline))
        (balance(timeline))
        (exit(timeline))
        (beside(timeline))
        (grievance(timeline))
        (ending(timeline))
    };
    super::page(&title, "", &content)
}

fn codes(timeline: &Timeline) -> [String; 2] {
    [timeline.first.code.clone(), timeline.second.code.clone()]
}

/// First and last of some years.
fn span(years: impl Iterator<Item = u16> + Clone) -> String {
    match (years.clone().min(), years.max()) {
        (Some(first), Some(last)) => format!("{first}\u{2013}{last}"),
        _ => String::new(),
    }
}

/// Points of the chart: the long series, then BACI. Tables overlap with the long series and stand in the table.
fn chart_points(timeline: &Timeline) -> Vec<YearPoint> {
    let last_long =
        timeline.trade.iter().filter(|point| point.kind == TradeSource::LongSeries).map(|point| point.year).max();
    timeline
        .trade
        .iter()
        .filter(|point| point.kind == TradeSource::LongSeries || last_long.is_none_or(|last| point.year > last))
        .filter_map(|point| {
            Some(YearPoint {
                year: point.year,
                values: point.dependence()?,
                estimated: point.estimated,
                source: point.source.clone(),
            })
        })
        .collect()
}

fn trade(timeline: &Timeline) -> Markup {
    let [first, second] = &codes(timeline);
    let share = |value: Option<f64>| value.map_or_else(|| "\u{2013}".to_owned(), percent);
    let row = |point: &TradePoint| {
        Row::new(
            format!("{}{}", point.year, if point.estimated { "*" } else { "" }),
            vec![
                point.kind.words().to_owned(),
                share(point.second_in_first_exports),
                share(point.second_in_first_imports),
                share(point.first_in_second_exports),
                share(point.first_in_second_imports),
                point.asymmetry().map_or_else(|| "\u{2013}".to_owned(), |value| ratio(value.exp())),
            ],
        )
    };
    let table = Table {
        caption: "Shares of trade by year and source".to_owned(),
        groups: vec![
            (String::new(), 1),
            (format!("{second} in {first}\u{2019}s"), 2),
            (format!("{first} in {second}\u{2019}s"), 2),
            (String::new(), 1),
        ],
        columns: ["Year", "Source", "exports", "imports", "exports", "imports", &format!("{first} : {second}")]
            .map(str::to_owned)
            .to_vec(),
        text_columns: 1,
        bodies: vec![(String::new(), timeline.trade.iter().map(row).collect())],
        note: Some(format!(
            "{first} : {second} is the mean of {first}\u{2019}s two shares over that of {second}\u{2019}s. \
             * final demand estimated (grade C). Long series: Correlates of War, goods. Table: input-output tables, \
             goods and services. Goods: BACI."
        )),
    };
    let body = html! {
        p {
            "How much of each side\u{2019}s trade is with the other: the mean of its shares of exports and imports. The \
             higher line needs the other more. Numbers above the chart are the events listed under it."
        }
        (share_chart(timeline))
        (events(timeline))
        @if !timeline.gaps.is_empty() { p class="note" { "No data, which is no zero: " (timeline.gaps.join(", ")) "." } }
        details { summary { "All years and sources as a table" } (table.render()) }
    };
    let years = span(timeline.trade.iter().map(|point| point.year));
    parts::section("trade", "Shares of trade", Some((&timeline.evidence, &years)), &body)
}

fn share_chart(timeline: &Timeline) -> Markup {
    let points = chart_points(timeline);
    if points.len() < 2 {
        return html! { p class="note" { "Too few years for a chart." } };
    }
    let spoken = |point: &YearPoint| {
        let [first, second] = point.values.map(percent);
        format!("{}: {} {first}, {} {second}.", point.year, timeline.first.name, timeline.second.name)
    };
    let ends: Vec<String> = [points.first(), points.last()].into_iter().flatten().map(spoken).collect();
    let heading = "Share of each side\u{2019}s trade that is with the other";
    let words = Words {
        id: "chart-dependence".into(),
        title: format!("{heading}, {} and {}", timeline.first.name, timeline.second.name),
        description: format!("Two lines over the years. {} Years without data are left open.", ends.join(" ")),
    };
    let marks = timeline.events.iter().map(|event| event.year).collect();
    let lines = LineChart { names: codes(timeline), points, number: percent, years_apart: [10.0, 20.0], marks };
    figure(heading, &line_key_of(&timeline.first.name, &timeline.second.name), &lines.render(&words))
}

fn events(timeline: &Timeline) -> Markup {
    html! {
        @if !timeline.events.is_empty() {
            h3 { "Events" }
            ol class="gaps" {
                @for event in &timeline.events {
                    li { strong { (event.year) } " " (event.title) " " small { "(" (event.source) ")" } }
                }
            }
        }
    }
}

fn balance(timeline: &Timeline) -> Markup {
    let [first, second] = &codes(timeline);
    let body = match &timeline.balance {
        None => html! { p class="note" { "The long series knows too few years of this pair." } },
        Some(balance) => {
            let segments = balance.breaks.segments.iter().enumerate().map(|(place, segment)| {
                let found = place.checked_sub(1).and_then(|before| balance.breaks.breaks.get(before));
                Row::new(
                    format!("{}\u{2013}{}", segment.from, segment.to),
                    vec![
                        observed_of(segment),
                        ratio(segment.mean.exp()),
                        found.map_or_else(
                            || "\u{2013}".to_owned(),
                            |found| format!("after {} ({} to {})", found.after, found.earliest, found.latest),
                        ),
                    ],
                )
            });
            let segments = Table {
                caption: "Stretches with one mean, Bai and Perron\u{2019}s method".to_owned(),
                groups: Vec::new(),
                columns: vec![
                    "Years".into(),
                    "Observed".into(),
                    format!("{first} : {second}"),
                    "Break before it (95 % interval)".into(),
                ],
                text_columns: 0,
                bodies: vec![(String::new(), segments.collect())],
                note: Some(
                    "The number of breaks has the lowest Bayesian criterion. Intervals take years as independent, so the \
                     true ones are wider."
                        .into(),
                ),
            };
            let spells = balance.regimes.spells.iter().map(|spell| {
                Row::new(
                    format!("{}\u{2013}{}", spell.from, spell.to),
                    vec![ratio(spell.mean.exp()), format!("{:.0} %", 100.0 * spell.probability)],
                )
            });
            let spells = Table {
                caption: "Regimes of a hidden Markov model".to_owned(),
                groups: Vec::new(),
                columns: vec!["Years".into(), format!("{first} : {second}"), "Probability".into()],
                text_columns: 0,
                bodies: vec![(String::new(), spells.collect())],
                note: Some(regime_words(&balance.regimes)),
            };
            html! {
                p {
                    "The ratio of the two dependences, fitted to the " (balance.observed) " years that the long series \
                     knows. Above 1, " (timeline.first.name) " needs " (timeline.second.name) " more."
                }
                (segments.render())
                (spells.render())
            }
        }
    };
    parts::section("balance", "Where the balance broke", None, &body)
}

fn exit(timeline: &Timeline) -> Markup {
    let points: Vec<YearPoint> = timeline
        .exit
        .points
        .iter()
        .map(|point| YearPoint {
            year: point.year,
            values: [point.losses.first, point.losses.second],
            estimated: point.estimated,
            source: point.source.clone(),
        })
        .collect();
    let heading = "Exit cost by year, percent of real income";
    let years = span(points.iter().map(|point| point.year));
    let words = Words {
        id: "chart-exit".into(),
        title: format!("{heading}, {} and {}", timeline.first.name, timeline.second.name),
        description: format!("Two lines over the years {years}. All figures stand in the brief of the pair."),
    };
    let body = html! {
        p {
            "The real income each side would lose if trade between them ended, for the years that have a table. Trade \
             elasticity " (timeline.elasticity) "."
        }
        @if points.len() > 1 {
            (figure(
                heading,
                &line_key_of(&timeline.first.name, &timeline.second.name),
                &LineChart { names: codes(timeline), points, number: loss, years_apart: [5.0, 10.0], marks: Vec::new() }
                    .render(&words),
            ))
        } @else { p class="note" { "Too few years for a chart." } }
    };
    parts::section("exit", "What an end would cost", Some((&timeline.exit.evidence, &years)), &body)
}

fn beside(timeline: &Timeline) -> Markup {
    let table = |series: &Series| {
        let rows = series.points.iter().map(|point| {
            Row::new(point.year.to_string(), point.values.iter().map(|number| value(series, *number)).collect())
        });
        Table {
            caption: format!("{}, {}", series.title, series.unit),
            groups: Vec::new(),
            columns: std::iter::once("Year".to_owned())
                .chain(series.names.iter().map(|name| capitalised(name)))
                .collect(),
            text_columns: 0,
            bodies: vec![(String::new(), rows.collect())],
            note: Some(format!("Grade {:?}. {}. {}", series.grade, series.source, series.note)),
        }
    };
    let body = html! {
        @if timeline.beside.is_empty() { p class="note" { "No series is at hand for this pair." } }
        @for series in &timeline.beside {
            details { summary { (series.title) } (table(series).render()) }
        }
    };
    parts::section("beside", "Beside trade", None, &body)
}

fn grievance(timeline: &Timeline) -> Markup {
    let rows = timeline.cooperation.iter().map(|row| {
        let least = row.least.map_or_else(|| "none is enough".to_owned(), |least| format!("{least:.3}"));
        Row::new(row.grievance.to_string(), vec![least])
    });
    let table = Table {
        caption: "Least weight of the future at which cooperation lasts".to_owned(),
        groups: Vec::new(),
        columns: vec!["Grievance".into(), "Least weight".into()],
        text_columns: 0,
        bodies: vec![(String::new(), rows.collect())],
        note: None,
    };
    let body = html! {
        p class="warning" {
            strong { "Speculative (grade D). " }
            (grievance_words())
        }
        (table.render())
    };
    parts::section("grievance", "What a grievance would do", None, &body)
}

fn ending(timeline: &Timeline) -> Markup {
    let [first, second] = codes(timeline);
    let body = html! {
        p { "This page is made by" }
        pre tabindex="0" role="region" aria-label="Command line" {
            code { (format!("unequal timeline {first} {second} --html timeline.html")) }
        }
    };
    parts::section("reproduce", "How to reproduce", None, &body)
}
