//! Screening by elementary effects (Morris 1991; the mean of their sizes: Campolongo, Cariboni and Saltelli 2007): which of
//! many inputs matter at all, from few evaluations.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use serde::{Deserialize, Serialize};

/// Levels of each input: the p of Morris, so that the grid is 0, 1/3, 2/3, 1.
pub const LEVELS: usize = 4;
/// Step between two points of a trajectory: `p / (2 (p - 1))`.
pub const STEP: f64 = LEVELS as f64 / (2.0 * (LEVELS as f64 - 1.0));

/// What moving one input by [`STEP`] does to the outcome, over all trajectories, per unit of the input's range.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ElementaryEffects {
    /// Mean, mu.
    pub mean: f64,
    /// Mean of the sizes, mu*: how much the input matters.
    pub mean_size: f64,
    /// Standard deviation, sigma: how far its effect depends on the others, or on itself.
    pub deviation: f64,
    /// From how many trajectories.
    pub count: usize,
}

/// The points of one trajectory: `inputs + 1` of them, each in [0, 1] an input, any two neighbours differing in one input.
/// They depend on the seed and the trajectory's number alone.
#[must_use]
pub fn trajectory(seed: u64, number: usize, inputs: usize) -> Vec<Vec<f64>> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    random.set_stream(number as u64);
    let mut below = |bound: usize| (random.next_u64() % bound.max(1) as u64) as usize;
    let base = |level: usize| level as f64 / (LEVELS - 1) as f64;
    // Each input starts at the lower or at the upper end of a step that stays within the grid.
    let start: Vec<(f64, bool)> = (0..inputs).map(|_| (base(below(LEVELS / 2)), below(2) == 1)).collect();
    let mut order: Vec<usize> = (0..inputs).collect();
    for place in (1..inputs).rev() {
        order.swap(place, below(place + 1));
    }
    let mut point: Vec<f64> = start.iter().map(|(low, down)| if *down { low + STEP } else { *low }).collect();
    let mut points = vec![point.clone()];
    for input in order {
        let (low, down) = start[input];
        point[input] = if down { low } else { low + STEP };
        points.push(point.clone());
    }
    points
}

/// Elementary effects of each input from trajectories and the outcomes of their points. A step with an outcome that is
/// missing (not a number) at one of its ends is left out.
#[must_use]
pub fn elementary_effects(trajectories: &[(Vec<Vec<f64>>, Vec<f64>)], inputs: usize) -> Vec<ElementaryEffects> {
    let mut effects: Vec<Vec<f64>> = vec![Vec::new(); inputs];
    for (points, outcomes) in trajectories {
        for (points, outcomes) in points.windows(2).zip(outcomes.windows(2)) {
            let ([from, to], [before, after]) = (points, outcomes) else { continue };
            let moved = from.iter().zip(to).position(|(one, other)| one != other);
            let Some((input, effects)) = moved.and_then(|input| Some((input, effects.get_mut(input)?))) else {
                continue;
            };
            let effect = (after - before) / (to[input] - from[input]);
            if effect.is_finite() {
                effects.push(effect);
            }
        }
    }
    effects.iter().map(|effects| ElementaryEffects::of(effects)).collect()
}

impl ElementaryEffects {
    fn of(effects: &[f64]) -> Self {
        let count = effects.len() as f64;
        let mean = effects.iter().sum::<f64>() / count;
        let squares = effects.iter().map(|effect| (effect - mean).powi(2)).sum::<f64>();
        Self {
            mean,
            mean_size: effects.iter().map(|effect| effect.abs()).sum::<f64>() / count,
            deviation: (squares / (count - 1.0)).sqrt(),
            count: effects.len(),
        }
    }
}
