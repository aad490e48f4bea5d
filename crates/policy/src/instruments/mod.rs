//! Policy instruments, one file a kind: the table of the scenario file that describes it, and what it does.
//!
//! To add a kind: a file here with its table (`entry`) and its effect ([`crate::instrument::Effect`]), a field of the
//! table's type in [`crate::scenario::ScenarioDocument`], and a line in `scenario/collect.rs`.

mod barrier;
mod common;
mod currency;
mod duty;
mod embargo;
pub(crate) mod entry;
mod export_control;
mod iceberg;
mod local_production;
mod payments;
mod price_cap;
mod route;
mod self_sanctioning;

pub use barrier::BarrierEntry;
pub use common::Direction;
pub use currency::{CurrencyEntry, CurrencySide, PremiumEntry};
pub use duty::{ExportTaxEntry, Rate, RateKind, TariffEntry};
pub use embargo::EmbargoEntry;
pub use export_control::ExportControlEntry;
pub use iceberg::IcebergEntry;
pub use local_production::{EntryCosts, LocalProductionEntry, LocalisationRule};
pub use payments::{BankEntry, PaymentsEntry};
pub use price_cap::PriceCapEntry;
pub use route::{HubEntry, RouteEntry};
pub use self_sanctioning::SelfSanctioningEntry;
