//! Normal noise that is the same on every run.

/// Steele, Lea and Flood's SplitMix64 generator: small, seeded, and good enough for noise.
pub struct Noise {
    state: u64,
}

impl Noise {
    /// A generator that depends on its seed only.
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A uniform number above 0 and up to 1.
    fn uniform(&mut self) -> f64 {
        ((self.next() >> 11) + 1) as f64 / (1u64 << 53) as f64
    }

    /// A factor whose logarithm is normal with the given standard deviation (Box and
    /// Muller's transformation; its second number is not used).
    pub fn factor(&mut self, deviation: f64) -> f64 {
        let radius = (-2.0 * self.uniform().ln()).sqrt();
        let angle = std::f64::consts::TAU * self.uniform();
        (deviation * radius * angle.cos()).exp()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_repeats_and_has_the_deviation_asked_for() {
        let logarithms = |seed| {
            let mut noise = Noise::new(seed);
            (0..20_000).map(|_| noise.factor(0.2).ln()).collect::<Vec<f64>>()
        };
        let (one, again) = (logarithms(7), logarithms(7));
        assert_eq!(one, again);
        assert_ne!(one, logarithms(8));
        let mean = one.iter().sum::<f64>() / 20_000.0;
        let variance = one.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / 20_000.0;
        assert!(mean.abs() < 0.006, "{mean}");
        assert!((variance.sqrt() - 0.2).abs() < 0.004, "{variance}");
    }
}
