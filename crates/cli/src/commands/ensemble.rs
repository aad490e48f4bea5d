//! `unequal ensemble`.

use std::path::PathBuf;

use clap::Args;
use unequal_study::Question;
use unequal_study::ensemble::{EnsembleQuestion, Part};

use super::model::Table;
use crate::output::Output;

#[derive(Args)]
pub struct Ensemble {
    /// Country (ISO 3166 alpha-3) or group.
    first: String,
    /// The other country or group.
    second: String,
    /// Number of draws, rounded up to whole shards of 128.
    #[arg(long, default_value_t = 1024)]
    draws: usize,
    /// Keep the draws in this folder, a Parquet file for each 128, and use those that are there already: a run that was
    /// killed goes on where it was.
    #[arg(long, value_name = "FOLDER")]
    store: Option<PathBuf>,
    /// Compute only part I of N of the draws that the store lacks, as one job of several.
    #[arg(long, value_name = "I/N", value_parser = part, requires = "store")]
    shard: Option<Part>,
    /// Year of the table: 1995-2023.
    #[arg(long)]
    year: Option<u16>,
    #[command(flatten)]
    table: Table,
    #[command(flatten)]
    pub output: Output,
}

/// `2/8`.
fn part(words: &str) -> Result<Part, String> {
    let number = |words: &str| words.trim().parse::<usize>().ok();
    let parts = words.split_once('/').and_then(|(part, of)| Some((number(part)?, number(of)?)));
    parts
        .filter(|(number, of)| (1..=*of).contains(number))
        .map(|(number, of)| Part { number, of })
        .ok_or_else(|| "expected a part of several, such as 1/4".to_owned())
}

impl Ensemble {
    pub fn question(&self) -> Question {
        Question::Ensemble(EnsembleQuestion {
            first: self.first.clone(),
            second: self.second.clone(),
            year: self.year,
            table: self.table.source(),
            draws: self.draws,
            store: self.store.clone(),
            part: self.shard,
        })
    }
}
