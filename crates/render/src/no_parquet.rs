//! Parquet where it is not written: in a browser, for which its writer is too large.

use unequal_presentation::document::Document;

/// Why a Parquet file cannot be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Parquet files are not written in a browser")]
pub struct ParquetError;

/// Parquet files are not written in a browser.
///
/// # Errors
/// Always.
pub fn parquet(_: &Document) -> Result<Vec<u8>, ParquetError> {
    Err(ParquetError)
}
