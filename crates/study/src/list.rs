//! `list`: which countries, groups, sectors and years can be asked about.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unequal_ensemble::priors::priors;
pub use unequal_ensemble::priors::{Kind, Prior, Tables};
use unequal_world::SectorKind;
use unequal_world::elasticity::{Elasticity, ElasticitySet, published_sets};
use unequal_world::names::region_name;
use unequal_world::{EconomyTable, embedded};

use crate::evidence::{Evidence, Grade};
use crate::{Result, Session};

/// What is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ListOf {
    /// Countries of a table.
    Regions,
    /// Groups of countries.
    Groups,
    /// Sectors of a table.
    Sectors,
    /// Years with a table.
    Years,
    /// Sets of trade elasticities by sector.
    Elasticities,
    /// What is uncertain, and by how much.
    Priors,
}

/// What can be asked about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListQuestion {
    /// What is listed.
    pub of: ListOf,
    /// Year of the table; the latest embedded one if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
}

/// A list of names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Listing {
    /// What is listed.
    pub of: ListOf,
    /// Year of the table.
    pub year: u16,
    /// In the order of the table, or of the codes.
    pub rows: Vec<ListRow>,
    /// How sure.
    pub evidence: Evidence,
}

/// One name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ListRow {
    /// The code by which it is asked for.
    pub code: String,
    /// Readable name.
    pub name: String,
    /// What else there is to know.
    pub about: ListAbout,
}

/// What else there is to know of a name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ListAbout {
    /// Of a country: value added of the year, USD million.
    ValueAdded(f64),
    /// Of a group: its members in the table, and those the table does not show separately.
    Members {
        /// Codes of members in the table.
        shown: Vec<String>,
        /// Codes of the others.
        missing: Vec<String>,
    },
    /// Of a sector: whether it makes goods, and the world's output of the year, USD million.
    Sector {
        /// Whether it makes goods.
        goods: bool,
        /// Output of all regions.
        output: f64,
    },
    /// Of a set of elasticities: where it is published, and its values in the table's sectors.
    Elasticities {
        /// Source.
        source: String,
        /// Least value of goods.
        least: f64,
        /// Greatest value of goods.
        most: f64,
        /// Median value of goods.
        median: f64,
    },
    /// Of a prior: how much, for which losses and tables, and where that comes from.
    Prior(Prior),
    /// Of a year: the source of its table, and how many countries and sectors it shows.
    Table {
        /// Source.
        source: String,
        /// Whether parts of it are estimated.
        estimated: bool,
        /// Number of regions.
        regions: usize,
        /// Number of sectors.
        sectors: usize,
    },
}

impl Session {
    /// Lists what can be asked about.
    ///
    /// # Errors
    /// When there is no table of the year.
    pub fn list(&self, question: &ListQuestion) -> Result<Listing> {
        let table = self.year(question.year)?;
        let rows = match question.of {
            ListOf::Regions => {
                let codes = table.regions().iter().zip(table.value_added());
                let row = |(code, value): (&unequal_world::Code, f64)| ListRow {
                    code: code.to_string(),
                    name: region_name(code.as_str()).to_owned(),
                    about: ListAbout::ValueAdded(value),
                };
                codes.map(row).collect()
            }
            ListOf::Groups => self.groups(&table),
            ListOf::Sectors => {
                let sectors = table.sectors().iter().enumerate();
                let row = |(place, sector): (usize, &unequal_world::Sector)| ListRow {
                    code: sector.code.to_string(),
                    name: sector.name.clone(),
                    about: ListAbout::Sector {
                        goods: sector.kind == SectorKind::Goods,
                        output: table.output().column(place).sum(),
                    },
                };
                sectors.map(row).collect()
            }
            ListOf::Elasticities => elasticities(&table),
            ListOf::Priors => all_priors(),
            ListOf::Years => embedded::years().map(|year| self.of_year(year)).collect::<Result<_>>()?,
        };
        Ok(Listing {
            of: question.of,
            year: table.year(),
            rows,
            evidence: match question.of {
                ListOf::Regions | ListOf::Sectors => Evidence::of_table(&table, Grade::A),
                ListOf::Groups => Evidence::observed("definitions of the groups in data/groups.toml"),
                ListOf::Elasticities => Evidence {
                    grade: Grade::B,
                    ..Evidence::observed("the published studies named in the table")
                }
                .with_caveat(
                    "Published estimates, matched to the sectors of the tables; services have one value a set, most often an \
                     assumed 4.",
                ),
                ListOf::Priors => Evidence { grade: Grade::C, ..Evidence::observed("data/priors.csv") }.with_caveat(
                    "Measured on other years and pairs than those asked about. What all sources or all models have wrong is in \
                     none of them.",
                ),
                ListOf::Years => Evidence::observed("tables that come with the program"),
            },
        })
    }

    fn groups(&self, table: &unequal_world::EconomyTable) -> Vec<ListRow> {
        let row = |(code, name): (&str, &str)| {
            let countries = self.book().countries(code);
            let (shown, missing) = countries
                .into_iter()
                .partition(|country| table.regions().iter().any(|region| region.as_str() == country));
            ListRow { code: code.to_owned(), name: name.to_owned(), about: ListAbout::Members { shown, missing } }
        };
        self.book().names().map(row).collect()
    }

    fn of_year(&self, year: u16) -> Result<ListRow> {
        let table = self.year(Some(year))?;
        Ok(ListRow {
            code: year.to_string(),
            name: year.to_string(),
            about: ListAbout::Table {
                source: table.name(),
                estimated: !table.provenance().estimated.is_empty(),
                regions: table.regions().len(),
                sectors: table.sectors().len(),
            },
        })
    }
}

/// What is uncertain, row by row.
fn all_priors() -> Vec<ListRow> {
    let row = |prior: &Prior| ListRow {
        code: prior.prior.id().to_owned(),
        name: prior.unit.clone(),
        about: ListAbout::Prior(prior.clone()),
    };
    priors().iter().map(row).collect()
}

/// The sets of elasticities by sector that the table's classification has.
fn elasticities(table: &EconomyTable) -> Vec<ListRow> {
    let row = |code: &str, name: &str, set: ElasticitySet| {
        let goods = table.sectors().iter().zip(&set.by_sector).filter(|(sector, _)| sector.kind == SectorKind::Goods);
        let mut goods: Vec<f64> = goods.map(|(_, value)| *value).collect();
        goods.sort_by(f64::total_cmp);
        let at = |place: usize| goods.get(place).copied().unwrap_or_default();
        ListRow {
            code: code.to_owned(),
            name: name.to_owned(),
            about: ListAbout::Elasticities {
                least: at(0),
                most: at(goods.len().saturating_sub(1)),
                median: at(goods.len() / 2),
                source: set.source,
            },
        }
    };
    let nafta = ElasticitySet::caliendo_parro(table)
        .map(|set| row(Elasticity::WORD_BY_SECTOR, "Caliendo and Parro (2015), values of their NAFTA exercise", set));
    let published = published_sets()
        .iter()
        .filter_map(|known| Some(row(&known.id, &known.name, ElasticitySet::published(known, table)?)));
    nafta.into_iter().chain(published).collect()
}
