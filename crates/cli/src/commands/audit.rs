//! `unequal audit`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use unequal_study::Question;
use unequal_study::audit::{AuditQuestion, STARTER};

use crate::ask;
use crate::output::{self, Failure, Output};

#[derive(Args)]
pub struct Audit {
    /// File of claims (TOML); `unequal audit --new` begins one.
    #[arg(required_unless_present = "new")]
    file: Option<PathBuf>,
    /// Print a claims file to begin with, with everything explained: `unequal audit --new > mine.toml`.
    #[arg(long, conflicts_with_all = ["file", "html", "format"])]
    new: bool,
    #[command(flatten)]
    output: Output,
}

impl Audit {
    pub fn run(&self) -> Result<ExitCode, Failure> {
        match &self.file {
            Some(file) => ask::ask(&Question::Audit(AuditQuestion { file: file.as_path().into() }), &self.output),
            None => {
                output::deliver(self.output.out.as_deref(), STARTER.as_bytes())?;
                Ok(ExitCode::SUCCESS)
            }
        }
    }
}
