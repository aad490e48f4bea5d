//! Regimes of a series: a hidden Markov model with Gaussian observations (Hamilton 1989; Rabiner 1989).
//!
//! The state of a year depends on that of the observed year before. Filtering and smoothing are the scaled forward and
//! backward recursions, the most likely path is Viterbi's, and the fit is by Baum and Welch. It climbs to a
//! local maximum of the likelihood, which has many, so it is repeated from [`STARTS`] starting values and the best is kept.

mod model;
mod search;

use serde::{Deserialize, Serialize};

use crate::{HistoryError, Observation, Result, values};

pub use model::{Model, Smoothed};
pub use search::{Fit, LEAST_SPREAD, REACHED, STARTS, fit, fit_from_starts};

/// A stretch of years in one regime.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Spell {
    /// First observed year.
    pub from: u16,
    /// Last observed year.
    pub to: u16,
    /// Mean of the regime.
    pub mean: f64,
    /// Mean probability of the regime in these years.
    pub probability: f64,
}

/// Regimes of a series.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Regimes {
    /// Number of regimes, chosen among one to three by the Bayesian criterion.
    pub states: usize,
    /// Spells, ascending.
    pub spells: Vec<Spell>,
    /// The best fit with one, two and three regimes, as many as the series is long enough for.
    pub fits: Vec<Search>,
}

impl Regimes {
    /// The search behind the regimes shown.
    #[must_use]
    pub fn chosen(&self) -> Option<&Search> {
        self.fits.iter().find(|fit| fit.states == self.states)
    }
}

/// What the search for the best fit with a number of regimes came to.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Search {
    /// Number of regimes.
    pub states: usize,
    /// Largest log-likelihood found.
    pub log_likelihood: f64,
    /// Bayesian criterion; lower is better.
    pub criterion: f64,
    /// From how many places the fit was begun.
    pub starts: usize,
    /// How many of them ended within [`REACHED`] of that log-likelihood.
    pub reached: usize,
}

/// Most regimes that are tried.
const MOST_STATES: usize = 3;

/// Regimes of a series of observed years.
///
/// # Errors
/// Years that do not ascend, values that are no numbers, or too few of them.
pub fn find(series: &[Observation]) -> Result<Regimes> {
    let values = values(series)?;
    let fits: Vec<Fit> = (1..=MOST_STATES).map_while(|states| fit(&values, states).ok()).collect();
    let searches = fits.iter().map(|fit| Search {
        states: fit.model.states(),
        log_likelihood: fit.log_likelihood(),
        criterion: fit.criterion,
        starts: fit.starts,
        reached: fit.reached,
    });
    let searches = searches.collect();
    let best = fits.into_iter().min_by(|left, right| left.criterion.total_cmp(&right.criterion));
    let Some(best) = best else {
        return Err(HistoryError::TooShort { what: "a fit of regimes", least: 4, found: values.len() });
    };
    Ok(Regimes { states: best.model.states(), spells: spells(&best.model, series, &values), fits: searches })
}

/// Stretches of years in which the most likely path stays in one regime.
fn spells(model: &Model, series: &[Observation], values: &[f64]) -> Vec<Spell> {
    let (path, smoothed) = (model.path(values), model.smooth(values));
    let years: Vec<(usize, u16, f64)> = path
        .iter()
        .zip(series)
        .zip(&smoothed.probability)
        .map(|((state, observation), probability)| (*state, observation.year, probability[*state]))
        .collect();
    years
        .chunk_by(|left, right| left.0 == right.0)
        .filter_map(|spell| {
            let ((state, from, _), (_, to, _)) = (*spell.first()?, *spell.last()?);
            let probability = spell.iter().map(|year| year.2).sum::<f64>() / spell.len() as f64;
            Some(Spell { from, to, mean: *model.mean.get(state)?, probability })
        })
        .collect()
}
