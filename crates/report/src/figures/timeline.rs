//! The single figures of a timeline.

use unequal_study::timeline::{Timeline, TradePoint};
use unequal_study::{Evidence, Grade};

use super::{Figure, Rows};

/// Every figure of the timeline: shares by source, segments and regimes, exit costs, and what is beside trade.
#[must_use]
pub fn timeline(timeline: &Timeline) -> Vec<Figure> {
    let mut figures = Vec::new();
    for point in &timeline.trade {
        trade(&mut figures, timeline, point);
    }
    // Breaks and regimes are of the long series alone.
    let fitted = timeline.evidence.of_part(&timeline.evidence.source, false);
    let mut rows = Rows { figures: &mut figures, block: "balance", evidence: &fitted };
    let pair = format!("{}:{}", timeline.first.code, timeline.second.code);
    if let Some(balance) = &timeline.balance {
        for segment in &balance.breaks.segments {
            rows.push(&pair, "mean of the asymmetry from this year on", segment.from, "", segment.mean, "logarithm");
            rows.push(&pair, "standard error of that mean", segment.from, "", segment.standard_error, "logarithm");
        }
        for found in &balance.breaks.breaks {
            rows.push(&pair, "break after this year", found.after, "", found.change, "logarithm");
            rows.push(&pair, "earliest year of the break", found.after, "", f64::from(found.earliest), "year");
            rows.push(&pair, "latest year of the break", found.after, "", f64::from(found.latest), "year");
        }
        for spell in &balance.regimes.spells {
            rows.push(&pair, "mean of the regime from this year on", spell.from, "", spell.mean, "logarithm");
            rows.push(&pair, "probability of that regime", spell.from, "", spell.probability, "probability");
        }
        if let (Some(last), Some(fit)) = (balance.regimes.spells.last(), balance.regimes.chosen()) {
            let year = last.to;
            rows.push(
                &pair,
                "log-likelihood of the regimes up to this year",
                year,
                "",
                fit.log_likelihood,
                "logarithm",
            );
            rows.push(&pair, "starts of the search for regimes", year, "", fit.starts as f64, "count");
            rows.push(&pair, "starts that ended at that log-likelihood", year, "", fit.reached as f64, "count");
        }
    }
    for point in &timeline.exit.points {
        let evidence = timeline.exit.evidence.of_part(&point.source, point.estimated);
        let mut rows = Rows { figures: &mut figures, block: "exit", evidence: &evidence };
        for (side, lost) in [(&timeline.first, point.losses.first), (&timeline.second, point.losses.second)] {
            rows.push(&side.code, "exit cost", point.year, &timeline.elasticity, lost, "share of real income");
        }
    }
    for series in &timeline.beside {
        let evidence = Evidence { grade: series.grade, ..timeline.evidence.of_part(&series.source, false) };
        let mut rows = Rows { figures: &mut figures, block: "beside", evidence: &evidence };
        for point in &series.points {
            for (name, value) in series.names.iter().zip(&point.values) {
                if let Some(value) = value {
                    rows.push(name, &series.id, point.year, "", *value, &series.unit);
                }
            }
        }
    }
    figures
}

fn trade(figures: &mut Vec<Figure>, timeline: &Timeline, point: &TradePoint) {
    // Shares are observed where nothing is estimated; the block's own grade is that of what is fitted to them.
    let observed = Evidence { grade: Grade::A, ..timeline.evidence.clone() };
    let evidence = observed.of_part(&point.source, point.estimated);
    let mut rows = Rows { figures, block: "trade", evidence: &evidence };
    let (first, second) = (&timeline.first.code, &timeline.second.code);
    for (subject, item, value) in [
        (first, format!("{second} in exports"), point.second_in_first_exports),
        (first, format!("{second} in imports"), point.second_in_first_imports),
        (second, format!("{first} in exports"), point.first_in_second_exports),
        (second, format!("{first} in imports"), point.first_in_second_imports),
    ] {
        if let Some(value) = value {
            rows.push(subject, &item, point.year, "", value, "share");
        }
    }
}
