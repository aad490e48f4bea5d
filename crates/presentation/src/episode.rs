//! The episode of December 2023 as a document: forecast beside what happened.

use unequal_study::episode::{Commission, Episode, Figure, Fit, Forecast, Month};

use crate::chart::{Chart, ChartKind};
use crate::document::{Block, Document, Reproduce, Role, Section};
use crate::keys::Keys;
use crate::language::{capitalised, listed};
use crate::quantity::{Form, Quantity, Unit};
use crate::table::{Cell, Column, Look, Row, Table};
use crate::text;
use crate::text::{Span, Text};

/// Month whose fall is fitted.
const FITTED: &str = "2024-03";

/// The episode of December 2023.
#[must_use]
pub fn document(answer: &Episode) -> Document {
    let years = answer.year.to_string();
    let sections = vec![
        Section::new("forecast", "Forecast beside what happened", forecast(answer)).sure(&answer.evidence, &years),
        Section::new("fit", "The fee that the fall needs", fit(answer)).sure(&answer.evidence, &years),
        Section::new("press", "Fees in the press", press(answer)).sure(&answer.evidence, &years),
        Section::new("known", "What is known month by month", vec![known(&answer.figures).into()]),
    ];
    Document {
        question: "episode".to_owned(),
        keys: Keys::none(),
        title: "Was it foreseeable? The threat to banks of December 2023".into(),
        dateline: format!("World of {} \u{b7} source: {}", answer.year, answer.evidence.source).into(),
        sides: None,
        finding: finding(answer),
        sections,
        terms: ["Trade elasticity", "Real income", "Evidence grade"].map(str::to_owned).to_vec(),
        reproduce: Some(Reproduce { command: "unequal episode".to_owned(), file: String::new() }),
    }
}

/// The lowest and the highest; `None` of nothing.
fn ends(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.fold(None, |range, value| {
        let (lowest, highest) = range.unwrap_or((value, value));
        Some((lowest.min(value), highest.max(value)))
    })
}

/// `2024-04` as a reader says it.
fn month_name(month: &str) -> String {
    let names = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let said = month.split_once('-').and_then(|(year, number)| {
        let place = number.parse::<usize>().ok()?.checked_sub(1)?;
        Some(format!("{} {year}", names.get(place)?))
    });
    said.unwrap_or_else(|| month.to_owned())
}

/// `2024-01..02` and `2024H1` as a reader says them.
fn period_name(period: &str) -> String {
    if let Some((first, last)) = period.split_once("..") {
        let year = first.split('-').next().unwrap_or_default();
        let month = |number: &str| month_name(&format!("{year}-{number}"));
        let start = month_name(first);
        return format!("{} to {}", start.trim_end_matches(year).trim_end(), month(last));
    }
    match period.split_once('H') {
        Some((year, "1")) => format!("first half of {year}"),
        Some((year, "2")) => format!("second half of {year}"),
        _ => month_name(period),
    }
}

fn finding(answer: &Episode) -> Vec<Text> {
    // The answer to the question of the title comes first.
    let mut sentences: Vec<Text> =
        missed(&answer.months).map(|words| foreseen(answer).then(words)).into_iter().collect();
    sentences.extend(no_effect_is_nearer(&answer.months));
    sentences.extend(answer.before_the_fitted.map(|change| {
        let change = Quantity::share(change.abs());
        let item = "change of trade over the year before";
        let direction = if answer.before_the_fitted > Some(0.0) { "above" } else { "below" };
        text![
            "The threat is fitted to March 2024 alone. In January and February, when it had been made already, Chinese exports \
             to Russia were ",
            Span::figure(change, item, Keys::none().year("2024-01..02")),
            format!(" {direction} the year before.")
        ]
    }));
    if let Some((lowest, highest)) = ends(answer.fits.iter().map(|fit| fit.fee)) {
        sentences.push(text![
            "For Chinese exports to Russia to fall by ",
            Quantity::share(answer.fall),
            ", as in March 2024, banks would have to charge ",
            Quantity::share(lowest),
            " to ",
            Quantity::share(highest),
            " of the goods\u{2019} value, depending on the trade elasticity."
        ]);
    }
    if !answer.commissions.is_empty() {
        let clauses: Vec<Text> =
            answer.commissions.iter().map(|row| commission_clause(row, answer.fits.len())).collect();
        sentences.push(text!["Fees in the press: "].then(joined(clauses)));
    }
    sentences
}

/// Clauses joined by semicolons, with a full stop.
fn joined(clauses: Vec<Text>) -> Text {
    let last = clauses.len().saturating_sub(1);
    clauses.into_iter().enumerate().fold(Text::default(), |all, (place, clause)| {
        all.then(clause).then(if place == last { text!["."] } else { text!["; "] })
    })
}

