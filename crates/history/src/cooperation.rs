//! Cooperation in a repeated prisoners' dilemma under a grievance (docs/src/methods/history.md). Speculative: the payoffs
//! are not observed, and the game is an illustration.

use crate::{HistoryError, Result};

/// Payoffs of a prisoners' dilemma: temptation above reward above punishment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dilemma {
    /// Of breaking off while the other cooperates.
    pub temptation: f64,
    /// Of cooperating.
    pub reward: f64,
    /// Of both breaking off.
    pub punishment: f64,
}

/// The critical discount factor: the least at which cooperation is sustained by grim trigger strategies,
/// `(T - R)/(T - P)` (Friedman 1971). A grievance `g` lowers the reward: R becomes `R - g`, which is our addition.
///
/// Refuses payoffs out of order and a negative grievance; `None` where the grievance leaves no more than
/// breaking off would give, so that no discount factor is high enough.
pub fn critical_discount_factor(dilemma: Dilemma, grievance: f64) -> Result<Option<f64>> {
    let Dilemma { temptation, reward, punishment } = dilemma;
    if !(temptation > reward && reward > punishment && temptation.is_finite() && punishment.is_finite()) {
        let expected = "temptation above reward above punishment";
        return Err(HistoryError::Parameter { what: "the reward", value: reward, expected });
    }
    if !(grievance >= 0.0 && grievance.is_finite()) {
        return Err(HistoryError::Parameter {
            what: "the grievance",
            value: grievance,
            expected: "a number, 0 or more",
        });
    }
    let left = reward - grievance;
    Ok((left > punishment).then(|| (temptation - left) / (temptation - punishment)))
}
