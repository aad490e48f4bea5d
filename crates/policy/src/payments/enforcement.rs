//! The enforcer's side: the effect of effort, its best allocation, and whether a threat would be carried out.
//!
//! All of it is speculative (grade D): no enforcer's gains, costs or budget are observed.

mod attention;

pub use attention::{AttentionPlan, optimal_attention};

use super::error::checked;
use super::{ClearingOutcome, Market, NoFeeClears, PaymentError, Result, Threat};

/// Effort that is searched for, to this relative width.
const EFFORT_TOLERANCE: f64 = 1e-12;
const MOST_EFFORT_STEPS: usize = 2200;

/// Whether some effort holds a volume down.
#[derive(Debug, Clone, PartialEq)]
pub enum EffortNeeded {
    /// The least effort that does.
    Effort {
        /// E.
        effort: f64,
        /// Volume at it, USD billion a year.
        volume: f64,
    },
    /// No effort does, and why.
    None(WhyNoEffort),
}

/// Why no effort holds a volume down as far as asked.
#[derive(Debug, Clone, PartialEq)]
pub enum WhyNoEffort {
    /// The threat has no severity: detection costs nothing.
    ThreatIsEmpty,
    /// Nothing is traded without the threat either.
    NothingToHoldDown,
    /// Even if every bank that is looked at were sure to be detected, more would be cleared.
    StillCleared {
        /// Volume at unlimited effort, USD billion a year.
        lowest_volume: f64,
        /// Volume asked for, USD billion a year.
        target: f64,
        /// Names of the banks that would clear it.
        banks: Vec<String>,
    },
}

/// The least effort that holds the volume `fall` (a share, above 0 to 1) below its level without a threat, at the
/// threat level `level`.
///
/// # Errors
/// A parameter out of its range, and those of [`Market::clear_alone`].
pub fn effort_to_hold_down(
    market: &Market<'_>,
    level: f64,
    fall: f64,
    mut demand: impl FnMut(f64) -> f64,
) -> Result<EffortNeeded> {
    checked("the fall of the volume", fall, fall > 0.0 && fall <= 1.0, "a share above 0 and up to 1")?;
    let unlimited = Threat::new(level, f64::INFINITY)?;
    let without = volume(&market.clear_alone(Threat::NONE, &mut demand)?);
    if without <= 0.0 {
        return Ok(EffortNeeded::None(WhyNoEffort::NothingToHoldDown));
    }
    if level <= 0.0 {
        return Ok(EffortNeeded::None(WhyNoEffort::ThreatIsEmpty));
    }
    let target = (1.0 - fall) * without;
    let limit = market.clear_alone(unlimited, &mut demand)?;
    if volume(&limit) > target {
        return Ok(EffortNeeded::None(still_cleared(market, unlimited, &limit, target)));
    }
    let mut volume_at = |effort| Ok(volume(&market.clear_alone(Threat::new(level, effort)?, &mut demand)?));
    let (mut low, mut high) = (0.0, 1.0);
    let mut at_high = volume_at(high)?;
    // Doubling ends: at a large enough finite effort every probability rounds to one, as without a limit.
    for _ in 0..MOST_EFFORT_STEPS {
        let wide = high - low > EFFORT_TOLERANCE * high;
        if at_high > target {
            (low, high) = (high, high * 2.0);
            at_high = volume_at(high)?;
        } else if wide {
            let middle = low + 0.5 * (high - low);
            let at_middle = volume_at(middle)?;
            if at_middle > target {
                low = middle;
            } else {
                (high, at_high) = (middle, at_middle);
            }
        } else {
            break;
        }
    }
    Ok(EffortNeeded::Effort { effort: high, volume: at_high })
}

/// Volume of an outcome: none in the embargo limit, all that undeterred banks supply where they are short.
fn volume(outcome: &ClearingOutcome) -> f64 {
    match outcome {
        ClearingOutcome::Cleared(clearing) => clearing.volume,
        ClearingOutcome::NoFeeClears(NoFeeClears::CapacityShort { supplied }) => *supplied,
        ClearingOutcome::NoFeeClears(NoFeeClears::AllDeterred | NoFeeClears::NobodyPays) => 0.0,
    }
}

fn still_cleared(market: &Market<'_>, unlimited: Threat, limit: &ClearingOutcome, target: f64) -> WhyNoEffort {
    let fee = limit.cleared().map_or(market.highest_fee(), |clearing| clearing.fee);
    let system = market.system();
    let banks = system
        .banks()
        .iter()
        .zip(system.attention())
        .filter(|(bank, weight)| bank.base_cost + unlimited.risk(bank, **weight).expected_loss_per_dollar < fee)
        .map(|(bank, _)| bank.name.clone())
        .collect();
    WhyNoEffort::StillCleared { lowest_volume: volume(limit), target, banks }
}

/// What would deter one bank at a going fee.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Deterrence {
    /// It does not clear at this fee even without a threat.
    NotNeeded,
    /// It stops if it is detected with this probability, which takes this effort on it alone, E_b* = -ln(1 - p_b*).
    Deterrable {
        /// p_b* = (phi - c_b) K_b / (T U_b), below one.
        detection_probability: f64,
        /// E_b*.
        effort: f64,
    },
    /// Its margin exceeds all that it could lose: no effort works.
    Undeterrable,
}

