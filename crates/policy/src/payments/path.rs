//! Months after the threat, with banks that enter with a lag.

use super::{BankSystem, ClearingOutcome, Market, Result, Threat};

/// One month of a path.
#[derive(Debug, Clone, PartialEq)]
pub struct MonthOutcome {
    /// Months since the threat.
    pub month: u32,
    /// Banks present: the first banks, then entrants in order of their lags.
    pub system: BankSystem,
    /// The market at annual rates, as if the month lasted a year.
    pub outcome: ClearingOutcome,
}

/// Clears the market in each of the months 0 to `months` after the threat began.
///
/// An entrant is present from its lag on and clears if the fee covers its costs and expected loss. Nothing else
/// changes but `demand` (month, fee), so each month is an equilibrium of its own. Months between two entries with the
/// same demand give the same outcome.
///
/// # Errors
/// As [`Market::clear`]; a failed month fails the path.
pub fn path_over_months(
    market: &Market<'_>,
    threat: Threat,
    months: u32,
    mut demand: impl FnMut(u32, f64) -> f64,
) -> Result<Vec<MonthOutcome>> {
    (0..=months)
        .map(|month| {
            let system = market.system().after_months(month);
            let outcome = market.with_system(&system).clear(threat, |fee| demand(month, fee))?;
            Ok(MonthOutcome { month, system, outcome })
        })
        .collect()
}
