//! A hidden Markov model with Gaussian observations: smoothing of a series, and one iteration of its fit.

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
    pub(super) moves: Vec<Vec<f64>>,
}

/// What the forward recursion leaves.
#[derive(Default)]
struct Filtered {
    /// Probability of each state, given the years up to and including this one.
    forward: Vec<Vec<f64>>,
    /// Density of each year given those before, over the largest among the states.
    scales: Vec<f64>,
    log_likelihood: f64,
}

impl Model {
    pub(super) fn states(&self) -> usize {
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
        let densities: Vec<(Vec<f64>, f64)> = values.iter().map(|value| self.densities(*value)).collect();
        let filtered = self.filter(&densities);
        let (probability, moves) = self.look_back(&densities, &filtered);
        Smoothed { log_likelihood: filtered.log_likelihood, probability, moves }
    }

    /// The scaled forward recursion.
    fn filter(&self, densities: &[(Vec<f64>, f64)]) -> Filtered {
        let mut filtered = Filtered { forward: Vec::with_capacity(densities.len()), ..Filtered::default() };
        for (density, largest) in densities {
            let ahead: Vec<f64> = match filtered.forward.last() {
                None => self.start.clone(),
                Some(last) => (0..self.states())
                    .map(|to| last.iter().zip(&self.transition).map(|(from, row)| from * row[to]).sum())
                    .collect(),
            };
            let joint: Vec<f64> = ahead.iter().zip(density).map(|(ahead, density)| ahead * density).collect();
            let scale = joint.iter().sum::<f64>().max(f64::MIN_POSITIVE);
            filtered.log_likelihood += scale.ln() + largest;
            filtered.forward.push(joint.iter().map(|joint| joint / scale).collect());
            filtered.scales.push(scale);
        }
        filtered
    }

    /// The backward recursion: smoothed probabilities, and expected moves between states.
    fn look_back(&self, densities: &[(Vec<f64>, f64)], filtered: &Filtered) -> (Vec<Vec<f64>>, Vec<Vec<f64>>) {
        let states = self.states();
        let mut probability = filtered.forward.clone();
        let mut moves = vec![vec![0.0; states]; states];
        let mut behind = vec![1.0; states];
        for place in (1..densities.len()).rev() {
            let scale = filtered.scales[place];
            let weighted: Vec<f64> =
                behind.iter().zip(&densities[place].0).map(|(behind, density)| behind * density / scale).collect();
            for (from, row) in self.transition.iter().enumerate() {
                for (to, share) in row.iter().enumerate() {
                    moves[from][to] += filtered.forward[place - 1][from] * share * weighted[to];
                }
            }
            let seen_from = |row: &Vec<f64>| row.iter().zip(&weighted).map(|(share, next)| share * next).sum();
            behind = self.transition.iter().map(seen_from).collect();
            for (probability, behind) in probability[place - 1].iter_mut().zip(&behind) {
                *probability *= behind;
            }
        }
        (probability, moves)
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

    /// One Baum-Welch iteration, with no standard deviation below `least`.
    pub(super) fn improved(&self, values: &[f64], smoothed: &Smoothed, least: f64) -> Self {
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
