//! Regimes of a series: a hidden Markov model with Gaussian observations (Hamilton 1989; Rabiner 1989).
//!
//! The state of a year depends on that of the observed year before. Filtering and smoothing are the scaled forward and
//! backward recursions, the most likely path is Viterbi's, and the fit is Baum and Welch's from several starts that
//! depend on nothing but the data.

use serde::Serialize;

use crate::{HistoryError, Observation, Result, values};

/// Rounds of the fit at most, and the gain of log-likelihood that ends it.
const MOST_ROUNDS: usize = 500;
const LEAST_GAIN: f64 = 1e-9;

/// A regime's standard deviation is at least this part of the series', or the likelihood has no bound.
const LEAST_SPREAD: f64 = 0.05;

/// A model with `K` states.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// Probability of each state in the first year.
    pub start: Vec<f64>,
    /// `transition[i][j]`: probability of j after i.
    pub transition: Vec<Vec<f64>>,
    /// Mean of each state.
    pub mean: Vec<f64>,
    /// Standard deviation of each state.
    pub deviation: Vec<f64>,
}

/// What the observations say of the states.
#[derive(Debug, Clone, PartialEq)]
pub struct Smoothed {
    /// Log-likelihood of the observations.
    pub log_likelihood: f64,
    /// Probability of each state in each year, given all years: `[year][state]`.
    pub probability: Vec<Vec<f64>>,
    /// Expected number of moves from one state to another, over all years.
    moves: Vec<Vec<f64>>,
}

impl Model {
    fn states(&self) -> usize {
        self.mean.len()
    }

    /// Log density of a value in a state.
    fn log_density(&self, state: usize, value: f64) -> f64 {
        let deviation = self.deviation[state];
        let distance = (value - self.mean[state]) / deviation;
        -0.5 * distance * distance - deviation.ln() - 0.5 * (2.0 * std::f64::consts::PI).ln()
    }

    /// Densities of a value in every state, divided by the largest, and the logarithm of that.
    fn densities(&self, value: f64) -> (Vec<f64>, f64) {
        let logs: Vec<f64> = (0..self.states()).map(|state| self.log_density(state, value)).collect();
        let largest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        (logs.iter().map(|log| (log - largest).exp()).collect(), largest)
    }

    /// Forward and backward recursions over all observations.
    #[must_use]
    pub fn smooth(&self, values: &[f64]) -> Smoothed {
        let states = self.states();
        let densities: Vec<(Vec<f64>, f64)> = values.iter().map(|value| self.densities(*value)).collect();
        let mut forward: Vec<Vec<f64>> = Vec::with_capacity(values.len());
        let mut scales = Vec::with_capacity(values.len());
        let mut log_likelihood = 0.0;
        for (density, largest) in &densities {
            let ahead: Vec<f64> = match forward.last() {
                None => self.start.clone(),
                Some(last) => (0..states)
                    .map(|to| last.iter().zip(&self.transition).map(|(from, row)| from * row[to]).sum())
                    .collect(),
            };
            let joint: Vec<f64> = ahead.iter().zip(density).map(|(ahead, density)| ahead * density).collect();
            let scale = joint.iter().sum::<f64>().max(f64::MIN_POSITIVE);
            log_likelihood += scale.ln() + largest;
            forward.push(joint.iter().map(|joint| joint / scale).collect());
            scales.push(scale);
        }
        let mut probability = forward.clone();
        let mut moves = vec![vec![0.0; states]; states];
        let mut behind = vec![1.0; states];
        for place in (1..values.len()).rev() {
            let weighted: Vec<f64> = behind
                .iter()
                .zip(&densities[place].0)
                .map(|(behind, density)| behind * density / scales[place])
                .collect();
            for (from, row) in self.transition.iter().enumerate() {
                for (to, share) in row.iter().enumerate() {
                    moves[from][to] += forward[place - 1][from] * share * weighted[to];
                }
            }
            behind = self
                .transition
                .iter()
                .map(|row| row.iter().zip(&weighted).map(|(share, next)| share * next).sum())
                .collect();
            for (probability, behind) in probability[place - 1].iter_mut().zip(&behind) {
                *probability *= behind;
            }
        }
        Smoothed { log_likelihood, probability, moves }
    }

