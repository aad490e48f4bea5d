//! `unequal exit-cost`.

use clap::Args;
use unequal_study::exit_cost::{ExitCostMatrixQuestion, ExitCostQuestion};
use unequal_study::{Closure, Question};

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
    /// With --matrix: also solve every pair under every published set of trade elasticities, for ranges. Seven times the
    /// work.
    #[arg(long, requires = "matrix")]
    ranges: bool,
    /// What is held fixed while the world adjusts.
    #[arg(long, value_parser = closure, default_value = "long-run", conflicts_with = "matrix")]
    closure: Closure,
    #[command(flatten)]
    model: Model,
    #[command(flatten)]
    pub output: Output,
}

/// Reads the name of a closure.
fn closure(given: &str) -> Result<Closure, String> {
    let known = Closure::ALL.into_iter().find(|closure| closure.id() == given.trim().to_lowercase());
    known.ok_or_else(|| format!("expected one of {}", Closure::ALL.map(Closure::id).join(", ")))
}

impl ExitCost {
    pub fn question(&self) -> Question {
        let (year, table, elasticity) = (self.model.year, self.model.table.source(), self.model.elasticity());
        match (&self.first, &self.second) {
            (Some(first), Some(second)) => {
                let (first, second) = (first.clone(), second.clone());
                Question::ExitCost(ExitCostQuestion { first, second, year, table, elasticity, closure: self.closure })
            }
            _ => Question::ExitCostMatrix(ExitCostMatrixQuestion { year, table, elasticity, ranges: self.ranges }),
        }
    }
}
