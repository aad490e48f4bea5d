//! The sentences of a timeline.

use unequal_study::timeline::{Balance, FlowReversals, Reversal, Series, Timeline, TradePoint, TradeSource};

use crate::keys::Keys;
use crate::language::possessive;
use crate::quantity::{Quantity, Unit};
use crate::text;
use crate::text::{Span, Text};

/// What the timeline comes to.
pub fn finding(answer: &Timeline) -> Vec<Text> {
    let mut sentences = Vec::new();
    // When the balance turned is the answer; shares then and now are what it rests on.
    sentences.extend(turns(answer));
    sentences.extend(answer.balance.as_ref().and_then(by_flow));
    sentences.extend(then_and_now(answer));
    sentences.extend(exit(answer));
    sentences.extend(answer.no_exit.as_deref().map(Text::from));
    sentences
}

fn year(year: u16, item: &str) -> Span {
    Span::figure(Quantity::year(year), item, Keys::none())
}

/// Dependence in the first and the last year known, with the sources of both.
pub fn then_and_now(answer: &Timeline) -> Option<Text> {
    let (earliest, latest) = edges(answer)?;
    let sources = if earliest.year == latest.year {
        format!(" The source is {}.", source(answer, earliest))
    } else {
        format!(" The sources are {}, and {}.", source(answer, earliest), source(answer, latest))
    };
    Some(shares(answer)?.then(text![sources]))
}

/// The points of the first and the last year with shares.
fn edges(answer: &Timeline) -> Option<(&TradePoint, &TradePoint)> {
    // Nor does it rest on estimates of single years.
    let known =
        || answer.trade.iter().filter(|point| point.kind != TradeSource::Benchmark && point.dependence().is_some());
    // The last line of the charts ends there: customs before tables, tables before the rest.
    let last = |point: &&TradePoint| (point.kind as u8, point.year);
    // A headline does not rest on shares that the answer itself calls too high.
    let sound = known().filter(|point| point.too_high.is_empty()).max_by_key(last);
    Some((known().next()?, sound.or_else(|| known().max_by_key(last))?))
}

/// Dependence in the first and the last year known.
pub fn shares(answer: &Timeline) -> Option<Text> {
    let (earliest, latest) = edges(answer)?;
    let (then, now) = (earliest.dependence()?, latest.dependence()?);
    let (first, second) = (&answer.first.name, &answer.second.name);
    let text = text![
        "in ",
        year(earliest.year, "first year with shares of trade"),
        " ",
        first,
        " did ",
        Quantity::share(then[0]),
        " of its trade with ",
        second,
        ", and ",
        second,
        " ",
        Quantity::share(then[1]),
        " of its own with ",
        first
    ]
    .capitalised();
    if latest.year == earliest.year {
        return Some(text.then(text!["."]));
    }
    Some(text.then(text![
        "; in ",
        year(latest.year, "last year with shares of trade"),
        " it was ",
        Quantity::share(now[0]),
        " and ",
        Quantity::share(now[1]),
        "."
    ]))
}

/// The source of a point, with a warning where shares are too high.
fn source(answer: &Timeline, point: &TradePoint) -> String {
    let known = point.too_high.first().and_then(|known| {
        let side = [&answer.first, &answer.second].into_iter().find(|side| side.code == known.side)?;
        Some(format!("{} (too high for {}: {})", point.source, side.name, known.reason))
    });
    match (known, point.kind) {
        (Some(words), _) => words,
        (None, TradeSource::LongSeries) => {
            format!("{} (too high where it lacks other partners of a side)", point.source)
        }
        (None, _) => point.source.clone(),
    }
}

/// The dependent side and the other, by the sign of an asymmetry.
fn dependent(answer: &Timeline, asymmetry: f64) -> (&str, &str) {
    let (first, second) = (answer.first.name.as_str(), answer.second.name.as_str());
    if asymmetry > 0.0 { (first, second) } else { (second, first) }
}

