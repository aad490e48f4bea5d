//! Shares of trade from every source, side by side.

use std::collections::BTreeSet;

use unequal_world::embedded;
use unequal_world::record::{Source, TradeShare, shares, trade_shares};
use unequal_world::series::{RemarkKind, remarks};

use super::{FIRST_YEAR, TooHigh, TradePoint, TradeSource, benchmark, customs};
use crate::Result;
use crate::annual::AnnualSeries;

/// All points, those of tables from the exit costs' years; ascending years, sources of one year in a fixed order.
pub fn points(first: &str, second: &str, tables: &AnnualSeries) -> Result<Vec<TradePoint>> {
    let too_high = |source: &str| -> Result<Vec<TooHigh>> {
        let remarks =
            remarks(source, &[first, second])?.into_iter().filter(|remark| remark.kind == RemarkKind::TooHigh);
        Ok(remarks.map(|remark| TooHigh { side: remark.region, reason: remark.text }).collect())
    };
    let long = merged(
        (trade_shares(first, second)?, trade_shares(second, first)?),
        TradeSource::LongSeries,
        "Correlates of War dyadic trade 4.0",
        &too_high("cow")?,
    );
    let in_baci = |reporter, partner| shares(Source::Baci, reporter, partner);
    let mut goods = merged(
        (in_baci(first, second)?, in_baci(second, first)?),
        TradeSource::Goods,
        "BACI, goods",
        &too_high("baci")?,
    );
    for point in goods.iter_mut().filter(|point| Source::Baci.leaves_out_only_small(point.year)) {
        // What is too high is the year that was made before all had reported.
        point.too_high.clear();
    }
    let counted = customs::points(first, second, &goods)?;
    // Where customs count what BACI is known to have too high, they take its place.
    goods.retain(|point| {
        let whole = counted.iter().any(|own| own.year == point.year && own.dependence().is_some());
        point.too_high.is_empty() || !whole
    });
    let estimates = benchmark::points(first, second, &long)?;
    let solved = tables.points.iter().map(|point| TradePoint {
        year: point.year,
        kind: TradeSource::Table,
        source: point.source.clone(),
        estimated: point.estimated,
        second_in_first_exports: Some(point.second_in_first_exports),
        second_in_first_imports: Some(point.second_in_first_imports),
        first_in_second_exports: Some(point.first_in_second_exports),
        first_in_second_imports: Some(point.first_in_second_imports),
        both_ways: None,
        too_high: Vec::new(),
    });
    // A table without an exit cost has its trade all the same.
    let unsolved = tables.gaps.iter().filter_map(|gap| {
        let shares = gap.shares.as_ref()?;
        Some(TradePoint {
            year: gap.year,
            kind: TradeSource::Table,
            source: shares.source.clone(),
            estimated: shares.estimated,
            second_in_first_exports: Some(shares.second_in_first_exports),
            second_in_first_imports: Some(shares.second_in_first_imports),
            first_in_second_exports: Some(shares.first_in_second_exports),
            first_in_second_imports: Some(shares.first_in_second_imports),
            both_ways: None,
            too_high: Vec::new(),
        })
    });
    // Shares of a table that was carried on are made of recorded trade, which stands beside them.
    let tables = solved.chain(unsolved).filter(|point| !embedded::is_carried_on(point.year));
    let recorded = estimates.into_iter().chain(long).chain(goods).chain(counted);
    let mut all: Vec<TradePoint> = recorded.chain(tables).collect();
    all.retain(|point| point.year >= FIRST_YEAR);
    all.sort_by_key(|point| (point.year, point.kind as u8));
    Ok(all)
}

fn merged(
    (of_first, of_second): (Vec<TradeShare>, Vec<TradeShare>),
    kind: TradeSource,
    source: &str,
    too_high: &[TooHigh],
) -> Vec<TradePoint> {
    let years: BTreeSet<u16> = of_first.iter().chain(&of_second).map(|row| row.year).collect();
    years
        .into_iter()
        .map(|year| {
            let row = |rows: &[TradeShare]| rows.iter().find(|row| row.year == year).cloned();
            let (one, other) = (row(&of_first), row(&of_second));
            TradePoint {
                year,
                kind,
                source: source.to_owned(),
                estimated: false,
                second_in_first_exports: one.as_ref().and_then(|row| row.export_share),
                second_in_first_imports: one.as_ref().and_then(|row| row.import_share),
                first_in_second_exports: other.as_ref().and_then(|row| row.export_share),
                first_in_second_imports: other.as_ref().and_then(|row| row.import_share),
                both_ways: None,
                too_high: too_high.to_vec(),
            }
        })
        .collect()
}

/// Spans of years without any share, from the first year shown to the latest table or point.
pub fn gaps(points: &[TradePoint]) -> Vec<String> {
    let known: BTreeSet<u16> = points.iter().map(|point| point.year).collect();
    let last = known.last().copied().unwrap_or_default().max(embedded::latest());
    let missing: Vec<u16> = (FIRST_YEAR..=last).filter(|year| !known.contains(year)).collect();
    missing
        .chunk_by(|one, next| one + 1 == *next)
        .filter_map(|span| match span {
            [] => None,
            [only] => Some(only.to_string()),
            [first, .., last] => Some(format!("{first}-{last}")),
        })
        .collect()
}
