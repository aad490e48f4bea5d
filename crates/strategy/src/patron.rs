//! A patron who supports one side of a war and gains from its dependence (model.md section 10, M9b).
//!
//! State: dependence D from 0 to 1; action: support a. In war the flow is `b D + m - c1 a - c2 a^2`, dependence grows by
//! `(g0 + g1 a)(1 - D)`, and the war ends with probability `h0 exp(-k a)`; in peace dependence decays. Utilities are not
//! identified by anything observed: the answer is for which parameters prolonging pays, never that somebody wants it.

use serde::Serialize;

use crate::{Result, StrategyError, not_negative, share, within};

/// Parameters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Patron {
    /// Worth of full dependence a period.
    pub dependence_worth: f64,
    /// Worth of the war itself a period, such as a rival's attention; may be below zero.
    pub diversion: f64,
    /// Cost of support, linear and quadratic.
    pub cost: [f64; 2],
    /// Growth of dependence in war, without and per unit of support.
    pub growth: [f64; 2],
    /// Decay of dependence in peace.
    pub decay: f64,
    /// Probability that the war ends in a period without support.
    pub hazard: f64,
    /// How strongly support lowers it.
    pub prolonging: f64,
    /// Weight of the next period.
    pub patience: f64,
}

/// Cells of the grid over dependence, and over support.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grid {
    /// Points of dependence from 0 to 1.
    pub states: usize,
    /// Points of support from 0 to the most.
    pub actions: usize,
}

impl Default for Grid {
    fn default() -> Self {
        Self { states: 401, actions: 41 }
    }
}

/// The programme solved on a grid.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Programme {
    /// Value of being at war, by point of dependence.
    pub value: Vec<f64>,
    /// Best support there.
    pub support: Vec<f64>,
    /// Gain from a slightly lower chance of peace, `-dV/dh`: above zero prolonging pays.
    pub prolongation: Vec<f64>,
}

/// Rounds of either iteration at most, and the change of values that ends them.
const MOST_ROUNDS: usize = 20_000;
const TOLERANCE: f64 = 1e-13;

impl Patron {
    fn check(&self) -> Result<()> {
        within("the worth of dependence", self.dependence_worth, true, "a number")?;
        within("the worth of the war", self.diversion, true, "a number")?;
        for value in self.cost {
            not_negative("the cost of support", value)?;
        }
        for value in self.growth {
            share("the growth of dependence", value)?;
        }
        share("the decay of dependence", self.decay)?;
        share("the hazard of peace", self.hazard)?;
        not_negative("how support prolongs", self.prolonging)?;
        within(
            "the weight of the next period",
            self.patience,
            (0.0..1.0).contains(&self.patience),
            "from 0 to below 1",
        )?;
        Ok(())
    }

    fn flow(&self, dependence: f64, support: f64) -> f64 {
        self.dependence_worth * dependence + self.diversion - self.cost[0] * support - self.cost[1] * support * support
    }

    fn next(&self, dependence: f64, support: f64) -> f64 {
        (dependence + (self.growth[0] + self.growth[1] * support) * (1.0 - dependence)).min(1.0)
    }

    fn ends(&self, support: f64) -> f64 {
        self.hazard * (-self.prolonging * support).exp()
    }

    /// Value of peace, `b D / (1 - beta (1 - decay))`.
    #[must_use]
    pub fn peace(&self, dependence: f64) -> f64 {
        self.dependence_worth * dependence / (1.0 - self.patience * (1.0 - self.decay))
    }

    fn worth(&self, value: &[f64], dependence: f64, support: f64) -> f64 {
        let (next, ends) = (self.next(dependence, support), self.ends(support));
        self.flow(dependence, support)
            + self.patience * ((1.0 - ends) * interpolated(value, next) + ends * self.peace(next))
    }

