//! An answer as text tables, csv, JSON, Parquet and a self-contained HTML page.
//!
//! Pure functions from answers to text or bytes: nothing here reads files, prints or computes economics.

pub mod csv;
pub mod figures;
pub mod html;
pub mod json;
pub mod number;
pub mod parquet;
pub mod spans;
pub mod terminal;
