//! `brief`: how unequal is a partnership, on one page.

mod answer;
mod embargo;
mod exit;
mod hurts;
pub(crate) mod line;
mod trade;
mod words;

use std::path::PathBuf;

use rayon::prelude::*;
use unequal_equilibrium::Baseline;
use unequal_leverage::WorldState;
use unequal_world::elasticity::ElasticitySet;
use unequal_world::readers::TableFile;
use unequal_world::{EconomyTable, GroupBook, Party, embedded};

pub use answer::*;

use crate::error::During;
use crate::{Result, StudyError};

/// When the members of a group become one economy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Grouping {
    /// Members are solved as separate economies and their losses added up in money afterwards.
    #[default]
    AfterSolving,
    /// Members are joined into one economy before solving; trade among them becomes domestic.
    BeforeSolving,
}

/// What the brief is about.
#[derive(Debug, Clone)]
pub struct BriefQuestion {
    /// Country or group.
    pub first: String,
    /// Country or group.
    pub second: String,
    /// Year of the main blocks; the latest embedded one if absent.
    pub year: Option<u16>,
    /// A table to use instead of the embedded years.
    pub data: Option<PathBuf>,
    /// Common trade elasticity of the headline.
    pub elasticity: f64,
    /// How groups are treated.
    pub grouping: Grouping,
    /// Group that embargoes in the block before and after.
    pub embargo_by: String,
    /// Its target; chosen among the two sides if absent.
    pub embargo_on: Option<String>,
}

impl BriefQuestion {
    /// A question with the defaults: latest year, elasticity 4, the Western group.
    #[must_use]
    pub fn new(first: &str, second: &str) -> Self {
        Self {
            first: first.to_owned(),
            second: second.to_owned(),
            year: None,
            data: None,
            elasticity: 4.0,
            grouping: Grouping::default(),
            embargo_by: "WEST".to_owned(),
            embargo_on: None,
        }
    }
}

/// A table with the two parties found in it, joined if the question says so.
pub(crate) struct Pair {
    pub table: EconomyTable,
    pub first: Party,
    pub second: Party,
}

/// One set of elasticities with everything solved under it.
struct Solved {
    set: ElasticitySet,
    headline: bool,
    exit: exit::Outcome,
    embargo: Option<embargo::Solution>,
}

/// Answers the question. Solves run in parallel; the answer does not depend on how many threads.
pub fn brief(question: &BriefQuestion) -> Result<Brief> {
    check_elasticity(question.elasticity)?;
    let book = GroupBook::embedded()?;
    let pair = pair_of(main_table(question)?, question, &book)?;
    let plan = embargo::Plan::new(&pair, question, &book)?;
    let sets = elasticity_sets(&pair.table, question.elasticity);
    let (solved, line) = rayon::join(
        || {
            sets.into_par_iter()
                .map(|(set, headline)| solve_set(&pair, &plan, set, headline))
                .collect::<Result<Vec<_>>>()
        },
        || line::years(question, &book, &pair),
    );
    let (solved, line) = (solved?, line?);
    let trade = trade::block(&pair)?;
    let exit = exit::block(&pair, &solved);
    let (embargo_block, embargo_note) = embargo::block(&pair, &plan, &solved);
    let line = line::block(question, &pair, line)?;
    Ok(Brief {
        headline: words::headline(&pair, &trade, &exit, embargo_block.as_ref(), &line),
        hurts: hurts::block(&pair, &solved),
        first: side(&pair.table, &pair.first),
        second: side(&pair.table, &pair.second),
        year: pair.table.year(),
        elasticity: format!("{}", question.elasticity),
        grouping: words::grouping(&pair, question.grouping, &book),
        embargo_note,
        trade,
        exit,
        embargo: embargo_block,
        line,
    })
}

