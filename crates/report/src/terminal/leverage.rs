//! Leverage as text: one pair, everybody's dependence on one partner, or all pairs.

use unequal_study::leverage::{
    Agreement, LeverageTable, MarketRow, MeasureCard, MeasureRow, PairLeverage, PowerFigure, PowerRow, ProductClaimRow,
    ProductRow,
};

use super::{evidence, heading, paragraph, table};
use crate::figures::contrasting;
use crate::number::{fine_loss, measured, money, percent};

/// Rows shown of a ranking; the csv has every one.
const ROWS: usize = 15;
/// Pairs of measures whose largest gaps are named.
const CONTRASTS: usize = 4;

/// How a row of measures of two sides is read.
pub(crate) const ROWS_READ: &str = "The larger figure of a row belongs to the side that depends more; of the exposures (L7) it is the larger in size, \
     whatever its sign. How concentrated a side's suppliers and customers are is about all partners and not about this one.";

/// One pair, `width` characters wide, with a line end.
#[must_use]
pub fn leverage(answer: &PairLeverage, width: u16) -> String {
    let (first, second) = (&answer.first, &answer.second);
    let mut parts: Vec<String> = answer.headline.iter().map(|sentence| paragraph(width, "", sentence)).collect();
    parts.push(format!("\nYear {}, trade elasticity {}", answer.year, answer.elasticity));
    if let Some(scenario) = &answer.scenario {
        parts.push(paragraph(width, "", &format!("Scenario: {scenario}")));
    }
    parts.push(heading(1, &format!("Every measure: how much {} and {} depend on each other", first.name, second.name)));
    let rows = answer.measures.iter().map(measure);
    let header = [
        "",
        &format!("{} on {}", first.code, second.code),
        &format!("{} on {}", second.code, first.code),
        "unit",
        "grade",
    ];
    parts.push(table(width, &header, rows));
    parts.push(paragraph(width, "  ", ROWS_READ));
    parts.push(heading(2, "Power: how much dearer everything would get if the partner withdrew what it supplies"));
    parts.push(powers(width, answer));
    parts.push(paragraph(width, "  ", &format!("Elasticities: {}.", answer.power_source)));
    parts.push(heading(3, "Goods on which a side depends (few suppliers outside, own exports below imports)"));
    parts.push(products(width, &answer.products));
    parts.push(heading(4, "How much other markets matter"));
    parts.push(table(
        width,
        &["side and market", "exports, USD", "of its exports", "of its imports", "side loses", "market loses"],
        answer.markets.iter().map(market),
    ));
    parts.push("  Losses: real income, if all trade between the two ended.".to_owned());
    parts.push(heading(5, "Who would miss whom: products"));
    parts.push(table(
        width,
        &[
            "product",
            "seller > buyer",
            "value, USD",
            "of buyer's imports",
            "of buyer's use",
            "buyer loses",
            "seller loses",
        ],
        answer.claims.iter().map(claim),
    ));
    parts.push("  Losses: real income, if this flow alone ended.".to_owned());
    parts.extend(notes(width, &answer.claims));
    parts.push(heading(6, "What the measures mean"));
    parts.push(cards(width, &answer.catalogue));
    parts.push(missing(width, &[&first.missing, &second.missing]));
    parts.push(evidence(width, &answer.evidence));
    parts.retain(|part| !part.is_empty());
    parts.push(String::new());
    parts.join("\n")
}

fn measure(row: &MeasureRow) -> Vec<String> {
    vec![
        format!("{} {}", row.label, row.item),
        measured(row.first, &row.unit),
        measured(row.second, &row.unit),
        row.unit.clone(),
        format!("{:?}", row.grade),
    ]
}

