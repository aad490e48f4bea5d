//! Trade elasticities of one's own for some sectors, over others for the rest.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Elasticity, ElasticitySet, RANGE, TradeElasticity};
use crate::labels::nearest;
use crate::names::{SectorGroup, sector_groups};
use crate::rows::read_placed_rows;
use crate::table::EconomyTable;
use crate::{Result, WorldError};

/// Own elasticities for some sectors or groups of sectors.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnElasticities {
    /// What holds in all other sectors.
    #[serde(default)]
    others: Box<Elasticity>,
    /// By sector (code or name) or group of sectors, such as `energy`; a sector's own value goes before its group's.
    sectors: BTreeMap<String, f64>,
}

/// A row of a file.
#[derive(Deserialize)]
struct OwnRow {
    sector: String,
    elasticity: f64,
}

impl OwnElasticities {
    /// Of values by sector or group; those of earlier own ones stay where no new value replaces them.
    #[must_use]
    pub fn over(others: Elasticity, sectors: BTreeMap<String, f64>) -> Self {
        match others {
            Elasticity::Own(own) => {
                let mut all = own.sectors.clone();
                all.extend(sectors);
                Self { others: own.others.clone(), sectors: all }
            }
            others => Self { others: Box::new(others), sectors },
        }
    }

    /// Reads a csv with the columns `sector` and `elasticity`; other columns, such as a source, are left alone.
    pub fn read(name: &str, text: &str, others: Elasticity) -> Result<Self> {
        let fault = |line: u64, reason: String| WorldError::Line { name: name.to_owned(), line, reason };
        let mut sectors = BTreeMap::new();
        for (line, OwnRow { sector, elasticity }) in read_placed_rows::<OwnRow>(name, text)? {
            if !RANGE.contains(&elasticity) {
                return Err(fault(line, format!("the elasticity is {elasticity}, expected a number from 0.1 to 50")));
            }
            if sectors.insert(sector.trim().to_owned(), elasticity).is_some() {
                return Err(fault(line, format!("`{sector}` has a value in an earlier line")));
            }
        }
        if sectors.is_empty() {
            return Err(fault(1, "no rows; expected a sector and its elasticity in each".to_owned()));
        }
        Ok(Self::over(others, sectors))
    }

    /// What holds in sectors without a value of their own.
    #[must_use]
    pub fn others(&self) -> &Elasticity {
        &self.others
    }

    /// The values by sector or group, as given.
    #[must_use]
    pub fn sectors(&self) -> &BTreeMap<String, f64> {
        &self.sectors
    }

    /// The elasticities of a table's sectors, over those that hold for the others. Refuses a name that is neither a sector
    /// of the table nor a group, and a value outside 0.1 to 50.
    pub fn for_table(&self, others: ElasticitySet, table: &EconomyTable) -> Result<ElasticitySet> {
        let mut by_sector = others.by_sector;
        let mut of_sectors = Vec::new();
        for (given, value) in &self.sectors {
            if !RANGE.contains(value) {
                return Err(WorldError::ElasticityOutOfRange { sector: given.clone(), value: *value });
            }
            match places(given, table)? {
                Places::Sector(place) => of_sectors.push((place, *value)),
                Places::Group(places) => places.into_iter().for_each(|place| by_sector[place] = *value),
            }
        }
        of_sectors.into_iter().for_each(|(place, value)| by_sector[place] = value);
        let which = TradeElasticity::LongRun(Elasticity::Own(self.clone().into()));
        Ok(ElasticitySet { which, source: format!("own values for {}; {}", self.names(), others.source), by_sector })
    }

    /// The sectors and groups with a value, as they were given.
    fn names(&self) -> String {
        self.sectors.keys().map(String::as_str).collect::<Vec<_>>().join(", ")
    }

    /// In a label: the others' and which sectors have values of their own.
    pub(super) fn label(&self) -> String {
        const MOST_NAMED: usize = 3;
        match self.sectors.len() {
            count if count > MOST_NAMED => format!("{}, with own values for {count} sectors", self.others),
            _ => {
                let own: Vec<String> = self.sectors.iter().map(|(name, value)| format!("{name} {value}")).collect();
                format!("{}, but {}", self.others, own.join(", "))
            }
        }
    }
}

/// What a name of sectors stands for in a table.
enum Places {
    Sector(usize),
    Group(Vec<usize>),
}

fn places(given: &str, table: &EconomyTable) -> Result<Places> {
    let is_sector = |code: &str, name: &str| code.eq_ignore_ascii_case(given) || name.eq_ignore_ascii_case(given);
    if let Some(place) = table.sectors().iter().position(|sector| is_sector(sector.code.as_str(), &sector.name)) {
        return Ok(Places::Sector(place));
    }
    if let (Some(group), Some(groups)) = (SectorGroup::by_id(given), sector_groups(table)) {
        return Ok(Places::Group(
            groups.iter().enumerate().filter(|(_, own)| **own == group).map(|(at, _)| at).collect(),
        ));
    }
    let sectors = table.sectors().iter().map(|sector| (sector.code.as_str(), sector.name.as_str()));
    let groups = SectorGroup::ALL.into_iter().map(|group| (group.id(), group.name()));
    Err(WorldError::UnknownSectorOrGroup {
        given: given.to_owned(),
        table: table.name(),
        groups: SectorGroup::ALL.map(SectorGroup::id).join(", "),
        suggestion: nearest(given, sectors.chain(groups)),
    })
}
