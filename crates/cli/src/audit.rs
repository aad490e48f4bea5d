//! `unequal audit`: a file of claims, checked.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use unequal_report::{csv, html, json, parquet, terminal};
use unequal_study::Session;
use unequal_study::audit::{AuditQuestion, STARTER};

use crate::arguments::{Format, Output};
use crate::output::{self, Bar, Failure};

#[derive(Args)]
pub struct Audit {
    /// File of claims (TOML); `unequal audit --new` begins one.
    #[arg(required_unless_present = "new")]
    file: Option<PathBuf>,
    /// Print a claims file to begin with, with everything explained: `unequal audit --new > mine.toml`.
    #[arg(long, conflicts_with_all = ["file", "html", "format"])]
    new: bool,
    /// Also write the answer as one self-contained HTML page.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

impl Audit {
    pub fn run(&self) -> Result<ExitCode, Failure> {
        let Some(file) = &self.file else {
            output::deliver(self.output.out.as_deref(), STARTER.as_bytes())?;
            return Ok(ExitCode::SUCCESS);
        };
        self.output.check(self.html.as_deref())?;
        let question = AuditQuestion { file: file.as_path().into() };
        let answer = Session::embedded()?.audit(&question, &Bar::new())?;
        let content = match self.output.format {
            Format::Table => terminal::audit(&answer, self.output.width()).into_bytes(),
            Format::Json => json::write(&answer)?.into_bytes(),
            Format::Csv => csv::audit(&answer)?.into_bytes(),
            Format::Parquet => parquet::audit(&answer)?,
        };
        if let Some(path) = &self.html {
            output::write_file(path, html::audit(&answer).as_bytes())?;
        }
        output::deliver(self.output.out.as_deref(), &content)?;
        Ok(ExitCode::SUCCESS)
    }
}
