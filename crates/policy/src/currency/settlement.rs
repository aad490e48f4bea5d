//! The Bank of Russia's settlement figures, as the press reported them, made ready for the fit.

use unequal_world::series::{SettlementShare, settlement_shares};

use super::fit::{Design, Observation, ObservedFlow, SettlementFit, fit};
use super::{CurrencyError, Result, Shares};

/// The month whose shares are taken as given.
const BASE: &str = "2022-01";
/// The first month of sanctions on payments.
const FIRST: &str = "2022-03";
/// June, July and December 2023 and January 2024, the last four months with an observation in
/// either flow, are withheld from the fit.
const WITHHELD_FROM: &str = "2023-06";
/// What the base month's reports leave over.
const REMAINDER: &str = "other_friendly";

/// The design of the fit: dearer dollars and euros and cheaper renminbi, against the rouble.
///
/// # Errors
/// None that the embedded constants could cause.
pub fn design() -> Result<Design> {
    Ok(Design {
        shocked: vec!["dollar_euro".to_owned(), "renminbi".to_owned()],
        first_month: month(FIRST)? - month(BASE)?,
        withheld_from: month(WITHHELD_FROM)? - month(BASE)?,
        strengths: vec![0.0, 0.5, 1.0, 1.5, 1.9],
        ramps: vec![1, 6, 12, 18, 24],
        // Ten times mu leaves a share of e^-10 of what it was: to all purposes none.
        largest_change: 10.0,
    })
}

/// Exports and imports as observed. The base month's remainder to 100 percent is ascribed to other
/// friendly currencies, which its reports do not name: that share is an estimate.
///
/// # Errors
/// A series that cannot be read or does not add up.
pub fn observed_flows() -> Result<Vec<ObservedFlow>> {
    let rows = settlement_shares()?;
    ["export", "import"].into_iter().map(|flow| observed_flow(flow, &rows)).collect()
}

fn observed_flow(flow: &str, rows: &[SettlementShare]) -> Result<ObservedFlow> {
    let own = || rows.iter().filter(|row| row.flow == flow);
    let mut base: Vec<(String, f64)> = own()
        .filter(|row| row.period == BASE && row.currency != REMAINDER)
        .map(|row| (row.currency.clone(), row.percent / 100.0))
        .collect();
    let known: f64 = base.iter().map(|(_, share)| share).sum();
    base.push((REMAINDER.to_owned(), 1.0 - known));
    let observations = own()
        .filter(|row| row.period != BASE)
        .map(|row| {
            let month = month(&row.period)?.saturating_sub(month(BASE)?);
            Ok(Observation { month, currency: row.currency.clone(), share: row.percent / 100.0 })
        })
        .collect::<Result<_>>()?;
    Ok(ObservedFlow { name: flow.to_owned(), base: Shares::new(base)?, observations })
}

/// The fit to the embedded figures (some seconds; deterministic).
///
/// # Errors
/// As [`fit`].
pub fn settlement_fit() -> Result<SettlementFit> {
    fit(&observed_flows()?, &design()?)
}

/// Months since year zero of a period like `2022-03`.
fn month(period: &str) -> Result<usize> {
    let unreadable = || CurrencyError::Month(period.to_owned());
    let (year, month) = period.split_once('-').ok_or_else(unreadable)?;
    let year: usize = year.parse().map_err(|_| unreadable())?;
    let month: usize = month.parse().map_err(|_| unreadable())?;
    if (1..=12).contains(&month) && year < 10_000 { Ok(12 * year + month - 1) } else { Err(unreadable()) }
}
