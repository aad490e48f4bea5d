//! The decades of a pair as a document.

mod balance;
mod words;

use unequal_study::brief::AnnualPoint;
use unequal_study::timeline::{Series, Timeline, TradePoint, TradeSource, grievance_words};

use crate::chart::{Chart, ChartKind};
use crate::document::{Block, Document, Reproduce, Role, Section};
use crate::keys::Keys;
use crate::language::{capitalised, possessive};
use crate::quantity::{Quantity, Unit};
use crate::shared::{exit_cost_columns, known_or, party, short};
use crate::table::{Cell, Column, Look, Row, Table};
use crate::text;
use crate::text::{Span, Text};

/// Years shown on a terminal: the first, the last, and those that this divides.
const EVERY: u16 = 5;

/// The decades of a pair.
#[must_use]
pub fn document(answer: &Timeline) -> Document {
    let (first, second) = (&answer.first, &answer.second);
    let years = span(answer.trade.iter().map(|point| point.year));
    let exit_years = span(answer.exit.points.iter().map(|point| point.year));
    let mut fitted = answer.evidence.of_part(&answer.evidence.source, false);
    fitted.caveats.clear();
    let sections = vec![
        Section::new("trade", "Shares of trade", trade(answer)).sure(&answer.evidence, years.clone()),
        Section::new("balance", "Structural breaks and regimes", balance::blocks(answer)).sure(&fitted, years),
        exit_section(answer, exit_years),
        Section::new("context", "Power, votes, sanctions and arms", context(answer)),
        Section::new("cooperation", "What a grievance would do (speculative)", cooperation(answer)),
    ];
    Document {
        question: "timeline".to_owned(),
        keys: Keys::pair(&first.code, &second.code),
        title: format!("{} and {} over the decades", capitalised(&first.name), second.name).into(),
        dateline: format!(
            "Trade elasticity {} for exit costs \u{b7} sources: {}",
            answer.elasticity, answer.evidence.source
        )
        .into(),
        sides: Some([party(first), party(second)]),
        finding: words::finding(answer),
        sections,
        terms: ["Exit cost", "Real income", "Ratio", "Evidence grade"].map(str::to_owned).to_vec(),
        reproduce: Some(Reproduce {
            command: format!("unequal timeline {} {} --elasticity {}", first.code, second.code, answer.elasticity),
            file: String::new(),
        }),
    }
}

fn exit_section(answer: &Timeline, years: String) -> Section {
    let section = Section::new("exit-cost", "Exit cost by year", exit(answer));
    if answer.no_exit.is_some() { section } else { section.sure(&answer.exit.evidence, years) }
}

/// First and last of some years.
fn span(years: impl Iterator<Item = u16> + Clone) -> String {
    match (years.clone().min(), years.max()) {
        (Some(first), Some(last)) => format!("{first}\u{2013}{last}"),
        _ => String::new(),
    }
}

/// Events as ticks of a chart.
fn ticks(answer: &Timeline) -> Vec<(String, String)> {
    answer.events.iter().map(|event| (event.year.to_string(), event.title.clone())).collect()
}

/// Heading over the years of one source.
fn source_of(point: &TradePoint) -> String {
    match point.kind {
        TradeSource::Benchmark => "Estimates by others, goods in both directions".to_owned(),
        TradeSource::LongSeries => format!("{}, goods", point.source),
        TradeSource::Goods => point.source.clone(),
        TradeSource::Table => format!("{}, goods and services", point.source),
        TradeSource::Customs => "Customs, goods".to_owned(),
    }
}

