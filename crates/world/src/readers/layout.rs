//! Which layout a sheet has, by its first rows.

use super::header_rows::{self, Headers};
use super::inter_country_table::InterCountryTable;
use super::sheet::Sheet;
use super::years::{Years, in_text};
use super::{inter_country_csv, long, wiod_long};
use crate::Result;

/// Reads a sheet of any layout.
pub(super) fn read_sheet(sheet: &dyn Sheet, years: &Years) -> Result<InterCountryTable> {
    let fault = |reason: String| sheet.fault(1, None, reason);
    let head = sheet.head(header_rows::LOOKED_AT)?;
    let first = head.first().cloned().unwrap_or_default();
    if let Some(names) = wiod_long::Names::find(&first) {
        return wiod_long::read(sheet, &names, &first, years);
    }
    if let Some(names) = long::Names::find(&first) {
        return long::read(sheet, &names, years);
    }
    if is_part_of_folder(&head) {
        return Err(fault(
            "it is one file of a table saved as a folder; give the folder, or a zip of it, that holds Z.txt and Y.txt"
                .to_owned(),
        ));
    }
    match Headers::find(head) {
        Some(headers) => header_rows::read(sheet, &headers, years),
        None => inter_country_csv::read(sheet, years.resolve(&in_text(sheet.title())).map_err(fault)?),
    }
}

/// Whether the first rows of a sheet are those of a table.
#[cfg(feature = "files")]
pub(super) fn is_table(head: Vec<Vec<String>>) -> bool {
    let first = head.first().cloned().unwrap_or_default();
    let joined = |row: &&Vec<String>| row.first().is_some_and(|label| label.contains('_'));
    wiod_long::Names::find(&first).is_some()
        || long::Names::find(&first).is_some()
        || (first.iter().any(|label| label.contains('_')) && head.iter().skip(1).any(|row| joined(&row)))
        || Headers::find(head).is_some()
}

/// Whether the rows are those of a matrix of EXIOBASE or of pymrio, with the names of its labels in the corner.
fn is_part_of_folder(head: &[Vec<String>]) -> bool {
    let corner = |row: usize| head.get(row).and_then(|row| row.first()).map_or("", String::as_str);
    corner(0) == "region" && matches!(corner(1), "sector" | "category" | "region")
}
