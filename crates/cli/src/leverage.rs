//! The command about leverage.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use unequal_report::{csv, html, json, parquet, terminal};
use unequal_study::leverage::{
    LeverageMatrixQuestion, LeverageQuestion, LeverageTable, MostDependentQuestion, PairLeverage,
};
use unequal_study::{Session, Source};

use crate::arguments::{Format, Model, Output};
use crate::output::{self, Bar, Failure};

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
        let (year, elasticity) = (self.model.year, self.model.elasticity());
        let (session, bar) = (Session::embedded()?, Bar::new());
        if let (Some(first), Some(second)) = (&self.first, &self.second) {
            let (first, second) = (first.clone(), second.clone());
            let scenario = self.scenario.as_deref().map(Source::from);
            let question = LeverageQuestion { first, second, year, elasticity, scenario };
            return self.pair(&session.leverage(&question, &bar)?, bar);
        }
        let answer = match &self.most_dependent_on {
            Some(partner) => {
                let question = MostDependentQuestion { partner: partner.clone(), year, elasticity };
                session.most_dependent_on(&question, &bar)?
            }
            None => {
                let question = LeverageMatrixQuestion { year, elasticity, exact: self.exact };
                session.leverage_matrix(&question, &bar)?
            }
        };
        self.table(&answer, bar)
    }

    fn pair(&self, answer: &PairLeverage, bar: Bar) -> Result<ExitCode, Failure> {
        drop(bar);
        let content = match self.output.format {
            Format::Table => terminal::leverage(answer, self.output.width()).into_bytes(),
            Format::Json => json::write(answer)?.into_bytes(),
            Format::Csv => csv::leverage(answer)?.into_bytes(),
            Format::Parquet => parquet::leverage(answer)?,
        };
        self.deliver(&content, || html::leverage(answer))
    }

    fn table(&self, answer: &LeverageTable, bar: Bar) -> Result<ExitCode, Failure> {
        drop(bar);
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
