//! `unequal strategy`.

use std::path::PathBuf;

use clap::Args;
use unequal_study::Question;
use unequal_study::strategy::StrategyQuestion;

use crate::output::Output;

#[derive(Args)]
pub struct Strategy {
    /// Strategy file (TOML), such as scenarios/strategy/russia-china.toml; `unequal schema --strategy` describes it.
    file: PathBuf,
    #[command(flatten)]
    pub output: Output,
}

impl Strategy {
    pub fn question(&self) -> Question {
        Question::Strategy(StrategyQuestion { file: self.file.as_path().into() })
    }
}
