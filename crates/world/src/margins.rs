//! Raw materials with the trade and transport margins that their seller books as services.
//!
//! A table at basic prices shows oil at the well: what traders and pipelines of the selling country add up to its border
//! stands in that country's exports of services. Here such margins are put back on the goods that carry them. The seller's
//! industry then uses the services itself and sells at the border's price, its buyers buy fewer services and dearer goods,
//! and value added stays where it was made.
//!
//! For a seller s, a buyer b and a raw material p, with flows x of the table, customs values c of BACI (at the seller's
//! border) and services r that the two record, the margin is
//!
//! `m_p = g_p min(1, e / sum_q g_q)`, with `g_p = min(x_p, max(0, c_p - x_p))` and
//! `e = max(0, min((1 - r / x_services) x_services, 0.95 x_carrying))`.
//!
//! So it exceeds neither what customs record above the table, nor what the table has of services above the record, nor the
//! value at the well: what customs record beyond twice that is mostly goods of others on their way. After the last year
//! with a record of services, `r / x_services` stays what it was in that year. Pairs without a record keep their flows.
//! Export duties stand in no flow of the table, and nothing is added for them.

use std::collections::BTreeMap;

use ndarray::Array3;

use crate::names::{listed, region_name};
use crate::provenance::Valuation;
use crate::record::{Source, product, reported};
use crate::table::{EconomyTable, TableParts};
use crate::uses::Uses;
use crate::{Result, SectorKind};

/// Sectors of raw materials with the groups of products that BACI records of them.
const RAW_MATERIALS: &[(&str, &[&str])] = &[
    ("B05", &["coal"]),
    ("B06", &["oil", "pipeline-gas", "lng"]),
    (
        "B07",
        &[
            "uranium",
            "iron-ore",
            "bauxite",
            "copper-ore",
            "nickel-ore",
            "zinc-ore",
            "lead-ore",
            "tin-ore",
            "chromium-ore",
            "manganese-ore",
            "titanium-ore",
            "molybdenum-ore",
            "antimony-ore",
        ],
    ),
];
/// Services that carry goods to a border: trade, transport and storage, or all services where a table shows no others.
const CARRYING: &[&str] = &["G", "H49", "H50", "H51", "H52", "SERVICES"];
/// Most of a pair's carrying services that may be margins: some are sold for themselves.
const MOST_HELD: f64 = 0.95;
/// Records of services from before this year stand beside tables of another source, and say nothing here.
const FIRST: u16 = 2012;
/// Sellers named with what was moved, at most.
const NAMED: usize = 5;

/// A margin on a raw material sold by one region to another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Margin {
    pub seller: usize,
    pub buyer: usize,
    /// The raw material's sector.
    pub sector: usize,
    /// USD million.
    pub value: f64,
}

/// The table with raw materials at the price of the seller's border. `earlier` reads the tables of earlier years.
pub(crate) fn with_margins(
    table: &EconomyTable,
    earlier: &dyn Fn(u16) -> Result<EconomyTable>,
) -> Result<EconomyTable> {
    let carrying = carrying(table);
    let mut services = RecordedServices { earlier, tables: BTreeMap::from([(table.year(), table.clone())]) };
    moved(table, &margins(table, &carrying, &mut services)?, &carrying)
}

/// Sectors of services that may carry goods.
fn carrying(table: &EconomyTable) -> Vec<usize> {
    CARRYING.iter().filter_map(|code| table.sectors().iter().position(|sector| sector.code.as_str() == *code)).collect()
}

/// Margins of all pairs, by the formula above.
fn margins(table: &EconomyTable, carrying: &[usize], recorded: &mut RecordedServices<'_>) -> Result<Vec<Margin>> {
    let materials: Vec<(usize, &[&str])> = RAW_MATERIALS
        .iter()
        .filter_map(|(code, groups)| {
            Some((table.sectors().iter().position(|own| own.code.as_str() == *code)?, *groups))
        })
        .collect();
    let regions = table.regions().len();
    let mut margins = Vec::new();
    for (seller, buyer) in (0..regions).flat_map(|seller| (0..regions).map(move |buyer| (seller, buyer))) {
        if seller == buyer {
            continue;
        }
        let [from, to] = [seller, buyer].map(|region| table.regions().code(region).as_str());
        let Some(recorded) = recorded.share(from, to, table.year())? else { continue };
        let services = table.trade(&[buyer], &[seller], Some(SectorKind::Services));
        let held: f64 = carrying.iter().map(|sector| table.flow(buyer, seller, *sector)).sum::<f64>() * MOST_HELD;
        let excess = ((1.0 - recorded) * services).min(held);
        if excess <= 0.0 {
            continue;
        }
        let mut gaps = Vec::new();
        for (sector, groups) in &materials {
            let flow = table.flow(buyer, seller, *sector);
            let gap = (customs(groups, from, to, table.year())? - flow).min(flow);
            if gap > 0.0 {
                gaps.push((*sector, gap));
            }
        }
        let whole: f64 = gaps.iter().map(|(_, gap)| gap).sum();
        let share = (excess / whole).min(1.0);
        margins.extend(gaps.into_iter().map(|(sector, gap)| Margin { seller, buyer, sector, value: share * gap }));
    }
    Ok(margins)
}

