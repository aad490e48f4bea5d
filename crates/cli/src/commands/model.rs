//! Year and trade elasticity, which several commands take.

use clap::Args;
use unequal_study::Elasticity;

/// For which year and with which trade elasticity something is solved.
#[derive(Args)]
pub struct Model {
    /// Year of the table: 1995-2022.
    #[arg(long)]
    pub year: Option<u16>,
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
