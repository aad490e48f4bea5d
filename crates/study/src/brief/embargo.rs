//! Block 4: the same partnership under an embargo against one side.

use unequal_equilibrium::{Counterfactual, EquilibriumError, Result as EngineResult};
use unequal_leverage::{ExitCost, WorldState};
use unequal_policy::embargo::{coalition_without, forbid_between};
use unequal_world::names::{capitalised, possessive};
use unequal_world::{GroupBook, Party};

use super::answer::{EmbargoBlock, EmbargoRow, ShareChange};
use super::{BriefQuestion, Solved, headline};
use crate::Result;
use crate::evidence::{Evidence, Grade};
use crate::flows::{share_of_exports, share_of_imports};
use crate::losses::{Losses, share_lost};
use crate::parties::Pair;

/// Who embargoes whom, or why nobody does.
pub enum Plan {
    /// A coalition cuts all trade both ways with a target.
    Embargo {
        /// The coalition without the two sides of the question.
        coalition: Party,
        /// The target, one of the two sides or a third party.
        target: Party,
    },
    /// There is no embargo to show, with the reason.
    None(String),
}

/// What one set of elasticities says.
pub struct Outcome {
    after: ExitCost,
    cost_first: f64,
    cost_second: f64,
    cost_coalition: f64,
    shares: Vec<ShareChange>,
}

/// What an embargo leads to.
pub enum Solution {
    /// An equilibrium.
    Reached(Box<Outcome>),
    /// Nobody could supply something that somebody uses: the engine's words.
    Impossible(String),
}

impl Plan {
    /// Chooses the target: the one asked for, else the first side that is not in the coalition.
    pub fn new(pair: &Pair, question: &BriefQuestion, book: &GroupBook) -> Result<Self> {
        let (regions, name) = (pair.table.regions(), pair.table.name());
        // Joined groups no longer stand in the table by their members, and that is no mistake.
        let coalition = match book.party(&question.embargo_by, regions, &name) {
            Ok(party) => party,
            Err(_) if book.is_group(&question.embargo_by) => {
                let code = &question.embargo_by;
                return Ok(Self::None(format!("None of the members of {code} stands in the table by itself.")));
            }
            Err(unknown) => return Err(unknown.into()),
        };
        // By country code, because a joined group stands in the table under its own.
        let coalition_codes = book.countries(&coalition.code);
        let inside = |party: &Party| book.countries(&party.code).iter().any(|code| coalition_codes.contains(code));
        let target = match &question.embargo_on {
            Some(code) => book.party(code, regions, &name)?,
            None => match [&pair.first, &pair.second].into_iter().find(|party| !inside(party)) {
                Some(party) => party.clone(),
                None => {
                    return Ok(Self::None(format!(
                        "Both {} and {} belong to {}; name a target with --embargo-on to see the partnership under an \
                         embargo.",
                        pair.first.code, pair.second.code, coalition.code
                    )));
                }
            },
        };
        let mut coalition = coalition_without(&coalition, &[&pair.first, &pair.second, &target]);
        if coalition.members.is_empty() {
            return Ok(Self::None(format!(
                "Without the two sides and the target nobody is left in {}.",
                coalition.code
            )));
        }
        // Members that were joined into one of the sides are in the table, under its code.
        let sides = [book.countries(&pair.first.code), book.countries(&pair.second.code)].concat();
        coalition.missing.retain(|code| !sides.contains(code));
        Ok(Self::Embargo { coalition, target })
    }

    /// The embargo, or the reason for none, in a sentence.
    pub fn note(&self) -> String {
        match self {
            Self::Embargo { coalition, target } => {
                let missing = if coalition.missing.is_empty() {
                    String::new()
                } else {
                    format!("; not shown separately in this table and so outside it: {}", coalition.missing.join(", "))
                };
                let who = match coalition.members.len() {
                    1 => coalition.name.clone(),
                    count => format!("{count} members of {}", coalition.name),
                };
                format!(
                    "All trade both ways between {} and {who} is forbidden; the two sides' trade with each other is not \
                     part of it{missing}.",
                    target.name
                )
            }
            Self::None(reason) => reason.clone(),
        }
    }

