//! The sheet of all tidy rows.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};
use unequal_presentation::document::Document;
use unequal_presentation::tidy::{self, COLUMNS};

use super::sheet::{Sheet, TIDY};

/// Writes the sheet, with the columns of [`COLUMNS`].
pub(super) fn write(worksheet: &mut Worksheet, document: &Document) -> Result<(), XlsxError> {
    let mut sheet = Sheet::new(worksheet, TIDY)?;
    let plain = Format::new();
    sheet.header(COLUMNS)?;
    for (place, row) in tidy::rows(document).into_iter().enumerate() {
        let keys = row.keys;
        let texts = [
            ("question", Some(row.question)),
            ("block", Some(row.block)),
            ("item", Some(row.item)),
            ("first", keys.first),
            ("second", keys.second),
            ("region", keys.region),
            ("partner", keys.partner),
            ("sector", keys.sector),
            ("year", keys.year),
            ("measure", keys.measure),
            ("elasticity", keys.elasticity),
            ("unit", Some(row.unit)),
            ("range", Some(row.range)),
            ("grade", row.grade.map(|grade| format!("{grade:?}"))),
            ("source", Some(row.source)),
            ("estimated", Some(if row.estimated { "yes" } else { "no" }.to_owned())),
            ("text", Some(row.text)),
        ];
        let numbers = [("value", row.value), ("low", row.low), ("high", row.high)];
        for (column, name) in COLUMNS.iter().enumerate() {
            if let Some((_, Some(text))) = texts.iter().find(|(known, _)| known == name) {
                sheet.text(place + 1, column, text, &plain)?;
            }
            if let Some((_, number)) = numbers.iter().find(|(known, _)| known == name) {
                sheet.number(place + 1, column, *number, &plain)?;
            }
        }
    }
    sheet.finish(&[])
}
