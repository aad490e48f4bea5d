//! Local assembly with foreign technology beside export (docs/src/methods/routes.md).
//!
//! What a technology owner sells in the importing country is a nest of exports and of goods that
//! its affiliates assemble there from kits and local work:
//!
//! ```text
//! ln c_loc = (1 - eta) ln c_R + eta ln(c_C kappa) + ln h                                       (L1)
//! c_eff = [(1 - s0) (c_C kappa)^-xi + s0 c_loc^-xi]^(-1/xi) ;  s' = s0 (c_loc / c_eff)^-xi     (L2)
//! ```
//!
//! Costs are ratios to the baseline. The nest follows Ramondo and Rodriguez-Clare (2013); the choice
//! between exporting and producing abroad Helpman, Melitz and Yeaple (2004). Grade C/D: the affiliate
//! share is close to zero in most sectors, so it is a seed as in [`crate::route`].

use crate::parameter::{ParameterError, finite, nest, not_negative, positive, share};

/// The nest of export and local assembly in one sector, before a change.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LocalProduction {
    affiliate_share: f64,
    elasticity: f64,
    kit_share: f64,
    profit_share: f64,
}

/// Cost changes since the baseline, as logarithms of ratios.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct CostChanges {
    /// `ln(c_C kappa)`: the exported good, delivered.
    pub ln_export: f64,
    /// `ln c_R`: work and inputs in the importing country.
    pub ln_local_inputs: f64,
    /// `ln h`: producing abroad itself, localisation rules included.
    pub ln_assembly: f64,
}

/// (L1) and (L2) after a change.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LocalOutcome {
    /// `ln c_loc`.
    pub ln_local_cost: f64,
    /// `ln c_eff`, which replaces `ln(c_C kappa)` in (G3).
    pub ln_effective_cost: f64,
    /// `s'`: share of expenditure that is assembled locally.
    pub affiliate_share: f64,
}

/// Expenditure on the technology's goods by who books it; the four parts sum to the whole.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bookkeeping {
    /// Finished goods exported by the technology owner.
    pub export: f64,
    /// Kits exported by the technology owner to its affiliates.
    pub kits: f64,
    /// Output of the importing country: `s' (1 - eta) (1 - psi)`.
    pub local_value: f64,
    /// Profit of affiliates, income of the technology owner: `s' (1 - eta) psi`.
    pub owner_profit: f64,
}

impl LocalProduction {
    /// A nest with affiliate share `s0`, elasticity `xi` between export and local assembly, share of
    /// kits in the affiliates' cost `eta`, and share of profit in the rest `psi`.
    ///
    /// Refuses shares outside 0 to 1 and an elasticity below the sector's trade elasticity: goods of
    /// one technology replace each other at least as easily as goods of different origins.
    pub fn new(
        affiliate_share: f64,
        elasticity: f64,
        trade_elasticity: f64,
        kit_share: f64,
        profit_share: f64,
    ) -> Result<Self, ParameterError> {
        positive("the trade elasticity", trade_elasticity)?;
        positive("the elasticity between export and local assembly", elasticity)?;
        if elasticity < trade_elasticity {
            return Err(ParameterError::NestElasticity { nest: elasticity, trade: trade_elasticity });
        }
        Ok(Self {
            affiliate_share: share("the affiliate share", affiliate_share)?,
            elasticity,
            kit_share: share("the share of kits", kit_share)?,
            profit_share: share("the share of profit", profit_share)?,
        })
    }

    /// (L1) and (L2).
    ///
    /// Refuses changes that are not finite.
    pub fn outcome(&self, changes: &CostChanges) -> Result<LocalOutcome, ParameterError> {
        let export = finite("the ln cost change of exports", changes.ln_export)?;
        let inputs = finite("the ln cost change of local inputs", changes.ln_local_inputs)?;
        let assembly = finite("the ln cost change of local assembly", changes.ln_assembly)?;
        let local = (1.0 - self.kit_share) * inputs + self.kit_share * export + assembly;
        Ok(self.choose(export, local))
    }

    /// (L2) alone, from the two costs.
    fn choose(&self, ln_export: f64, ln_local: f64) -> LocalOutcome {
        let parts = [(1.0 - self.affiliate_share, ln_export), (self.affiliate_share, ln_local)];
        // One of the two weights is positive, so the nest always has a cost.
        let (ln_effective_cost, shares) = nest(&parts, self.elasticity).unwrap_or((ln_export, vec![1.0, 0.0]));
        let affiliate_share = shares.last().copied().unwrap_or(0.0);
        LocalOutcome { ln_local_cost: ln_local, ln_effective_cost, affiliate_share }
    }

