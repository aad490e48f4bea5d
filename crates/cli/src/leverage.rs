//! The command about leverage.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use unequal_report::{csv, html, json, parquet, terminal};
use unequal_study::leverage::{self, LeverageTable, PairLeverage, Setting};

use crate::arguments::{Format, Model, Output};
use crate::output::{self, Failure};

#[derive(Args)]
#[command(override_usage = "unequal leverage <FIRST> <SECOND> [OPTIONS]\n       \
                           unequal leverage --most-dependent-on <CODE> [OPTIONS]\n       \
                           unequal leverage --all-pairs [--exact] [OPTIONS]")]
pub struct Leverage {
    /// Country (ISO 3166 alpha-3) or group; not with --all-pairs or --most-dependent-on.
    #[arg(required_unless_present_any = ["all_pairs", "most_dependent_on"])]
    first: Option<String>,
    /// The other country or group.
    #[arg(required_unless_present_any = ["all_pairs", "most_dependent_on"])]
    second: Option<String>,
    /// Every pair of the table's countries, and how far the measures agree.
    #[arg(long, conflicts_with_all = ["first", "second", "most_dependent_on"])]
    all_pairs: bool,
    /// Who depends most on this country or group.
    #[arg(long, value_name = "CODE", conflicts_with_all = ["first", "second"])]
    most_dependent_on: Option<String>,
    /// With --all-pairs: solve every exit cost instead of estimating it (some seconds).
    #[arg(long, requires = "all_pairs", conflicts_with_all = ["first", "second", "most_dependent_on"])]
    exact: bool,
    /// Also give exit costs under the measures of this scenario file, which then sets year and elasticity.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["all_pairs", "most_dependent_on", "year", "elasticity", "by_sector"])]
    scenario: Option<PathBuf>,
    #[command(flatten)]
    model: Model,
    /// Also write the answer as one self-contained HTML page.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

impl Leverage {
    pub fn run(&self) -> Result<ExitCode, Failure> {
        self.output.check(self.html.as_deref())?;
        let setting = Setting { year: self.model.year, elasticity: self.model.elasticity() };
        if let (Some(first), Some(second)) = (&self.first, &self.second) {
            return self.pair(&leverage::pair(first, second, &setting, self.scenario.as_ref())?);
        }
        if let Some(partner) = &self.most_dependent_on {
            return self.table(&leverage::most_dependent_on(partner, &setting)?);
        }
        let bar = output::progress_bar("pairs");
        let answer = leverage::all_pairs(&setting, self.exact, &|done, total| bar.show(done, total))?;
        bar.finish();
        self.table(&answer)
    }

    fn pair(&self, answer: &PairLeverage) -> Result<ExitCode, Failure> {
        let content = match self.output.format {
            Format::Table => terminal::leverage(answer, self.output.width()).into_bytes(),
            Format::Json => json::write(answer)?.into_bytes(),
            Format::Csv => csv::leverage(answer)?.into_bytes(),
            Format::Parquet => parquet::leverage(answer)?,
        };
        self.deliver(&content, || html::leverage(answer))
    }

    fn table(&self, answer: &LeverageTable) -> Result<ExitCode, Failure> {
        let content = match self.output.format {
            Format::Table => terminal::leverage_table(answer, self.output.width()).into_bytes(),
            Format::Json => json::write(answer)?.into_bytes(),
            Format::Csv => csv::leverage_table(answer)?.into_bytes(),
            Format::Parquet => parquet::leverage_table(answer)?,
        };
        self.deliver(&content, || html::leverage_table(answer))
    }

    fn deliver(&self, content: &[u8], page: impl FnOnce() -> String) -> Result<ExitCode, Failure> {
        if let Some(path) = &self.html {
            output::write_file(path, page().as_bytes())?;
        }
        output::deliver(self.output.out.as_deref(), content)?;
        Ok(ExitCode::SUCCESS)
    }
}
