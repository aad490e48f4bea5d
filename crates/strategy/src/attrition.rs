//! A war of attrition with complete information (Maynard Smith 1974; Hendricks, Weiss and Wilson 1988).
//!
//! In the mixed equilibrium each side gives in at the rate that keeps the **other** indifferent, so that supporting one
//! side makes the other give in more slowly. That is how such equilibria work, and a reason not to lean on them.

use serde::Serialize;

use crate::{Result, not_negative, within};

/// Rates of giving in and how long it lasts.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Attrition {
    /// Hazard of A's giving in, `c_B / v_B`, a unit of time.
    pub first: f64,
    /// Hazard of B's, `(c_A - s) / v_A`.
    pub second: f64,
    /// Expected duration, `1 / (first + second)`.
    pub duration: f64,
}

/// The mixed equilibrium with costs a unit of time, prizes, and a patron's subsidy to A's cost.
pub fn attrition(costs: [f64; 2], prizes: [f64; 2], subsidy: f64) -> Result<Attrition> {
    let own = not_negative("A's cost after the subsidy", costs[0] - not_negative("the subsidy", subsidy)?)?;
    let other = not_negative("B's cost", costs[1])?;
    for (what, prize) in [("A's prize", prizes[0]), ("B's prize", prizes[1])] {
        within(what, prize, prize > 0.0, "above 0")?;
    }
    let (first, second) = (other / prizes[1], own / prizes[0]);
    within("the sum of both hazards", first + second, first + second > 0.0, "above 0: somebody must bear a cost")?;
    Ok(Attrition { first, second, duration: 1.0 / (first + second) })
}
