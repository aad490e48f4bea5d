//! `exit-cost`: what the end of a partnership costs each side, for one pair or for all.

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use unequal_equilibrium::{Baseline, EquilibriumError};
use unequal_leverage::WorldState;
use unequal_world::elasticity::ElasticitySet;
use unequal_world::names::region_name;
use unequal_world::{EconomyTable, GroupBook, Party, embedded};

use crate::error::During;
use crate::evidence::{Evidence, Grade};
use crate::{Result, StudyError};

/// Which trade elasticities to use.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Elasticity {
    /// The same in every sector.
    Common(f64),
    /// Caliendo and Parro's by sector.
    BySector,
}

impl Elasticity {
    /// The set for a table.
    pub(crate) fn set(self, table: &EconomyTable) -> Result<ElasticitySet> {
        let refused = |value: String, expected: &str| StudyError::Value {
            what: "the trade elasticity",
            value,
            expected: expected.to_owned(),
        };
        match self {
            Self::Common(value) if value.is_finite() && (0.1..=50.0).contains(&value) => {
                Ok(ElasticitySet::common(value, table))
            }
            Self::Common(value) => Err(refused(value.to_string(), "a number from 0.1 to 50")),
            Self::BySector => ElasticitySet::caliendo_parro(table)
                .ok_or_else(|| refused("by sector".to_owned(), "a number, since this table has other sectors")),
        }
    }
}

/// Exit costs of one pair or of all pairs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExitCosts {
    /// Year of the table.
    pub year: u16,
    /// Label of the elasticities.
    pub elasticity: String,
    /// The countries or groups of the pairs, in the order of the table's regions.
    pub economies: Vec<Economy>,
    /// One row a pair, in the order of the table's regions.
    pub pairs: Vec<PairCost>,
    /// Members of the groups asked about that the table does not show separately.
    pub missing: Vec<String>,
    /// Pairs without an answer, with the reason.
    pub failures: Vec<PairFailure>,
    /// How sure.
    pub evidence: Evidence,
}

/// A country or group of the pairs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Economy {
    /// Its code, as in the pairs.
    pub code: String,
    /// Readable name.
    pub name: String,
    /// Value added of a year, USD million.
    pub value_added: f64,
}

/// What the end of one partnership costs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PairCost {
    /// Code of the first side.
    pub first: String,
    /// Code of the second side.
    pub second: String,
    /// Loss of the first side's real income, share.
    pub first_loss: f64,
    /// Loss of the second side's real income, share.
    pub second_loss: f64,
    /// First over second, of the shares above.
    pub ratio: f64,
    /// Sweeps the solve took.
    pub sweeps: usize,
}

/// A pair whose parting has no equilibrium or was not reached.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PairFailure {
    /// Code of the first side.
    pub first: String,
    /// Code of the second side.
    pub second: String,
    /// The engine's words.
    pub reason: String,
}

/// The exit cost of one pair of countries or groups, in an embedded year.
pub fn pair(first: &str, second: &str, year: Option<u16>, elasticity: Elasticity) -> Result<ExitCosts> {
    let table = embedded::table(year.unwrap_or_else(embedded::latest))?;
    let parties = GroupBook::embedded()?.pair(first, second, table.regions(), &table.name())?;
    let set = elasticity.set(&table)?;
    let mut costs = between(&table, &set, std::slice::from_ref(&parties), &|_, _| {})?;
    costs.evidence.estimated = Evidence::of_pair(&table, &parties.0, &parties.1, Grade::B).estimated;
    match costs.failures.first() {
        Some(failure) => Err(StudyError::NoAnswer {
            task: format!("{first} and {second} apart in {}", table.name()),
            reason: failure.reason.clone(),
        }),
        None => Ok(costs),
    }
}

/// The exit costs of every pair of the table's regions. `progress` is told how many pairs of how
/// many are done, from any thread.
pub fn matrix(
    year: Option<u16>,
    elasticity: Elasticity,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<ExitCosts> {
    let table = embedded::table(year.unwrap_or_else(embedded::latest))?;
    let party = |region: usize| Party {
        code: table.regions().code(region).to_string(),
        name: region_name(table.regions().code(region).as_str()).to_owned(),
        members: vec![region],
        missing: Vec::new(),
    };
    let regions = table.regions().len();
    let pairs: Vec<(Party, Party)> = (0..regions)
        .flat_map(|one| (one + 1..regions).map(move |other| (one, other)))
        .map(|(one, other)| (party(one), party(other)))
        .collect();
    let mut costs = between(&table, &elasticity.set(&table)?, &pairs, progress)?;
    costs.evidence.estimated = table.provenance().all_estimates();
    Ok(costs)
}

/// Exit costs of given pairs of one table.
pub(crate) fn between(
    table: &EconomyTable,
    set: &ElasticitySet,
    pairs: &[(Party, Party)],
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<ExitCosts> {
    let task = || format!("solving {} with balanced trade", table.name());
    let baseline = Baseline::from_table(table, &set.by_sector).during(task)?;
    let state = WorldState::new(&baseline, baseline.no_wedges()).during(task)?;
    let done = AtomicUsize::new(0);
    let solved: Vec<std::result::Result<PairCost, PairFailure>> = pairs
        .par_iter()
        .map(|(first, second)| {
            let cost = state.exit_cost(first, second);
            progress(1 + done.fetch_add(1, Ordering::Relaxed), pairs.len());
            cost.map(|cost| PairCost {
                first: first.code.clone(),
                second: second.code.clone(),
                first_loss: cost.first_share(),
                second_loss: cost.second_share(),
                ratio: cost.ratio(),
                sweeps: cost.convergence.evaluations,
            })
            .map_err(|error: EquilibriumError| PairFailure {
                first: first.code.clone(),
                second: second.code.clone(),
                reason: error.to_string(),
            })
        })
        .collect();
    let (mut costs, mut failures) = (Vec::new(), Vec::new());
    for outcome in solved {
        match outcome {
            Ok(cost) => costs.push(cost),
            Err(failure) => failures.push(failure),
        }
    }
    Ok(ExitCosts {
        year: table.year(),
        elasticity: set.label.clone(),
        economies: economies(table, pairs),
        pairs: costs,
        missing: pairs
            .iter()
            .flat_map(|(first, second)| first.missing.iter().chain(&second.missing))
            .cloned()
            .collect(),
        failures,
        evidence: Evidence::of_table(table, Grade::B)
            .with_caveat("Long-run losses with balanced trade; the trade elasticity decides the level."),
    })
}

/// Each side once, in the order of its first region.
fn economies(table: &EconomyTable, pairs: &[(Party, Party)]) -> Vec<Economy> {
    let value_added = table.value_added();
    let mut sides: Vec<&Party> = pairs.iter().flat_map(|(first, second)| [first, second]).collect();
    // A stable sort: the two sides of a single pair that are groups never share a region.
    sides.sort_by(|one, other| one.members.first().cmp(&other.members.first()));
    sides.dedup_by(|one, other| one.code == other.code);
    sides
        .into_iter()
        .map(|side| Economy {
            code: side.code.clone(),
            name: side.name.clone(),
            value_added: side.members.iter().map(|region| value_added[*region]).sum(),
        })
        .collect()
}
