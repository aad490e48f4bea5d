//! The csv layout of the OECD's inter-country tables, which the WIOD copies share.
//!
//! The first column names the row (`RUS_C26`, `VA`, `OUT`), the other columns are
//! `REGION_SECTOR` for intermediate use, `REGION_CATEGORY` for final use, and `OUT`.
//! Every value is placed by its two labels; the order of rows and columns is free.

use std::collections::{HashMap, HashSet};
use std::io::Read;

use ndarray::{Array1, Array2, Axis};

use super::classification::{classify, code};
use super::inter_country_table::InterCountryTable;
use super::notation::Notation;
use super::wholes::Wholes;
use crate::labels::{Code, Labels, Sector, SectorKind};
use crate::names::{code_by_name, is_country};
use crate::provenance::Provenance;
use crate::{Result, WorldError};

/// What one column of the file means.
#[derive(Clone, Copy)]
enum Column {
    Intermediate(usize),
    Final(usize),
    Output,
    Ignored,
}

/// Rows that are value added, taxes less subsidies on products with it, alone or with a region before them.
const VALUE_ADDED: [&str; 6] = ["VA", "VALU", "TLS", "TAXSUB", "TXSP", "VAFOB"];
/// Cells that are no numbers, at most, before the file is given up; those in no use are never looked at again.
const MOST_WORDS: usize = 100_000;

/// The country that a region's code stands for, by the code used today. The OECD's older editions split China and Mexico by
/// export processing; the parts are one country. Trade statistics have older codes for some.
fn country(region: &str) -> String {
    let code = region.trim().to_uppercase();
    match code.as_str() {
        "CN1" | "CN2" => "CHN",
        "MX1" | "MX2" => "MEX",
        "BUR" => "MMR",
        _ if is_country(&code) => return code,
        // Two letters, numbers, older codes and names; groups are none of a table's countries.
        _ => return code_by_name(&code).filter(|known| is_country(known)).map_or(code, str::to_owned),
    }
    .to_owned()
}

/// Region and sector, or category, of a label.
fn split(label: &str) -> Option<(String, &str)> {
    label.trim_start_matches('\u{feff}').trim().split_once('_').map(|(region, rest)| (country(region), rest))
}

/// Whether a row is value added.
fn is_value_added(label: &str) -> bool {
    let own = split(label).map_or(label.trim(), |(_, rest)| rest);
    VALUE_ADDED.contains(&own)
}

/// Reads a table; `name` stands in errors.
pub fn read_inter_country_csv(name: &str, input: impl Read, year: u16) -> Result<InterCountryTable> {
    let line_error = |line: u64, reason: String| WorldError::Line { name: name.to_owned(), line, reason };
    let (notation, input) = Notation::of(input).map_err(|error| line_error(1, error.to_string()))?;
    let mut reader = csv::ReaderBuilder::new().delimiter(notation.separator).from_reader(input);
    let csv_error = |error: csv::Error| line_error(error.position().map_or(0, csv::Position::line), error.to_string());
    let header: Vec<String> = reader.headers().map_err(csv_error)?.iter().map(|name| name.trim().to_owned()).collect();
    let mut words: HashMap<(u64, usize), String> = HashMap::new();
    let mut rows: Vec<(String, u64, Vec<f64>)> = Vec::new();
    for record in reader.records() {
        let record = record.map_err(csv_error)?;
        let line = record.position().map_or(0, csv::Position::line);
        let label = record.get(0).unwrap_or_default().trim().to_owned();
        let mut values = Vec::with_capacity(header.len());
        for (place, text) in record.iter().enumerate().skip(1) {
            let number = notation.number(text);
            // Judged where it is used: what stands beside the table need not be a number.
            values.push(number.unwrap_or(f64::NAN));
            if number.is_none() {
                words.insert((line, place - 1), text.to_owned());
            }
        }
        if words.len() > MOST_WORDS {
            return Err(line_error(line, format!("more than {MOST_WORDS} cells are no numbers")));
        }
        rows.push((label, line, values));
    }
    let axes = Axes::from_rows(rows.iter().map(|(label, _, _)| label.as_str()))
        .map_err(|error| line_error(1, error.to_string()))?;
    if axes.regions.is_empty() {
        return Err(line_error(1, "expected rows named REGION_SECTOR, such as RUS_C26".to_owned()));
    }
    let columns = axes.columns(&header).map_err(|reason| line_error(1, reason))?;
    axes.place(rows, &header, &columns, year).map_err(|fault| match fault {
        Fault::At(line, reason) => line_error(line, reason),
        Fault::NoNumber { line, row, column } => {
            let name = header.get(column + 1).map_or("", String::as_str);
            let found = words.get(&(line, column)).map_or("", String::as_str);
            line_error(line, format!("row {row}, column {name}: expected a number, found `{found}`"))
        }
    })
}