    /// Solves the embargo and the pair apart under it, from the state without it.
    pub fn solve(&self, pair: &Pair, free: &WorldState<'_>) -> EngineResult<Option<Solution>> {
        let Self::Embargo { coalition, target } = self else {
            return Ok(None);
        };
        match Self::outcome(pair, free, coalition, target) {
            Ok(outcome) => Ok(Some(Solution::Reached(Box::new(outcome)))),
            Err(error @ EquilibriumError::NoSupplier { .. }) => Ok(Some(Solution::Impossible(error.to_string()))),
            Err(other) => Err(other),
        }
    }

    fn outcome(pair: &Pair, free: &WorldState<'_>, coalition: &Party, target: &Party) -> EngineResult<Outcome> {
        let baseline = free.equilibrium().baseline();
        let mut wedges = baseline.no_wedges();
        forbid_between(&mut wedges, coalition, target);
        let embargoed = WorldState::new(baseline, wedges)?;
        let after = embargoed.exit_cost(&pair.first, &pair.second)?;
        let cost = |party: &Party| share_lost(embargoed.ln_loss_since(free, party));
        Ok(Outcome {
            after,
            cost_first: cost(&pair.first),
            cost_second: cost(&pair.second),
            cost_coalition: cost(coalition),
            shares: shares(pair, free.equilibrium(), embargoed.equilibrium()),
        })
    }
}

/// The four shares before and after.
fn shares(pair: &Pair, before: &Counterfactual<'_>, after: &Counterfactual<'_>) -> Vec<ShareChange> {
    type Share = fn(&Counterfactual<'_>, &Party, &Party) -> f64;
    let kinds: [(&str, Share); 2] = [("imports", share_of_imports), ("exports", share_of_exports)];
    let mut rows = Vec::new();
    for (own, partner) in [(&pair.first, &pair.second), (&pair.second, &pair.first)] {
        for (kind, share) in kinds {
            rows.push(ShareChange {
                what: capitalised(&format!("{} in {} {kind}", partner.name, possessive(&own.name))),
                before: share(before, own, partner),
                after: share(after, own, partner),
            });
        }
    }
    rows
}

/// The block, if there is an embargo with an equilibrium; and the sentence that explains it.
pub fn block(pair: &Pair, plan: &Plan, solved: &[Solved]) -> (Option<EmbargoBlock>, String) {
    let Plan::Embargo { coalition, target } = plan else {
        return (None, plan.note());
    };
    let mut rows = Vec::new();
    for solved in solved {
        match &solved.embargo {
            Some(Solution::Reached(outcome)) => rows.push(row(solved, outcome)),
            Some(Solution::Impossible(reason)) => {
                return (None, format!("{} {}.", plan.note(), capitalised(reason)));
            }
            None => {}
        }
    }
    let shares = match headline(solved).and_then(|solved| solved.embargo.as_ref()) {
        Some(Solution::Reached(outcome)) => outcome.shares.clone(),
        _ => Vec::new(),
    };
    let block = EmbargoBlock {
        coalition: coalition.code.clone(),
        coalition_name: coalition.name.clone(),
        target: target.code.clone(),
        target_name: target.name.clone(),
        rows,
        shares,
        evidence: Evidence::of_pair(&pair.table, &pair.first, &pair.second, Grade::B)
            .with_caveat(
                "After an embargo the model sends the lost purchases to the remaining suppliers in proportion to \
                 their shares, so the rise of the partner's share is nearly mechanical: a consistency check, not \
                 evidence.",
            )
            .with_caveat("A complete embargo on all goods and services: more than any actual sanctions regime."),
    };
    (Some(block), plan.note())
}

fn row(solved: &Solved, outcome: &Outcome) -> EmbargoRow {
    EmbargoRow {
        elasticity: solved.set.which.clone(),
        headline: solved.headline,
        before: Losses::from(&solved.exit.cost),
        after: Losses::from(&outcome.after),
        cost_first: outcome.cost_first,
        cost_second: outcome.cost_second,
        cost_coalition: outcome.cost_coalition,
    }
}
