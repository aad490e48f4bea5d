//! Any document as text for a terminal, csv, Parquet, xlsx, JSON and a self-contained page.
//!
//! Pure functions from a document to text or bytes: nothing here knows an answer, reads files, prints or computes
//! economics.

#[doc(hidden)]
pub mod check;
pub mod clean;
pub mod csv;
pub mod format;
pub mod html;
pub mod json;
#[cfg(not(target_arch = "wasm32"))]
pub mod parquet;
#[cfg(target_arch = "wasm32")]
#[path = "no_parquet.rs"]
pub mod parquet;
pub mod terminal;
pub mod xlsx;
