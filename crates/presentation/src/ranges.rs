//! Ranges of a pair's exit costs, and what decides them.

use unequal_study::TradeElasticity;
use unequal_study::uncertainty::{self, Driver, Interval, PairRanges, Sureness, Uncertain};

use crate::document::{Block, Party};
use crate::keys::Keys;
use crate::language::{capitalised, possessive};
use crate::number;
use crate::quantity::Quantity;
use crate::shared::short_name;
use crate::table::{Cell, Column, Row, Table};
use crate::table_error;
use crate::text;
use crate::text::{Span, Text};

/// What these ranges are over.
pub const OVER: &str = "one more study of trade elasticities and the error of the table, with a chance of 90 %";
/// What they are over where a question gives its own trade elasticities.
pub const OVER_TABLE: &str = table_error::OVER;
/// Drivers that a sentence names.
const NAMED: usize = 2;

/// The figures of a pair that ranges belong to.
pub struct Pair<'a> {
    /// Code and name of the sides.
    pub sides: [&'a Party; 2],
    /// Losses of real income, shares.
    pub losses: [f64; 2],
    /// Losses in money, USD million.
    pub money: [f64; 2],
    /// The ratios in percent and in money.
    pub ratio: Option<f64>,
    /// First loss over second in money.
    pub ratio_in_money: Option<f64>,
}

/// A range, and what it is over.
#[derive(Clone, Copy)]
pub struct Ranged {
    interval: Interval,
    over: &'static str,
}

impl Ranged {
    /// Of figures at trade elasticities.
    pub fn at(elasticities: &TradeElasticity, interval: Interval) -> Self {
        Self { interval, over: if uncertainty::is_given(elasticities) { OVER_TABLE } else { OVER } }
    }

    /// Of a pair's figures.
    pub fn of(ranges: &PairRanges, interval: Interval) -> Self {
        Self::by(ranges.studies, interval)
    }

    /// Of figures behind which are so many studies of trade elasticities.
    pub fn by(studies: usize, interval: Interval) -> Self {
        Self { interval, over: if studies == 0 { OVER_TABLE } else { OVER } }
    }

    /// Of the same figure in another unit.
    pub fn times(self, factor: f64) -> Self {
        Self { interval: self.interval.times(factor), ..self }
    }
}

/// A quantity with its range.
pub fn within(quantity: Quantity, Ranged { interval, over }: Ranged) -> Quantity {
    quantity.within(interval.low, interval.high, over)
}

/// A quantity in a sentence, with its range in brackets where there is one.
pub fn said(quantity: Quantity, range: Option<Ranged>) -> Text {
    let Some(range) = range else { return text![quantity] };
    let quantity = within(quantity, range);
    let range = bracket(&quantity);
    text![quantity, range]
}

/// The range of a quantity in brackets; nothing where there is none, or where both ends are written alike.
pub fn bracket(quantity: &Quantity) -> String {
    match number::range(quantity) {
        Some(range) if range.split_once(" to ").is_none_or(|(low, high)| low != high) => {
            // A line may end between the two ends, not inside one.
            let range = range.replace(' ', "\u{a0}").replace("\u{a0}to\u{a0}", " to ");
            let outside = if is_outside(quantity) { "outside its range, " } else { "" };
            format!(" ({outside}{range})")
        }
        _ => String::new(),
    }
}

/// Whether a figure lies outside its own range, as one at the usual elasticity may where a file has other priors.
fn is_outside(quantity: &Quantity) -> bool {
    let beyond = |value: f64, low: f64, high: f64| value < low - 1e-9 * low.abs() || value > high + 1e-9 * high.abs();
    quantity.value.zip(quantity.range.as_ref()).is_some_and(|(value, range)| beyond(value, range.low, range.high))
}

