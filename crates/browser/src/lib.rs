//! The workbench's engine for a browser, built for `wasm32-unknown-unknown` without bindings of any framework. Data come as
//! packs that the page fetches. `run.sh` builds it, asks under Node, and compares with the program's server.

mod engine;
mod exports;
