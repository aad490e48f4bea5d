//! The workbench on one's own computer: a small web server that answers the requests of its page, and the same page as a
//! static site.
//!
//! The server listens on the loopback unless it is told otherwise; beyond that, requests need a token. It answers its own
//! page only (`guard.rs`), reads no file that a request names, and bounds time, memory and connections ([`ServerLimits`]).
//! Nothing here prints, and nothing here holds economics: `unequal-engine` answers.

mod api;
mod error;
mod export;
mod guard;
mod headers;
mod limits;
mod server;
mod site;
mod token;
mod views;

pub use error::WorkbenchError;
pub use export::{Exported, export};
pub use limits::ServerLimits;
pub use server::Server;
