//! The single figures of leverage, and the wide rows of many pairs.

use unequal_study::leverage::{Agreement, DirectedRow, LeverageTable, PairLeverage, PowerFigure};

use super::{Figure, Rows};

/// Every figure about one pair.
#[must_use]
pub fn leverage(answer: &PairLeverage) -> Vec<Figure> {
    let mut figures = Vec::new();
    let mut evidence = answer.evidence.clone();
    let (first, second) = (&answer.first.code, &answer.second.code);
    for row in &answer.measures {
        evidence.grade = row.grade;
        let mut rows = Rows { figures: &mut figures, block: "measures", evidence: &evidence };
        let item = format!("{} {}", row.label, row.item);
        for (side, partner, value) in [(first, second, row.first), (second, first, row.second)] {
            if let Some(value) = value {
                rows.push(&format!("{side} on {partner}"), &item, answer.year, &answer.elasticity, value, &row.unit);
            }
        }
    }
    let grade = |label: &str| {
        answer.catalogue.iter().find(|card| card.label == label).map_or(answer.evidence.grade, |card| card.grade)
    };
    evidence.grade = grade("L5");
    let mut rows = Rows { figures: &mut figures, block: "power", evidence: &evidence };
    for row in &answer.power {
        for (side, figure) in [(first, row.over_first), (second, row.over_second)] {
            power(&mut rows, answer, side, &row.kind, figure);
        }
    }
    evidence.grade = grade("L2");
    let mut rows = Rows { figures: &mut figures, block: "products", evidence: &evidence };
    let mut push = |subject: &str, item: &str, value: f64, unit: &str| {
        rows.push(subject, item, answer.year, "", value, unit);
    };
    for row in &answer.products {
        let subject = format!("{} {}", row.side, row.code);
        push(&subject, "CDI1 concentration", row.concentration, "index 0 to 1");
        push(&subject, "CDI2 imports from outside", row.outside_share, "share");
        if let Some(value) = row.imports_over_exports {
            push(&subject, "CDI3 imports over exports", value, "ratio");
        }
        push(&subject, "partner in imports from outside", row.partner_share, "share");
        push(&subject, "from partner", row.from_partner, "USD million");
    }
    claims(&mut figures, answer);
    figures
}

fn power(rows: &mut Rows<'_>, answer: &PairLeverage, side: &str, kind: &str, figure: PowerFigure) {
    let subject = format!("over {side}");
    for (what, value, unit) in [
        ("partner's part in use", figure.share, "share"),
        ("rise of cost", figure.rise, "share"),
        ("rise of cost in money", figure.money, "USD million"),
    ] {
        if let Some(value) = value {
            rows.push(&subject, &format!("{kind}: {what}"), answer.year, &answer.elasticity, value, unit);
        }
    }
}

fn claims(figures: &mut Vec<Figure>, answer: &PairLeverage) {
    let mut rows = Rows { figures, block: "markets", evidence: &answer.evidence };
    let loss = "share of real income";
    for row in &answer.markets {
        let subject = format!("{} in {}", row.side, row.market);
        for (item, value, unit) in [
            ("exports", row.exports, "USD million"),
            ("part of the side's exports", row.share_of_exports, "share"),
            ("part of the side's imports", row.share_of_imports, "share"),
            ("exit cost of the side", row.side_loss, loss),
            ("exit cost of the market", row.market_loss, loss),
        ] {
            rows.push(&subject, item, answer.year, &answer.elasticity, value, unit);
        }
    }
    rows.block = "claims";
    for row in &answer.claims {
        let subject = format!("{}>{} {}", row.seller, row.buyer, row.product);
        for (item, value, unit) in [
            ("value", row.value, "USD million"),
            ("part of the buyer's imports", row.share_of_imports, "share"),
            ("part of the buyer's use", row.share_of_use, "share"),
            ("part of the seller's exports", row.share_of_exports, "share"),
            ("buyer loses if this flow ends", row.buyer_loss, loss),
            ("seller loses if this flow ends", row.seller_loss, loss),
        ] {
            rows.push(&subject, item, answer.year, &answer.elasticity, value, unit);
        }
    }
}

/// How a column reads its number off a row.
type Reading<'a> = Box<dyn Fn(&DirectedRow) -> Option<f64> + 'a>;

/// Columns of a table of many pairs: a name and a number for each row.
pub struct NumberColumn<'a> {
    /// Name of the column, words joined by underscores.
    pub name: String,
    /// The number of a row.
    pub value: Reading<'a>,
}

/// Imports, then each measure, then the rank by each.
#[must_use]
pub fn columns(answer: &LeverageTable) -> Vec<NumberColumn<'_>> {
    let name = |text: &str| text.replace([' ', '-'], "_");
    let mut columns =
        vec![NumberColumn { name: "imports_usd_million".to_owned(), value: Box::new(|row| Some(row.imports)) }];
    for (place, card) in answer.catalogue.iter().enumerate() {
        let value = move |row: &DirectedRow| row.values.get(place).copied().flatten();
        columns.push(NumberColumn { name: name(&card.name), value: Box::new(value) });
    }
    for (place, card) in answer.catalogue.iter().enumerate() {
        let rank = move |row: &DirectedRow| row.ranks.get(place).copied().flatten();
        columns.push(NumberColumn { name: format!("rank_by_{}", name(&card.name)), value: Box::new(rank) });
    }
    columns
}

/// The least alike measures of one kind, no measure in more than two of them, so that one measure
/// that differs from all others does not hide the rest.
#[must_use]
pub fn contrasting(answer: &LeverageTable, count: usize) -> Vec<&Agreement> {
    let mut chosen: Vec<&Agreement> = Vec::new();
    for agreement in answer.agreement.iter().filter(|agreement| agreement.comparable) {
        let times = |name: &str| chosen.iter().filter(|known| known.one == name || known.other == name).count();
        if times(&agreement.one) < 2 && times(&agreement.other) < 2 && chosen.len() < count {
            chosen.push(agreement);
        }
    }
    chosen
}
