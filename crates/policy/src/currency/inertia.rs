//! Contracts are renewed a few at a time, so shares follow their equilibrium with a lag.

use super::error::within;
use super::{Result, Shares};

/// Shares after one period in which a part of the contracts was renewed:
/// `s_(t+1) = s_t + r (s*_t - s_t)`.
///
/// `renewed` is the part of contracts renewed in the period (a month if the period is one), 0 to
/// 1; `equilibrium` is what is chosen in contracts made now. Currencies are matched by name.
///
/// # Errors
/// A part outside 0 to 1, or currencies that are not the same.
pub fn renew(shares: &Shares, equilibrium: &Shares, renewed: f64) -> Result<Shares> {
    within("the part of contracts renewed", renewed, |part| (0.0..=1.0).contains(&part), "0 to 1")?;
    let mut next = Vec::with_capacity(shares.names().len());
    for (name, share) in shares.iter() {
        next.push((name.to_owned(), share + renewed * (equilibrium.of(name)? - share)));
    }
    Shares::new(next)
}
