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

/// For which year and with which trade elasticity something is solved.
#[derive(Args)]
pub struct Model {
    /// Year of the table: 1995-2023; 2022 if left out, the last that was observed.
    #[arg(long)]
    pub year: Option<u16>,
    #[command(flatten)]
    pub table: Table,
    /// Trade elasticity, the same in every sector.
    #[arg(long, default_value_t = 4.0, allow_negative_numbers = true)]
    elasticity: f64,
    /// Use Caliendo and Parro's elasticities by sector instead.
    #[arg(long, conflicts_with = "elasticity")]
    by_sector: bool,
}

impl Model {
    /// The elasticities asked for.
    pub fn elasticity(&self) -> Elasticity {
        if self.by_sector { Elasticity::BySector } else { Elasticity::Common(self.elasticity) }
    }
}