fn trade(answer: &Timeline) -> Vec<Block> {
    let (first, second) = (&answer.first, &answer.second);
    let mut blocks = Vec::new();
    if answer.trade.iter().filter(|point| point.asymmetry().is_some()).count() > 1 {
        let events = ticks(answer);
        blocks.extend(words::turns(answer).into_iter().next().map(|finding| {
            Block::Chart(
                Chart::new("chart-ratio", "ratios", ChartKind::Lines { events: events.clone() }, &[], finding)
                    .quantity(format!(
                        "Dependence of {} over that of {}, logarithmic scale; above 1 : 1, {} depends more",
                        first.name, second.name, first.name
                    ))
                    .logarithmic(),
            )
        }));
        blocks.extend(words::shares(answer).map(|finding| {
            Block::Chart(
                Chart::new("chart-shares", "trade", ChartKind::Lines { events }, &["first", "second"], finding)
                    .quantity("Share of each side\u{2019}s trade that is with the other, percent, logarithmic scale")
                    .logarithmic(),
            )
        }));
    }
    let body = "A side\u{2019}s dependence is the mean of the partner\u{2019}s shares of its exports and of its imports. Where the \
                ratio is above 1 : 1, the first side depends more on the second than the second on the first. Sources count \
                differently, so years are to be compared within one source.";
    blocks.push(Block::body(body));
    blocks.push(trade_table(answer).into());
    blocks.push(ratios(answer).into());
    let gaps = if answer.gaps.is_empty() {
        "No year is missing.".to_owned()
    } else {
        format!("Years without data, which is not zero trade: {}.", answer.gaps.join(", "))
    };
    blocks.push(Block::note(gaps));
    blocks.push(Block::narrative(Role::Heading, vec!["Events".into()]));
    if answer.events.is_empty() {
        blocks.push(Block::body("None are at hand for this pair; --events FILE adds your own."));
    } else {
        let event = |event: &unequal_study::timeline::Event| {
            text![Span::strong(event.year.to_string()), format!(" {} ({})", event.title, event.source)]
        };
        blocks.push(Block::narrative(Role::List, answer.events.iter().map(event).collect()));
    }
    blocks
}

fn trade_table(answer: &Timeline) -> Table {
    let (first, second) = (&answer.first, &answer.second);
    let columns = [(first, second, 1, "first"), (second, first, 2, "second")].map(|(side, partner, place, id)| {
        let column = |id: String, heading: &str, item: &str| {
            Column::figures(&id, heading)
                .group(format!(
                    "{} share of {} trade",
                    capitalised(&possessive(short(partner))),
                    possessive(short(side))
                ))
                .item(item)
                .keys(Keys::none().region(&side.code).partner(&partner.code))
                .side(place)
        };
        [
            column(format!("{id}-exports"), "exports", "partner\u{2019}s share of exports"),
            column(format!("{id}-imports"), "imports", "partner\u{2019}s share of imports"),
            column(id.to_owned(), "mean", "mean of partner\u{2019}s shares of exports and imports"),
        ]
    });
    let ratio =
        Column::figures("ratio", format!("{} : {}", short(first), short(second))).item("ratio of the two means");
    let mut points: Vec<&TradePoint> = answer.trade.iter().collect();
    points.sort_by_key(|point| (point.kind as u8, point.year));
    let rows = points.iter().map(|point| {
        let of_source = || points.iter().filter(|other| other.kind == point.kind);
        let edge = of_source().next().is_some_and(|edge| edge.year == point.year)
            || of_source().next_back().is_some_and(|edge| edge.year == point.year);
        trade_row(answer, point).detail(!edge && !point.year.is_multiple_of(EVERY))
    });
    let mut table = Table::new("trade", "Shares of trade by source and year", "Year")
        .columns([columns.concat(), vec![ratio]].concat())
        .rows(rows.collect())
        .look(Look::Folded)
        .note("On a terminal every fifth year and the first and last of each source; pages and files have all.");
    for point in &points {
        for known in &point.too_high {
            let name = if known.side == first.code { &first.name } else { &second.name };
            let note = Text::from(format!(
                "{}, {}: the shares of {name} are too high, because {}.",
                point.source, point.year, known.reason
            ));
            if !table.notes.contains(&note) {
                table.notes.push(note);
            }
        }
    }
    table
}

/// The ratio by source, for a chart with a line for each.
fn ratios(answer: &Timeline) -> Table {
    let mut points: Vec<&TradePoint> = answer.trade.iter().filter(|point| point.asymmetry().is_some()).collect();
    points.sort_by_key(|point| (point.kind as u8, point.year));
    let mut kinds: Vec<TradeSource> = points.iter().map(|point| point.kind).collect();
    kinds.dedup();
    let name = |kind: TradeSource| match kind {
        TradeSource::Benchmark => "Estimates by others",
        TradeSource::LongSeries => "Correlates of War",
        TradeSource::Goods => "BACI",
        TradeSource::Table => "Tables, with services",
        TradeSource::Customs => "Customs",
    };
    let columns = kinds.iter().map(|kind| {
        Column::figures(&kind.words().replace(' ', "-"), name(*kind)).item(format!("ratio, {}", kind.words()))
    });
    let mut years: Vec<u16> = points.iter().map(|point| point.year).collect();
    years.sort_unstable();
    years.dedup();
    let row = |year: &u16| {
        let figure = |kind: &TradeSource| {
            let point = points.iter().find(|point| point.kind == *kind && point.year == *year);
            Cell::optional(point.and_then(|point| Some(ratio_of(answer, point, point.asymmetry()?))))
        };
        Row::new(year.to_string(), kinds.iter().map(figure).collect()).keys(Keys::none().year(year))
    };
    Table::new("ratios", "Ratio of the two dependences by source", "Year")
        .columns(columns.collect())
        .rows(years.iter().map(row).collect())
        .look(Look::FilesOnly)
}