/// Reversals of the balance, or that there is none.
pub fn turns(answer: &Timeline) -> Vec<Text> {
    let Some(balance) = &answer.balance else {
        let is_group = [&answer.first, &answer.second].iter().any(|side| side.members.len() > 1);
        let why = if is_group {
            "There is no long series for groups, so no breaks are looked for."
        } else {
            "The long series has fewer than twelve years of this pair, too few to look for breaks."
        };
        return vec![why.into()];
    };
    if balance.reversals.is_empty() {
        return vec![no_turn(answer, balance)];
    }
    if let Some(text) = by_indicator(answer, balance) {
        return vec![text];
    }
    balance.reversals.iter().map(|turn| reversed(answer, turn)).collect()
}

/// One reversal whose date depends on whether exports, imports or both are counted: the span, and the dates.
fn by_indicator(answer: &Timeline, balance: &Balance) -> Option<Text> {
    let [together] = balance.reversals.as_slice() else { return None };
    let mut alone = Vec::new();
    for flow in &balance.by_flow {
        let [turn] = flow.reversals.as_slice() else { return None };
        alone.push((flow.flow, turn));
    }
    let same_way = |turn: &Reversal| turn.means[0].is_sign_negative() == together.means[0].is_sign_negative();
    let dates = |turn: &Reversal| (turn.after, turn.by);
    if alone.len() < 2
        || !alone.iter().all(|(_, turn)| same_way(turn))
        || alone.iter().all(|(_, turn)| dates(turn) == dates(together))
    {
        return None;
    }
    let all = || alone.iter().map(|(_, turn)| *turn).chain([together]);
    let (after, by) = (all().map(|turn| turn.after).min()?, all().map(|turn| turn.by).max()?);
    let (before, _) = dependent(answer, together.means[0]);
    let (later, on) = dependent(answer, together.means[1]);
    let span = |turn: &Reversal| text![Quantity::year(turn.after), " to ", Quantity::year(turn.by)];
    let mut parts = vec![span(together).then(text![
        " by exports and imports together (95 % interval ",
        Quantity::year(together.earliest),
        " to ",
        Quantity::year(together.latest),
        ")"
    ])];
    parts.extend(alone.iter().map(|(flow, turn)| span(turn).then(text![format!(" by {} alone", flow.words())])));
    let text = text![
        "the balance reversed between ",
        Quantity::year(after),
        " and ",
        Quantity::year(by),
        ", depending on the indicator: until then ",
        before,
        " depended more on ",
        later,
        ", afterwards ",
        later,
        " on ",
        on,
        ". By shares of trade it reversed in "
    ];
    Some(text.then(Text::listed(parts)).then(text!["."]).capitalised())
}

fn no_turn(answer: &Timeline, balance: &Balance) -> Text {
    let sure = balance.breaks.segments.iter().filter(|segment| segment.mean.abs() > 2.0 * segment.standard_error);
    let signs: Vec<f64> = sure.map(|segment| segment.mean.signum()).collect();
    match signs.first() {
        Some(sign) if signs.iter().all(|other| other == sign) => {
            let (weak, strong) = dependent(answer, *sign);
            text![
                "the balance did not reverse in the ",
                Span::figure(Quantity::count(balance.observed), "years observed in the long series", Keys::none()),
                " years of the long series: ",
                weak,
                " depended more on ",
                strong,
                " in every segment whose sign is sure."
            ]
            .capitalised()
        }
        _ => "The long series does not say which side depended more on the other.".into(),
    }
}

fn reversed(answer: &Timeline, turn: &Reversal) -> Text {
    let (before, _) = dependent(answer, turn.means[0]);
    let (after, on) = dependent(answer, turn.means[1]);
    text![
        "the balance reversed between ",
        Quantity::year(turn.after),
        " and ",
        Quantity::year(turn.by),
        ": until then ",
        before,
        " depended more on ",
        after,
        ", afterwards ",
        after,
        " on ",
        on,
        " (shares of trade; 95 % interval ",
        Quantity::year(turn.earliest),
        " to ",
        Quantity::year(turn.latest),
        ")."
    ]
    .capitalised()
}

