//! Flows of a table, carried on by one year.

use ndarray::{Array2, Array3, ArrayView2, ArrayViewMut2, Axis, Zip};
use unequal_world::EconomyTable;

use super::observed::{Observed, is_other_goods};
use crate::{Result, missing};

/// How far recorded growth of a pair's goods decides, against the pattern of the year before: the share of its deviation
/// from the world's growth that is followed. It misses least in 2016 to 2020 (`data/PROVENANCE.md`).
const WEIGHT: f64 = 1.0 / 3.0;
/// The same for energy, whose trade is recorded by product in both years.
const ENERGY_WEIGHT: f64 = 0.75;
/// Growth may differ from the world's by at most this factor.
const MOST: f64 = 10.0;
/// Where trade was broken off, it may fall to nothing, and grow by at most this factor beyond the world's: the levels of
/// the record and the table differ most there.
const MOST_AFTER_BREAK: f64 = 3.0;
/// Energy below this is too little for a rate of growth, USD million a year.
const LEAST: f64 = 10.0;
/// The same for other goods, over all base years.
const LEAST_IN_BASE: f64 = 30.0;

/// Flows of the next year.
pub struct Carried {
    /// `[sector][importer][exporter]`, USD million.
    pub flows: Array3<f64>,
    /// World growth of goods without energy.
    goods: f64,
    /// World growth of each energy sector.
    energy: Vec<(&'static str, f64)>,
    /// Share of goods abroad, without energy, whose growth was recorded or stated.
    known: f64,
}

impl Carried {
    /// What was found, for the terminal.
    pub fn said(&self) -> String {
        let energy = self.energy.iter().map(|(sector, growth)| format!(", {sector} {growth:.3}")).collect::<String>();
        format!(
            "growth of trade: goods without energy {:.3}{energy}; growth recorded for {:.1} % of goods without energy",
            self.goods,
            100.0 * self.known
        )
    }
}

/// Carries the flows of `table` to the next year.
///
/// Abroad, a pair's goods grow as recorded trade ([`Observed`]), the more slowly followed the noisier the record is;
/// in pairs of a country in `broken` (places in the table) it is followed in full. Services grow as both sides' gross
/// domestic product (geometric mean), sales at home as the country's, those of energy as world trade in it.
pub fn carry(table: &EconomyTable, observed: &Observed, broken: &[&str]) -> Result<Carried> {
    let regions = table.regions();
    let mut is_broken = vec![false; regions.len()];
    for code in broken {
        let region = regions.position(code).ok_or_else(|| missing("region", code))?;
        is_broken[region] = true;
    }
    let pairs = Pairs { observed, is_broken };
    let mut flows =
        Array3::from_shape_fn(table.sourcing().dim(), |(sector, buyer, seller)| table.flow(buyer, seller, sector));
    let (other, goods, known) = pairs.other_goods(&goods_abroad(table));
    let mut energy = Vec::new();
    for (place, sector) in table.sectors().iter().enumerate() {
        let mut market = flows.index_axis_mut(Axis(0), place);
        let code = sector.code.as_str();
        let at_home: Vec<f64>;
        if let Some((name, before, now)) = observed.energy.iter().find(|(name, ..)| *name == code) {
            let world = now.sum() / before.sum();
            let factors = pairs.energy(before, now, world, market.view());
            at_home = vec![world; regions.len()];
            scale(&mut market, &factors, &at_home);
            energy.push((*name, world));
        } else if is_other_goods(code) {
            scale(&mut market, &other, &observed.growth);
        } else {
            let both = Array2::from_shape_fn(other.dim(), |(buyer, seller)| {
                (observed.growth[buyer] * observed.growth[seller]).sqrt()
            });
            scale(&mut market, &both, &observed.growth);
        }
    }
    Ok(Carried { flows, goods, energy, known })
}

/// `[importer][exporter]`: goods without energy, USD million; nothing at home.
fn goods_abroad(table: &EconomyTable) -> Array2<f64> {
    let regions = table.regions().len();
    let sectors = || table.sectors().iter().enumerate().filter(|(_, sector)| is_other_goods(sector.code.as_str()));
    Array2::from_shape_fn((regions, regions), |(buyer, seller)| {
        if buyer == seller { 0.0 } else { sectors().map(|(sector, _)| table.flow(buyer, seller, sector)).sum() }
    })
}

/// Multiplies flows `[importer][exporter]` by factors of pairs, and those at home by the country's own.
fn scale(market: &mut ArrayViewMut2<'_, f64>, abroad: &Array2<f64>, at_home: &[f64]) {
    Zip::indexed(market).and(abroad).for_each(|(buyer, seller), flow, factor| {
        *flow *= if buyer == seller { at_home[buyer] } else { *factor };
    });
}

/// Growth of trade by pair.
struct Pairs<'a> {
    observed: &'a Observed,
    is_broken: Vec<bool>,
}

