//! What a session answers.

use serde::Serialize;
use unequal_audit::AuditAnswer;

use crate::adjust::Adjustment;
use crate::brief::Brief;
use crate::describe::Description;
use crate::doctor::Examination;
use crate::ensemble::{Ensemble, ScenarioEnsemble};
use crate::episode::Episode;
use crate::exit_cost::ExitCosts;
use crate::explain_flow::FlowExplained;
use crate::leverage::{LeverageTable, PairLeverage};
use crate::list::Listing;
use crate::pipeline::PipelineAnswer;
use crate::priors::PriorsAnswer;
use crate::record::Record;
use crate::run::{Comparison, Explanation, RunAnswer};
use crate::strategy::StrategyAnswer;
use crate::timeline::Timeline;

/// The answer to a [`crate::Question`], by its type.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "answer", rename_all = "kebab-case")]
pub enum Answer {
    /// To `brief`.
    Brief(Box<Brief>),
    /// To `exit-cost` and `exit-cost-matrix`.
    ExitCosts(Box<ExitCosts>),
    /// To `ensemble`.
    Ensemble(Box<Ensemble>),
    /// To `scenario-ensemble`.
    ScenarioEnsemble(Box<ScenarioEnsemble>),
    /// To `leverage`.
    PairLeverage(Box<PairLeverage>),
    /// To `most-dependent` and `leverage-matrix`.
    LeverageTable(Box<LeverageTable>),
    /// To `timeline`.
    Timeline(Box<Timeline>),
    /// To `record`.
    Record(Box<Record>),
    /// To `run`.
    Run(Box<RunAnswer>),
    /// To `compare`.
    Comparison(Box<Comparison>),
    /// To `explain`.
    Flow(Box<FlowExplained>),
    /// To `scenario`.
    Explanation(Box<Explanation>),
    /// To `episode`.
    Episode(Box<Episode>),
    /// To `strategy`.
    Strategy(Box<StrategyAnswer>),
    /// To `pipeline`.
    Pipeline(Box<PipelineAnswer>),
    /// To `audit`.
    Audit(Box<AuditAnswer>),
    /// To `doctor`.
    Examination(Box<Examination>),
    /// To `table-adjust`.
    Adjustment(Box<Adjustment>),
    /// To `table-describe`.
    Description(Box<Description>),
    /// To `list`.
    List(Box<Listing>),
    /// To `priors`.
    Priors(Box<PriorsAnswer>),
    /// To `schema`.
    Schema {
        /// The schema.
        schema: serde_json::Value,
    },
}

#[cfg(feature = "schema")]
impl Answer {
    /// JSON schema (2020-12) of answers as they are written.
    #[must_use]
    pub fn schema() -> serde_json::Value {
        let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
        settings.into_generator().into_root_schema_for::<Self>().to_value()
    }
}
