//! The fee at which supply meets the demand for clearing (P4), and who then clears what.

use super::crossing::{NoFeeClears, Place, Probe, find_place};
use super::error::checked;
use super::supply::Supply;
use super::{BankSystem, Result, Risk, Threat};

/// Highest fee that is searched unless told otherwise: at a trade elasticity of 4 a fee of 1000 times the value leaves
/// 1e-12 of a trade, which is an embargo in all but name.
pub const HIGHEST_FEE: f64 = 1000.0;

/// Where clearing is bought: banks, and how its outcome is described.
#[derive(Debug, Clone, Copy)]
pub struct Market<'a> {
    system: &'a BankSystem,
    small_below: f64,
    highest_fee: f64,
}

/// What became of a market.
#[derive(Debug, Clone, PartialEq)]
pub enum ClearingOutcome {
    /// A fee clears it.
    Cleared(Clearing),
    /// None does.
    NoFeeClears(NoFeeClears),
}

/// A market that cleared.
#[derive(Debug, Clone, PartialEq)]
pub struct Clearing {
    /// phi: the fee, a share of the value cleared.
    pub fee: f64,
    /// Volume cleared, USD billion a year.
    pub volume: f64,
    /// Demand at the fee less the volume, USD billion a year: rounding, unless the demand jumps there.
    pub unmet_demand: f64,
    /// Bank by bank, in the system's order.
    pub by_bank: Vec<BankClearing>,
    /// Sums over banks.
    pub ledger: Ledger,
    /// Share of the volume that banks below the stated size clear.
    pub small_bank_share: f64,
    /// Volume over the capacity of all banks present, deterred ones included.
    pub capacity_utilisation: f64,
    /// Who clears only with the threat or only without, by position in the system; `None` if no reference was made.
    pub changes: Option<Changes>,
}

/// One bank in a market that cleared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BankClearing {
    /// Volume cleared, USD billion a year.
    pub volume: f64,
    /// Whether it clears anything.
    pub active: bool,
    /// What the threat means to it.
    pub risk: Risk,
    /// Its money.
    pub ledger: Ledger,
}

/// Where fees go, USD billion a year: `fees = resource_cost + expected_loss + rent`.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Ledger {
    /// Fees received.
    pub fees: f64,
    /// Resources spent: the area under marginal cost, `c v + s v² / 2K`.
    pub resource_cost: f64,
    /// Expected loss of dollar business, `rho v`.
    pub expected_loss: f64,
    /// What is left: the bank's rent from its cheaper dollars.
    pub rent: f64,
}

impl Ledger {
    /// Resources as a share of fees: theta in (W3) if banks' costs are what the model says. Zero without fees.
    #[must_use]
    pub fn resource_share(&self) -> f64 {
        if self.fees > 0.0 { (self.resource_cost / self.fees).clamp(0.0, 1.0) } else { 0.0 }
    }

    fn add(&mut self, other: &Self) {
        self.fees += other.fees;
        self.resource_cost += other.resource_cost;
        self.expected_loss += other.expected_loss;
        self.rent += other.rent;
    }
}

/// Banks that clear under one threat and not under another, by position in the system.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changes {
    /// Cleared without the threat, do not with it.
    pub exited: Vec<usize>,
    /// Clear with the threat, did not without it.
    pub entered: Vec<usize>,
}

impl ClearingOutcome {
    /// The clearing, if there is one.
    #[must_use]
    pub fn cleared(&self) -> Option<&Clearing> {
        if let Self::Cleared(clearing) = self { Some(clearing) } else { None }
    }

    /// Whether the flow is to be masked as under an embargo.
    #[must_use]
    pub fn is_embargo(&self) -> bool {
        matches!(self, Self::NoFeeClears(reason) if reason.is_embargo())
    }
}

impl<'a> Market<'a> {
    /// A market of these banks, of which those with a capacity below `small_below` (USD billion a year) are called
    /// small.
    ///
    /// # Errors
    /// A size that is negative or not a number.
    pub fn new(system: &'a BankSystem, small_below: f64) -> Result<Self> {
        checked("the size of a small bank", small_below, small_below >= 0.0, "zero or more")?;
        Ok(Self { system, small_below, highest_fee: HIGHEST_FEE })
    }

    /// The same market with another highest fee, positive and finite.
    pub fn with_highest_fee(self, highest_fee: f64) -> Result<Self> {
        let allowed = highest_fee.is_finite() && highest_fee > 0.0;
        checked("the highest fee", highest_fee, allowed, "a positive finite number")?;
        Ok(Self { highest_fee, ..self })
    }

