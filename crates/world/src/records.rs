//! Recorded trade that puts a table right: flows are moved to stated values, everything else stays as near as possible.

use std::collections::{BTreeMap, BTreeSet};

use ndarray::{Array3, Axis};
use serde::Deserialize;

use crate::labels::SectorKind;
use crate::names::{possessive, region_name};
use crate::rows::read_placed_rows;
use crate::table::{EconomyTable, TableParts};
use crate::uses::Uses;
use crate::{ANY, GroupBook, PairNote, Provenance, Result, WorldError};

/// Most of a producer's output that records may fix, as a share: other sales must be able to give way.
const MOST_HELD: f64 = 0.95;
/// Where other sales of a product fall below this share of what they were, it is said with the seller.
const FAR: f64 = 0.8;
/// Products named there at most.
const NAMED: usize = 3;

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
    /// What must be said with the pair; nothing where the column is missing or empty.
    #[serde(default)]
    pub remark: Option<String>,
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
    /// The table's value afterwards, USD million. It misses the record where that would take more than 95 % of a
    /// producer's output, or where the table has no flow to scale.
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
    /// pair, the first holds and the second scales the rest. Every producer makes as much as before: what a seller sells
    /// of a product to others, at home too, is scaled to what is left of its output. Sellers without a record keep their
    /// sales. Buyers then use more or less of each product; uses are balanced (RAS) so that the inputs of each industry
    /// as a whole, and so its value added, stay as they were.
    pub fn apply(&self, table: &EconomyTable) -> Result<Adjusted> {
        let held = self.held(table)?;
        let mut flows =
            Array3::from_shape_fn(table.sourcing().dim(), |(sector, buyer, seller)| table.flow(buyer, seller, sector));
        let before = flows.clone();
        let gave_way = make_room(&mut flows, &held);
        let moved = (&flows - &before).iter().map(|change| change.abs()).sum::<f64>() / 2.0;
        let Uses { intermediate_use, final_use } = Uses::balanced(table, &flows)?;
        let mut sourcing = flows;
        for mut row in sourcing.rows_mut() {
            let sum = row.sum();
            if sum > 0.0 {
                row /= sum;
            }
        }
        let adjusted = EconomyTable::new(TableParts {
            regions: table.regions().clone(),
            sectors: table.sectors().to_vec(),
            year: table.year(),
            provenance: self.provenance(table, moved, &gave_way),
            sourcing,
            intermediate_use,
            final_use,
        })?;
        let applied = self.compared(table, &adjusted)?;
        Ok(Adjusted { table: adjusted, applied, moved })
    }

    fn provenance(&self, table: &EconomyTable, moved: f64, gave_way: &[GaveWay]) -> Provenance {
        let mut provenance = table.provenance().clone();
        provenance.source.push_str(", adjusted to records");
        // What is said of the source's flows of a country as a whole no longer holds where records have moved them.
        let buyers: BTreeSet<&str> = self.of(table.year()).map(|(_, record)| record.importer.as_str()).collect();
        provenance.estimated_between.retain(|note| !(note.second == ANY && buyers.contains(note.first.as_str())));
        let records = self.of(table.year()).count();
        provenance.changes.push(format!(
            "{records} flows were moved to records ({}), and sales elsewhere and uses balanced: USD {moved:.0} million in all",
            self.name
        ));
        for buyer in buyers {
            let sellers = self.of(table.year()).filter(|(_, record)| record.importer == buyer);
            let sellers = sellers.map(|(_, record)| record.exporter.as_str()).collect::<BTreeSet<_>>().len();
            provenance.estimated_between.push(PairNote {
                first: buyer.to_owned(),
                second: ANY.to_owned(),
                note: format!(
                    "{} imports from {sellers} {} are taken from trade records, not from the source\u{2019}s table; how they \
                     divide over products is still the source\u{2019}s.",
                    possessive(region_name(buyer)),
                    if sellers == 1 { "country" } else { "countries" }
                ),
            });
        }
        for (_, record) in self.of(table.year()) {
            provenance.estimated_between.extend(record.remark.as_ref().filter(|words| !words.is_empty()).map(
                |words| PairNote {
                    first: record.exporter.clone(),
                    second: record.importer.clone(),
                    note: words.clone(),
                },
            ));
        }
        let mut by_seller: BTreeMap<usize, Vec<&GaveWay>> = BTreeMap::new();
        for one in gave_way.iter().filter(|one| one.factor < FAR) {
            by_seller.entry(one.seller).or_default().push(one);
        }
        for (seller, mut products) in by_seller {
            products.sort_by(|one, other| one.factor.total_cmp(&other.factor));
            let code = table.regions().code(seller);
            let words = products
                .iter()
                .take(NAMED)
                .map(|one| format!("{} by {:.0} %", table.sectors()[one.sector].name, 100.0 * (1.0 - one.factor)));
            provenance.estimated_between.push(PairNote {
                first: code.to_string(),
                second: ANY.to_owned(),
                note: format!(
                    "Sales of some products by {} to others are too low, since its output in the source is small for what \
                     was recorded ({}): do not quote its trade in them.",
                    region_name(code.as_str()),
                    words.collect::<Vec<_>>().join(", ")
                ),
            });
        }
        provenance
    }

    /// The values that hold, by sector, buyer and seller; single sectors before whole sets of them.
    fn held(&self, table: &EconomyTable) -> Result<BTreeMap<(usize, usize, usize), f64>> {
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

/// What a seller sells of a product to those without a record, over what it sold before.
struct GaveWay {
    seller: usize,
    sector: usize,
    factor: f64,
}

/// Sets flows `[sector][buyer][seller]` to the values that hold, `(sector, buyer, seller)`, and scales each seller's other
/// sales of the product to what is left of its output. What nothing could give way to is let go, and what would take more
/// than [`MOST_HELD`] of an output is cut.
fn make_room(flows: &mut Array3<f64>, held: &BTreeMap<(usize, usize, usize), f64>) -> Vec<GaveWay> {
    let mut by_producer: BTreeMap<(usize, usize), Vec<(usize, f64)>> = BTreeMap::new();
    for ((sector, buyer, seller), value) in held {
        by_producer.entry((*sector, *seller)).or_default().push((*buyer, *value));
    }
    let mut gave_way = Vec::new();
    for ((sector, seller), sales) in by_producer {
        let mut market = flows.index_axis_mut(Axis(0), sector);
        let mut sold = market.column_mut(seller);
        let output = sold.sum();
        let others = output - sales.iter().map(|(buyer, _)| sold[*buyer]).sum::<f64>();
        // A sum of what is left after subtraction: rounding must not count as somebody's purchases.
        if others <= 1e-12 * output {
            continue;
        }
        let whole: f64 = sales.iter().map(|(_, value)| value).sum();
        let scale = (MOST_HELD * output / whole).min(1.0);
        let factor = (output - scale * whole) / others;
        sold.mapv_inplace(|value| value * factor);
        for (buyer, value) in sales {
            sold[buyer] = scale * value;
        }
        gave_way.push(GaveWay { seller, sector, factor });
    }
    gave_way
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

    /// The recorded flow has its value; what each producer makes and each industry spends on inputs stays as it was, and
    /// Russia uses less of what Germany sells less of.
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
        let inputs = |table: &EconomyTable| table.intermediate_use().sum_axis(Axis(1));
        for (name, one, other) in
            [("inputs", &inputs(&before), &inputs(table)), ("output", before.output(), table.output())]
        {
            for (place, value) in one.indexed_iter() {
                assert!((value - other[place]).abs() <= 1e-6 * value.max(1.0), "{name} at {place:?}");
            }
        }
        let sector = table.sector("34t35").unwrap();
        let used = |table: &EconomyTable| table.total_use()[[russia, sector]];
        let sold = |table: &EconomyTable| table.flow(russia, germany, sector);
        assert!((used(table) - used(&before) - sold(table) + sold(&before)).abs() < 1e-6);
        assert!(adjusted.moved > 0.0);
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

    /// Where Germany's sales of vehicles to Russia fill its output, others get less of them, and this is told.
    #[test]
    fn who_gave_way_is_told() {
        let before = embedded::table(2011).unwrap();
        let vehicles = before.sector("34t35").unwrap();
        let (germany, russia, poland) = (place(&before, "DEU"), place(&before, "RUS"), place(&before, "POL"));
        let half = 0.5 * before.output()[[germany, vehicles]];
        let adjusted = apply(&format!("2011,DEU,RUS,34t35,{half},x\n")).unwrap();
        let notes = &adjusted.table.provenance().estimated_between;
        let [whole, note] = notes.as_slice() else { panic!("{notes:?}") };
        assert!(whole.first == "RUS" && whole.second == ANY && whole.note.contains("from 1 country"), "{whole:?}");
        assert!(note.first == "DEU" && note.second == ANY && note.note.contains("do not quote"), "{note:?}");
        // Other sales share what is left: half of the output over what was not sold to Russia.
        let factor = half / (2.0 * half - before.flow(russia, germany, vehicles));
        let elsewhere = adjusted.table.flow(poland, germany, vehicles) / before.flow(poland, germany, vehicles);
        assert!((elsewhere - factor).abs() < 1e-9, "{elsewhere}, not {factor}");
        // Who has no record sells Russia what it did.
        let other = |table: &EconomyTable| table.flow(russia, poland, vehicles);
        assert!((other(&adjusted.table) - other(&before)).abs() < 1e-6);
    }

    /// A flow that is stopped vanishes; one that would take all of an output stops short of it, and the answer says so.
    #[test]
    fn extremes_are_zero_and_a_whole_output() {
        let stopped = apply("2011,CHN,RUS,all,0,none\n").unwrap();
        let [row] = stopped.applied.as_slice() else { panic!("one record") };
        assert!(row.before > 50_000.0 && row.after == 0.0);
        let all = apply("2011,POL,RUS,29,1e9,all\n").unwrap();
        let table = &all.table;
        let output = table.output()[[place(table, "POL"), table.sector("29").unwrap()]];
        assert!((all.applied[0].after / output - MOST_HELD).abs() < 1e-6);
        assert_eq!(all.applied[0].record.remark, None);
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
