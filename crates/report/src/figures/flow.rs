//! The single figures of one flow: the wedges of each measure, prices and values.

use unequal_study::explain_flow::{FlowExplained, FlowRow};

/// One figure about the flow.
#[derive(Debug, Clone, PartialEq)]
pub struct FlowFigure<'a> {
    /// The measure; `together` for all of them, empty for the world without them.
    pub measure: &'a str,
    /// Its table in the file.
    pub kind: &'a str,
    /// What the figure is.
    pub item: &'static str,
    /// Who receives a fee; empty otherwise.
    pub receiver: &'a str,
    /// Where a fee goes; empty otherwise.
    pub owner: &'a str,
    /// The figure; `None` for the price factors of a forbidden flow.
    pub value: Option<f64>,
    /// Its unit.
    pub unit: &'static str,
}

/// Every figure about the flow; `factor` is one on the delivered price.
#[must_use]
pub fn flow(flow: &FlowExplained) -> Vec<FlowFigure<'_>> {
    let before = FlowFigure {
        measure: "",
        kind: "",
        item: "value before",
        receiver: "",
        owner: "",
        value: Some(flow.value_before),
        unit: "USD million",
    };
    std::iter::once(before).chain(flow.alone.iter().chain(std::iter::once(&flow.together)).flat_map(of_row)).collect()
}

fn of_row(row: &FlowRow) -> Vec<FlowFigure<'_>> {
    let figure = |item, value, unit| FlowFigure {
        measure: &row.name,
        kind: &row.kind,
        item,
        receiver: "",
        owner: "",
        value,
        unit,
    };
    let mut figures = vec![
        figure("forbidden", Some(f64::from(u8::from(row.forbidden))), "yes or no"),
        figure("iceberg", Some(row.iceberg), "share"),
        figure("export tax", Some(row.export_tax), "share"),
    ];
    figures.extend(row.fees.iter().map(|fee| FlowFigure {
        receiver: &fee.receiver,
        owner: &fee.owner,
        ..figure("fee", Some(fee.rate), "share")
    }));
    figures.extend([
        figure("tariff", Some(row.tariff), "share"),
        figure("wedges", row.price_factor, "factor"),
        figure("delivered price", row.delivered_price, "factor"),
        figure("value after", Some(row.value), "USD million"),
    ]);
    figures
}
