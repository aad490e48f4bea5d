//! `unequal list`.

use clap::{Args, ValueEnum};
use unequal_study::Question;
use unequal_study::list::{ListOf, ListQuestion};

use crate::output::Output;

/// What is listed.
#[derive(Clone, Copy, ValueEnum)]
pub enum What {
    /// Countries of a table.
    Regions,
    /// Groups of countries, with their members.
    Groups,
    /// Sectors of a table.
    Sectors,
    /// Years with a table.
    Years,
    /// Sets of trade elasticities by sector.
    Elasticities,
    /// What is uncertain about exit costs, by how much, and where that is known from.
    Priors,
}

#[derive(Args)]
pub struct List {
    /// What to list.
    #[arg(value_enum)]
    what: What,
    /// Year of the table: 1995-2023.
    #[arg(long)]
    year: Option<u16>,
    #[command(flatten)]
    pub output: Output,
}

impl List {
    pub fn question(&self) -> Question {
        let of = match self.what {
            What::Regions => ListOf::Regions,
            What::Groups => ListOf::Groups,
            What::Sectors => ListOf::Sectors,
            What::Years => ListOf::Years,
            What::Elasticities => ListOf::Elasticities,
            What::Priors => ListOf::Priors,
        };
        Question::List(ListQuestion { of, year: self.year })
    }
}
