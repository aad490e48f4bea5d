//! Where the measures agree and where they do not.

use std::collections::BTreeMap;

use rayon::prelude::*;
use unequal_leverage::rank::{kendall, spearman};
use unequal_leverage::shares::ratio;

use super::answer::{Agreement, DirectedRow, GapFacts, RankGap};
use super::catalogue::{Indicator, MeasureCard};
use super::world::World;

/// Partnerships below this are left out when gaps are named, USD million a year.
const LEAST_TRADE: f64 = 1000.0;
/// Gaps named for two measures.
const GAPS: usize = 3;

/// Every two measures, the least alike first.
pub fn all(world: &World, rows: &[DirectedRow], catalogue: &[MeasureCard]) -> Vec<Agreement> {
    let features = Features::new(world, rows);
    let count = catalogue.len();
    let pairs: Vec<(usize, usize)> =
        (0..count).flat_map(|one| (one + 1..count).map(move |other| (one, other))).collect();
    let compares = |place: usize| Indicator::ALL.get(place).is_some_and(|measure| measure.compares());
    let mut found: Vec<Agreement> = pairs
        .into_par_iter()
        .map(|(one, other)| {
            // Over what both measures rank.
            let both = rows.iter().filter_map(|row| Some((row.ranks[one]?, row.ranks[other]?)));
            let (ranks_one, ranks_other): (Vec<f64>, Vec<f64>) = both.unzip();
            Agreement {
                one: catalogue[one].name.clone(),
                other: catalogue[other].name.clone(),
                comparable: compares(one) == compares(other),
                spearman: spearman(&ranks_one, &ranks_other),
                kendall: kendall(&ranks_one, &ranks_other),
                gaps: gaps(rows, one, other, &features),
            }
        })
        .collect();
    found.sort_by(|one, other| one.spearman.unwrap_or(0.0).total_cmp(&other.spearman.unwrap_or(0.0)));
    found
}

fn gaps(rows: &[DirectedRow], one: usize, other: usize, features: &Features) -> Vec<RankGap> {
    let mut large: Vec<(&DirectedRow, f64, f64)> = rows
        .iter()
        .filter(|row| row.imports >= LEAST_TRADE)
        .filter_map(|row| Some((row, row.ranks[one]?, row.ranks[other]?)))
        .collect();
    let gap = |(_, one, other): &(&DirectedRow, f64, f64)| (one - other).abs();
    large.sort_by(|left, right| gap(right).total_cmp(&gap(left)));
    large
        .into_iter()
        .take(GAPS)
        .map(|(row, rank_one, rank_other)| RankGap {
            side: row.side.clone(),
            partner: row.partner.clone(),
            rank_one,
            rank_other,
            why: [none_dependent(row, one, other), Some(features.words(row))]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join("; "),
            facts: features.facts(row, one, other),
        })
        .collect()
}

/// Zero dependent goods are the rule, since thresholds cut: then nothing but the threshold makes the gap.
fn none_dependent(row: &DirectedRow, one: usize, other: usize) -> Option<String> {
    let products = Indicator::ALL.iter().position(|measure| *measure == Indicator::Products)?;
    let zero = row.values.get(products).copied().flatten() == Some(0.0);
    ((one == products || other == products) && zero)
        .then(|| format!("{} buys from {} in no sector above the thresholds of L2", row.side, row.partner))
}

/// What sets partnerships apart, each with its sorted values over all sides or partnerships.
struct Features {
    /// Imports over value added by side.
    openness: BTreeMap<String, f64>,
    /// Value added, USD million.
    size: BTreeMap<String, f64>,
}

impl Features {
    fn new(world: &World, rows: &[DirectedRow]) -> Self {
        let table = &world.table;
        let value_added = table.value_added();
        let mut features = Self { openness: BTreeMap::new(), size: BTreeMap::new() };
        let regions = world.regions();
        for party in &regions {
            let income = value_added[party.members[0]];
            let imports = table.trade(&party.members, &table.outside(party), None);
            features.openness.insert(party.code.clone(), ratio(imports, income));
            features.size.insert(party.code.clone(), income);
        }
        // A partner that is a group has the size of its members together.
        let group = rows.iter().find(|row| !features.size.contains_key(&row.partner));
        if let Some(row) = group {
            let outsiders: f64 = rows.iter().filter_map(|row| features.size.get(&row.side)).sum();
            features.size.insert(row.partner.clone(), value_added.sum() - outsiders);
        }
        features
    }

    /// What sets the partnership apart, as figures.
    fn facts(&self, row: &DirectedRow, one: usize, other: usize) -> GapFacts {
        let size = |code: &str| self.size.get(code).copied();
        let value = |place: usize| row.values.get(place).copied().flatten();
        GapFacts {
            none_dependent: none_dependent(row, one, other).is_some(),
            openness: self.openness.get(&row.side).copied(),
            partner_size: size(&row.partner).zip(size(&row.side)).map(|(partner, own)| partner / own),
            share_of_imports: value(0),
            share_of_exports: value(1),
        }
    }

    /// Facts about the partnership that differ most from the ordinary.
    fn words(&self, row: &DirectedRow) -> String {
        let mut facts = Vec::new();
        if let Some(openness) = self.openness.get(&row.side) {
            facts.push(format!("{}'s imports are {:.0} % of its value added", row.side, 100.0 * openness));
        }
        if let (Some(own), Some(partner)) = (self.size.get(&row.side), self.size.get(&row.partner)) {
            let ratio = partner / own;
            facts.push(if ratio >= 1.0 {
                format!("{}'s economy is {} times as large", row.partner, rounded(ratio))
            } else {
                format!("{}'s economy is 1/{} as large", row.partner, rounded(1.0 / ratio))
            });
        }
        if let [Some(imports), Some(exports), ..] = row.values.as_slice() {
            facts.push(format!(
                "{} has {} of its imports and {} of its exports",
                row.partner,
                percent(*imports),
                percent(*exports)
            ));
        }
        facts.join("; ")
    }
}

fn percent(share: f64) -> String {
    let value = 100.0 * share;
    if value < 0.995 { format!("{value:.2} %") } else { format!("{value:.1} %") }
}

fn rounded(value: f64) -> String {
    if value < 10.0 { format!("{value:.1}") } else { format!("{value:.0}") }
}
