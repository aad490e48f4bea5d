//! A document as a workbook: the answer, a sheet a table, notes and sources, and all tidy rows.
//!
//! Text is written as text, so that no cell is a formula; numbers are numbers with all their digits, and formats say how
//! they are shown. The date of creation is fixed: the same document gives the same bytes.

#[cfg(not(target_arch = "wasm32"))]
mod answer;
#[cfg(not(target_arch = "wasm32"))]
mod notes;
#[cfg(not(target_arch = "wasm32"))]
mod sheet;
#[cfg(not(target_arch = "wasm32"))]
mod table;
#[cfg(not(target_arch = "wasm32"))]
mod tidy;

use unequal_presentation::document::Document;

/// Why a workbook cannot be written.
#[cfg(not(target_arch = "wasm32"))]
pub use rust_xlsxwriter::XlsxError;

/// Why a workbook cannot be written.
#[cfg(target_arch = "wasm32")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("workbooks are not written in a browser")]
pub struct XlsxError;

/// The workbook: the sheet `Answer` with title, finding and keys; a sheet for each table, named by its id, with units in
/// its headings; `Notes and sources`; and `Tidy` with the rows of [`unequal_presentation::tidy::rows`].
///
/// # Errors
/// When a table has more rows or columns than a sheet can have (1 048 576 and 16 384).
#[cfg(not(target_arch = "wasm32"))]
pub fn xlsx(document: &Document) -> Result<Vec<u8>, XlsxError> {
    use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};
    let mut workbook = Workbook::new();
    let properties = DocProperties::new()
        .set_title(crate::clean::clean(&document.title.plain()))
        .set_author(concat!("unequal ", env!("CARGO_PKG_VERSION")))
        .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?);
    workbook.set_properties(&properties);
    let tables: Vec<_> = document.sections.iter().flat_map(|section| section.tables()).collect();
    let names = sheet::names(tables.iter().map(|table| table.id.as_str()));
    answer::write(workbook.add_worksheet(), document, &tables, &names)?;
    for (table, name) in tables.iter().zip(&names) {
        table::write(workbook.add_worksheet(), table, name)?;
    }
    notes::write(workbook.add_worksheet(), document)?;
    tidy::write(workbook.add_worksheet(), document)?;
    workbook.save_to_buffer()
}

/// Workbooks are not written in a browser: the writer asks for the time of day, which takes JavaScript of its own there.
///
/// # Errors
/// Always.
#[cfg(target_arch = "wasm32")]
pub fn xlsx(_: &Document) -> Result<Vec<u8>, XlsxError> {
    Err(XlsxError)
}
