//! The workbench's engine for a browser, built for `wasm32-unknown-unknown` without bindings of any framework. Data come as
//! packs that the page fetches. `run.sh` builds it and asks under Node; `main.rs` gives the same answers natively.

mod engine;
mod exports;

pub use engine::{ask, provide};
