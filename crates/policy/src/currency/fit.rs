//! Fitting the choice of currency and its inertia to observed shares, with months withheld.
//!
//! From base shares, the costs of some currencies change along a common ramp; shares chosen in new
//! contracts follow (K2) and shares of all contracts follow with a lag (`inertia.rs`). Only cost
//! changes divided by mu can be found from shares. For each flow they and the renewal rate are
//! found by least squares; network strength and length of the ramp, common to all flows, are the
//! best of a short list, because data like these hardly tell them from the renewal rate.

use serde::Serialize;

use super::error::{position, within};
use super::logit::settle;
use super::simplex::minimise;
use super::{CurrencyError, Result, Shares};

/// One observed share.
#[derive(Debug, Clone, PartialEq)]
pub struct Observation {
    /// Months after the base month.
    pub month: usize,
    /// Which currency.
    pub currency: String,
    /// Share, 0 to 1.
    pub share: f64,
}

/// What is known of one flow.
#[derive(Debug, Clone, PartialEq)]
pub struct ObservedFlow {
    /// Its name.
    pub name: String,
    /// Shares in the base month (month 0), taken as given.
    pub base: Shares,
    /// Observations after it, in any order, gaps allowed.
    pub observations: Vec<Observation>,
}

/// What is fitted, and to what.
#[derive(Debug, Clone, PartialEq)]
pub struct Design {
    /// Currencies whose cost changes; the others keep theirs.
    pub shocked: Vec<String>,
    /// First month in which costs differ from the base's.
    pub first_month: usize,
    /// Observations before this month are fitted, those from it on are withheld.
    pub withheld_from: usize,
    /// Network strengths lambda / mu to try, below 2.
    pub strengths: Vec<f64>,
    /// Lengths of the ramp in months to try; 1 is a step.
    pub ramps: Vec<usize>,
    /// Largest change of cost divided by mu that is tried, either way.
    pub largest_change: f64,
}

/// The parameters of one flow.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FlowParameters {
    /// Changes of cost divided by mu at the end of the ramp, by currency.
    pub cost_changes: Vec<(String, f64)>,
    /// Part of contracts renewed in a month.
    pub renewal: f64,
}

impl FlowParameters {
    /// Currencies whose change of cost ran into the limit: the data do not say how large it is.
    #[must_use]
    pub fn at_limit(&self, limit: f64) -> Vec<&str> {
        let beyond = |change: &&(String, f64)| change.1.abs() > 0.99 * limit;
        self.cost_changes.iter().filter(beyond).map(|(name, _)| name.as_str()).collect()
    }
}

/// Errors of one currency in one flow, in percentage points of share.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CurrencyErrors {
    /// The currency, or `all`.
    pub currency: String,
    /// Observations fitted, and root mean square of what is left.
    pub fitted: Option<Errors>,
    /// Observations withheld, and root mean square of the forecast's errors.
    pub withheld: Option<Errors>,
    /// The same for the last fitted value carried forward.
    pub naive: Option<Errors>,
}

/// How many errors, and how large.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Errors {
    /// Observations.
    pub count: usize,
    /// Root mean square, percentage points.
    pub root_mean_square: f64,
}

/// One flow's parameters and errors.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FlowFit {
    /// The flow's name.
    pub name: String,
    /// What was found.
    pub parameters: FlowParameters,
    /// By currency, then `all`.
    pub errors: Vec<CurrencyErrors>,
}

/// One tried pair of common parameters.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Candidate {
    /// Network strength lambda / mu.
    pub strength: f64,
    /// Length of the ramp, months.
    pub ramp: usize,
    /// Root mean square over all fitted observations of all flows, percentage points.
    pub fitted: f64,
    /// The same over withheld observations. It is reported, never used to choose.
    pub withheld: f64,
}

/// A fit to several flows (grade C).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SettlementFit {
    /// Network strength lambda / mu that fits best.
    pub strength: f64,
    /// Length of the ramp that fits best, months.
    pub ramp: usize,
    /// By flow.
    pub flows: Vec<FlowFit>,
    /// Everything tried.
    pub candidates: Vec<Candidate>,
}

