//! `unequal brief`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use unequal_study::brief::{BriefQuestion, Grouping};
use unequal_study::{Question, TableSource};

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
    /// Year of the table: 1995-2022.
    #[arg(long)]
    year: Option<u16>,
    /// Trade elasticity of the headline, the same in every sector.
    #[arg(long, default_value_t = 4.0, allow_negative_numbers = true)]
    elasticity: f64,
    /// When a group's members become one economy.
    #[arg(long, value_enum, default_value_t)]
    aggregate: Aggregate,
    /// Group whose embargo is shown.
    #[arg(long, value_name = "GROUP", default_value = "WEST")]
    embargo_by: String,
    /// Country or group that is embargoed [default: the first of the two sides outside the group].
    #[arg(long, value_name = "CODE")]
    embargo_on: Option<String>,
    /// Use this table instead of that of the year: a .world file, a csv in the OECD ICIO layout, or the
    /// name of an embedded table, such as icio-2022, the table of 2022 as the OECD published it.
    #[arg(long, value_name = "FILE")]
    data: Option<PathBuf>,
    #[command(flatten)]
    pub output: Output,
}

impl Brief {
    pub fn question(&self) -> Question {
        Question::Brief(BriefQuestion {
            first: self.first.clone(),
            second: self.second.clone(),
            year: self.year,
            data: self.data.as_deref().map(TableSource::from),
            elasticity: self.elasticity,
            grouping: match self.aggregate {
                Aggregate::Before => Grouping::BeforeSolving,
                Aggregate::After => Grouping::AfterSolving,
            },
            embargo_by: self.embargo_by.clone(),
            embargo_on: self.embargo_on.clone(),
        })
    }
}