/// Services that two countries record, against the table's.
struct RecordedServices<'a> {
    earlier: &'a dyn Fn(u16) -> Result<EconomyTable>,
    tables: BTreeMap<u16, EconomyTable>,
}

impl RecordedServices<'_> {
    /// What the seller or the buyer records, the greater of both, over what the table has, in the year or in the last one
    /// before it with a record.
    fn share(&mut self, seller: &str, buyer: &str, year: u16) -> Result<Option<f64>> {
        let mut last: Option<(u16, f64)> = None;
        for reporter in [seller, buyer] {
            let years = reported(Source::Services, reporter, seller, buyer)?;
            let of_reporter = years.into_iter().rfind(|(known, _)| *known <= year);
            // The later year; within a year, the greater value.
            last = last
                .into_iter()
                .chain(of_reporter)
                .max_by(|one, other| one.0.cmp(&other.0).then_with(|| one.1.total_cmp(&other.1)));
        }
        let Some((known, value)) = last else { return Ok(None) };
        if known < FIRST {
            return Ok(None);
        }
        if !self.tables.contains_key(&known) {
            self.tables.insert(known, (self.earlier)(known)?);
        }
        let Some(table) = self.tables.get(&known) else { return Ok(None) };
        let [from, to] = [seller, buyer].map(|code| table.regions().position(code));
        let services = from.zip(to).map(|(from, to)| table.trade(&[to], &[from], Some(SectorKind::Services)));
        Ok(services.filter(|services| *services > 0.0).map(|services| value / services))
    }
}

/// What BACI has of groups of products, at the seller's border.
fn customs(groups: &[&str], seller: &str, buyer: &str, year: u16) -> Result<f64> {
    let mut sum = 0.0;
    for group in groups {
        let years = product(group, seller, buyer)?;
        sum += years.into_iter().find(|row| row.year == year).map_or(0.0, |row| row.usd_million);
    }
    Ok(sum)
}

/// Moves margins from carrying services to the goods, within each pair in proportion to what it buys of them.
fn moved(table: &EconomyTable, margins: &[Margin], carrying: &[usize]) -> Result<EconomyTable> {
    let mut flows =
        Array3::from_shape_fn(table.sourcing().dim(), |(sector, buyer, seller)| table.flow(buyer, seller, sector));
    let mut used_by_seller = Array3::<f64>::zeros(table.intermediate_use().dim());
    for margin in margins {
        let Margin { seller, buyer, sector, value } = *margin;
        let flow = |service: &usize| table.flow(buyer, seller, *service);
        let whole: f64 = carrying.iter().map(flow).sum();
        flows[[sector, buyer, seller]] += value;
        for service in carrying {
            let part = value * flow(service) / whole;
            flows[[*service, buyer, seller]] -= part;
            used_by_seller[[seller, *service, sector]] += part;
        }
    }
    // Buyers first: each industry spends as much on inputs as before, on dearer goods and fewer services.
    let Uses { mut intermediate_use, final_use } = Uses::balanced(table, &flows)?;
    intermediate_use += &used_by_seller;
    for ((seller, service, _), part) in used_by_seller.indexed_iter() {
        flows[[service, seller, seller]] += part;
    }
    let mut sourcing = flows;
    for mut row in sourcing.rows_mut() {
        let sum = row.sum();
        if sum > 0.0 {
            row /= sum;
        }
    }
    let mut provenance = table.provenance().clone();
    provenance.valuation = Valuation::RawMaterialsWithMargins;
    provenance.source.push_str(", raw materials with their margins");
    provenance.estimated.push(
        "Margins on coal, oil, gas and ores are estimated: the part of what customs record above the table that recorded \
         services leave room for. Pairs whose services nobody records have none."
            .to_owned(),
    );
    provenance.changes.push(words(table, margins));
    EconomyTable::new(TableParts {
        regions: table.regions().clone(),
        sectors: table.sectors().to_vec(),
        year: table.year(),
        provenance,
        sourcing,
        intermediate_use,
        final_use,
    })
}

