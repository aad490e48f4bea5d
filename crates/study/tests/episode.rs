//! The episode of December 2023: fitted to March, held against the months after it, and the page that shows it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fmt::Write;
use std::path::Path;
use std::sync::LazyLock;

use unequal_study::Session;
use unequal_study::episode::{Episode, EpisodeQuestion, Fit};
use unequal_study::run::{Account, RunQuestion};

static EPISODE: LazyLock<Episode> =
    LazyLock::new(|| Session::embedded().unwrap().episode(&EpisodeQuestion::default(), &()).unwrap());

fn percent(share: f64) -> String {
    format!("{:.1}", share * 100.0)
}

/// The tables of the page, line by line.
fn tables(episode: &Episode) -> Vec<String> {
    let fit = |head: String, fit: &Fit| {
        format!(
            "| {head} | {} | {} | {} | {:.3} | {:.1} | {:.2} |",
            percent(fit.partial),
            percent(fit.added),
            percent(fit.fee),
            fit.threat,
            fit.bank_fees / 1e3,
            fit.buyer_change * 100.0
        )
    };
    let mut lines: Vec<String> = Vec::new();
    lines.extend(episode.fits.iter().map(|row| fit(format!("{}", row.elasticity), row)));
    lines.extend(episode.by_resource_share.iter().map(|row| fit(format!("share {}", row.resource_share), row)));
    for month in &episode.months {
        let mut line = format!("| {} | {} ({}) |", month.month, percent(month.observed), month.kind);
        for forecast in &month.forecasts {
            write!(line, " {} ({:+.1}) |", percent(forecast.change), forecast.error * 100.0).unwrap();
        }
        lines.push(line);
        let mut line = "| fee |  |".to_owned();
        for forecast in &month.forecasts {
            write!(line, " {} |", percent(forecast.fee)).unwrap();
        }
        lines.push(line);
    }
    for row in &episode.commissions {
        let fits = row.fits.iter().map(f64::to_string).collect::<Vec<_>>().join(", ");
        let fits = if fits.is_empty() { "none".to_owned() } else { fits };
        lines.push(format!(
            "| {} | {:.0} to {:.0} | {} | {fits} |",
            row.when,
            row.lowest * 100.0,
            row.highest * 100.0,
            row.source
        ));
    }
    lines
}

/// A regression test of the documentation: the tables were written from the study and say nothing about whether it is right,
/// but a change of the study must not leave old figures on the page.
#[test]
fn regression_the_page_still_shows_what_the_study_says() {
    let page =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/src/episode.md")).unwrap();
    let missing: Vec<String> =
        tables(&EPISODE).into_iter().filter(|line| !page.lines().any(|shown| shown == line)).collect();
    assert!(missing.is_empty(), "not in docs/src/episode.md:\n{}", missing.join("\n"));
}

/// March is fitted at every elasticity; the partial wedges are those of the plan's table C17 (computed elsewhere).
#[test]
fn the_fit_is_exact_and_its_partial_wedges_are_known() {
    for (row, partial) in EPISODE.fits.iter().zip([0.0911, 0.0446, 0.0355, 0.0220]) {
        assert!((row.partial - partial).abs() < 5e-5, "{row:?}");
        // Prices and incomes answer against the fall, so that general equilibrium takes more.
        assert!(row.added > row.partial && row.fee > row.added && row.buyer_change < 0.0, "{row:?}");
    }
    // Without entrants nothing moves after March, so the forecast stays at the fall that was fitted.
    for month in &EPISODE.months {
        assert!((month.forecasts[0].change + EPISODE.fall).abs() < 1e-6);
        assert!(month.forecasts.windows(2).all(|pair| pair[1].change >= pair[0].change), "{month:?}");
    }
    // Income that stays with the seller's banks costs the world less than waste.
    let shares: Vec<f64> = EPISODE.by_resource_share.iter().map(|row| row.seller_change).collect();
    assert!(shares.windows(2).all(|pair| pair[1] < pair[0]), "{shares:?}");
}

/// The scenario file says the same as the study.
#[test]
fn the_scenario_settles_at_the_fall_of_march() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/december-2023-threat.toml");
    let answer = Session::embedded().unwrap().run(&RunQuestion::new(file.as_path().into()), &()).unwrap();
    let found = |what: &str| {
        let findings = &answer.measures.last().unwrap().findings;
        findings.iter().find(|row| row.what == what).unwrap_or_else(|| panic!("{findings:?}")).value
    };
    let fit = EPISODE.fits.iter().find(|fit| fit.elasticity == 4.0).unwrap();
    assert!((found("trade lost to the threat") - EPISODE.fall).abs() < 2e-4, "{:#?}", answer.measures);
    assert!((found("fee of the banks") - fit.fee).abs() < 2e-4);
    let banks: f64 = answer.ledger.iter().filter(|row| row.account == Account::Banks).map(|row| row.amount).sum();
    assert!(banks > 0.0 && banks < fit.bank_fees, "{:#?}", answer.ledger);
    println!("{:#?}\n{:#?}", answer.measures.last().unwrap().findings, answer.ledger);
}
