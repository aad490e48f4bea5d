//! The patron's dynamic programme over the dependence of the side it supports (M9b of
//! docs/src/methods/strategy.md).
//!
//! State D in [0, 1]; action a >= 0, the support. In war the flow is `u(D, a) = b D + m - c_1 a - c_2 a^2` and
//! dependence grows, `D' = D + (g_0 + g_1 a)(1 - D)`; the war ends with the hazard `h(a) = h_0 exp(-k a)`, and in peace
//! dependence decays, `D' = (1 - delta) D`:
//!
//! `V(D) = max_a u + beta [(1 - h) V(D') + h V_P(D')]`, `V_P(D) = b D / (1 - beta (1 - delta))`.
//!
//! Values between grid points are interpolated linearly. Since dependence never falls in war, a state's value depends
//! on higher states and itself only, and one pass from the top is the exact solution of the programme on the grid;
//! value and policy iteration reach the same and are kept to check it.

use serde::{Deserialize, Serialize};

use crate::game::{Result, checked, finite, not_negative};

/// What the patron gains, pays and brings about.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Patron {
    /// b: flow of rents and leverage at full dependence, a period.
    pub rent: f64,
    /// m: flow from a rival's diverted attention while the war lasts; negative if war costs the patron.
    pub diversion: f64,
    /// c_1: cost of a unit of support, secondary-sanction risk included; zero or more.
    pub cost: f64,
    /// c_2: rise of that cost; zero or more.
    pub cost_rise: f64,
    /// g_0: share of the remaining independence lost a period of war without support, 0 to 1.
    pub drift: f64,
    /// g_1: the same for each unit of support; zero or more.
    pub drift_by_support: f64,
    /// delta: share of dependence lost a period of peace, 0 to 1.
    pub decay: f64,
    /// h_0: hazard that the war ends in a period without support, 0 to 1.
    pub hazard: f64,
    /// k: how strongly support lowers the hazard; zero or more.
    pub hazard_by_support: f64,
    /// beta: discount factor, 0 up and below 1.
    pub discount: f64,
}

/// The grid of states and actions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grid {
    /// Points of dependence from 0 to 1, two or more.
    pub states: usize,
    /// Points of support from 0 to the largest, two or more.
    pub actions: usize,
}

impl Grid {
    /// The grid of the reference values (`patron_mdp`): 401 by 41.
    pub const FINE: Self = Self { states: 401, actions: 41 };
    /// A grid for thousands of draws.
    pub const COARSE: Self = Self { states: 61, actions: 21 };
}

/// The programme on a grid, checked.
#[derive(Debug, Clone)]
pub struct Programme {
    patron: Patron,
    grid: Grid,
    supports: Vec<f64>,
    hazards: Vec<f64>,
}

/// A solution of the programme.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Solution {
    /// D: dependence, from 0 to 1.
    pub dependence: Vec<f64>,
    /// V(D).
    pub value: Vec<f64>,
    /// The best support a(D); the smaller one where two are equally good.
    pub support: Vec<f64>,
    /// V_P(D): the value if there were peace.
    pub peace: Vec<f64>,
    /// Pi(D) = -dV/dh at the best support: what a unit lower hazard of peace, now and later, is worth.
    pub prolongation: Vec<f64>,
}

/// Where the next state lies: between two grid points.
#[derive(Clone, Copy)]
struct Next {
    lower: usize,
    weight: f64,
    dependence: f64,
}

impl Patron {
    fn check(&self) -> Result<()> {
        finite("the rent of dependence", self.rent)?;
        finite("the gain from diversion", self.diversion)?;
        not_negative("the cost of support", self.cost)?;
        not_negative("the rise of the cost of support", self.cost_rise)?;
        not_negative("the drift by support", self.drift_by_support)?;
        not_negative("the effect of support on the hazard", self.hazard_by_support)?;
        for (what, share) in
            [("the drift of dependence", self.drift), ("its decay", self.decay), ("the hazard of peace", self.hazard)]
        {
            checked(what, share, (0.0..=1.0).contains(&share), "0 to 1")?;
        }
        checked("the discount factor", self.discount, (0.0..1.0).contains(&self.discount), "0 up and below 1")?;
        Ok(())
    }

    /// V_P(D) = b D / (1 - beta (1 - delta)).
    #[must_use]
    pub fn peace(&self, dependence: f64) -> f64 {
        self.rent * dependence / (1.0 - self.discount * (1.0 - self.decay))
    }
}