/// How much was moved, and for whom.
fn words(table: &EconomyTable, margins: &[Margin]) -> String {
    let mut by_seller = vec![0.0; table.regions().len()];
    for margin in margins {
        by_seller[margin.seller] += margin.value;
    }
    let mut order: Vec<usize> = (0..by_seller.len()).filter(|region| by_seller[*region] > 0.0).collect();
    order.sort_by(|one, other| by_seller[*other].total_cmp(&by_seller[*one]));
    let named = order
        .iter()
        .take(NAMED)
        .map(|region| format!("{} {:.0}", region_name(table.regions().code(*region).as_str()), by_seller[*region]));
    format!(
        "margins of USD {:.0} million were moved from exports of services to exports of coal, oil, gas and ores ({})",
        by_seller.iter().sum::<f64>(),
        listed(&named.collect::<Vec<_>>())
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use crate::embedded;

    const YEAR: u16 = 2019;

    fn place(table: &EconomyTable, code: &str) -> usize {
        table.regions().position(code).unwrap()
    }

    fn both() -> (EconomyTable, EconomyTable) {
        (embedded::table(YEAR).unwrap(), embedded::named("margins-2019").unwrap())
    }

    /// Russia's coal, oil, gas and ores to China by hand: what customs have above the table, at most the value at the well,
    /// at most the services above the 3,907 million that Russia records for 2019.
    #[test]
    fn a_pair_has_the_margin_of_the_formula() {
        let (before, after) = both();
        let (russia, china) = (place(&before, "RUS"), place(&before, "CHN"));
        let flow = |table: &EconomyTable, code: &str| table.flow(china, russia, table.sector(code).unwrap());
        let services = before.trade(&[china], &[russia], Some(SectorKind::Services));
        let excess = (services - 3907.0).min(0.95 * flow(&before, "SERVICES"));
        let groups =
            [("B05", vec!["coal"]), ("B06", vec!["oil", "pipeline-gas", "lng"]), ("B07", RAW_MATERIALS[2].1.to_vec())];
        let gaps = groups.map(|(code, groups)| {
            let own = flow(&before, code);
            (code, (customs(&groups, "RUS", "CHN", YEAR).unwrap() - own).clamp(0.0, own))
        });
        let whole: f64 = gaps.iter().map(|(_, gap)| gap).sum();
        assert!(excess > 0.0 && whole > 0.0, "{excess} {whole}");
        for (code, gap) in gaps {
            let (expected, found) = (gap * (excess / whole).min(1.0), flow(&after, code) - flow(&before, code));
            assert!((found - expected).abs() < 1e-3, "{code}: {found} for {expected}");
        }
    }

    /// Each pair trades as much as before, each region adds as much value and uses as much, and of goods only raw
    /// materials change.
    #[test]
    fn totals_stay() {
        let (before, after) = both();
        let regions = before.regions().len();
        for (seller, buyer) in (0..regions).flat_map(|seller| (0..regions).map(move |buyer| (seller, buyer))) {
            if seller == buyer {
                continue;
            }
            let [one, other] = [&before, &after].map(|table| table.trade(&[buyer], &[seller], None));
            assert!((one - other).abs() < 1e-6 * one.max(1.0), "{seller} to {buyer}: {one} and {other}");
        }
        for (region, (one, other)) in before.value_added().iter().zip(after.value_added()).enumerate() {
            assert!((one - other).abs() < 1e-6 * one, "value added of {region}: {one} and {other}");
        }
        for ((region, sector), one) in before.output().indexed_iter() {
            let (own, other) = (&before.sectors()[sector], after.output()[[region, sector]]);
            let may_grow = RAW_MATERIALS.iter().any(|(code, _)| own.code.as_str() == *code);
            assert!(
                (one - other).abs() < 1e-6 * one.max(1.0) || may_grow && other > *one,
                "output of {region}, {}: {one} and {other}",
                own.name
            );
        }
        assert!((before.final_use().sum() - after.final_use().sum()).abs() < 1e-6 * before.final_use().sum());
    }
}
