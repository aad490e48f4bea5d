//! A timeline as text.

use unequal_study::capitalised;
use unequal_study::timeline::{
    Balance, Breaks, Series, Timeline, TradePoint, grievance_words, observed_of, regime_words,
};

use super::{evidence, heading, paragraph, table};
use crate::number::{loss, percent, ratio};

/// Years of a series shown in the terminal: the first, the last, and those that this divides.
const EVERY: u16 = 5;

/// The answer, `width` characters wide, with a line end.
#[must_use]
pub fn timeline(timeline: &Timeline, width: u16) -> String {
    let [first, second] = [&timeline.first.name, &timeline.second.name].map(|name| capitalised(name));
    let title = format!("{first} and {second} over the years");
    let mut parts = vec![title.clone(), "=".repeat(title.chars().count())];
    parts.extend(timeline.headline.iter().map(|sentence| paragraph(width, "  ", &format!("• {sentence}"))));
    parts.push(trade(width, timeline));
    parts.push(balance(width, timeline));
    parts.push(exit(width, timeline));
    parts.push(heading(4, "Beside trade"));
    parts.extend(timeline.beside.iter().map(|series| beside(width, series)));
    if timeline.beside.is_empty() {
        parts.push("No series beside trade is at hand for this pair.".to_owned());
    }
    parts.push(events(width, timeline));
    parts.push(cooperation(width, timeline));
    parts.push(String::new());
    parts.push(evidence(width, &timeline.evidence));
    parts.push(String::new());
    parts.join("\n")
}

/// The remark under a table whose years are not all shown; nothing where they are.
const THINNED: &str = "Every fifth year, the first and the last; --format csv has all.";

fn thinned<T>(points: &[T], year: impl Fn(&T) -> u16) -> &'static str {
    if shown(points, year).count() < points.len() { THINNED } else { "" }
}

fn shown<'a, T>(points: &'a [T], year: impl Fn(&T) -> u16 + 'a) -> impl Iterator<Item = &'a T> {
    points.iter().enumerate().filter_map(move |(place, point)| {
        let edge = place == 0 || place + 1 == points.len();
        (edge || year(point).is_multiple_of(EVERY)).then_some(point)
    })
}

fn trade(width: u16, timeline: &Timeline) -> String {
    let (first, second) = (&timeline.first.code, &timeline.second.code);
    let share = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), percent);
    let row = |point: &TradePoint| {
        vec![
            format!("{}{}", point.year, if point.estimated { "*" } else { "" }),
            point.kind.words().to_owned(),
            share(point.second_in_first_exports),
            share(point.second_in_first_imports),
            share(point.first_in_second_exports),
            share(point.first_in_second_imports),
            point.asymmetry().map_or_else(|| "-".to_owned(), |value| ratio(value.exp())),
        ]
    };
    let header = [
        "Year".to_owned(),
        "source".to_owned(),
        format!("{second} in {first} exports"),
        format!("{second} in {first} imports"),
        format!("{first} in {second} exports"),
        format!("{first} in {second} imports"),
        format!("{first} : {second}"),
    ];
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let last = |point: &TradePoint| timeline.trade.iter().rfind(|other| other.kind == point.kind) == Some(point);
    let rows = timeline.trade.iter().enumerate();
    let rows = rows.filter(|(place, point)| *place == 0 || point.year.is_multiple_of(EVERY) || last(point));
    let rows = rows.map(|(_, point)| row(point));
    let gaps = if timeline.gaps.is_empty() {
        "No year is missing.".to_owned()
    } else {
        format!("No data, which is no zero: {}.", timeline.gaps.join(", "))
    };
    let note = format!(
        "{first} : {second} is the mean of the two shares of {first} over that of {second}: above 1 {first} needs {second} \
         more. Every fifth year and the last of each source; --format csv has all. * final demand estimated. {gaps}"
    );
    [heading(1, "Shares of trade"), table(width, &header, rows), paragraph(width, "", &note)].join("\n")
}

