//! Sector exposure: the products that account for the exit cost, and the industries whose inputs come from the partner.

use unequal_study::brief::{Brief, ExposureSide, IndustryRow, ProductRow};

use super::name;
use crate::chart::{Chart, ChartKind};
use crate::document::{Block, Role, Section};
use crate::keys::Keys;
use crate::language::possessive;
use crate::quantity::Quantity;
use crate::table::{Column, Row, Table};
use crate::text;

/// The section.
pub fn section(brief: &Brief) -> Section {
    let mut blocks = vec![Block::narrative(
        Role::PageOnly,
        vec![
            "A loss is not spread evenly. For each side, the first table names the products that account for most of its \
             exit cost; the second names the industries whose inputs contain most of the partner\u{2019}s work, directly or \
             inside goods bought from others (indirect inputs)."
                .into(),
        ],
    )];
    for side in &brief.sector_exposure.sides {
        blocks.extend(of_side(brief, side));
    }
    Section::new("sectors", "Sector exposure", blocks).sure(&brief.sector_exposure.evidence, brief.year.to_string())
}

fn of_side(brief: &Brief, side: &ExposureSide) -> Vec<Block> {
    let (own, partner) = (name(brief, &side.side), name(brief, &side.partner));
    let mut blocks = vec![Block::narrative(Role::Heading, vec![format!("Where {own} depends on {partner}").into()])];
    match side.products.first() {
        Some(_) => {
            blocks.extend(chart(brief, side).map(Block::from));
            blocks.push(products(brief, side).into());
        }
        None => blocks.push(Block::note("No product stands out.")),
    }
    if side.industries.is_empty() {
        blocks.push(Block::note("No industry stands out."));
    } else {
        blocks.push(industries(brief, side).into());
    }
    blocks
}

fn keys(side: &ExposureSide) -> Keys {
    Keys::none().region(&side.side).partner(&side.partner)
}

fn id(what: &str, side: &ExposureSide) -> String {
    format!("{what}-{}", side.side.to_lowercase())
}

fn chart(brief: &Brief, side: &ExposureSide) -> Option<Chart> {
    let (own, partner) = (name(brief, &side.side), name(brief, &side.partner));
    let largest = side.products.iter().max_by(|one, other| one.value.total_cmp(&other.value))?;
    let finding = text![
        format!(
            "Of the products that matter most to {} exit cost, {own} buys most from {partner} in {}: USD ",
            possessive(own),
            lower(&largest.name)
        ),
        Quantity::money(largest.value),
        ", ",
        Quantity::share(largest.share_of_use),
        format!(" of all of it that {own} uses.")
    ];
    let chart =
        Chart::new(&id("products", side), &id("products", side), ChartKind::Treemap, &["value", "use"], finding);
    Some(chart.quantity(format!(
        "Area: what {own} buys from {partner} of these products, USD; shade: {} share of all that {own} uses of the product, {}",
        possessive(partner),
        brief.year
    )))
}

/// A name as it stands in the middle of a sentence; abbreviations keep their capitals.
fn lower(name: &str) -> String {
    let mut letters = name.chars();
    match letters.next() {
        Some(first) if letters.clone().next().is_some_and(char::is_lowercase) => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => name.to_owned(),
    }
}

fn products(brief: &Brief, side: &ExposureSide) -> Table {
    let (own, partner) = (name(brief, &side.side), name(brief, &side.partner));
    let row = |product: &ProductRow| {
        Row::new(
            product.name.clone(),
            vec![
                Quantity::money(product.value).into(),
                Quantity::share(product.share_of_imports).into(),
                Quantity::share(product.share_of_use).into(),
                Quantity::share(product.share_of_exit_cost).into(),
            ],
        )
        .keys(Keys::none().sector(&product.code))
    };
    Table::new(
        &id("products", side),
        format!("Products that {own} buys from {partner}, by their part in its exit cost, {}", brief.year),
        "Product",
    )
    .columns(vec![
        Column::figures("value", "Bought, USD").item("imports of the product from the partner"),
        Column::figures("imports", "Of imports").item("partner\u{2019}s share of imports of the product"),
        Column::figures("use", "Of all use").item("partner\u{2019}s share of all use of the product"),
        Column::figures("exit-cost", "Of exit cost").item("product\u{2019}s part of the exit cost"),
    ])
    .rows(side.products.iter().map(row).collect())
    .keys(keys(side).elasticity(&brief.elasticity))
}

fn industries(brief: &Brief, side: &ExposureSide) -> Table {
    let (own, partner) = (name(brief, &side.side), name(brief, &side.partner));
    let row = |industry: &IndustryRow| {
        Row::new(
            industry.name.clone(),
            vec![
                Quantity::money(industry.value).into(),
                Quantity::share(industry.direct).into(),
                Quantity::share(industry.looked_through).into(),
            ],
        )
        .keys(Keys::none().sector(&industry.code))
    };
    Table::new(
        &id("industries", side),
        format!("Industries of {own} with most inputs from {partner}, {}", brief.year),
        "Industry",
    )
    .columns(vec![
        Column::figures("value", "Bought directly, USD").item("inputs bought from the partner"),
        Column::figures("direct", "Direct share").item("partner\u{2019}s direct share of inputs"),
        Column::figures("indirect", "With indirect inputs")
            .item("partner\u{2019}s share of inputs, indirect ones included"),
    ])
    .rows(side.industries.iter().map(row).collect())
    .keys(keys(side))
}
