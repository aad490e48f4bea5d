//! The fee at which supply meets the demand for clearing (P4), and who then clears what.

use super::error::checked;
use super::supply::{Side, Supply};
use super::{BankSystem, PaymentError, Result, Risk, Threat};

/// Highest fee that is searched unless told otherwise: at a trade elasticity of 4 a fee of 1000 times the value leaves
/// 1e-12 of a trade, which is an embargo in all but name.
pub const HIGHEST_FEE: f64 = 1000.0;

/// Width of the bracket around the fee at which the search stops; a share of the value.
const FEE_TOLERANCE: f64 = 1e-14;
const MOST_SEARCH_STEPS: usize = 400;
const MOST_SLOW_STEPS: usize = 3;
/// Relative rise of demand with the fee that is put down to rounding in the caller's own solution.
const DEMAND_ROUNDING: f64 = 1e-9;

/// Where clearing is bought: banks, and how its outcome is described.
#[derive(Debug, Clone, Copy)]
pub struct Market<'a> {
    system: &'a BankSystem,
    small_below: f64,
    highest_fee: f64,
}

/// What became of a market.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// A fee clears it.
    Cleared(Clearing),
    /// None does.
    NoFeeClears(NoFeeClears),
}

/// Why no fee up to the highest clears a market.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum NoFeeClears {
    /// No bank would clear at the highest fee: the embargo limit.
    AllDeterred,
    /// Nobody would pay the fee at which the first bank would clear: the embargo limit too.
    NobodyPays,
    /// Banks that are not deterred are full and the demand at the highest fee is still larger. Not an embargo, since
    /// they go on clearing.
    CapacityShort {
        /// What they clear at the highest fee, USD billion a year.
        supplied: f64,
    },
}

impl NoFeeClears {
    /// Whether the flow is to be masked as under an embargo.
    #[must_use]
    pub fn is_embargo(self) -> bool {
        !matches!(self, Self::CapacityShort { .. })
    }
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

impl Outcome {
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
    /// A market of these banks in which those with a capacity below `small_below` (USD billion a year) are called small.
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
    pub fn clear(&self, threat: Threat, mut demand: impl FnMut(f64) -> f64) -> Result<Outcome> {
        let without = self.clear_alone(Threat::NONE, &mut demand)?;
        let mut with = self.clear_alone(threat, &mut demand)?;
        if let Outcome::Cleared(clearing) = &mut with {
            clearing.changes = Some(clearing.changes_since(without.cleared()));
        }
        Ok(with)
    }