fn balance(width: u16, timeline: &Timeline) -> String {
    let head = heading(2, "Where the balance broke (fitted to the long series)");
    let Some(Balance { breaks, regimes, .. }) = &timeline.balance else {
        return [head, "Too few observed years to say.".to_owned()].join("\n");
    };
    let (first, second) = (&timeline.first.code, &timeline.second.code);
    let column = format!("{first} : {second}");
    let rows = breaks.segments.iter().enumerate().map(|(place, segment)| {
        let ends = place.checked_sub(1).and_then(|before| breaks.breaks.get(before)).map_or_else(
            || "-".to_owned(),
            |found| format!("after {} ({} to {})", found.after, found.earliest, found.latest),
        );
        let low = (segment.mean - 2.0 * segment.standard_error).exp();
        let high = (segment.mean + 2.0 * segment.standard_error).exp();
        vec![
            format!("{}-{}", segment.from, segment.to),
            observed_of(segment),
            ratio(segment.mean.exp()),
            format!("{low:.2} to {high:.2}"),
            ends,
        ]
    });
    let segments = table(width, &["Years", "observed", &column, "two standard errors", "break (95 % interval)"], rows);
    let spells = regimes.spells.iter().map(|spell| {
        vec![
            format!("{}-{}", spell.from, spell.to),
            ratio(spell.mean.exp()),
            format!("{:.0} %", 100.0 * spell.probability),
        ]
    });
    let spells = table(width, &["Regime", &column, "probability"], spells);
    let found = paragraph(width, "", &regime_words(regimes));
    [head, segments, paragraph(width, "", &chosen(breaks)), spells, found].join("\n")
}

fn chosen(breaks: &Breaks) -> String {
    let criteria: Vec<String> =
        breaks.criteria.iter().enumerate().map(|(count, value)| format!("{count}: {value:.1}")).collect();
    format!(
        "Number of breaks by the Bayesian criterion, lowest best: {}. Regimes are fitted by another method and need not \
         agree with the segments.",
        criteria.join(", ")
    )
}

fn exit(width: u16, timeline: &Timeline) -> String {
    let head = heading(3, "What the end of trade between them would cost, where a table exists");
    let rows = shown(&timeline.exit.points, |point| point.year).map(|point| {
        vec![
            format!("{}{}", point.year, if point.estimated { "*" } else { "" }),
            loss(point.losses.first),
            loss(point.losses.second),
            ratio(point.losses.ratio),
        ]
    });
    let ratio_head = format!("{} : {}", timeline.first.code, timeline.second.code);
    let header = ["Year", &timeline.first.code, &timeline.second.code, &ratio_head];
    let note = format!(
        "Real income lost, both ways closed, balanced trade, trade elasticity {}. {} Grade {:?}; * final demand \
         estimated (grade C).",
        timeline.elasticity,
        thinned(&timeline.exit.points, |point| point.year),
        timeline.exit.evidence.grade
    );
    let gaps: Vec<String> = timeline.exit.gaps.iter().map(|gap| format!("{}: {}", gap.year, gap.reason)).collect();
    let mut parts = vec![head, table(width, &header, rows), paragraph(width, "", &note)];
    parts.extend(gaps.iter().map(|gap| paragraph(width, "  ", gap)));
    parts.join("\n")
}

/// A value of a series in its unit.
pub(crate) fn value(series: &Series, value: Option<f64>) -> String {
    value.map_or_else(
        || "-".to_owned(),
        |value| match series.id.as_str() {
            "capability" => percent(value),
            "agreement" => format!("{value:.2}"),
            _ => format!("{value:.0}"),
        },
    )
}

fn beside(width: u16, series: &Series) -> String {
    let header: Vec<&str> = std::iter::once("Year").chain(series.names.iter().map(String::as_str)).collect();
    let rows = shown(&series.points, |point| point.year).map(|point| {
        std::iter::once(point.year.to_string())
            .chain(point.values.iter().map(|number| value(series, *number)))
            .collect()
    });
    let title = paragraph(width, "  ", &format!("{}, {}", series.title, series.unit));
    let years = thinned(&series.points, |point| point.year);
    let note = format!("Grade {:?} | {}. {years} {}", series.grade, series.source, series.note);
    [title, table(width, &header, rows), paragraph(width, "  ", &note), String::new()].join("\n")
}

fn events(width: u16, timeline: &Timeline) -> String {
    let mut parts = vec![heading(5, "Events")];
    if timeline.events.is_empty() {
        parts.push("None at hand for this pair; --events FILE adds your own.".to_owned());
    }
    parts.extend(
        timeline
            .events
            .iter()
            .map(|event| paragraph(width, "      ", &format!("{}  {} ({})", event.year, event.title, event.source))),
    );
    parts.join("\n")
}

fn cooperation(width: u16, timeline: &Timeline) -> String {
    let rows = timeline.cooperation.iter().map(|row| {
        vec![
            row.grievance.to_string(),
            row.least.map_or_else(|| "none is enough".to_owned(), |least| format!("{least:.3}")),
        ]
    });
    let note = format!("{} Grade D.", grievance_words());
    [
        heading(6, "What a grievance would do (speculative)"),
        table(width, &["Grievance", "least weight of the future"], rows),
        paragraph(width, "", &note),
    ]
    .join("\n")
}