/// The value of war without dynamics, where flow, hazard and the value of peace are constant:
/// `V = (u + beta h V_P) / (1 - beta (1 - h))`. Prolonging pays if and only if `u > (1 - beta) V_P`.
pub fn value_without_dynamics(flow: f64, hazard: f64, discount: f64, peace: f64) -> Result<f64> {
    finite("the flow of war", flow)?;
    finite("the value of peace", peace)?;
    checked("the hazard of peace", hazard, (0.0..=1.0).contains(&hazard), "0 to 1")?;
    checked("the discount factor", discount, (0.0..1.0).contains(&discount), "0 up and below 1")?;
    Ok((flow + discount * hazard * peace) / (1.0 - discount * (1.0 - hazard)))
}

impl Programme {
    /// A programme whose support goes from 0 to `most_support`.
    pub fn new(patron: Patron, grid: Grid, most_support: f64) -> Result<Self> {
        patron.check()?;
        let positive = most_support.is_finite() && most_support > 0.0;
        checked("the largest support", most_support, positive, "a positive finite number")?;
        for (what, points) in [("the grid of dependence", grid.states), ("the grid of support", grid.actions)] {
            checked(what, points as f64, (2..=100_000).contains(&points), "2 to 100000 points")?;
        }
        let step = most_support / (grid.actions - 1) as f64;
        let supports: Vec<f64> = (0..grid.actions).map(|action| step * action as f64).collect();
        let hazards =
            supports.iter().map(|support| patron.hazard * (-patron.hazard_by_support * support).exp()).collect();
        Ok(Self { patron, grid, supports, hazards })
    }

    fn dependence(&self, state: usize) -> f64 {
        state as f64 / (self.grid.states - 1) as f64
    }

    fn next(&self, state: usize, action: usize) -> Next {
        let Patron { drift, drift_by_support, .. } = self.patron;
        let now = self.dependence(state);
        let dependence = (now + (drift + drift_by_support * self.supports[action]) * (1.0 - now)).min(1.0);
        let place = dependence * (self.grid.states - 1) as f64;
        // Rounding must not move a state below itself: the pass from the top relies on it.
        let lower = (place as usize).clamp(state.min(self.grid.states - 2), self.grid.states - 2);
        Next { lower, weight: (place - lower as f64).clamp(0.0, 1.0), dependence }
    }

    fn flow(&self, state: usize, action: usize) -> f64 {
        let Patron { rent, diversion, cost, cost_rise, .. } = self.patron;
        let support = self.supports[action];
        rent * self.dependence(state) + diversion - cost * support - cost_rise * support * support
    }

    /// What an action is worth if the values of all states are `value`.
    fn worth(&self, state: usize, action: usize, value: &[f64]) -> f64 {
        let Next { lower, weight, dependence } = self.next(state, action);
        let war = (1.0 - weight) * value[lower] + weight * value[lower + 1];
        let hazard = self.hazards[action];
        self.flow(state, action)
            + self.patron.discount * ((1.0 - hazard) * war + hazard * self.patron.peace(dependence))
    }

    /// What always taking an action in this state is worth, if higher states have their values.
    ///
    /// The state may lead to itself with some weight; that is solved for. `receive` is what the state receives at once.
    fn settled(&self, state: usize, action: usize, receive: f64, value: &[f64]) -> f64 {
        let Next { lower, weight, .. } = self.next(state, action);
        let carry = self.patron.discount * (1.0 - self.hazards[action]);
        let (mut others, mut own) = (0.0, 0.0);
        for (place, share) in [(lower, 1.0 - weight), (lower + 1, weight)] {
            if place == state {
                own += share;
            } else if share > 0.0 {
                others += share * value[place];
            }
        }
        (receive + carry * others) / (1.0 - carry * own)
    }

    /// What the state receives at once: the flow, and the value of peace if the war ends.
    fn receive(&self, state: usize, action: usize) -> f64 {
        let peace = self.patron.peace(self.next(state, action).dependence);
        self.flow(state, action) + self.patron.discount * self.hazards[action] * peace
    }

