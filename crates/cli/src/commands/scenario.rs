//! Commands about scenario files: `run`, `explain`, `compare`, `scenario explain` and `schema`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use unequal_study::explain_flow::ExplainQuestion;
use unequal_study::run::{CompareQuestion, RunQuestion};
use unequal_study::{Elasticity, Question, SchemaOf, SchemaQuestion, Source};

use super::model::{Own, Table, elasticity};
use crate::ask;
use crate::failure::Failure;
use crate::output::Output;

/// Whether ranges are wanted.
#[derive(Args)]
struct Sure {
    /// Leave out the ranges, for which each scenario is solved under every published study of trade elasticities.
    #[arg(long)]
    no_ranges: bool,
}

#[derive(Args)]
pub struct Run {
    /// Scenario file (TOML); `unequal schema` describes it.
    file: PathBuf,
    /// Long-run trade elasticity instead of the file's: a number for all sectors, or a published set by sector.
    #[arg(long, value_name = "NUMBER or SET", value_parser = elasticity, allow_negative_numbers = true)]
    elasticity: Option<Elasticity>,
    /// The same as --elasticity by-sector: Caliendo and Parro's.
    #[arg(long, conflicts_with = "elasticity")]
    by_sector: bool,
    #[command(flatten)]
    own: Own,
    #[command(flatten)]
    sure: Sure,
    #[command(flatten)]
    table: Table,
    #[command(flatten)]
    pub output: Output,
}

impl Run {
    pub fn question(&self) -> Question {
        let by_sector = self.by_sector.then_some(Elasticity::BySector);
        let elasticity = by_sector.or_else(|| self.elasticity.clone());
        // A file of own elasticities goes over the scenario's where no others are asked for.
        let own = self.own.sectors();
        Question::Run(RunQuestion {
            file: self.file.as_path().into(),
            elasticity,
            elasticities: own,
            table: self.table.source(),
            ranges: !self.sure.no_ranges,
        })
    }
}

#[derive(Args)]
pub struct Explain {
    /// Country that sells (ISO 3166 alpha-3).
    seller: String,
    /// Country that buys.
    buyer: String,
    /// Sector by code or name, such as C26.
    sector: String,
    /// Scenario file (TOML).
    #[arg(long, value_name = "FILE")]
    scenario: PathBuf,
    #[command(flatten)]
    table: Table,
    #[command(flatten)]
    pub output: Output,
}

impl Explain {
    pub fn question(&self) -> Question {
        Question::Explain(ExplainQuestion {
            seller: self.seller.clone(),
            buyer: self.buyer.clone(),
            sector: self.sector.clone(),
            scenario: self.scenario.as_path().into(),
            table: self.table.source(),
        })
    }
}

#[derive(Args)]
pub struct Compare {
    /// Scenario files, two or more.
    #[arg(required = true, num_args = 2..)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    sure: Sure,
    #[command(flatten)]
    table: Table,
    #[command(flatten)]
    pub output: Output,
}

impl Compare {
    pub fn question(&self) -> Question {
        Question::Compare(CompareQuestion {
            files: self.files.iter().map(|file| Source::from(file.as_path())).collect(),
            table: self.table.source(),
            ranges: !self.sure.no_ranges,
        })
    }
}

#[derive(Args)]
pub struct Scenario {
    #[command(subcommand)]
    command: ScenarioCommand,
}

#[derive(Subcommand)]
enum ScenarioCommand {
    /// Write the scenario with every default filled in, saying what was given and what was assumed.
    Explain {
        /// Scenario file (TOML).
        file: PathBuf,
        /// Write to a file instead of the terminal.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}

impl Scenario {
    pub fn run(&self) -> Result<ExitCode, Failure> {
        let ScenarioCommand::Explain { file, out } = &self.command;
        let question = RunQuestion::new(file.as_path().into());
        ask::plain(&Question::Scenario(question), out.as_deref())
    }
}

#[derive(Args)]
pub struct Schema {
    /// Of strategy files instead.
    #[arg(long)]
    strategy: bool,
    /// Of questions, as programs ask them.
    #[arg(long, conflicts_with = "strategy")]
    question: bool,
    /// Write to a file instead of the terminal.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl Schema {
    pub fn run(&self) -> Result<ExitCode, Failure> {
        let of = match (self.strategy, self.question) {
            (true, _) => SchemaOf::Strategy,
            (_, true) => SchemaOf::Question,
            _ => SchemaOf::Scenario,
        };
        ask::plain(&Question::Schema(SchemaQuestion { of }), self.out.as_deref())
    }
}
