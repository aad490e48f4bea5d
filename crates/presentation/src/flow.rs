//! What measures do to one flow as a document.

use unequal_study::explain_flow::{FlowExplained, FlowFee, FlowRow};

use crate::chart::{Chart, ChartKind};
use crate::document::{Block, Document, Reproduce, Section};
use crate::keys::Keys;
use crate::language::capitalised;
use crate::quantity::{Form, Quantity, Unit};
use crate::shared::{dateline, file_name, known_or, table_option};
use crate::table::{Cell, Column, Row, Table};
use crate::text;
use crate::text::Text;

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
    let command = format!(
        "unequal explain {} {} {} --scenario {file}{}",
        answer.seller.0,
        answer.buyer.0,
        answer.sector.0,
        table_option(answer.table.as_deref())
    );
    Document {
        question: "explain".to_owned(),
        keys: Keys::none()
            .region(&answer.seller.0)
            .partner(&answer.buyer.0)
            .sector(&answer.sector.0)
            .year(answer.year)
            .elasticity(&answer.elasticity),
        title: capitalised(&format!("{} from {} to {}", answer.sector.1, answer.seller.1, answer.buyer.1)).into(),
        dateline: dateline(answer.year, &answer.elasticity, &answer.evidence),
        sides: None,
        finding: finding(answer),
        sections,
        terms: ["Trade elasticity", "Evidence grade"].map(str::to_owned).to_vec(),
        reproduce: Some(Reproduce { command, file }),
    }
}

/// Measures that a sentence names one by one.
const NAMED: usize = 4;

/// Each measure alone, then all together.
fn rows(answer: &FlowExplained) -> impl Iterator<Item = &FlowRow> {
    answer.alone.iter().chain(std::iter::once(&answer.together))
}

fn finding(answer: &FlowExplained) -> Vec<Text> {
    let together = &answer.together;
    let prices = match (together.forbidden, together.price_factor, together.delivered_price) {
        (false, Some(factor), Some(delivered)) => text![
            format!("The costs, fees and duties of the measures {} its price in {} by ", moves(factor), answer.buyer.1),
            size(factor),
            format!("; with the change of the producer\u{2019}s cost, it {} by ", rises(delivered)),
            size(delivered),
            " in all."
        ],
        _ => "The flow is forbidden.".into(),
    };
    vec![values(answer), prices]
}

/// What the flow is worth without the measures and with them, and what each of a few would make of it alone.
fn values(answer: &FlowExplained) -> Text {
    let money = |value: f64| Quantity::money(value);
    let (before, after) = (answer.value_before, answer.together.value);
    let which = if answer.alone.len() == 1 { "the measure" } else { "the measures" };
    let all = text![
        format!("With {which}, the flow is worth USD "),
        money(after),
        format!(" a year in the model, and without {} USD ", if answer.alone.len() == 1 { "it" } else { "them" }),
        money(before),
        "."
    ];
    if !(2..=NAMED).contains(&answer.alone.len()) {
        return all;
    }
    let one = |(place, row): (usize, &FlowRow)| {
        let worth = if place == 0 { "it would be worth " } else { "" };
        text![format!("with \u{201c}{}\u{201d} alone {worth}USD ", row.name), money(row.value)]
    };
    let each = Text::listed(answer.alone.iter().enumerate().map(one).collect()).capitalised();
    all.then(text![" "]).then(each).then(text!["."])
}

fn moves(factor: f64) -> &'static str {
    if factor < 1.0 { "lower" } else { "raise" }
}

fn rises(factor: f64) -> &'static str {
    if factor < 1.0 { "falls" } else { "rises" }
}

/// The size of the change that a factor makes.
fn size(factor: f64) -> Quantity {
    Quantity::share((factor - 1.0).abs())
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
    let mut cells = vec![Cell::Empty(None); columns.len().saturating_sub(1)];
    cells.push(Quantity::money(answer.value_before).into());
    let without = Row::new("Without the measures", cells).keys(Keys::none().measure("without the measures"));
    let table = Table::new("wedges", "The flow without the measures, with each alone and with all together", "Measure")
        .columns(columns)
        .rows(std::iter::once(without).chain(rows(answer).map(row)).collect())
        .note(
            "Rates come on top of what the table records. Resource cost: what nobody receives, share of the producer\u{2019}s \
             price. Values are those of the model.",
        );
    let chart = Chart::new("chart-values", "wedges", ChartKind::Bars, &["value"], values(answer)).quantity(
        "Value of the flow without the measures, with each alone and with all together, USD a year, in the model",
    );
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
