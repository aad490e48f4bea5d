//! Files that a question names by path. Requests bring their files as text.

use std::path::{Path, PathBuf};

use unequal_study::adjust::AdjustQuestion;
use unequal_study::audit::AuditQuestion;
use unequal_study::brief::BriefQuestion;
use unequal_study::describe::DescribeQuestion;
use unequal_study::doctor::DoctorQuestion;
use unequal_study::ensemble::{EnsembleQuestion, ScenarioEnsembleQuestion};
use unequal_study::episode::EpisodeQuestion;
use unequal_study::exit_cost::{ExitCostMatrixQuestion, ExitCostQuestion};
use unequal_study::explain_flow::ExplainQuestion;
use unequal_study::leverage::{LeverageMatrixQuestion, LeverageQuestion, MostDependentQuestion};
use unequal_study::list::ListQuestion;
use unequal_study::pipeline::PipelineQuestion;
use unequal_study::priors::PriorsQuestion;
use unequal_study::record::RecordQuestion;
use unequal_study::run::{CompareQuestion, RunQuestion};
use unequal_study::strategy::StrategyQuestion;
use unequal_study::timeline::TimelineQuestion;
use unequal_study::{Question, SchemaQuestion, Source, TableSource};

/// The first path of a disk that a question names, be it of a file, a table or a folder of draws.
#[must_use]
pub fn named_on_disk(question: &Question) -> Option<&Path> {
    // Every field is named, so that one which is added cannot be overlooked.
    match question {
        Question::Brief(BriefQuestion {
            table,
            first: _,
            second: _,
            year: _,
            elasticity: _,
            elasticities: _,
            grouping: _,
            embargo_by: _,
            embargo_on: _,
        }) => of_table(table),
        Question::ExitCost(ExitCostQuestion { table, first: _, second: _, year: _, elasticity: _, closure: _ }) => {
            of_table(table)
        }
        Question::ExitCostMatrix(ExitCostMatrixQuestion { table, year: _, elasticity: _, ranges: _ }) => {
            of_table(table)
        }
        Question::Ensemble(EnsembleQuestion { table, store, first: _, second: _, year: _, draws: _, part: _ }) => {
            of_table(table).or_else(|| of_store(store))
        }
        Question::ScenarioEnsemble(ScenarioEnsembleQuestion {
            file,
            table,
            store,
            draws: _,
            indices: _,
            trajectories: _,
            part: _,
        }) => of_file(file).or_else(|| of_table(table)).or_else(|| of_store(store)),
        Question::Leverage(LeverageQuestion { table, scenario, first: _, second: _, year: _, elasticity: _ }) => {
            of_table(table).or_else(|| scenario.as_ref().and_then(of_file))
        }
        Question::MostDependent(MostDependentQuestion { table, partner: _, year: _, elasticity: _ }) => of_table(table),
        Question::LeverageMatrix(LeverageMatrixQuestion { table, year: _, elasticity: _, exact: _ }) => of_table(table),
        Question::Timeline(TimelineQuestion { events, first: _, second: _, elasticity: _ }) => {
            events.as_ref().and_then(of_file)
        }
        Question::Run(RunQuestion { file, table, elasticity: _, elasticities: _, ranges: _ })
        | Question::Scenario(RunQuestion { file, table, elasticity: _, elasticities: _, ranges: _ }) => {
            of_file(file).or_else(|| of_table(table))
        }
        Question::Compare(CompareQuestion { files, table, ranges: _ }) => {
            files.iter().find_map(of_file).or_else(|| of_table(table))
        }
        Question::Priors(PriorsQuestion { file, table }) => file.as_ref().and_then(of_file).or_else(|| of_table(table)),
        Question::Explain(ExplainQuestion { scenario, table, seller: _, buyer: _, sector: _ }) => {
            of_file(scenario).or_else(|| of_table(table))
        }
        Question::Strategy(StrategyQuestion { file })
        | Question::Pipeline(PipelineQuestion { file })
        | Question::Audit(AuditQuestion { file, published: _ }) => of_file(file),
        Question::Doctor(DoctorQuestion { table, year: _ }) => of_table(table),
        Question::TableDescribe(DescribeQuestion { table, regions, sectors, year: _ }) => {
            of_table(table).or_else(|| [regions, sectors].into_iter().flatten().find_map(of_file))
        }
        Question::TableAdjust(AdjustQuestion { records, table, year: _ }) => {
            of_file(records).or_else(|| of_table(table))
        }
        Question::Record(RecordQuestion { first: _, second: _, product: _, from: _ })
        | Question::Episode(EpisodeQuestion {})
        | Question::List(ListQuestion { of: _, year: _ })
        | Question::Schema(SchemaQuestion { of: _ }) => None,
    }
}

fn of_file(file: &Source) -> Option<&Path> {
    match file {
        Source::Path { path } => Some(path),
        Source::Text { .. } => None,
    }
}

fn of_table(table: &Option<TableSource>) -> Option<&Path> {
    match table {
        Some(TableSource::Path { path }) => Some(path),
        Some(TableSource::Embedded { .. } | TableSource::Added { .. }) | None => None,
    }
}

fn of_store(store: &Option<PathBuf>) -> Option<&Path> {
    store.as_deref()
}
