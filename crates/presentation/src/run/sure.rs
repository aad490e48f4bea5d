//! How sure the effects of a scenario are: ranges, signs, and what decides them.

use unequal_study::capitalised;
use unequal_study::run::{
    EffectRange, EffectSource, PairEffectRanges, PairOutcome, PartyOutcome, RunAnswer, RunRanges,
};
use unequal_study::uncertainty::{Interval, Sureness};

use super::all_measures;
use crate::document::{Block, Section};
use crate::keys::Keys;
use crate::language::possessive;
use crate::priors;
use crate::quantity::Quantity;
use crate::ranges::{self, OVER, surely};
use crate::table::{Cell, Column, Row, Table};
use crate::text;
use crate::text::{Span, Text};

/// Drivers that a sentence names.
const NAMED: usize = 2;

/// The range of the effect on a party, by its code.
fn of<'a>(run: &'a RunAnswer, code: &str) -> Option<&'a EffectRange> {
    let place = run.parties.iter().position(|own| own.code == code)?;
    run.ranges.as_ref()?.parties.get(place)?.as_ref()
}

/// An effect on a party, by its code, with its range.
pub(crate) fn within(run: &RunAnswer, code: &str, quantity: Quantity) -> Quantity {
    match of(run, code) {
        Some(EffectRange { interval, .. }) => quantity.within(interval.low, interval.high, over(run)),
        None => quantity,
    }
}

/// What the ranges of a scenario are over.
fn over(run: &RunAnswer) -> &'static str {
    match &run.ranges {
        Some(ranges) if ranges.studies == 0 => ranges::OVER_TABLE,
        _ => OVER,
    }
}

/// The range in brackets, as a loss or a gain like the figure before it.
pub(super) fn bracket(run: &RunAnswer, party: &PartyOutcome) -> Text {
    let Some(EffectRange { interval, .. }) = of(run, &party.code) else { return Text::default() };
    let Interval { low, high, .. } = *interval;
    let over = over(run);
    let size = Quantity::loss(party.together.abs());
    let range = match (low < 0.0, high < 0.0) {
        (true, true) if party.together < 0.0 => size.within(-high, -low, over),
        (false, false) if party.together > 0.0 => size.within(low, high, over),
        _ => Quantity::change(party.together).within(low, high, over),
    };
    ranges::bracket(&range).into()
}

/// What the ranges are, and what decides the one of the party that the measures move most.
pub(super) fn sentence(run: &RunAnswer, most: &[&PartyOutcome]) -> Option<Text> {
    let ranges = run.ranges.as_ref()?;
    let (party, range) = most.iter().find_map(|party| Some((*party, of(run, &party.code)?)))?;
    let drivers = range.drivers.iter().take(NAMED).filter(|driver| driver.share > 0.0).map(|driver| {
        let item = format!("share of the variance: {}", source(ranges, driver.what));
        text![
            source(ranges, driver.what),
            " (",
            Span::figure(Quantity::share(driver.share), item, Keys::none().region(&party.code)),
            ")"
        ]
    });
    let start = match ranges.studies {
        0 => text![
            "the trade elasticities were given, so that the ranges cover ",
            covered(ranges),
            " alone, with a chance of 90 %; what the model leaves out is not in them."
        ],
        _ => text![
            "the ranges cover what one more study of trade elasticities would give, with a chance of 90 %, ",
            covered(ranges),
            " included; what the model leaves out is not in them."
        ],
    };
    let start = start.then(text![" What decides ", possessive(&party.name), " range most: "]);
    let text = start.then(Text::listed(drivers.collect()));
    let sign = sign(range);
    let text = match Sureness::of(sign.1) {
        Sureness::Firm => text,
        how => text.then(text![
            format!(". That {} {} is {}: it does in ", party.name, sign.0, surely(how)),
            Span::figure(
                Quantity::share(sign.1),
                format!("share of draws in which this party {}", sign.0),
                Keys::none().region(&party.code)
            ),
            " of the draws"
        ]),
    };
    Some(text.then(text!["."]).capitalised())
}

