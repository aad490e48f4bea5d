//! Trade elasticities and the closure of trade balances, as questions give them.

use unequal_equilibrium::horizon::Horizon;
use unequal_policy::scenario::Scenario;
use unequal_world::EconomyTable;
use unequal_world::elasticity::ElasticitySet;

pub use unequal_policy::scenario::Deficits;
pub use unequal_world::elasticity::{Elasticity, OwnElasticities, TradeElasticity};

use crate::error::During;
use crate::source::Source;
use crate::{Result, StudyError};

/// psi_0, the share of the long-run elasticity that holds at once: the middle of the range that fits Boehm, Levchenko
/// and Pandalai-Nayar (2023).
const SHARE_AT_ONCE: f64 = 0.4;
/// tau, years in which elasticities adjust: the middle of their range.
const YEARS_TO_ADJUST: f64 = 4.0;

/// The common elasticity that holds where none is given.
pub(crate) fn usual() -> f64 {
    4.0
}

/// The elasticities of a table's sectors.
pub(crate) fn set(kind: &Elasticity, table: &EconomyTable) -> Result<ElasticitySet> {
    let refused = |value: String, expected: &str| StudyError::Value {
        what: "the trade elasticity",
        value,
        expected: expected.to_owned(),
    };
    let other_sectors = || refused(kind.to_string(), "a number, since this table has other sectors");
    match kind {
        Elasticity::Common(value) if kind.is_in_range() => Ok(ElasticitySet::common(*value, table)),
        Elasticity::Common(_) => Err(refused(kind.to_string(), "a number from 0.1 to 50")),
        Elasticity::BySector => ElasticitySet::caliendo_parro(table).ok_or_else(other_sectors),
        Elasticity::Published(set) => ElasticitySet::published(set, table).ok_or_else(other_sectors),
        Elasticity::Own(own) => Ok(own.for_table(set(own.others(), table)?, table)?),
    }
}

/// Reads own elasticities by sector from a csv with the columns `sector` and `elasticity`, over others for the rest.
pub fn own_elasticities(file: &Source, others: Elasticity) -> Result<Elasticity> {
    let (name, bytes) = (file.name(), file.bytes()?);
    let text = std::str::from_utf8(&bytes).map_err(|_| StudyError::Value {
        what: "the file of elasticities",
        value: name.clone(),
        expected: "a csv in UTF-8".to_owned(),
    })?;
    Ok(Elasticity::Own(OwnElasticities::read(&name, text, others)?.into()))
}

/// The elasticities that hold at a scenario's horizon.
pub(crate) fn at_horizon(scenario: &Scenario) -> Result<ElasticitySet> {
    let set = set(&scenario.trade_elasticity(), scenario.table())?;
    match scenario.horizon() {
        Some(years) => after(set, years),
        None => Ok(set),
    }
}

/// What has come of elasticities some years after a shock.
pub(crate) fn after(mut set: ElasticitySet, years: f64) -> Result<ElasticitySet> {
    set.by_sector = by_sector_after(&set.by_sector, years)?;
    set.which = TradeElasticity::After { long_run: set.which.long_run().clone(), years };
    Ok(set)
}

/// The same of elasticities by sector.
pub(crate) fn by_sector_after(by_sector: &[f64], years: f64) -> Result<Vec<f64>> {
    let task = || "trade elasticities after the shock".to_owned();
    let horizon = Horizon::new(SHARE_AT_ONCE, YEARS_TO_ADJUST).during(task)?;
    horizon.elasticities_after(by_sector, years).during(task)
}

/// The share of long-run elasticities that holds some years after a shock (Boehm, Levchenko and Pandalai-Nayar 2023);
/// `None` of years that are negative or not finite.
#[must_use]
pub fn share_after(years: f64) -> Option<f64> {
    Horizon::new(SHARE_AT_ONCE, YEARS_TO_ADJUST).and_then(|horizon| horizon.share_after(years)).ok()
}