/// What would deter each bank at the fee `fee` under the threat level `level`, in the system's order.
///
/// # Errors
/// A fee that is negative or infinite, a level that is negative.
pub fn deterrence(market: &Market<'_>, fee: f64, level: f64) -> Result<Vec<Deterrence>> {
    checked("the fee", fee, fee.is_finite() && fee >= 0.0, "a finite number of zero or more")?;
    checked("the threat level", level, level >= 0.0, "zero or more")?;
    let of_bank = |bank: &super::Bank| {
        let margin = (fee - bank.base_cost) * bank.capacity;
        if margin <= 0.0 {
            return Deterrence::NotNeeded;
        }
        let at_stake = if bank.dollar_business_at_risk > 0.0 { level * bank.dollar_business_at_risk } else { 0.0 };
        let detection_probability = margin / at_stake;
        if at_stake > 0.0 && detection_probability < 1.0 {
            Deterrence::Deterrable { detection_probability, effort: -(-detection_probability).ln_1p() }
        } else {
            Deterrence::Undeterrable
        }
    };
    Ok(market.system().banks().iter().map(of_bank).collect())
}

/// What sanctioning a bank costs the one who threatens: `per_business * U^exponent`, USD billion.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CollateralCost {
    /// Cost of sanctioning a bank with one USD billion of dollar business; zero or more.
    pub per_business: f64,
    /// Exponent in the dollar business; above one, large banks are more than proportionally costly.
    pub exponent: f64,
}

/// Whether the threat against one bank would be carried out once it had cleared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Credibility {
    /// G: what the enforcer gains from sanctioning it, USD billion.
    pub gain: f64,
    /// C: what that costs the enforcer, USD billion.
    pub cost: f64,
    /// Whether G is at least C.
    pub credible: bool,
    /// Whether the bank clears nothing if it believes the threat. Large banks can be too costly to sanction and yet
    /// deter themselves.
    pub deterred_if_believed: bool,
}

/// Credibility after the fact, bank by bank: `gains` (USD billion, one a bank) against the collateral cost.
///
/// `outcome` is the market under the threat, believed by all.
///
/// # Errors
/// A list of another length, or a gain or cost parameter that is not finite.
pub fn credibility(
    market: &Market<'_>,
    outcome: &ClearingOutcome,
    gains: &[f64],
    cost: CollateralCost,
) -> Result<Vec<Credibility>> {
    let banks = market.system().banks();
    let expected = banks.len();
    let length =
        |what, found| if found == expected { Ok(()) } else { Err(PaymentError::Length { what, found, expected }) };
    length("the list of gains", gains.len())?;
    if let Some(clearing) = outcome.cleared() {
        length("the clearing", clearing.by_bank.len())?;
    }
    let CollateralCost { per_business, exponent } = cost;
    let allowed = per_business.is_finite() && per_business >= 0.0;
    checked("the collateral cost", per_business, allowed, "a finite number of zero or more")?;
    let allowed = exponent.is_finite() && exponent > 0.0;
    checked("the exponent of collateral cost", exponent, allowed, "a positive finite number")?;
    for gain in gains {
        checked("the gain from sanctioning a bank", *gain, gain.is_finite(), "a finite number")?;
    }
    let active = |position: usize| match outcome {
        ClearingOutcome::Cleared(clearing) => clearing.by_bank.get(position).is_some_and(|bank| bank.active),
        ClearingOutcome::NoFeeClears(reason) => !reason.is_embargo(),
    };
    let of_bank = |(position, (bank, gain)): (usize, (&super::Bank, &f64))| {
        let cost = per_business * bank.dollar_business_at_risk.powf(exponent);
        Credibility { gain: *gain, cost, credible: *gain >= cost, deterred_if_believed: !active(position) }
    };
    Ok(banks.iter().zip(gains).enumerate().map(of_bank).collect())
}

/// The mixed equilibrium of one inspector and one bank.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct InspectionStage {
    /// q*: probability of inspection.
    pub inspect: f64,
    /// v*: probability of violation.
    pub violate: f64,
}

/// The two-by-two inspection game in closed form: `q* = g / (g + L)`, `v* = k / (d + h)`.
///
/// `gain` g is the bank's from violating, `loss` L what it loses if caught, `inspection_cost` k the inspector's cost,
/// `catch_benefit` d its benefit from catching, `miss_harm` h its harm from a missed violation; one unit for all. Where
/// inspecting costs as much as it can ever bring (k >= d + h) nobody inspects and the bank violates.
///
/// # Errors
/// A payoff that is negative or infinite, or a gain or benefit that is not positive.
pub fn inspection_stage(
    gain: f64,
    loss: f64,
    inspection_cost: f64,
    catch_benefit: f64,
    miss_harm: f64,
) -> Result<InspectionStage> {
    let positive = [("the gain from violating", gain), ("the benefit of catching", catch_benefit)];
    for (what, value) in positive {
        checked(what, value, value.is_finite() && value > 0.0, "a positive finite number")?;
    }
    let others =
        [("the loss if caught", loss), ("the inspection cost", inspection_cost), ("the harm if missed", miss_harm)];
    for (what, value) in others {
        checked(what, value, value.is_finite() && value >= 0.0, "a finite number of zero or more")?;
    }
    if inspection_cost >= catch_benefit + miss_harm {
        return Ok(InspectionStage { inspect: 0.0, violate: 1.0 });
    }
    Ok(InspectionStage { inspect: gain / (gain + loss), violate: inspection_cost / (catch_benefit + miss_harm) })
}
