//! `unequal table`: tables themselves.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use unequal_study::Question;
use unequal_study::adjust::AdjustQuestion;

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
    /// Move a table to recorded trade, everything else as near as possible, and save it as a .world file.
    Adjust(Adjust),
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
        let Command::Adjust(adjust) = &self.command;
        let question = AdjustQuestion {
            records: adjust.records.as_path().into(),
            year: adjust.year,
            table: adjust.table.source(),
        };
        ask::saving(&Question::TableAdjust(question), &adjust.output, adjust.save.as_deref())
    }
}
