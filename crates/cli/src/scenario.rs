//! Commands about scenario files.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use unequal_report::{csv, html, json, parquet, terminal};
use unequal_study::explain_flow::ExplainQuestion;
use unequal_study::run::{self, CompareQuestion, RunQuestion};
use unequal_study::{Session, Source, strategy};

use crate::arguments::{Format, Output};
use crate::output::{self, Bar, Failure};

#[derive(Args)]
pub struct Run {
    /// Scenario file (TOML); `unequal schema` describes it.
    file: PathBuf,
    /// Also write the answer as one self-contained HTML page.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

impl Run {
    pub fn run(&self) -> Result<ExitCode, Failure> {
        self.output.check(self.html.as_deref())?;
        let question = RunQuestion { file: self.file.as_path().into() };
        output::progress("solving the world without the measures, with each alone and with all ...");
        let answer = Session::embedded()?.run(&question, &Bar::new())?;
        let content = match self.output.format {
            Format::Table => terminal::run(&answer, self.output.width()).into_bytes(),
            Format::Json => json::write(&answer)?.into_bytes(),
            Format::Csv => csv::run(&answer)?.into_bytes(),
            Format::Parquet => parquet::run(&answer)?,
        };
        if let Some(path) = &self.html {
            output::write_file(path, html::run(&answer).as_bytes())?;
        }
        output::deliver(self.output.out.as_deref(), &content)?;
        Ok(ExitCode::SUCCESS)
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
    output: Output,
}

impl Explain {
    pub fn run(&self) -> Result<ExitCode, Failure> {
        self.output.check(None)?;
        let question = ExplainQuestion {
            seller: self.seller.clone(),
            buyer: self.buyer.clone(),
            sector: self.sector.clone(),
            scenario: self.scenario.as_path().into(),
        };
        output::progress("solving the world without the measures, with each alone and with all ...");
        let answer = Session::embedded()?.explain(&question, &Bar::new())?;
        let content = match self.output.format {
            Format::Table => terminal::flow(&answer, self.output.width()).into_bytes(),
            Format::Json => json::write(&answer)?.into_bytes(),
            Format::Csv => csv::flow(&answer)?.into_bytes(),
            Format::Parquet => parquet::flow(&answer)?,
        };
        output::deliver(self.output.out.as_deref(), &content)?;
        Ok(ExitCode::SUCCESS)
    }
}

#[derive(Args)]
pub struct Compare {
    /// Scenario files, two or more.
    #[arg(required = true, num_args = 2..)]
    files: Vec<PathBuf>,
    /// Also write the comparison as one self-contained HTML page.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

impl Compare {
    pub fn run(&self) -> Result<ExitCode, Failure> {
        self.output.check(self.html.as_deref())?;
        let question = CompareQuestion { files: self.files.iter().map(|file| Source::from(file.as_path())).collect() };
        output::progress("solving each scenario ...");
        let answer = Session::embedded()?.compare(&question, &Bar::new())?;
        let content = match self.output.format {
            Format::Table => terminal::comparison(&answer, self.output.width()).into_bytes(),
            Format::Json => json::write(&answer)?.into_bytes(),
            Format::Csv => csv::comparison(&answer)?.into_bytes(),
            Format::Parquet => parquet::comparison(&answer)?,
        };
        if let Some(path) = &self.html {
            output::write_file(path, html::comparison(&answer).as_bytes())?;
        }
        output::deliver(self.output.out.as_deref(), &content)?;
        Ok(ExitCode::SUCCESS)
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
        let answer = Session::embedded()?.explain_file(&RunQuestion { file: file.as_path().into() })?;
        output::deliver(out.as_deref(), terminal::explanation(&answer.statements).as_bytes())?;
        Ok(ExitCode::SUCCESS)
    }
}

#[derive(Args)]
pub struct Schema {
    /// Of strategy files instead.
    #[arg(long)]
    strategy: bool,
    /// Write to a file instead of the terminal.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl Schema {
    pub fn run(&self) -> Result<ExitCode, Failure> {
        let schema = if self.strategy { strategy::schema() } else { run::schema() };
        output::deliver(self.out.as_deref(), json::write(&schema)?.as_bytes())?;
        Ok(ExitCode::SUCCESS)
    }
}
