//! The table of a question with what every measure needs of it.

use unequal_equilibrium::Baseline;
use unequal_leverage::Parameters;
use unequal_leverage::power::Nests;
use unequal_world::elasticity::ElasticitySet;
use unequal_world::names::region_name;
use unequal_world::{EconomyTable, Party, embedded};

use crate::Result;
use crate::error::During;
use crate::exit_cost::Elasticity;

/// A table with elasticities, baseline and parameters.
pub struct World {
    pub table: EconomyTable,
    pub set: ElasticitySet,
    pub baseline: Baseline,
    pub parameters: Parameters,
    pub nests: Nests,
}

impl World {
    /// The embedded table of a year, the latest if none is given.
    pub fn embedded(year: Option<u16>, elasticity: Elasticity) -> Result<Self> {
        let table = embedded::table(year.unwrap_or_else(embedded::latest))?;
        let set = elasticity.set(&table)?;
        Self::new(table, set)
    }

    pub fn new(table: EconomyTable, set: ElasticitySet) -> Result<Self> {
        let baseline =
            Baseline::from_table(&table, &set.by_sector).during(|| format!("calibrating {}", table.name()))?;
        let parameters = Parameters::embedded()?;
        let nests = parameters.nests(&table, &set.by_sector);
        Ok(Self { table, set, baseline, parameters, nests })
    }

    /// One trade elasticity for a world with one sector.
    pub fn mean_elasticity(&self) -> f64 {
        mean_elasticity(&self.table, &self.set)
    }

    /// Every region of the table as a party of one.
    pub fn regions(&self) -> Vec<Party> {
        let codes = self.table.regions().iter().enumerate();
        codes
            .map(|(region, code)| Party {
                code: code.to_string(),
                name: region_name(code.as_str()).to_owned(),
                members: vec![region],
                missing: Vec::new(),
            })
            .collect()
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
