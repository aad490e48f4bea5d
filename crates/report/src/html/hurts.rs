//! Block 3: products and industries that carry the dependence.

use maud::{Markup, html};
use unequal_study::brief::{Brief, HurtsSide};

use super::parts::{self, Row, Table, name, possessive};
use crate::number::{money, percent};

/// The section.
pub fn section(brief: &Brief) -> Markup {
    let body = html! {
        p {
            "A loss is not spread evenly. The first table of each side names the products whose loss carries most of \
             its exit cost; "
            "the second names the industries whose inputs hold most of the partner\u{2019}s work, also where that \
             work arrives through third countries: the share "
            dfn { "looked through" } "."
        }
        @for side in &brief.hurts.sides { (side_of(brief, side)) }
    };
    parts::section("hurts", "Where it hurts", Some((&brief.hurts.evidence, &brief.year.to_string())), &body)
}

fn side_of(brief: &Brief, side: &HurtsSide) -> Markup {
    let (own, partner) = (name(brief, &side.side), name(brief, &side.partner));
    html! {
        h3 { "Where " (own) " depends on " (partner) }
        @if let Some(top) = side.products.first() {
            p {
                (top.name) " carries " strong { (percent(top.share_of_exit_cost)) } " of " (possessive(own)) " exit \
                cost: "
                (own) " buys USD " (money(top.value)) " of it from " (partner) ", " (percent(top.share_of_imports))
                " of its imports and " (percent(top.share_of_use)) " of all it uses, home supply included."
            }
        }
        @if side.products.is_empty() { p class="note" { "No product stands out." } } @else {
            (products(brief, side, partner)) }
        @if side.industries.is_empty() { p class="note" { "No industry stands out." } } @else {
            (industries(brief, side, partner)) }
    }
}

fn products(brief: &Brief, side: &HurtsSide, partner: &str) -> Markup {
    let rows = side.products.iter().map(|product| {
        Row::new(
            product.name.clone(),
            vec![
                product.code.clone(),
                percent(product.share_of_exit_cost),
                money(product.value),
                percent(product.share_of_imports),
                percent(product.share_of_use),
            ],
        )
    });
    Table {
        caption: format!(
            "Products {} buys from {partner}, by part of the exit cost, {}",
            name(brief, &side.side),
            brief.year
        ),
        groups: Vec::new(),
        columns: vec![
            "Product".into(),
            "Sector".into(),
            "Part of exit cost".into(),
            format!("Bought from {partner}, USD"),
            format!("{} share of imports", possessive(partner)),
            format!("{} share of all use", possessive(partner)),
        ],
        text_columns: 1,
        bodies: vec![(String::new(), rows.collect())],
        note: None,
    }
    .render()
}

fn industries(brief: &Brief, side: &HurtsSide, partner: &str) -> Markup {
    let rows = side.industries.iter().map(|industry| {
        Row::new(
            industry.name.clone(),
            vec![
                industry.code.clone(),
                percent(industry.direct),
                percent(industry.looked_through),
                money(industry.value),
            ],
        )
    });
    Table {
        caption: format!(
            "Industries of {} whose inputs hold {} work, {}",
            name(brief, &side.side),
            possessive(partner),
            brief.year
        ),
        groups: Vec::new(),
        columns: vec![
            "Industry".into(),
            "Sector".into(),
            format!("{} share of bought inputs", possessive(partner)),
            "Looked through".into(),
            "Inputs bought straight, USD".into(),
        ],
        text_columns: 1,
        bodies: vec![(String::new(), rows.collect())],
        note: None,
    }
    .render()
}