/// What else is in the ranges.
fn covered(ranges: &RunRanges) -> &'static str {
    match ranges.parameters.len() {
        0 => "errors of the table",
        1 => "errors of the table and of the file\u{2019}s uncertain parameter",
        _ => "errors of the table and of the file\u{2019}s uncertain parameters",
    }
}

/// Whether most draws are losses or gains, and how many of them.
fn sign(range: &EffectRange) -> (&'static str, f64) {
    if range.loses >= 0.5 { ("loses", range.loses) } else { ("gains", 1.0 - range.loses) }
}

fn source(ranges: &RunRanges, what: EffectSource) -> String {
    match what {
        EffectSource::Elasticities => "the trade elasticities".to_owned(),
        EffectSource::Table => "the table".to_owned(),
        EffectSource::Parameter(place) => ranges.parameters.get(place).map_or_else(String::new, |parameter| {
            format!("\u{201c}{}\u{201d} of \u{201c}{}\u{201d}", parameter.parameter, parameter.measure)
        }),
    }
}

/// The section.
pub(super) fn section_of(run: &RunAnswer) -> Option<Section> {
    if let Some(reason) = &run.no_ranges {
        let words = format!("No ranges are given: {reason}.");
        return Some(super::section(run, "ranges", "How sure", vec![Block::note(words)]));
    }
    let ranges = run.ranges.as_ref()?;
    let mut blocks: Vec<Block> = vec![effects(run, ranges).into(), drivers(run, ranges).into()];
    if !ranges.failed.is_empty() {
        let words =
            format!("Published studies under which there is no outcome, missing above: {}.", ranges.failed.join("; "));
        blocks.push(Block::note(words));
    }
    if let (Some(of_pair), Some(pair)) = (&ranges.pair, &run.pair) {
        blocks.push(exit_costs(of_pair, pair, over(run)).into());
    }
    blocks.extend(priors::sentence(&ranges.priors).map(Block::note));
    if !ranges.parameters.is_empty() {
        blocks.push(priors::parameters(&ranges.parameters).into());
    }
    Some(super::section(run, "ranges", "How sure", blocks))
}

fn effects(run: &RunAnswer, ranges: &RunRanges) -> Table {
    let row = |party: &PartyOutcome| {
        let cells = match of(run, &party.code) {
            Some(range) => vec![
                within(run, &party.code, Quantity::change(party.together)).into(),
                Quantity::share(range.loses).into(),
                Quantity::share(1.0 - range.loses).into(),
            ],
            None => vec![Quantity::change(party.together).into(), Cell::Empty(None), Cell::Empty(None)],
        };
        Row::new(capitalised(&party.name), cells).keys(Keys::none().region(&party.code)).headline(party.is_world())
    };
    let parameters = match ranges.parameters.len() {
        0 => "Parameters of the measures are taken as they stand: a range for one can be given in an [[uncertain]] table of the \
              file. "
            .to_owned(),
        _ => "Uncertain parameters vary between the low and the high value that the file has for them, one at a time; their effects \
              are added. "
            .to_owned(),
    };
    Table::new(
        "ranges",
        format!("Change of real income with {}, percent, {}", all_measures(run), run.year),
        "Country or group",
    )
    .columns(vec![
        Column::figures("together", "Range of 90 %")
            .item("change of real income, with its range")
            .keys(Keys::none().measure(all_measures(run))),
        Column::figures("loses", "Draws with a loss").item("share of draws in which this party loses"),
        Column::figures("gains", "Draws with a gain").item("share of draws in which this party gains"),
    ])
    .rows(run.parties.iter().map(row).collect())
    .note(
        text![Span::figure(Quantity::count(ranges.draws), "draws", Keys::none()), " draws "]
            .then(studies(ranges))
            .then(text![
                ". The error of the table is taken over from exit costs of the same size. ",
                parameters,
                "What the model leaves out is not in these ranges."
            ]),
    )
}