    /// The single most likely path of states (Viterbi).
    #[must_use]
    pub fn path(&self, values: &[f64]) -> Vec<usize> {
        let states = self.states();
        let mut best: Vec<f64> = Vec::new();
        let mut from: Vec<Vec<usize>> = Vec::new();
        for value in values {
            let (next, came) = (0..states)
                .map(|state| {
                    let (ahead, came) = match best.is_empty() {
                        true => (self.start[state].ln(), state),
                        false => best
                            .iter()
                            .enumerate()
                            .map(|(before, score)| (score + self.transition[before][state].ln(), before))
                            .max_by(|left, right| left.0.total_cmp(&right.0))
                            .unwrap_or((f64::NEG_INFINITY, state)),
                    };
                    (ahead + self.log_density(state, *value), came)
                })
                .unzip();
            best = next;
            from.push(came);
        }
        let last = (0..states).max_by(|left, right| best[*left].total_cmp(&best[*right]));
        let Some(mut state) = last.filter(|_| !values.is_empty()) else { return Vec::new() };
        let mut path = vec![state];
        for came in from[1..].iter().rev() {
            state = came[state];
            path.push(state);
        }
        path.reverse();
        path
    }

    /// One round of Baum and Welch.
    fn improved(&self, values: &[f64], smoothed: &Smoothed, least: f64) -> Self {
        let states = self.states();
        let weight: Vec<f64> =
            (0..states).map(|state| smoothed.probability.iter().map(|row| row[state]).sum::<f64>()).collect();
        let average = |state: usize, of: &dyn Fn(f64) -> f64| {
            let sum: f64 = values.iter().zip(&smoothed.probability).map(|(value, row)| row[state] * of(*value)).sum();
            sum / weight[state].max(f64::MIN_POSITIVE)
        };
        let mean: Vec<f64> = (0..states).map(|state| average(state, &|value| value)).collect();
        let deviation =
            (0..states).map(|state| average(state, &|value| (value - mean[state]).powi(2)).sqrt().max(least)).collect();
        let normal = |row: &[f64]| {
            let sum: f64 = row.iter().sum();
            if sum > 0.0 { row.iter().map(|value| value / sum).collect() } else { vec![1.0 / states as f64; states] }
        };
        Self {
            start: normal(smoothed.probability.first().map_or(&[], Vec::as_slice)),
            transition: smoothed.moves.iter().map(|row| normal(row)).collect(),
            mean,
            deviation,
        }
    }
}

/// Log-likelihoods of the rounds of a fit, and its last model.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// The fitted model, states ordered by their means.
    pub model: Model,
    /// Log-likelihood before every round; it never falls.
    pub log_likelihoods: Vec<f64>,
    /// `-2 ln L + p ln n` with p free parameters; lower is better.
    pub criterion: f64,
}

/// Fits a model with a number of states, best of several starts.
///
/// Starts cut the sorted values into as many parts as states, with probabilities of staying from 0.6 to 0.95.
pub fn fit(values: &[f64], states: usize) -> Result<Fit> {
    let least_values = 4 * states;
    if states == 0 || values.len() < least_values {
        return Err(HistoryError::TooShort {
            what: "a fit of regimes",
            least: least_values.max(4),
            found: values.len(),
        });
    }
    let spread = deviation(values);
    if spread <= 0.0 {
        return Err(HistoryError::Parameter { what: "the spread of the series", value: spread, expected: "above 0" });
    }
    let fits = [0.6, 0.8, 0.95].into_iter().map(|stay| fit_from(values, start(values, states, stay, spread), spread));
    fits.max_by(|left, right| likelihood(left).total_cmp(&likelihood(right))).ok_or(HistoryError::TooShort {
        what: "a fit of regimes",
        least: least_values,
        found: values.len(),
    })
}

fn likelihood(fit: &Fit) -> f64 {
    fit.log_likelihoods.last().copied().unwrap_or(f64::NEG_INFINITY)
}

fn deviation(values: &[f64]) -> f64 {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / values.len() as f64).sqrt()
}

