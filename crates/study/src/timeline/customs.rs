//! Shares by customs: a state's count of its trade with all, and what it or its partner counts of the pair.

use std::collections::{BTreeMap, BTreeSet};

use unequal_world::record::{Source, WORLD, press, reported};

use super::{TradePoint, TradeSource};
use crate::Result;

/// Partner's shares in a side's exports and imports, by year.
type Shares = BTreeMap<u16, [Option<f64>; 2]>;

/// Points of every year for which one side's customs have both totals; the other side by its own customs, or else by BACI
/// where that is not known to be off.
pub fn points(first: &str, second: &str, baci: &[TradePoint]) -> Result<Vec<TradePoint>> {
    let (of_first, of_second) = (shares(first, second)?, shares(second, first)?);
    let whole = |shares: &Shares, year: u16| shares.get(&year).is_some_and(|both| both.iter().all(Option::is_some));
    let years: BTreeSet<u16> = of_first.keys().chain(of_second.keys()).copied().collect();
    let of_year = |year: u16| {
        let in_baci = baci.iter().find(|point| point.year == year);
        let filled = |side: &str, own: &Shares, other: fn(&TradePoint) -> [Option<f64>; 2]| {
            if whole(own, year) {
                return (own.get(&year).copied().unwrap_or_default(), Source::office(side));
            }
            let sound = in_baci.filter(|point| point.too_high_for(side).is_none());
            (sound.map(other).unwrap_or_default(), "BACI")
        };
        let (one, by_first) =
            filled(first, &of_first, |point| [point.second_in_first_exports, point.second_in_first_imports]);
        let (other, by_second) =
            filled(second, &of_second, |point| [point.first_in_second_exports, point.first_in_second_imports]);
        let mut offices: Vec<&str> = Vec::new();
        for (shares, office) in [(&one, by_first), (&other, by_second)] {
            if shares.iter().any(Option::is_some) && !offices.contains(&office) {
                offices.push(office);
            }
        }
        TradePoint {
            year,
            kind: TradeSource::Customs,
            source: offices.join("; "),
            estimated: false,
            second_in_first_exports: one[0],
            second_in_first_imports: one[1],
            first_in_second_exports: other[0],
            first_in_second_imports: other[1],
            both_ways: None,
            too_high: Vec::new(),
        }
    };
    Ok(years.into_iter().filter(|year| whole(&of_first, *year) || whole(&of_second, *year)).map(of_year).collect())
}

/// A partner's shares in a side's exports and imports, each over the total that the side's customs count.
fn shares(side: &str, partner: &str) -> Result<Shares> {
    let mut shares = Shares::new();
    for (place, [seller, buyer], [total_seller, total_buyer]) in
        [(0, [side, partner], [side, WORLD]), (1, [partner, side], [WORLD, side])]
    {
        let counted = counted(side, seller, buyer)?;
        for (year, total) in reported(Source::National, side, total_seller, total_buyer)? {
            if let (Some(value), true) = (counted.get(&year), total > 0.0)
                && let Some(share) = shares.entry(year).or_default().get_mut(place)
            {
                *share = Some(value / total);
            }
        }
    }
    Ok(shares)
}

/// A flow as a side counts it; where it does not, as the other or the press has it.
fn counted(side: &str, seller: &str, buyer: &str) -> Result<BTreeMap<u16, f64>> {
    let partner = if side == seller { buyer } else { seller };
    let mut years: BTreeMap<u16, f64> =
        press(seller, buyer)?.into_iter().map(|row| (row.year, row.usd_million)).collect();
    years.extend(reported(Source::National, partner, seller, buyer)?);
    years.extend(reported(Source::National, side, seller, buyer)?);
    Ok(years)
}