/// Shares month by month under given parameters: `months + 1` rows, the base first, each in the
/// order of the base's currencies.
///
/// # Errors
/// An unknown currency, parameters out of range, or no convergence.
pub fn simulate(
    base: &Shares,
    parameters: &FlowParameters,
    strength: f64,
    ramp: usize,
    first_month: usize,
    months: usize,
) -> Result<Vec<Vec<f64>>> {
    within("the renewal rate", parameters.renewal, |rate| (0.0..=1.0).contains(&rate), "0 to 1")?;
    within("the network strength", strength, |value| (0.0..2.0).contains(&value), "from 0 to below 2")?;
    within("the length of the ramp", ramp as f64, |length| length >= 1.0, "at least 1")?;
    let start: Vec<f64> = base.iter().map(|(_, share)| share).collect();
    within("the smallest base share", start.iter().copied().fold(1.0, f64::min), |share| share > 0.0, "above zero")?;
    let mut relief = vec![0.0; start.len()];
    for (name, change) in &parameters.cost_changes {
        within(&format!("the change in cost of {name}"), *change, f64::is_finite, "a finite number")?;
        relief[position(base.names(), name)?] = -change;
    }
    let mut chosen = start.clone();
    let mut shares = start.clone();
    let mut rows = vec![start.clone()];
    for month in 1..=months {
        let done = ((month + 1).saturating_sub(first_month) as f64 / ramp as f64).min(1.0);
        let own = start.iter().zip(&relief).map(|(s, relief)| s.ln() - strength * s + done * relief);
        settle(&own.collect::<Vec<f64>>(), strength, &mut chosen)?;
        shares.iter_mut().zip(&chosen).for_each(|(share, new)| *share += parameters.renewal * (new - *share));
        rows.push(shares.clone());
    }
    Ok(rows)
}

/// Fits the design to the flows.
///
/// # Errors
/// Too few observations, names or numbers out of range, or nothing to try.
pub fn fit(flows: &[ObservedFlow], design: &Design) -> Result<SettlementFit> {
    let parameters = design.shocked.len() + 1;
    for flow in flows {
        let found = flow.observations.iter().filter(|seen| seen.month < design.withheld_from).count();
        if found <= parameters {
            return Err(CurrencyError::TooFewObservations { what: flow.name.clone(), found, parameters });
        }
    }
    let mut candidates = Vec::new();
    let mut best: Option<(f64, f64, usize, Vec<FlowFit>)> = None;
    for &ramp in &design.ramps {
        for &strength in &design.strengths {
            let fits =
                flows.iter().map(|flow| fit_flow(flow, design, strength, ramp)).collect::<Result<Vec<FlowFit>>>()?;
            let fitted = pooled(&fits, |errors| errors.fitted);
            candidates.push(Candidate { strength, ramp, fitted, withheld: pooled(&fits, |errors| errors.withheld) });
            if best.as_ref().is_none_or(|(least, ..)| fitted < *least) {
                best = Some((fitted, strength, ramp, fits));
            }
        }
    }
    let tried = candidates.len();
    let Some((_, strength, ramp, flows)) = best else {
        within("the number of strengths and ramps", tried as f64, |count| count > 0.0, "at least one of each")?;
        return Err(CurrencyError::NotConverged { what: "the fit", residual: f64::NAN, iterations: 0 });
    };
    Ok(SettlementFit { strength, ramp, flows, candidates })
}

/// Root mean square over the `all` rows of several flows, weighted by their counts.
fn pooled(fits: &[FlowFit], pick: impl Fn(&CurrencyErrors) -> Option<Errors>) -> f64 {
    let totals = fits.iter().filter_map(|fit| fit.errors.last().and_then(&pick));
    let (squares, count) = totals.fold((0.0, 0), |(squares, count), errors| {
        (squares + errors.root_mean_square.powi(2) * errors.count as f64, count + errors.count)
    });
    (squares / count as f64).sqrt()
}

