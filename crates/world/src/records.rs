//! Recorded trade that puts a table right: flows are moved to stated values, everything else stays as near as possible.

use std::collections::{BTreeMap, BTreeSet};

use ndarray::{Array2, Array3, ArrayView2};
use serde::Deserialize;

use crate::biproportional::{MOST_ROUNDS, balance};
use crate::labels::SectorKind;
use crate::names::region_name;
use crate::rows::read_placed_rows;
use crate::table::{EconomyTable, TableParts};
use crate::{ANY, GroupBook, PairNote, Result, WorldError};

/// Most of a country's use of a product, or of a producer's sales, that records may fix, as a share: the rest of the market
/// must be able to give way.
const MOST_FIXED: f64 = 0.95;
/// A change of sales without a record beyond this share is said with the pair.
const GAVE_WAY: f64 = 0.2;
/// Largest relative gap in a producer's sales that is accepted.
const MOST_GAP: f64 = 1e-6;

/// What a flow between two countries should be, from a csv file with these columns; others are read past.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Record {
    /// Year of the table.
    pub year: u16,
    /// Code of the seller.
    pub exporter: String,
    /// Code of the buyer.
    pub importer: String,
    /// `goods`, `services`, `all`, or the code of one sector of the table.
    pub products: String,
    /// The value that the table should have, USD million at basic prices.
    pub usd_million: f64,
    /// Where the figure is from.
    pub source: String,
}

/// Records with their lines in a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Records {
    name: String,
    rows: Vec<(u64, Record)>,
}

/// What became of a record.
#[derive(Debug, Clone, PartialEq)]
pub struct Applied {
    /// The record.
    pub record: Record,
    /// The table's value before, USD million.
    pub before: f64,
    /// The table's value afterwards, USD million. It misses the record where that would fix more than
    /// 95 % of a market, or where the table has no flow to scale.
    pub after: f64,
}

/// A table put right.
#[derive(Debug, Clone)]
pub struct Adjusted {
    /// The table.
    pub table: EconomyTable,
    /// One entry a record of its year.
    pub applied: Vec<Applied>,
    /// Half the sum of all changes of flows, USD million.
    pub moved: f64,
}

impl Records {
    /// Reads a csv file of records; `name` stands in errors, which give the line.
    pub fn parse(name: &str, text: &str) -> Result<Self> {
        let records = Self { name: name.to_owned(), rows: read_placed_rows(name, text)? };
        let mut seen = BTreeSet::new();
        for (line, record) in &records.rows {
            if !(record.usd_million.is_finite() && record.usd_million >= 0.0) {
                return Err(records.fault(*line, format!("{} is no value of trade", record.usd_million)));
            }
            if record.exporter == record.importer {
                return Err(records.fault(*line, format!("{} does not trade with itself", record.exporter)));
            }
            if !seen.insert((record.year, &record.exporter, &record.importer, &record.products)) {
                return Err(records.fault(*line, "the same flow stands in the file twice".to_owned()));
            }
        }
        Ok(records)
    }

    /// Those of a year, with their lines.
    fn of(&self, year: u16) -> impl Iterator<Item = &(u64, Record)> {
        self.rows.iter().filter(move |(_, record)| record.year == year)
    }

    fn fault(&self, line: u64, reason: String) -> WorldError {
        WorldError::Line { name: self.name.clone(), line, reason }
    }

