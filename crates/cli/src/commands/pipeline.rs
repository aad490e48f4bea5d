//! `unequal pipeline`.

use std::path::PathBuf;

use clap::Args;
use unequal_study::Question;
use unequal_study::pipeline::PipelineQuestion;

use crate::output::Output;

#[derive(Args)]
pub struct Pipeline {
    /// A pipeline file, such as scenarios/power-of-siberia-2.toml.
    file: PathBuf,
    #[command(flatten)]
    pub output: Output,
}

impl Pipeline {
    pub fn question(&self) -> Question {
        Question::Pipeline(PipelineQuestion { file: self.file.as_path().into() })
    }
}