/// What the draws are from.
fn studies(ranges: &RunRanges) -> Text {
    match ranges.studies {
        0 => text!["at the trade elasticities that were given"],
        studies => text![
            "from what the scenario gives under each of ",
            Span::figure(Quantity::count(studies), "studies of trade elasticities", Keys::none()),
            " published studies of trade elasticities (by Student\u{2019}s t, so wider than their own spread)"
        ],
    }
}

fn drivers(run: &RunAnswer, ranges: &RunRanges) -> Table {
    let parameters = (0..ranges.parameters.len()).map(EffectSource::Parameter);
    let sources: Vec<EffectSource> =
        [EffectSource::Elasticities, EffectSource::Table].into_iter().chain(parameters).collect();
    let columns = sources.iter().enumerate().map(|(place, what)| {
        let name = source(ranges, *what);
        Column::figures(&format!("driver-{}", place + 1), capitalised(&name))
            .item(format!("share of the variance: {name}"))
    });
    let row = |party: &PartyOutcome| {
        let share = |what: &EffectSource| {
            let range = of(run, &party.code)?;
            range.drivers.iter().find(|driver| driver.what == *what).map(|driver| Quantity::share(driver.share))
        };
        Row::new(capitalised(&party.name), sources.iter().map(|what| Cell::optional(share(what))).collect())
            .keys(Keys::none().region(&party.code))
            .headline(party.is_world())
    };
    Table::new("effect-drivers", "What decides the ranges, share of the variance", "Country or group")
        .columns(columns.collect())
        .rows(run.parties.iter().map(row).collect())
}

fn exit_costs(of_pair: &PairEffectRanges, pair: &PairOutcome, over: &str) -> Table {
    let cell = |value: f64, of: fn(f64) -> Quantity, range: Interval| {
        Cell::from(of(value).within(range.low, range.high, over))
    };
    let keys = |region: &str, partner: &str| Keys::none().region(region).partner(partner);
    let (one, other) = (keys(&pair.first, &pair.second), keys(&pair.second, &pair.first));
    let ratio = |value: Option<f64>, range: Interval| {
        Cell::optional(value.map(|value| Quantity::ratio(value).within(range.low, range.high, over)))
    };
    let (before, after) = (&pair.before, &pair.after);
    let rows = vec![
        Row::new(
            format!("{} loses", capitalised(&pair.first_name)),
            vec![
                cell(before.first_exit_cost, Quantity::loss, of_pair.first_before),
                cell(after.first_exit_cost, Quantity::loss, of_pair.first_after),
            ],
        )
        .item("exit cost, with its range")
        .keys(one.clone()),
        Row::new(
            format!("{} loses", capitalised(&pair.second_name)),
            vec![
                cell(before.second_exit_cost, Quantity::loss, of_pair.second_before),
                cell(after.second_exit_cost, Quantity::loss, of_pair.second_after),
            ],
        )
        .item("exit cost, with its range")
        .keys(other),
        Row::new(
            format!("Ratio, {} : {}", capitalised(&pair.first_name), pair.second_name),
            vec![ratio(before.ratio, of_pair.ratio_before), ratio(after.ratio, of_pair.ratio_after)],
        )
        .item("ratio of exit costs, with its range")
        .keys(one.clone()),
    ];
    Table::new("exit-cost-ranges", "Exit costs with ranges, percent of real income", "")
        .columns(vec![
            Column::figures("without", "Without the measures").keys(Keys::none().measure("none")),
            Column::figures("with", "With the measures").keys(Keys::none().measure("all measures")),
        ])
        .rows(rows)
        .note(text![
            "The measures raise the ratio in ",
            Span::figure(
                Quantity::share(of_pair.ratio_rises),
                "share of draws in which the measures raise the ratio of exit costs",
                one
            ),
            " of the draws: the same elasticities and the same table hold before and after, so that the change is surer than \
             either level."
        ])
}
