//! The war of attrition with complete information: concession at constant hazards.
//!
//! In the mixed equilibrium each side makes the other indifferent, so that a subsidy to A lowers B's hazard of
//! conceding and not A's. Such comparative statics are perverse by construction; the hazards of
//! [`super::programme`] are the main version.

use serde::{Deserialize, Serialize};

use crate::game::{Result, checked, not_negative};

/// Two sides that wait for each other to concede a prize.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Attrition {
    /// c_A: what a period of waiting costs A.
    pub cost_first: f64,
    /// c_B: what it costs B.
    pub cost_second: f64,
    /// v_A: what the prize is worth to A.
    pub prize_first: f64,
    /// v_B: what it is worth to B.
    pub prize_second: f64,
}

/// How the war ends.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Waiting {
    /// lambda_A = c_B / v_B: hazard with which A concedes.
    pub hazard_first: f64,
    /// lambda_B = (c_A - s) / v_A: hazard with which B concedes.
    pub hazard_second: f64,
    /// Expected duration, `E[T] = 1 / (lambda_A + lambda_B)`, periods; infinite if nobody ever concedes.
    pub expected_duration: f64,
}

impl Attrition {
    /// The equilibrium in mixed strategies if a patron pays `subsidy` of A's cost a period.
    ///
    /// `None` if the subsidy is more than A's cost: A gains by waiting and never concedes, so B concedes at once and
    /// there is no equilibrium in mixed strategies. At exactly A's cost B never concedes, and A does at its hazard.
    pub fn waiting(&self, subsidy: f64) -> Result<Option<Waiting>> {
        for (what, value) in [("A's prize", self.prize_first), ("B's prize", self.prize_second)] {
            checked(what, value, value.is_finite() && value > 0.0, "a positive finite number")?;
        }
        not_negative("A's cost of waiting", self.cost_first)?;
        not_negative("B's cost of waiting", self.cost_second)?;
        not_negative("the subsidy", subsidy)?;
        if subsidy > self.cost_first {
            return Ok(None);
        }
        let hazard_first = self.cost_second / self.prize_second;
        let hazard_second = (self.cost_first - subsidy) / self.prize_first;
        let expected_duration = 1.0 / (hazard_first + hazard_second);
        Ok(Some(Waiting { hazard_first, hazard_second, expected_duration }))
    }
}
