//! `unequal brief`.

use clap::{Args, ValueEnum};
use unequal_study::Question;
use unequal_study::brief::{BriefQuestion, Grouping};

use super::model::{Own, Table};
use crate::output::Output;

/// When a group's members become one economy.
#[derive(Clone, Copy, Default, ValueEnum)]
pub enum Aggregate {
    /// Join the members before solving: trade among them is domestic.
    Before,
    /// Solve the members separately and add up their losses in money.
    #[default]
    After,
}

#[derive(Args)]
pub struct Brief {
    /// Country (ISO 3166 alpha-3) or group, e.g. RUS or EU27.
    first: String,
    /// The other country or group.
    second: String,
    /// Year of the table: 1995-2023; 2022 if left out, the last that was observed.
    #[arg(long)]
    year: Option<u16>,
    /// Trade elasticity of the headline, the same in every sector.
    #[arg(long, default_value_t = 4.0, allow_negative_numbers = true)]
    elasticity: f64,
    #[command(flatten)]
    own: Own,
    /// When a group's members become one economy.
    #[arg(long, value_enum, default_value_t)]
    aggregate: Aggregate,
    /// Group whose embargo is shown.
    #[arg(long, value_name = "GROUP", default_value = "WEST")]
    embargo_by: String,
    /// Country or group that is embargoed [default: the first of the two sides outside the group].
    #[arg(long, value_name = "CODE")]
    embargo_on: Option<String>,
    #[command(flatten)]
    table: Table,
    #[command(flatten)]
    pub output: Output,
}

impl Brief {
    pub fn question(&self) -> Question {
        Question::Brief(BriefQuestion {
            first: self.first.clone(),
            second: self.second.clone(),
            year: self.year,
            table: self.table.source(),
            elasticity: self.elasticity,
            elasticities: self.own.sectors(),
            grouping: match self.aggregate {
                Aggregate::Before => Grouping::BeforeSolving,
                Aggregate::After => Grouping::AfterSolving,
            },
            embargo_by: self.embargo_by.clone(),
            embargo_on: self.embargo_on.clone(),
        })
    }
}
