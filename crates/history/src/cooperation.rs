//! What a repeated game says about cooperation under a grievance (model.md M11). Speculative: the payoffs are not
//! observed, and the game is a way of speaking.

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

/// The least weight of the future at which cooperation lasts, `(T - R)/(T - P)`, where a grievance `g` takes its part
/// of the reward: R becomes `R - g` (Friedman 1971 for the bound; the grievance is ours).
///
/// Refuses payoffs out of order and a negative grievance; `None` where the grievance leaves nothing that breaking off
/// would not give, so that no weight of the future is enough.
pub fn least_patience(dilemma: Dilemma, grievance: f64) -> Result<Option<f64>> {
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
