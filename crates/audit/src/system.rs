//! Quantities with bounds, tied by sums and products: what claims and identities become.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::interval::Interval;

/// How far claims are widened, relative, before they may count as contradicting each other. What is called a
/// contradiction is one even after this widening.
pub const TOLERANCE: f64 = 1e-6;

/// An identity between variables, by position.
#[derive(Debug, Clone, PartialEq)]
pub enum Tie {
    /// `sum(coefficient * variable)` is zero, or, if `at_least`, zero or more.
    Sum {
        /// Variables with their coefficients.
        terms: Vec<(usize, f64)>,
        /// Whether the sum may be above zero.
        at_least: bool,
    },
    /// `part = ratio * whole`.
    Product {
        /// The product.
        part: usize,
        /// One factor, the one whose value is fixed first when a witness is sought.
        ratio: usize,
        /// The other factor.
        whole: usize,
    },
}

impl Tie {
    /// Positions of the variables it ties.
    #[must_use]
    pub fn variables(&self) -> Vec<usize> {
        match self {
            Self::Sum { terms, .. } => terms.iter().map(|(variable, _)| *variable).collect(),
            Self::Product { part, ratio, whole } => vec![*part, *ratio, *whole],
        }
    }
}

/// What is said of one variable.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bound {
    /// Its position.
    pub variable: usize,
    /// Where it is said to lie.
    pub interval: Interval,
}

/// Variables with the widest range that each can have, and their ties.
#[derive(Debug, Clone, Default)]
pub struct System {
    domains: Vec<Interval>,
    ties: Vec<Tie>,
    /// What searches in it and in its components have cost together.
    spent: Arc<AtomicU64>,
}

impl System {
    /// What searches may cost in all. A part of a box that is examined costs the square of the number of ties, times more
    /// where there are many, since the linear program of all grows faster; so that the same file is given up at the same
    /// place on every machine: after some seconds.
    const BUDGET: u64 = 30_000_000;
    /// Ties from which on the cost is the cube of their number.
    const MANY: u64 = 12;

    /// Books what an examined part costs; whether the budget still holds it.
    pub(crate) fn spend(&self) -> bool {
        let ties = self.ties.len() as u64;
        let cost = ties * ties * (ties / Self::MANY).max(1);
        self.spent.fetch_add(cost, Ordering::Relaxed) + cost <= Self::BUDGET
    }

    /// The same system with a budget of its own.
    pub(crate) fn afresh(&self) -> Self {
        Self { spent: Arc::default(), ..self.clone() }
    }

    /// Whether the budget is used up, so that no further question is settled.
    pub(crate) fn is_spent(&self) -> bool {
        self.spent.load(Ordering::Relaxed) > Self::BUDGET
    }

    /// Adds a variable that lies in `domain` whatever is claimed; gives its position.
    pub fn variable(&mut self, domain: Interval) -> usize {
        self.domains.push(domain);
        self.domains.len() - 1
    }

    /// Adds a tie; one that names a variable twice in a sum adds its coefficients up.
    pub fn tie(&mut self, tie: Tie) {
        let tie = match tie {
            Tie::Sum { terms, at_least } => {
                let mut joined: Vec<(usize, f64)> = Vec::new();
                for (variable, coefficient) in terms {
                    match joined.iter_mut().find(|(known, _)| *known == variable) {
                        Some((_, sum)) => *sum += coefficient,
                        None => joined.push((variable, coefficient)),
                    }
                }
                joined.retain(|(_, coefficient)| *coefficient != 0.0);
                Tie::Sum { terms: joined, at_least }
            }
            product @ Tie::Product { .. } => product,
        };
        if !self.ties.contains(&tie) {
            self.ties.push(tie);
        }
    }

    /// Widest ranges, by variable.
    #[must_use]
    pub fn domains(&self) -> &[Interval] {
        &self.domains
    }

    /// Ties in the order they were added.
    #[must_use]
    pub fn ties(&self) -> &[Tie] {
        &self.ties
    }

    /// The box of domains and bounds, bounds widened by [`TOLERANCE`]; `None` if two of them exclude each other.
    pub(crate) fn enclosure(&self, bounds: &[Bound]) -> Option<Vec<Interval>> {
        let mut enclosure = self.domains.clone();
        for bound in bounds {
            let place = enclosure.get_mut(bound.variable)?;
            *place = place.intersection(bound.interval.widened(TOLERANCE))?;
        }
        Some(enclosure)
    }

    /// For each variable, a number that it shares with those it is tied to and no others.
    #[must_use]
    pub fn components(&self) -> Vec<usize> {
        let mut component: Vec<usize> = (0..self.domains.len()).collect();
        let mut changed = true;
        while changed {
            changed = false;
            for tie in &self.ties {
                let variables = tie.variables();
                let least = variables.iter().map(|variable| component[*variable]).min().unwrap_or_default();
                for variable in variables {
                    changed |= component[variable] != least;
                    component[variable] = least;
                }
            }
        }
        component
    }

    /// The same variables with the ties of one component only, so that questions about it do not carry the others along.
    #[must_use]
    pub fn component(&self, number: usize) -> Self {
        let components = self.components();
        let inside = |tie: &&Tie| tie.variables().first().is_some_and(|variable| components[*variable] == number);
        let ties = self.ties.iter().filter(inside).cloned().collect();
        Self { domains: self.domains.clone(), ties, spent: Arc::clone(&self.spent) }
    }

    /// How far a point misses a tie, relative to the largest term.
    pub(crate) fn miss(tie: &Tie, point: &[f64]) -> f64 {
        let (gap, scale) = match tie {
            Tie::Sum { terms, at_least } => {
                let values = terms.iter().map(|(variable, coefficient)| coefficient * point[*variable]);
                let (sum, scale) =
                    values.fold((0.0, 0.0), |(sum, most), term| (sum + term, f64::max(most, term.abs())));
                (if *at_least { f64::max(0.0, -sum) } else { sum.abs() }, scale)
            }
            Tie::Product { part, ratio, whole } => {
                let product = point[*ratio] * point[*whole];
                ((point[*part] - product).abs(), point[*part].abs().max(product.abs()))
            }
        };
        if scale > 0.0 { gap / scale } else { gap }
    }
}
