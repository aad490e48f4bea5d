//! Exit costs of a pair, solved anew under drawn trade elasticities, draw by draw.
//!
//! A brief predicts its ranges from the losses under published studies. Here every draw has elasticities of its own in each
//! sector, taken from the same population of studies and with the same random numbers, and both equilibria are solved
//! under them; the error of the table is added as there. So the two can be compared draw by draw.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unequal_ensemble::plan::Plan;
use unequal_ensemble::sensitivity::{Index, given_data, given_data_intervals};
use unequal_ensemble::studies::Studies;
use unequal_equilibrium::Baseline;
use unequal_leverage::WorldState;
use unequal_world::names::SectorGroup;
use unequal_world::{EconomyTable, Party};

use super::{Draws, Kept, Part, REASONS, RESAMPLES, bytes_of, bytes_of_table, drawn, means_by_group, population};
use crate::evidence::{Evidence, Grade};
use crate::exit_cost::ExitCostQuestion;
use crate::observer::{Observer, Steps};
use crate::source::TableSource;
use crate::uncertainty::{self, Errors, Interval, PairRanges, SEED, Standard, Uncertain};
use crate::{Result, Session, StudyError};

/// Figures of a draw, in the order of the columns of a store. Elasticities are geometric means over a group's sectors.
pub const COLUMNS: [&str; 14] = [
    "first_loss",
    "second_loss",
    "first_loss_by_elasticities",
    "second_loss_by_elasticities",
    "first_error_of_table",
    "second_error_of_table",
    "elasticity_food",
    "elasticity_energy",
    "elasticity_consumer_goods",
    "elasticity_chemicals",
    "elasticity_metals",
    "elasticity_machinery",
    "elasticity_vehicles",
    "elasticity_services",
];
/// Place of the first elasticity in a row.
pub(super) const GROUPS_FROM: usize = 6;

/// Exit costs of a pair under drawn elasticities.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EnsembleQuestion {
    /// Country (ISO 3166 alpha-3) or group.
    pub first: String,
    /// The other country or group.
    pub second: String,
    /// Year of the table; the latest embedded one if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
    /// A table instead of the year's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<TableSource>,
    /// Number of draws, rounded up to whole shards of 128.
    pub draws: usize,
    /// Folder in which draws are kept, and from which those that are there are read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub store: Option<PathBuf>,
    /// Only this part of the shards; needs a store.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<Part>,
}

/// Exit costs of a pair under drawn elasticities.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Ensemble {
    /// Code and name of the first side.
    pub first: (String, String),
    /// Code and name of the second side.
    pub second: (String, String),
    /// Year of the table.
    pub year: u16,
    /// Name of the table that was asked for instead of the year's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// Name under which the draws are kept in a store: the same for the same question, table, priors and program.
    pub identity: String,
    /// Shards that are there, of all.
    pub shards: (usize, usize),
    /// What the draws give, when all are there.
    pub summary: Option<Summary>,
    /// What a brief predicts from the studies; `None` as there.
    pub predicted: Option<PairRanges>,
    /// How sure.
    pub evidence: Evidence,
}

/// What draws give.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Summary {
    /// Number of draws.
    pub draws: usize,
    /// Draws without an equilibrium: missing values.
    pub failed: usize,
    /// Why the first of them have none.
    pub reasons: Vec<String>,
    /// Loss of the first side's real income, share.
    pub first: Interval,
    /// Loss of the second side's.
    pub second: Interval,
    /// First over second.
    pub ratio: Interval,
    /// Losses without the error of the table.
    pub by_elasticities: [Interval; 2],
    /// Share of draws in which the first side loses more of its income.
    pub first_loses_more: f64,
    /// First-order indices of the logarithm of the first side's loss (given-data estimator), most first. Elasticities of
    /// groups go together in the studies, so that they do not add up to one.
    pub indices_of_loss: Vec<DrawnIndex>,
    /// The same of the ratio.
    pub indices_of_ratio: Vec<DrawnIndex>,
}

