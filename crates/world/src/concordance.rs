//! Concordances: which codes of a table belong to which group, as files that users write.

use std::collections::BTreeMap;

use ndarray::{Array2, Array3};
use serde::Deserialize;

use crate::labels::{Code, Labels, Sector, SectorKind, nearest};
use crate::names::{code_by_name, region_name};
use crate::rows::read_placed_rows;
use crate::table::{EconomyTable, TableParts};
use crate::{Result, WorldError};

/// A row: a code of the table, the group that takes its place, and a name for the group.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct Assignment {
    code: String,
    group: String,
    #[serde(default)]
    name: Option<String>,
}

/// What belongs to what, from a csv file with the columns `code`, `group` and, if wanted, `name` (of the group). Codes that
/// the file leaves out stay as they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concordance {
    file: String,
    rows: Vec<(u64, Assignment)>,
}

/// The groups of an axis: codes and names in the order in which they come first, and the group of each old position.
struct Groups {
    codes: Vec<Code>,
    names: Vec<Option<String>>,
    of: Vec<usize>,
}

impl Concordance {
    /// Reads a csv file; `file` stands in errors, which give the line.
    pub fn parse(file: &str, text: &str) -> Result<Self> {
        let rows: Vec<(u64, Assignment)> = read_placed_rows(file, text)?;
        let concordance = Self { file: file.to_owned(), rows };
        if concordance.rows.is_empty() {
            return Err(concordance.fault(1, "no row; expected the columns code and group with a row each".to_owned()));
        }
        Ok(concordance)
    }

    fn fault(&self, line: u64, reason: String) -> WorldError {
        WorldError::Line { name: self.file.clone(), line, reason }
    }

    /// Groups of an axis whose positions `find` gives by code.
    fn groups(&self, old: &[String], find: impl Fn(&str) -> Result<usize, String>) -> Result<Groups> {
        let mut assigned: BTreeMap<usize, &Assignment> = BTreeMap::new();
        for (line, row) in &self.rows {
            let position = find(&row.code).map_err(|reason| self.fault(*line, reason))?;
            Code::new(&row.group).map_err(|error| self.fault(*line, error.to_string()))?;
            if assigned.insert(position, row).is_some() {
                return Err(self.fault(*line, format!("{} stands in the file twice", row.code)));
            }
        }
        let mut groups = Groups { codes: Vec::new(), names: Vec::new(), of: Vec::with_capacity(old.len()) };
        for (position, code) in old.iter().enumerate() {
            let row = assigned.get(&position);
            let code = Code::new(row.map_or(code, |row| &row.group))?;
            let name = row.and_then(|row| row.name.clone());
            let place = groups.codes.iter().position(|known| *known == code).unwrap_or_else(|| {
                groups.codes.push(code);
                groups.names.push(None);
                groups.codes.len() - 1
            });
            if let (None, Some(name)) = (&groups.names[place], name) {
                groups.names[place] = Some(name);
            }
            groups.of.push(place);
        }
        Ok(groups)
    }
}

impl EconomyTable {
    /// Adds up regions: each group becomes one region, trade inside it domestic. Output, inputs, final use and flows between
    /// groups are sums, so that every accounting identity still holds.
    pub fn with_regions_of(&self, concordance: &Concordance) -> Result<Self> {
        let codes: Vec<String> = self.regions().iter().map(ToString::to_string).collect();
        let find = |given: &str| {
            let by_name = || code_by_name(given).and_then(|code| self.regions().position(code));
            self.regions().position(given).or_else(by_name).ok_or_else(|| {
                let near = nearest(given, codes.iter().map(|code| (code.as_str(), region_name(code))));
                format!("`{given}` is no region of {}{near}", self.name())
            })
        };
        let groups = concordance.groups(&codes, find)?;
        let change = format!("{} regions added up to {} by {}", codes.len(), groups.codes.len(), concordance.file);
        self.with_joined_regions(groups.codes, &groups.of, [change])
    }

