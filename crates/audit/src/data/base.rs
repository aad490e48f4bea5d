//! Figures of the data as they stand: customs, tables of the world economy, early shares, settlements, the episode.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use unequal_world::record::{Kind, Source, Turnover, press, trade_shares as early_shares, turnover};
use unequal_world::series::{EpisodeFigure, episode_figures, settlement_shares};
use unequal_world::{GroupBook, Party, Result, SectorKind, embedded};

use super::{Found, Share, Side, recorded};
use crate::interval::Interval;
use crate::period::Period;
use crate::quantity::{Goods, Quantity, WORLD};

/// Relative errors of shares computed from a table: a claim within the first is supported, one beyond the second contradicted.
/// Tables are at basic prices, and what is sold outside the 80 economies of 2022 counts as sold at home.
const OBSERVED_TABLE: (f64, f64) = (0.04, 0.20);
const ESTIMATED_TABLE: (f64, f64) = (0.10, 0.35);
/// The same for dollars, as multiples of the table's: customs add margins and what the table lacks (PROVENANCE, Russia and
/// China: 1.2 and 1.4; Germany's exports of 2022: 1.5).
const TABLE_MONEY: Interval = Interval { low: 0.9, high: 1.4 };
const TABLE_MONEY_OUTER: Interval = Interval { low: 0.5, high: 2.0 };
/// The same for early shares, which rest on rounded flows of few partners.
const EARLY_SHARES: (f64, f64) = (0.02, 0.10);
/// Grade of an official figure as the press reports it, and of one derived from such figures.
const PRESS: &str = "B";
const DERIVED: &str = "C";
/// How far these may be from the office's own figure by rounding, USD billion: two decimals, and a growth rate of one.
const ROUNDED_PRESS: f64 = 0.005;
const DERIVED_PRESS: f64 = 0.06;
/// What one country's office records of trade both ways over what its partner's does: freight stands on the other side.
const MIRRORED: Interval = Interval { low: 0.93, high: 1.07 };
/// Reported percentages are rounded to whole ones or tenths; half a point holds both.
const HALF_A_POINT: f64 = 0.005;

/// What the data have for a quantity, without using identities.
pub(crate) fn found(quantity: &Quantity) -> Result<Option<Found>> {
    match quantity {
        Quantity::Exports { of, to, goods: Goods::All, period } => flow(of, to, of, *period),
        Quantity::Imports { of, from, goods: Goods::All, period } => flow(from, of, of, *period),
        Quantity::Exports { of, to, goods: Goods::Product(product), period } => {
            recorded::product(product, of, to, Side::Exports, *period)
        }
        Quantity::Imports { of, from, goods: Goods::Product(product), period } => {
            recorded::product(product, from, of, Side::Imports, *period)
        }
        Quantity::Trade { of, with, period } => both_ways(of, with, *period),
        Quantity::Balance { of, with, surplus, period } => balance(of, with, *surplus, *period),
        Quantity::CustomerRank { of, to, goods, period } => recorded::rank(of, to, goods, Side::Exports, *period),
        Quantity::SupplierRank { of, from, goods, period } => recorded::rank(of, from, goods, Side::Imports, *period),
        Quantity::ExportShare { of, to, goods: Goods::All, period } => share(of, to, *period, Side::Exports),
        Quantity::ImportShare { of, from, goods: Goods::All, period } => share(of, from, *period, Side::Imports),
        Quantity::ExportShare { of, to, goods: Goods::Product(product), period } => {
            recorded::product_share(product, of, to, Side::Exports, *period)
        }
        Quantity::ImportShare { of, from, goods: Goods::Product(product), period } => {
            recorded::product_share(product, of, from, Side::Imports, *period)
        }
        Quantity::SettlementShare { of, flow, currency, period } => settlement(of, flow, currency, *period),
        Quantity::Change { later, since: Some(since) } => match reported_change(later, *since)? {
            Some(found) => Ok(Some(found)),
            None => recorded::change(later, *since),
        },
        _ => Ok(None),
    }
}

/// Exports and imports together by the office of the country whose trade it is said to be, else by its partner's: `trade
/// between A and B` and `between B and A` are the same trade.
fn both_ways(of: &str, with: &str, period: Period) -> Result<Option<Found>> {
    if let Some(found) = both_ways_by(of, with, period)? {
        return Ok(Some(found));
    }
    let mirrored = |found: Found| Found { outer: MIRRORED.times(found.interval.middle()).hull(found.outer), ..found };
    Ok(both_ways_by(with, of, period)?.map(mirrored))
}

