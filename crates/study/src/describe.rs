//! `table describe`, `import` and `aggregate`: what a table holds, as it is or with regions and sectors added up.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unequal_world::names::region_name;
use unequal_world::{Concordance, EconomyTable, format};

pub use unequal_world::SectorKind;

use crate::evidence::{Evidence, Grade};
use crate::source::{Source, TableSource};
use crate::{Result, Session, StudyError};

/// Which table is described, and what is added up before.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DescribeQuestion {
    /// Year of the table; the latest observed one if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
    /// A table instead of the year's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<TableSource>,
    /// Regions to add up: a csv file with the columns `code` and `group`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub regions: Option<Source>,
    /// Sectors to add up: a csv file with the columns `code`, `group` and, if wanted, `name`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sectors: Option<Source>,
}

/// What a table holds.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Description {
    /// Year of the table.
    pub year: u16,
    /// Name of the table that was asked for instead of the year's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// Names of the files by which regions and sectors were added up.
    pub concordances: [Option<String>; 2],
    /// Sector classification.
    pub classification: String,
    /// Licence or terms of the source.
    pub licence: String,
    /// Output of all producers, USD million.
    pub output: f64,
    /// Value added of all producers, USD million.
    pub value_added: f64,
    /// Sales between regions, USD million.
    pub trade: f64,
    /// The regions, largest value added first.
    pub regions: Vec<DescribedRegion>,
    /// The sectors in the order of the table.
    pub sectors: Vec<DescribedSector>,
    /// How sure.
    pub evidence: Evidence,
    /// The table as the bytes of a `.world` file.
    #[serde(skip)]
    pub world: Vec<u8>,
}

/// What a region makes and trades, USD million.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DescribedRegion {
    /// Code.
    pub code: String,
    /// Readable name.
    pub name: String,
    /// Output.
    pub output: f64,
    /// Value added, taxes less subsidies on inputs included.
    pub value_added: f64,
    /// Final use.
    pub final_use: f64,
    /// Sales to other regions.
    pub exports: f64,
    /// Purchases from other regions.
    pub imports: f64,
}

/// What is made and traded of a sector's product, USD million.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DescribedSector {
    /// Code.
    pub code: String,
    /// Readable name.
    pub name: String,
    /// Goods, services, or not known.
    pub kind: SectorKind,
    /// Output of all regions.
    pub output: f64,
    /// Sales between regions.
    pub trade: f64,
}

impl Session {
    /// Describes a table, with regions and sectors added up if that is asked for.
    pub fn describe(&self, question: &DescribeQuestion) -> Result<Description> {
        let mut table = self.chosen(question.year, question.table.as_ref())?;
        if let Some(file) = &question.regions {
            table = table.with_regions_of(&concordance(file)?)?;
        }
        if let Some(file) = &question.sectors {
            table = table.with_sectors_of(&concordance(file)?)?;
        }
        let regions = regions(&table);
        let sectors = sectors(&table);
        Ok(Description {
            year: table.year(),
            table: question.table.as_ref().map(TableSource::short_name),
            concordances: [&question.regions, &question.sectors].map(|file| file.as_ref().map(Source::short_name)),
            classification: table.provenance().classification.clone(),
            licence: table.provenance().licence.clone(),
            output: table.output().sum(),
            value_added: table.value_added().sum(),
            trade: sectors.iter().map(|sector| sector.trade).sum(),
            regions,
            sectors,
            evidence: Evidence::of_table(&table, Grade::A),
            world: format::write_packed(&table)?,
        })
    }
}

fn concordance(file: &Source) -> Result<Concordance> {
    let (name, bytes) = (file.short_name(), file.bytes()?);
    let text = std::str::from_utf8(&bytes).map_err(|error| StudyError::Value {
        what: "the concordance",
        value: format!("{name}, byte {}", error.valid_up_to()),
        expected: "a csv in UTF-8 with the columns code and group".to_owned(),
    })?;
    Ok(Concordance::parse(&name, text)?)
}

fn regions(table: &EconomyTable) -> Vec<DescribedRegion> {
    let value_added = table.value_added();
    let all: Vec<usize> = (0..table.regions().len()).collect();
    let one = |&region: &usize| {
        let code = table.regions().code(region).to_string();
        DescribedRegion {
            name: region_name(&code).to_owned(),
            output: table.output().row(region).sum(),
            value_added: value_added[region],
            final_use: table.final_use().row(region).sum(),
            exports: table.trade(&all, &[region], None),
            imports: table.trade(&[region], &all, None),
            code,
        }
    };
    let mut regions: Vec<DescribedRegion> = all.iter().map(one).collect();
    regions.sort_by(|one, other| other.value_added.total_cmp(&one.value_added));
    regions
}

fn sectors(table: &EconomyTable) -> Vec<DescribedSector> {
    let regions = table.regions().len();
    let trade = |sector: usize| -> f64 {
        let pairs = (0..regions).flat_map(|buyer| (0..regions).map(move |seller| (buyer, seller)));
        pairs.filter(|(buyer, seller)| buyer != seller).map(|(buyer, seller)| table.flow(buyer, seller, sector)).sum()
    };
    let one = |(place, sector): (usize, &unequal_world::Sector)| DescribedSector {
        code: sector.code.to_string(),
        name: sector.name.clone(),
        kind: sector.kind,
        output: table.output().column(place).sum(),
        trade: trade(place),
    };
    table.sectors().iter().enumerate().map(one).collect()
}
