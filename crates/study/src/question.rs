//! What can be asked, as data: a link, a fixture, a call from another language, the key of a store of answers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::adjust::AdjustQuestion;
use crate::audit::AuditQuestion;
use crate::brief::BriefQuestion;
use crate::describe::DescribeQuestion;
use crate::doctor::DoctorQuestion;
use crate::ensemble::{EnsembleQuestion, ScenarioEnsembleQuestion};
use crate::episode::EpisodeQuestion;
use crate::exit_cost::{ExitCostMatrixQuestion, ExitCostQuestion};
use crate::explain_flow::ExplainQuestion;
use crate::leverage::{LeverageMatrixQuestion, LeverageQuestion, MostDependentQuestion};
use crate::list::ListQuestion;
use crate::pipeline::PipelineQuestion;
use crate::priors::PriorsQuestion;
use crate::record::RecordQuestion;
use crate::run::{CompareQuestion, RunQuestion};
use crate::strategy::StrategyQuestion;
use crate::timeline::TimelineQuestion;

/// A question to a session. Equal questions about equal data have equal answers, byte by byte.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "question", rename_all = "kebab-case")]
#[schemars(title = "unequal question")]
pub enum Question {
    /// The balance between two countries or groups, on one page.
    Brief(BriefQuestion),
    /// What the end of a partnership costs each side.
    ExitCost(ExitCostQuestion),
    /// The same for everybody against everybody.
    ExitCostMatrix(ExitCostMatrixQuestion),
    /// A pair's exit cost under drawn trade elasticities.
    Ensemble(EnsembleQuestion),
    /// A scenario's effects under drawn trade elasticities and parameters.
    ScenarioEnsemble(ScenarioEnsembleQuestion),
    /// Who needs whom more in one pair, by every measure.
    Leverage(LeverageQuestion),
    /// Who depends most on one partner.
    MostDependent(MostDependentQuestion),
    /// Every measure of all pairs, and how far the measures agree.
    LeverageMatrix(LeverageMatrixQuestion),
    /// Decades of a pair.
    Timeline(TimelineQuestion),
    /// What was recorded of a pair's trade, by source.
    Record(RecordQuestion),
    /// What the measures of a scenario file do.
    Run(RunQuestion),
    /// Several scenario files side by side.
    Compare(CompareQuestion),
    /// Which measure of a scenario puts which wedge on one flow.
    Explain(ExplainQuestion),
    /// A scenario file with every default filled in.
    Scenario(RunQuestion),
    /// The American threat to banks of December 2023.
    Episode(EpisodeQuestion),
    /// The games of a strategy file.
    Strategy(StrategyQuestion),
    /// A gas pipeline as a bargain.
    Pipeline(PipelineQuestion),
    /// A file of claims, checked.
    Audit(AuditQuestion),
    /// Whether tables can be trusted.
    Doctor(DoctorQuestion),
    /// A table moved to recorded trade.
    TableAdjust(AdjustQuestion),
    /// What a table holds, as it is or with regions and sectors added up.
    TableDescribe(DescribeQuestion),
    /// Which countries, groups, sectors and years can be asked about.
    List(ListQuestion),
    /// What is uncertain and by how much, and what a scenario puts in its place.
    Priors(PriorsQuestion),
    /// The JSON schema of a kind of file.
    Schema(SchemaQuestion),
}

/// Which schema.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SchemaQuestion {
    /// Of what.
    pub of: SchemaOf,
}

/// What has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SchemaOf {
    /// Scenario files.
    Scenario,
    /// Strategy files.
    Strategy,
    /// Questions.
    Question,
}

impl Question {
    /// JSON schema (2020-12) of questions.
    #[must_use]
    pub fn schema() -> serde_json::Value {
        schemars::schema_for!(Self).to_value()
    }
}
