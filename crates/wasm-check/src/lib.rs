//! A few questions to the embedded data as JSON text, which is all that a page in a browser needs, built for
//! `wasm32-unknown-unknown` without bindings of any framework. `run.sh` builds it and asks under Node; the same functions
//! answer natively in `main.rs`.

mod ask;
mod exports;

pub use ask::{Asked, answer};