impl Pairs<'_> {
    /// Factors `[importer][exporter]` for goods without energy, the world's growth, and the share of `before` (the table's
    /// flows) whose growth is known.
    ///
    /// The record and the table differ in level, by prices at the border and re-exports, so that recorded goods are first
    /// multiplied by what the table had for them over the base years.
    fn other_goods(&self, before: &Array2<f64>) -> (Array2<f64>, f64, f64) {
        let Observed { other, base_recorded, base_table, .. } = self.observed;
        let expected = Array2::from_shape_fn(before.dim(), |place| {
            let enough =
                base_recorded[place] >= LEAST_IN_BASE && base_table[place] >= LEAST_IN_BASE && before[place] > 0.0;
            (enough && other[place] > 0.0).then(|| other[place] * base_table[place] / base_recorded[place])
        });
        let (mut sum_before, mut sum_now) = (0.0, 0.0);
        for (place, expected) in expected.indexed_iter() {
            if let (Some(expected), false) = (expected, self.broken(place)) {
                sum_before += before[place];
                sum_now += expected;
            }
        }
        let world = if sum_before > 0.0 { sum_now / sum_before } else { 1.0 };
        let mut known = 0.0;
        let factors = Array2::from_shape_fn(before.dim(), |place| {
            let found = match (self.observed.stated.get(&place), expected[place]) {
                (Some(stated), _) => Some(stated.growth),
                (None, Some(expected)) => Some(self.followed(expected / before[place], world, place, WEIGHT)),
                (None, None) => None,
            };
            known += if found.is_some() { before[place] } else { 0.0 };
            found.unwrap_or(world)
        });
        (factors, world, known / before.sum())
    }

    /// Factors `[importer][exporter]` for a sector of energy, whose trade was `before` and is `now`.
    fn energy(&self, before: &Array2<f64>, now: &Array2<f64>, world: f64, market: ArrayView2<'_, f64>) -> Array2<f64> {
        Array2::from_shape_fn(before.dim(), |place| {
            if let Some(stated) = self.observed.stated.get(&place).filter(|stated| stated.with_energy) {
                return stated.growth;
            }
            let enough = before[place] >= LEAST && market[place] > 0.0;
            if enough { self.followed(now[place] / before[place], world, place, ENERGY_WEIGHT) } else { world }
        })
    }

    /// The growth that is assumed where a pair's trade grew by `recorded` and the world's by `world`.
    fn followed(&self, recorded: f64, world: f64, place: (usize, usize), weight: f64) -> f64 {
        let apart = recorded / world;
        if self.broken(place) {
            world * apart.min(MOST_AFTER_BREAK)
        } else {
            world * apart.clamp(1.0 / MOST, MOST).powf(weight)
        }
    }

    fn broken(&self, (buyer, seller): (usize, usize)) -> bool {
        self.is_broken[buyer] || self.is_broken[seller]
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests;
