//! The page of the episode of December 2023.

use maud::{Markup, html};
use unequal_study::episode::{Episode, Fit, Forecast, Month};

use super::parts::{self, Row, Table};
use crate::number::percent;
use crate::terminal::episode::unit;

/// The page.
#[must_use]
pub fn episode(episode: &Episode) -> String {
    let title = "The threat to banks of December 2023";
    let sections = [
        ("fit", "The fee that the fall needs"),
        ("press", "Fees in the press"),
        ("forecast", "The months after"),
        ("known", "What is known"),
        ("reproduce", "How to reproduce"),
    ];
    let content = html! {
        (opening(episode, title))
        (super::contents(&sections))
        (fit(episode))
        (press(episode))
        (forecast(episode))
        (known(episode))
        (ending())
    };
    super::page(title, "", &content)
}

fn opening(episode: &Episode, title: &str) -> Markup {
    html! {
        section class="opening" aria-labelledby="title" {
            h1 id="title" { (title) }
            p class="dateline" { "World of " (episode.year) " \u{b7} source: " (episode.evidence.source) }
            @for (index, sentence) in episode.headline.iter().enumerate() {
                p class=(if index == 0 { "lead" } else { "headline" }) { (sentence) }
            }
            p {
                "On 22 December 2023 the United States threatened foreign banks that clear payments for Russia. One \
                 unknown, the level of the threat, is fitted to one figure, the fall of Chinese goods exports to Russia \
                 in March 2024; the months after it are forecast and compared with what was reported."
            }
            p class="warning" {
                strong { "How sure: " } "evidence grade " (format!("{:?}", episode.evidence.grade)) ", "
                (episode.evidence.grade.meaning()) ". Banks are made up. " a href="#fit-sure" { "What is assumed" } "."
            }
        }
    }
}

fn fits(caption: String, first: &str, rows: Vec<(String, &Fit)>, note: Option<String>) -> Table {
    let row = |(head, fit): (String, &Fit)| {
        Row::new(
            head,
            vec![
                percent(fit.fee),
                percent(fit.added),
                percent(fit.partial),
                format!("{:.3}", fit.threat),
                format!("{:.1} bn", fit.bank_fees / 1e3),
                format!("{:.0} %", 100.0 * fit.resource_share),
                format!("{:.0} %", 100.0 * fit.loss_share),
                format!("{:+.2} %", 100.0 * fit.buyer_change),
            ],
        )
    };
    let columns = [
        "Whole fee",
        "Added by the threat",
        "Other prices fixed",
        "Level of the threat",
        "Banks\u{2019} fees, USD a year",
        "Of what is added, used up",
        "Of what is added, expected losses",
    ];
    Table {
        caption,
        groups: Vec::new(),
        columns: std::iter::once(first)
            .chain(columns)
            .chain(["Russia\u{2019}s real income"])
            .map(str::to_owned)
            .collect(),
        text_columns: 0,
        bodies: vec![(String::new(), rows.into_iter().map(row).collect())],
        note,
    }
}

fn fit(episode: &Episode) -> Markup {
    let by_elasticity = episode.fits.iter().map(|fit| (fit.elasticity.to_string(), fit)).collect();
    let by_share =
        episode.by_resource_share.iter().map(|fit| (format!("{:.0} %", 100.0 * fit.resource_share), fit)).collect();
    let note = "Fees are shares of the value of the goods. The whole fee holds about 1 % that banks would charge without a \
                threat, which is assumed. Other prices fixed: what the fall asks for if nothing else answers. Level: the \
                part of its dollar business that a detected bank loses; above 1 it is more than all of it.";
    let body = html! {
        p {
            "How high a fee makes trade fall by " (percent(episode.fall)) " hangs on the trade elasticity: how easily \
             buyers turn to other suppliers. Where they do so hardly, at 2, it takes a high fee."
        }
        (fits(format!("The fee by trade elasticity, {}", episode.year), "Trade elasticity", by_elasticity, Some(note.into())).render())
        (fits(
            "The fee by the part of it that is used up and not earned, trade elasticity 4".to_owned(),
            "Used up",
            by_share,
            None,
        ).render())
    };
    let sure = Some((&episode.evidence, episode.year.to_string()));
    parts::section(
        "fit",
        "The fee that the fall needs",
        sure.as_ref().map(|(evidence, year)| (*evidence, year.as_str())),
        &body,
    )
}

