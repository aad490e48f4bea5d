//! `unequal doctor`.

use std::path::PathBuf;

use clap::Args;
use unequal_study::doctor::DoctorQuestion;
use unequal_study::{Question, TableSource};

use crate::output::Output;

#[derive(Args)]
pub struct Doctor {
    /// A .world file, or a published table (a file, zip archive or folder, its year in its name); without it every
    /// embedded year is examined.
    file: Option<PathBuf>,
    /// The year of the table, where its name lacks it or it holds several.
    #[arg(long, requires = "file")]
    year: Option<u16>,
    #[command(flatten)]
    pub output: Output,
}

impl Doctor {
    pub fn question(&self) -> Question {
        Question::Doctor(DoctorQuestion { table: self.file.as_deref().map(TableSource::from), year: self.year })
    }
}
