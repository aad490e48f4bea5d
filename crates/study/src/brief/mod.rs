//! `brief`: how unequal is a partnership, on one page.

mod answer;
mod embargo;
mod exit;
mod sector_exposure;
mod trade;
mod variants;

use std::collections::BTreeMap;

use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unequal_leverage::WorldState;
use unequal_world::EconomyTable;
use unequal_world::elasticity::{ElasticitySet, OwnElasticities, published_sets};

pub use answer::*;

use unequal_world::{GroupBook, embedded};

use crate::annual;
use crate::elasticity::{self, Elasticity};
use crate::error::During;
use crate::evidence::EstimatesBetween;
use crate::leverage::Inputs;
use crate::observer::{Observer, Steps};
pub use crate::parties::Grouping;
use crate::parties::{Pair, side};
use crate::session::Closing;
use crate::source::TableSource;
use crate::verdict::{self, Verdict};
use crate::{Result, Session};

/// Common trade elasticity of a headline unless asked otherwise.
pub const HEADLINE_ELASTICITY: f64 = 4.0;

/// What the brief is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BriefQuestion {
    /// Country (ISO 3166 alpha-3) or group.
    pub first: String,
    /// The other country or group.
    pub second: String,
    /// Year of the main blocks; the latest embedded one if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
    /// A table to use instead of the embedded ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<TableSource>,
    /// Common trade elasticity of the headline, 0.1 to 50; 4 if absent.
    #[serde(default = "elasticity::usual")]
    pub elasticity: f64,
    /// Own elasticities of sectors, by code or name, or of groups of sectors: tried beside the published ones.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub elasticities: BTreeMap<String, f64>,
    /// How groups are treated.
    #[serde(default)]
    pub grouping: Grouping,
    /// Group that embargoes in the block before and after; the Western one if absent.
    #[serde(default = "usual_embargo")]
    pub embargo_by: String,
    /// Its target; chosen among the two sides if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub embargo_on: Option<String>,
}

fn usual_embargo() -> String {
    "WEST".to_owned()
}

impl BriefQuestion {
    /// A question with the defaults: latest year, elasticity 4, the Western group.
    #[must_use]
    pub fn new(first: &str, second: &str) -> Self {
        Self {
            first: first.to_owned(),
            second: second.to_owned(),
            year: None,
            table: None,
            elasticity: HEADLINE_ELASTICITY,
            elasticities: BTreeMap::new(),
            grouping: Grouping::default(),
            embargo_by: usual_embargo(),
            embargo_on: None,
        }
    }
}

/// One set of elasticities with everything solved under it.
struct Solved {
    set: ElasticitySet,
    headline: bool,
    exit: exit::Outcome,
    embargo: Option<embargo::Solution>,
}

impl Session {
    /// Answers the question. Solves run in parallel; the answer does not depend on how many threads.
    pub fn brief(&self, question: &BriefQuestion, observer: &dyn Observer) -> Result<Brief> {
        let table = self.chosen(question.year, question.table.as_ref())?;
        let mut sets = elasticity_sets(&table, question.elasticity)?;
        if !question.elasticities.is_empty() {
            let own = OwnElasticities::over(Elasticity::Common(question.elasticity), question.elasticities.clone());
            sets.push((elasticity::set(&Elasticity::Own(own.into()), &table)?, false));
        }
        let pair = Pair::find(self, table, [&question.first, &question.second], question.grouping)?;
        let plan = embargo::Plan::new(&pair, question, self.book())?;
        let series = annual::Series {
            session: self,
            sides: [&question.first, &question.second],
            grouping: question.grouping,
            elasticity: question.elasticity,
            main: &pair,
        };
        let steps = Steps::new(observer, sets.len() + series.all().len(), "years and trade elasticities");
        let solve = |(set, headline)| steps.step(|| solve_set(self, &pair, &plan, set, headline));
        let own_table = question.table.is_some();
        let check = || steps.check();
        let ((solved, variants), (years, as_published)) = rayon::join(
            || {
                rayon::join(
                    || sets.into_par_iter().map(solve).collect::<Result<Vec<_>>>(),
                    || variants::solve(self, &pair, question.elasticity, &check),
                )
            },
            || (series.solve(&steps), if own_table { Ok(None) } else { series.as_published() }),
        );
        let (solved, years) = (solved?, years?);
        let trade = trade::block(&pair, self.book())?;
        let mut exit = exit::block(&pair, &solved);
        exit.variants = variants?;
        if let Some(parts) = exit.ratio_parts {
            variants::in_money(&mut exit.variants, parts.sizes);
        }
        if is_years_own(self, &pair.table)? {
            exit.first_rank = PartnerRank::of(&pair.first, &pair.second, pair.table.year())?;
            exit.second_rank = PartnerRank::of(&pair.second, &pair.first, pair.table.year())?;
        }
        exit.evidence = exit.evidence.with_members_of(self.book(), pair.table.year(), [&pair.first, &pair.second]);
        let (embargo_block, embargo_note) = embargo::block(&pair, &plan, &solved);
        let inputs = Inputs::new(self, &pair.table, &pair.first, &pair.second);
        let annual = annual::block(question.elasticity, &pair, years)?;
        let estimates = EstimatesBetween::of(&pair.table, &pair.first, &pair.second);
        steps.check()?;
        Ok(Brief {
            verdict: judged(&inputs, &pair, &solved, &exit)?,
            sector_exposure: sector_exposure::block(&pair, &solved, &inputs),
            first: side(&pair.table, &pair.first),
            second: side(&pair.table, &pair.second),
            year: pair.table.year(),
            elasticity: Elasticity::Common(question.elasticity),
            table: question.table.as_ref().map(TableSource::short_name),
            cautions: pair.table.provenance().estimated.first().cloned().into_iter().chain(estimates.of_both).collect(),
            cautions_of_sides: estimates.of_all,
            grouping: is_group(&pair, self.book()).then_some(question.grouping),
            embargo_note,
            as_published: as_published?,
            trade,
            exit,
            embargo: embargo_block,
            annual,
        })
    }
}

