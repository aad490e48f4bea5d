//! `unequal table`: tables themselves.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use unequal_study::adjust::AdjustQuestion;
use unequal_study::describe::DescribeQuestion;
use unequal_study::{Question, TableSource};

use super::doctor::Doctor;
use super::model::Table as Chosen;
use crate::ask;
use crate::failure::Failure;
use crate::output::Output;

#[derive(Args)]
pub struct Table {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Say what a table holds: regions, sectors, output, value added, trade.
    Describe(Describe),
    /// Read a table in any layout and save it as a .world file, which is read in milliseconds.
    Import(Import),
    /// Check a table: the same as `unequal doctor`. Exit status 1 if its accounts do not add up.
    Check(Doctor),
    /// Add up regions and sectors by concordances and save the table as a .world file. Every accounting identity still
    /// holds.
    Aggregate(Aggregate),
    /// Move a table to recorded trade, everything else as near as possible, and save it as a .world file.
    Adjust(Adjust),
}

#[derive(Args)]
struct Describe {
    /// The table: a file, or the name of an embedded one; without it that of the year.
    file: Option<PathBuf>,
    /// Year of the table: 1995-2023; 2022 if left out, the last that was observed. Decides the year of a file.
    #[arg(long)]
    year: Option<u16>,
    #[command(flatten)]
    output: Output,
}

#[derive(Args)]
struct Import {
    /// The table.
    file: PathBuf,
    /// Year of the table, where the file does not say it.
    #[arg(long)]
    year: Option<u16>,
    /// Save the table here, for `--table`.
    #[arg(long, value_name = "FILE.world")]
    save: PathBuf,
    #[command(flatten)]
    output: Output,
}

#[derive(Args)]
struct Aggregate {
    /// Regions to add up: a csv file with the columns `code` and `group`; codes that it leaves out stay.
    #[arg(long, value_name = "FILE", required_unless_present = "sectors")]
    regions: Option<PathBuf>,
    /// Sectors to add up: a csv file with the columns `code`, `group` and, if wanted, `name`.
    #[arg(long, value_name = "FILE")]
    sectors: Option<PathBuf>,
    /// Year of the table: 1995-2023; 2022 if left out, the last that was observed.
    #[arg(long)]
    year: Option<u16>,
    #[command(flatten)]
    table: Chosen,
    /// Save the table here, for `--table`.
    #[arg(long, value_name = "FILE.world")]
    save: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

#[derive(Args)]
struct Adjust {
    /// Records: a csv file with the columns year, exporter, importer, products (goods, services, all or the code of a
    /// sector), `usd_million` and source.
    records: PathBuf,
    /// Year of the table: 1995-2023; 2022 if left out, the last that was observed.
    #[arg(long)]
    year: Option<u16>,
    #[command(flatten)]
    table: Chosen,
    /// Save the adjusted table here, for `--table`.
    #[arg(long, value_name = "FILE.world")]
    save: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

impl Table {
    pub fn run(&self) -> Result<ExitCode, Failure> {
        let describe = |question| Question::TableDescribe(question);
        match &self.command {
            Command::Describe(command) => {
                let table = command.file.as_deref().map(TableSource::from);
                let question = DescribeQuestion { year: command.year, table, ..DescribeQuestion::default() };
                ask::ask(&describe(question), &command.output)
            }
            Command::Import(command) => {
                let table = Some(TableSource::from(command.file.as_path()));
                let question = DescribeQuestion { year: command.year, table, ..DescribeQuestion::default() };
                ask::saving(&describe(question), &command.output, Some(&command.save))
            }
            Command::Check(command) => ask::ask(&command.question(), &command.output),
            Command::Aggregate(command) => {
                let question = DescribeQuestion {
                    year: command.year,
                    table: command.table.source(),
                    regions: command.regions.as_deref().map(Into::into),
                    sectors: command.sectors.as_deref().map(Into::into),
                };
                ask::saving(&describe(question), &command.output, command.save.as_deref())
            }
            Command::Adjust(command) => {
                let question = AdjustQuestion {
                    records: command.records.as_path().into(),
                    year: command.year,
                    table: command.table.source(),
                };
                ask::saving(&Question::TableAdjust(question), &command.output, command.save.as_deref())
            }
        }
    }
}
