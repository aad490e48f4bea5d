//! The sentences of a record.

use unequal_study::record::{Direction, ProductPoint, ProductSeries, Record, RecordPoint, SourceSeries};

use super::{heading, keys, name};
use crate::keys::Keys;
use crate::language::{capitalised, possessive};
use crate::quantity::{Form, Quantity, Unit};
use crate::text;
use crate::text::{Span, Text};

/// What the record comes to.
pub fn finding(answer: &Record) -> Vec<Text> {
    let mut sentences: Vec<Text> = answer.instead.iter().map(|reason| reason.as_str().into()).collect();
    if answer.is_empty() {
        let what =
            answer.product.as_ref().map_or_else(|| "trade".to_owned(), |product| format!("trade in {}", product.name));
        let when = answer.from.map_or_else(String::new, |year| format!(" from {year} on"));
        let (first, second) = (&answer.first.name, &answer.second.name);
        sentences.push(format!("Nothing is recorded here of {what} between {first} and {second}{when}.").into());
        return sentences;
    }
    if answer.product.is_some() {
        for direction in &answer.directions {
            sentences.push(match direction.products.first() {
                Some(series) => of_product(answer, direction, series),
                None => none_of_product(answer, direction),
            });
        }
        return sentences;
    }
    sentences
        .extend(answer.directions.iter().filter(|one| !one.goods.is_empty()).map(|one| of_flow(answer, one, true)));
    sentences.extend(disagreement(answer));
    sentences.extend(answer.directions.iter().filter_map(|direction| mirror(answer, direction)));
    sentences
}

/// The latest figure of a flow: a state's own statistics before others of the same year.
fn latest(all: &[SourceSeries]) -> Option<(&SourceSeries, &RecordPoint)> {
    const ORDER: [&str; 8] =
        ["correlates-of-war", "comtrade", "baci", "services-buyer", "services-seller", "press", "buyer", "seller"];
    let place = |series: &SourceSeries| ORDER.iter().position(|id| *id == series.id);
    let last = all.iter().filter_map(|series| Some((series, series.points.last()?)));
    last.max_by_key(|(series, point)| (point.year, place(series)))
}

/// A flow's latest figure, and what it was when it was first recorded.
pub fn of_flow(answer: &Record, direction: &Direction, goods: bool) -> Text {
    let (all, what) = if goods { (&direction.goods, "goods") } else { (&direction.services, "services") };
    let (seller, buyer) = (name(answer, &direction.seller), name(answer, &direction.buyer));
    let Some((series, point)) = latest(all) else {
        return capitalised(&format!("no {what} from {seller} to {buyer} are added up.")).into();
    };
    let mut text = text![
        "in ",
        Quantity::year(point.year),
        format!(" {seller} sold {what} worth USD "),
        Quantity::money(point.value).form(Form::Fine),
        format!(" to {buyer} ({})", series.source)
    ]
    .capitalised();
    let shares = [
        (
            point.share_of_exports,
            format!(" of {} {}", possessive(seller), if goods { "exports" } else { "exports of services" }),
        ),
        (
            point.share_of_imports,
            format!(" of {} {}", possessive(buyer), if goods { "imports" } else { "imports of services" }),
        ),
    ];
    let shares: Vec<Text> =
        shares.into_iter().filter_map(|(share, of)| Some(text![Quantity::share(share?), of])).collect();
    if !shares.is_empty() {
        text = text.then(text![", "]).then(Text::listed(shares));
    }
    text.then(text!["."])
}

/// Where sources of goods disagree most, over both directions.
fn disagreement(answer: &Record) -> Option<Text> {
    let found = answer.directions.iter().filter_map(|direction| Some((direction, direction.disagreement.as_ref()?)));
    let (direction, worst) =
        found.max_by(|one, other| (one.1.high / one.1.low).total_cmp(&(other.1.high / other.1.low)))?;
    let source =
        |id: &str| direction.series(id).map_or_else(|| id.to_owned(), |series| heading(answer, direction, series));
    let (seller, buyer) = (name(answer, &direction.seller), name(answer, &direction.buyer));
    Some(text![
        format!("Sources disagree most on what {seller} sold to {buyer} in "),
        Quantity::year(worst.year),
        ": USD ",
        Quantity::money(worst.low),
        format!(" by {} and ", source(&worst.low_series)),
        Quantity::money(worst.high),
        format!(" by {}, ", source(&worst.high_series)),
        Span::figure(
            Quantity::share(worst.high / worst.low - 1.0),
            "larger source over smaller, less one, where they disagree most",
            keys(direction).year(worst.year)
        ),
        " more."
    ])
}