/// What goes with an outcome in the draws.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DrawnIndex {
    /// What is uncertain.
    pub what: Uncertain,
    /// First-order index.
    pub share: f64,
    /// Its bootstrap interval; none where nothing is estimated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval: Option<Interval>,
}

/// What a draw needs.
pub(super) struct Prepared {
    table: EconomyTable,
    parties: (Party, Party),
    /// Logarithms of elasticities by sector.
    elasticities: Studies,
    groups: Vec<SectorGroup>,
    errors: Errors,
    plan: Plan,
}

impl Session {
    /// Solves a pair's exit cost draw by draw. The observer is told of draws.
    pub fn ensemble(&self, question: &EnsembleQuestion, observer: &dyn Observer) -> Result<Ensemble> {
        let kept = Kept::checked(question.draws, question.store.as_deref(), question.part)?;
        let (prepared, predicted) = self.prepared(question, observer)?;
        let total = prepared.plan.draws();
        let steps = Steps::new(observer, total, "draws");
        let (shards, rows) = drawn(&prepared, &kept, &steps)?;
        let Prepared { table, parties: (first, second), plan, .. } = &prepared;
        Ok(Ensemble {
            first: (first.code.clone(), first.name.clone()),
            second: (second.code.clone(), second.name.clone()),
            year: table.year(),
            table: question.table.as_ref().map(TableSource::short_name),
            identity: plan.identity().to_owned(),
            shards: (shards, plan.shards()),
            summary: rows.map(|rows| prepared.summary(&rows)),
            predicted,
            evidence: Evidence::of_pair(table, first, second, Grade::C).with_caveat(
                "Elasticities are drawn from a population of which six published studies are known; the error of the table is \
                 the gap between two sources of one year. What all studies or both sources have wrong is not in the ranges.",
            ),
        })
    }

    pub(super) fn prepared(
        &self,
        question: &EnsembleQuestion,
        observer: &dyn Observer,
    ) -> Result<(Prepared, Option<PairRanges>)> {
        let EnsembleQuestion { first, second, year, table: source, .. } = question;
        let table = self.chosen(*year, source.as_ref())?;
        let parties = self.book().pair(first, second, table.regions(), &table.name())?;
        let cost = ExitCostQuestion { year: *year, table: source.clone(), ..ExitCostQuestion::new(first, second) };
        let predicted = self.exit_cost(&cost, observer)?.ranges;
        let (elasticities, groups) = population(&table, &uncertainty::studies_for(&table))?;
        let Some(errors) = predicted.as_ref().map(|ranges| ranges.errors) else {
            return Err(StudyError::NoAnswer {
                task: format!("an ensemble of {first} and {second}"),
                reason: "a loss is a gain, or smaller than the solver can tell, under some published elasticities"
                    .to_owned(),
            });
        };
        let plan = Plan::new(question.draws, &content(&table, &parties).iter().map(Vec::as_slice).collect::<Vec<_>>());
        Ok((Prepared { table, parties, elasticities, groups, errors, plan }, predicted))
    }
}

/// Everything that a draw depends on but its number.
fn content(table: &EconomyTable, (first, second): &(Party, Party)) -> Vec<Vec<u8>> {
    let members = |party: &Party| bytes_of(&mut party.members.iter().map(|region| *region as f64));
    let mut content = vec![
        env!("CARGO_PKG_VERSION").as_bytes().to_vec(),
        first.code.as_bytes().to_vec(),
        members(first),
        second.code.as_bytes().to_vec(),
        members(second),
    ];
    content.extend(bytes_of_table(table));
    content.push(SEED.to_le_bytes().to_vec());
    content
}

impl Draws for Prepared {
    fn plan(&self) -> &Plan {
        &self.plan
    }

    fn columns(&self) -> Vec<String> {
        COLUMNS.map(str::to_owned).to_vec()
    }

