//! The search for the model that makes a series most likely.
//!
//! Start number k is the same however many starts there are, so that more starts never find a lower likelihood.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use super::Model;
use crate::{HistoryError, Result};

/// Starts of a fit.
pub const STARTS: usize = 100;

/// A start has reached the best maximum if its log-likelihood is at most this much below.
pub const REACHED: f64 = 1e-4;

/// A regime's standard deviation is at least this part of the series'. Without such a bound the likelihood is
/// unbounded: a state fitted to a single observation makes it arbitrarily large.
pub const LEAST_SPREAD: f64 = 0.05;

/// Most iterations of one fit, and the gain of log-likelihood below which it ends.
const MOST_ROUNDS: usize = 2000;
const LEAST_GAIN: f64 = 1e-9;

/// Probabilities of staying in a state with which the starts from the sorted values begin.
const STAYS: [f64; 3] = [0.6, 0.8, 0.95];

/// The seed of the drawn starts; each start has a stream of its own.
const SEED: u64 = 0x5245_4749_4d45;

/// The log-likelihood after each iteration of a fit, and its last model.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// The fitted model, states ordered by their means.
    pub model: Model,
    /// Log-likelihood after each iteration; it never falls.
    pub log_likelihoods: Vec<f64>,
    /// `-2 ln L + p ln n` with p free parameters; lower is better.
    pub criterion: f64,
    /// From how many places the fit was begun.
    pub starts: usize,
    /// How many of them ended within [`REACHED`] of the largest log-likelihood.
    pub reached: usize,
}

impl Fit {
    /// Log-likelihood of the fitted model.
    #[must_use]
    pub fn log_likelihood(&self) -> f64 {
        self.log_likelihoods.last().copied().unwrap_or(f64::NEG_INFINITY)
    }
}

/// Fits a model with a number of states, best of [`STARTS`] starts; of one where there is one state only.
///
/// # Errors
/// Fewer than four observations a state, or a series that does not vary.
pub fn fit(values: &[f64], states: usize) -> Result<Fit> {
    fit_from_starts(values, states, if states == 1 { 1 } else { STARTS })
}

/// Fits a model with a number of states, best of some starts; the same starts always give the same model.
///
/// The first three cut the sorted values into as many parts as states, with probabilities of staying of 0.6, 0.8 and
/// 0.95. The others are drawn, by turns from stretches of years and from single observations.
///
/// # Errors
/// Fewer than four observations a state, no start, or a series that does not vary.
pub fn fit_from_starts(values: &[f64], states: usize, starts: usize) -> Result<Fit> {
    let least_values = 4 * states;
    if states == 0 || values.len() < least_values {
        let (what, least) = ("a fit of regimes", least_values.max(4));
        return Err(HistoryError::TooShort { what, least, found: values.len() });
    }
    let spread = deviation(values);
    if spread <= 0.0 {
        return Err(HistoryError::Parameter { what: "the spread of the series", value: spread, expected: "above 0" });
    }
    let fits: Vec<Fit> =
        (0..starts).map(|number| climb(values, start(values, states, spread, number), spread)).collect();
    let largest = fits.iter().map(Fit::log_likelihood).fold(f64::NEG_INFINITY, f64::max);
    let reached = fits.iter().filter(|fit| fit.log_likelihood() >= largest - REACHED).count();
    let best = fits.into_iter().max_by(|left, right| left.log_likelihood().total_cmp(&right.log_likelihood()));
    let none = HistoryError::Parameter { what: "the number of starts", value: 0.0, expected: "at least 1" };
    best.map(|best| Fit { starts, reached, ..best }).ok_or(none)
}