    /// Moves a table to the records of its year.
    ///
    /// The flows of a record are scaled to its value. Where one record names a sector and another all goods of the same
    /// pair, the first holds and the second scales the rest. Then, product by product, all other flows are balanced (RAS)
    /// so that each country uses and each producer sells as much as before. Uses by industry do not change.
    pub fn apply(&self, table: &EconomyTable) -> Result<Adjusted> {
        let fixed = self.fixed(table)?;
        let (regions, sectors) = (table.regions().len(), table.sectors().len());
        let mut sourcing = table.sourcing().clone();
        let mut moved = 0.0;
        for sector in 0..sectors {
            let held: BTreeMap<(usize, usize), f64> = fixed
                .range((sector, 0, 0)..(sector + 1, 0, 0))
                .map(|((_, buyer, seller), value)| ((*buyer, *seller), *value))
                .collect();
            if held.is_empty() {
                continue;
            }
            let before = Array2::from_shape_fn((regions, regions), |(buyer, seller)| table.flow(buyer, seller, sector));
            let after = Market::new(before.view(), held).balanced(&table.name())?;
            moved += (&after - &before).iter().map(|change| change.abs()).sum::<f64>() / 2.0;
            for ((buyer, seller), value) in after.indexed_iter() {
                let used = table.total_use()[[buyer, sector]];
                if used > 0.0 {
                    sourcing[[sector, buyer, seller]] = value / used;
                }
            }
        }
        let mut provenance = table.provenance().clone();
        provenance.source.push_str(", adjusted to records");
        // What is said of the source's flows of a country as a whole no longer holds where records have moved them.
        let buyers: BTreeSet<&str> = self.of(table.year()).map(|(_, record)| record.importer.as_str()).collect();
        provenance.estimated_between.retain(|note| !(note.second == ANY && buyers.contains(note.first.as_str())));
        let records = self.of(table.year()).count();
        provenance.changes.push(format!(
            "{records} flows were moved to records ({}), and others balanced: USD {moved:.0} million in all",
            self.name
        ));
        provenance.estimated_between.extend(self.gave_way(table, &sourcing));
        let adjusted = EconomyTable::new(TableParts {
            regions: table.regions().clone(),
            sectors: table.sectors().to_vec(),
            year: table.year(),
            provenance,
            sourcing,
            intermediate_use: table.intermediate_use().clone(),
            final_use: table.final_use().clone(),
        })?;
        let applied = self.compared(table, &adjusted)?;
        Ok(Adjusted { table: adjusted, applied, moved })
    }

    /// Sellers without a record to a buyer with some whose sales the balancing moved far.
    fn gave_way(&self, table: &EconomyTable, sourcing: &Array3<f64>) -> Vec<PairNote> {
        let pairs: BTreeSet<(&str, &str)> =
            self.of(table.year()).map(|(_, record)| (record.importer.as_str(), record.exporter.as_str())).collect();
        let buyers: BTreeSet<&str> = pairs.iter().map(|(buyer, _)| *buyer).collect();
        let mut notes = Vec::new();
        for (buyer, to) in buyers.iter().filter_map(|buyer| Some((buyer, table.regions().position(buyer)?))) {
            for (from, seller) in table.regions().iter().enumerate().filter(|(from, _)| *from != to) {
                if pairs.contains(&(*buyer, seller.as_str())) {
                    continue;
                }
                let sum = |shares: &Array3<f64>| -> f64 {
                    let used = table.total_use().row(to);
                    used.iter().enumerate().map(|(sector, used)| shares[[sector, to, from]] * used).sum()
                };
                let (before, after) = (sum(table.sourcing()), sum(sourcing));
                if (after - before).abs() > GAVE_WAY * before {
                    notes.push(PairNote {
                        first: seller.to_string(),
                        second: (*buyer).to_owned(),
                        note: format!(
                            "There is no record of what {} sold to {}. Its sales gave way to those that are \
                             recorded, from USD {before:.0} to {after:.0} million: do not quote them.",
                            region_name(seller.as_str()),
                            region_name(buyer)
                        ),
                    });
                }
            }
        }
        notes
    }

    /// The values that hold, by sector, buyer and seller; single sectors before whole sets of them.
    fn fixed(&self, table: &EconomyTable) -> Result<BTreeMap<(usize, usize, usize), f64>> {
        let mut fixed = BTreeMap::new();
        let mut found = Vec::new();
        for (line, record) in self.of(table.year()) {
            let cells = Cells::of(record, table).map_err(|error| self.fault(*line, error.to_string()))?;
            found.push((cells, record.usd_million));
        }
        if found.is_empty() {
            return Err(self.fault(1, format!("no record of {}, the year of {}", table.year(), table.name())));
        }
        found.sort_by_key(|(cells, _)| cells.sectors.len());
        for (cells, value) in found {
            let places = cells.sectors.iter().map(|sector| (*sector, cells.buyer, cells.seller));
            let (held, free): (Vec<_>, Vec<_>) = places.partition(|place| fixed.contains_key(place));
            let held: f64 = held.iter().map(|place| fixed[place]).sum();
            let flow = |(sector, buyer, seller): &(usize, usize, usize)| table.flow(*buyer, *seller, *sector);
            let whole: f64 = free.iter().map(flow).sum();
            if whole > 0.0 {
                let scale = (value - held).max(0.0) / whole;
                fixed.extend(free.iter().map(|place| (*place, scale * flow(place))));
            }
        }
        Ok(fixed)
    }