    /// The same terms for other banks.
    pub(super) fn with_system<'b>(&self, system: &'b BankSystem) -> Market<'b> {
        Market { system, small_below: self.small_below, highest_fee: self.highest_fee }
    }

    /// The highest fee that is searched.
    #[must_use]
    pub fn highest_fee(&self) -> f64 {
        self.highest_fee
    }

    /// The banks.
    #[must_use]
    pub fn system(&self) -> &'a BankSystem {
        self.system
    }

    /// Clears the market with and without the threat and says who left and who came.
    ///
    /// `demand` is the volume wanted at a fee, USD billion a year; it must never rise with the fee. It is asked a few
    /// dozen times; not a number stands for a failed solve and is an error.
    pub fn clear(&self, threat: Threat, mut demand: impl FnMut(f64) -> f64) -> Result<ClearingOutcome> {
        let without = self.clear_alone(Threat::NONE, &mut demand)?;
        let mut with = self.clear_alone(threat, &mut demand)?;
        if let ClearingOutcome::Cleared(clearing) = &mut with {
            clearing.changes = Some(clearing.changes_since(without.cleared()));
        }
        Ok(with)
    }

    /// Clears the market under one threat only; half the questions to `demand`, no [`Changes`].
    pub fn clear_alone(&self, threat: Threat, demand: impl FnMut(f64) -> f64) -> Result<ClearingOutcome> {
        let weights = self.system.attention();
        let risks: Vec<Risk> =
            self.system.banks().iter().zip(weights).map(|(bank, weight)| threat.risk(bank, *weight)).collect();
        let supply = Supply::new(self.system, &risks);
        let mut probe = Probe::new(demand);
        let place = find_place(&supply, &mut probe, self.highest_fee)?;
        probe.check_decreasing()?;
        Ok(match place {
            Ok(place) => ClearingOutcome::Cleared(self.describe(&place, &risks)),
            Err(reason) => ClearingOutcome::NoFeeClears(reason),
        })
    }

    fn describe(&self, place: &Place, risks: &[Risk]) -> Clearing {
        let (low, high): (f64, f64) = (place.low.iter().sum(), place.high.iter().sum());
        // Supply is taken between the two ends in proportion: at a step this rations the marginal banks by capacity.
        let weight = if high > low { ((place.demand - low) / (high - low)).clamp(0.0, 1.0) } else { 1.0 };
        let fee = place.fee;
        let by_bank: Vec<BankClearing> = self
            .system
            .banks()
            .iter()
            .zip(risks)
            .zip(place.low.iter().zip(&place.high))
            .map(|((bank, risk), (low, high))| {
                let volume = low + weight * (high - low);
                let rising_cost = bank.slope * volume * volume / (2.0 * bank.capacity);
                let margin = fee - bank.base_cost - risk.expected_loss_per_dollar;
                let ledger = if volume > 0.0 {
                    Ledger {
                        fees: fee * volume,
                        resource_cost: bank.base_cost * volume + rising_cost,
                        expected_loss: risk.expected_loss_per_dollar * volume,
                        rent: margin * volume - rising_cost,
                    }
                } else {
                    Ledger::default()
                };
                BankClearing { volume, active: volume > 0.0, risk: *risk, ledger }
            })
            .collect();
        self.sum_up(fee, place.demand, by_bank)
    }

    fn sum_up(&self, fee: f64, demand: f64, by_bank: Vec<BankClearing>) -> Clearing {
        let mut ledger = Ledger::default();
        let (mut volume, mut small) = (0.0, 0.0);
        for (bank, clearing) in self.system.banks().iter().zip(&by_bank) {
            ledger.add(&clearing.ledger);
            volume += clearing.volume;
            small += if bank.capacity < self.small_below { clearing.volume } else { 0.0 };
        }
        Clearing {
            fee,
            volume,
            unmet_demand: demand - volume,
            by_bank,
            ledger,
            small_bank_share: if volume > 0.0 { small / volume } else { 0.0 },
            capacity_utilisation: volume / self.system.capacity(),
            changes: None,
        }
    }
}

impl Clearing {
    /// Who clears here and not in `reference`, and vice versa; no reference means that nobody cleared in it.
    #[must_use]
    pub fn changes_since(&self, reference: Option<&Self>) -> Changes {
        let mut changes = Changes::default();
        for (position, bank) in self.by_bank.iter().enumerate() {
            let before = reference.and_then(|other| other.by_bank.get(position)).is_some_and(|bank| bank.active);
            match (before, bank.active) {
                (true, false) => changes.exited.push(position),
                (false, true) => changes.entered.push(position),
                _ => {}
            }
        }
        changes
    }
}