    /// Books an expenditure on the technology's goods (in any money unit) at an affiliate share `s'`.
    ///
    /// The share of kits in cost does not change with prices (Cobb-Douglas, as in L1).
    pub fn book(&self, expenditure: f64, outcome: &LocalOutcome) -> Result<Bookkeeping, ParameterError> {
        not_negative("the expenditure", expenditure)?;
        let affiliates = expenditure * share("the affiliate share", outcome.affiliate_share)?;
        let local = affiliates * (1.0 - self.kit_share);
        Ok(Bookkeeping {
            export: expenditure - affiliates,
            kits: affiliates * self.kit_share,
            local_value: local * (1.0 - self.profit_share),
            owner_profit: local * self.profit_share,
        })
    }

    /// The same nest under a rule that allows at most `highest_kit_share`; the cost of obeying it is
    /// [`localisation_factor`].
    pub fn under_rule(&self, highest_kit_share: f64) -> Result<Self, ParameterError> {
        let highest = share("the highest kit share allowed", highest_kit_share)?;
        Ok(Self { kit_share: self.kit_share.min(highest), ..*self })
    }

    /// Share of kits in the affiliates' cost.
    #[must_use]
    pub fn kit_share(&self) -> f64 {
        self.kit_share
    }
}

/// `h` of (L1) for a rule that allows at most `highest_kit_share` of kits: each point of cost that moves
/// from kits to local parts costs `premium` more. 1 where the rule does not bind.
///
/// Our formalisation (assumed); the premium has no published estimate here.
pub fn localisation_factor(kit_share: f64, highest_kit_share: f64, premium: f64) -> Result<f64, ParameterError> {
    let kits = share("the share of kits", kit_share)?;
    let highest = share("the highest kit share allowed", highest_kit_share)?;
    let premium = not_negative("the premium of local parts", premium)?;
    Ok(1.0 + premium * (kits - highest).max(0.0))
}

/// Whether to build a plant: a lumpy choice.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EntryCase {
    /// Profit per year with the plant, in any money unit.
    pub local_profit: f64,
    /// Profit per year of exporting instead, same unit.
    pub export_profit: f64,
    /// Cost of building, same unit, paid at once.
    pub fixed_cost: f64,
    /// What a unit in a year is worth today, above 0 and at most 1.
    pub discount_factor: f64,
    /// Probability each year that the plant is lost: expropriation or secondary sanctions.
    pub yearly_hazard: f64,
    /// Years the plant would work.
    pub years: u32,
}

/// The choice and what stands behind it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EntryDecision {
    /// `sum_{t=1..T} delta^t (1 - q_t) (profit_local - profit_export)`, with `q_t = 1 - (1 - hazard)^t` the
    /// probability that the plant is lost by year `t`.
    pub present_value: f64,
    /// The plant is built: the present value reaches the cost.
    pub enters: bool,
    /// Yearly hazard at which building just pays; none if it does not pay even without hazard, 1 if
    /// it pays at any.
    pub break_even_hazard: Option<f64>,
}

impl EntryCase {
    /// Decides.
    ///
    /// Refuses parameters outside their ranges.
    pub fn decide(&self) -> Result<EntryDecision, ParameterError> {
        finite("the local profit", self.local_profit)?;
        finite("the export profit", self.export_profit)?;
        not_negative("the fixed cost", self.fixed_cost)?;
        positive("the discount factor", share("the discount factor", self.discount_factor)?)?;
        share("the yearly hazard", self.yearly_hazard)?;
        let present_value = self.present_value(self.yearly_hazard);
        Ok(EntryDecision {
            present_value,
            enters: present_value >= self.fixed_cost,
            break_even_hazard: self.break_even_hazard(),
        })
    }

    fn present_value(&self, hazard: f64) -> f64 {
        let survival = self.discount_factor * (1.0 - hazard);
        let gain = self.local_profit - self.export_profit;
        // The geometric sum; at one it has no ratio form.
        let weights = if survival < 1.0 {
            survival * (1.0 - survival.powf(f64::from(self.years))) / (1.0 - survival)
        } else {
            f64::from(self.years)
        };
        gain * weights
    }

    /// By halving: the present value of a gain falls in the hazard.
    fn break_even_hazard(&self) -> Option<f64> {
        if self.present_value(0.0) < self.fixed_cost {
            return None;
        }
        if self.present_value(1.0) >= self.fixed_cost {
            return Some(1.0);
        }
        let (mut pays, mut fails) = (0.0, 1.0);
        for _ in 0..60 {
            let middle = 0.5 * (pays + fails);
            if self.present_value(middle) >= self.fixed_cost {
                pays = middle;
            } else {
                fails = middle;
            }
        }
        Some(pays)
    }
}