    /// Clears the market under one threat only; half the questions to `demand`, no [`Changes`].
    pub fn clear_alone(&self, threat: Threat, demand: impl FnMut(f64) -> f64) -> Result<Outcome> {
        let weights = self.system.attention();
        let risks: Vec<Risk> =
            self.system.banks().iter().zip(weights).map(|(bank, weight)| threat.risk(bank, *weight)).collect();
        let supply = Supply::new(self.system, &risks);
        let mut probe = Probe { demand, seen: Vec::new() };
        let place = find_place(&supply, &mut probe, self.highest_fee)?;
        probe.check_decreasing()?;
        Ok(match place {
            Ok(place) => Outcome::Cleared(self.describe(&place, &risks)),
            Err(reason) => Outcome::NoFeeClears(reason),
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
    /// Who clears here and not in `reference`, and the other way round; no reference means that nobody cleared in it.
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

/// Where the market clears: the fee, demand at it, and banks' volumes just before and just after.
struct Place {
    fee: f64,
    demand: f64,
    low: Vec<f64>,
    high: Vec<f64>,
}

/// The caller's demand, checked, with what it answered.
struct Probe<F> {
    demand: F,
    seen: Vec<(f64, f64)>,
}

impl<F: FnMut(f64) -> f64> Probe<F> {
    fn at(&mut self, fee: f64) -> Result<f64> {
        let value = (self.demand)(fee);
        if !(value.is_finite() && value >= 0.0) {
            return Err(PaymentError::Demand { fee, value });
        }
        self.seen.push((fee, value));
        Ok(value)
    }

    fn check_decreasing(&mut self) -> Result<()> {
        self.seen.sort_by(|left, right| left.0.total_cmp(&right.0));
        for pair in self.seen.windows(2) {
            let ((lower_fee, lower), (higher_fee, higher)) = (pair[0], pair[1]);
            if higher > lower * (1.0 + DEMAND_ROUNDING) {
                return Err(PaymentError::DemandRises { lower_fee, lower, higher_fee, higher });
            }
        }
        Ok(())
    }
}

/// Finds the lowest fee at which supply reaches demand: first the interval between two kinks, then the place in it.
fn find_place<F: FnMut(f64) -> f64>(
    supply: &Supply,
    probe: &mut Probe<F>,
    highest_fee: f64,
) -> Result<Result<Place, NoFeeClears>> {
    let reachable = supply.kinks.partition_point(|kink| *kink <= highest_fee);
    let kinks = &supply.kinks[..reachable];
    let (mut first, mut last) = (0, kinks.len());
    while first < last {
        let middle = usize::midpoint(first, last);
        if supply.total(kinks[middle], Side::Right) >= probe.at(kinks[middle])? {
            last = middle;
        } else {
            first = middle + 1;
        }
    }
    let Some(low) = first.checked_sub(1) else {
        // Nothing is supplied below the first kink, so all that can clear there is the step at it.
        let Some(fee) = kinks.first().copied() else { return Ok(Err(NoFeeClears::AllDeterred)) };
        let demand = probe.at(fee)?;
        return Ok(if demand > 0.0 { Ok(step(supply, fee, demand)) } else { Err(NoFeeClears::NobodyPays) });
    };
    let (low, high) = (kinks[low], kinks.get(first).copied().unwrap_or(highest_fee));
    let demand = probe.at(high)?;
    let supplied = supply.total(high, Side::Left);
    if supplied < demand {
        let at_step = first < kinks.len();
        return Ok(if at_step { Ok(step(supply, high, demand)) } else { Err(NoFeeClears::CapacityShort { supplied }) });
    }
    search(supply, probe, low, high).map(Ok)
}

fn step(supply: &Supply, fee: f64, demand: f64) -> Place {
    Place { fee, demand, low: supply.volumes(fee, Side::Left), high: supply.volumes(fee, Side::Right) }
}

/// False position (Illinois) with bisection where the bracket shrinks slowly; `low` has excess demand, `high` none.
fn search<F: FnMut(f64) -> f64>(supply: &Supply, probe: &mut Probe<F>, low: f64, high: f64) -> Result<Place> {
    let (mut low, mut high) = (low, high);
    let mut high_demand = probe.at(high)?;
    let mut low_excess = supply.total(low, Side::Right) - probe.at(low)?;
    let mut high_excess = supply.total(high, Side::Left) - high_demand;
    // Steps in a row that did not halve the bracket, and whether the last step moved the upper end.
    let (mut slow_steps, mut moved_high) = (0, None);
    for _ in 0..MOST_SEARCH_STEPS {
        let width = high - low;
        let tolerance = FEE_TOLERANCE * high.max(1.0);
        if width <= tolerance {
            break;
        }
        let guess = if slow_steps >= MOST_SLOW_STEPS || high_excess <= 0.0 {
            low + 0.5 * width
        } else {
            // One tolerance beside the nearer end, so that a bracket closes from both sides.
            (low - low_excess * width / (high_excess - low_excess)).clamp(low + 0.5 * tolerance, high - 0.5 * tolerance)
        };
        if guess <= low || guess >= high {
            break;
        }
        let demand = probe.at(guess)?;
        let excess = supply.total(guess, Side::Right) - demand;
        if excess >= 0.0 {
            (high, high_demand, high_excess) = (guess, demand, excess);
            low_excess *= if moved_high == Some(true) { 0.5 } else { 1.0 };
            moved_high = Some(true);
        } else {
            (low, low_excess) = (guess, excess);
            high_excess *= if moved_high == Some(false) { 0.5 } else { 1.0 };
            moved_high = Some(false);
        }
        slow_steps = if high - low > 0.5 * width { slow_steps + 1 } else { 0 };
    }
    Ok(Place {
        fee: high,
        demand: high_demand,
        low: supply.volumes(low, Side::Right),
        high: supply.volumes(high, Side::Left),
    })
}

/// Demand with one elasticity, `V0 ((1 + fee) / (1 + fee0))^(-theta)`: the partial equilibrium of (P4).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ConstantElasticity {
    volume: f64,
    fee: f64,
    elasticity: f64,
}

impl ConstantElasticity {
    /// `volume` (USD billion a year) at the fee `fee`, with the trade elasticity `elasticity`; zero or more, finite.
    pub fn new(volume: f64, fee: f64, elasticity: f64) -> Result<Self> {
        let expected = "a finite number of zero or more";
        for (what, value) in [("the volume", volume), ("the fee", fee), ("the trade elasticity", elasticity)] {
            checked(what, value, value.is_finite() && value >= 0.0, expected)?;
        }
        Ok(Self { volume, fee, elasticity })
    }

    /// Demand that is met at `volume` when nobody threatens, which also gives the fee without a threat, phi0.
    ///
    /// # Errors
    /// A volume above the banks' capacity, or a parameter out of its range.
    pub fn calibrated(system: &BankSystem, volume: f64, elasticity: f64) -> Result<Self> {
        checked("the volume", volume, volume.is_finite() && volume > 0.0, "a positive finite number")?;
        match Market::new(system, 0.0)?.clear_alone(Threat::NONE, |_| volume)? {
            Outcome::Cleared(clearing) => Self::new(volume, clearing.fee, elasticity),
            Outcome::NoFeeClears(_) => Err(PaymentError::AboveCapacity { volume, capacity: system.capacity() }),
        }
    }

    /// The volume wanted at a fee, USD billion a year.
    #[must_use]
    pub fn at(&self, fee: f64) -> f64 {
        self.volume * ((1.0 + fee) / (1.0 + self.fee)).powf(-self.elasticity)
    }

    /// The fee at which the volume is the given one: phi0 where it was calibrated.
    #[must_use]
    pub fn reference_fee(&self) -> f64 {
        self.fee
    }

    /// The volume at the reference fee, USD billion a year.
    #[must_use]
    pub fn reference_volume(&self) -> f64 {
        self.volume
    }
}