/// Why rows cannot be placed.
enum Fault {
    /// At a line, for a reason.
    At(u64, String),
    /// A cell that is used is no number.
    NoNumber { line: u64, row: String, column: usize },
}

struct Axes {
    regions: Labels,
    sectors: Vec<Sector>,
    sector_positions: HashMap<String, usize>,
    classification: String,
}

impl Axes {
    /// Regions and sectors in order of first appearance among the rows.
    fn from_rows<'a>(labels: impl Iterator<Item = &'a str>) -> Result<Self> {
        let (mut regions, mut codes) = (Vec::new(), Vec::new());
        let (mut seen_regions, mut seen_codes) = (HashSet::new(), HashSet::new());
        for (region, sector) in labels.filter(|label| !is_value_added(label)).filter_map(split) {
            if seen_regions.insert(region.clone()) {
                regions.push(Code::new(&region)?);
            }
            if seen_codes.insert(sector.to_owned()) {
                codes.push(sector.to_owned());
            }
        }
        let kept: Vec<String> = codes.iter().map(|given| code(given)).collect();
        let (classification, sectors) = classify(&kept)?;
        let position = |kept: &str| sectors.iter().position(|sector| sector.code.as_str() == kept);
        let sector_positions =
            codes.into_iter().zip(&kept).filter_map(|(given, kept)| Some((given, position(kept)?))).collect();
        Ok(Self { regions: Labels::new(regions, "region")?, sectors, sector_positions, classification })
    }

    fn node(&self, label: &str) -> Option<usize> {
        let (region, sector) = split(label)?;
        let region = self.regions.position(&region)?;
        Some(region * self.sectors.len() + self.sector_positions.get(sector)?)
    }

    fn columns(&self, header: &[String]) -> std::result::Result<Vec<Column>, String> {
        let mut seen = HashSet::new();
        header
            .iter()
            .skip(1)
            .map(|label| {
                if !seen.insert(label) {
                    return Err(format!("the column {label} stands twice"));
                }
                if let Some(node) = self.node(label) {
                    return Ok(Column::Intermediate(node));
                }
                match split(label) {
                    Some((region, category)) => self
                        .regions
                        .position(&region)
                        .map(Column::Final)
                        .ok_or_else(|| format!("column {label}: no row of region {region} (category {category})")),
                    None if matches!(label.as_str(), "OUT" | "TOTAL") => Ok(Column::Output),
                    None => Ok(Column::Ignored),
                }
            })
            .collect()
    }

    fn node_name(&self, node: usize) -> String {
        let sectors = self.sectors.len();
        format!("{}_{}", self.regions.code(node / sectors), self.sectors[node % sectors].code)
    }

    /// Every industry must buy and every region must absorb: a table cut short on the right is
    /// as wrong as one cut short at the bottom.
    fn check_columns(&self, columns: &[Column]) -> std::result::Result<(), String> {
        let mut buys = vec![false; self.regions.len() * self.sectors.len()];
        let mut absorbs = vec![false; self.regions.len()];
        for column in columns {
            match column {
                Column::Intermediate(node) => buys[*node] = true,
                Column::Final(region) => absorbs[*region] = true,
                Column::Output | Column::Ignored => {}
            }
        }
        if let Some(node) = buys.iter().position(|found| !found) {
            return Err(format!("there is a row but no column {}", self.node_name(node)));
        }
        match absorbs.iter().position(|found| !found) {
            Some(region) => Err(format!("no column of final use for region {}", self.regions.code(region))),
            None => Ok(()),
        }
    }

    /// Every industry needs a row and a column. This comes before anything is allocated for their product.
    fn check_rows(&self, rows: usize) -> std::result::Result<(), String> {
        let (regions, sectors) = (self.regions.len(), self.sectors.len());
        match regions.checked_mul(sectors) {
            Some(nodes) if nodes <= rows => Ok(()),
            _ => Err(format!(
                "rows name {regions} regions and {sectors} sectors, which takes a row for every sector of every region; the \
                 file has {rows} rows"
            )),
        }
    }

    /// A region that sells of every product what all others sell together, within a thousandth.
    fn sum_of_others(&self, intermediate: &Array2<f64>, final_use: &Array2<f64>) -> Option<usize> {
        let (regions, sectors) = (self.regions.len(), self.sectors.len());
        if regions < 3 {
            return None;
        }
        let sold = intermediate.sum_axis(Axis(1)) + final_use.sum_axis(Axis(1));
        let whole = |sector: usize| (0..regions).map(|region| sold[region * sectors + sector]).sum::<f64>();
        let wholes: Vec<f64> = (0..sectors).map(whole).collect();
        (0..regions).find(|region| {
            let own = |sector: usize| sold[region * sectors + sector];
            let half = |(sector, whole): (usize, &f64)| (own(sector) - whole / 2.0).abs() <= 1e-3 * whole.abs() / 2.0;
            wholes.iter().sum::<f64>() > 0.0 && wholes.iter().enumerate().all(half)
        })
    }

    fn place(
        self,
        rows: Vec<(String, u64, Vec<f64>)>,
        header: &[String],
        columns: &[Column],
        year: u16,
    ) -> std::result::Result<InterCountryTable, Fault> {
        self.check_rows(rows.len()).map_err(|reason| Fault::At(1, reason))?;
        let nodes = self.regions.len() * self.sectors.len();
        self.check_columns(columns).map_err(|reason| Fault::At(1, reason))?;
        let of_final_use = columns.iter().enumerate().filter_map(|(place, column)| match column {
            Column::Final(region) => Some((place, *region)),
            _ => None,
        });
        let mut wholes = Wholes::new(of_final_use, nodes);
        let mut value_added = Array1::zeros(nodes);
        let mut intermediate = Array2::zeros((nodes, nodes));
        let mut final_use = Array2::zeros((nodes, self.regions.len()));
        let (mut stated_rows, mut stated_columns) = (Array1::zeros(nodes), Array1::zeros(nodes));
        let mut unused = vec![0.0; columns.len()];
        let mut whole = true;
        let (mut negative_cells, mut negative_mass, mut seen) = (0, 0.0, HashSet::new());
        let mut found_rows = vec![false; nodes];
        for (label, line, values) in rows {
            if !seen.insert(label.clone()) {
                return Err(Fault::At(line, format!("the row {label} stands twice")));
            }
            let node = self.node(&label);
            if let Some(node) = node {
                found_rows[node] = true;
            }
            let adds_value = node.is_none() && is_value_added(&label);
            let is_output = matches!(label.as_str(), "OUT" | "OUTPUT" | "TOTAL");
            for (place, (value, column)) in values.into_iter().zip(columns).enumerate() {
                let used = match column {
                    Column::Intermediate(_) => node.is_some() || adds_value || is_output,
                    Column::Final(_) | Column::Output => node.is_some(),
                    Column::Ignored => false,
                };
                if used && value.is_nan() {
                    return Err(Fault::NoNumber { line, row: label, column: place });
                }
                whole &= node.is_none() || !used || value.fract() == 0.0;
                match (node, *column) {
                    (Some(row), Column::Intermediate(column)) => intermediate[[row, column]] += value,
                    (Some(row), Column::Final(region)) => {
                        final_use[[row, region]] += value;
                        wholes.add(row, place, value);
                        if value < 0.0 {
                            negative_cells += 1;
                            negative_mass -= value;
                        }
                    }
                    (Some(row), Column::Output) => stated_rows[row] += value,
                    (None, Column::Intermediate(column)) if is_output => stated_columns[column] += value,
                    (None, Column::Intermediate(column)) if adds_value => value_added[column] += value,
                    (Some(_), Column::Ignored) if value.is_finite() => unused[place] += value,
                    _ => {}
                }
            }
        }
        if let Some(node) = found_rows.iter().position(|found| !found) {
            return Err(Fault::At(0, format!("there is no row {}", self.node_name(node))));
        }
        if let Some(column) = wholes.repeated() {
            let name = header.get(column + 1).map_or("", String::as_str);
            return Err(Fault::At(
                1,
                format!("column {name} repeats the sum of the region\u{2019}s other final use: leave it out"),
            ));
        }
        let bought = final_use.sum_axis(Axis(0));
        if let Some(region) = bought.iter().position(|value| *value == 0.0) {
            let code = self.regions.code(region);
            return Err(Fault::At(1, format!("region {code} has no final use: every cell of its columns is zero")));
        }
        if let Some(region) = self.sum_of_others(&intermediate, &final_use) {
            let code = self.regions.code(region);
            return Err(Fault::At(1, format!("region {code} is the sum of all others: leave it out")));
        }
        let unknown_kinds = not_told_apart(&self.sectors).into_iter().collect();
        let unused_columns = header.iter().skip(1).zip(unused).filter(|(_, sum)| *sum != 0.0);
        let unused_columns = unused_columns.map(|(name, sum)| (name.clone(), sum)).collect();
        Ok(InterCountryTable {
            stated_value_added: value_added,
            rounding: if whole { columns.len() as f64 } else { 0.0 },
            unused_columns,
            regions: self.regions,
            sectors: self.sectors,
            year,
            provenance: Provenance {
                valuation: crate::Valuation::Basic,
                source: "csv table in the OECD layout".to_owned(),
                classification: self.classification,
                licence: String::new(),
                estimated: unknown_kinds,
                estimated_between: Vec::new(),
                estimated_use: Vec::new(),
                changes: Vec::new(),
            },
            intermediate,
            final_use,
            negative_cells,
            negative_mass,
            stated_row_output: stated_rows,
            stated_column_output: stated_columns,
        })
    }
}