    fn compared(&self, before: &EconomyTable, after: &EconomyTable) -> Result<Vec<Applied>> {
        let rows = self.of(before.year());
        rows.map(|(line, record)| {
            let cells = Cells::of(record, before).map_err(|error| self.fault(*line, error.to_string()))?;
            let value = |table: &EconomyTable| -> f64 {
                cells.sectors.iter().map(|sector| table.flow(cells.buyer, cells.seller, *sector)).sum()
            };
            Ok(Applied { record: record.clone(), before: value(before), after: value(after) })
        })
        .collect()
    }
}

/// Where a record stands in a table.
struct Cells {
    seller: usize,
    buyer: usize,
    sectors: Vec<usize>,
}

impl Cells {
    fn of(record: &Record, table: &EconomyTable) -> Result<Self> {
        let place = |code: &str| -> Result<usize> {
            match table.regions().position(code) {
                Some(region) => Ok(region),
                // Its error has the nearest names; a group is none of the table's regions either.
                None => Err(match GroupBook::embedded()?.party(code, table.regions(), &table.name()) {
                    Err(error) => error,
                    Ok(group) => WorldError::NotShown { given: group.code, name: group.name, table: table.name() },
                }),
            }
        };
        let of_kind = |kind: Option<SectorKind>| {
            let sectors = table.sectors().iter().enumerate();
            sectors.filter(|(_, sector)| kind.is_none_or(|kind| sector.kind == kind)).map(|(place, _)| place).collect()
        };
        let sectors = match record.products.as_str() {
            "all" => of_kind(None),
            "goods" => of_kind(Some(SectorKind::Goods)),
            "services" => of_kind(Some(SectorKind::Services)),
            code => vec![table.sector(code)?],
        };
        Ok(Self { seller: place(&record.exporter)?, buyer: place(&record.importer)?, sectors })
    }
}

/// The world market of one product: `[buyer][seller]`, USD million.
struct Market {
    flows: Array2<f64>,
    used: Vec<f64>,
    sold: Vec<f64>,
    held: BTreeMap<(usize, usize), f64>,
}

impl Market {
    fn new(flows: ArrayView2<'_, f64>, held: BTreeMap<(usize, usize), f64>) -> Self {
        let used = flows.rows().into_iter().map(|row| row.sum()).collect();
        let sold = flows.columns().into_iter().map(|column| column.sum()).collect();
        let mut market = Self { flows: flows.to_owned(), used, sold, held };
        market.leave_room();
        market
    }

    /// Lets go of what nothing else could give way to, and cuts what would fill a market.
    fn leave_room(&mut self) {
        let all = self.held.clone();
        let is_free = |place: (usize, usize)| self.flows[place] > 0.0 && !all.contains_key(&place);
        let regions = self.used.len();
        self.held.retain(|(buyer, seller), _| {
            (0..regions).any(|other| is_free((*buyer, other))) && (0..regions).any(|other| is_free((other, *seller)))
        });
        for by_buyer in [true, false] {
            let totals = if by_buyer { &self.used } else { &self.sold };
            let side = |place: &(usize, usize)| if by_buyer { place.0 } else { place.1 };
            let mut sums = vec![0.0; totals.len()];
            self.held.iter().for_each(|(place, value)| sums[side(place)] += value);
            for (place, value) in &mut self.held {
                let most = MOST_FIXED * totals[side(place)];
                if sums[side(place)] > most {
                    *value *= most / sums[side(place)];
                }
            }
        }
    }

