//! Where a supply with kinks and steps meets a demand that never rises.

use super::supply::{JumpSide, Supply};
use super::{PaymentError, Result};

/// Width of the bracket around the fee at which the search stops; a share of the value.
const FEE_TOLERANCE: f64 = 1e-14;
const MOST_SEARCH_STEPS: usize = 400;
const MOST_SLOW_STEPS: usize = 3;
/// Relative rise of demand with the fee that is attributed to rounding in the caller's own solution.
const DEMAND_ROUNDING: f64 = 1e-9;

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

/// Where the market clears: the fee, demand at it, and banks' volumes just before and just after.
pub(super) struct Place {
    pub(super) fee: f64,
    pub(super) demand: f64,
    pub(super) low: Vec<f64>,
    pub(super) high: Vec<f64>,
}

/// The caller's demand, checked, with what it answered.
pub(super) struct Probe<F> {
    demand: F,
    seen: Vec<(f64, f64)>,
}

impl<F: FnMut(f64) -> f64> Probe<F> {
    pub(super) fn new(demand: F) -> Self {
        Self { demand, seen: Vec::new() }
    }

    fn at(&mut self, fee: f64) -> Result<f64> {
        let value = (self.demand)(fee);
        if !(value.is_finite() && value >= 0.0) {
            return Err(PaymentError::Demand { fee, value });
        }
        self.seen.push((fee, value));
        Ok(value)
    }

    /// An error if any two answers so far rise with the fee.
    pub(super) fn check_decreasing(&mut self) -> Result<()> {
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
pub(super) fn find_place<F: FnMut(f64) -> f64>(
    supply: &Supply,
    probe: &mut Probe<F>,
    highest_fee: f64,
) -> Result<Result<Place, NoFeeClears>> {
    let reachable = supply.kinks.partition_point(|kink| *kink <= highest_fee);
    let kinks = &supply.kinks[..reachable];
    let (mut first, mut last) = (0, kinks.len());
    while first < last {
        let middle = usize::midpoint(first, last);
        if supply.total(kinks[middle], JumpSide::Right) >= probe.at(kinks[middle])? {
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
    let supplied = supply.total(high, JumpSide::Left);
    if supplied < demand {
        let at_step = first < kinks.len();
        return Ok(if at_step { Ok(step(supply, high, demand)) } else { Err(NoFeeClears::CapacityShort { supplied }) });
    }
    search(supply, probe, low, high).map(Ok)
}

fn step(supply: &Supply, fee: f64, demand: f64) -> Place {
    Place { fee, demand, low: supply.volumes(fee, JumpSide::Left), high: supply.volumes(fee, JumpSide::Right) }
}

/// False position (Illinois) with bisection where the bracket shrinks slowly; `low` has excess demand, `high` none.
fn search<F: FnMut(f64) -> f64>(supply: &Supply, probe: &mut Probe<F>, low: f64, high: f64) -> Result<Place> {
    let (mut low, mut high) = (low, high);
    let mut high_demand = probe.at(high)?;
    let mut low_excess = supply.total(low, JumpSide::Right) - probe.at(low)?;
    let mut high_excess = supply.total(high, JumpSide::Left) - high_demand;
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
        let excess = supply.total(guess, JumpSide::Right) - demand;
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
        low: supply.volumes(low, JumpSide::Right),
        high: supply.volumes(high, JumpSide::Left),
    })
}