/// The ratio of a point with its grade and source.
fn ratio_of(answer: &Timeline, point: &TradePoint, asymmetry: f64) -> Quantity {
    let (first, second) = (answer.first.code.as_str(), answer.second.code.as_str());
    let doubtful = if point.too_high_for(first).is_some() { first } else { second };
    graded(point, doubtful, Quantity::ratio(asymmetry.exp()))
}

/// A figure of a side with its grade and source.
fn graded(point: &TradePoint, side: &str, quantity: Quantity) -> Quantity {
    let source = point
        .too_high_for(side)
        .map_or_else(|| point.source.clone(), |known| format!("{}; too high: {}", point.source, known.reason));
    let meaning = match point.kind {
        TradeSource::Benchmark => Some("second hand, over totals of another source"),
        TradeSource::Goods => Some("both sides\u{2019} reports, reconciled by the source"),
        TradeSource::Customs => Some("counted by customs, put together from several offices"),
        TradeSource::LongSeries | TradeSource::Table => None,
    };
    let off = point.too_high_for(side).is_some();
    let quantity = quantity.from(point.grade_of(side), source, point.estimated || off);
    match meaning.filter(|_| !off) {
        Some(meaning) => quantity.meaning(meaning),
        None => quantity,
    }
}

fn trade_row(answer: &Timeline, point: &TradePoint) -> Row {
    let share = |side: &str, value: Option<f64>| {
        known_or(value.map(|value| graded(point, side, Quantity::share(value))), "no data")
    };
    let (first, second) = (answer.first.code.as_str(), answer.second.code.as_str());
    let means = point.dependence();
    let ratio = point.asymmetry().map(|value| ratio_of(answer, point, value));
    let cells = vec![
        share(first, point.second_in_first_exports),
        share(first, point.second_in_first_imports),
        share(first, means.map(|means| means[0])),
        share(second, point.first_in_second_exports),
        share(second, point.first_in_second_imports),
        share(second, means.map(|means| means[1])),
        known_or(ratio, "no ratio"),
    ];
    Row::new(point.year.to_string(), cells)
        .group(source_of(point))
        .keys(Keys::none().year(point.year))
        .estimated(point.estimated || !point.too_high.is_empty())
}

fn exit(answer: &Timeline) -> Vec<Block> {
    if let Some(reason) = &answer.no_exit {
        return vec![Block::body(reason.as_str())];
    }
    let (first, second) = (&answer.first, &answer.second);
    let mut blocks = Vec::new();
    if answer.exit.points.len() > 1 {
        blocks.extend(words::exit(answer).map(|finding| {
            let kind = ChartKind::Lines { events: ticks(answer) };
            Block::Chart(
                Chart::new("chart-exit-cost", "exit-cost", kind, &["first", "second"], finding)
                    .quantity("Exit cost of each side, percent of real income"),
            )
        }));
    }
    blocks.push(Block::body(text![
        "The real income each side would lose if all trade between them ended, for the years that have a table, with balanced \
         trade and a trade elasticity of ",
        format!("{}.", answer.elasticity),
    ]));
    let count = answer.exit.points.len();
    let row = |(place, point): (usize, &AnnualPoint)| {
        let part = answer.exit.evidence.of_part(&point.source, point.estimated);
        let figure = |quantity: Quantity| quantity.from(part.grade, &part.source, point.estimated);
        let cells = vec![
            figure(Quantity::loss(point.losses.first)).into(),
            figure(Quantity::loss(point.losses.second)).into(),
            known_or(point.losses.comparable().map(|ratio| figure(Quantity::ratio(ratio))), "no ratio"),
        ];
        Row::new(point.year.to_string(), cells)
            .group(point.source.clone())
            .keys(Keys::none().year(point.year))
            .estimated(point.estimated)
            .detail(place != 0 && place + 1 != count && !point.year.is_multiple_of(EVERY))
    };
    let table = Table::new("exit-cost", "Real income lost, by year", "Year")
        .columns(exit_cost_columns(first, second))
        .rows(answer.exit.points.iter().enumerate().map(row).collect())
        .keys(Keys::none().elasticity(&answer.elasticity))
        .look(Look::Folded);
    blocks.push(table.into());
    let gaps = answer.exit.gaps.iter().map(|gap| format!("{}: {}.", gap.year, capitalised(&gap.reason)).into());
    let gaps: Vec<Text> = gaps.collect();
    if !gaps.is_empty() {
        blocks.push(Block::narrative(Role::Note, gaps));
    }
    blocks
}

