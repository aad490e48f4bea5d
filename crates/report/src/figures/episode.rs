//! The single figures of the episode of December 2023.

use unequal_study::episode::{Episode, Fit};

use super::{Figure, Rows};

/// Every figure of the episode: fits, forecasts with their errors, and what was reported.
#[must_use]
pub fn episode(episode: &Episode) -> Vec<Figure> {
    let mut figures = Vec::new();
    let mut rows = Rows { figures: &mut figures, block: "fit", evidence: &episode.evidence };
    let year = episode.year;
    let fits = |rows: &mut Rows<'_>, fit: &Fit| {
        let subject = format!("{:.0} % used up", 100.0 * fit.resource_share);
        for (item, value, unit) in [
            ("threat level", fit.threat, "share of dollar business"),
            ("added by the threat", fit.added, "share"),
            ("whole fee", fit.fee, "share"),
            ("wedge, other prices fixed", fit.partial, "share"),
            ("part of the added fee that is used up", fit.resource_share, "share"),
            ("part of the added fee that covers expected losses", fit.loss_share, "share"),
            ("fees of the banks", fit.bank_fees, "USD million"),
            ("change of the buyer's real income", fit.buyer_change, "share of real income"),
            ("change of the seller's real income", fit.seller_change, "share of real income"),
        ] {
            rows.push(&subject, item, year, &fit.elasticity.to_string(), value, unit);
        }
    };
    for fit in episode.fits.iter().chain(&episode.by_resource_share) {
        fits(&mut rows, fit);
    }
    rows.block = "forecast";
    for month in &episode.months {
        rows.push(&month.month, &format!("observed ({})", month.kind), 2024, "", month.observed, "share");
        for forecast in &month.forecasts {
            let of = |what: &str| format!("{what}, {} banks enter a month", forecast.entry_banks);
            rows.push(&month.month, &of("change of trade"), 2024, "", forecast.change, "share");
            rows.push(&month.month, &of("forecast less observed"), 2024, "", forecast.error, "share");
            rows.push(&month.month, &of("fee"), 2024, "", forecast.fee, "share");
        }
    }
    rows.block = "press";
    for row in &episode.commissions {
        rows.push(&row.when, &format!("lowest ({})", row.source), 2024, "", row.lowest, "share");
        rows.push(&row.when, &format!("highest ({})", row.source), 2024, "", row.highest, "share");
        rows.push(&row.when, "trade elasticities that agree", 2024, "", row.fits.len() as f64, "count");
    }
    figures
}