    /// Losses are missing (not a number) where there is no equilibrium.
    fn draw(&self, number: usize, _: &Steps<'_>) -> Result<Vec<f64>> {
        let draw = Standard::of(number, self.elasticities.count());
        let errors = self.errors.of(&draw);
        let by_sector = self.by_sector(&draw);
        let losses = self.losses(&by_sector).unwrap_or([f64::NAN; 2]);
        let with_error = |side: usize| uncertainty::share_of_log(losses[side].ln() + errors[side]);
        let mut row = vec![
            with_error(0),
            with_error(1),
            uncertainty::share_of_log(losses[0].ln()),
            uncertainty::share_of_log(losses[1].ln()),
            errors[0],
            errors[1],
        ];
        row.extend(means_by_group(&self.groups, &by_sector));
        Ok(row)
    }
}

impl Prepared {
    /// Elasticities of a draw.
    fn by_sector(&self, draw: &Standard) -> Vec<f64> {
        super::by_sector(&self.elasticities, draw)
    }

    /// Losses of both sides as logarithms under some elasticities.
    fn losses(&self, by_sector: &[f64]) -> unequal_equilibrium::Result<[f64; 2]> {
        let baseline = Baseline::from_table(&self.table, by_sector)?;
        let state = WorldState::new(&baseline, baseline.no_wedges())?;
        let cost = state.exit_cost(&self.parties.0, &self.parties.1)?;
        Ok([cost.first, cost.second])
    }

    fn summary(&self, rows: &[Vec<f64>]) -> Summary {
        let column = |place: usize| rows.iter().map(|row| row[place]).collect::<Vec<f64>>();
        let (first, second) = (column(0), column(1));
        let ratios: Vec<f64> = first.iter().zip(&second).map(|(one, other)| one / other).collect();
        let known = ratios.iter().filter(|ratio| !ratio.is_nan());
        let failed: Vec<usize> =
            ratios.iter().enumerate().filter(|(_, ratio)| ratio.is_nan()).map(|(number, _)| number).collect();
        Summary {
            draws: rows.len(),
            failed: failed.len(),
            reasons: failed.iter().take(REASONS).filter_map(|number| self.reason(*number)).collect(),
            first: Interval::of(&first),
            second: Interval::of(&second),
            ratio: Interval::of(&ratios),
            by_elasticities: [Interval::of(&column(2)), Interval::of(&column(3))],
            first_loses_more: known.clone().filter(|ratio| **ratio > 1.0).count() as f64 / known.count() as f64,
            indices_of_loss: indices(rows, &first, |row| row[4]),
            indices_of_ratio: indices(rows, &ratios, |row| row[4] - row[5]),
        }
    }

    /// Why a draw has no equilibrium: found by solving it again.
    fn reason(&self, number: usize) -> Option<String> {
        let by_sector = self.by_sector(&Standard::of(number, self.elasticities.count()));
        self.losses(&by_sector).err().map(|error| format!("draw {number}: {error}"))
    }
}

/// First-order indices of the logarithm of an outcome: of the error of the table and of each group's elasticity.
fn indices(rows: &[Vec<f64>], outcomes: &[f64], error: impl Fn(&[f64]) -> f64) -> Vec<DrawnIndex> {
    let parameters: Vec<Vec<f64>> = rows
        .iter()
        .map(|row| std::iter::once(error(row)).chain(row[GROUPS_FROM..].iter().copied()).collect())
        .collect();
    let logs: Vec<f64> = outcomes.iter().map(|outcome| outcome.ln()).collect();
    let what: Vec<Uncertain> =
        std::iter::once(Uncertain::Table).chain(SectorGroup::ALL.map(Uncertain::Elasticities)).collect();
    let found = given_data(&parameters, &logs, what.len()).parameters;
    let intervals = given_data_intervals(&parameters, &logs, what.len(), SEED + 2, RESAMPLES);
    let index = |(place, (what, index)): (usize, (Uncertain, Index))| DrawnIndex {
        what,
        share: index.first_order,
        interval: intervals.as_ref().and_then(|intervals| intervals.get(place).copied()),
    };
    let mut indices: Vec<DrawnIndex> = what.into_iter().zip(found).enumerate().map(index).collect();
    indices.sort_by(|one, other| other.share.total_cmp(&one.share));
    indices
}
