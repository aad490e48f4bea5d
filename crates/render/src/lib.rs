//! Any document as text for a terminal, csv, Parquet, xlsx, JSON and a self-contained page.
//!
//! Pure functions from a document to text or bytes: nothing here knows an answer, reads files, prints or computes
//! economics.

pub mod html;
