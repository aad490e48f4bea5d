//! Threats against banks that clear payments, and what remains of a trade (docs/src/methods/payments.md).
//!
//! Banks differ in what they would lose with their dollar business. A threat makes clearing dearer for each by its
//! expected loss (P1, P2); supply (P3) then meets the demand for clearing (P4) at a higher fee. Nothing here knows of
//! the equilibrium: demand is a closure, so that an outer fixed point can put the economy's own demand in its place.
//!
//! Volumes and capacities are USD billion a year, fees and costs are shares of the value cleared, probabilities are
//! per year. No data identify the dollar business at risk: what follows from the default banks is grade D.

mod bank;
mod bank_csv;
mod clearing;
mod crossing;
mod demand;
mod enforcement;
mod error;
mod path;
mod size_distribution;
mod supply;
mod threatened;
mod wedge;

pub use bank::{Bank, BankSystem, Entrant};
pub use bank_csv::{BANK_COLUMNS, read_banks_csv};
pub use clearing::{BankClearing, Changes, Clearing, ClearingOutcome, HIGHEST_FEE, Ledger, Market};
pub use crossing::NoFeeClears;
pub use demand::ConstantElasticity;
pub use enforcement::{
    AttentionPlan, CollateralCost, Credibility, Deterrence, EffortNeeded, InspectionStage, WhyNoEffort, credibility,
    deterrence, effort_to_hold_down, inspection_stage, optimal_attention,
};
pub use error::PaymentError;
pub use path::{MonthOutcome, path_over_months};
pub use size_distribution::SizeDistribution;
pub use supply::{Risk, Threat};
pub use threatened::ThreatenedMarket;
pub use wedge::{ELASTICITIES, PaymentWedge, implied_wedge, owners_of_fees, split_commission};

/// The result of everything in this module that can fail.
pub type Result<T, E = PaymentError> = std::result::Result<T, E>;
