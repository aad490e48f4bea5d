//! The csv layout of the OECD's inter-country tables, which the WIOD copies share.
//!
//! The first column names the row (`RUS_C26`, `VA`, `OUT`), the other columns are
//! `REGION_SECTOR` for intermediate use, `REGION_CATEGORY` for final use, and `OUT`.
//! Every value is placed by its two labels; the order of rows and columns is free.

use std::collections::{HashMap, HashSet};
use std::io::Read;

use ndarray::{Array1, Array2};

use super::inter_country_table::InterCountryTable;
use crate::labels::{Code, Labels, Sector, SectorKind};
use crate::names::sectors;
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

/// The OECD's older editions split China and Mexico by export processing; the parts are one country.
fn whole_country(region: &str) -> &str {
    match region {
        "CN1" | "CN2" => "CHN",
        "MX1" | "MX2" => "MEX",
        whole => whole,
    }
}

fn split(label: &str) -> Option<(&str, &str)> {
    label.trim_start_matches('\u{feff}').split_once('_').map(|(region, rest)| (whole_country(region), rest))
}

/// Reads a table; `name` stands in errors.
pub fn read_inter_country_csv(name: &str, input: impl Read, year: u16) -> Result<InterCountryTable> {
    let line_error = |line: u64, reason: String| WorldError::Line { name: name.to_owned(), line, reason };
    let mut reader = csv::ReaderBuilder::new().from_reader(input);
    let csv_error = |error: csv::Error| line_error(error.position().map_or(0, csv::Position::line), error.to_string());
    let header: Vec<String> = reader.headers().map_err(csv_error)?.iter().map(str::to_owned).collect();
    let mut rows: Vec<(String, u64, Vec<f64>)> = Vec::new();
    for record in reader.records() {
        let record = record.map_err(csv_error)?;
        let line = record.position().map_or(0, csv::Position::line);
        let label = record.get(0).unwrap_or_default().to_owned();
        let values = record
            .iter()
            .zip(&header)
            .skip(1)
            .map(|(text, column)| {
                text.trim().parse::<f64>().ok().filter(|value| value.is_finite()).ok_or_else(|| {
                    line_error(line, format!("row {label}, column {column}: expected a number, found `{text}`"))
                })
            })
            .collect::<Result<Vec<f64>>>()?;
        rows.push((label, line, values));
    }
    let axes = Axes::from_rows(rows.iter().map(|(label, _, _)| label.as_str()))
        .map_err(|error| line_error(1, error.to_string()))?;
    if axes.regions.is_empty() {
        return Err(line_error(1, "expected rows named REGION_SECTOR, such as RUS_C26".to_owned()));
    }
    let columns = axes.columns(&header).map_err(|reason| line_error(1, reason))?;
    axes.place(rows, &columns, year).map_err(|(line, reason)| line_error(line, reason))
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
        for (region, sector) in labels.filter_map(split) {
            if seen_regions.insert(region.to_owned()) {
                regions.push(Code::new(region)?);
            }
            if seen_codes.insert(sector.to_owned()) {
                codes.push(sector.to_owned());
            }
        }
        let (classification, sectors) = classify(&codes)?;
        let sector_positions =
            sectors.iter().enumerate().map(|(position, sector)| (sector.code.to_string(), position)).collect();
        Ok(Self { regions: Labels::new(regions, "region")?, sectors, sector_positions, classification })
    }

    fn node(&self, label: &str) -> Option<usize> {
        let (region, sector) = split(label)?;
        let region = self.regions.position(region)?;
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
                        .position(region)
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

    fn place(
        self,
        rows: Vec<(String, u64, Vec<f64>)>,
        columns: &[Column],
        year: u16,
    ) -> std::result::Result<InterCountryTable, (u64, String)> {
        let nodes = self.regions.len() * self.sectors.len();
        let mut intermediate = Array2::zeros((nodes, nodes));
        let mut final_use = Array2::zeros((nodes, self.regions.len()));
        let (mut stated_rows, mut stated_columns) = (Array1::zeros(nodes), Array1::zeros(nodes));
        self.check_columns(columns).map_err(|reason| (1, reason))?;
        let (mut negative_cells, mut negative_mass, mut seen) = (0, 0.0, HashSet::new());
        let mut found_rows = vec![false; nodes];
        for (label, line, values) in rows {
            if !seen.insert(label.clone()) {
                return Err((line, format!("the row {label} stands twice")));
            }
            let node = self.node(&label);
            if let Some(node) = node {
                found_rows[node] = true;
            }
            for (value, column) in values.into_iter().zip(columns) {
                match (node, *column) {
                    (Some(row), Column::Intermediate(column)) => intermediate[[row, column]] += value,
                    (Some(row), Column::Final(region)) => {
                        final_use[[row, region]] += value;
                        if value < 0.0 {
                            negative_cells += 1;
                            negative_mass -= value;
                        }
                    }
                    (Some(row), Column::Output) => stated_rows[row] += value,
                    (None, Column::Intermediate(column)) if matches!(label.as_str(), "OUT" | "OUTPUT" | "TOTAL") => {
                        stated_columns[column] += value;
                    }
                    _ => {}
                }
            }
        }
        if let Some(node) = found_rows.iter().position(|found| !found) {
            return Err((0, format!("there is no row {}", self.node_name(node))));
        }
        Ok(InterCountryTable {
            regions: self.regions,
            sectors: self.sectors,
            year,
            provenance: Provenance {
                source: "csv table in the OECD layout".to_owned(),
                classification: self.classification,
                licence: String::new(),
                estimated: Vec::new(),
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

/// Recognises a classification by its codes; otherwise ISIC letters A to C are goods.
fn classify(codes: &[String]) -> Result<(String, Vec<Sector>)> {
    for classification in ["icio50", "icio28", "wiod35"] {
        let known = sectors(classification);
        if known.len() == codes.len()
            && known.iter().all(|sector| codes.iter().any(|code| code == sector.code.as_str()))
        {
            return Ok((classification.to_owned(), known));
        }
    }
    let own = codes
        .iter()
        .map(|code| {
            let kind = if code.starts_with(['A', 'B', 'C']) { SectorKind::Goods } else { SectorKind::Services };
            Ok(Sector { code: Code::new(code)?, name: code.clone(), kind })
        })
        .collect::<Result<_>>()?;
    Ok(("own".to_owned(), own))
}

#[cfg(test)]
mod tests {
    use super::*;

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
