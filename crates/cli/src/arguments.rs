//! What a person types.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};
use unequal_report::{csv, html, json, parquet, terminal};
use unequal_study::brief::{BriefQuestion, Grouping};
use unequal_study::doctor::DoctorQuestion;
use unequal_study::exit_cost::{ExitCostMatrixQuestion, ExitCostQuestion};
use unequal_study::{Elasticity, Session, TableSource};

use crate::audit;
use crate::episode;
use crate::leverage;
use crate::output::{self, Bar, Failure};
use crate::pipeline;
use crate::scenario;
use crate::strategy;
use crate::timeline;

/// Who needs whom more, what changes that, by how much, and how sure are we?
#[derive(Parser)]
#[command(name = "unequal", version, arg_required_else_help = true)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// The balance between two countries or groups, as one page.
    Brief(Brief),
    /// Check tables before trusting them: identities, estimates, changes, and a solve in which nothing happens.
    Doctor(Doctor),
    /// What the end of a partnership costs each side: for one pair, or everybody against everybody.
    ExitCost(ExitCost),
    /// Who needs whom more by every measure of leverage: one pair, all who depend on one partner, or all pairs.
    Leverage(leverage::Leverage),
    /// Decades of a pair: shares of trade, exit costs, breaks and regimes, events, and what is known beside trade.
    Timeline(timeline::Timeline),
    /// What the measures of a scenario file do: each alone, all together, and who pays.
    Run(scenario::Run),
    /// Which measure of a scenario puts which wedge on one flow, and who receives it.
    Explain(scenario::Explain),
    /// Several scenario files side by side.
    Compare(scenario::Compare),
    /// Whether stated figures can all be true, which contradict each other, and what the data say of them.
    Audit(audit::Audit),
    /// A gas pipeline as a bargain: price, who pays, whether a deal exists, and who has power. Speculative.
    Pipeline(pipeline::Pipeline),
    /// Look at a scenario file without solving it.
    Scenario(scenario::Scenario),
    /// The American threat to banks of December 2023: fitted to March 2024, held against April to June.
    Episode(episode::Episode),
    /// The JSON schema of scenario files, for editors.
    Schema(scenario::Schema),
    /// Games on the model's payoffs: a threat to banks, a patron of a war, technology, a linked bargain. Conditional
    /// statements only, no forecasts.
    Strategy(strategy::Strategy),
}

/// How an answer is written.
#[derive(Clone, Copy, Default, ValueEnum)]
pub enum Format {
    /// Text tables for people.
    #[default]
    Table,
    /// The whole answer as JSON.
    Json,
    /// Figures with their source: one a row for a brief or a run, one pair a row for exit costs.
    Csv,
    /// The rows of the csv as a Parquet file; needs --out or a pipe.
    Parquet,
}

/// Where and how the answer is written.
#[derive(Args)]
pub struct Output {
    /// Form of the answer.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// Write the answer to a file instead of the terminal.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

impl Output {
    /// Refuses what could not be delivered, before anything is solved; `page` is where the page goes.
    pub fn check(&self, page: Option<&Path>) -> Result<(), Failure> {
        if let (Some(page), Some(out)) = (page, &self.out)
            && output::same_file(page, out)
        {
            return Err(Failure::Refused(format!(
                "--html and --out both name {}: the answer would replace the page; give two files",
                out.display()
            )));
        }
        let to_terminal = self.out.is_none() && std::io::stdout().is_terminal();
        if matches!(self.format, Format::Parquet) && to_terminal {
            return Err(Failure::Refused(
                "Parquet is binary and a terminal cannot show it: give --out FILE, or redirect standard output to a \
                 file"
                    .to_owned(),
            ));
        }
        Ok(())
    }