/// What the ranges are, what decides them, and whether it is open who would lose more in money.
pub fn sentence(ranges: &PairRanges, sides: [&str; 2]) -> Text {
    let [first, _] = sides;
    if ranges.studies == 0 {
        return given(ranges, sides);
    }
    let start = text![
        "one more study of trade elasticities like the ",
        count(ranges.studies, "studies of trade elasticities"),
        " that are published would give a figure within these ranges with a chance of 90 %, errors of the table included; what \
         the model leaves out is not in them. "
    ];
    let text = match two(&ranges.drivers_of_loss).as_slice() {
        [] => start,
        named => start
            .then(text![format!("What decides {} loss most: ", possessive(first))])
            .then(Text::listed(named.iter().map(|driver| of_variance(driver, "loss")).collect())),
    };
    let text = match two(&ranges.drivers_of_ratio).as_slice() {
        [] => text,
        named => text
            .then(text!["; the ratio: "])
            .then(Text::listed(named.iter().map(|driver| of_variance(driver, "ratio")).collect())),
    };
    let text = match more(ranges.first_loses_more, sides) {
        // What the first sentence of an answer says already.
        (_, share) if Sureness::of(share) == Sureness::Firm => text,
        (who, share) => text.then(text![
            format!(". That {who} would lose more of its income is {}: it does in ", surely(Sureness::of(share))),
            Span::figure(
                Quantity::share(share),
                "share of draws in which this side loses more of its income",
                Keys::none()
            ),
            " of the draws"
        ]),
    };
    let money = ranges.first_loses_more_money;
    let (who, share) = more(money, sides);
    let agree = if money >= 0.5 {
        ranges.studies_with_first_more_money
    } else {
        ranges.studies - ranges.studies_with_first_more_money
    };
    let drawn =
        Span::figure(Quantity::share(share), "share of draws in which this side loses more money", Keys::none());
    text.then(text![
        format!(". That {who} would lose more money is {}: it does in ", surely(Sureness::of(share))),
        drawn,
        " of the draws and under ",
        count(agree, "studies under which this side loses more money"),
        " of the ",
        count(ranges.studies, "studies of trade elasticities"),
        " studies."
    ])
}

/// The same where the question gives its own trade elasticities, so that only the table is uncertain.
fn given(ranges: &PairRanges, sides: [&str; 2]) -> Text {
    let start = text![
        "another source of the same year would give a figure within these ranges with a chance of 90 %. They hold the error of \
         the table alone, because the trade elasticities were given; without them, published studies count too, and ranges \
         are wider."
    ];
    let one = |share: f64, what: &str, item: &str| {
        let (who, share) = more(share, sides);
        text![
            format!(" {} {what} in ", capitalised(who)),
            Span::figure(Quantity::share(share), item, Keys::none()),
            " of the draws"
        ]
    };
    let (income, money) = (ranges.first_loses_more, ranges.first_loses_more_money);
    start
        .then(one(income, "loses more of its income", "share of draws in which this side loses more of its income"))
        .then(text![";"])
        .then(one(money, "loses more money", "share of draws in which this side loses more money"))
        .then(text!["."])
}

/// Who loses more in most of the draws, and in which share of them.
fn more(first: f64, sides: [&str; 2]) -> (&str, f64) {
    if first >= 0.5 { (sides[0], first) } else { (sides[1], 1.0 - first) }
}

/// How sure something is, in words.
pub fn surely(sureness: Sureness) -> &'static str {
    match sureness {
        Sureness::Firm => "firm",
        Sureness::Likely => "likely but not settled",
        Sureness::Open => "open",
    }
}

fn count(number: usize, item: &str) -> Span {
    Span::figure(Quantity::count(number), item, Keys::none())
}

fn two(drivers: &[Driver]) -> Vec<Driver> {
    drivers.iter().take(NAMED).filter(|driver| driver.share > 0.0).copied().collect()
}

fn of_variance(driver: &Driver, figure: &str) -> Text {
    let item = format!("share of the variance of the {figure}: {}", name(driver.what));
    text![name(driver.what), " (", Span::figure(Quantity::share(driver.share), item, Keys::none()), ")"]
}

/// A range in a sentence, without a value inside it.
pub fn said_alone(quantity: fn(f64) -> Quantity, interval: Interval, over: &str, item: &str) -> Text {
    let Quantity { unit, form, .. } = quantity(interval.median);
    let range = Quantity::between(interval.low, interval.high, unit, over).form(form);
    text![Span::figure(range, item, Keys::none())]
}

/// What is uncertain, in a sentence.
pub fn name(what: Uncertain) -> String {
    match what {
        Uncertain::Table => "the table".to_owned(),
        Uncertain::Elasticities(group) => format!("the elasticities of {}", group.name()),
    }
}

/// The ranges and what decides them as tables.
pub fn blocks(ranges: &PairRanges, pair: &Pair<'_>) -> Vec<Block> {
    vec![figures(ranges, pair).into(), drivers(ranges, pair).into()]
}

fn keys(pair: &Pair<'_>) -> [Keys; 2] {
    let [first, second] = pair.sides;
    [Keys::none().region(&first.code).partner(&second.code), Keys::none().region(&second.code).partner(&first.code)]
}

