//! What measures do to one flow as a document.

use unequal_study::explain_flow::{FlowExplained, FlowFee, FlowRow};

use crate::chart::{Chart, ChartKind};
use crate::document::{Block, Document, Reproduce, Section};
use crate::keys::Keys;
use crate::language::capitalised;
use crate::quantity::{Form, Quantity, Unit};
use crate::shared::{dateline, file_name, known_or};
use crate::table::{Cell, Column, Row, Table};
use crate::text;
use crate::text::{Span, Text};

/// What measures do to one flow.
#[must_use]
pub fn document(answer: &FlowExplained) -> Document {
    let years = answer.year.to_string();
    let section = Section::new("wedges", "What each measure does to the flow", wedges(answer));
    let mut sections = vec![section.sure(&answer.evidence, &years)];
    if rows(answer).any(|row| !row.fees.is_empty()) {
        let fees = Section::new("fees", "Fees on the flow, and who receives them", vec![fees(answer).into()]);
        sections.push(fees.sure(&answer.evidence, &years));
    }
    let file = file_name(&answer.file);
    let command =
        format!("unequal explain {} {} {} --scenario {file}", answer.seller.0, answer.buyer.0, answer.sector.0);
    Document {
        question: "explain".to_owned(),
        keys: Keys::none()
            .region(&answer.seller.0)
            .partner(&answer.buyer.0)
            .sector(&answer.sector.0)
            .year(answer.year)
            .elasticity(&answer.elasticity),
        title: capitalised(&format!("{} from {} to {}", answer.sector.1, answer.seller.1, answer.buyer.1)).into(),
        dateline: dateline(answer.year, answer.elasticity, &answer.evidence),
        sides: None,
        finding: finding(answer),
        sections,
        terms: ["Trade elasticity", "Evidence grade"].map(str::to_owned).to_vec(),
        reproduce: Some(Reproduce { command, file }),
    }
}

/// Each measure alone, then all together.
fn rows(answer: &FlowExplained) -> impl Iterator<Item = &FlowRow> {
    answer.alone.iter().chain(std::iter::once(&answer.together))
}

fn finding(answer: &FlowExplained) -> Vec<Text> {
    let before = Span::figure(
        Quantity::money(answer.value_before),
        "value of the flow",
        Keys::none().measure("without the measures"),
    );
    let mut sentences = vec![text![
        format!("Under \u{201c}{}\u{201d} the flow is worth USD ", answer.title),
        Quantity::money(answer.together.value),
        " a year in the model; without the measures it is USD ",
        before,
        "."
    ]];
    let together = &answer.together;
    sentences.push(match (together.forbidden, together.price_factor, together.delivered_price) {
        (false, Some(factor), Some(delivered)) => text![
            "The wedges of the measures alone change its delivered price by ",
            change(factor),
            "; since the producer\u{2019}s cost changes too, the price changes by ",
            change(delivered),
            " in all."
        ],
        _ => "The flow is forbidden.".into(),
    });
    sentences
}

/// A factor as a change with its sign.
fn change(factor: f64) -> Quantity {
    Quantity::share(factor - 1.0).form(Form::Signed)
}

fn name_of(row: &FlowRow) -> String {
    if row.kind.is_empty() { format!("All {}", row.name) } else { row.name.clone() }
}

fn wedges(answer: &FlowExplained) -> Vec<Block> {
    let row = |row: &FlowRow| {
        let rate = |rate: f64| Cell::from(Quantity::share(rate).form(Form::Signed));
        let fees: f64 = row.fees.iter().map(|fee| 1.0 + fee.rate).product();
        let factor = |factor: Option<f64>| known_or(factor.map(change), "forbidden");
        let cells = vec![
            if row.kind.is_empty() { Cell::Empty(None) } else { row.kind.clone().into() },
            if row.concerned { "this flow" } else { "other flows" }.into(),
            Quantity::new(f64::from(u8::from(row.forbidden)), Unit::YesOrNo).into(),
            rate(row.iceberg),
            rate(row.export_tax),
            rate(fees - 1.0),
            rate(row.tariff),
            factor(row.price_factor),
            factor(row.delivered_price),
            Quantity::money(row.value).into(),
        ];
        Row::new(capitalised(&name_of(row)), cells).keys(Keys::none().measure(&row.name)).headline(row.kind.is_empty())
    };
    let columns = vec![
        Column::words("instrument", "instrument").item("instrument"),
        Column::words("on", "is about").item("what the measure is about"),
        Column::figures("forbidden", "forbidden").item("flow is forbidden"),
        Column::figures("iceberg", "resource cost").item("resource cost"),
        Column::figures("export-tax", "export tax").item("export tax"),
        Column::figures("fees", "fees").item("all fees together"),
        Column::figures("tariff", "tariff").item("tariff"),
        Column::figures("price", "price, wedges alone").item("change of the delivered price by the wedges alone"),
        Column::figures("delivered", "price, in all").item("change of the delivered price"),
        Column::figures("value", "value, USD").item("value of the flow"),
    ];
    let table = Table::new("wedges", "Each measure alone, then all together", "Measure")
        .columns(columns)
        .rows(rows(answer).map(row).collect())
        .note(
            "Rates come on top of what the table records. Resource cost: what nobody receives, share of the producer\u{2019}s \
             price. Values are those of the model.",
        );
    let finding = finding(answer).into_iter().next().unwrap_or_default();
    let chart = Chart::new("chart-values", "wedges", ChartKind::Bars, &["value"], finding)
        .quantity("Value of the flow under each measure alone and under all together, USD a year, in the model");
    vec![chart.into(), table.into()]
}

fn fees(answer: &FlowExplained) -> Table {
    let rows = rows(answer).flat_map(|row| {
        let of_fee = |fee: &FlowFee| {
            let cells = vec![Quantity::share(fee.rate).into(), fee.receiver.clone().into(), fee.owner.clone().into()];
            Row::new(capitalised(&fee.measure), cells)
                .group(capitalised(&name_of(row)))
                .item(format!("fee of {}", fee.measure))
                .keys(Keys::none().measure(&row.name))
        };
        row.fees.iter().map(of_fee).collect::<Vec<_>>()
    });
    let columns = vec![
        Column::figures("rate", "rate").item("rate"),
        Column::words("receiver", "received by").item("received by"),
        Column::words("owner", "income of").item("income of"),
    ];
    Table::new("fees", "Fees on the border value, innermost first", "Fee of").columns(columns).rows(rows.collect())
}
