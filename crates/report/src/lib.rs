//! An answer as text tables, csv, JSON and a self-contained HTML page.
//!
//! Pure functions from answers to text: nothing here reads files, prints or computes economics.

pub mod csv;
pub mod html;
pub mod json;
pub mod number;
pub mod terminal;
