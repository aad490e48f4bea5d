//! The episode of December 2023 as text.

use unequal_study::episode::{Episode, Fit, Month};

use super::{evidence, heading, paragraph, table};
use crate::number::percent;

/// The answer, `width` characters wide, with a line end.
#[must_use]
pub fn episode(episode: &Episode, width: u16) -> String {
    let title = format!("The threat to banks of December 2023   ({})", episode.year);
    let mut parts = vec![title.clone(), "=".repeat(title.chars().count())];
    parts.extend(episode.headline.iter().map(|sentence| paragraph(width, "  ", &format!("• {sentence}"))));
    parts.push(fits(width, episode));
    parts.push(commissions(width, episode));
    parts.push(forecasts(width, &episode.months));
    parts.push(known(width, episode));
    parts.push(String::new());
    parts.push(evidence(width, &episode.evidence));
    parts.push(String::new());
    parts.join("\n")
}

fn fits(width: u16, episode: &Episode) -> String {
    let row = |head: String, fit: &Fit| {
        vec![
            head,
            percent(fit.partial),
            percent(fit.added),
            percent(fit.fee),
            format!("{:.3}", fit.threat),
            format!("{:.1}", fit.bank_fees / 1e3),
            format!("{:.0} / {:.0} %", 100.0 * fit.resource_share, 100.0 * fit.loss_share),
            format!("{:+.2} %", 100.0 * fit.buyer_change),
        ]
    };
    let columns =
        ["wedge alone", "added", "whole fee", "T", "fees, USD bn a year", "used up / losses", "Russia's real income"];
    let by_elasticity = episode.fits.iter().map(|fit| row(format!("{}", fit.elasticity), fit));
    let by_share = episode.by_resource_share.iter().map(|fit| row(format!("{:.0} %", 100.0 * fit.resource_share), fit));
    let header = |first: &'static str| [&[first], columns.as_slice()].concat();
    let note = "Wedge alone: what the fall asks for while other prices stand still. Added: what the threat adds to the fee \
                once they answer. Whole fee: with the ordinary one, which is assumed. T: the part of its dollar business \
                that a detected bank loses. Used up / losses: parts of the added fee that pay for resources, and that cover \
                business that banks expect to lose elsewhere; the rest is their rent.";
    [
        heading(1, &format!("The fee that makes trade fall by {}, as in March 2024", percent(episode.fall))),
        table(width, &header("Trade elasticity"), by_elasticity),
        table(width, &header("Fee that is used up"), by_share),
        paragraph(width, "  ", note),
    ]
    .join("\n")
}

fn commissions(width: u16, episode: &Episode) -> String {
    let rows = episode.commissions.iter().map(|row| {
        let fits = row.fits.iter().map(f64::to_string).collect::<Vec<_>>().join(", ");
        vec![
            row.when.clone(),
            format!("{:.0} to {:.0} %", 100.0 * row.lowest, 100.0 * row.highest),
            if fits.is_empty() { "none".to_owned() } else { fits },
            row.source.clone(),
        ]
    });
    let header = ["Commission in the press", "range", "trade elasticities that agree", "source"];
    [heading(2, "Whether the fee agrees with the press"), table(width, &header, rows)].join("\n")
}

fn forecasts(width: u16, months: &[Month]) -> String {
    let entrants = months.first().map_or(&[][..], |month| &month.forecasts);
    let columns: Vec<String> =
        entrants.iter().map(|forecast| format!("{} banks a month", forecast.entry_banks)).collect();
    let header: Vec<&str> = ["Month", "observed"].into_iter().chain(columns.iter().map(String::as_str)).collect();
    let rows = months.iter().map(|month| {
        let cells = month.forecasts.iter().map(|forecast| {
            format!("{} ({:+.1}), fee {}", percent(forecast.change), 100.0 * forecast.error, percent(forecast.fee))
        });
        [month.month.clone(), format!("{} ({})", percent(month.observed), month.kind)]
            .into_iter()
            .chain(cells)
            .collect()
    });
    let note = "Change of Chinese goods exports to Russia over the year before, and that of trade against its level without \
                the threat, by the small banks that enter each month. In brackets: forecast less observed, points.";
    [heading(3, "The months after, forecast"), table(width, &header, rows), paragraph(width, "  ", note)].join("\n")
}

fn known(width: u16, episode: &Episode) -> String {
    let rows = episode
        .figures
        .iter()
        .map(|row| vec![row.period.clone(), format!("{} {}", row.value, unit(&row.measure)), row.kind.clone()]);
    let header = ["Period", "Chinese goods exports to Russia", "kind"];
    [heading(4, "What is known month by month"), table(width, &header, rows)].join("\n")
}

/// A measure's unit in words.
pub(crate) fn unit(measure: &str) -> &str {
    match measure {
        "usd_billion" => "USD bn",
        "yoy_percent" => "% on the year before",
        other => other,
    }
}
