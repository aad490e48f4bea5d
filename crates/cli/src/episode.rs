//! The command about the episode of December 2023.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use unequal_report::{csv, html, json, parquet, terminal};
use unequal_study::Session;
use unequal_study::episode::EpisodeQuestion;

use crate::arguments::{Format, Output};
use crate::output::{self, Bar, Failure};

#[derive(Args)]
pub struct Episode {
    /// Also write the answer as one self-contained HTML page.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

impl Episode {
    pub fn run(&self) -> Result<ExitCode, Failure> {
        self.output.check(self.html.as_deref())?;
        output::progress("fitting the threat to March 2024 and forecasting the months after it ...");
        let answer = Session::embedded()?.episode(&EpisodeQuestion::default(), &Bar::new())?;
        let content = match self.output.format {
            Format::Table => terminal::episode(&answer, self.output.width()).into_bytes(),
            Format::Json => json::write(&answer)?.into_bytes(),
            Format::Csv => csv::episode(&answer)?.into_bytes(),
            Format::Parquet => parquet::episode(&answer)?,
        };
        if let Some(path) = &self.html {
            output::write_file(path, html::episode(&answer).as_bytes())?;
        }
        output::deliver(self.output.out.as_deref(), &content)?;
        Ok(ExitCode::SUCCESS)
    }
}
