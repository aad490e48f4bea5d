//! `priors`: what is uncertain and by how much, and what a scenario puts in its place.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
pub use unequal_ensemble::priors::{Kind, Prior, Tables};
use unequal_ensemble::priors::{Name, priors};
pub use unequal_policy::scenario::{Priors, UncertainParameter};
use unequal_world::EconomyTable;

use crate::evidence::{Evidence, Grade};
use crate::source::{Source, TableSource};
use crate::spread::Spread;
use crate::uncertainty::{logs_of, studies_for};
use crate::{Result, Session};

/// What is uncertain and by how much.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PriorsQuestion {
    /// A scenario, which may put others in the place of the program's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<Source>,
    /// A table instead of that of the file's year, or of the latest one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<TableSource>,
}

/// What is uncertain and by how much.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PriorsAnswer {
    /// Year of the table.
    pub year: u16,
    /// Priors of the trade elasticities; empty where the studies have no values for the table's sectors.
    pub elasticities: Vec<ElasticityPrior>,
    /// Priors of the table's error and how they were measured, as `data/priors.csv` has them.
    pub table_errors: Vec<Prior>,
    /// What the scenario says.
    pub scenario: Option<ScenarioPriors>,
    /// How sure.
    pub evidence: Evidence,
}

/// A number that describes the trade elasticities of one more study.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ElasticityPrior {
    /// The key by which a scenario replaces it.
    pub key: String,
    /// In words.
    pub what: String,
    /// As the published studies have it.
    pub value: f64,
    /// How it is known.
    pub kind: Kind,
    /// Source and method.
    pub source: String,
}

/// What a scenario says of priors.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScenarioPriors {
    /// Title of the scenario.
    pub title: String,
    /// Name of the file.
    pub file: String,
    /// In the place of the program's.
    pub priors: Priors,
    /// Uncertain parameters of its measures.
    pub parameters: Vec<UncertainParameter>,
}

impl Session {
    /// Tells what is uncertain and by how much; nothing is solved.
    pub fn priors(&self, question: &PriorsQuestion) -> Result<PriorsAnswer> {
        let scenario = question.file.as_ref().map(|file| self.scenario(file, question.table.as_ref())).transpose()?;
        let table = match &scenario {
            Some(scenario) => scenario.table().clone(),
            None => self.chosen(None, question.table.as_ref())?,
        };
        Ok(PriorsAnswer {
            year: table.year(),
            elasticities: of_elasticities(&table),
            table_errors: priors().iter().filter(|prior| prior.prior != Name::TradeElasticities).cloned().collect(),
            scenario: scenario.map(|scenario| ScenarioPriors {
                title: scenario.title().to_owned(),
                file: scenario.file().to_owned(),
                priors: scenario.priors(),
                parameters: scenario.uncertain().to_vec(),
            }),
            evidence: Evidence { grade: Grade::C, ..Evidence::observed("data/priors.csv") }.with_caveat(
                "Measured on other years and pairs than those asked about. What all sources or all models have wrong is in none \
                 of them.",
            ),
        })
    }
}

/// Centre and spread of the published studies in a table's sectors.
fn of_elasticities(table: &EconomyTable) -> Vec<ElasticityPrior> {
    let Some(spread) = Spread::of(&logs_of(&studies_for(table))) else { return Vec::new() };
    let method = priors().iter().find(|prior| prior.prior == Name::TradeElasticities);
    let prior = |key: &str, what: &str, value: f64| ElasticityPrior {
        key: key.to_owned(),
        what: what.to_owned(),
        value,
        kind: method.map_or(Kind::Estimated, |prior| prior.kind),
        source: method.map(|prior| prior.source.clone()).unwrap_or_default(),
    };
    vec![
        prior("elasticity_mean", "geometric mean over sectors and studies", spread.center()),
        prior(
            "elasticity_level_sd",
            "standard deviation of the logarithm of one more study\u{2019}s mean over sectors",
            spread.level_sd,
        ),
        prior(
            "elasticity_sector_sd",
            "standard deviation of the logarithm of a sector about its study\u{2019}s mean",
            spread.sector_sd,
        ),
    ]
}
