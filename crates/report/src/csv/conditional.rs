//! A conditional answer as csv: one figure or word a row, each with its condition.

use csv::Writer;
use unequal_study::conditional::Conditional;

use super::{CsvError, finish};
use crate::figures;

/// Every statement and every cell. Columns: `block,condition,subject,item,value,word,unit,low,high,range,drivers,grade,
/// source`; `value` is empty where the answer is a word or missing.
pub fn conditional(answer: &Conditional) -> Result<String, CsvError> {
    let mut writer = Writer::from_writer(Vec::new());
    writer.write_record([
        "block",
        "condition",
        "subject",
        "item",
        "value",
        "word",
        "unit",
        "low",
        "high",
        "range",
        "drivers",
        "grade",
        "source",
    ])?;
    let number = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
    for row in figures::conditional(answer) {
        writer.write_record([
            row.block.as_str(),
            &row.condition,
            &row.subject,
            &row.item,
            &number(row.value),
            row.word.as_deref().unwrap_or_default(),
            &row.unit,
            &number(row.low),
            &number(row.high),
            &row.range,
            &row.drivers,
            "D",
            &answer.evidence.source,
        ])?;
    }
    finish(writer)
}
