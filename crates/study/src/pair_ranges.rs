//! Ranges of the exit costs of many pairs: the draws of one pair's ranges ([`crate::uncertainty`]), without what decides
//! them.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use unequal_leverage::WorldState;
use unequal_world::elasticity::published_sets;
use unequal_world::{EconomyTable, Party};

use crate::observer::{Observer, Steps};
use crate::session::Closing;
use crate::uncertainty::{DrawnLosses, Interval, studies_for, swaps_draws};
use crate::{Result, Session};

/// Ranges of a pair's exit costs. Each holds nine of ten draws.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PairCostRanges {
    /// Loss of the first side's real income, share.
    pub first: Interval,
    /// Loss of the second side's.
    pub second: Interval,
    /// First loss over second.
    pub ratio: Interval,
    /// Share of draws in which the first side loses more of its income.
    pub first_loses_more: f64,
}

/// Ranges of pairs in their order; `None` where a pair has none. Every pair is solved under every published set of trade
/// elasticities; the observer is told of each.
pub(crate) fn of_pairs(
    session: &Session,
    table: &EconomyTable,
    pairs: &[(Party, Party)],
    observer: &dyn Observer,
) -> Result<Vec<Option<PairCostRanges>>> {
    let sets = studies_for(table);
    if sets.len() < published_sets().len() {
        return Ok(vec![None; pairs.len()]);
    }
    let steps = Steps::new(observer, sets.len() * pairs.len(), "pairs under published elasticities");
    let mut losses: Vec<Vec<Option<[f64; 2]>>> = Vec::with_capacity(sets.len());
    for set in sets {
        steps.check()?;
        let task = |_: &str| format!("solving {} under published elasticities", table.name());
        let before = session.undisturbed(table, set, Closing::balanced(), task)?;
        let state = WorldState::undisturbed(before.world);
        let solve = |(first, second): &(Party, Party)| {
            steps.check()?;
            let cost = state.exit_cost(first, second).ok().map(|cost| [cost.first, cost.second]);
            steps.done();
            Ok(cost)
        };
        losses.push(pairs.par_iter().map(solve).collect::<Result<_>>()?);
    }
    let of_pair = |(place, pair): (usize, &(Party, Party))| {
        // A study under which the pair cannot part leaves no range: a missing value is not passed over.
        let studies: Option<Vec<[f64; 2]>> = losses.iter().map(|study| study.get(place).copied().flatten()).collect();
        Some(PairCostRanges::of(&DrawnLosses::of(table.year(), &studies?, swaps_draws(pair))?))
    };
    Ok(pairs.par_iter().enumerate().map(of_pair).collect())
}

/// Ranges of a pair at elasticities that the question gives, from its losses as shares of real income.
pub(crate) fn given(table: &EconomyTable, pair: &(Party, Party), losses: [f64; 2]) -> Option<PairCostRanges> {
    let logs = losses.map(|loss| -(-loss).ln_1p());
    Some(PairCostRanges::of(&DrawnLosses::given(table.year(), logs, swaps_draws(pair))?))
}

impl PairCostRanges {
    fn of(drawn: &DrawnLosses) -> Self {
        let ([first, second], ratios) = (drawn.intervals(), drawn.ratios());
        let first_loses_more = ratios.iter().filter(|ratio| **ratio > 1.0).count() as f64 / ratios.len() as f64;
        Self { first, second, ratio: Interval::of(&ratios), first_loses_more }
    }
}
