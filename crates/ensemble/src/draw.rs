//! Random numbers of one draw.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rand_distr::{ChiSquared, Distribution, StandardNormal};

/// The random numbers of a draw. They depend on the seed and the draw's number alone.
pub struct Random(ChaCha8Rng);

impl Random {
    /// Of the draw with a number.
    #[must_use]
    pub fn of(seed: u64, number: usize) -> Self {
        let mut generator = ChaCha8Rng::seed_from_u64(seed);
        generator.set_stream(number as u64);
        Self(generator)
    }

    /// A standard normal number.
    pub fn normal(&mut self) -> f64 {
        StandardNormal.sample(&mut self.0)
    }

    /// Two standard normal numbers with a correlation between -1 and 1.
    pub fn correlated_normals(&mut self, correlation: f64) -> [f64; 2] {
        let [one, other] = [self.normal(), self.normal()];
        [one, correlation * one + (1.0 - correlation * correlation).max(0.0).sqrt() * other]
    }

    /// A chi-squared number over its degrees of freedom; 1 where these are not positive.
    pub fn chi_squared_over(&mut self, degrees: f64) -> f64 {
        ChiSquared::new(degrees).map_or(1.0, |chi| chi.sample(&mut self.0) / degrees)
    }
}
