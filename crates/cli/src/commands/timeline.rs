//! `unequal timeline`.

use std::path::PathBuf;

use clap::Args;
use unequal_study::timeline::TimelineQuestion;
use unequal_study::{Question, Source};

use crate::output::Output;

#[derive(Args)]
pub struct Timeline {
    /// Country (ISO 3166 alpha-3), e.g. RUS; groups have exit costs but no long series.
    first: String,
    /// The other country.
    second: String,
    /// Trade elasticity of the exit costs, the same in every sector.
    #[arg(long, default_value_t = 4.0, allow_negative_numbers = true)]
    elasticity: f64,
    /// Events of your own: a csv file with the columns one,other,year,title,source.
    #[arg(long, value_name = "FILE")]
    events: Option<PathBuf>,
    #[command(flatten)]
    pub output: Output,
}

impl Timeline {
    pub fn question(&self) -> Question {
        Question::Timeline(TimelineQuestion {
            first: self.first.clone(),
            second: self.second.clone(),
            elasticity: self.elasticity,
            events: self.events.as_deref().map(Source::from),
        })
    }
}