    /// Best support from 0 to `most_support` at every point, by value iteration.
    pub fn by_values(&self, grid: Grid, most_support: f64) -> Result<Programme> {
        let supports = self.supports(grid, most_support)?;
        let mut value = vec![0.0; grid.states];
        for _ in 0..MOST_ROUNDS {
            let next: Vec<f64> = (0..grid.states).map(|place| self.best(&value, grid, place, &supports).0).collect();
            let change = value.iter().zip(&next).map(|(old, new)| (new - old).abs()).fold(0.0, f64::max);
            value = next;
            if change <= TOLERANCE * value.iter().map(|value| value.abs()).fold(1.0, f64::max) {
                return Ok(self.finished(value, grid, &supports));
            }
        }
        Err(StrategyError::NotConverged { what: "the patron's programme", rounds: MOST_ROUNDS, change: f64::NAN })
    }

    /// The same by policy iteration: each policy is valued until its values stand still, then bettered.
    pub fn by_policies(&self, grid: Grid, most_support: f64) -> Result<Programme> {
        let supports = self.supports(grid, most_support)?;
        let mut policy = vec![0usize; grid.states];
        let mut value = vec![0.0; grid.states];
        for _ in 0..MOST_ROUNDS {
            value = self.valued(value, grid, &policy, &supports)?;
            let better: Vec<usize> =
                (0..grid.states).map(|place| self.best(&value, grid, place, &supports).1).collect();
            if better == policy {
                return Ok(self.finished(value, grid, &supports));
            }
            policy = better;
        }
        Err(StrategyError::NotConverged { what: "the patron's policies", rounds: MOST_ROUNDS, change: f64::NAN })
    }

    fn valued(&self, mut value: Vec<f64>, grid: Grid, policy: &[usize], supports: &[f64]) -> Result<Vec<f64>> {
        for _ in 0..MOST_ROUNDS {
            let next: Vec<f64> = policy
                .iter()
                .enumerate()
                .map(|(place, action)| self.worth(&value, point(grid, place), supports[*action]))
                .collect();
            let change = value.iter().zip(&next).map(|(old, new)| (new - old).abs()).fold(0.0, f64::max);
            value = next;
            if change <= TOLERANCE * value.iter().map(|value| value.abs()).fold(1.0, f64::max) {
                return Ok(value);
            }
        }
        Err(StrategyError::NotConverged { what: "the value of a policy", rounds: MOST_ROUNDS, change: f64::NAN })
    }

    fn supports(&self, grid: Grid, most: f64) -> Result<Vec<f64>> {
        self.check()?;
        not_negative("the most support", most)?;
        if grid.states < 2 || grid.actions < 1 {
            return Err(StrategyError::Shape {
                what: "points of the grid",
                found: grid.states.min(grid.actions),
                expected: 2,
            });
        }
        let steps = (grid.actions - 1).max(1) as f64;
        Ok((0..grid.actions).map(|place| most * place as f64 / steps).collect())
    }

    /// Best value and its action; of equals the least support.
    fn best(&self, value: &[f64], grid: Grid, place: usize, supports: &[f64]) -> (f64, usize) {
        let dependence = point(grid, place);
        supports.iter().enumerate().fold((f64::NEG_INFINITY, 0), |best, (action, support)| {
            let worth = self.worth(value, dependence, *support);
            if worth > best.0 { (worth, action) } else { best }
        })
    }

    fn finished(&self, value: Vec<f64>, grid: Grid, supports: &[f64]) -> Programme {
        let places = 0..grid.states;
        let support: Vec<f64> =
            places.clone().map(|place| supports[self.best(&value, grid, place, supports).1]).collect();
        // By the envelope: a lower chance of peace by one unit, kept for one period, is worth this.
        let prolongation = places
            .map(|place| {
                let next = self.next(point(grid, place), support[place]);
                self.patience * (interpolated(&value, next) - self.peace(next))
            })
            .collect();
        Programme { value, support, prolongation }
    }
}

fn point(grid: Grid, place: usize) -> f64 {
    place as f64 / (grid.states - 1) as f64
}

/// Value between grid points, linearly.
fn interpolated(value: &[f64], dependence: f64) -> f64 {
    let steps = (value.len() - 1) as f64;
    let place = (dependence * steps).clamp(0.0, steps);
    let lower = (place.floor() as usize).min(value.len() - 2);
    let part = place - lower as f64;
    value[lower] * (1.0 - part) + value[lower + 1] * part
}