/// The same as the press reports an office's sum, or where both are observed by the same office.
fn both_ways_by(of: &str, with: &str, period: Period) -> Result<Option<Found>> {
    if let Some(year) = period.year() {
        let stated = |row: &Turnover| row.year == year && row.recorded_by == of && row.kind == Kind::Reported;
        if let Some(row) = turnover(of, with)?.into_iter().find(stated) {
            let value = row.usd_million / 1000.0;
            let interval = Interval { low: value - ROUNDED_PRESS, high: value + ROUNDED_PRESS };
            return Ok(Some(Found {
                interval,
                outer: interval,
                observed: true,
                grade: PRESS,
                source: format!("{} ({})", Source::office(of), row.source),
                remark: row.note,
                other: None,
            }));
        }
    }
    let observed = |found: Option<Found>| found.filter(|found| found.observed);
    let sold = observed(flow(of, with, of, period)?);
    let bought = observed(flow(with, of, of, period)?);
    Ok(sold.zip(bought).map(|(sold, bought)| {
        let interval = sold.interval.plus(bought.interval);
        Found { interval, outer: interval, ..sold }
    }))
}

/// Exports less imports, or the reverse, by whatever each flow is known from.
fn balance(of: &str, with: &str, surplus: bool, period: Period) -> Result<Option<Found>> {
    let (sold, bought) = (flow(of, with, of, period)?, flow(with, of, of, period)?);
    Ok(sold.zip(bought).map(|(sold, bought)| {
        let (more, less) = if surplus { (&sold, &bought) } else { (&bought, &sold) };
        let source = if sold.source == bought.source {
            sold.source.clone()
        } else {
            format!("{}; {}", sold.source, bought.source)
        };
        let value = |found: &Found| format!("{:.1}", found.interval.middle());
        Found {
            interval: more.interval.minus(less.interval),
            outer: more.outer.minus(less.outer),
            observed: sold.observed && bought.observed,
            grade: sold.grade.max(bought.grade),
            source,
            remark: format!(
                "in the middle of their ranges, USD {} billion sold and {} bought",
                value(&sold),
                value(&bought)
            ),
            other: None,
        }
    }))
}

/// Goods from a seller to a buyer as one of them records them, USD billion.
fn flow(seller: &str, buyer: &str, recorded_by: &str, period: Period) -> Result<Option<Found>> {
    let Some(year) = period.year() else { return monthly(seller, buyer, recorded_by, period) };
    let mut rows = press(seller, buyer)?.into_iter().filter(|row| row.year == year && row.recorded_by == recorded_by);
    if let Some(row) = rows.next() {
        let value = row.usd_million / 1000.0;
        let (error, grade) = if row.kind == Kind::Reported { (ROUNDED_PRESS, PRESS) } else { (DERIVED_PRESS, DERIVED) };
        let interval = Interval { low: value - error, high: value + error };
        return Ok(Some(Found {
            interval,
            outer: interval,
            observed: true,
            grade,
            source: format!("{} ({})", Source::office(recorded_by), row.source),
            remark: row.note,
            other: None,
        }));
    }
    if seller == WORLD && buyer == WORLD {
        return Ok(None);
    }
    if let Some(found) = recorded::goods(seller, buyer, recorded_by, year)? {
        return Ok(Some(found));
    }
    let Some(table) = Table::of(year)? else { return Ok(None) };
    let (Some(sellers), Some(buyers)) = (table.members(seller, buyer), table.members(buyer, seller)) else {
        return Ok(None);
    };
    let value = table.table.trade(&buyers, &sellers, Some(SectorKind::Goods)) / 1000.0;
    Ok(Some(Found {
        interval: TABLE_MONEY.times(value),
        outer: TABLE_MONEY_OUTER.times(value),
        observed: false,
        grade: "C",
        source: table.table.name(),
        remark: format!("USD {value:.1} billion at basic prices; dollars of customs may be far from that"),
        other: None,
    }))
}

fn monthly(seller: &str, buyer: &str, recorded_by: &str, period: Period) -> Result<Option<Found>> {
    let row = episode(seller, buyer, period, "usd_billion")?.filter(|row| row.recorded_by == recorded_by);
    let around = |value: f64| Interval { low: value - 0.05, high: value + 0.05 };
    Ok(row.map(|row| Found {
        interval: around(row.value),
        outer: around(row.value),
        observed: row.kind == "reported" && was_read(&row.source),
        grade: PRESS,
        source: row.source,
        remark: row.note,
        other: None,
    }))
}

