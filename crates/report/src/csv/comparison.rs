//! A comparison, a column for each scenario.

use csv::Writer;
use unequal_study::run::Comparison;

use super::{CsvError, finish};

/// Scenarios side by side: a figure a row, a column for each file.
pub fn comparison(comparison: &Comparison) -> Result<String, CsvError> {
    let mut writer = Writer::from_writer(Vec::new());
    let files = comparison.runs.iter().map(|run| run.file.as_str());
    writer.write_record(["subject", "item", "unit"].into_iter().chain(files))?;
    for row in &comparison.rows {
        let values = row.values.iter().map(|value| value.map_or_else(String::new, |value| value.to_string()));
        let head = [&row.subject, &row.item, &row.unit].map(Clone::clone);
        writer.write_record(head.into_iter().chain(values))?;
    }
    let grades = comparison.runs.iter().map(|run| format!("{:?}", run.evidence.grade));
    writer.write_record(["", "evidence grade", "grade"].map(str::to_owned).into_iter().chain(grades))?;
    let sources = comparison.runs.iter().map(|run| {
        let estimated = run.evidence.estimated_briefly.as_ref().map_or_else(String::new, |what| format!(", {what}"));
        format!("{}{estimated}", run.evidence.source)
    });
    writer.write_record(["", "source", "text"].map(str::to_owned).into_iter().chain(sources))?;
    finish(writer)
}
