//! The ratio of two losses in percent as what it is made of: the ratio in money times the ratio of sizes.

use unequal_study::TradeElasticity;
use unequal_study::brief::RatioParts;
use unequal_study::uncertainty::{Interval, PairRanges};

use crate::keys::Keys;
use crate::quantity::Quantity;
use crate::ranges::{self, Ranged};
use crate::table::{Column, Row, Table};
use crate::text;
use crate::text::{Span, Text};

/// A clause with the losses in money of two sides, USD million, and with how much of the asymmetry in percent is size.
pub fn sentence(sides: [&str; 2], money: [f64; 2], parts: RatioParts, of_pair: Option<&PairRanges>) -> Text {
    let [first, second] = sides;
    let ranged = |of: fn(&PairRanges) -> Interval| of_pair.map(|ranges| Ranged::of(ranges, of(ranges)));
    text![format!("in money, {first} would lose USD ")]
        .then(ranges::said(Quantity::money(money[0]), ranged(|ranges| ranges.first_money)))
        .then(text![format!(" a year and {second} USD ")])
        .then(ranges::said(Quantity::money(money[1]), ranged(|ranges| ranges.second_money)))
        .then(text![", a ratio of "])
        .then(ranges::said(Quantity::ratio(parts.money), ranged(|ranges| ranges.ratio_in_money)))
        .then(text![format!("; the incomes of {second} and {first} are "), Quantity::ratio(parts.sizes)])
        .then(of_size(parts))
}

/// How much of the asymmetry is size, to the end of a sentence.
fn of_size(parts: RatioParts) -> Text {
    let Some(share) = parts.share_of_size() else { return text!["."] };
    let explains = match share {
        share if share > 1.0 => "which more than explains the asymmetry in percent (",
        share if share > 0.75 => "which explains most of the asymmetry in percent (",
        share if share > 0.25 => "which explains part of the asymmetry in percent (",
        share if share > 0.0 => "which explains little of the asymmetry in percent (",
        _ => return text![", so size does not explain which of them loses more."],
    };
    let item = "share of size in the logarithm of the ratio of exit costs";
    text![", ", explains, Span::figure(Quantity::share(share), item, Keys::none()), ", in logarithms)."]
}

/// The three ratios as a table. Names are short; the keys are those of the first side.
pub fn table(
    parts: RatioParts,
    year: u16,
    [one, other]: [&str; 2],
    first: Keys,
    elasticities: &TradeElasticity,
) -> Table {
    let row = |name: String, item: &str, value: f64| Row::new(name, vec![Quantity::ratio(value).into()]).item(item);
    Table::new("ratio-parts", format!("What the ratio is made of, {year}"), "")
        .columns(vec![Column::figures("ratio", "Ratio").keys(first)])
        .rows(vec![
            row(format!("loss of {one} : loss of {other}, in money"), "ratio of exit costs in money", parts.money),
            row(format!("income of {other} : income of {one}"), "ratio of incomes, partner to side", parts.sizes),
            row(
                format!("loss of {one} : loss of {other}, in percent of income"),
                "ratio of exit costs in percent, the product",
                parts.percent,
            )
            .headline(true),
        ])
        .keys(Keys::none().elasticity(elasticities))
        .note(
            "The ratio in percent is the product of the two above it. A small economy loses more in percent by any tie with a \
             large one, whoever needs it more; the ratio in money does not depend on size in this way.",
        )
}
