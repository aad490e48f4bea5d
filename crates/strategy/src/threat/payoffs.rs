//! From cells of the payoff tensor to payoffs of the threat game.

use serde::{Deserialize, Serialize};
use unequal_policy::payments::Threat;

use super::Play;
use crate::game::{Result, finite, not_negative};
use crate::payoff_tensor::{Payoffs, Strength};

/// What the two governments want and fear. Nothing here is observed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Preferences {
    /// omega_R: what a loss of the target's real income is worth to the hegemon, per unit of ln.
    pub weight_target: f64,
    /// omega_U: what its own real income is worth to it, per unit of ln.
    pub weight_own: f64,
    /// C_E per unit of effort, in units of the hegemon's ln real income.
    pub cost_of_effort: f64,
    /// C_T: cost of sanctioning a systemic bank, in the same units.
    pub cost_systemic: f64,
    /// What the government loses if its systemic banks are cut off, in units of its ln real income (L5).
    pub power: f64,
    /// U from which a bank is systemic, USD billion.
    pub systemic_from: f64,
    /// Whether the government fears only what the hegemon would do once defied.
    pub only_credible: bool,
}

impl Preferences {
    /// Checks the numbers.
    pub fn check(&self) -> Result<()> {
        not_negative("the weight of the target's loss", self.weight_target)?;
        not_negative("the weight of the hegemon's own income", self.weight_own)?;
        not_negative("the cost of effort", self.cost_of_effort)?;
        not_negative("the cost of sanctioning a systemic bank", self.cost_systemic)?;
        finite("the government's loss when cut off", self.power)?;
        not_negative("the size of a systemic bank", self.systemic_from)?;
        Ok(())
    }

    /// Payoffs at a strength: `complied` is the world in which the trade has ended, `defied` the one in which banks
    /// respond to the threat. `[target, government, hegemon]` are positions of players.
    ///
    /// Hegemon: `-omega_R ln W_R + omega_U ln W_U - C_E E - C_T 1[a systemic bank clears all the same]`. Government:
    /// `ln W_C`, less under defiance T times the probability that its systemic banks are detected times what their loss
    /// costs it.
    ///
    /// # Errors
    /// A strength that is negative or no number.
    pub fn play(&self, strength: Strength, complied: &Payoffs, defied: &Payoffs, players: [usize; 3]) -> Result<Play> {
        let [target, government, hegemon] = players;
        let effort = self.cost_of_effort * if strength.is_none() { 0.0 } else { strength.effort };
        let gain = |world: &Payoffs| {
            -self.weight_target * world.ln_real_income[target] + self.weight_own * world.ln_real_income[hegemon]
                - effort
        };
        let systemic = !strength.is_none() && self.systemic_clears(defied);
        let cost = if systemic { self.cost_systemic } else { 0.0 };
        let feared = if self.only_credible && !self.would_carry_out(complied, defied, players) {
            0.0
        } else {
            self.fear(strength, defied)?
        };
        Ok(Play {
            strength,
            leader: [gain(complied), gain(defied) - cost],
            follower: [complied.ln_real_income[government], defied.ln_real_income[government] - feared],
        })
    }

    /// Whether a systemic bank clears something.
    #[must_use]
    pub fn systemic_clears(&self, world: &Payoffs) -> bool {
        world.clearing.as_ref().is_some_and(|clearing| {
            clearing.banks.iter().any(|bank| bank.dollar_business >= self.systemic_from && bank.volume > 0.0)
        })
    }

    /// The government's expected loss under defiance: the severity T times the probability that its systemic banks are
    /// detected, `1 - exp(-E a)` with all their attention a, times what their loss costs it. The same T and the same
    /// formula as of each bank's own expected loss.
    fn fear(&self, strength: Strength, world: &Payoffs) -> Result<f64> {
        if strength.is_none() {
            return Ok(0.0);
        }
        let attention: f64 =
            world.clearing.iter().flat_map(|clearing| &clearing.banks).fold(0.0, |sum, bank| {
                sum + if bank.dollar_business >= self.systemic_from { bank.attention } else { 0.0 }
            });
        Ok(Threat::new(strength.level, strength.effort)?.expected_loss(attention, self.power))
    }

    /// Whether the hegemon, once defied, would sanction systemic banks: what that can gain at most, the end of the
    /// whole trade, is worth its cost.
    #[must_use]
    pub fn would_carry_out(&self, complied: &Payoffs, defied: &Payoffs, [target, _, hegemon]: [usize; 3]) -> bool {
        let worth = |world: &Payoffs| {
            -self.weight_target * world.ln_real_income[target] + self.weight_own * world.ln_real_income[hegemon]
        };
        worth(complied) - worth(defied) >= self.cost_systemic
    }
}
