//! Exit costs as text: one pair, or the extremes of all pairs.

use unequal_study::exit_cost::{ExitCosts, PairCost};

use super::{evidence, paragraph, table};
use crate::number::{loss, ratio};

/// Rows shown of each extreme; the csv has every pair.
const ROWS: usize = 15;

/// The answer, `width` characters wide, with a line end.
#[must_use]
pub fn exit_costs(costs: &ExitCosts, width: u16) -> String {
    let mut parts = vec![format!("Exit costs {}, trade elasticity {}\n", costs.year, costs.elasticity)];
    if let [pair] = costs.pairs.as_slice() {
        let rows = [vec![
            format!("{} and {}", pair.first, pair.second),
            loss(pair.first_loss),
            loss(pair.second_loss),
            ratio(pair.ratio),
        ]];
        let header =
            ["If trade ended between", &format!("{} loses", pair.first), &format!("{} loses", pair.second), "ratio"];
        parts.push(table(width, &header, rows));
    } else {
        parts.push(dependence(width, costs));
        parts.push(paragraph(
            width,
            "",
            &format!(
                "{} pairs solved, {} without an answer. Every pair: --format csv --out FILE.",
                costs.pairs.len(),
                costs.failures.len()
            ),
        ));
        for failure in costs.failures.iter().take(ROWS) {
            parts.push(paragraph(
                width,
                "  ",
                &format!("{} and {}: {}", failure.first, failure.second, failure.reason),
            ));
        }
    }
    if !costs.missing.is_empty() {
        parts.push(paragraph(
            width,
            "  ",
            &format!("Not shown separately in this table and left out of the group: {}.", costs.missing.join(", ")),
        ));
    }
    parts.push(evidence(width, &costs.evidence));
    parts.push(String::new());
    parts.join("\n")
}

/// Who would lose most by leaving whom.
fn dependence(width: u16, costs: &ExitCosts) -> String {
    let mut directed: Vec<(&str, &str, f64, f64)> = costs
        .pairs
        .iter()
        .flat_map(|pair: &PairCost| {
            [
                (pair.first.as_str(), pair.second.as_str(), pair.first_loss, pair.ratio),
                (pair.second.as_str(), pair.first.as_str(), pair.second_loss, 1.0 / pair.ratio),
            ]
        })
        .collect();
    directed.sort_by(|left, right| right.2.total_cmp(&left.2));
    let rows = directed
        .into_iter()
        .take(ROWS)
        .map(|(side, partner, cost, unequal)| vec![side.to_owned(), partner.to_owned(), loss(cost), ratio(unequal)]);
    table(width, &["Largest losses: side", "by leaving", "loses", "side : partner"], rows)
}
