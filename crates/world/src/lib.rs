//! What countries trade and owe each other.
//!
//! This crate owns labels (regions, sectors, groups), the multi-country input-output
//! table ([`EconomyTable`]), readers for the formats people have, and the embedded
//! world. It knows nothing of models: a table here is an accounting object.
//!
//! Values are USD million per year at basic prices unless a name says otherwise.

pub mod biproportional;
mod concordance;
pub mod crumbs;
pub mod elasticity;
pub mod embedded;
mod error;
pub mod flags;
mod flow;
pub mod format;
pub mod group;
pub mod labels;
mod margins;
pub mod names;
mod pack;
mod packed;
pub mod packs;
mod prior_kind;
mod provenance;
pub mod readers;
pub mod record;
pub mod records;
pub mod rows;
pub mod series;
pub mod source_text;
pub mod table;
mod uses;

pub use concordance::Concordance;
pub use error::{Suggestion, WorldError};
pub use flow::Flow;
pub use group::{GroupBook, Party, WORLD, apart};
pub use labels::{Code, Labels, Sector, SectorKind};
pub use prior_kind::PriorKind;
pub use provenance::{ANY, PairNote, Provenance, Valuation};
pub use table::{EconomyTable, TableParts};

/// The result of everything in this crate that can fail.
pub type Result<T, E = WorldError> = std::result::Result<T, E>;
