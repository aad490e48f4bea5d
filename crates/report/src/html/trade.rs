//! Block 1: trade both ways.

use std::collections::BTreeSet;

use maud::{Markup, html};
use unequal_study::brief::{Brief, Customs, Flow};

use super::chart::{BarChart, BarGroup, Words};
use super::parts::{self, Row, Table, bar_key, figure, labels, name, possessive};
use crate::number::{money, percent};

/// Everything but the evidence.
fn body(brief: &Brief) -> Markup {
    html! {
        p {
            "What each side sells to the other, and how much that matters to the buyer and to the seller. "
            "The same flow can be a large part of one side\u{2019}s trade and a small part of the other\u{2019}s: "
            "that is the first sign of an unequal partnership. Values are in USD at basic prices, the \
             seller\u{2019}s price before transport, trade margins and taxes."
        }
        (chart(brief))
        (flows(brief).render())
        (customs(brief))
    }
}

/// The section.
pub fn section(brief: &Brief) -> Markup {
    parts::section("trade", "Trade both ways", Some((&brief.trade.evidence, &brief.year.to_string())), &body(brief))
}

/// Measures down, the two flows across: so it fits a telephone.
fn flows(brief: &Brief) -> Table {
    let flows = &brief.trade.flows;
    let row = |label: &str, cell: fn(&Flow) -> String| Row::new(label, flows.iter().map(cell).collect());
    let rank = |rank: fn(&Flow) -> usize| move |flow: &Flow| format!("{} of {}", rank(flow), flow.partners);
    let ranked = |label: &str, of: fn(&Flow) -> usize| Row::new(label, flows.iter().map(rank(of)).collect());
    let value = vec![
        row("All", |flow| money(flow.value)),
        row("Goods", |flow| money(flow.goods)),
        row("Services", |flow| money(flow.services)),
    ];
    let buyer = vec![
        row("Share of the buyer\u{2019}s imports", |flow| percent(flow.share_of_buyers_imports)),
        row("Share of its imports of goods", |flow| percent(flow.share_of_buyers_goods_imports)),
        ranked("Rank of the seller among its suppliers", |flow| flow.supplier_rank),
    ];
    let seller = vec![
        row("Share of the seller\u{2019}s exports", |flow| percent(flow.share_of_sellers_exports)),
        row("Share of its exports of goods", |flow| percent(flow.share_of_sellers_goods_exports)),
        ranked("Rank of the buyer among its customers", |flow| flow.customer_rank),
    ];
    let headings = flows.iter().map(|flow| direction(brief, &flow.seller, &flow.buyer));
    Table {
        caption: format!("Trade both ways, {}", brief.year),
        groups: Vec::new(),
        columns: std::iter::once("Measure".to_owned()).chain(headings).collect(),
        text_columns: 0,
        bodies: vec![
            ("Value, USD at basic prices".into(), value),
            ("What it means to the buyer".into(), buyer),
            ("What it means to the seller".into(), seller),
        ],
        note: None,
    }
}

/// A flow's seller and buyer in words.
fn direction(brief: &Brief, seller: &str, buyer: &str) -> String {
    format!("{} to {}", name(brief, seller), name(brief, buyer))
}

/// Customs figures beside the table's, or the statement that there are none.
fn customs(brief: &Brief) -> Markup {
    let customs = &brief.trade.customs;
    if customs.is_empty() {
        return html! { p class="note" { strong { "Customs comparison: " } "no customs figures for this pair and year \
        are at hand." } };
    }
    let row = |customs: &Customs| {
        let share = percent(customs.gap / customs.value);
        let cells = vec![money(customs.value), money(customs.value + customs.gap), money(customs.gap), share];
        Row::new(direction(brief, &customs.seller, &customs.buyer), cells)
    };
    let sources: BTreeSet<&str> = customs.iter().map(|customs| customs.source.as_str()).collect();
    let sources: Vec<&str> = sources.into_iter().collect();
    Table {
        caption: format!("Beside customs: goods, {}, USD", brief.year),
        groups: Vec::new(),
        columns: [
            "Seller to buyer",
            "Customs",
            "This table",
            "Difference",
            "Difference, \
            percent",
        ]
        .map(String::from)
        .to_vec(),
        text_columns: 0,
        bodies: vec![(String::new(), customs.iter().map(row).collect())],
        note: Some(format!(
            "Customs figures: {}. Customs values include transport and margins up to the border. The \
            difference is shown, not corrected.",
            sources.join("; ")
        )),
    }
    .render()
}

/// Share of each in the other's trade, as bars of the side that depends.
fn chart(brief: &Brief) -> Markup {
    let [to_second, to_first] = brief.trade.flows.as_slice() else {
        return html! {};
    };
    let groups = vec![
        BarGroup {
            label: "Imports from the other".into(),
            values: [to_first.share_of_buyers_imports, to_second.share_of_buyers_imports],
        },
        BarGroup {
            label: "Exports to the other".into(),
            values: [to_second.share_of_sellers_exports, to_first.share_of_sellers_exports],
        },
    ];
    let (first, second) = (&brief.first.name, &brief.second.name);
    let words = Words {
        id: "chart-trade".into(),
        title: format!("Share of the partner in the trade of {first} and of {second}, {}", brief.year),
        description: format!(
            "Bars. {second} supplies {} of {} imports and takes {} of its exports; {first} supplies {} of {} imports \
             and takes {} of its exports. All figures stand in the table below.",
            percent(to_first.share_of_buyers_imports),
            possessive(first),
            percent(to_second.share_of_sellers_exports),
            percent(to_second.share_of_buyers_imports),
            possessive(second),
            percent(to_first.share_of_sellers_exports),
        ),
    };
    let heading = format!("How much of each side\u{2019}s trade is with the other, {}", brief.year);
    figure(&heading, &bar_key(brief), &BarChart { names: labels(brief), groups, number: percent }.render(&words))
}