/// A figure of the episode's series.
fn episode(seller: &str, buyer: &str, period: Period, measure: &str) -> Result<Option<EpisodeFigure>> {
    let name = period.to_string();
    let is_it = |row: &EpisodeFigure| {
        row.exporter == seller && row.importer == buyer && row.period == name && row.measure == measure
    };
    Ok(episode_figures()?.into_iter().find(is_it))
}

/// A table of one year and its groups.
struct Table {
    table: unequal_world::EconomyTable,
    book: GroupBook,
}

/// Tables that were read: each claim asks for its year, and reading one takes milliseconds.
static READ: Mutex<BTreeMap<u16, Arc<Table>>> = Mutex::new(BTreeMap::new());

impl Table {
    fn of(year: u16) -> Result<Option<Arc<Self>>> {
        // A table that was carried on is made of records and says nothing beyond them.
        if !embedded::years().any(|known| known == year) || embedded::is_carried_on(year) {
            return Ok(None);
        }
        let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = read.get(&year) {
            return Ok(Some(Arc::clone(known)));
        }
        let table = Arc::new(Self { table: embedded::table(year)?, book: GroupBook::embedded()? });
        read.insert(year, Arc::clone(&table));
        Ok(Some(table))
    }

    fn party(&self, code: &str) -> Option<Party> {
        let party = self.book.party(code, self.table.regions(), &self.table.name()).ok()?;
        party.missing.is_empty().then_some(party)
    }

    /// Positions of a party; of everybody, all but the other side.
    fn members(&self, code: &str, other: &str) -> Option<Vec<usize>> {
        if code == WORLD { Some(self.table.outside(&self.party(other)?)) } else { Some(self.party(code)?.members) }
    }

    /// Whether trade between two parties is estimated or put in from records.
    fn is_estimated(&self, of: &str, partner: &str) -> bool {
        let parties = self.party(of).zip(self.party(partner));
        parties.is_some_and(|(own, other)| self.table.is_estimated_between(&own, &other))
    }

    /// Share of a partner in a country's exports or imports of goods.
    fn share(&self, of: &str, partner: &str, side: Side) -> Option<f64> {
        let (own, other) = (self.members(of, partner)?, self.members(partner, of)?);
        let world = self.members(WORLD, of)?;
        let trade = |partners: &[usize]| match side {
            Side::Exports => self.table.trade(partners, &own, Some(SectorKind::Goods)),
            Side::Imports => self.table.trade(&own, partners, Some(SectorKind::Goods)),
        };
        let whole = trade(&world);
        (whole > 0.0).then(|| trade(&other) / whole)
    }
}

/// Shares of a partner in the years of a period, as the range over them.
fn share(of: &str, partner: &str, period: Period, side: Side) -> Result<Option<Found>> {
    let mut points: Vec<(u16, Share)> = Vec::new();
    for year in period.years() {
        points.extend(share_in(of, partner, year, side)?.map(|share| (year, share)));
    }
    let (Some((first, one)), Some((last, _))) = (points.first(), points.last()) else { return Ok(None) };
    let hull = |error: fn(&Share) -> f64| {
        let lows = points.iter().map(|(_, share)| share.value * (1.0 - error(share)));
        let highs = points.iter().map(|(_, share)| share.value * (1.0 + error(share)));
        Interval { low: lows.fold(f64::INFINITY, f64::min), high: highs.fold(0.0, f64::max) }
    };
    let years = if first == last { first.to_string() } else { format!("{first}-{last}") };
    let all = period.years().count();
    let mean = points.iter().map(|(_, share)| share.value).sum::<f64>() / points.len() as f64;
    let remark = if points.len() < all || all > 1 {
        format!("{} of {all} years are in the data ({years}); their mean is {:.1} %", points.len(), 100.0 * mean)
    } else {
        String::new()
    };
    Ok(Some(Found {
        interval: hull(|share| share.errors.0),
        outer: hull(|share| share.errors.1),
        observed: false,
        grade: one.grade,
        source: one.source.clone(),
        remark,
        other: None,
    }))
}