/// The middle gap between both sides' reports.
fn mirror(answer: &Record, direction: &Direction) -> Option<Text> {
    let mut gaps: Vec<f64> = direction.mirror.iter().map(|gap| gap.gap).collect();
    gaps.sort_by(f64::total_cmp);
    let middle = match gaps.len() {
        0 => return None,
        even if even % 2 == 0 => (gaps.get(even / 2 - 1)? + gaps.get(even / 2)?) / 2.0,
        odd => *gaps.get(odd / 2)?,
    };
    let (seller, buyer) = (name(answer, &direction.seller), name(answer, &direction.buyer));
    let figure = Span::figure(
        Quantity::share(middle.abs()),
        if middle < 0.0 {
            "buyer\u{2019}s report below the seller\u{2019}s, median"
        } else {
            "buyer\u{2019}s report above the seller\u{2019}s, median"
        },
        keys(direction),
    );
    let years = Span::figure(Quantity::count(gaps.len()), "years for which both sides report", keys(direction));
    let way = if middle < 0.0 { "below" } else { "above" };
    let start = format!("Of what {seller} sells to {buyer}, ");
    if let [only] = direction.mirror.as_slice() {
        let year = Span::figure(Quantity::year(only.year), "year for which both sides report", keys(direction));
        return Some(text![
            start,
            format!("{} reported ", name(answer, &direction.buyer)),
            figure,
            format!(" {} than {} in ", if middle < 0.0 { "less" } else { "more" }, name(answer, &direction.seller)),
            year,
            ", the only year with both reports."
        ]);
    }
    Some(text![
        start,
        format!("{} report is ", possessive(buyer)),
        figure,
        format!(" {way} {}: the median of ", possessive(seller)),
        years,
        " years with both reports."
    ])
}

fn none_of_product(answer: &Record, direction: &Direction) -> Text {
    let product = answer.product.as_ref().map_or("products", |product| product.name.as_str());
    let (seller, buyer) = (name(answer, &direction.seller), name(answer, &direction.buyer));
    capitalised(&format!("no {product} from {seller} to {buyer}: less than USD 0.1 mn in every year.")).into()
}

/// A product's latest year.
pub fn of_product(answer: &Record, direction: &Direction, series: &ProductSeries) -> Text {
    let (seller, buyer) = (name(answer, &direction.seller), name(answer, &direction.buyer));
    let product = &series.product.name;
    let Some(point) = series.points.last() else { return none_of_product(answer, direction) };
    let mut text = text![
        "in ",
        Quantity::year(point.year),
        format!(" {seller} sold {product} worth USD "),
        Quantity::money(point.value).form(Form::Fine),
        format!(" to {buyer}")
    ]
    .capitalised();
    if let (Some(weight), Some(unit)) = (point.kilotonnes, point.unit_value) {
        text = text.then(text![
            ", ",
            Quantity::new(weight, Unit::Other("thousand tonnes".to_owned())).form(Form::Fine),
            " at ",
            Quantity::new(unit, Unit::Other(format!("USD a {}", series.product.unit))).form(Form::Fine)
        ]);
    }
    let shares = [
        (point.share_of_exports, format!(" of {} exports of it", possessive(seller))),
        (point.share_of_imports, format!(" of {} imports", possessive(buyer))),
    ];
    let shares: Vec<Text> =
        shares.into_iter().filter_map(|(share, of)| Some(text![Quantity::share(share?), of])).collect();
    if !shares.is_empty() {
        text = text.then(text![": "]).then(Text::listed(shares));
    }
    text.then(text!["."])
}

/// First and last unit value; `None` where fewer than two are known.
pub fn of_unit_value(answer: &Record, direction: &Direction, series: &ProductSeries) -> Option<Text> {
    let known: Vec<(u16, f64)> =
        series.points.iter().filter_map(|point| Some((point.year, point.unit_value?))).collect();
    let ((from, then), (to, now)) = (known.first()?, known.last()?);
    let unit =
        |value: f64| Quantity::new(value, Unit::Other(format!("USD a {}", series.product.unit))).form(Form::Fine);
    let (buyer, product) = (name(answer, &direction.buyer), &series.product.name);
    (from < to).then(|| {
        text![
            capitalised(&format!("{buyer} paid ")),
            unit(*then),
            format!(" for {product} in "),
            Span::figure(Quantity::year(*from), "first year with a unit value", Keys::none()),
            " and ",
            unit(*now),
            " in ",
            Quantity::year(*to),
            "."
        ]
    })
}

/// The product with the largest value.
pub fn largest_product(answer: &Record, direction: &Direction, now: &[(&ProductSeries, &ProductPoint)]) -> Text {
    let Some((series, point)) = now.first() else { return Text::default() };
    of_product(answer, direction, &ProductSeries { product: series.product.clone(), points: vec![(*point).clone()] })
}