fn context(answer: &Timeline) -> Vec<Block> {
    if answer.beside.is_empty() {
        return vec![Block::body("No series beside trade is at hand for this pair.")];
    }
    answer.beside.iter().flat_map(|series| series_blocks(answer, series)).collect()
}

/// The unit of a series as figures are written.
fn unit_of(series: &Series) -> Unit {
    match series.id.as_str() {
        "capability" => Unit::Share,
        "agreement" => Unit::Index,
        "sanctions" => Unit::Count,
        "arms" => Unit::Other("TIV million".to_owned()),
        _ => Unit::Other(series.unit.clone()),
    }
}

fn series_blocks(answer: &Timeline, series: &Series) -> [Block; 2] {
    let unit = unit_of(series);
    let keys = keys_of(answer, series);
    let columns = series.names.iter().zip(keys).enumerate().map(|(place, (name, keys))| {
        let column = Column::figures(&format!("series-{place}"), capitalised(name))
            .item(format!("{}: {name}", series.title))
            .keys(keys);
        // Two names are the two sides of the pair, in their order.
        if series.names.len() == 2 && place < 2 { column.side(place as u8 + 1) } else { column }
    });
    let count = series.points.len();
    let rows = series.points.iter().enumerate().map(|(place, point)| {
        let cells = point.values.iter().map(|value| {
            Cell::optional(
                value.map(|value| Quantity::new(value, unit.clone()).from(series.grade, &series.source, false)),
            )
        });
        Row::new(point.year.to_string(), cells.collect())
            .keys(Keys::none().year(point.year))
            .detail(place != 0 && place + 1 != count && !point.year.is_multiple_of(EVERY))
    });
    let ids: Vec<String> = (0..series.names.len()).map(|place| format!("series-{place}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let chart = Chart::new(
        &format!("chart-{}", series.id),
        &series.id,
        ChartKind::Lines { events: Vec::new() },
        &ids,
        words::series(series, &unit),
    )
    .quantity(format!("{}, {}", series.title, series.unit));
    let note = format!(
        "Evidence: {} (grade {:?}). Source: {}. {}",
        series.grade.meaning(),
        series.grade,
        series.source,
        series.note
    );
    let table = Table::new(&series.id, format!("{}, {}", series.title, series.unit), "Year")
        .columns(columns.collect())
        .rows(rows.collect())
        .look(Look::Folded)
        .note(note);
    [chart.into(), table.into()]
}

/// What the columns of a series are about.
fn keys_of(answer: &Timeline, series: &Series) -> Vec<Keys> {
    let (first, second) = (&answer.first, &answer.second);
    series
        .names
        .iter()
        .enumerate()
        .map(|(place, _)| match (series.id.as_str(), place) {
            ("capability", 0) => Keys::none().region(&first.code),
            ("capability", 1) => Keys::none().region(&second.code),
            ("sanctions" | "arms", 0) => Keys::none().region(&first.code).partner(&second.code),
            ("sanctions" | "arms", 1) => Keys::none().region(&second.code).partner(&first.code),
            _ => Keys::none(),
        })
        .collect()
}

fn cooperation(answer: &Timeline) -> Vec<Block> {
    let row = |row: &unequal_study::timeline::Patience| {
        let least = row
            .least
            .map(|least| Quantity::number(least).from(unequal_study::Grade::D, "textbook payoffs, assumed", false));
        Row::new(text![Span::from(format!("{}", row.grievance))], vec![known_or(least, "none is enough")])
            .item(format!("critical discount factor at a grievance of {}", row.grievance))
    };
    let table = Table::new("cooperation", "Critical discount factor at which cooperation lasts", "Grievance")
        .columns(vec![Column::figures("least", "critical discount factor")])
        .rows(answer.cooperation.iter().map(row).collect());
    vec![
        Block::narrative(Role::Warning, vec![format!("Speculative (grade D). {}", grievance_words()).into()]),
        table.into(),
    ]
}
