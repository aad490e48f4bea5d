//! The games of a strategy file.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use unequal_report::{csv, html, json, parquet, terminal};
use unequal_study::Session;
use unequal_study::strategy::StrategyQuestion;

use crate::arguments::{Format, Output};
use crate::output::{self, Bar, Failure};

#[derive(Args)]
pub struct Strategy {
    /// Strategy file (TOML), such as scenarios/strategy/russia-china.toml; `unequal schema --strategy` describes it.
    file: PathBuf,
    /// Also write the answer as one self-contained HTML page.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

impl Strategy {
    pub fn run(&self) -> Result<ExitCode, Failure> {
        self.output.check(self.html.as_deref())?;
        let question = StrategyQuestion { file: self.file.as_path().into() };
        output::progress("solving the payoff cube and playing the games on it ...");
        let answer = Session::embedded()?.strategy(&question, &Bar::new())?;
        let content = match self.output.format {
            Format::Table => terminal::conditional(&answer.said, self.output.width()).into_bytes(),
            Format::Json => json::write(&answer)?.into_bytes(),
            Format::Csv => csv::conditional(&answer.said)?.into_bytes(),
            Format::Parquet => parquet::conditional(&answer.said)?,
        };
        if let Some(path) = &self.html {
            output::write_file(path, html::conditional(&answer.said).as_bytes())?;
        }
        output::deliver(self.output.out.as_deref(), &content)?;
        Ok(ExitCode::SUCCESS)
    }
}
