//! `doctor`: the zero-iteration check. Does a table obey its identities, what was estimated or
//! changed, and does the model reproduce it when nothing happens?

use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unequal_equilibrium::EquilibriumError;
use unequal_policy::scenario::Deficits;
use unequal_world::elasticity::ElasticitySet;
use unequal_world::readers::RawDefects;
use unequal_world::{EconomyTable, embedded};

use crate::error::During;
use crate::observer::{Observer, Steps};
use crate::session::Closing;
use crate::source::TableSource;
use crate::{Result, Session};

/// The examination of one or more tables.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Examination {
    /// One entry for each table.
    pub tables: Vec<TableHealth>,
    /// Whether every table passed.
    pub healthy: bool,
}

/// What was found in one table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TableHealth {
    /// Source and year.
    pub name: String,
    /// Number of regions.
    pub regions: usize,
    /// Number of sectors.
    pub sectors: usize,
    /// World value added, USD million.
    pub value_added: f64,
    /// What the source file violates before treatment; only for full tables.
    pub raw: Vec<String>,
    /// Identities of the treated table.
    pub identities: Vec<IdentityHealth>,
    /// Evaluations of the fixed-point map in a solve without any shock; 1 is right.
    pub no_shock_evaluations: usize,
    /// Largest change of real income in a solve without any shock, as a logarithm; 0 is right.
    pub no_shock_change: f64,
    /// What is estimated.
    pub estimated: Vec<String>,
    /// What was changed on the way from the source.
    pub changes: Vec<String>,
    /// Whether all identities hold and nothing happens when nothing happens.
    pub healthy: bool,
}

/// One identity with its worst place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IdentityHealth {
    /// The identity in words.
    pub identity: String,
    /// Largest relative gap.
    pub gap: f64,
    /// Where it is.
    pub place: String,
    /// Largest gap accepted.
    pub tolerance: f64,
}

/// A change without a cause larger than this is a fault.
pub const NO_SHOCK_TOLERANCE: f64 = 1e-12;

/// Which tables are examined.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DoctorQuestion {
    /// A table; every embedded year if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<TableSource>,
    /// The year of the table, where it does not say it or holds several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
}

impl Session {
    /// Examines a table, or every embedded year. The observer is told of tables.
    pub fn doctor(&self, question: &DoctorQuestion, observer: &dyn Observer) -> Result<Examination> {
        let years: Vec<u16> = embedded::years().collect();
        let tables = match &question.table {
            Some(source) => {
                let opened = self.opened_for(source, question.year)?;
                let raw = opened.defects.as_deref().map_or_else(Vec::new, describe);
                let mut found = Steps::new(observer, 1, "tables").step(|| health(self, &opened.table, raw))?;
                found.healthy &= opened.defects.as_deref().is_none_or(|defects| defects.faults.is_empty());
                vec![found]
            }
            None => {
                let steps = Steps::new(observer, years.len(), "tables");
                let examine = |year| steps.step(|| health(self, &self.table_of_year(year)?, Vec::new()));
                years.into_par_iter().map(examine).collect::<Result<Vec<_>>>()?
            }
        };
        Ok(Examination { healthy: tables.iter().all(|table| table.healthy), tables })
    }
}

fn describe(defects: &RawDefects) -> Vec<String> {
    let faults = defects.faults.iter().map(|fault| format!("a fault: {fault}"));
    let unused = defects
        .unused_columns
        .iter()
        .map(|(name, sum)| format!("column {name} was not used, whose sum is {sum:.1} USD million"));
    let mut told: Vec<String> = faults.chain(unused).collect();
    told.extend([
        format!(
            "row sums miss the stated output by up to {:.1} USD million ({})",
            defects.row_gap.0.abs(),
            defects.row_gap.1
        ),
        format!(
            "outputs stated by row and by column differ by up to {:.1} USD million ({})",
            defects.statement_gap.0.abs(),
            defects.statement_gap.1
        ),
        format!(
            "{} negative cells of final demand ({:.3} % of it); {} ({:.3} %) once the categories of a flow are added up",
            defects.negative_cells,
            100.0 * defects.negative_share,
            defects.net_negative_cells,
            100.0 * defects.net_negative_share
        ),
    ]);
    told
}

fn health(session: &Session, table: &EconomyTable, raw: Vec<String>) -> Result<TableHealth> {
    let task = || format!("examining {}", table.name());
    let set = ElasticitySet::common(4.0, table);
    let baseline = match session.baseline(table, &set.by_sector) {
        Err(EquilibriumError::Identity { identity, region, sector, gap, tolerance }) => {
            let place = format!("{region} {sector}");
            let identity = IdentityHealth { identity: identity.to_owned(), gap: gap.abs(), place, tolerance };
            return Ok(at_fault(table, raw, identity));
        }
        other => other.during(task)?,
    };
    let closing = Closing { deficits: Deficits::Share, tolerance: NO_SHOCK_TOLERANCE };
    let unchanged = session.world(table, &set.by_sector, closing).during(task)?;
    let no_shock_change = unchanged.ln_real_income().iter().fold(0.0, |most: f64, change| most.max(change.abs()));
    let tolerance = unequal_equilibrium::baseline::IDENTITY_TOLERANCE;
    let identities: Vec<IdentityHealth> = baseline
        .identity_gaps()
        .into_iter()
        .map(|gap| IdentityHealth {
            identity: gap.identity.to_owned(),
            gap: gap.gap.abs(),
            place: format!("{} {}", gap.region, gap.sector),
            tolerance,
        })
        .collect();
    let sweeps = unchanged.convergence().evaluations;
    let healthy = identities.iter().all(|identity| identity.gap <= identity.tolerance)
        && sweeps == 1
        && no_shock_change <= NO_SHOCK_TOLERANCE;
    Ok(TableHealth {
        name: table.name(),
        regions: table.regions().len(),
        sectors: table.sectors().len(),
        value_added: table.value_added().sum(),
        raw,
        identities,
        no_shock_evaluations: sweeps,
        no_shock_change,
        estimated: table.provenance().all_estimates(),
        changes: table.provenance().changes.clone(),
        healthy,
    })
}

/// The entry of a table that violates an identity: nothing can be solved on it.
fn at_fault(table: &EconomyTable, raw: Vec<String>, identity: IdentityHealth) -> TableHealth {
    TableHealth {
        name: table.name(),
        regions: table.regions().len(),
        sectors: table.sectors().len(),
        value_added: table.value_added().sum(),
        raw,
        identities: vec![identity],
        no_shock_evaluations: 0,
        no_shock_change: f64::NAN,
        estimated: table.provenance().all_estimates(),
        changes: table.provenance().changes.clone(),
        healthy: false,
    }
}