    /// Characters of a line.
    pub fn width(&self) -> u16 {
        output::width(self.out.is_some())
    }
}

/// When a group's members become one economy.
#[derive(Clone, Copy, Default, ValueEnum)]
pub enum Aggregate {
    /// Join the members before solving: trade among them is domestic.
    Before,
    /// Solve the members separately and add up their losses in money.
    #[default]
    After,
}

/// For which year and with which trade elasticity something is solved.
#[derive(Args)]
pub struct Model {
    /// Year of the table: 1995-2011 or 2022.
    #[arg(long)]
    pub year: Option<u16>,
    /// Trade elasticity, the same in every sector.
    #[arg(long, default_value_t = 4.0, allow_negative_numbers = true)]
    elasticity: f64,
    /// Use Caliendo and Parro's elasticities by sector instead.
    #[arg(long, conflicts_with = "elasticity")]
    by_sector: bool,
}

impl Model {
    /// The elasticities asked for.
    pub fn elasticity(&self) -> Elasticity {
        if self.by_sector { Elasticity::BySector } else { Elasticity::Common(self.elasticity) }
    }
}

#[derive(Args)]
pub struct Brief {
    /// Country (ISO 3166 alpha-3) or group, e.g. RUS or EU27.
    first: String,
    /// The other country or group.
    second: String,
    /// Year of the table: 1995-2011 or 2022.
    #[arg(long)]
    year: Option<u16>,
    /// Trade elasticity of the headline, the same in every sector.
    #[arg(long, default_value_t = 4.0, allow_negative_numbers = true)]
    elasticity: f64,
    /// When a group's members become one economy.
    #[arg(long, value_enum, default_value_t)]
    aggregate: Aggregate,
    /// Group whose embargo the fourth block shows.
    #[arg(long, value_name = "GROUP", default_value = "WEST")]
    embargo_by: String,
    /// Country or group that is embargoed [default: the first of the two sides outside the group].
    #[arg(long, value_name = "CODE")]
    embargo_on: Option<String>,
    /// Use this table instead of the embedded one: a .world file, or a csv in the OECD ICIO layout.
    #[arg(long, value_name = "FILE")]
    data: Option<PathBuf>,
    /// Also write the brief as one self-contained HTML page.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

impl Brief {
    pub fn run(&self) -> Result<ExitCode, Failure> {
        self.output.check(self.html.as_deref())?;
        output::progress(
            "solving the world with and without the partnership, for 18 years and several elasticities ...",
        );
        let question = BriefQuestion {
            first: self.first.clone(),
            second: self.second.clone(),
            year: self.year,
            data: self.data.as_deref().map(TableSource::from),
            elasticity: self.elasticity,
            grouping: match self.aggregate {
                Aggregate::Before => Grouping::BeforeSolving,
                Aggregate::After => Grouping::AfterSolving,
            },
            embargo_by: self.embargo_by.clone(),
            embargo_on: self.embargo_on.clone(),
        };
        let answer = Session::embedded()?.brief(&question, &Bar::new())?;
        let content = match self.output.format {
            Format::Table => terminal::brief(&answer, self.output.width()).into_bytes(),
            Format::Json => json::write(&answer)?.into_bytes(),
            Format::Csv => csv::brief(&answer)?.into_bytes(),
            Format::Parquet => parquet::brief(&answer)?,
        };
        if let Some(path) = &self.html {
            output::write_file(path, html::brief(&answer).as_bytes())?;
        }
        output::deliver(self.output.out.as_deref(), &content)?;
        Ok(ExitCode::SUCCESS)
    }
}

#[derive(Args)]
pub struct Doctor {
    /// A .world file, or a csv in the OECD ICIO layout (plain or gzip, its year in its name); without it every
    /// embedded year is examined.
    file: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

impl Doctor {
    pub fn run(&self) -> Result<ExitCode, Failure> {
        self.output.check(None)?;
        output::progress("checking identities and solving each table without any shock ...");
        let question = DoctorQuestion { table: self.file.as_deref().map(TableSource::from) };
        let answer = Session::embedded()?.doctor(&question, &Bar::new())?;
        let content = match self.output.format {
            Format::Table => terminal::examination(&answer, self.output.width()).into_bytes(),
            Format::Json => json::write(&answer)?.into_bytes(),
            Format::Csv => csv::examination(&answer)?.into_bytes(),
            Format::Parquet => parquet::examination(&answer)?,
        };
        output::deliver(self.output.out.as_deref(), &content)?;
        Ok(if answer.healthy { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

#[derive(Args)]
#[command(override_usage = "unequal exit-cost <FIRST> <SECOND> [OPTIONS]\n       unequal exit-cost --matrix [OPTIONS]")]
pub struct ExitCost {
    /// Country (ISO 3166 alpha-3) or group; not with --matrix.
    #[arg(required_unless_present = "matrix", conflicts_with = "matrix")]
    first: Option<String>,
    /// The other country or group.
    #[arg(required_unless_present = "matrix", conflicts_with = "matrix")]
    second: Option<String>,
    /// Every pair of the table's countries.
    #[arg(long)]
    matrix: bool,
    #[command(flatten)]
    model: Model,
    /// Also write all pairs as one self-contained HTML page, a map of losses; only with --matrix.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

impl ExitCost {
    pub fn run(&self) -> Result<ExitCode, Failure> {
        self.output.check(self.html.as_deref())?;
        if let (Some(_), Some(first), Some(second)) = (&self.html, &self.first, &self.second) {
            return Err(Failure::Refused(format!(
                "--html of exit-cost is a map of all pairs: give --matrix instead of the two sides, or take the page of \
                 this pair from `unequal brief {first} {second} --html FILE`"
            )));
        }
        let (session, bar) = (Session::embedded()?, Bar::new());
        let (year, elasticity) = (self.model.year, self.model.elasticity());
        let answer = match (&self.first, &self.second) {
            (Some(first), Some(second)) => {
                let (first, second) = (first.clone(), second.clone());
                session.exit_cost(&ExitCostQuestion { first, second, year, elasticity }, &bar)?
            }
            _ => session.exit_cost_matrix(&ExitCostMatrixQuestion { year, elasticity }, &bar)?,
        };
        drop(bar);
        if let Some(path) = &self.html {
            output::write_file(path, html::exit_costs(&answer).as_bytes())?;
        }
        let content = match self.output.format {
            Format::Table => terminal::exit_costs(&answer, self.output.width()).into_bytes(),
            Format::Json => json::write(&answer)?.into_bytes(),
            Format::Csv => csv::exit_costs(&answer)?.into_bytes(),
            Format::Parquet => parquet::exit_costs(&answer)?,
        };
        output::deliver(self.output.out.as_deref(), &content)?;
        Ok(ExitCode::SUCCESS)
    }
}