fn powers(width: u16, answer: &PairLeverage) -> String {
    let cost = |figure: &PowerFigure| {
        figure.money.map_or_else(|| "without limit".to_owned(), |value| format!("USD {}", money(value)))
    };
    let share = |figure: &PowerFigure| figure.share.map_or_else(String::new, percent);
    let row = |row: &PowerRow| {
        let assumed =
            row.assumed_elasticity.map_or_else(String::new, |value| format!(" (elasticity {value}, assumed)"));
        vec![
            format!("{}{assumed}", row.kind),
            share(&row.over_first),
            measured(row.over_first.rise, "share"),
            cost(&row.over_first),
            share(&row.over_second),
            measured(row.over_second.rise, "share"),
            cost(&row.over_second),
        ]
    };
    let (first, second) = (&answer.first.code, &answer.second.code);
    let header = [
        "withdrawn alone",
        &format!("{second}'s part in {first}'s use"),
        &format!("{first}: rise"),
        &format!("{first}: a year"),
        &format!("{first}'s part in {second}'s use"),
        &format!("{second}: rise"),
        &format!("{second}: a year"),
    ];
    table(width, &header, answer.power.iter().map(row))
}

fn products(width: u16, products: &[ProductRow]) -> String {
    if products.is_empty() {
        return "  None, by the thresholds and at the detail of this table's sectors.".to_owned();
    }
    let row = |row: &ProductRow| {
        vec![
            format!("{}: {}", row.side, row.name),
            format!("{:.2}", row.concentration),
            percent(row.outside_share),
            row.imports_over_exports.map_or_else(|| "no exports".to_owned(), |value| format!("{value:.1}")),
            percent(row.partner_share),
            money(row.from_partner),
        ]
    };
    let header = [
        "side and good",
        "CDI1 concentration",
        "CDI2 outside",
        "CDI3 imports/exports",
        "partner's part",
        "from partner, USD",
    ];
    table(width, &header, products.iter().map(row))
}

fn market(row: &MarketRow) -> Vec<String> {
    vec![
        format!("{} in {}", row.side, row.market),
        money(row.exports),
        percent(row.share_of_exports),
        percent(row.share_of_imports),
        fine_loss(row.side_loss),
        fine_loss(row.market_loss),
    ]
}

fn claim(row: &ProductClaimRow) -> Vec<String> {
    vec![
        format!("{} ({})", row.product, row.sectors.join(", ")),
        format!("{} > {}", row.seller, row.buyer),
        money(row.value),
        percent(row.share_of_imports),
        percent(row.share_of_use),
        fine_loss(row.buyer_loss),
        fine_loss(row.seller_loss),
    ]
}