fn figures(ranges: &PairRanges, pair: &Pair<'_>) -> Table {
    let [first, second] = pair.sides.map(|side| short_name(&side.name, &side.code).to_owned());
    let [of_first, of_second] = keys(pair);
    let cell = |value: Option<f64>, quantity: fn(f64) -> Quantity, interval: Interval| {
        Cell::optional(value.map(|value| within(quantity(value), Ranged::of(ranges, interval))))
    };
    let none = || Cell::Empty(None);
    let mut rows = vec![
        Row::new(
            "exit cost, percent of real income",
            vec![
                cell(Some(pair.losses[0]), Quantity::loss, ranges.first),
                cell(Some(pair.losses[1]), Quantity::loss, ranges.second),
                cell(pair.ratio, Quantity::ratio, ranges.ratio),
            ],
        )
        .item("exit cost, with its range"),
        Row::new(
            "exit cost, USD a year",
            vec![
                cell(Some(pair.money[0]), Quantity::money, ranges.first_money),
                cell(Some(pair.money[1]), Quantity::money, ranges.second_money),
                cell(pair.ratio_in_money, Quantity::ratio, ranges.ratio_in_money),
            ],
        )
        .item("exit cost in money, with its range"),
    ];
    let share = |value: f64| vec![Quantity::share(value).into(), Quantity::share(1.0 - value).into(), none()];
    rows.push(
        Row::new("draws in which this side loses more of its income", share(ranges.first_loses_more))
            .item("share of draws in which this side loses more of its income"),
    );
    rows.push(
        Row::new("draws in which this side loses more money", share(ranges.first_loses_more_money))
            .item("share of draws in which this side loses more money"),
    );
    let heading = match ranges.studies {
        0 => "How sure: what another table would give at these elasticities, with a chance of 90 %",
        _ => "How sure: what one more study would give, with a chance of 90 %",
    };
    Table::new("ranges", heading, "")
        .columns(vec![
            Column::figures("first", first.clone()).keys(of_first.clone()).side(1),
            Column::figures("second", second.clone()).keys(of_second).side(2),
            Column::figures("ratio", format!("{first} : {second}")).keys(of_first),
        ])
        .rows(rows)
        .note(behind(ranges))
}

/// What the draws are from.
fn behind(ranges: &PairRanges) -> Text {
    if ranges.studies == 0 {
        return text![
            count(ranges.draws, "draws"),
            " draws of the error of the table: how far two sources of one year lie apart, taken whole as the error of one. The \
             trade elasticities are those of the question. Incomes are taken as exact. What both sources have wrong, costs of \
             the first months, and what the model leaves out are not in these ranges."
        ];
    }
    text![
        count(ranges.draws, "draws"),
        " draws from what ",
        count(ranges.studies, "studies of trade elasticities"),
        " published studies give (Student\u{2019}s t, so wider than their own spread) and from how far two sources of one year \
             lie apart, taken whole as the error of one. The headline is at a common elasticity; the middle of the draws is \
             that of the studies. Incomes are taken as exact. What all studies or both sources have wrong, costs of the first \
             months, and what the model leaves out are not in these ranges. `unequal priors` shows the priors."
    ]
}

fn drivers(ranges: &PairRanges, pair: &Pair<'_>) -> Table {
    let [of_first, _] = keys(pair);
    let first = &pair.sides[0].name;
    let of_ratio = |what: Uncertain| ranges.drivers_of_ratio.iter().find(|driver| driver.what == what);
    let rows = ranges.drivers_of_loss.iter().map(|driver| {
        let ratio = of_ratio(driver.what).map(|driver| Quantity::share(driver.share));
        let name = name(driver.what);
        Row::new(name.clone(), vec![Quantity::share(driver.share).into(), Cell::optional(ratio)])
            .item(format!("share of the variance: {name}"))
    });
    Table::new("drivers", "What decides the ranges, share of the variance", "Uncertain")
        .columns(vec![
            Column::figures("loss", format!("Loss of {first}")).item("of the loss").keys(of_first.clone()),
            Column::figures("ratio", "Ratio").item("of the ratio").keys(of_first),
        ])
        .rows(rows.collect())
        .note(
            "Of the variance of the logarithm. A loss by a product goes about with one over its elasticity; groups of sectors \
             share the variance of the elasticities by their covariance with the sum, so that one that works against the \
             others is below zero.",
        )
}
