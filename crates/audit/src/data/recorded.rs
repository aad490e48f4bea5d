//! What the record has: goods between any two countries or groups, and products.

use unequal_world::names::{countries, region_name};
use unequal_world::record::{Source, flow, product as product_flows, product_named, reported};
use unequal_world::series::{RemarkKind, remarks};
use unequal_world::{GroupBook, Result};

use super::{Found, OtherSource, Share, Side};
use crate::interval::Interval;
use crate::period::Period;
use crate::quantity::{Goods, Quantity, WORLD};

/// Relative errors of a country's own statistics, which are revised (those of Kazakhstan by a tenth): of what supports and of
/// what contradicts.
const OWN: (f64, f64) = (0.01, 0.12);
/// BACI over what a seller records: it reconciles both sides' reports at the seller's border.
const SOLD: (Interval, Interval) = (Interval { low: 0.93, high: 1.07 }, Interval { low: 0.8, high: 1.25 });
/// What a buyer records over BACI: with freight and insurance.
const BOUGHT: (Interval, Interval) = (Interval { low: 0.95, high: 1.12 }, Interval { low: 0.8, high: 1.3 });
/// Relative errors of shares in BACI.
const SHARE: (f64, f64) = (0.04, 0.2);
/// Flows within these factors of each other may change places in an order.
const NEAR: f64 = 1.05;
const OUTER_NEAR: f64 = 1.2;
/// Relative error of a change in BACI, whose levels are off alike in both years.
const CHANGE: (f64, f64) = (0.04, 0.2);

/// Goods from a seller to a buyer, either of which may be a group or everybody, by the best source that has the year: what
/// the side that records it publishes, else BACI.
pub(super) fn goods(seller: &str, buyer: &str, recorded_by: &str, year: u16) -> Result<Option<Found>> {
    let side = if recorded_by == seller { Side::Exports } else { Side::Imports };
    if let Some(own) = own_statistics(seller, buyer, recorded_by, year)? {
        let value = value_of(&Goods::All, seller, buyer, year)?;
        let baci = value.map(|million| by_baci(million / 1e3, side, format!("{}, goods, {year}", Source::Baci.name())));
        return Ok(Some(by_own_statistics(&own, baci.as_ref())));
    }
    let lacks = |code: &str| Ok::<_, unequal_world::WorldError>(code != WORLD && lacks_partners(code, year)?);
    let whole = if seller == WORLD { Some(buyer) } else { Some(seller).filter(|_| buyer == WORLD) };
    if whole.map(lacks).transpose()?.unwrap_or(false) {
        return Ok(None);
    }
    let value = value_of(&Goods::All, seller, buyer, year)?;
    Ok(value.map(|million| by_baci(million / 1e3, side, format!("{}, goods, {year}", Source::Baci.name()))))
}

/// What a country publishes itself, beside BACI where that has something else.
fn by_own_statistics((value, source): &(f64, String), baci: Option<&Found>) -> Found {
    let around = |error: f64| Interval { low: 1.0 - error, high: 1.0 + error }.times(*value);
    let outer = around(OWN.1);
    let other = baci.filter(|baci| !baci.outer.meets(around(OWN.0)) && !baci.interval.meets(outer));
    Found {
        interval: around(OWN.0),
        outer,
        observed: false,
        grade: "A",
        source: source.clone(),
        remark: String::new(),
        other: other.map(|baci| OtherSource {
            interval: baci.interval,
            outer: baci.outer,
            words: format!("{source} has USD {value:.1} billion; {}: {}", baci.source, baci.remark),
        }),
    }
}

/// What a country publishes itself, USD billion, with its source.
fn own_statistics(seller: &str, buyer: &str, recorded_by: &str, year: u16) -> Result<Option<(f64, String)>> {
    let own = in_year(reported(Source::National, recorded_by, seller, buyer)?, year)?;
    if let Some(million) = own {
        return Ok(Some((million / 1e3, Source::office(recorded_by).to_owned())));
    }
    let exports = if recorded_by == seller { in_year(flow(Source::Comtrade, seller, buyer)?, year)? } else { None };
    Ok(exports.map(|million| (million / 1e3, Source::Comtrade.name().to_owned())))
}

