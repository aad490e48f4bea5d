//! Year and trade elasticity, which several commands take.

use std::path::PathBuf;

use clap::Args;
use unequal_study::{Elasticity, TableSource};

/// Which table is used.
#[derive(Args)]
pub struct Table {
    /// Use this table: a .world file, a csv in the OECD ICIO layout, or the name of an embedded table, such as
    /// oecd-2022, the table of 2022 as the OECD published it.
    #[arg(long, value_name = "FILE", alias = "data")]
    table: Option<PathBuf>,
}

impl Table {
    /// The table asked for.
    pub fn source(&self) -> Option<TableSource> {
        self.table.as_deref().map(TableSource::from)
    }
}

/// Reads a trade elasticity: a number, or the name of a set.
pub fn elasticity(given: &str) -> Result<Elasticity, String> {
    if let Ok(number) = given.trim().parse() {
        return Ok(Elasticity::Common(number));
    }
    let word = given.trim().to_lowercase();
    let by_sector = Some(Elasticity::BySector).filter(|_| word == Elasticity::WORD_BY_SECTOR);
    by_sector.or_else(|| Elasticity::published(&word)).ok_or_else(|| {
        let words: Vec<&str> = Elasticity::words().collect();
        format!("expected a number or one of {}", words.join(", "))
    })
}

/// For which year and with which trade elasticity something is solved.
#[derive(Args)]
pub struct Model {
    /// Year of the table: 1995-2023; 2022 if left out, the last that was observed.
    #[arg(long)]
    pub year: Option<u16>,
    #[command(flatten)]
    pub table: Table,
    /// Trade elasticity: a number for all sectors, or a published set by sector (`unequal list elasticities`).
    #[arg(long, value_name = "NUMBER or SET", default_value = "4", value_parser = elasticity, allow_negative_numbers = true)]
    elasticity: Elasticity,
    /// The same as --elasticity by-sector: Caliendo and Parro's.
    #[arg(long, conflicts_with = "elasticity")]
    by_sector: bool,
}

impl Model {
    /// The elasticities asked for.
    pub fn elasticity(&self) -> Elasticity {
        if self.by_sector { Elasticity::BySector } else { self.elasticity }
    }
}