    /// The exact solution on the grid, in one pass from the highest state.
    #[must_use]
    pub fn solve(&self) -> Solution {
        let mut value = vec![0.0; self.grid.states];
        let mut best = vec![0; self.grid.states];
        for state in (0..self.grid.states).rev() {
            let mut most = f64::NEG_INFINITY;
            for action in 0..self.grid.actions {
                let worth = self.settled(state, action, self.receive(state, action), &value);
                if worth > most {
                    (most, best[state]) = (worth, action);
                }
            }
            value[state] = most;
        }
        self.solution(value, &best)
    }

    /// Value iteration, until no value moves by more than `tolerance`.
    #[must_use]
    pub fn iterate_values(&self, tolerance: f64) -> Solution {
        let mut value = vec![0.0; self.grid.states];
        loop {
            let best: Vec<usize> = (0..self.grid.states).map(|state| self.best(state, &value)).collect();
            let next: Vec<f64> =
                best.iter().enumerate().map(|(state, action)| self.worth(state, *action, &value)).collect();
            let moved = value.iter().zip(&next).map(|(old, new)| (new - old).abs()).fold(0.0, f64::max);
            value = next;
            // Rounding keeps large values from resting within a tolerance below it.
            let scale = value.iter().fold(1.0f64, |most, value| most.max(value.abs()));
            if moved <= tolerance.max(1e-15 * scale) {
                return self.solution(value, &best);
            }
        }
    }

    /// Policy iteration: a policy's values, then the best reply to them, until the policy stays.
    #[must_use]
    pub fn iterate_policies(&self) -> Solution {
        let mut best = vec![0; self.grid.states];
        let most_rounds = 1000;
        let mut value = self.evaluate(&best);
        for _ in 0..most_rounds {
            let next: Vec<usize> = (0..self.grid.states)
                .map(|state| {
                    let better = self.best(state, &value);
                    // A policy is left only for one that is better beyond rounding, so that ties do not cycle.
                    let gain = self.worth(state, better, &value) - self.worth(state, best[state], &value);
                    if gain > 1e-13 * value[state].abs().max(1.0) { better } else { best[state] }
                })
                .collect();
            if next == best {
                break;
            }
            best = next;
            value = self.evaluate(&best);
        }
        self.solution(value, &best)
    }

    fn best(&self, state: usize, value: &[f64]) -> usize {
        let mut most = (f64::NEG_INFINITY, 0);
        for action in 0..self.grid.actions {
            let worth = self.worth(state, action, value);
            if worth > most.0 {
                most = (worth, action);
            }
        }
        most.1
    }

    fn evaluate(&self, policy: &[usize]) -> Vec<f64> {
        let mut value = vec![0.0; self.grid.states];
        for state in (0..self.grid.states).rev() {
            value[state] = self.settled(state, policy[state], self.receive(state, policy[state]), &value);
        }
        value
    }

    fn solution(&self, value: Vec<f64>, best: &[usize]) -> Solution {
        let prolongation = self.prolongation(&value, best);
        let dependence: Vec<f64> = (0..self.grid.states).map(|state| self.dependence(state)).collect();
        Solution {
            support: best.iter().map(|action| self.supports[*action]).collect(),
            peace: dependence.iter().map(|state| self.patron.peace(*state)).collect(),
            dependence,
            value,
            prolongation,
        }
    }

    /// Pi: differentiating the programme by a shift of all hazards, at the best support (envelope theorem),
    /// `Pi(D) = beta [V(D') - V_P(D')] + beta (1 - h) Pi(D')`.
    fn prolongation(&self, value: &[f64], best: &[usize]) -> Vec<f64> {
        let mut index = vec![0.0; self.grid.states];
        for state in (0..self.grid.states).rev() {
            let Next { lower, weight, dependence } = self.next(state, best[state]);
            let war = (1.0 - weight) * value[lower] + weight * value[lower + 1];
            let receive = self.patron.discount * (war - self.patron.peace(dependence));
            index[state] = self.settled(state, best[state], receive, &index);
        }
        index
    }
}

impl Solution {
    /// A column of the solution at a dependence, interpolated.
    #[must_use]
    pub fn at(&self, column: &[f64], dependence: f64) -> f64 {
        let place = dependence.clamp(0.0, 1.0) * (column.len() - 1) as f64;
        let lower = (place as usize).min(column.len().saturating_sub(2));
        let weight = place - lower as f64;
        (1.0 - weight) * column[lower] + weight * column[lower + 1]
    }
}
