//! `ensemble`: answers solved anew draw by draw, under drawn trade elasticities and, for a scenario, drawn parameters of its
//! measures.

use std::path::Path;

use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unequal_ensemble::plan::Plan;
use unequal_ensemble::studies::Studies;
use unequal_world::EconomyTable;
use unequal_world::elasticity::ElasticitySet;
use unequal_world::names::{SectorGroup, sector_groups};

use crate::observer::Steps;
use crate::uncertainty::{Standard, logs_of, studies_for, within_bounds};
use crate::{Result, StudyError};

#[cfg(feature = "files")]
mod kept;
mod pair;
mod scenario;
#[cfg(feature = "files")]
mod shards;

pub use pair::*;
pub use scenario::*;
#[cfg(feature = "files")]
pub use shards::Shards;
pub use unequal_ensemble::plan::SHARD;
pub use unequal_ensemble::sensitivity::morris::ElementaryEffects;

/// Most draws that are taken.
pub const MOST_DRAWS: usize = 1_000_000;
/// Resamples behind a bootstrap interval.
const RESAMPLES: usize = 400;
/// Reasons of failed draws that are told.
const REASONS: usize = 3;

/// A part of the shards, for one of several programs that fill a store side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Which, counted from 1.
    pub number: usize,
    /// Of how many.
    pub of: usize,
}

impl Part {
    /// Everything.
    pub const WHOLE: Self = Self { number: 1, of: 1 };
}

/// Draws of one question: each is a row of figures that depends on its number alone.
trait Draws: Sync {
    /// How many there are, in which shards, and under which name they are kept.
    fn plan(&self) -> &Plan;
    /// Names of a row's figures.
    fn columns(&self) -> Vec<String>;
    /// A row; figures without a value are not a number. Fails only if nobody wants the answer any more.
    fn draw(&self, number: usize, steps: &Steps<'_>) -> Result<Vec<f64>>;

    /// A shard's draws. They do not depend on the number of threads.
    fn shard(&self, shard: usize, steps: &Steps<'_>) -> Result<Vec<Vec<f64>>> {
        let draw = |number| steps.step(|| self.draw(number, steps));
        Plan::numbers(shard).into_par_iter().map(draw).collect()
    }
}

/// Where draws are kept, if anywhere, and which part of them is wanted.
struct Kept<'a> {
    #[cfg_attr(not(feature = "files"), allow(dead_code, reason = "without files there is no store"))]
    part: Part,
    folder: Option<&'a Path>,
}

impl<'a> Kept<'a> {
    /// Refuses a number of draws that is out of bounds and a part of draws that are not kept.
    fn checked(draws: usize, folder: Option<&'a Path>, part: Option<Part>) -> Result<Self> {
        let wrong =
            |what, value: String, expected: &str| StudyError::Value { what, value, expected: expected.to_owned() };
        if !(1..=MOST_DRAWS).contains(&draws) {
            return Err(wrong("the number of draws", draws.to_string(), "from 1 to 1000000"));
        }
        match part {
            Some(Part { number, of }) if number == 0 || number > of => {
                Err(wrong("the part", format!("{number}/{of}"), "a part of several, such as 1/4 to 4/4"))
            }
            Some(_) if folder.is_none() => {
                Err(wrong("the store", "none".to_owned(), "a folder, where every part of the shards is kept"))
            }
            _ => Ok(Self { part: part.unwrap_or(Part::WHOLE), folder }),
        }
    }
}

/// Draws, from a store or anew: how many shards are there, and all rows where none is missing.
fn drawn(draws: &impl Draws, kept: &Kept<'_>, steps: &Steps<'_>) -> Result<(usize, Option<Vec<Vec<f64>>>)> {
    if let Some(folder) = kept.folder {
        #[cfg(feature = "files")]
        return kept::drawn(folder, kept.part, draws, steps);
        #[cfg(not(feature = "files"))]
        return Err(StudyError::NoFiles { path: folder.to_owned() });
    }
    let shards = draws.plan().shards();
    let mut rows = Vec::with_capacity(draws.plan().draws());
    for shard in 0..shards {
        rows.extend(draws.shard(shard, steps)?);
    }
    Ok((shards, Some(rows)))
}

/// The population of which some studies are known, as logarithms of trade elasticities by sector of a table, and the group
/// of each sector.
fn population(table: &EconomyTable, studies: &[ElasticitySet]) -> Result<(Studies, Vec<SectorGroup>)> {
    Studies::of(&logs_of(studies)).zip(sector_groups(table)).ok_or_else(|| StudyError::Value {
        what: "the table",
        value: table.name(),
        expected: "one whose sectors published trade elasticities are matched to (WIOD's or the OECD's)".to_owned(),
    })
}

/// Trade elasticities by sector of a draw.
fn by_sector(population: &Studies, draw: &Standard) -> Vec<f64> {
    let logs = population.at(&draw.weights);
    logs.iter().map(|log| within_bounds(log.exp())).collect()
}

/// Geometric means of elasticities over the sectors of each group, in the order of [`SectorGroup::ALL`].
fn means_by_group(groups: &[SectorGroup], by_sector: &[f64]) -> impl Iterator<Item = f64> {
    SectorGroup::ALL.into_iter().map(move |group| {
        let of_group = || groups.iter().zip(by_sector).filter(move |(own, _)| **own == group);
        let (sum, count) = (of_group().map(|(_, value)| value.ln()).sum::<f64>(), of_group().count());
        (sum / count as f64).exp()
    })
}

/// Numbers as bytes, for the name of a plan.
fn bytes_of(values: &mut dyn Iterator<Item = f64>) -> Vec<u8> {
    values.flat_map(f64::to_le_bytes).collect()
}

/// A table and the published studies of its elasticities as bytes, for the name of a plan.
fn bytes_of_table(table: &EconomyTable) -> Vec<Vec<u8>> {
    vec![
        bytes_of(&mut table.sourcing().iter().copied()),
        bytes_of(&mut table.intermediate_use().iter().copied()),
        bytes_of(&mut table.final_use().iter().copied()),
        bytes_of(&mut studies_for(table).into_iter().flat_map(|set| set.by_sector)),
    ]
}