/// Reversals by one flow alone, where they tell something else than both together.
fn by_flow(balance: &Balance) -> Option<Text> {
    let years =
        |reversals: &[Reversal]| -> Vec<[u16; 2]> { reversals.iter().map(|turn| [turn.after, turn.by]).collect() };
    let together = years(&balance.reversals);
    // Said with the reversal itself.
    if let [_] = balance.reversals.as_slice()
        && balance.by_flow.len() > 1
        && balance.by_flow.iter().all(|one| one.reversals.len() == 1)
    {
        return None;
    }
    if balance.by_flow.iter().all(|one| years(&one.reversals) == together) {
        return None;
    }
    let part = |one: &FlowReversals| {
        let turns = one.reversals.iter();
        let turns: Vec<Text> =
            turns.map(|turn| text!["between ", Quantity::year(turn.after), " and ", Quantity::year(turn.by)]).collect();
        let start = text![format!("by {} alone ", one.flow.words())];
        if turns.is_empty() {
            start.then(text!["it did not reverse"])
        } else {
            start.then(text!["it reversed "]).then(Text::listed(turns))
        }
    };
    let parts = balance.by_flow.iter().map(part).collect();
    Some(text!["The date depends on what is counted: "].then(Text::listed(parts)).then(text!["."]))
}

/// Exit costs in the first and the last year with a table.
pub fn exit(answer: &Timeline) -> Option<Text> {
    let (earliest, latest) = (answer.exit.points.first()?, answer.exit.points.last()?);
    let (first, second) = (&answer.first.name, &answer.second.name);
    let loss = |share: f64| Quantity::loss(share);
    let start = text!["If all trade between the two had ended, ", first, " would have lost "];
    if latest.year == earliest.year {
        return Some(start.then(text![
            loss(latest.losses.first),
            " of its real income in ",
            year(latest.year, "year with an exit cost"),
            ", and ",
            second,
            " ",
            loss(latest.losses.second),
            "."
        ]));
    }
    Some(start.then(text![
        loss(earliest.losses.first),
        " of its real income in ",
        year(earliest.year, "first year with an exit cost"),
        " and ",
        loss(latest.losses.first),
        " in ",
        year(latest.year, "last year with an exit cost"),
        if latest.estimated { " (estimated in part); " } else { "; " },
        possessive(second),
        " loss would have been ",
        loss(earliest.losses.second),
        " and ",
        loss(latest.losses.second),
        " (the tables differ: compare within one source first)."
    ]))
}

/// First and last values of a series as a sentence, with the highest where it is neither.
pub fn series(series: &Series, unit: &Unit) -> Text {
    let ends = series.names.iter().enumerate().filter_map(|(place, name)| {
        let known: Vec<(u16, f64)> = series
            .points
            .iter()
            .filter_map(|point| Some((point.year, point.values.get(place).copied().flatten()?)))
            .collect();
        let ((from, then), (to, now)) = (known.first()?, known.last()?);
        let value = |value: f64| Quantity::new(value, unit.clone());
        let ends = text![name, " ", value(*then), format!(" in {from} and "), value(*now), format!(" in {to}")];
        // Series with peaks say little by their ends.
        let (top, peak) = known.iter().max_by(|one, other| one.1.total_cmp(&other.1))?;
        Some(if *peak > then.max(*now) {
            ends.then(text![", at most ", value(*peak), format!(" in {top}")])
        } else {
            ends
        })
    });
    let ends: Vec<Text> = ends.collect();
    if ends.is_empty() { series.title.as_str().into() } else { text![&series.title, ": "].then(join(ends)) }
}

/// Clauses joined by semicolons, as a sentence.
fn join(clauses: Vec<Text>) -> Text {
    let last = clauses.len().saturating_sub(1);
    let all = clauses.into_iter().enumerate().fold(Text::default(), |all, (place, clause)| {
        all.then(clause).then(if place == last { text!["."] } else { text!["; "] })
    });
    all.capitalised()
}
