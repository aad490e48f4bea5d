//! An audit as csv: one range a row.

use csv::Writer;
use unequal_study::audit::AuditAnswer;

use super::{CsvError, finish};
use crate::figures;

/// Every range of an audit; an open end is an empty cell.
pub fn audit(answer: &AuditAnswer) -> Result<String, CsvError> {
    let mut writer = Writer::from_writer(Vec::new());
    writer.write_record([
        "block", "claim", "item", "stated", "low", "high", "unit", "verdict", "grade", "source", "remark",
    ])?;
    let number = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
    for row in figures::audit(answer) {
        writer.write_record([
            row.block,
            &row.claim,
            &row.item,
            &row.stated,
            &number(row.low),
            &number(row.high),
            &row.unit,
            &row.verdict,
            &row.grade,
            &row.source,
            &row.remark,
        ])?;
    }
    finish(writer)
}
