//! The map in words: the largest losses, the most unequal partnerships, and each country.

use maud::{Markup, html};
use unequal_study::exit_cost::ExitCosts;

use super::losses::{FLOOR, Losses, Parting, plain_name};
use crate::html::parts::{self, Row, Table, stamp};
use crate::number::{fine_loss, loss, ratio};

/// Rows of each list.
const ROWS: usize = 20;
/// Partners shown for each country.
const PARTNERS: usize = 3;
/// A loss that the last table counts as large.
const LARGE: f64 = 0.01;

/// Largest losses.
pub fn most(costs: &ExitCosts, losses: &Losses<'_>) -> Markup {
    let body = html! {
        p { "The largest losses of real income by the end of one partnership. A country stands here once for each \
            partner on which it depends that much." }
        (list("Largest losses by parting with one partner", costs, losses.largest(), None))
    };
    parts::section("most", "Who would lose most", Some((&costs.evidence, &costs.year.to_string())), &body)
}

/// Largest ratios above the floor.
pub fn unequal(costs: &ExitCosts, losses: &Losses<'_>) -> Markup {
    let note = format!(
        "Only pairs in which the side that would lose less would still lose {} of its real income or more: {} of {} \
         pairs. Below that floor, a large ratio says only that the partner hardly trades with the side. A large economy \
         spreads its trade over more partners, so size alone makes much of the ratio.",
        loss(FLOOR),
        losses.most_unequal().len(),
        costs.pairs.len()
    );
    let body = html! {
        (stamp(&costs.evidence, &costs.year.to_string()))
        p { "Where one side\u{2019}s loss is the largest multiple of the other\u{2019}s." }
        (list("Largest ratio of the two losses", costs, losses.most_unequal(), Some(note)))
    };
    parts::section("unequal", "Most unequal partnerships", None, &body)
}

fn list(caption: &str, costs: &ExitCosts, partings: Vec<Parting<'_>>, note: Option<String>) -> Markup {
    let row = |parting: Parting<'_>| {
        Row::new(
            plain_name(parting.side),
            vec![
                plain_name(parting.partner),
                loss(parting.loss),
                fine_loss(parting.partner_loss),
                ratio(parting.ratio),
            ],
        )
    };
    let columns = ["Side", "parting with", "side loses", "partner loses", "side : partner"];
    Table {
        caption: format!("{caption}, {}", costs.year),
        groups: Vec::new(),
        columns: columns.map(String::from).to_vec(),
        text_columns: 1,
        bodies: vec![(String::new(), partings.into_iter().take(ROWS).map(row).collect())],
        note,
    }
    .render()
}

/// Each country with its costliest partners, and how many depend on it.
pub fn countries(costs: &ExitCosts, losses: &Losses<'_>) -> Markup {
    let rows = losses
        .economies
        .iter()
        .map(|economy| {
            let partners = losses.of(&economy.code);
            let cell = |position: usize| {
                partners.get(position).map_or_else(String::new, |parting| {
                    format!("{} {}", plain_name(parting.partner), loss(parting.loss))
                })
            };
            let dependants = losses.from(&economy.code).iter().filter(|parting| parting.loss >= LARGE).count();
            let mut cells: Vec<String> = (0..PARTNERS).map(cell).collect();
            cells.extend([dependants.to_string(), format!("{:.0}", economy.value_added / 1000.0)]);
            Row::new(format!("{} ({})", plain_name(economy), economy.code), cells)
        })
        .collect();
    let table = Table {
        caption: format!("Costliest partners of each economy, {}", costs.year),
        groups: Vec::new(),
        columns: [
            "Economy",
            "loses most by parting with",
            "then",
            "then",
            "others that would lose 1 % or more without it",
            "value added, USD bn",
        ]
        .map(String::from)
        .to_vec(),
        text_columns: PARTNERS,
        bodies: vec![(String::new(), rows)],
        note: Some("Economies in the order of the map, the largest value added first.".into()),
    };
    let body = html! {
        (stamp(&costs.evidence, &costs.year.to_string()))
        p { "The same in a table: which partners each economy would miss most, and how many others would miss it." }
        (table.render())
    };
    parts::section("countries", "Country by country", None, &body)
}
