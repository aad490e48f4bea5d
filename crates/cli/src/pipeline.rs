//! The command about a pipeline.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use unequal_report::{csv, html, json, parquet, terminal};
use unequal_study::Session;
use unequal_study::pipeline::PipelineQuestion;

use crate::arguments::{Format, Output};
use crate::output::{self, Bar, Failure};

#[derive(Args)]
pub struct Pipeline {
    /// A pipeline file, such as scenarios/power-of-siberia-2.toml.
    file: PathBuf,
    /// Also write the answer as one self-contained HTML page.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

impl Pipeline {
    pub fn run(&self) -> Result<ExitCode, Failure> {
        self.output.check(self.html.as_deref())?;
        let question = PipelineQuestion { file: self.file.as_path().into() };
        let answer = Session::embedded()?.pipeline(&question, &Bar::new())?;
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