fn press(episode: &Episode) -> Markup {
    let rows = episode.commissions.iter().map(|row| {
        let fits = row.fits.iter().map(f64::to_string).collect::<Vec<_>>().join(", ");
        Row::new(
            row.when.clone(),
            vec![
                row.source.clone(),
                format!("{:.0} to {:.0} %", 100.0 * row.lowest, 100.0 * row.highest),
                if fits.is_empty() { "none".to_owned() } else { fits },
            ],
        )
    });
    let table = Table {
        caption: "Commissions in the press, and where the whole fee agrees with them".to_owned(),
        groups: Vec::new(),
        columns: ["Reported", "Source", "Range", "Trade elasticities that agree"].map(str::to_owned).to_vec(),
        text_columns: 1,
        bodies: vec![(String::new(), rows.collect())],
        note: Some("All are anecdotes of single sources, second hand.".to_owned()),
    };
    parts::section("press", "Fees in the press", None, &table.render())
}

fn forecast(episode: &Episode) -> Markup {
    let entrants = episode.months.first().map_or(&[][..], |month| &month.forecasts);
    let heads = entrants.iter().map(|forecast| match forecast.entry_banks {
        0 => "No bank enters".to_owned(),
        count => format!("{count} banks a month"),
    });
    let rows = |month: &Month| {
        let row = |head: &str, first: String, cell: fn(&Forecast) -> String| {
            Row::new(head, std::iter::once(first).chain(month.forecasts.iter().map(cell)).collect())
        };
        let observed = format!("{} ({})", percent(month.observed), month.kind);
        let points = |forecast: &Forecast| format!("{:+.1}", 100.0 * forecast.error);
        let dash = || "\u{2013}".to_owned();
        let rows = vec![
            row("Change of trade", observed, |forecast| percent(forecast.change)),
            row("Forecast less observed, points", dash(), points),
            row("Fee", dash(), |forecast| percent(forecast.fee)),
        ];
        (month.month.clone(), rows)
    };
    let table = Table {
        caption: "Forecast and observed, by the small banks that enter each month from April".to_owned(),
        groups: Vec::new(),
        columns: ["Month".to_owned(), "Observed".to_owned()].into_iter().chain(heads).collect(),
        text_columns: 0,
        bodies: episode.months.iter().map(rows).collect(),
        note: Some(
            "Observed: change of Chinese goods exports to Russia over the year before. Forecast: change of trade against \
             its level without the threat. Nothing identifies how many banks enter."
                .to_owned(),
        ),
    };
    let sure = (&episode.evidence, &*episode.year.to_string());
    parts::stamped("forecast", "The months after", sure, "fit", &table.render())
}

fn known(episode: &Episode) -> Markup {
    let rows = episode.figures.iter().map(|row| {
        Row::new(row.period.clone(), vec![row.kind.clone(), format!("{} {}", row.value, unit(&row.measure))])
    });
    let table = Table {
        caption: "Chinese goods exports to Russia".to_owned(),
        groups: Vec::new(),
        columns: ["Period", "Kind", "Figure"].map(str::to_owned).to_vec(),
        text_columns: 1,
        bodies: vec![(String::new(), rows.collect())],
        note: Some(
            "Every figure\u{2019}s address is in the answer as JSON and in data/series/episode_2024.csv.".to_owned(),
        ),
    };
    parts::section("known", "What is known", None, &table.render())
}

fn ending() -> Markup {
    let body = html! {
        p { "This page is made by" }
        pre tabindex="0" role="region" aria-label="Command line" { code { "unequal episode --html episode.html" } }
    };
    parts::section("reproduce", "How to reproduce", None, &body)
}