fn press_range(row: &Commission) -> Quantity {
    if row.lowest == 0.0 {
        Quantity::share(row.highest)
    } else {
        Quantity::between(row.lowest, row.highest, Unit::Share, "press report")
    }
}

fn commission_clause(row: &Commission, fits: usize) -> Text {
    let at: Vec<String> = row.fits.iter().map(f64::to_string).collect();
    let agrees = match at.len() {
        0 => " fit no trade elasticity tried".to_owned(),
        all if all == fits => " fit every trade elasticity tried".to_owned(),
        1 => format!(" fit a trade elasticity of {} only", at.concat()),
        _ => format!(" fit trade elasticities of {}", listed(&at)),
    };
    match row.when.strip_suffix(", up to") {
        Some(when) => text!["up to ", press_range(row), format!(" ({when})"), agrees],
        None => text![press_range(row), format!(" ({})", row.when), agrees],
    }
}

/// Whether the months after the fitted one were foreseen.
fn foreseen(answer: &Episode) -> Text {
    match direction(&answer.months) {
        Some(_) => text!["Not by this model. "],
        None => text!["In part. "],
    }
}

/// By how much the forecasts miss.
fn missed(months: &[Month]) -> Option<Text> {
    let clauses: Vec<Text> = months
        .iter()
        .filter_map(|month| {
            let (least, most) = ends(month.forecasts.iter().map(|forecast| forecast.error.abs()))?;
            let over = "small banks that enter a month";
            let points = Quantity::between(least, most, Unit::PercentagePoints, over);
            let keys = Keys::none().year(&month.month);
            Some(text![
                month_name(&month.month),
                " by ",
                Span::figure(points, "size of the forecasts\u{2019} errors", keys)
            ])
        })
        .collect();
    (!clauses.is_empty()).then(|| {
        let how = match direction(months) {
            Some(Direction::TooLow) => {
                "Trade recovered faster than any forecast with the threat in force: the forecasts are too low for "
            }
            Some(Direction::TooHigh) => {
                "Trade did worse than any forecast with the threat in force: the forecasts are too high for "
            }
            None => "With the threat in force, forecasts miss the change of trade that was reported for ",
        };
        text![how].then(Text::listed(clauses)).then(text![", depending on how many banks enter."])
    })
}

/// In which months a forecast of no change at all would have been nearer to what was reported than any forecast here.
fn no_effect_is_nearer(months: &[Month]) -> Option<Text> {
    let nearer = |month: &&Month| {
        let best = month.forecasts.iter().map(|forecast| forecast.error.abs()).fold(f64::INFINITY, f64::min);
        best.is_finite() && month.observed.abs() < best
    };
    let names: Vec<String> = months.iter().filter(nearer).map(|month| month_name(&month.month)).collect();
    (!names.is_empty()).then(|| {
        format!("A forecast of no effect at all would have been nearer than any of these in {}.", listed(&names)).into()
    })
}

/// On which side of what was reported every forecast lies.
enum Direction {
    TooLow,
    TooHigh,
}

/// `None` where forecasts lie on both sides.
fn direction(months: &[Month]) -> Option<Direction> {
    let mut errors = months.iter().flat_map(|month| &month.forecasts).map(|forecast| forecast.error);
    if errors.clone().all(|error| error < 0.0) {
        Some(Direction::TooLow)
    } else {
        errors.all(|error| error > 0.0).then_some(Direction::TooHigh)
    }
}

/// Heading of a column of forecasts.
fn entrants(forecast: &Forecast) -> String {
    match forecast.entry_banks {
        0 => "no bank enters".to_owned(),
        count => format!("{count} banks a month"),
    }
}