    /// Adds up regions: `of` gives the new position of each old one.
    pub(crate) fn with_joined_regions(
        &self,
        codes: Vec<Code>,
        of: &[usize],
        changes: impl IntoIterator<Item = String>,
    ) -> Result<Self> {
        let (count, sectors) = (codes.len(), self.sectors().len());
        let mut flows = Array3::zeros((sectors, count, count));
        for (sector, buyer, seller) in ndarray::indices(self.sourcing().dim()) {
            flows[[sector, of[buyer], of[seller]]] += self.flow(buyer, seller, sector);
        }
        let mut intermediate_use = Array3::zeros((count, sectors, sectors));
        for ((region, input, user), value) in self.intermediate_use().indexed_iter() {
            intermediate_use[[of[region], input, user]] += value;
        }
        let mut final_use = Array2::zeros((count, sectors));
        for ((region, sector), value) in self.final_use().indexed_iter() {
            final_use[[of[region], sector]] += value;
        }
        let regions = Labels::new(codes, "region")?;
        let mut parts = self.aggregated(changes, flows, intermediate_use, final_use);
        for note in &mut parts.provenance.estimated_between {
            for code in [&mut note.first, &mut note.second] {
                if let Some(position) = self.regions().position(code) {
                    *code = regions.code(of[position]).to_string();
                }
            }
        }
        // What is said of two regions that are one now concerns no trade between regions any more.
        parts.provenance.estimated_between.retain(|note| note.first != note.second);
        Self::new(TableParts { regions, ..parts })
    }

    /// Adds up sectors, both as products and as industries. A group of goods and services is neither.
    pub fn with_sectors_of(&self, concordance: &Concordance) -> Result<Self> {
        let codes: Vec<String> = self.sectors().iter().map(|sector| sector.code.to_string()).collect();
        let groups = concordance.groups(&codes, |given| self.sector(given).map_err(|error| error.to_string()))?;
        let (regions, count) = (self.regions().len(), groups.codes.len());
        let mut flows = Array3::zeros((count, regions, regions));
        for (sector, buyer, seller) in ndarray::indices(self.sourcing().dim()) {
            flows[[groups.of[sector], buyer, seller]] += self.flow(buyer, seller, sector);
        }
        let mut intermediate_use = Array3::zeros((regions, count, count));
        for ((region, input, user), value) in self.intermediate_use().indexed_iter() {
            intermediate_use[[region, groups.of[input], groups.of[user]]] += value;
        }
        let mut final_use = Array2::zeros((regions, count));
        for ((region, sector), value) in self.final_use().indexed_iter() {
            final_use[[region, groups.of[sector]]] += value;
        }
        let change = format!("{} sectors added up to {count} by {}", codes.len(), concordance.file);
        let sectors = self.grouped_sectors(&groups);
        let mut parts = self.aggregated([change], flows, intermediate_use, final_use);
        if count < codes.len() {
            "own".clone_into(&mut parts.provenance.classification);
        }
        Self::new(TableParts { sectors, ..parts })
    }

    fn grouped_sectors(&self, groups: &Groups) -> Vec<Sector> {
        let members = |place: usize| self.sectors().iter().zip(&groups.of).filter(move |(_, of)| **of == place);
        let one = |(place, code): (usize, &Code)| {
            let mut kinds = members(place).map(|(sector, _)| sector.kind);
            let first = kinds.next().unwrap_or(SectorKind::Unknown);
            let alone = members(place).count() == 1;
            let old = members(place).map(|(sector, _)| sector.name.clone()).next().filter(|_| alone);
            Sector {
                code: code.clone(),
                name: groups.names[place].clone().or(old).unwrap_or_else(|| code.to_string()),
                kind: if kinds.all(|kind| kind == first) { first } else { SectorKind::Unknown },
            }
        };
        groups.codes.iter().enumerate().map(one).collect()
    }

    /// Parts with other arrays: shares from flows, `[sector][buyer][seller]`, USD million.
    fn aggregated(
        &self,
        changes: impl IntoIterator<Item = String>,
        flows: Array3<f64>,
        intermediate_use: Array3<f64>,
        final_use: Array2<f64>,
    ) -> TableParts {
        let mut sourcing = flows;
        for mut row in sourcing.rows_mut() {
            let sum = row.sum();
            if sum > 0.0 {
                row /= sum;
            }
        }
        let mut provenance = self.provenance().clone();
        provenance.changes.extend(changes);
        TableParts {
            regions: self.regions().clone(),
            sectors: self.sectors().to_vec(),
            year: self.year(),
            provenance,
            sourcing,
            intermediate_use,
            final_use,
        }
    }
}
