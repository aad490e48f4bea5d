//! Banks of unequal size where nobody has a list of them: quantiles of a Pareto distribution.

use unequal_world::Code;

use super::error::checked;
use super::{Bank, BankSystem, Result};

/// Most banks that are generated.
const MOST_BANKS: usize = 100_000;

/// A made-up set of banks. Every default is assumed; none is estimated from banks' accounts.
#[derive(Debug, Clone, PartialEq)]
pub struct SizeDistribution {
    /// Number of banks. Assumed 60: enough that the smallest half clears little without a threat; no count of the
    /// Chinese banks that clear for Russia is public.
    pub banks: usize,
    /// Tail exponent of capacity, positive. Assumed 1.1, close to Zipf's law, as firms' sizes usually are.
    pub tail_exponent: f64,
    /// Total capacity as a multiple of the volume of trade, one or more. Assumed 1.2: payments cleared before the
    /// threat without queues, so there was room, but none that idle banks would keep staffed for long.
    pub capacity_to_volume: f64,
    /// Exponent of dollar business in capacity; above one, larger banks have more than proportionally much of it.
    /// Assumed 2.4, which spreads U / K over the prior's range (0.001 to 1) between the smallest and the largest bank.
    pub business_exponent: f64,
    /// U / K of the largest bank, zero or more. Assumed 0.5: half a year's clearing, inside the prior's upper half.
    pub largest_business_to_capacity: f64,
    /// Base cost of all banks, zero or more. Assumed 0.2 % of the value, an ordinary bank's fee for a transfer abroad.
    pub base_cost: f64,
    /// Slope of all banks' supply, zero or more. Assumed 1 %, so that the fee without a threat is about 1 %, below the
    /// 2 to 3 % reported for 2025, when a threat stood.
    pub slope: f64,
}

impl Default for SizeDistribution {
    fn default() -> Self {
        Self {
            banks: 60,
            tail_exponent: 1.1,
            capacity_to_volume: 1.2,
            business_exponent: 2.4,
            largest_business_to_capacity: 0.5,
            base_cost: 0.002,
            slope: 0.01,
        }
    }
}

impl SizeDistribution {
    /// Banks for a trade of `volume` USD billion a year, largest first, all owned by `home`; no random numbers.
    ///
    /// Bank r of B has capacity proportional to ((r - 1/2) / B)^(-1 / tail exponent), the middle of its quantile.
    ///
    /// # Errors
    /// A parameter out of its range, or sizes that overflow.
    pub fn system(&self, volume: f64, home: &Code) -> Result<BankSystem> {
        self.check(volume)?;
        let count = self.banks as f64;
        let sizes: Vec<f64> =
            (0..self.banks).map(|rank| ((rank as f64 + 0.5) / count).powf(-1.0 / self.tail_exponent)).collect();
        let total: f64 = sizes.iter().sum();
        let largest = sizes.first().copied().unwrap_or(1.0);
        let banks = sizes
            .iter()
            .enumerate()
            .map(|(rank, size)| {
                let capacity = self.capacity_to_volume * volume * size / total;
                let business_to_capacity =
                    self.largest_business_to_capacity * (size / largest).powf(self.business_exponent - 1.0);
                Bank {
                    name: format!("bank {}", rank + 1),
                    capacity,
                    base_cost: self.base_cost,
                    dollar_business_at_risk: business_to_capacity * capacity,
                    slope: self.slope,
                    home: home.clone(),
                    attention: None,
                }
            })
            .collect();
        BankSystem::new(banks, Vec::new())
    }

    fn check(&self, volume: f64) -> Result<()> {
        let positive = |value: f64| value.is_finite() && value > 0.0;
        let banks_allowed = (1..=MOST_BANKS).contains(&self.banks);
        checked("the number of banks", self.banks as f64, banks_allowed, "1 to 100000")?;
        checked("the volume of trade", volume, positive(volume), "a positive finite number")?;
        let tail = self.tail_exponent;
        checked("the tail exponent", tail, positive(tail), "a positive finite number")?;
        let multiple = self.capacity_to_volume;
        let enough = multiple.is_finite() && multiple >= 1.0;
        checked("capacity as a multiple of the volume", multiple, enough, "a finite number of one or more")?;
        let exponent = self.business_exponent;
        checked("the exponent of dollar business", exponent, positive(exponent), "a positive finite number")?;
        Ok(())
    }
}
