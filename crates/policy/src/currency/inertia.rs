//! Contracts are renewed a few at a time, so shares follow their equilibrium with a lag.

use super::error::within;
use super::{ChoiceModel, Costs, Result, Shares};

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

/// The part of contracts renewed at least once after some months in each of which a part `renewal` is
/// renewed: `1 - (1 - renewal)^months`, 0 to 1.
///
/// # Errors
/// A part outside 0 to 1, or months that are negative or not finite.
pub fn part_renewed(renewal: f64, months: f64) -> Result<f64> {
    within("the part renewed in a month", renewal, |part| (0.0..=1.0).contains(&part), "0 to 1")?;
    within("the number of months", months, |months| months.is_finite() && months >= 0.0, "zero or more")?;
    // Nothing has passed yet, even where all contracts are renewed in a month.
    Ok(if months == 0.0 { 0.0 } else { 1.0 - (1.0 - renewal).powf(months) })
}

/// Shares and wedge of trade whose contracts are renewed in part.
#[derive(Debug, Clone, PartialEq)]
pub struct PartlyRenewed {
    /// Shares of all contracts, `s + part (s' - s)`.
    pub shares: Shares,
    /// Shares chosen in renewed contracts, s' (K2).
    pub chosen: Shares,
    /// Mean change in cost of all contracts, ln of the cost factor.
    pub wedge: f64,
    /// What users of renewed contracts gain because others have changed currency, averaged over all contracts.
    pub network_gain: f64,
    /// Parts of the cost change at which use tipped over (see [`super::Response::folds`]).
    pub folds: Vec<f64>,
}

impl ChoiceModel {
    /// Shares and wedge when a part (0 to 1) of the contracts has been renewed since costs changed.
    ///
    /// Contracts not renewed keep their currency and pay `sum s_c dkappa_c`; renewed ones pay (K3). The
    /// wedge is the mean of both, weighted by value: `(1 - part) sum s dkappa + part dkappa_(K3)`. It falls
    /// as contracts are renewed (Jensen's inequality). A network that changes is felt in renewed contracts only.
    ///
    /// # Errors
    /// As [`ChoiceModel::respond`], or a part outside 0 to 1.
    pub fn respond_partly(&self, shares: &Shares, changes: &Costs, part: f64) -> Result<PartlyRenewed> {
        let chosen = self.respond(shares, changes)?;
        let mixed = renew(shares, &chosen.shares, part)?;
        let kept = changes.mean(shares)?;
        let wedge = kept + part * (chosen.wedge - kept);
        let network_gain = part * chosen.network_gain;
        Ok(PartlyRenewed { shares: mixed, chosen: chosen.shares, wedge, network_gain, folds: chosen.folds })
    }
}
