//! Trade both ways, and customs figures beside it.

use std::collections::BTreeSet;

use unequal_study::brief::{Brief, Customs, Flow};

use super::name;
use crate::chart::{Chart, ChartKind};
use crate::document::{Block, Role, Section};
use crate::keys::Keys;
use crate::language::possessive;
use crate::quantity::Quantity;
use crate::table::{Cell, Column, Look, Row, Table};
use crate::text;
use crate::text::Span;

/// The section.
pub fn section(brief: &Brief) -> Section {
    let mut blocks: Vec<Block> = Vec::new();
    if let [to_second, to_first] = brief.trade.flows.as_slice() {
        blocks.push(chart(brief, to_second, to_first).into());
        blocks.push(shares(brief, to_second, to_first).into());
    }
    blocks.push(Block::narrative(
        Role::PageOnly,
        vec![
            "The same flow can be a large part of one side\u{2019}s trade and a small part of the other\u{2019}s: that is the \
             first sign of an unequal partnership. Values are at basic prices: what the seller receives, before transport \
             and trade margins and taxes on products."
                .into(),
        ],
    ));
    blocks.push(flows(brief).into());
    blocks.push(customs(brief));
    Section::new("trade", "Trade both ways", blocks).sure(&brief.trade.evidence, brief.year.to_string())
}

/// Seller and buyer of a flow as keys.
fn keys(seller: &str, buyer: &str) -> Keys {
    Keys::none().region(seller).partner(buyer)
}

/// Share of each in the other's trade, a row for imports and one for exports, for the chart.
fn shares(brief: &Brief, to_second: &Flow, to_first: &Flow) -> Table {
    let cells = |values: [f64; 2]| values.map(|share| Cell::from(Quantity::share(share))).to_vec();
    Table::new("trade-shares", format!("Share of the partner in each side\u{2019}s trade, {}", brief.year), "Share in")
        .columns(vec![
            Column::figures("first", brief.first.name.clone())
                .keys(keys(&brief.first.code, &brief.second.code))
                .side(1),
            Column::figures("second", brief.second.name.clone())
                .keys(keys(&brief.second.code, &brief.first.code))
                .side(2),
        ])
        .rows(vec![
            Row::new(
                "Imports from the other",
                cells([to_first.share_of_buyers_imports, to_second.share_of_buyers_imports]),
            )
            .item("partner\u{2019}s share of its imports"),
            Row::new(
                "Exports to the other",
                cells([to_second.share_of_sellers_exports, to_first.share_of_sellers_exports]),
            )
            .item("partner\u{2019}s share of its exports"),
        ])
        .look(Look::Folded)
}

fn chart(brief: &Brief, to_second: &Flow, to_first: &Flow) -> Chart {
    let (first, second) = (&brief.first.name, &brief.second.name);
    let finding = text![
        format!("{second} supplies "),
        Quantity::share(to_first.share_of_buyers_imports),
        format!(" of {} imports, {first} ", possessive(first)),
        Quantity::share(to_second.share_of_buyers_imports),
        format!(" of {}.", possessive(second))
    ]
    .capitalised();
    Chart::new("trade-shares", "trade-shares", ChartKind::Bars, &["first", "second"], finding)
        .quantity(format!("Share of each side\u{2019}s trade that is with the other, percent, {}", brief.year))
}

/// Figures down, the two flows across.
fn flows(brief: &Brief) -> Table {
    let flows = &brief.trade.flows;
    let row = |name: &str, group: &str, cell: &dyn Fn(&Flow) -> Quantity| {
        Row::new(name, flows.iter().map(|flow| cell(flow).into()).collect()).item(name.to_lowercase()).group(group)
    };
    let rank = |name: &str, group: &str, rank: fn(&Flow) -> usize| {
        let cells = flows
            .iter()
            .map(|flow| {
                text![
                    Quantity::rank(rank(flow)),
                    " of ",
                    Span::figure(Quantity::count(flow.partners), "number of partners", Keys::none())
                ]
                .into()
            })
            .collect();
        Row::new(name, cells).item(name.to_lowercase()).group(group)
    };
    let (value, buyer, seller) =
        ("Value, USD at basic prices", "What it means to the buyer", "What it means to the seller");
    let column = |flow: &Flow| {
        Column::figures(
            &format!("{}-{}", flow.seller, flow.buyer),
            format!("{} to {}", name(brief, &flow.seller), name(brief, &flow.buyer)),
        )
        .keys(keys(&flow.seller, &flow.buyer))
    };
    Table::new("trade", format!("Trade both ways, {}", brief.year), "Figure")
        .columns(flows.iter().map(column).collect())
        .rows(vec![
            row("All trade", value, &|flow| Quantity::money(flow.value)),
            row("Goods", value, &|flow| Quantity::money(flow.goods)),
            row("Services", value, &|flow| Quantity::money(flow.services)),
            row("Share of the buyer\u{2019}s imports", buyer, &|flow| Quantity::share(flow.share_of_buyers_imports)),
            row("Share of the buyer\u{2019}s imports of goods", buyer, &|flow| {
                Quantity::share(flow.share_of_buyers_goods_imports)
            }),
            rank("Rank of the seller among the buyer\u{2019}s suppliers", buyer, |flow| flow.supplier_rank),
            row("Share of the seller\u{2019}s exports", seller, &|flow| Quantity::share(flow.share_of_sellers_exports)),
            row("Share of the seller\u{2019}s exports of goods", seller, &|flow| {
                Quantity::share(flow.share_of_sellers_goods_exports)
            }),
            rank("Rank of the buyer among the seller\u{2019}s customers", seller, |flow| flow.customer_rank),
        ])
}

/// Customs figures beside the table's, or the statement that there are none.
fn customs(brief: &Brief) -> Block {
    let customs = &brief.trade.customs;
    if customs.is_empty() {
        return Block::note("There are no customs figures here for this pair and year.");
    }
    let row = |customs: &Customs| {
        let from = |quantity: Quantity| Cell::from(quantity.from(customs.grade, customs.source.clone(), false));
        let cells = vec![
            from(Quantity::money(customs.value)),
            Quantity::money(customs.value + customs.gap).into(),
            Quantity::signed_money(customs.gap).into(),
            Quantity::share(customs.gap / customs.value).form(crate::quantity::Form::Signed).into(),
        ];
        Row::new(format!("{} to {}", name(brief, &customs.seller), name(brief, &customs.buyer)), cells)
            .keys(keys(&customs.seller, &customs.buyer))
    };
    let sources: BTreeSet<&str> = customs.iter().map(|customs| customs.source.as_str()).collect();
    let sources: Vec<&str> = sources.into_iter().collect();
    Table::new("customs", format!("Goods as customs recorded them, {}, USD", brief.year), "Seller to buyer")
        .columns(vec![
            Column::figures("customs", "Customs").item("goods, customs value"),
            Column::figures("table", "This table").item("goods, table at basic prices"),
            Column::figures("difference", "Difference").item("goods, table less customs"),
            Column::figures("percent", "Difference, percent").item("goods, table less customs, of customs value"),
        ])
        .rows(customs.iter().map(row).collect())
        .note(format!(
            "Customs figures: {}. Customs values include transport and margins up to the border. The difference is shown, \
             not corrected.",
            sources.join("; ")
        ))
        .into()
}