fn deviation(values: &[f64]) -> f64 {
    let mean = mean(values);
    (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / values.len() as f64).sqrt()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Where the fit begins for the start with this number.
fn start(values: &[f64], states: usize, spread: f64, number: usize) -> Model {
    if let Some(stay) = STAYS.get(number) {
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        let ends: Vec<usize> = (1..states).map(|state| state * sorted.len() / states).collect();
        return model_of(&parts(&sorted, &ends), *stay, spread);
    }
    let mut draws = Draws::of_start(number);
    let stay = 0.3 + 0.69 * draws.unit();
    if number.is_multiple_of(2) {
        let ends = draws.distinct(1, values.len(), states - 1);
        return model_of(&parts(values, &ends), stay, spread);
    }
    let places = draws.distinct(0, values.len(), states);
    let deviation = (0..states).map(|_| spread * (LEAST_SPREAD + (1.0 - LEAST_SPREAD) * draws.unit())).collect();
    let mean = places.iter().filter_map(|place| values.get(*place).copied()).collect();
    begun(mean, deviation, stay)
}

/// A series cut before these places.
fn parts<'a>(values: &'a [f64], ends: &[usize]) -> Vec<&'a [f64]> {
    let bounds: Vec<usize> = [0].into_iter().chain(ends.iter().copied()).chain([values.len()]).collect();
    bounds.windows(2).filter_map(|pair| values.get(pair[0]..pair[1])).collect()
}

/// A state for each part, with its mean and spread.
fn model_of(parts: &[&[f64]], stay: f64, spread: f64) -> Model {
    let spreads = parts.iter().map(|part| deviation(part).max(LEAST_SPREAD * spread)).collect();
    begun(parts.iter().map(|part| mean(part)).collect(), spreads, stay)
}

/// States that are left for any other with the same probability, the first year's being unknown.
fn begun(mean: Vec<f64>, deviation: Vec<f64>, stay: f64) -> Model {
    let states = mean.len();
    let leave = (1.0 - stay) / states.saturating_sub(1).max(1) as f64;
    let chance = |from: usize, to: usize| match (states, from == to) {
        (1, _) => 1.0,
        (_, true) => stay,
        (_, false) => leave,
    };
    let transition = (0..states).map(|from| (0..states).map(|to| chance(from, to)).collect()).collect();
    Model { start: vec![1.0 / states as f64; states], transition, mean, deviation }
}

/// Random numbers of one start.
struct Draws(ChaCha8Rng);

impl Draws {
    fn of_start(number: usize) -> Self {
        let mut random = ChaCha8Rng::seed_from_u64(SEED);
        random.set_stream(number as u64);
        Self(random)
    }

    /// From 0 to below 1.
    fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Different whole numbers from `low` to below `high`, ascending; `count` is at most their number.
    fn distinct(&mut self, low: usize, high: usize, count: usize) -> Vec<usize> {
        let mut pool: Vec<usize> = (low..high).collect();
        let mut drawn: Vec<usize> = (0..count.min(pool.len()))
            .map(|_| {
                let place = (self.unit() * pool.len() as f64) as usize;
                pool.swap_remove(place.min(pool.len() - 1))
            })
            .collect();
        drawn.sort_unstable();
        drawn
    }
}

/// Baum-Welch (expectation maximisation) iterations from one start to a local maximum.
fn climb(values: &[f64], mut model: Model, spread: f64) -> Fit {
    let mut smoothed = model.smooth(values);
    let mut log_likelihoods = vec![smoothed.log_likelihood];
    for _ in 0..MOST_ROUNDS {
        let next = model.improved(values, &smoothed, LEAST_SPREAD * spread);
        let after = next.smooth(values);
        let gain = after.log_likelihood - smoothed.log_likelihood;
        (model, smoothed) = (next, after);
        log_likelihoods.push(smoothed.log_likelihood);
        if gain < LEAST_GAIN {
            break;
        }
    }
    let states = model.states();
    let parameters = states * states + 2 * states - 1;
    let criterion = -2.0 * smoothed.log_likelihood + parameters as f64 * (values.len() as f64).ln();
    Fit { model: ordered(&model), log_likelihoods, criterion, starts: 1, reached: 1 }
}

/// The same model with its states in the order of their means.
fn ordered(model: &Model) -> Model {
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
