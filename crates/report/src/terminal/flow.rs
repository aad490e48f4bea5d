//! Which measure puts which wedge on one flow, as text.

use unequal_study::capitalised;
use unequal_study::explain_flow::{FlowExplained, FlowRow};

use super::{evidence, paragraph, table};
use crate::number::{change, money, percent};

/// The answer, `width` characters wide, with a line end.
#[must_use]
pub fn flow(flow: &FlowExplained, width: u16) -> String {
    let title = format!("{} from {} to {}   ({})", flow.sector.1, flow.seller.1, flow.buyer.1, flow.year);
    let header = ["Measure", "iceberg", "export tax", "fees", "tariff", "price", "value"];
    let rows = flow.alone.iter().chain(std::iter::once(&flow.together)).map(cells);
    let mut parts = vec![
        capitalised(&title),
        "=".repeat(title.chars().count()),
        paragraph(
            width,
            "  ",
            &format!(
                "Under “{}” the flow is worth USD {} a year; without the measures it is USD {}. {}",
                flow.title,
                money(flow.together.value),
                money(flow.value_before),
                whole(&flow.together)
            ),
        ),
        table(width, &header, rows),
    ];
    let charged = flow.together.fees.iter();
    parts.extend(charged.map(|fee| {
        let words =
            format!("Fee of {}, received by {}: {} ({}).", fee.measure, fee.receiver, percent(fee.rate), fee.owner);
        paragraph(width, "  ", &words)
    }));
    let legend = format!(
        "Each measure alone, then all together; `elsewhere` is a measure on other flows. Price: change of the delivered price by the wedges alone. Trade \
         elasticity {}.",
        flow.elasticity
    );
    parts.push(paragraph(width, "  ", &legend));
    parts.push(evidence(width, &flow.evidence));
    parts.push(String::new());
    parts.join("\n")
}

/// What all measures do to the delivered price.
fn whole(row: &FlowRow) -> String {
    match (row.forbidden, row.price_factor, row.delivered_price) {
        (false, Some(factor), Some(delivered)) => format!(
            "The measures' wedges alone change its delivered price by {}; since the producer's cost changes too, the price \
             changes by {} in all.",
            change(factor - 1.0),
            change(delivered - 1.0)
        ),
        _ => "It is forbidden.".to_owned(),
    }
}

fn cells(row: &FlowRow) -> Vec<String> {
    let share = |share: f64| if share == 0.0 { "-".to_owned() } else { change(share) };
    let fees: f64 = row.fees.iter().map(|fee| 1.0 + fee.rate).product();
    let name = if row.kind.is_empty() { capitalised(&row.name) } else { format!("{} ({})", row.name, row.kind) };
    let name = if row.concerned { name } else { format!("{name}: elsewhere") };
    vec![
        name,
        share(row.iceberg),
        share(row.export_tax),
        share(fees - 1.0),
        share(row.tariff),
        row.price_factor.map_or_else(|| "forbidden".to_owned(), |factor| share(factor - 1.0)),
        money(row.value),
    ]
}
