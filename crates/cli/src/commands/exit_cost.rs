//! `unequal exit-cost`.

use clap::Args;
use unequal_study::Question;
use unequal_study::exit_cost::{ExitCostMatrixQuestion, ExitCostQuestion};

use super::model::Model;
use crate::output::Output;

#[derive(Args)]
#[command(override_usage = "unequal exit-cost <FIRST> <SECOND> [OPTIONS]\n       unequal exit-cost --matrix [OPTIONS]")]
pub struct ExitCost {
    /// Country (ISO 3166 alpha-3) or group; not with --matrix.
    #[arg(required_unless_present = "matrix", conflicts_with = "matrix")]
    first: Option<String>,
    /// The other country or group.
    #[arg(required_unless_present = "matrix", conflicts_with = "matrix")]
    second: Option<String>,
    /// Every pair of the table's countries.
    #[arg(long)]
    matrix: bool,
    #[command(flatten)]
    model: Model,
    #[command(flatten)]
    pub output: Output,
}

impl ExitCost {
    pub fn question(&self) -> Question {
        let (year, table, elasticity) = (self.model.year, self.model.table.source(), self.model.elasticity());
        match (&self.first, &self.second) {
            (Some(first), Some(second)) => {
                let (first, second) = (first.clone(), second.clone());
                Question::ExitCost(ExitCostQuestion { first, second, year, table, elasticity })
            }
            _ => Question::ExitCostMatrix(ExitCostMatrixQuestion { year, table, elasticity }),
        }
    }
}
