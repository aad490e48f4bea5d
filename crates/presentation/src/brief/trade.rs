//! Trade both ways, and what was recorded of it.

use unequal_study::brief::{Brief, Flow, Recorded, Reporter};

use super::name;
use crate::chart::{Chart, ChartKind};
use crate::document::{Block, Role, Section};
use crate::keys::Keys;
use crate::language::{capitalised, possessive};
use crate::quantity::{Form, Quantity};
use crate::table::{Cell, Column, Look, Row, Table};
use crate::table_error::WithError;
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
    blocks.push(recorded(brief));
    Section::new("trade", "Trade both ways", blocks).sure(&brief.trade.evidence, brief.year.to_string())
}

/// Seller and buyer of a flow as keys.
fn keys(seller: &str, buyer: &str) -> Keys {
    Keys::none().region(seller).partner(buyer)
}

/// Share of each in the other's trade, a row for imports and one for exports, for the chart.
fn shares(brief: &Brief, to_second: &Flow, to_first: &Flow) -> Table {
    let error = WithError::of_year(brief.year);
    let cells = |values: [f64; 2]| values.map(|share| Cell::from(error.share(Quantity::share(share)))).to_vec();
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
    let (flows, error) = (&brief.trade.flows, WithError::of_year(brief.year));
    let row = |name: &str, group: &str, cell: &dyn Fn(&Flow) -> Option<Quantity>| {
        Row::new(name, flows.iter().map(|flow| Cell::optional(cell(flow))).collect())
            .item(name.to_lowercase())
            .group(group)
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
            row("All trade", value, &|flow| {
                Some(error.flow(Quantity::money(flow.value), flow.share_of_buyers_imports))
            }),
            row("Goods", value, &|flow| flow.goods.map(Quantity::money)),
            row("Services", value, &|flow| flow.services.map(Quantity::money)),
            row("Share of the buyer\u{2019}s imports", buyer, &|flow| {
                Some(error.share(Quantity::share(flow.share_of_buyers_imports)))
            }),
            row("Share of the buyer\u{2019}s imports of goods", buyer, &|flow| {
                flow.share_of_buyers_goods_imports.map(|share| error.goods_share(Quantity::share(share)))
            }),
            rank("Rank of the seller among the buyer\u{2019}s suppliers", buyer, |flow| flow.supplier_rank),
            row("Share of the seller\u{2019}s exports", seller, &|flow| {
                Some(error.share(Quantity::share(flow.share_of_sellers_exports)))
            }),
            row("Share of the seller\u{2019}s exports of goods", seller, &|flow| {
                flow.share_of_sellers_goods_exports.map(|share| error.goods_share(Quantity::share(share)))
            }),
            rank("Rank of the buyer among the seller\u{2019}s customers", seller, |flow| flow.customer_rank),
        ])
}

/// Recorded goods beside the table's, or the statement that there are none.
fn recorded(brief: &Brief) -> Block {
    let all = &brief.trade.recorded;
    if all.is_empty() {
        return Block::note("No source here recorded goods between the two near this year.");
    }
    let row = |one: &Recorded| {
        let figure = Quantity::money(one.value).from(one.grade, one.source.clone(), false).meaning(one.meaning.clone());
        let value = one.gap.map(|gap| one.value + gap);
        let by = match one.reporter {
            Reporter::Exporter => capitalised(name(brief, &one.seller)),
            Reporter::Importer => capitalised(name(brief, &one.buyer)),
            Reporter::Both => "both".to_owned(),
        };
        let cells = vec![
            by.into(),
            figure.into(),
            Cell::optional(value.map(Quantity::money)),
            Cell::optional(one.gap.map(Quantity::signed_money)),
            Cell::optional(one.gap.map(|gap| Quantity::share(gap / one.value).form(Form::Signed))),
        ];
        // Two offices of one source differ in their addresses alone.
        let source = one.source.split(" (http").next().unwrap_or_default();
        let year = if one.year == brief.year { String::new() } else { format!(", {}", one.year) };
        Row::new(format!("{}{year}", capitalised(source)), cells)
            .group(capitalised(&format!("{} to {}", name(brief, &one.seller), name(brief, &one.buyer))))
            .item(source)
            .keys(keys(&one.seller, &one.buyer).year(one.year))
    };
    let year = brief.year;
    let mut table = Table::new("recorded", format!("Goods as recorded, {year}, USD"), "Source")
        .columns(vec![
            Column::words("by", "Reported by"),
            Column::figures("recorded", "Recorded").item("goods, recorded value"),
            Column::figures("table", "This table").item("goods, table at basic prices"),
            Column::figures("difference", "Difference").item("goods, table less recorded"),
            Column::figures("percent", "Difference, percent").item("goods, table less recorded, of the recorded value"),
        ])
        .rows(all.iter().map(row).collect());
    if all.iter().any(|one| one.year != year) {
        table = table.note(format!("Nothing is recorded for {year} where another year stands in the row."));
    }
    table
        .note(format!(
            "Recorded values include transport and margins up to a border. The difference is shown, not corrected. All years: \
             unequal record {} {}.",
            brief.first.code, brief.second.code
        ))
        .filled()
        .into()
}
