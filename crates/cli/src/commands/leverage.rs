//! `unequal leverage`.

use std::path::PathBuf;

use clap::Args;
use unequal_study::leverage::{LeverageMatrixQuestion, LeverageQuestion, MostDependentQuestion};
use unequal_study::{Question, Source};

use super::model::Model;
use crate::output::Output;

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
    /// Every pair of the table's countries, and how far the indicators agree.
    #[arg(long, conflicts_with_all = ["first", "second", "most_dependent_on"])]
    all_pairs: bool,
    /// Who depends most on this country or group.
    #[arg(long, value_name = "CODE", conflicts_with_all = ["first", "second"])]
    most_dependent_on: Option<String>,
    /// With --all-pairs: solve every exit cost instead of estimating it (a few seconds).
    #[arg(long, requires = "all_pairs", conflicts_with_all = ["first", "second", "most_dependent_on"])]
    exact: bool,
    /// Also give exit costs under the measures of this scenario file, which then sets year and elasticity.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["all_pairs", "most_dependent_on", "year", "elasticity", "by_sector"])]
    scenario: Option<PathBuf>,
    #[command(flatten)]
    model: Model,
    #[command(flatten)]
    pub output: Output,
}

impl Leverage {
    pub fn question(&self) -> Question {
        let (year, table, elasticity) = (self.model.year, self.model.table.source(), self.model.elasticity());
        match (&self.first, &self.second, &self.most_dependent_on) {
            (Some(first), Some(second), _) => Question::Leverage(LeverageQuestion {
                first: first.clone(),
                second: second.clone(),
                year,
                table,
                elasticity,
                scenario: self.scenario.as_deref().map(Source::from),
            }),
            (_, _, Some(partner)) => {
                Question::MostDependent(MostDependentQuestion { partner: partner.clone(), year, table, elasticity })
            }
            _ => Question::LeverageMatrix(LeverageMatrixQuestion { year, table, elasticity, exact: self.exact }),
        }
    }
}
