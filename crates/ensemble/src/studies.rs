//! What a further study would find, from what several studies found: a prediction interval under random effects.
//!
//! Each published study gives parameters (such as trade elasticities by sector), and so an outcome. The studies are taken
//! as draws from a normal population with unknown mean and variance. With m of them, mean x̄ and deviations
//! `d_j = x_j - x̄`, the outcome of one more study is
//!
//! `x = x̄ + sqrt((1 + 1/m) / (m - 1)) sum_j z_j d_j / sqrt(q)`,
//!
//! z standard normal and q a chi-squared number with m - 1 degrees of freedom over these: Student's t with m - 1 degrees
//! of freedom, for a vector of outcomes its multivariate form (Higgins, Thompson and Spiegelhalter 2009, section 4, without
//! the studies' own errors of sampling, which most do not publish by sector). With few studies it is wide, as it should be.

use crate::draw::Random;

/// Fewest studies from which anything is predicted.
pub const FEWEST: usize = 3;
/// Most studies.
pub const MOST: usize = 8;

/// Outcomes of several studies, a vector each.
#[derive(Debug, Clone, PartialEq)]
pub struct Studies {
    mean: Vec<f64>,
    deviations: Vec<Vec<f64>>,
}

/// What one more study is made of: a weight on each study's deviation from the mean.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights([f64; MOST]);

impl Studies {
    /// Of outcomes, one vector of the same length a study; `None` of fewer than [`FEWEST`] or more than [`MOST`], of vectors of different
    /// lengths, or where a number is not finite.
    #[must_use]
    pub fn of(outcomes: &[Vec<f64>]) -> Option<Self> {
        let length = outcomes.first()?.len();
        let whole = outcomes.iter().all(|one| one.len() == length && one.iter().all(|value| value.is_finite()));
        if !(FEWEST..=MOST).contains(&outcomes.len()) || !whole {
            return None;
        }
        let count = outcomes.len() as f64;
        let first = outcomes.first()?;
        // Where all studies agree nothing varies, not even by the rounding of a mean.
        let mean_at = |place: usize| match outcomes.iter().all(|one| one[place] == first[place]) {
            true => first[place],
            false => outcomes.iter().map(|one| one[place]).sum::<f64>() / count,
        };
        let mean: Vec<f64> = (0..length).map(mean_at).collect();
        let deviations =
            outcomes.iter().map(|one| one.iter().zip(&mean).map(|(value, mean)| value - mean).collect()).collect();
        Some(Self { mean, deviations })
    }

    /// An outcome that does not vary: the elasticities are given, and no study counts.
    #[must_use]
    pub fn none(outcome: Vec<f64>) -> Self {
        Self { mean: outcome, deviations: Vec::new() }
    }

    /// Number of studies.
    #[must_use]
    pub fn count(&self) -> usize {
        self.deviations.len()
    }

    /// Mean outcome.
    #[must_use]
    pub fn mean(&self) -> &[f64] {
        &self.mean
    }

    /// Outcome of one more study.
    #[must_use]
    pub fn at(&self, weights: &Weights) -> Vec<f64> {
        let mut outcome = self.mean.clone();
        self.at_into(weights, &mut outcome);
        outcome
    }

    /// The same into a vector of the outcome's length, for many draws.
    pub fn at_into(&self, weights: &Weights, outcome: &mut [f64]) {
        outcome.copy_from_slice(&self.mean);
        for (weight, deviation) in weights.0.iter().zip(&self.deviations) {
            for (value, part) in outcome.iter_mut().zip(deviation) {
                *value += weight * part;
            }
        }
    }

    /// Variance of one more study's outcome by place; infinite with three studies or fewer, none where the outcome is given.
    #[must_use]
    pub fn variance(&self, place: usize) -> f64 {
        if self.deviations.is_empty() {
            return 0.0;
        }
        let (count, degrees) = (self.count() as f64, self.count() as f64 - 1.0);
        let squares: f64 = self.deviations.iter().filter_map(|one| one.get(place)).map(|part| part * part).sum();
        let spread = if degrees > 2.0 { degrees / (degrees - 2.0) } else { f64::INFINITY };
        squares / degrees * (1.0 + 1.0 / count) * spread
    }
}

impl Weights {
    /// Of the next draw, for a number of studies, at most [`MOST`].
    #[must_use]
    pub fn draw(random: &mut Random, studies: usize) -> Self {
        if studies < 2 {
            return Self([0.0; MOST]);
        }
        let count = studies as f64;
        let mut weights = [0.0; MOST];
        weights.iter_mut().take(studies).for_each(|weight| *weight = random.normal());
        let chi = random.chi_squared_over(count - 1.0);
        let scale = ((1.0 + 1.0 / count) / (count - 1.0) / chi).sqrt();
        Self(weights.map(|weight| scale * weight))
    }
}
