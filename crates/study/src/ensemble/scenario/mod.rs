//! Effects of a scenario, solved anew draw by draw: under drawn trade elasticities and drawn parameters of its measures.
//!
//! `run` predicts ranges from a few worlds and adds up what each parameter changes alone. Here every draw has elasticities
//! of its own in each sector and a value of its own of each uncertain parameter, taken from the same distributions with the
//! same random numbers, and is solved under all of them together.

mod draw;
mod screening;
mod summary;

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unequal_ensemble::plan::Plan;
use unequal_ensemble::sensitivity::IndexIntervals;
use unequal_policy::scenario::{Priors, Scenario};
use unequal_world::Party;
use unequal_world::names::SectorGroup;

use self::draw::Prepared;
#[cfg(feature = "files")]
use super::Draws;
use super::{Kept, Part, bytes_of_table, drawn, population};
use crate::elasticity;
use crate::evidence::{Evidence, Grade};
use crate::observer::{Observer, Steps};
use crate::run::effects::{Before, Effects, naming};
use crate::run::{PairEffectRanges, RunQuestion, RunRanges};
use crate::source::{Source, TableSource};
use crate::uncertainty::{Interval, SEED, studies_under};
use crate::{Result, Session, StudyError};

pub use screening::{ScreenedInput, Screening};

/// Most trajectories of a screening.
pub const MOST_TRAJECTORIES: usize = 1000;

/// Effects of a scenario's measures under drawn elasticities and parameters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScenarioEnsembleQuestion {
    /// The scenario.
    pub file: Source,
    /// A table instead of that of the file's year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<TableSource>,
    /// Number of draws, rounded up to whole shards of 128.
    pub draws: usize,
    /// Whether draws are laid out as two samples that exchange one input at a time, for total indices beside first-order
    /// ones (Saltelli et al. 2010). Then two draws in every 2 + p, p being the number of uncertain parameters and one for the
    /// elasticities, make the ranges.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub indices: bool,
    /// Number of trajectories that screen the elasticity of each sector and each parameter (Morris 1991); 0 for none.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub trajectories: usize,
    /// Folder in which draws are kept, and from which those that are there are read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub store: Option<PathBuf>,
    /// Only this part of the shards; needs a store.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<Part>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_zero(number: &usize) -> bool {
    *number == 0
}

/// What is uncertain about a scenario's effects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Input {
    /// Trade elasticities of all sectors.
    Elasticities,
    /// Trade elasticities of a group of sectors.
    ElasticitiesOf(SectorGroup),
    /// The table.
    Table,
    /// An uncertain parameter of the file, by its place among them.
    Parameter(usize),
}

/// What one input decides of an effect.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InputIndex {
    /// The input.
    pub input: Input,
    /// First-order index.
    pub first_order: f64,
    /// Total index, where draws are laid out for it.
    pub total: Option<f64>,
    /// Bootstrap intervals of both; none where nothing is estimated.
    pub intervals: Option<IndexIntervals>,
}

/// An effect in all draws.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SolvedEffect {
    /// Code of the country or group.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Change of real income under the file's own elasticities and parameters, share.
    pub headline: f64,
    /// Change of real income in the draws, the error of the table included, share.
    pub interval: Interval,
    /// The same without the error of the table.
    pub without_error: Interval,
    /// Share of draws in which the party loses.
    pub loses: f64,
    /// What decides it, most first. Empty for an effect too small to be seen.
    pub indices: Vec<InputIndex>,
}

/// What draws of a scenario give.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScenarioSummary {
    /// Number of draws that make the ranges.
    pub draws: usize,
    /// How many of them have no outcome: missing values.
    pub failed: usize,
    /// Why the first of them have none.
    pub reasons: Vec<String>,
    /// Number of rows behind total indices; 0 where there are none.
    pub rows: usize,
    /// Effects on the parties, the world last.
    pub parties: Vec<SolvedEffect>,
    /// Exit costs of the pair.
    pub pair: Option<PairEffectRanges>,
}

/// Effects of a scenario under drawn elasticities and parameters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScenarioEnsemble {
    /// Title of the scenario.
    pub title: String,
    /// Name of the file.
    pub file: String,
    /// Year of the table.
    pub year: u16,
    /// Name of the table that was asked for instead of the year's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// Code and name of both sides of the scenario's pair.
    pub pair: Option<[(String, String); 2]>,
    /// Name under which the draws are kept in a store: the same for the same scenario, table, priors and program.
    pub identity: String,
    /// Shards that are there, of all.
    pub shards: (usize, usize),
    /// Whether draws are laid out for total indices.
    pub indices: bool,
    /// What the draws give, when all are there.
    pub summary: Option<ScenarioSummary>,
    /// What `run` predicts.
    pub predicted: Option<RunRanges>,
    /// Why it predicts nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_prediction: Option<String>,
    /// What the file says of priors.
    #[serde(default, skip_serializing_if = "Priors::are_the_programs")]
    pub priors: Priors,
    /// Which sectors' elasticities and which parameters matter.
    pub screening: Option<Screening>,
    /// How sure.
    pub evidence: Evidence,
}