fn start(values: &[f64], states: usize, stay: f64, spread: f64) -> Model {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let parts: Vec<&[f64]> =
        (0..states).map(|state| &sorted[state * sorted.len() / states..(state + 1) * sorted.len() / states]).collect();
    let leave = if states > 1 { (1.0 - stay) / (states - 1) as f64 } else { 0.0 };
    let row = |from: usize| {
        (0..states)
            .map(|to| {
                if states == 1 {
                    1.0
                } else if to == from {
                    stay
                } else {
                    leave
                }
            })
            .collect()
    };
    Model {
        start: vec![1.0 / states as f64; states],
        transition: (0..states).map(row).collect(),
        mean: parts.iter().map(|part| part.iter().sum::<f64>() / part.len() as f64).collect(),
        deviation: parts.iter().map(|part| deviation(part).max(LEAST_SPREAD * spread)).collect(),
    }
}

fn fit_from(values: &[f64], mut model: Model, spread: f64) -> Fit {
    let mut log_likelihoods = Vec::new();
    for _ in 0..MOST_ROUNDS {
        let smoothed = model.smooth(values);
        let gain = log_likelihoods.last().map_or(f64::INFINITY, |last| smoothed.log_likelihood - last);
        log_likelihoods.push(smoothed.log_likelihood);
        if gain < LEAST_GAIN {
            break;
        }
        model = model.improved(values, &smoothed, LEAST_SPREAD * spread);
    }
    let states = model.states();
    let parameters = states * states + 2 * states - 1;
    let last = log_likelihoods.last().copied().unwrap_or(f64::NEG_INFINITY);
    let criterion = -2.0 * last + parameters as f64 * (values.len() as f64).ln();
    Fit { model: ordered(model), log_likelihoods, criterion }
}

/// The same model with its states in the order of their means.
fn ordered(model: Model) -> Model {
    let mut order: Vec<usize> = (0..model.states()).collect();
    order.sort_by(|left, right| model.mean[*left].total_cmp(&model.mean[*right]));
    let pick = |row: &[f64]| order.iter().map(|state| row[*state]).collect::<Vec<_>>();
    Model {
        start: pick(&model.start),
        transition: order.iter().map(|from| pick(&model.transition[*from])).collect(),
        mean: pick(&model.mean),
        deviation: pick(&model.deviation),
    }
}

/// A stretch of years in one regime.
#[derive(Debug, Clone, PartialEq, Serialize)]
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
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Regimes {
    /// Number of regimes, chosen among one to three by the Bayesian criterion.
    pub states: usize,
    /// Spells, ascending.
    pub spells: Vec<Spell>,
    /// The criterion for one, two and three regimes, as many as fit.
    pub criteria: Vec<f64>,
}

/// Most regimes that are tried.
const MOST_STATES: usize = 3;

/// Regimes of a series of observed years.
pub fn find(series: &[Observation]) -> Result<Regimes> {
    let values = values(series)?;
    let fits: Vec<Fit> = (1..=MOST_STATES).map_while(|states| fit(&values, states).ok()).collect();
    let criteria = fits.iter().map(|fit| fit.criterion).collect();
    let best = fits.into_iter().min_by(|left, right| left.criterion.total_cmp(&right.criterion));
    let Some(best) = best else {
        return Err(HistoryError::TooShort { what: "a fit of regimes", least: 4, found: values.len() });
    };
    let (path, smoothed) = (best.model.path(&values), best.model.smooth(&values));
    let years: Vec<(usize, &Observation, f64)> = path
        .iter()
        .zip(series)
        .zip(&smoothed.probability)
        .map(|((state, observation), probability)| (*state, observation, probability[*state]))
        .collect();
    let spells = years
        .chunk_by(|left, right| left.0 == right.0)
        .filter_map(|spell| {
            let (first, last) = (spell.first()?, spell.last()?);
            Some(Spell {
                from: first.1.year,
                to: last.1.year,
                mean: best.model.mean[first.0],
                probability: spell.iter().map(|year| year.2).sum::<f64>() / spell.len() as f64,
            })
        })
        .collect();
    Ok(Regimes { states: best.model.mean.len(), spells, criteria })
}
