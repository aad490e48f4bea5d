//! A market for clearing under a threat, as it stands in a settled economy.

use super::{BankSystem, ClearingOutcome, Threat};

/// The market for clearing of one measure in one world: what a game about the threat is played on.
#[derive(Debug, Clone, PartialEq)]
pub struct ThreatenedMarket {
    /// The threat.
    pub threat: Threat,
    /// Banks present.
    pub system: BankSystem,
    /// Trade without the threat, USD billion a year.
    pub reference: f64,
    /// Trade in this world, USD billion a year.
    pub now: f64,
    /// phi_0: fee that cleared the trade without the threat, a share of the value.
    pub fee_without: f64,
    /// Who clears what at which fee.
    pub outcome: ClearingOutcome,
}
