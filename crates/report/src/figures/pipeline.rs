//! The single figures of a pipeline.

use unequal_study::pipeline::PipelineAnswer;

use super::{Figure, Rows};
use crate::terminal::pipeline::europe;

/// Year of the figures: none of them belongs to one, so they carry that of the question.
const YEAR: u16 = 2024;

/// Every figure: prices, drivers, power, the lost market.
#[must_use]
pub fn pipeline(answer: &PipelineAnswer) -> Vec<Figure> {
    let mut figures = Vec::new();
    let mut rows = Rows { figures: &mut figures, block: "price", evidence: &answer.evidence };
    let money = "USD per thousand cubic metres";
    for case in &answer.outcome.cases {
        let subject = format!("Europe {}", europe(case.europe_open));
        if let Some(central) = case.central {
            rows.push(&subject, "price, central", YEAR, "", central.price, money);
            rows.push(&subject, "seller's part", YEAR, "", central.seller, "USD billion a year");
            rows.push(&subject, "buyer's part", YEAR, "", central.buyer, "USD billion a year");
        }
        if let Some([low, high]) = case.price {
            rows.push(&subject, "price, 5th percentile", YEAR, "", low, money);
            rows.push(&subject, "price, 95th percentile", YEAR, "", high, money);
        }
        rows.push(&subject, "least worth for a deal", YEAR, "", case.least_value, money);
        rows.push(&subject, "draws with a deal", YEAR, "", case.deals, "share");
        for (name, correlation) in &case.drivers {
            rows.push(&subject, &format!("driver: {name}"), YEAR, "", *correlation, "rank correlation");
        }
    }
    rows.block = "power";
    for power in &answer.outcome.power {
        let when = if power.sunk { "pipe paid for" } else { "before building" };
        for (place, player) in answer.players.iter().enumerate() {
            for (name, shares) in [("Shapley value", &power.shapley), ("nucleolus", &power.nucleolus)] {
                if let Some(share) = shares.get(place) {
                    let item = format!("{name}, Europe {}, {when}", europe(power.europe_open));
                    rows.push(player, &item, YEAR, "", *share, "USD billion a year");
                }
            }
        }
    }
    rows.block = "lost market";
    for row in &answer.lost_market {
        rows.push(&row.country, "Russian gas entering", row.year, "", row.bcm, "billion cubic metres");
    }
    figures
}