impl Session {
    /// Solves a scenario draw by draw. The observer is told of worlds.
    pub fn scenario_ensemble(
        &self,
        question: &ScenarioEnsembleQuestion,
        observer: &dyn Observer,
    ) -> Result<ScenarioEnsemble> {
        let kept = Kept::checked(question.draws, question.store.as_deref(), question.part)?;
        if question.trajectories > MOST_TRAJECTORIES {
            return Err(StudyError::Value {
                what: "the number of trajectories",
                value: question.trajectories.to_string(),
                expected: format!("from 0 to {MOST_TRAJECTORIES}"),
            });
        }
        if let Source::Path { path } = &question.file
            && path.extension().is_none()
            && !path.exists()
        {
            return Err(StudyError::Value {
                what: "the ensemble",
                value: path.display().to_string(),
                expected: "a scenario file, or a second country or group".to_owned(),
            });
        }
        let scenario = self.scenario(&question.file, question.table.as_ref())?;
        let asked = RunQuestion { table: question.table.clone(), ..RunQuestion::new(question.file.clone()) };
        let run = self.run(&asked, observer)?;
        let prepared = self.prepared_scenario(&scenario, question)?;
        let worlds = prepared.plan.draws() + screening::worlds(question.trajectories, &prepared);
        let steps = Steps::new(observer, worlds, "worlds");
        let (shards, rows) = drawn(&prepared, &kept, &steps)?;
        let screening = (question.trajectories > 0)
            .then(|| screening::screening(&prepared, question.trajectories, &steps))
            .transpose()?;
        let code_and_name = |party: &Party| (party.code.clone(), party.name.clone());
        Ok(ScenarioEnsemble {
            title: run.title,
            file: run.file,
            year: run.year,
            table: run.table,
            pair: scenario.pair().map(|(first, second)| [code_and_name(first), code_and_name(second)]),
            identity: prepared.plan.identity().to_owned(),
            shards: (shards, prepared.plan.shards()),
            indices: question.indices,
            summary: rows.map(|rows| prepared.summary(&rows)),
            predicted: run.ranges,
            no_prediction: run.no_ranges,
            priors: scenario.priors(),
            screening,
            evidence: Evidence { grade: run.evidence.grade.max(Grade::C), ..run.evidence }.with_caveat(
                "Elasticities are drawn from a population of which six published studies are known, parameters from the ranges \
                 that the file gives, each independently of the others; the error of the table is that of exit costs of the same \
                 size. What the model leaves out is not in the ranges.",
            ),
        })
    }

    /// The draws of a question about a scenario.
    #[cfg(feature = "files")]
    pub(super) fn scenario_draws<'a>(
        &self,
        scenario: &'a Scenario,
        question: &ScenarioEnsembleQuestion,
    ) -> Result<impl Draws + use<'a>> {
        self.prepared_scenario(scenario, question)
    }

    fn prepared_scenario<'a>(
        &self,
        scenario: &'a Scenario,
        question: &ScenarioEnsembleQuestion,
    ) -> Result<Prepared<'a>> {
        let (elasticities, groups) =
            population(scenario.table(), &studies_under(scenario.table(), &scenario.priors()))?;
        let parties = crate::run::parties_and_world(scenario);
        let set = elasticity::at_horizon(scenario)?;
        let task = naming(scenario, &set);
        let pair = scenario.pair();
        let before = Before::kept(self, scenario, set, pair.is_some(), &task)?;
        let nobody = Steps::new(&(), 1, "worlds");
        let headline = Effects::of(scenario, &before, &parties, pair, &nobody, &task)?;
        let plan =
            Plan::new(question.draws, &content(scenario, question).iter().map(Vec::as_slice).collect::<Vec<_>>());
        Ok(Prepared { scenario, parties, elasticities, groups, headline, plan, indices: question.indices })
    }
}

/// Everything that a draw depends on but its number.
fn content(scenario: &Scenario, question: &ScenarioEnsembleQuestion) -> Vec<Vec<u8>> {
    let mut content = vec![
        env!("CARGO_PKG_VERSION").as_bytes().to_vec(),
        scenario.source_text().as_bytes().to_vec(),
        vec![u8::from(question.indices)],
    ];
    content.extend(bytes_of_table(scenario.table()));
    content.push(SEED.to_le_bytes().to_vec());
    content
}
