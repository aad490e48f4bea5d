//! Which banks a threat reaches: too big to sanction, too small to see, or with nothing to lose.

use serde::{Deserialize, Serialize};

use crate::payoff_tensor::{BankState, CellClearing};

/// A detection probability a year below which a bank is called too small to see; a matter of words.
const SEEN: f64 = 0.1;

/// What a threat means to one bank at the going fee.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BankVerdict {
    /// It does not clear.
    Deterred,
    /// It clears, and no probability of detection would stop it: its margin exceeds all that it could lose.
    NothingToLose,
    /// It clears, would stop if it were looked at enough, and is hardly looked at (below 10 % a year).
    TooSmallToSee,
    /// It clears, would stop if it were looked at enough, and is looked at, but not enough.
    SeenTooLittle,
}

/// Banks by verdict, with what they clear.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Tally {
    /// Number of banks.
    pub banks: usize,
    /// What they clear under the threat, USD billion a year.
    pub volume: f64,
    /// What they would clear without it.
    pub volume_without: f64,
}

/// All banks of one market under one threat.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Verdicts {
    /// Have stopped.
    pub deterred: Tally,
    /// Clear whatever the effort.
    pub nothing_to_lose: Tally,
    /// Clear because they are hardly looked at.
    pub too_small_to_see: Tally,
    /// Clear although they are looked at, since that is not enough.
    pub seen_too_little: Tally,
    /// Of all banks, those that cost more to sanction than what their clearing is worth to the one who threatens:
    /// too big to sanction, whether or not they have stopped of their own accord.
    pub too_big_to_sanction: Tally,
    /// Of those too big to sanction, the ones that have stopped all the same.
    pub self_deterred: Tally,
    /// Capacity of the smallest bank that is too big to sanction, USD billion a year; none if there is none.
    pub smallest_too_big: Option<f64>,
    /// Capacity of the largest bank that is too small to see.
    pub largest_too_small: Option<f64>,
}

/// The verdict on one bank.
fn verdict(bank: &BankState) -> BankVerdict {
    match bank.deterring_detection {
        _ if bank.volume <= 0.0 => BankVerdict::Deterred,
        None => BankVerdict::Deterred,
        Some(needed) if needed >= 1.0 => BankVerdict::NothingToLose,
        Some(_) if bank.detection < SEEN => BankVerdict::TooSmallToSee,
        Some(_) => BankVerdict::SeenTooLittle,
    }
}

impl Verdicts {
    /// Sorts the banks of a market. `worth` is what preventing a USD billion of clearing is worth to the one who
    /// threatens, `cost_per_business * U^exponent` what sanctioning a bank costs it, all in USD billion.
    #[must_use]
    pub fn of(clearing: &CellClearing, worth: f64, cost_per_business: f64, exponent: f64) -> Self {
        let mut verdicts = Self::default();
        for bank in &clearing.banks {
            let verdict = verdict(bank);
            let tally = match verdict {
                BankVerdict::Deterred => &mut verdicts.deterred,
                BankVerdict::NothingToLose => &mut verdicts.nothing_to_lose,
                BankVerdict::TooSmallToSee => &mut verdicts.too_small_to_see,
                BankVerdict::SeenTooLittle => &mut verdicts.seen_too_little,
            };
            tally.add(bank);
            if verdict == BankVerdict::TooSmallToSee {
                verdicts.largest_too_small =
                    Some(verdicts.largest_too_small.map_or(bank.capacity, |most| most.max(bank.capacity)));
            }
            // Credibility (P, [S]): the threat is carried out if the gain is at least the collateral cost.
            let gain = worth * bank.volume_without;
            if gain < cost_per_business * bank.dollar_business.powf(exponent) {
                verdicts.too_big_to_sanction.add(bank);
                verdicts.smallest_too_big =
                    Some(verdicts.smallest_too_big.map_or(bank.capacity, |least| least.min(bank.capacity)));
                if verdict == BankVerdict::Deterred {
                    verdicts.self_deterred.add(bank);
                }
            }
        }
        verdicts
    }
}

impl Tally {
    fn add(&mut self, bank: &BankState) {
        self.banks += 1;
        self.volume += bank.volume;
        self.volume_without += bank.volume_without;
    }
}
