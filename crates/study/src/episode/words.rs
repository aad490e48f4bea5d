//! The sentences of the episode. Every figure in them stands in a table.

use super::answer::{Commission, Fit, Month};

/// The answer in a few sentences.
pub fn headline(fall: f64, fits: &[Fit], commissions: &[Commission], months: &[Month]) -> Vec<String> {
    let mut sentences = Vec::new();
    if let Some((lowest, highest)) = range(fits.iter().map(|fit| fit.fee)) {
        sentences.push(format!(
            "The fall of {:.0} % in March 2024 needs a fee of {:.1} to {:.1} % of the goods' value, depending on the trade elasticity.",
            100.0 * fall,
            100.0 * lowest,
            100.0 * highest
        ));
    }
    sentences.extend((!commissions.is_empty()).then(|| {
        let clauses: Vec<String> = commissions.iter().map(|row| commission(row, fits.len())).collect();
        format!("Against fees in the press: {}.", clauses.join("; "))
    }));
    let missed: Vec<String> = months.iter().filter_map(month).collect();
    if !missed.is_empty() {
        sentences.push(format!(
            "If the threat stands, forecasts miss the reported change of trade: {}, depending on how many banks enter.",
            missed.join(", ")
        ));
    }
    sentences
}

fn commission(row: &Commission, fits: usize) -> String {
    let (when, lowest, highest) = (&row.when, 100.0 * row.lowest, 100.0 * row.highest);
    let what = if row.lowest == 0.0 {
        format!("{when} {highest:.0} %")
    } else {
        format!("{when} {lowest:.0} to {highest:.0} %")
    };
    let at: Vec<String> = row.fits.iter().map(f64::to_string).collect();
    match at.len() {
        0 => format!("{what} agrees at no trade elasticity"),
        all if all == fits => format!("{what} agrees at every trade elasticity"),
        1 => format!("{what} agrees at a trade elasticity of {} only", at.join("")),
        _ => format!("{what} agrees at trade elasticities of {}", at.join(", ")),
    }
}

/// By how much all the forecasts of a month miss it.
fn month(month: &Month) -> Option<String> {
    let (least, most) = range(month.forecasts.iter().map(|forecast| forecast.error.abs()))?;
    Some(format!("{} by {:.1} to {:.1} points", in_words(&month.month), 100.0 * least, 100.0 * most))
}

/// `2024-04` as a reader says it.
fn in_words(month: &str) -> &str {
    match month {
        "2024-04" => "April 2024",
        "2024-05" => "May 2024",
        "2024-06" => "June 2024",
        other => other,
    }
}

/// The lowest and the highest; `None` of nothing.
fn range(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.fold(None, |range, value| {
        let (lowest, highest) = range.unwrap_or((value, value));
        Some((lowest.min(value), highest.max(value)))
    })
}