pub(crate) fn check_elasticity(value: f64) -> Result<()> {
    if value.is_finite() && (0.1..=50.0).contains(&value) {
        return Ok(());
    }
    Err(StudyError::Value {
        what: "the trade elasticity",
        value: value.to_string(),
        expected: "a number from 0.1 to 50".to_owned(),
    })
}

/// The table of the main blocks.
pub(crate) fn main_table(question: &BriefQuestion) -> Result<EconomyTable> {
    if let Some(path) = &question.data {
        let table = TableFile::open(path)?.into_table()?;
        if let Some(year) = question.year.filter(|year| *year != table.year()) {
            return Err(StudyError::Value {
                what: "the year",
                value: year.to_string(),
                expected: format!("{}, the year of {}", table.year(), path.display()),
            });
        }
        return Ok(table);
    }
    Ok(embedded::table(question.year.unwrap_or_else(embedded::latest))?)
}

/// Finds the parties in a table and joins groups first if asked to.
pub(crate) fn pair_of(table: EconomyTable, question: &BriefQuestion, book: &GroupBook) -> Result<Pair> {
    let name = table.name();
    let (first, second) = book.pair(&question.first, &question.second, table.regions(), &name)?;
    let is_group = |party: &Party| book.is_group(&party.code);
    if question.grouping == Grouping::AfterSolving || !(is_group(&first) || is_group(&second)) {
        return Ok(Pair { table, first, second });
    }
    let groups: Vec<&Party> = [&first, &second].into_iter().filter(|party| is_group(party)).collect();
    let joined = table.aggregate(&groups)?;
    let find = |party: Party| -> Result<Party> {
        let found = book.party(&party.code, joined.regions(), &name)?;
        Ok(Party { name: party.name, missing: party.missing, ..found })
    };
    let (first, second) = (find(first)?, find(second)?);
    Ok(Pair { table: joined, first, second })
}

/// The headline set and the others that show how much the elasticity decides.
fn elasticity_sets(table: &EconomyTable, headline: f64) -> Vec<(ElasticitySet, bool)> {
    let mut common = vec![1.0, 4.0, 8.0];
    if !common.contains(&headline) {
        common.push(headline);
        common.sort_by(f64::total_cmp);
    }
    let common = common.into_iter().map(|value| (ElasticitySet::common(value, table), value == headline));
    common.chain(ElasticitySet::caliendo_parro(table).map(|set| (set, false))).collect()
}

fn solve_set(pair: &Pair, plan: &embargo::Plan, set: ElasticitySet, headline: bool) -> Result<Solved> {
    let task = |what: &str| format!("{what} for {}, elasticity {}", pair.table.name(), set.label);
    let baseline = Baseline::from_table(&pair.table, &set.by_sector).during(|| task("calibrating the baseline"))?;
    let state = WorldState::new(&baseline, baseline.no_wedges()).during(|| task("solving balanced trade"))?;
    let exit = exit::solve(pair, &state).during(|| task("solving the end of the partnership"))?;
    let embargo = plan.solve(pair, &state).during(|| task("solving the embargo"))?;
    Ok(Solved { set, headline, exit, embargo })
}

/// The set the headline is about; there is always one.
fn headline(solved: &[Solved]) -> Option<&Solved> {
    solved.iter().find(|solved| solved.headline)
}

/// A party as an answer shows it.
pub(crate) fn side(table: &EconomyTable, party: &Party) -> Side {
    Side {
        code: party.code.clone(),
        name: party.name.clone(),
        members: party.members.iter().map(|member| table.regions().code(*member).to_string()).collect(),
        missing: party.missing.clone(),
    }
}

/// Share of real income that a loss in logarithms is.
pub(crate) fn share_lost(ln_loss: f64) -> f64 {
    -(-ln_loss).exp_m1()
}

fn losses(cost: &unequal_leverage::ExitCost) -> Losses {
    Losses {
        first: cost.first_share(),
        second: cost.second_share(),
        ratio: cost.ratio(),
        sweeps: cost.convergence.evaluations,
        residual: cost.convergence.residual,
    }
}
