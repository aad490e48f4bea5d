//! From instruments to the engine's wedges.
//!
//! Instruments tell a [`WedgeBuilder`] what they do to which flows (`parts`); one file for each mechanism turns that into
//! costs and fees, and `finish` into wedges with what each part of them represents ([`Composed`]).

mod builder;
mod cap;
mod commissions;
mod composed;
mod duties;
mod finish;
mod parts;
mod plants;
mod price_caps;
mod transit;

pub use builder::WedgeBuilder;
pub(crate) use cap::{Cap, coalition_share, spending};
pub use composed::{Composed, IcebergLogarithms, IcebergParts, Levy, Receiver, Ways};
pub use parts::TransitRoutes;
pub(crate) use parts::{Commission, Plant, Site};
