//! Bargaining in the shadow of war: the range of deals, and when a coming shift of power destroys it.
//!
//! Fearon (1995), "Rationalist explanations for war"; Powell (2006), "War as a commitment problem".

use serde::{Deserialize, Serialize};

use crate::game::{Result, checked, finite, not_negative};

/// Two sides that divide a pie of one; A wins it with a probability if they fight.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Crisis {
    /// p: probability that A wins.
    pub win_probability: f64,
    /// c_A: A's cost of war, a share of the pie.
    pub cost_first: f64,
    /// c_B: B's cost of war, a share of the pie.
    pub cost_second: f64,
}

/// Divisions that both sides prefer to war: A's share from `low` to `high`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Range {
    /// p - c_A: what A gets from war.
    pub low: f64,
    /// p + c_B: what is left to A if B gets no more than from war.
    pub high: f64,
}

impl Range {
    /// c_A + c_B; negative where no division is preferred to war by both.
    #[must_use]
    pub fn width(&self) -> f64 {
        self.high - self.low
    }

    /// Whether no division is preferred to war by both.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.width() < 0.0
    }
}

impl Crisis {
    /// Checks the parameters.
    pub fn new(win_probability: f64, cost_first: f64, cost_second: f64) -> Result<Self> {
        let probable = (0.0..=1.0).contains(&win_probability);
        checked("the probability of winning", win_probability, probable, "0 to 1")?;
        not_negative("A's cost of war", cost_first)?;
        not_negative("B's cost of war", cost_second)?;
        Ok(Self { win_probability, cost_first, cost_second })
    }

    /// The divisions preferred to war if a patron pays the subsidy `s` of A's war: `[p - c_A + s, p + c_B]`. It is
    /// empty if and only if `s > c_A + c_B`.
    pub fn range(&self, subsidy: f64) -> Result<Range> {
        not_negative("the subsidy", subsidy)?;
        let Self { win_probability, cost_first, cost_second } = *self;
        Ok(Range { low: win_probability - (cost_first - subsidy), high: win_probability + cost_second })
    }
}

/// Two periods with a pie of one in each; B makes the offers, and a war takes all that remains. A's chance to win
/// shifts from the first period to the second.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ShiftOfPower {
    /// p_1: probability that A wins a war in the first period.
    pub early: f64,
    /// p_2: the same in the second.
    pub late: f64,
    /// c_A.
    pub cost_first: f64,
    /// c_B.
    pub cost_second: f64,
    /// delta: discount factor between the periods.
    pub discount: f64,
}

/// The two sides of the condition for war.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Temptation {
    /// `delta (p_2 - p_1)`: what B loses by waiting.
    pub shift: f64,
    /// `p_1 + c_B + delta c_A`: the most that can be conceded today and what war destroys.
    pub room: f64,
    /// Whether there is war in the first period: the shift is larger than the room.
    pub war: bool,
}

impl ShiftOfPower {
    /// Whether the shift is too large to be bought off (Powell 2006; M9b of
    /// docs/src/methods/strategy.md).
    pub fn temptation(&self) -> Result<Temptation> {
        Crisis::new(self.early, self.cost_first, self.cost_second)?;
        Crisis::new(self.late, self.cost_first, self.cost_second)?;
        finite("the discount factor", self.discount)?;
        checked("the discount factor", self.discount, (0.0..=1.0).contains(&self.discount), "0 to 1")?;
        let shift = self.discount * (self.late - self.early);
        let room = self.early + self.cost_second + self.discount * self.cost_first;
        Ok(Temptation { shift, room, war: shift > room })
    }
}