/// A product from a seller to a buyer by BACI.
pub(super) fn product(id: &str, seller: &str, buyer: &str, side: Side, period: Period) -> Result<Option<Found>> {
    let Some(year) = period.year() else { return Ok(None) };
    let value = product_value(id, seller, buyer, year)?;
    Ok(value.map(|million| by_baci(million / 1e3, side, product_source(id, year))))
}

fn product_source(id: &str, year: u16) -> String {
    let codes = product_named(id).map(|group| group.hs6.join(", ")).unwrap_or_default();
    format!("{}, HS {codes}, {year}", Source::Baci.name())
}

fn by_baci(value: f64, side: Side, source: String) -> Found {
    let (interval, outer) = if side == Side::Exports { SOLD } else { BOUGHT };
    Found {
        interval: interval.times(value),
        outer: outer.times(value),
        observed: false,
        grade: "B",
        source,
        remark: format!("USD {value:.2} billion, reconciled from both sides\u{2019} reports"),
        other: None,
    }
}

/// Share of a partner in a country's trade in a product.
pub(super) fn product_share(id: &str, of: &str, partner: &str, side: Side, period: Period) -> Result<Option<Found>> {
    let Some(year) = period.year() else { return Ok(None) };
    let value = |partner: &str| {
        let (seller, buyer) = side.seller_and_buyer(of, partner);
        product_value(id, seller, buyer, year)
    };
    let (Some(part), Some(whole)) = (value(partner)?, value(WORLD)?) else { return Ok(None) };
    if whole <= 0.0 {
        return Ok(None);
    }
    let around = |error: f64| Interval { low: 1.0 - error, high: (1.0 + error).min(whole / part) }.times(part / whole);
    Ok(Some(Found {
        interval: around(SHARE.0),
        outer: around(SHARE.1),
        observed: false,
        grade: "B",
        source: product_source(id, year),
        remark: format!("USD {:.2} of {:.2} billion", part / 1e3, whole / 1e3),
        other: None,
    }))
}

/// Share of a partner in all goods by BACI, where it knows enough partners of the country.
pub(super) fn share(of: &str, partner: &str, year: u16, side: Side) -> Result<Option<Share>> {
    if of == WORLD || lacks_partners(of, year)? {
        return Ok(None);
    }
    let value = |partner: &str| {
        let (seller, buyer) = side.seller_and_buyer(of, partner);
        value_of(&Goods::All, seller, buyer, year)
    };
    let (Some(part), Some(whole)) = (value(partner)?, value(WORLD)?) else { return Ok(None) };
    let source = format!("{}, goods", Source::Baci.name());
    Ok((whole > 0.0).then(|| Share { value: part / whole, errors: SHARE, grade: "B", source }))
}

/// Place of a partner among all partners of a country, one by one, by value of goods or of a product.
pub(super) fn rank(of: &str, partner: &str, goods: &Goods, side: Side, period: Period) -> Result<Option<Found>> {
    let Some(year) = period.year() else { return Ok(None) };
    let value = |partner: &str| {
        let (seller, buyer) = side.seller_and_buyer(of, partner);
        value_of(goods, seller, buyer, year)
    };
    let Some(own) = value(partner)? else { return Ok(None) };
    let book = GroupBook::shared()?;
    let outside = [book.countries(of), book.countries(partner)].concat();
    let mut others: Vec<(&str, f64)> = Vec::new();
    for (code, _) in countries().filter(|(code, _)| !outside.iter().any(|known| known == code)) {
        others.extend(value(code)?.map(|value| (code, value)));
    }
    others.sort_by(|one, other| other.1.total_cmp(&one.1));
    let above = |least: f64| others.iter().filter(|(_, value)| *value > least).count() as f64 + 1.0;
    let between = |near: f64| Interval { low: above(own * near), high: above(own / near) };
    let first = others
        .iter()
        .take(3)
        .map(|(code, value)| format!("{} {:.1}", region_name(code), value / 1e3))
        .collect::<Vec<_>>();
    Ok(Some(Found {
        interval: between(NEAR),
        outer: between(OUTER_NEAR),
        observed: false,
        grade: "B",
        source: match goods {
            Goods::Product(id) => product_source(id, year),
            Goods::All => format!("{}, goods, {year}", Source::Baci.name()),
        },
        remark: format!("USD {:.1} billion; the largest others are {}", own / 1e3, first.join(", ")),
        other: None,
    }))
}

