//! Estimates by others of a pair's trade in years that the long series lacks.

use std::collections::BTreeMap;

use unequal_world::record::{Kind, Source, Turnover, WORLD, flow, turnover};

use super::{FIRST_YEAR, TradePoint, TradeSource};
use crate::Result;

/// Last year of which others' estimates count: later ones are official figures that the press reports.
const LAST_YEAR: u16 = 1989;

/// Least trade with all that a share is taken of, as a part of that in the first year for which the long series has the pair:
/// before, it may lack most partners of a side, as it does of the Soviet Union's until 1954.
const LEAST_WHOLE: f64 = 0.5;

/// Points of the years without any in the long series. Expectations and plans are no outcome and give none.
pub fn points(first: &str, second: &str, long: &[TradePoint]) -> Result<Vec<TradePoint>> {
    let (of_first, of_second) = (totals(first)?, totals(second)?);
    let rows = turnover(first, second)?.into_iter().filter(|row| {
        (FIRST_YEAR..=LAST_YEAR).contains(&row.year)
            && row.kind != Kind::Expected
            && !long.iter().any(|point| point.year == row.year)
    });
    let begun = long.iter().map(|point| point.year).filter(|year| *year >= FIRST_YEAR).min();
    let share = |row: &Turnover, side: &str, totals: &BTreeMap<u16, f64>| {
        let stated = row.share_of_one.filter(|_| row.one == side);
        // The long series lacks the pair itself, so that it is not in the total.
        let whole = totals.get(&row.year).map(|others| others + row.usd_million);
        let least = begun.and_then(|year| totals.get(&year)).map_or(0.0, |first| LEAST_WHOLE * first);
        stated.or_else(|| whole.filter(|whole| *whole >= least).map(|whole| row.usd_million / whole))
    };
    Ok(rows
        .filter_map(|row| {
            let both = [share(&row, first, &of_first)?, share(&row, second, &of_second)?];
            Some(TradePoint {
                year: row.year,
                kind: TradeSource::Benchmark,
                source: format!("estimates by others ({})", row.source),
                estimated: false,
                second_in_first_exports: None,
                second_in_first_imports: None,
                first_in_second_exports: None,
                first_in_second_imports: None,
                both_ways: Some(both),
                too_high: Vec::new(),
            })
        })
        .collect())
}

/// All trade of a country that the long series knows, exports and imports.
fn totals(country: &str) -> Result<BTreeMap<u16, f64>> {
    let mut sums: BTreeMap<u16, f64> = flow(Source::CorrelatesOfWar, country, WORLD)?.into_iter().collect();
    for (year, value) in flow(Source::CorrelatesOfWar, WORLD, country)? {
        *sums.entry(year).or_default() += value;
    }
    Ok(sums)
}