fn forecast(answer: &Episode) -> Vec<Block> {
    let heads = answer.months.first().map_or(&[][..], |month| &month.forecasts);
    let ids: Vec<String> = heads.iter().map(|forecast| format!("forecast-{}", forecast.entry_banks)).collect();
    let series: Vec<&str> = std::iter::once("observed").chain(ids.iter().map(String::as_str)).collect();
    let events = vec![("2023-12".to_owned(), "The United States threatens banks".to_owned())];
    let mut blocks = Vec::new();
    if let Some(finding) = missed(&answer.months) {
        blocks.push(
            Chart::new("chart-forecast", "forecast", ChartKind::Lines { events }, &series, finding)
                .quantity("Change of Chinese goods exports to Russia over the year before, percent")
                .into(),
        );
    }
    blocks.push(Block::body(
        "On 22 December 2023 the United States threatened foreign banks that clear payments for Russia. One unknown, the level \
         of the threat, is fitted to one figure, the fall of Chinese goods exports to Russia in March 2024; the months after it \
         are forecast and compared with what was reported.",
    ));
    blocks.push(forecast_table(answer, heads).into());
    for (id, title, item, value) in [
        (
            "errors",
            "Forecast less observed, percentage points",
            "forecast less observed",
            error as fn(&Forecast) -> f64,
        ),
        ("fees", "Fee behind each forecast", "fee", fee),
    ] {
        blocks.push(other_table(answer, heads, (id, title, item), value).into());
    }
    blocks.push(Block::narrative(
        Role::Warning,
        vec![
            format!(
                "Evidence: {} (grade {:?}). Banks are made up.",
                answer.evidence.grade.meaning(),
                answer.evidence.grade
            )
            .into(),
        ],
    ));
    blocks
}

fn error(forecast: &Forecast) -> f64 {
    forecast.error
}

fn fee(forecast: &Forecast) -> f64 {
    forecast.fee
}

fn column(forecast: &Forecast, item: &str) -> Column {
    let measure = format!("{} small banks enter a month", forecast.entry_banks);
    Column::figures(&format!("forecast-{}", forecast.entry_banks), entrants(forecast))
        .item(item)
        .keys(Keys::none().measure(measure))
}

fn forecast_table(answer: &Episode, heads: &[Forecast]) -> Table {
    let signed = |value: f64| Cell::from(Quantity::share(value).form(Form::Signed));
    let fitted = Row::new(
        format!("{} (fitted)", month_name(FITTED)),
        [vec![signed(-answer.fall)], heads.iter().map(|_| Cell::Empty(None)).collect(), vec!["reported".into()]]
            .concat(),
    )
    .keys(Keys::none().year(FITTED));
    let rows = answer.months.iter().map(|month| {
        let forecasts = month.forecasts.iter().map(|forecast| signed(forecast.change)).collect();
        let cells = [vec![signed(month.observed)], forecasts, vec![month.kind.clone().into()]].concat();
        Row::new(month_name(&month.month), cells).keys(Keys::none().year(&month.month))
    });
    let mut columns = vec![Column::figures("observed", "observed").item("observed change of trade")];
    columns.extend(heads.iter().map(|forecast| column(forecast, "forecast change of trade")));
    columns.push(Column::words("kind", "the observed figure is").item("kind of the observed figure"));
    Table::new("forecast", "Change of trade, observed and forecast by the small banks that enter each month", "Month")
        .columns(columns)
        .rows(std::iter::once(fitted).chain(rows).collect())
        .note(
            "Observed: change of Chinese goods exports to Russia over the year before. Forecast: change of trade against its \
             level without the threat. Nothing identifies how many banks enter.",
        )
}

fn other_table(
    answer: &Episode,
    heads: &[Forecast],
    (id, title, item): (&str, &str, &str),
    value: fn(&Forecast) -> f64,
) -> Table {
    let quantity = |value: f64| match id {
        "errors" => Quantity::new(value, Unit::PercentagePoints).form(Form::Signed),
        _ => Quantity::share(value),
    };
    let rows = answer.months.iter().map(|month| {
        let cells = month.forecasts.iter().map(|forecast| quantity(value(forecast)).into());
        Row::new(month_name(&month.month), cells.collect()).keys(Keys::none().year(&month.month))
    });
    Table::new(id, title, "Month")
        .columns(heads.iter().map(|forecast| column(forecast, item)).collect())
        .rows(rows.collect())
}

fn fit(answer: &Episode) -> Vec<Block> {
    let by_elasticity = answer
        .fits
        .iter()
        .map(|fit| (fit.elasticity.to_string(), Keys::none().elasticity(fit.elasticity.to_string()), fit));
    let by_share = answer.by_resource_share.iter().map(|fit| {
        let share = format!("{:.0} %", 100.0 * fit.resource_share);
        let keys = Keys::none()
            .elasticity(fit.elasticity.to_string())
            .measure(format!("{share} of the added fee used up, assumed"));
        (share, keys, fit)
    });
    let title = format!("The fee by trade elasticity, {}", answer.year);
    vec![
        Block::body(text![
            "How high a fee makes trade fall by ",
            Quantity::share(answer.fall),
            " depends on the trade elasticity: how easily buyers turn to other suppliers. Where it is low, it takes a high fee."
        ]),
        fit_table("fit", &title, "Trade elasticity", by_elasticity.collect())
            .note(
                "Fees are shares of the value of the goods. The whole fee contains about 1 % that banks would charge without \
                 a threat, which is assumed. Other prices fixed: the wedge that the fall takes if nothing else answers. Level \
                 of the threat: the part of its dollar business that a detected bank loses; above 100 % it is more than all \
                 of it. What is neither used up nor covers expected losses is the banks\u{2019} rent.",
            )
            .into(),
        fit_table(
            "fit-by-use",
            "The fee by the part of it that is used up and not earned",
            "Used up, assumed",
            by_share.collect(),
        )
        .into(),
    ]
}

