//! `unequal episode`.

use clap::Args;
use unequal_study::Question;
use unequal_study::episode::EpisodeQuestion;

use crate::output::Output;

#[derive(Args)]
pub struct Episode {
    #[command(flatten)]
    pub output: Output,
}

impl Episode {
    pub fn question(&self) -> Question {
        Question::Episode(EpisodeQuestion::default())
    }
}
