//! One flow as csv: one wedge of one measure a row, then prices and values.

use csv::Writer;
use unequal_study::explain_flow::{FlowExplained, FlowRow};

use super::{CsvError, finish};

/// Every figure about the flow; `factor` is one on the delivered price, empty where the flow is forbidden.
pub fn flow(flow: &FlowExplained) -> Result<String, CsvError> {
    let mut writer = Writer::from_writer(Vec::new());
    writer.write_record([
        "seller", "buyer", "sector", "year", "measure", "kind", "item", "receiver", "owner", "value", "unit", "grade",
        "source",
    ])?;
    let (year, grade) = (flow.year.to_string(), format!("{:?}", flow.evidence.grade));
    let mut write = |measure: &str, kind: &str, item: &str, receiver: &str, owner: &str, value: String, unit: &str| {
        writer.write_record([
            &flow.seller.0,
            &flow.buyer.0,
            &flow.sector.0,
            &year,
            measure,
            kind,
            item,
            receiver,
            owner,
            &value,
            unit,
            &grade,
            &flow.evidence.source,
        ])
    };
    write("", "", "value before", "", "", flow.value_before.to_string(), "USD million")?;
    for row in flow.alone.iter().chain(std::iter::once(&flow.together)) {
        for (item, receiver, owner, value, unit) in items(row) {
            write(&row.name, &row.kind, item, receiver, owner, value, unit)?;
        }
    }
    finish(writer)
}

/// Item, receiver, owner, value and unit of each figure of a row.
fn items(row: &FlowRow) -> Vec<(&'static str, &str, &str, String, &'static str)> {
    let plain = |item, value: String, unit| (item, "", "", value, unit);
    let factor = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
    let mut items = vec![
        plain("forbidden", if row.forbidden { "1" } else { "0" }.to_owned(), "yes or no"),
        plain("iceberg", row.iceberg.to_string(), "share"),
        plain("export tax", row.export_tax.to_string(), "share"),
    ];
    items.extend(
        row.fees.iter().map(|fee| ("fee", fee.receiver.as_str(), fee.owner.as_str(), fee.rate.to_string(), "share")),
    );
    items.extend([
        plain("tariff", row.tariff.to_string(), "share"),
        plain("wedges", factor(row.price_factor), "factor"),
        plain("delivered price", factor(row.delivered_price), "factor"),
        plain("value after", row.value.to_string(), "USD million"),
    ]);
    items
}