fn fit_table(id: &str, title: &str, head: &str, rows: Vec<(String, Keys, &Fit)>) -> Table {
    let row = |(name, keys, fit): (String, Keys, &Fit)| {
        let share = |value: f64| Cell::from(Quantity::share(value));
        let cells = vec![
            share(fit.fee),
            share(fit.added),
            share(fit.partial),
            share(fit.threat),
            Quantity::money(fit.bank_fees).into(),
            share(fit.resource_share),
            share(fit.loss_share),
            Quantity::change(fit.buyer_change).into(),
            Quantity::change(fit.seller_change).into(),
        ];
        Row::new(name, cells).keys(keys)
    };
    let columns = [
        ("fee", "whole fee", "whole fee"),
        ("added", "added by the threat", "fee added by the threat"),
        ("partial", "other prices fixed", "wedge with other prices fixed"),
        ("threat", "level of the threat", "level of the threat, share of dollar business"),
        ("bank-fees", "banks\u{2019} fees, USD a year", "fees of the banks"),
        ("used-up", "of what is added, used up", "part of the added fee that is used up"),
        ("losses", "of what is added, expected losses", "part of the added fee that covers expected losses"),
        ("buyer", "buyer\u{2019}s real income", "change of the buyer\u{2019}s real income"),
        ("seller", "seller\u{2019}s real income", "change of the seller\u{2019}s real income"),
    ];
    Table::new(id, title, head)
        .columns(columns.map(|(id, heading, item)| Column::figures(id, heading).item(item)).to_vec())
        .rows(rows.into_iter().map(row).collect())
}

fn press(answer: &Episode) -> Vec<Block> {
    let row = |row: &Commission| {
        let at: Vec<String> = row.fits.iter().map(f64::to_string).collect();
        let cells = vec![
            Quantity::between(row.lowest, row.highest, Unit::Share, "press report").into(),
            if at.is_empty() { "none".into() } else { at.join(", ").into() },
            row.source.clone().into(),
        ];
        Row::new(capitalised(&row.when), cells).item(row.when.clone())
    };
    let columns = vec![
        Column::figures("range", "reported fee").item("fee in the press"),
        Column::words("which", "agrees at trade elasticities of").item("trade elasticities that agree"),
        Column::words("source", "source").item("source"),
    ];
    let table = Table::new("press", "Fees in the press, and where the whole fee agrees with them", "Reported")
        .columns(columns)
        .rows(answer.commissions.iter().map(row).collect())
        .note("All are anecdotes of single sources, second hand.");
    vec![table.into()]
}

fn known(figures: &[Figure]) -> Table {
    let row = |figure: &Figure| {
        let (quantity, group) = match figure.measure.as_str() {
            "usd_billion" => (Quantity::money(1000.0 * figure.value), "Value, USD"),
            "yoy_percent" => (Quantity::share(figure.value / 100.0).form(Form::Signed), "Change over the year before"),
            other => (Quantity::new(figure.value, Unit::Other(other.to_owned())), "Other"),
        };
        let words = |words: &str| if words.is_empty() { Cell::Empty(None) } else { Cell::from(words) };
        let cells = vec![quantity.into(), figure.kind.clone().into(), words(&figure.note), words(&figure.source)];
        Row::new(period_name(&figure.period), cells)
            .group(group)
            .item(format!("Chinese goods exports to Russia, {}", group.to_lowercase()))
            .keys(Keys::none().year(&figure.period))
    };
    let mut sorted: Vec<&Figure> = figures.iter().collect();
    sorted.sort_by_key(|figure| figure.measure != "usd_billion");
    let columns = vec![
        Column::figures("value", "figure"),
        Column::words("kind", "kind").item("kind"),
        Column::words("note", "remark").item("remark"),
        Column::words("source", "address").item("address"),
    ];
    Table::new("known", "Chinese goods exports to Russia", "Period")
        .columns(columns)
        .rows(sorted.into_iter().map(row).collect())
        .look(Look::Folded)
        .note("Reported, derived from other figures, or quoted where no report was read.")
}