fn fit_flow(flow: &ObservedFlow, design: &Design, strength: f64, ramp: usize) -> Result<FlowFit> {
    let months = flow.observations.iter().map(|seen| seen.month).max().unwrap_or(0);
    let run =
        |parameters: &FlowParameters| simulate(&flow.base, parameters, strength, ramp, design.first_month, months);
    // The renewal rate is searched as its log odds, so that it stays between 0 and 1.
    let read = |point: &[f64]| FlowParameters {
        cost_changes: design.shocked.iter().cloned().zip(point.iter().copied()).collect(),
        renewal: point.last().map_or(0.0, |odds| 1.0 / (1.0 + (-odds).exp())),
    };
    run(&read(&vec![0.0; design.shocked.len() + 1]))?;
    let fitted: Vec<(usize, usize, f64)> = flow
        .observations
        .iter()
        .filter(|seen| seen.month < design.withheld_from)
        .map(|seen| Ok((seen.month, position(flow.base.names(), &seen.currency)?, seen.share)))
        .collect::<Result<_>>()?;
    let squares = |point: &[f64]| {
        if point[..design.shocked.len()].iter().any(|change| change.abs() > design.largest_change) {
            return f64::INFINITY;
        }
        run(&read(point)).map_or(f64::INFINITY, |rows| {
            fitted.iter().map(|(month, currency, share)| (rows[*month][*currency] - share).powi(2)).sum()
        })
    };
    // Slow and quick renewal may each have a minimum of their own.
    let starts = [-2.5, 0.0].map(|odds| {
        let mut start = vec![0.0; design.shocked.len()];
        start.push(odds);
        start
    });
    let steps = vec![0.7; design.shocked.len() + 1];
    let minimum = starts
        .iter()
        .map(|start| minimise(start, &steps, 1500, squares))
        .min_by(|one, other| one.value.total_cmp(&other.value));
    let parameters = read(&minimum.map(|minimum| minimum.point).unwrap_or_default());
    let rows = run(&parameters)?;
    Ok(FlowFit { name: flow.name.clone(), errors: errors(flow, design, &rows)?, parameters })
}

/// Errors by currency and over all, fitted, withheld and of the naive forecast.
fn errors(flow: &ObservedFlow, design: &Design, rows: &[Vec<f64>]) -> Result<Vec<CurrencyErrors>> {
    let (mut all_fitted, mut all_withheld, mut all_naive) = (Vec::new(), Vec::new(), Vec::new());
    let mut by_currency = Vec::new();
    for (index, (name, base)) in flow.base.iter().enumerate() {
        let mut seen: Vec<&Observation> = flow.observations.iter().filter(|seen| seen.currency == name).collect();
        seen.sort_by_key(|seen| seen.month);
        let (before, after): (Vec<_>, Vec<_>) = seen.into_iter().partition(|seen| seen.month < design.withheld_from);
        let carried = before.last().map_or(base, |last| last.share);
        let misses = |part: &[&Observation]| part.iter().map(|seen| rows[seen.month][index] - seen.share).collect();
        let (fitted, withheld): (Vec<f64>, Vec<f64>) = (misses(&before), misses(&after));
        let naive: Vec<f64> = after.iter().map(|seen| carried - seen.share).collect();
        by_currency.push(CurrencyErrors {
            currency: name.to_owned(),
            fitted: root_mean_square(&fitted),
            withheld: root_mean_square(&withheld),
            naive: root_mean_square(&naive),
        });
        all_fitted.extend(fitted);
        all_withheld.extend(withheld);
        all_naive.extend(naive);
    }
    by_currency.push(CurrencyErrors {
        currency: "all".to_owned(),
        fitted: root_mean_square(&all_fitted),
        withheld: root_mean_square(&all_withheld),
        naive: root_mean_square(&all_naive),
    });
    Ok(by_currency)
}

fn root_mean_square(misses: &[f64]) -> Option<Errors> {
    let count = misses.len();
    let mean = misses.iter().map(|miss| (100.0 * miss).powi(2)).sum::<f64>() / count as f64;
    (count > 0).then(|| Errors { count, root_mean_square: mean.sqrt() })
}