/// A flow over the same flow at an earlier time, both by BACI.
pub(super) fn change(later: &Quantity, since: Period) -> Result<Option<Found>> {
    let (seller, buyer, goods, period) = match later {
        Quantity::Exports { of, to, goods, period } => (of, to, goods, period),
        Quantity::Imports { of, from, goods, period } => (from, of, goods, period),
        _ => return Ok(None),
    };
    let (Some(now), Some(then)) = (period.year(), since.year()) else { return Ok(None) };
    let value = |year: u16| value_of(goods, seller, buyer, year);
    let (Some(after), Some(before)) = (value(now)?, value(then)?) else { return Ok(None) };
    if before <= 0.0 {
        return Ok(None);
    }
    let around = |error: f64| Interval { low: 1.0 - error, high: 1.0 + error }.times(after / before);
    Ok(Some(Found {
        interval: around(CHANGE.0),
        outer: around(CHANGE.1),
        observed: false,
        grade: "B",
        source: match goods {
            Goods::Product(id) => product_source(id, now),
            Goods::All => format!("{}, goods", Source::Baci.name()),
        },
        remark: format!("USD {:.2} billion in {then}, {:.2} in {now}", before / 1e3, after / 1e3),
        other: None,
    }))
}

/// Whether BACI of 2023 lacks partners of a country, or of a member of a group.
fn lacks_partners(code: &str, year: u16) -> Result<bool> {
    if Source::Baci.leaves_out_only_small(year) {
        return Ok(false);
    }
    let members = GroupBook::shared()?.countries(code);
    let codes: Vec<&str> = members.iter().map(String::as_str).collect();
    let single = codes.len() == 1;
    // A group of many loses little where one member's trade with few others is missing.
    Ok(single && remarks("baci", &codes)?.iter().any(|remark| remark.kind == RemarkKind::TooHigh))
}

fn product_value(id: &str, seller: &str, buyer: &str, year: u16) -> Result<Option<f64>> {
    let of_year = |seller: &str, buyer: &str| {
        let rows = product_flows(id, seller, buyer)?;
        Ok(rows.into_iter().find(|row| row.year == year).map(|row| row.usd_million))
    };
    sum(&of_year, seller, buyer)
}

/// Goods or a product from a seller to a buyer by BACI, USD million.
fn value_of(goods: &Goods, seller: &str, buyer: &str, year: u16) -> Result<Option<f64>> {
    match goods {
        Goods::Product(id) => product_value(id, seller, buyer, year),
        Goods::All => sum(&|seller, buyer| in_year(flow(Source::Baci, seller, buyer)?, year), seller, buyer),
    }
}

fn in_year(years: Vec<(u16, f64)>, year: u16) -> Result<Option<f64>> {
    Ok(years.into_iter().find(|(known, _)| *known == year).map(|(_, value)| value))
}

/// The flow between two parties, USD million: the sum over members, of a group's whole without trade among its members.
/// Nothing where no part is known; parts that the record lacks are small.
fn sum(of: &dyn Fn(&str, &str) -> Result<Option<f64>>, seller: &str, buyer: &str) -> Result<Option<f64>> {
    let book = GroupBook::shared()?;
    let members = |code: &str| if code == WORLD { vec![WORLD.to_owned()] } else { book.countries(code) };
    let (sellers, buyers) = (members(seller), members(buyer));
    let mut total: Option<f64> = None;
    for one in &sellers {
        for other in buyers.iter().filter(|other| *other != one) {
            total = of(one, other)?.map_or(total, |value| Some(total.unwrap_or(0.0) + value));
        }
    }
    let inside = if seller == WORLD { &buyers } else { &sellers };
    if (seller == WORLD || buyer == WORLD) && inside.len() > 1 {
        for one in inside {
            for other in inside.iter().filter(|other| *other != one) {
                total = total.map(|sum| of(one, other).map(|value| sum - value.unwrap_or(0.0))).transpose()?;
            }
        }
    }
    Ok(total)
}