/// What the sectors hold beside the product, each said once.
fn notes(width: u16, claims: &[ProductClaimRow]) -> Vec<String> {
    let mut notes: Vec<String> = Vec::new();
    for row in claims.iter().filter(|row| !row.note.is_empty()) {
        let note = paragraph(width, "  ", &format!("  {}: {}.", row.product, row.note));
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    notes
}

fn cards(width: u16, cards: &[MeasureCard]) -> String {
    let line = |card: &MeasureCard| {
        let text = format!(
            "{} {} ({}, grade {:?}): {} Source: {}.",
            card.label, card.name, card.unit, card.grade, card.meaning, card.source
        );
        paragraph(width, "   ", &text)
    };
    cards.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn missing(width: u16, lists: &[&Vec<String>]) -> String {
    let codes: Vec<&str> = lists.iter().flat_map(|list| list.iter().map(String::as_str)).collect();
    if codes.is_empty() {
        return String::new();
    }
    paragraph(
        width,
        "  ",
        &format!("Not shown separately in this table and left out of the group: {}.", codes.join(", ")),
    )
}

/// Everybody's dependence on one partner, or all pairs with the agreement of the measures.
#[must_use]
pub fn leverage_table(answer: &LeverageTable, width: u16) -> String {
    let mut parts: Vec<String> = answer.headline.iter().map(|sentence| paragraph(width, "", sentence)).collect();
    parts.push(format!("\nYear {}, trade elasticity {}", answer.year, answer.elasticity));
    if let Some(partner) = &answer.partner {
        parts.push(heading(1, &format!("Who depends most on {}, by the mean rank over all measures", partner.name)));
        parts.push(ranking(width, answer));
        if answer.rows.len() > ROWS {
            parts.push(format!(
                "  The first {ROWS} of {}. All, with the rank by each measure: --format csv. Units: see below.",
                answer.rows.len()
            ));
        }
    }
    let mut number = usize::from(answer.partner.is_some());
    number += 1;
    parts.push(heading(number, "How alike the measures order the partnerships (Spearman's rank correlation)"));
    parts.push(matrix(width, answer));
    number += 1;
    parts.push(heading(number, "Where they differ most, and what goes with it"));
    parts.push(contrasts(width, answer));
    number += 1;
    parts.push(heading(number, "What the measures mean"));
    parts.push(cards(width, &answer.catalogue));
    if !answer.failures.is_empty() {
        parts.push(format!("  Without an exit cost: {}.", answer.failures.join("; ")));
    }
    if let Some(partner) = &answer.partner {
        parts.push(missing(width, &[&partner.missing]));
    } else {
        parts.push(format!("  {} directed pairs. All: --format csv --out FILE.", answer.rows.len()));
    }
    parts.push(evidence(width, &answer.evidence));
    parts.retain(|part| !part.is_empty());
    parts.push(String::new());
    parts.join("\n")
}

fn ranking(width: u16, answer: &LeverageTable) -> String {
    let mut header = vec!["side".to_owned(), "mean rank".to_owned()];
    header.extend(answer.catalogue.iter().map(|card| card.name.clone()));
    let rows = answer.rows.iter().take(ROWS).map(|row| {
        let cells = row.values.iter().zip(&answer.catalogue);
        let cells = cells.map(|(value, card)| measured(*value, &card.unit));
        [row.side.clone(), format!("{:.1}", row.mean_rank())].into_iter().chain(cells).collect()
    });
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    table(width, &header, rows)
}

/// Lower triangle of correlations.
fn matrix(width: u16, answer: &LeverageTable) -> String {
    let names: Vec<&str> = answer.catalogue.iter().map(|card| card.name.as_str()).collect();
    let find = |one: &str, other: &str| {
        let same = |agreement: &&Agreement| {
            (agreement.one == one && agreement.other == other) || (agreement.one == other && agreement.other == one)
        };
        answer.agreement.iter().find(same).and_then(|agreement| agreement.spearman)
    };
    let rows = names.iter().enumerate().skip(1).map(|(place, name)| {
        let cells = names.iter().take(names.len() - 1).enumerate().map(|(column, other)| {
            if column < place {
                find(name, other).map_or_else(|| "-".to_owned(), |value| format!("{value:.2}"))
            } else {
                String::new()
            }
        });
        std::iter::once((*name).to_owned()).chain(cells).collect()
    });
    let mut header = vec![""];
    header.extend(names.iter().take(names.len() - 1));
    table(width, &header, rows)
}

fn contrasts(width: u16, answer: &LeverageTable) -> String {
    let mut lines = Vec::new();
    for agreement in contrasting(answer, CONTRASTS) {
        let kendall = agreement.kendall.unwrap_or(f64::NAN);
        let spearman = agreement.spearman.unwrap_or(f64::NAN);
        lines.push(format!("{} and {}: Spearman {spearman:.2}, Kendall {kendall:.2}", agreement.one, agreement.other));
        for gap in &agreement.gaps {
            let text = format!(
                "  {} on {}: rank {:.0} and {:.0}. {}.",
                gap.side, gap.partner, gap.rank_one, gap.rank_other, gap.why
            );
            lines.push(paragraph(width, "    ", &text));
        }
    }
    lines.push(paragraph(
        width,
        "  ",
        "Partnerships with imports of USD 1 bn or more; the facts go with the gap and need not cause it.",
    ));
    lines.join("\n")
}
