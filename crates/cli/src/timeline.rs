//! The command about the decades of a pair.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use unequal_report::{csv, html, json, parquet, terminal};
use unequal_study::timeline::TimelineQuestion;
use unequal_study::{Session, Source};

use crate::arguments::{Format, Output};
use crate::output::{self, Bar, Failure};

#[derive(Args)]
pub struct Timeline {
    /// Country (ISO 3166 alpha-3), e.g. RUS; groups have exit costs but no long series.
    first: String,
    /// The other country.
    second: String,
    /// Trade elasticity of the exit costs, the same in every sector.
    #[arg(long, default_value_t = 4.0, allow_negative_numbers = true)]
    elasticity: f64,
    /// Events of your own: a csv file with the columns one,other,year,title,source.
    #[arg(long, value_name = "FILE")]
    events: Option<PathBuf>,
    /// Also write the answer as one self-contained HTML page.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

impl Timeline {
    pub fn run(&self) -> Result<ExitCode, Failure> {
        self.output.check(self.html.as_deref())?;
        let question = TimelineQuestion {
            first: self.first.clone(),
            second: self.second.clone(),
            elasticity: self.elasticity,
            events: self.events.as_deref().map(Source::from),
        };
        output::progress("solving every year with a table ...");
        let answer = Session::embedded()?.timeline(&question, &Bar::new())?;
        let content = match self.output.format {
            Format::Table => terminal::timeline(&answer, self.output.width()).into_bytes(),
            Format::Json => json::write(&answer)?.into_bytes(),
            Format::Csv => csv::timeline(&answer)?.into_bytes(),
            Format::Parquet => parquet::timeline(&answer)?,
        };
        if let Some(path) = &self.html {
            output::write_file(path, html::timeline(&answer).as_bytes())?;
        }
        output::deliver(self.output.out.as_deref(), &content)?;
        Ok(ExitCode::SUCCESS)
    }
}
