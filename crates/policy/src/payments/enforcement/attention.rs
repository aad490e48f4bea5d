//! How an enforcer allocates a budget of effort over banks (speculative): a knapsack problem.

use super::{Deterrence, checked, deterrence};
use crate::payments::supply::{JumpSide, Supply};
use crate::payments::{Market, Result, Risk};

/// Banks that are looked at, over all branches, before the best plan so far is taken; the bound then says how far it
/// may be off.
const MOST_WORK: usize = 20_000_000;

/// Which banks to deter.
#[derive(Debug, Clone, PartialEq)]
pub struct AttentionPlan {
    /// Effort on each bank, in the system's order: its E_b* or nothing. Their sum is at most the budget.
    pub effort: Vec<f64>,
    /// Volume deterred at the going fee, USD billion a year.
    pub deterred_volume: f64,
    /// Volume that is cleared all the same, at the going fee.
    pub remaining_volume: f64,
    /// No plan of this kind deters more than this.
    pub bound: f64,
    /// Whether the plan is the best of its kind for sure.
    pub exact: bool,
}

impl AttentionPlan {
    /// The plan as total effort and attention weights, for [`crate::payments::BankSystem::with_attention`]; `None` if
    /// it deters nobody.
    #[must_use]
    pub fn weights(&self) -> Option<(f64, Vec<f64>)> {
        let total: f64 = self.effort.iter().sum();
        (total > 0.0).then(|| (total, self.effort.iter().map(|effort| effort / total).collect()))
    }
}

/// A bank that can be deterred: its volume without a threat, and the effort that takes.
struct Item {
    bank: usize,
    volume: f64,
    effort: f64,
}

/// The banks whose full deterrence takes most volume away at the fee `fee`, for a total effort of at most `budget`.
///
/// Each bank is either deterred in full, at its E_b*, or left alone; the fee is taken as given, although it rises with
/// what is deterred. Banks in order of volume per effort, then branch and bound.
///
/// # Errors
/// A budget, fee or level out of its range.
pub fn optimal_attention(market: &Market<'_>, fee: f64, level: f64, budget: f64) -> Result<AttentionPlan> {
    checked("the budget of effort", budget, budget.is_finite() && budget >= 0.0, "a finite number of zero or more")?;
    let system = market.system();
    let none = Risk { detection_probability: 0.0, expected_loss_per_dollar: 0.0 };
    let volumes = Supply::new(system, &vec![none; system.banks().len()]).volumes(fee, JumpSide::Right);
    let mut items: Vec<Item> = deterrence(market, fee, level)?
        .iter()
        .zip(&volumes)
        .enumerate()
        .filter_map(|(bank, (need, volume))| match need {
            Deterrence::Deterrable { effort, .. } => Some(Item { bank, volume: *volume, effort: *effort }),
            Deterrence::NotNeeded | Deterrence::Undeterrable => None,
        })
        .collect();
    items.sort_by(|left, right| (right.volume / right.effort).total_cmp(&(left.volume / left.effort)));
    let mut search = Search { items: &items, best: 0.0, chosen: Vec::new(), best_chosen: Vec::new(), work: 0 };
    let bound = search.bound(0, budget);
    search.descend(budget);
    let exact = search.work < MOST_WORK;
    let (best, best_chosen) = (search.best, search.best_chosen);
    let mut effort = vec![0.0; volumes.len()];
    for item in best_chosen.iter().filter_map(|position| items.get(*position)) {
        effort[item.bank] = item.effort;
    }
    Ok(AttentionPlan {
        effort,
        deterred_volume: best,
        remaining_volume: (volumes.iter().sum::<f64>() - best).max(0.0),
        bound: if exact { best } else { bound },
        exact,
    })
}

struct Search<'a> {
    items: &'a [Item],
    best: f64,
    chosen: Vec<usize>,
    best_chosen: Vec<usize>,
    work: usize,
}

impl Search<'_> {
    /// What the items from `next` on could bring at most if the last one could be divided.
    fn bound(&mut self, next: usize, budget: f64) -> f64 {
        let (mut volume, mut left) = (0.0, budget);
        for item in self.items.iter().skip(next) {
            self.work += 1;
            if item.effort > left {
                return volume + item.volume * left / item.effort;
            }
            volume += item.volume;
            left -= item.effort;
        }
        volume
    }

    /// Takes each item where it fits, then goes back and leaves it out, without recursion: there may be many banks.
    fn descend(&mut self, budget: f64) {
        let (mut next, mut left, mut volume) = (0, budget, 0.0);
        loop {
            let promising = volume + self.bound(next, left) > self.best;
            if let Some(item) = self.items.get(next).filter(|_| promising) {
                if item.effort <= left {
                    self.chosen.push(next);
                    left -= item.effort;
                    volume += item.volume;
                }
                if volume > self.best {
                    self.best = volume;
                    self.best_chosen.clone_from(&self.chosen);
                }
                next += 1;
                continue;
            }
            if self.work >= MOST_WORK {
                return;
            }
            let Some(last) = self.chosen.pop() else { return };
            if let Some(item) = self.items.get(last) {
                left += item.effort;
                volume -= item.volume;
            }
            next = last + 1;
        }
    }
}