/// The share of a partner in one year: from a table where there is one, else from the early shares.
pub(super) fn share_in(of: &str, partner: &str, year: u16, side: Side) -> Result<Option<Share>> {
    if let Some(table) = Table::of(year)?
        && let Some(value) = table.share(of, partner, side)
    {
        let estimated = table.is_estimated(of, partner);
        let errors = if estimated { ESTIMATED_TABLE } else { OBSERVED_TABLE };
        let source = format!("{}, goods", table.table.name());
        return Ok(Some(Share { value, errors, grade: if estimated { "C" } else { "A" }, source }));
    }
    if let Some(share) = recorded::share(of, partner, year, side)? {
        return Ok(Some(share));
    }
    let early = early_shares(of, partner)?.into_iter().find(|row| row.year == year);
    let value = early.and_then(|row| if side == Side::Exports { row.export_share } else { row.import_share });
    let source = "Correlates of War, dyadic trade 4.0".to_owned();
    Ok(value.map(|value| Share { value, errors: EARLY_SHARES, grade: "A", source }))
}

/// The share nearest in time, at most ten years away.
pub(super) fn nearest_share(of: &str, partner: &str, year: u16, side: Side) -> Result<Option<(u16, Share)>> {
    for away in 1..=10 {
        for near in [year.saturating_sub(away), year.saturating_add(away)] {
            if let Some(share) = share_in(of, partner, near, side)? {
                return Ok(Some((near, share)));
            }
        }
    }
    Ok(None)
}

fn settlement(of: &str, flow: &str, currency: &str, period: Period) -> Result<Option<Found>> {
    let flow = flow.trim_end_matches('s');
    let rows = settlement_shares()?.into_iter().filter(|row| {
        row.of == of
            && row.flow == flow
            && row.currency == currency
            && Period::parse(&row.period).is_some_and(|month| period.contains(month))
    });
    let rows: Vec<_> = rows.collect();
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Ok(None) };
    let shares = || rows.iter().map(|row| row.percent / 100.0);
    let interval = Interval {
        low: shares().fold(1.0, f64::min) - HALF_A_POINT,
        high: shares().fold(0.0, f64::max) + HALF_A_POINT,
    };
    let months = period.months();
    let exact = months == 1;
    let told = match (exact, first.period == last.period) {
        (true, _) => String::new(),
        (false, true) => format!("{} alone of {months} months", first.period),
        (false, false) => format!("{} to {}: {} of {months} months", first.period, last.period, rows.len()),
    };
    let note = if rows.len() == 1 { first.note.clone() } else { String::new() };
    let remarks: Vec<String> = [told, note].into_iter().filter(|words| !words.is_empty()).collect();
    // Months that nobody reported may have been anything: what lies outside the known ones is not contradicted.
    let whole = u32::try_from(rows.len()).is_ok_and(|known| known >= months);
    Ok(Some(Found {
        interval,
        outer: if whole { interval } else { Interval { low: 0.0, high: 1.0 } },
        observed: exact,
        grade: if rows.iter().all(|row| row.grade == PRESS) { PRESS } else { DERIVED },
        source: last.source.clone(),
        remark: remarks.join("; "),
        other: None,
    }))
}

/// A change over the same months of the year before that was reported as such.
fn reported_change(later: &Quantity, since: Period) -> Result<Option<Found>> {
    let Quantity::Exports { of, to, goods: Goods::All, period } = later else { return Ok(None) };
    if Some(since) != year_before(*period) {
        return Ok(None);
    }
    let row = episode(of, to, *period, "yoy_percent")?.filter(|row| row.recorded_by == *of);
    Ok(row.map(|row| {
        let middle = 1.0 + row.value / 100.0;
        let interval = Interval { low: middle - HALF_A_POINT, high: middle + HALF_A_POINT };
        Found {
            interval,
            outer: interval,
            // A figure without a source that was read supports nothing: it may be the claim itself.
            observed: was_read(&row.source),
            grade: PRESS,
            source: row.source,
            remark: row.note,
            other: None,
        }
    }))
}

/// Whether a row names a report that was read.
fn was_read(source: &str) -> bool {
    source.starts_with("http")
}

/// The same months a year earlier.
fn year_before(period: Period) -> Option<Period> {
    let text = period.to_string();
    let (year, rest) = text.split_at_checked(4)?;
    Period::parse(&format!("{}{rest}", year.parse::<u32>().ok()?.checked_sub(1)?))
}