/// Whether a table has the figures of the embedded one of its year, of which exit costs are known in advance.
fn is_years_own(session: &Session, table: &EconomyTable) -> Result<bool> {
    if !embedded::years().any(|year| year == table.year()) {
        return Ok(false);
    }
    let own = session.table_of_year(table.year())?;
    Ok(own.identity() == table.identity()
        || own.sourcing() == table.sourcing() && own.intermediate_use() == table.intermediate_use())
}

/// Whether a side is a group.
fn is_group(pair: &Pair, book: &GroupBook) -> bool {
    [&pair.first, &pair.second].iter().any(|party| book.is_group(&party.code))
}

/// Years after the end of a partnership at which its costs are given beside the long run: the short and the medium run.
pub(crate) const HORIZONS: [f64; 2] = [1.0, 4.0];

/// The headline set and the others that show how much the elasticity decides, with which is the headline.
pub(crate) fn elasticity_sets(table: &EconomyTable, headline: f64) -> Result<Vec<(ElasticitySet, bool)>> {
    // Refused before anything is solved.
    let long_run = elasticity::set(&Elasticity::Common(headline), table)?;
    let sooner = HORIZONS.map(|years| elasticity::after(long_run.clone(), years).map(|set| (set, false)));
    let sooner = sooner.into_iter().collect::<Result<Vec<_>>>()?;
    let published = published_sets().iter().filter_map(|set| ElasticitySet::published(set, table));
    let by_sector = ElasticitySet::caliendo_parro(table).into_iter().chain(published).map(|set| (set, false));
    Ok(sooner.into_iter().chain([(long_run, true)]).chain(by_sector).collect())
}

fn solve_set(
    session: &Session,
    pair: &Pair,
    plan: &embargo::Plan,
    set: ElasticitySet,
    headline: bool,
) -> Result<Solved> {
    let which = set.which.clone();
    let task = |what: &str| format!("{what} for {}, elasticity {which}", pair.table.name());
    let before = session.undisturbed(&pair.table, set, Closing::balanced(), task)?;
    let state = WorldState::undisturbed(before.world);
    let exit = exit::solve(pair, &state, headline).during(|| task("solving the end of the partnership"))?;
    // Published sets are tried on the partnership alone: they show how far it hangs on the elasticities.
    let embargo = match which.long_run() {
        Elasticity::Published(_) => None,
        _ => plan.solve(pair, &state).during(|| task("solving the embargo"))?,
    };
    Ok(Solved { set: before.set, headline, exit, embargo })
}

/// Which side depends more, by exit costs under every set and by the other indicators under the headline's.
fn judged(inputs: &Inputs, pair: &Pair, solved: &[Solved], exit: &ExitBlock) -> Result<Verdict> {
    let losses = |row: &ExitRow| (row.losses.first, row.losses.second);
    let tried: Vec<verdict::Pair> = exit.rows.iter().map(losses).collect();
    let (Some(own), Some(row)) = (headline(solved), exit.rows.iter().find(|row| row.headline)) else {
        return Ok(Verdict::TooSmall);
    };
    let contrasts = crate::leverage::contrasts(inputs, &pair.table, &own.set, &pair.first, &pair.second)?;
    let first_loses_more = exit.ranges.as_ref().map(|ranges| ranges.first_loses_more);
    Ok(verdict::verdict(losses(row), &tried, &contrasts, first_loses_more))
}

/// The set the headline is about; there is always one.
fn headline(solved: &[Solved]) -> Option<&Solved> {
    solved.iter().find(|solved| solved.headline)
}
