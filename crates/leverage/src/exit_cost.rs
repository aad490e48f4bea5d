//! Exit cost: the real income lost if a partnership ends (L4, "cut-off loss").
//!
//! `Lambda_n = ln W_n(state) - ln W_n(state and mask n <-> i both ways)`: both equilibria are
//! solved exactly with balanced trade, so that the loss is the cut's alone and not the closing of
//! a deficit. Grade B.

use unequal_equilibrium::{
    Baseline, Convergence, Counterfactual, DeficitRule, Result, SolveOptions, Wedges, closed_form, solve, solve_from,
};
use unequal_world::Party;

/// A state of the world in which partnerships may end: as recorded, or under an embargo.
pub struct WorldState<'a> {
    wedges: Wedges,
    reference: Counterfactual<'a>,
    options: SolveOptions,
}

/// Which trade ends, as the first party sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// Both directions.
    Both,
    /// The first party no longer buys from the second.
    Purchases,
    /// The first party no longer sells to the second.
    Sales,
}

/// What ending a partnership costs each side.
#[derive(Debug, Clone, PartialEq)]
pub struct ExitCost {
    /// Loss of the first party's real income, as a logarithm (0.01 is about 1 %).
    pub first: f64,
    /// Loss of the second party's real income, as a logarithm.
    pub second: f64,
    /// How the solve ended.
    pub convergence: Convergence,
}

impl ExitCost {
    /// The first party's loss as a share of its real income, 0 to 1; negative for a gain.
    #[must_use]
    pub fn first_share(&self) -> f64 {
        -(-self.first).exp_m1()
    }

    /// The second party's loss as a share of its real income, 0 to 1; negative for a gain.
    #[must_use]
    pub fn second_share(&self) -> f64 {
        -(-self.second).exp_m1()
    }

    /// How many times larger the first party's loss is than the second's, as shares of real income: the quotient of the
    /// two percentages that are shown.
    #[must_use]
    pub fn ratio(&self) -> f64 {
        self.first_share() / self.second_share()
    }
}

impl<'a> WorldState<'a> {
    /// Solves the state that the wedges describe, with balanced trade.
    pub fn new(baseline: &'a Baseline, wedges: Wedges) -> Result<Self> {
        let options = Self::options();
        let reference = solve(baseline, &wedges, &options)?;
        Ok(Self { wedges, reference, options })
    }

    /// The state without any wedge, whose equilibrium was solved under [`Self::options`] already.
    #[must_use]
    pub fn undisturbed(equilibrium: Counterfactual<'a>) -> Self {
        let wedges = equilibrium.baseline().no_wedges();
        Self { wedges, reference: equilibrium, options: Self::options() }
    }

    /// How states are solved: with balanced trade.
    #[must_use]
    pub fn options() -> SolveOptions {
        SolveOptions { deficits: DeficitRule::Zero, ..SolveOptions::default() }
    }

    /// The equilibrium of the state itself.
    #[must_use]
    pub fn equilibrium(&self) -> &Counterfactual<'a> {
        &self.reference
    }

    /// What this state costs a party compared with another, as a logarithm: minus the change of its real income since
    /// `other` ([`Counterfactual::ln_real_income_since`]).
    #[must_use]
    pub fn ln_loss_since(&self, other: &WorldState<'_>, party: &Party) -> f64 {
        -self.reference.ln_real_income_since(&other.reference, &party.members)
    }

    /// The state with all trade between two parties forbidden as well.
    pub fn without_trade_between(&self, one: &Party, other: &Party) -> Result<Counterfactual<'a>> {
        self.cut(one, other, Cut::Both, None)
    }

    /// The state with one direction of trade, or both, forbidden between two parties as well; in
    /// all sectors, or in those given by position.
    pub fn cut(&self, one: &Party, other: &Party, cut: Cut, sectors: Option<&[usize]>) -> Result<Counterfactual<'a>> {
        let mut wedges = self.wedges.clone();
        let all: Vec<usize> = (0..wedges.size().1).collect();
        for &sector in sectors.unwrap_or(&all) {
            for &first in &one.members {
                for &second in &other.members {
                    if cut != Cut::Sales {
                        wedges.forbid(sector, first, second);
                    }
                    if cut != Cut::Purchases {
                        wedges.forbid(sector, second, first);
                    }
                }
            }
        }
        solve_from(&self.reference, &wedges, &self.options)
    }

    /// What ending all trade between two parties costs each.
    pub fn exit_cost(&self, first: &Party, second: &Party) -> Result<ExitCost> {
        let apart = self.without_trade_between(first, second)?;
        Ok(self.exit_cost_from(&apart, first, second))
    }

    /// The same from an equilibrium already solved by [`Self::without_trade_between`].
    #[must_use]
    pub fn exit_cost_from(&self, apart: &Counterfactual<'_>, first: &Party, second: &Party) -> ExitCost {
        let loss = |party: &Party| -apart.ln_real_income_since(&self.reference, &party.members);
        ExitCost { first: loss(first), second: loss(second), convergence: apart.convergence() }
    }

    /// What one region gains from trade with everybody: the loss of its real income, as a logarithm, if it traded with
    /// nobody. Without taxes on trade it follows from home shares, with no solve (Costinot and Rodriguez-Clare 2014,
    /// equation 28); infinite where the region uses a product that it does not make.
    #[must_use]
    pub fn ln_gains_from_trade(&self, region: usize) -> f64 {
        let weights = closed_form::home_share_weights_of(self.reference.baseline(), region);
        let used = weights.iter().enumerate().filter(|(_, weight)| **weight > 0.0);
        used.map(|(sector, weight)| -weight * self.reference.sourcing(sector, region, region).ln()).sum()
    }

    /// Splits one region's exit cost over products, exactly: with balanced trade and no revenue
    /// the real wage is real income, and its change is the sum over products of a weight times
    /// the change of the home share (Arkolakis, Costinot and Rodriguez-Clare 2012).
    /// `[sector]`, logarithms.
    #[must_use]
    pub fn contributions(&self, apart: &Counterfactual<'_>, region: usize) -> Vec<f64> {
        let weights = closed_form::home_share_weights_of(self.reference.baseline(), region);
        let of = |(sector, weight): (usize, &f64)| {
            let (before, after) =
                (self.reference.sourcing(sector, region, region), apart.sourcing(sector, region, region));
            if before > 0.0 && after > 0.0 { weight * (after / before).ln() } else { 0.0 }
        };
        weights.iter().enumerate().map(of).collect()
    }
}
