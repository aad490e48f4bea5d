//! The table of a question with what every measure needs of it.

use unequal_leverage::Parameters;
use unequal_leverage::power::Nests;
use unequal_world::elasticity::ElasticitySet;
use unequal_world::{EconomyTable, Party};

use crate::elasticity::{self, Elasticity};
use crate::session::{Closing, Undisturbed};
use crate::source::TableSource;
use crate::{Result, Session, parties};

/// The table and the elasticities of a question.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Setting {
    /// Year of the table; the latest embedded one if absent.
    pub year: Option<u16>,
    /// A table instead of the year's own.
    pub table: Option<TableSource>,
    /// Trade elasticities.
    pub elasticity: Elasticity,
}

/// A table with elasticities, the world without measures and parameters.
pub struct World {
    pub table: EconomyTable,
    pub undisturbed: Undisturbed,
    pub parameters: Parameters,
    pub nests: Nests,
}

impl World {
    /// The table of a question.
    pub fn of(session: &Session, setting: &Setting) -> Result<Self> {
        let table = session.chosen(setting.year, setting.table.as_ref())?;
        let set = elasticity::set(&setting.elasticity, &table)?;
        Self::new(session, table, set)
    }

    pub fn new(session: &Session, table: EconomyTable, set: ElasticitySet) -> Result<Self> {
        let task = |_: &str| format!("solving {} with balanced trade", table.name());
        let undisturbed = session.undisturbed(&table, set, Closing::balanced(), task)?;
        let parameters = Parameters::embedded()?;
        let nests = parameters.nests(&table, &undisturbed.set.by_sector);
        Ok(Self { table, undisturbed, parameters, nests })
    }

    /// Trade elasticities.
    pub fn set(&self) -> &ElasticitySet {
        &self.undisturbed.set
    }

    /// One trade elasticity for a world with one sector.
    pub fn mean_elasticity(&self) -> f64 {
        mean_elasticity(&self.table, self.set())
    }

    /// Every region of the table as a party of one.
    pub fn regions(&self) -> Vec<Party> {
        parties::regions(&self.table)
    }
}

/// One trade elasticity for a world with one sector: the average over all imports.
pub fn mean_elasticity(table: &EconomyTable, set: &ElasticitySet) -> f64 {
    let (mut sum, mut whole) = (0.0, 0.0);
    for ((sector, importer, exporter), _) in table.sourcing().indexed_iter() {
        if importer != exporter {
            let value = table.flow(importer, exporter, sector);
            sum += set.by_sector[sector] * value;
            whole += value;
        }
    }
    unequal_leverage::shares::ratio(sum, whole)
}