/// What must be said where it is not known which sectors are goods.
fn not_told_apart(sectors: &[Sector]) -> Option<String> {
    const NAMED: usize = 3;
    let unknown = || sectors.iter().filter(|sector| sector.kind == SectorKind::Unknown);
    let named: Vec<&str> = unknown().take(NAMED).map(|sector| sector.code.as_str()).collect();
    (!named.is_empty()).then(|| {
        format!(
            "Goods and services are not told apart: {} of {} sector codes of the file, such as {}, are of no classification \
             that is known here.",
            unknown().count(),
            sectors.len(),
            named.join(", ")
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readers::TableFile;

    const SMALL: &str = "V1,AAA_X,BBB_X,AAA_HFCE,BBB_HFCE,BBB_INVNT,OUT\n\
                         AAA_X,40,10,50,6,4,110\n\
                         BBB_X,5,20,5,70,-1,99\n\
                         VA,65,69,0,0,0,0\n\
                         OUT,110,99,0,0,0,0\n";

    #[test]
    fn values_are_placed_by_label() {
        let table = read_inter_country_csv("small.csv", SMALL.as_bytes(), 2000).unwrap();
        let swapped: String = {
            let mut rows: Vec<&str> = SMALL.lines().collect();
            rows.swap(1, 2);
            rows.join("\n")
        };
        let other = read_inter_country_csv("small.csv", swapped.as_bytes(), 2000).unwrap();
        assert_eq!(table.negative_cells, 1);
        let flow = |table: &InterCountryTable| {
            let (buyer, seller) = (table.regions.position("BBB").unwrap(), table.regions.position("AAA").unwrap());
            (table.intermediate[[seller, buyer]], table.final_use[[seller, buyer]]) // 6 + 4: categories add up
        };
        assert_eq!(flow(&table), (10.0, 10.0));
        assert_eq!(flow(&other), (10.0, 10.0));
    }

    /// What contradicts itself is told; what is a whole beside its parts is refused.
    #[test]
    fn a_table_must_earn_its_soundness() {
        let read = |text: &str| read_inter_country_csv("t.csv", text.as_bytes(), 2000);
        assert_eq!(read(SMALL).unwrap().defects().faults, Vec::<String>::new());
        let faults = |text: &str| read(text).unwrap().defects().faults.join("; ");
        assert!(faults(&SMALL.replace(",110\n", ",150\n")).contains("rows miss the output stated"));
        assert!(
            faults(&SMALL.replace("VA,65", "VA,30"))
                .contains("misses the stated value added by up to 26.4 % of output (AAA_X)")
        );
        assert!(faults(&SMALL.replace("AAA_X,40", "AAA_X,-40")).contains("negative"));
        let told = read(&SMALL.replace("VA,65", "VA,30")).unwrap().condense(&[]).unwrap();
        assert!(told.provenance().estimated[0].contains("contradicts itself"));
        // Final use of BBB with its own total beside it.
        let total: String = SMALL
            .lines()
            .zip(["BBB_TFD", "10", "69", "0", "0"])
            .map(|(line, cell)| format!("{line},{cell}\n"))
            .collect();
        assert!(read(&total).unwrap_err().to_string().contains("BBB_TFD repeats the sum"));
        let unused: String =
            SMALL.lines().zip(["EXP", "7", "8", "0", "0"]).map(|(line, cell)| format!("{line},{cell}\n")).collect();
        assert_eq!(read(&unused).unwrap().unused_columns, [("EXP".to_owned(), 15.0)]);
    }

    #[test]
    fn what_stands_beside_the_table_need_not_be_a_number() {
        let read = |text: &str| read_inter_country_csv("t.csv", text.as_bytes(), 2000);
        let blank = SMALL.replace("VA,65,69,0,0,0,0", "VA,65,69,,,,");
        assert!(read(&blank).is_ok());
        let trailing: String = SMALL.lines().map(|line| format!("{line},\n")).collect();
        assert!(read(&trailing).is_ok());
        let lower = SMALL.replace("AAA", "ger").replace("BBB", "rus");
        let table = read(&lower).unwrap();
        assert!(table.regions.position("DEU").is_some() && table.regions.position("RUS").is_some());
        let whole = read(SMALL).unwrap();
        for separator in [";", "\t", "|"] {
            let other = read(&SMALL.replace(',', separator)).unwrap();
            assert_eq!((other.intermediate, other.final_use), (whole.intermediate.clone(), whole.final_use.clone()));
        }
        let halves = |text: &str| text.replace("40,", "40.5,").replace("VA,65", "VA,64.5").replace(",110", ",110.5");
        let points = read(&halves(SMALL)).unwrap();
        let commas = read(&halves(SMALL).replace(',', ";").replace('.', ",")).unwrap();
        assert_eq!(points.intermediate, commas.intermediate);
        let utf16 = |text: &str| -> Vec<u8> {
            [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
        };
        let TableFile::InterCountry(wide) = TableFile::read("t_2000.csv", &utf16(SMALL)).unwrap() else { panic!() };
        assert_eq!(wide.intermediate, whole.intermediate);
        assert!(TableFile::read("t_2000.csv", &utf16(SMALL)[..101]).is_err());
        // A year that is asked for decides, whatever the name has.
        for name in ["t.csv", "edition2021_2015.csv", "t_2000.csv"] {
            let TableFile::InterCountry(table) = TableFile::read_for(name, SMALL.as_bytes(), Some(1999)).unwrap()
            else {
                panic!()
            };
            assert_eq!(table.year, 1999);
        }
        assert!(TableFile::read("edition2021_2015.csv", SMALL.as_bytes()).is_err());
        // Codes as others join them; numbers and names of countries.
        let dashes = SMALL.replace("_X", "_C10-C12").replace("AAA", "643").replace("BBB", "KR");
        let table = read(&dashes).unwrap();
        assert_eq!(table.sectors[0].code.as_str(), "C10_C12");
        assert!(table.regions.position("RUS").is_some() && table.regions.position("KOR").is_some());
        let nothing = SMALL.replace("50,6,4", "50,0,0").replace("5,70,-1", "5,0,0");
        assert!(read(&nothing).unwrap_err().to_string().contains("region BBB has no final use"));
        let taxes = SMALL.replace("VA,65,69", "AAA_TAXSUB,1,0,0,0,0,0\nVALU,64,69");
        assert_eq!(read(&taxes).unwrap().stated_value_added.to_vec(), [65.0, 69.0]);
    }

    /// A short file can name a product of regions and sectors that no memory holds.
    #[test]
    fn limits_are_checked_before_anything_is_allocated() {
        let many: String =
            std::iter::once("V1,OUT\n".to_owned()).chain((0..2000).map(|row| format!("R{row}_S{row},1\n"))).collect();
        let message = read_inter_country_csv("t.csv", many.as_bytes(), 2000).unwrap_err().to_string();
        assert!(message.contains("2000 regions and 2000 sectors"), "{message}");
    }

    #[test]
    fn errors_point_at_the_line() {
        let bad = SMALL.replace(",20,", ",twenty,");
        let message = read_inter_country_csv("bad.csv", bad.as_bytes(), 2000).unwrap_err().to_string();
        assert!(message.contains("line 3") && message.contains("BBB_X") && message.contains("twenty"), "{message}");
        let cut = &SMALL[..SMALL.len() - 40];
        assert!(read_inter_country_csv("cut.csv", cut.as_bytes(), 2000).is_err());
    }

    #[test]
    fn a_table_with_a_hole_is_refused() {
        let read = |text: &str| read_inter_country_csv("hole.csv", text.as_bytes(), 2000);
        let without_row: String =
            SMALL.lines().filter(|line| !line.starts_with("BBB_X")).collect::<Vec<_>>().join("\n");
        assert!(read(&without_row).is_err());
        let without = |column: usize| -> String {
            let cut = |line: &str| {
                let fields = line.split(',').enumerate().filter(|(position, _)| *position != column);
                fields.map(|(_, field)| field).collect::<Vec<_>>().join(",")
            };
            SMALL.lines().map(cut).collect::<Vec<_>>().join("\n")
        };
        assert!(read(&without(2)).unwrap_err().to_string().contains("no column BBB_X"));
        assert!(read(&without(3)).unwrap_err().to_string().contains("final use for region AAA"));
    }
}
