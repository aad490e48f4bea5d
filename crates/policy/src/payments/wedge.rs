//! From fees to wedges of the economy, and from a fall of trade back to the fee that would explain it.

use std::collections::BTreeMap;

use unequal_world::Code;

use super::error::checked;
use super::{BankSystem, Clearing, PaymentError, Result};

/// Trade elasticities at which implied wedges are shown (docs/src/methods/payments.md).
pub const ELASTICITIES: [f64; 5] = [8.0, 5.0, 4.0, 2.0, 0.76];

/// A payment commission as the economy sees it (W3): `(1 + iceberg)(1 + fee) = 1 + commission`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PaymentWedge {
    /// Resource cost, ad valorem: nobody receives it. Its logarithm `ln_1p(iceberg)` adds to the iceberg costs.
    pub iceberg: f64,
    /// Fee that the banks' home regions receive, ad valorem on the value with the resource cost.
    pub fee: f64,
}

/// Splits a commission exactly into resource cost and owned fee (W3): `1 + theta phi` and
/// `(1 + phi) / (1 + theta phi)`.
///
/// # Errors
/// A commission that is negative or infinite, or a share outside zero to one.
pub fn split_commission(commission: f64, resource_share: f64) -> Result<PaymentWedge> {
    let allowed = commission.is_finite() && commission >= 0.0;
    checked("the commission", commission, allowed, "a finite number of zero or more")?;
    checked("the resource share", resource_share, (0.0..=1.0).contains(&resource_share), "0 to 1")?;
    let iceberg = resource_share * commission;
    // (1 + phi) / (1 + theta phi) - 1, without the cancellation.
    Ok(PaymentWedge { iceberg, fee: (1.0 - resource_share) * commission / (1.0 + iceberg) })
}

/// The ad valorem wedge that makes trade fall by the share `fall` at a constant `elasticity`:
/// `(1 - fall)^(-1/theta) - 1`.
///
/// # Errors
/// A fall outside zero to below one, or an elasticity that is not positive.
pub fn implied_wedge(fall: f64, elasticity: f64) -> Result<f64> {
    checked("the fall of trade", fall, (0.0..1.0).contains(&fall), "a share from 0 to below 1")?;
    let positive = elasticity.is_finite() && elasticity > 0.0;
    checked("the trade elasticity", elasticity, positive, "a positive finite number")?;
    Ok((-(-fall).ln_1p() / elasticity).exp_m1())
}

/// Which regions receive the fees, as shares that sum to one, by region code; empty if no fee was paid.
///
/// # Errors
/// A clearing of other banks.
pub fn owners_of_fees(system: &BankSystem, clearing: &Clearing) -> Result<Vec<(Code, f64)>> {
    let (found, expected) = (clearing.by_bank.len(), system.banks().len());
    if found != expected {
        return Err(PaymentError::Length { what: "the clearing", found, expected });
    }
    let mut fees: BTreeMap<&Code, f64> = BTreeMap::new();
    for (bank, cleared) in system.banks().iter().zip(&clearing.by_bank) {
        *fees.entry(&bank.home).or_default() += cleared.ledger.fees;
    }
    let total: f64 = fees.values().sum();
    fees.retain(|_, fee| *fee > 0.0);
    Ok(fees.into_iter().map(|(home, fee)| (home.clone(), fee / total)).collect())
}
