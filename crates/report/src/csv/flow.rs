//! One flow as csv: one wedge of one measure a row, then prices and values.

use csv::Writer;
use unequal_study::explain_flow::FlowExplained;

use super::{CsvError, finish};
use crate::figures;

/// Every figure about the flow; `factor` is one on the delivered price, empty where the flow is forbidden.
pub fn flow(flow: &FlowExplained) -> Result<String, CsvError> {
    let mut writer = Writer::from_writer(Vec::new());
    writer.write_record([
        "seller", "buyer", "sector", "year", "measure", "kind", "item", "receiver", "owner", "value", "unit", "grade",
        "source",
    ])?;
    let (year, grade) = (flow.year.to_string(), format!("{:?}", flow.evidence.grade));
    for row in figures::flow(flow) {
        writer.write_record([
            &flow.seller.0,
            &flow.buyer.0,
            &flow.sector.0,
            &year,
            row.measure,
            row.kind,
            row.item,
            row.receiver,
            row.owner,
            &row.value.map_or_else(String::new, |value| value.to_string()),
            row.unit,
            &grade,
            &flow.evidence.source,
        ])?;
    }
    finish(writer)
}
