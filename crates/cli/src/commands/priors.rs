//! `unequal priors`.

use std::path::PathBuf;

use clap::Args;
use unequal_study::Question;
use unequal_study::priors::PriorsQuestion;

use super::model::Table;
use crate::output::Output;

#[derive(Args)]
pub struct Priors {
    /// Scenario file (TOML), whose own priors and uncertain parameters are shown too.
    file: Option<PathBuf>,
    #[command(flatten)]
    table: Table,
    #[command(flatten)]
    pub output: Output,
}

impl Priors {
    pub fn question(&self) -> Question {
        Question::Priors(PriorsQuestion { file: self.file.as_deref().map(Into::into), table: self.table.source() })
    }
}
