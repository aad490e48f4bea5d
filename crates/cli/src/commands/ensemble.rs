//! `unequal ensemble`.

use std::path::{Path, PathBuf};

use clap::Args;
use unequal_study::Question;
use unequal_study::ensemble::{EnsembleQuestion, Part, ScenarioEnsembleQuestion};

use super::model::Table;
use crate::output::Output;

#[derive(Args)]
pub struct Ensemble {
    /// Country (ISO 3166 alpha-3) or group; alone, a scenario file (TOML).
    #[arg(value_name = "FIRST or SCENARIO")]
    first: String,
    /// The other country or group.
    #[arg(conflicts_with_all = ["indices", "trajectories"])]
    second: Option<String>,
    /// Number of draws, rounded up to whole shards of 128.
    #[arg(long, default_value_t = 2048)]
    draws: usize,
    /// Keep the draws in this folder, a Parquet file for each 128, and use those that are there already: a run that was
    /// killed goes on where it was.
    #[arg(long, value_name = "FOLDER")]
    store: Option<PathBuf>,
    /// Compute only part I of N of the draws that the store lacks, as one job of several.
    #[arg(long, value_name = "I/N", value_parser = part, requires = "store")]
    shard: Option<Part>,
    /// Year of the table: 1995-2023; a scenario has its own.
    #[arg(long, requires = "second")]
    year: Option<u16>,
    /// Of a scenario: lay the draws out for total indices of what is uncertain, with bootstrap intervals.
    #[arg(long)]
    indices: bool,
    /// Of a scenario: screen the elasticity of each sector and each uncertain parameter along this many trajectories.
    #[arg(long, value_name = "N", default_value_t = 0)]
    trajectories: usize,
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
        let Some(second) = &self.second else {
            return Question::ScenarioEnsemble(ScenarioEnsembleQuestion {
                file: Path::new(&self.first).into(),
                table: self.table.source(),
                draws: self.draws,
                indices: self.indices,
                trajectories: self.trajectories,
                store: self.store.clone(),
                part: self.shard,
            });
        };
        Question::Ensemble(EnsembleQuestion {
            first: self.first.clone(),
            second: second.clone(),
            year: self.year,
            table: self.table.source(),
            draws: self.draws,
            store: self.store.clone(),
            part: self.shard,
        })
    }
}
