//! `unequal doctor`.

use std::path::PathBuf;

use clap::Args;
use unequal_study::doctor::DoctorQuestion;
use unequal_study::{Question, TableSource};

use crate::output::Output;

#[derive(Args)]
pub struct Doctor {
    /// A .world file, or a csv in the OECD ICIO layout (plain or gzip, its year in its name); without it every
    /// embedded year is examined.
    file: Option<PathBuf>,
    #[command(flatten)]
    pub output: Output,
}

impl Doctor {
    pub fn question(&self) -> Question {
        Question::Doctor(DoctorQuestion { table: self.file.as_deref().map(TableSource::from) })
    }
}