    /// The flows with the held ones at their values and the rest balanced; every buyer uses exactly as much as before.
    fn balanced(mut self, table: &str) -> Result<Array2<f64>> {
        let (mut used, mut sold) = (self.used.clone(), self.sold.clone());
        for ((buyer, seller), value) in &self.held {
            self.flows[[*buyer, *seller]] = 0.0;
            used[*buyer] -= value;
            sold[*seller] -= value;
        }
        let gap = balance(&mut self.flows, &used, &sold);
        if gap > MOST_GAP {
            return Err(WorldError::NotConverged {
                what: "balancing a table to records",
                change: gap,
                iterations: MOST_ROUNDS,
                place: table.to_owned(),
            });
        }
        for ((buyer, seller), value) in &self.held {
            self.flows[[*buyer, *seller]] = *value;
        }
        Ok(self.flows)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

    use super::*;
    use crate::embedded;

    const HEADER: &str = "year,exporter,importer,products,usd_million,source\n";

    fn apply(rows: &str) -> Result<Adjusted> {
        Records::parse("mine.csv", &format!("{HEADER}{rows}"))?.apply(&embedded::table(2011)?)
    }

    fn place(table: &EconomyTable, code: &str) -> usize {
        table.regions().position(code).unwrap()
    }

    /// The recorded flow has its value; what each country uses and each producer sells stays as it was.
    #[test]
    fn a_record_holds_and_every_total_stays() {
        let before = embedded::table(2011).unwrap();
        let adjusted = apply("2011,DEU,RUS,goods,20000,\"a, b\"\n2011,DEU,RUS,29,9000,c\n").unwrap();
        let table = &adjusted.table;
        let (germany, russia) = (place(table, "DEU"), place(table, "RUS"));
        let goods = table.trade(&[russia], &[germany], Some(SectorKind::Goods));
        assert!((goods - 20_000.0).abs() < 1e-6, "{goods}");
        let machines = table.flow(russia, germany, table.sector("29").unwrap());
        assert!((machines - 9_000.0).abs() < 1e-6, "the narrower record holds: {machines}");
        for (name, one, other) in
            [("use", before.total_use(), table.total_use()), ("output", before.output(), table.output())]
        {
            for (place, value) in one.indexed_iter() {
                assert!((value - other[place]).abs() <= 1e-6 * value.max(1.0), "{name} at {place:?}");
            }
        }
        assert!(adjusted.moved > 0.0);
        // Others gave way to twice as much from Germany, and those that moved far are named.
        let notes = &table.provenance().estimated_between;
        assert!(notes.iter().all(|note| note.second == "RUS" && note.first != "DEU"), "{notes:?}");
        let services = |table: &EconomyTable| table.trade(&[russia], &[germany], Some(SectorKind::Services));
        assert!((services(table) - services(&before)).abs() < 1e-9, "services are not in the record");
    }

    /// A record of what the table has already changes nothing.
    #[test]
    fn a_record_of_what_is_there_changes_nothing() {
        let before = embedded::table(2011).unwrap();
        let value = before.trade(&[place(&before, "RUS")], &[place(&before, "CHN")], Some(SectorKind::Goods));
        let adjusted = apply(&format!("2011,CHN,RUS,goods,{value},customs\n")).unwrap();
        let gap =
            (adjusted.table.sourcing() - before.sourcing()).iter().fold(0.0, |most: f64, gap| most.max(gap.abs()));
        assert!(gap < 1e-12 && adjusted.moved < 1e-3, "{gap}, {}", adjusted.moved);
    }

    /// A flow that is stopped vanishes; one that would fill a market stops short of it, and the answer says so.
    #[test]
    fn extremes_are_zero_and_a_whole_market() {
        let stopped = apply("2011,CHN,RUS,all,0,none\n").unwrap();
        let [row] = stopped.applied.as_slice() else { panic!("one record") };
        assert!(row.before > 50_000.0 && row.after == 0.0);
        let all = apply("2011,CHN,RUS,29,1e9,all\n").unwrap();
        let table = &all.table;
        let used = table.total_use()[[place(table, "RUS"), table.sector("29").unwrap()]];
        assert!((all.applied[0].after / used - MOST_FIXED).abs() < 1e-6);
    }

    #[test]
    fn faults_name_line_and_remedy() {
        for (rows, words) in [
            ("2011,CHN,RSU,goods,1,x\n", "mine.csv, line 2: unknown country or group `RSU`"),
            ("2011,CHN,EU27,goods,1,x\n", "line 2: WIOD, 2013 release 2011 does not show EU27"),
            ("2011,CHN,RUS,machines,1,x\n", "line 2: unknown sector `machines`"),
            ("2011,CHN,RUS,goods,-1,x\n", "line 2: -1 is no value of trade"),
            ("2011,CHN,CHN,goods,1,x\n", "line 2: CHN does not trade with itself"),
            ("2011,CHN,RUS,goods,1,x\n2011,CHN,RUS,goods,2,y\n", "line 3: the same flow stands in the file twice"),
            ("2010,CHN,RUS,goods,1,x\n", "no record of 2011"),
        ] {
            let message = apply(rows).unwrap_err().to_string();
            assert!(message.contains(words), "{message}, not {words}");
        }
    }
}
