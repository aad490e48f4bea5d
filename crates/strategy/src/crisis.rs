//! Crisis bargaining: when a war has an agreement that both prefer, and when none can last (model.md section 10).

use serde::Serialize;

use crate::{Result, not_negative, share};

/// Divisions of a pie of one that both prefer to war: what A gets, from and to. Empty where from exceeds to.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Range {
    /// Least that A accepts.
    pub from: f64,
    /// Most that B gives.
    pub to: f64,
}

impl Range {
    /// Whether nothing is preferred by both.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.from > self.to
    }
}

/// The bargaining range `[p - (c_A - s), p + c_B]` (Fearon 1995), with a patron who bears `subsidy` of A's cost: it
/// empties if and only if the subsidy exceeds both costs.
pub fn range(odds: f64, costs: [f64; 2], subsidy: f64) -> Result<Range> {
    let odds = share("A's odds", odds)?;
    let [own, other] = [not_negative("A's cost of war", costs[0])?, not_negative("B's cost of war", costs[1])?];
    Ok(Range { from: odds - own + not_negative("the subsidy", subsidy)?, to: odds + other })
}

/// Whether a rising side cannot be trusted: two periods, a pie of one in each, B makes the offers, war takes all that
/// remains. War comes at once if and only if `d (p2 - p1) > p1 + c_B + d c_A` (after Powell 2006).
pub fn is_commitment_impossible(odds: [f64; 2], costs: [f64; 2], patience: f64) -> Result<bool> {
    let [now, later] = [share("A's odds now", odds[0])?, share("A's odds later", odds[1])?];
    let [own, other] = [not_negative("A's cost of war", costs[0])?, not_negative("B's cost of war", costs[1])?];
    let patience = share("the weight of the future", patience)?;
    Ok(patience * (later - now) > now + other + patience * own)
}
