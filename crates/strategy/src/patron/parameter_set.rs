//! The set of parameters for which prolonging pays, and its mass under the priors.

use serde::{Deserialize, Serialize};

use super::programme::{Grid, Patron, Programme};
use crate::game::{Result, checked};
use unequal_ensemble::sensitivity::{Indices, Prior, halves, quantiles, spread, two_drivers};

/// The parameters of the programme, in the order of the priors.
pub const PARAMETERS: [&str; 11] = [
    "rent",
    "diversion",
    "cost",
    "cost_rise",
    "drift",
    "drift_by_support",
    "decay",
    "hazard",
    "hazard_by_support",
    "discount",
    "dependence",
];

/// Cells of the map along each of its two parameters.
const CELLS: usize = 8;

/// What is asked: priors over the programme's parameters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// One a parameter, in the order of [`PARAMETERS`].
    pub priors: [Prior; 11],
    /// Largest support.
    pub most_support: f64,
    /// Draws from the priors.
    pub draws: usize,
    /// Seed of the draws.
    pub seed: u64,
    /// Whether dependence moves: if not, it neither grows in war nor decays in peace.
    pub dynamics: bool,
}

/// The answer: where prolonging pays.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ParameterSet {
    /// Share of the priors' mass in which the prolongation index is positive.
    pub mass: f64,
    /// Standard error of that share from the number of draws.
    pub standard_error: f64,
    /// Draws that have an answer.
    pub draws: usize,
    /// Draws without one, counted and left out.
    pub failed: usize,
    /// 5 %, 50 % and 95 % of the prolongation index over the rent at full dependence.
    pub index_over_rent: [f64; 3],
    /// What decides whether the index is positive, one a parameter.
    pub indices: Indices,
    /// The mass with only the lower and only the upper half of the first driver's prior.
    pub halves: [f64; 2],
    /// The two parameters that decide most, by position in [`PARAMETERS`].
    pub drivers: [usize; 2],
    /// The share of draws in the region over the two drivers.
    pub map: Map,
    /// Values of the first driver for which prolonging pays, at values of the second and all else at its median.
    pub boundary: Vec<Edge>,
}

/// Shares of draws in which prolonging pays, over ranges of two parameters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Map {
    /// Ends of the ranges of the first driver, ascending, one more than rows.
    pub first: Vec<f64>,
    /// Ends of the ranges of the second driver.
    pub second: Vec<f64>,
    /// Share of draws, row by row of the first driver; none where no draw fell.
    pub share: Vec<Vec<Option<f64>>>,
}

/// One point of the boundary.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Edge {
    /// Value of the second driver.
    pub second: f64,
    /// What the first driver must be.
    pub first: Threshold,
}

/// Where prolonging pays along one parameter within its prior.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Threshold {
    /// Above this value.
    Above(f64),
    /// Below this value.
    Below(f64),
    /// Everywhere.
    Everywhere,
    /// Nowhere.
    Nowhere,
    /// In several stretches: not a single boundary. So many changes of sign were seen.
    Several(usize),
}

impl Question {
    /// The programme at some values of [`PARAMETERS`], and dependence today.
    #[must_use]
    pub fn patron(&self, values: &[f64; 11]) -> (Patron, f64) {
        let [
            rent,
            diversion,
            cost,
            cost_rise,
            drift,
            drift_by_support,
            decay,
            hazard,
            hazard_by_support,
            discount,
            now,
        ] = *values;
        let moving = if self.dynamics { 1.0 } else { 0.0 };
        let patron = Patron {
            rent,
            diversion,
            cost,
            cost_rise,
            drift: moving * drift,
            drift_by_support: moving * drift_by_support,
            decay: moving * decay,
            hazard,
            hazard_by_support,
            discount,
        };
        (patron, now)
    }

    /// The prolongation index at some parameters; not a number if they are refused.
    #[must_use]
    pub fn index(&self, values: &[f64; 11]) -> f64 {
        let (patron, now) = self.patron(values);
        Programme::new(patron, Grid::COARSE, self.most_support).map_or(f64::NAN, |programme| {
            let solution = programme.solve();
            solution.at(&solution.prolongation, now)
        })
    }

    fn values(&self, units: &[f64]) -> [f64; 11] {
        std::array::from_fn(|place| self.priors[place].quantile(units.get(place).copied().unwrap_or(0.5)))
    }

    fn check(&self) -> Result<()> {
        checked("the number of draws", self.draws as f64, (16..=1_000_000).contains(&self.draws), "16 to 1000000")?;
        for prior in &self.priors {
            let ends = prior.low.is_finite() && prior.high.is_finite() && prior.low <= prior.high;
            checked("the lower end of a prior", prior.low, ends, "a finite number not above the upper end")?;
        }
        // Any draw must be a programme, so that a refusal is a fault of the priors and not of a draw.
        for unit in [0.0, 0.5, 1.0] {
            let (patron, _) = self.patron(&self.values(&[unit; 11]));
            Programme::new(patron, Grid::COARSE, self.most_support)?;
        }
        Ok(())
    }

    /// Draws from the priors and says where prolonging pays.
    pub fn answer(&self) -> Result<ParameterSet> {
        self.check()?;
        let pays = |index: f64| if index.is_nan() { f64::NAN } else { f64::from(u8::from(index > 0.0)) };
        let decided = spread(self.seed, self.draws, PARAMETERS.len(), |units| pays(self.index(&self.values(units))));
        let found: Vec<f64> = decided.outcomes.iter().copied().filter(|outcome| !outcome.is_nan()).collect();
        let draws = found.len();
        let mass = found.iter().sum::<f64>() / draws.max(1) as f64;
        let drivers = two_drivers(&decided.indices);
        // The size of the index is reported beside its sign, for a part of the draws.
        let sizes: Vec<f64> = decided
            .draws
            .iter()
            .take(1000)
            .map(|units| {
                let values = self.values(units);
                self.index(&values) / values[0].abs()
            })
            .filter(|size| size.is_finite())
            .collect();
        Ok(ParameterSet {
            mass,
            standard_error: (mass * (1.0 - mass) / draws.max(1) as f64).sqrt(),
            draws,
            failed: self.draws - draws,
            index_over_rent: quantiles(&sizes, [0.05, 0.5, 0.95]),
            map: self.map(&decided.draws, &decided.outcomes, drivers),
            boundary: self.boundary(drivers),
            halves: halves(&decided, drivers[0]),
            indices: decided.indices,
            drivers,
        })
    }

    fn map(&self, draws: &[Vec<f64>], outcomes: &[f64], [first, second]: [usize; 2]) -> Map {
        let cell = |unit: f64| ((unit * CELLS as f64) as usize).min(CELLS - 1);
        let mut counts = vec![vec![(0.0, 0usize); CELLS]; CELLS];
        for (draw, outcome) in draws.iter().zip(outcomes).filter(|(_, outcome)| !outcome.is_nan()) {
            let (sum, count) = &mut counts[cell(draw[first])][cell(draw[second])];
            *sum += outcome;
            *count += 1;
        }
        let ends = |parameter: usize| {
            (0..=CELLS).map(|end| self.priors[parameter].quantile(end as f64 / CELLS as f64)).collect()
        };
        let share = |(sum, count): &(f64, usize)| (*count > 0).then(|| sum / *count as f64);
        Map {
            first: ends(first),
            second: ends(second),
            share: counts.iter().map(|row| row.iter().map(share).collect()).collect(),
        }
    }

    /// The first driver's boundary at five values of the second, all else at its median.
    fn boundary(&self, [first, second]: [usize; 2]) -> Vec<Edge> {
        let edge = |unit: f64| {
            let mut units = [0.5; 11];
            units[second] = unit;
            let mut pays = |place: f64| {
                units[first] = place;
                self.index(&self.values(&units)) > 0.0
            };
            const STEPS: usize = 32;
            let signs: Vec<bool> = (0..=STEPS).map(|step| pays(step as f64 / STEPS as f64)).collect();
            let changes: Vec<usize> = (0..STEPS).filter(|step| signs[*step] != signs[step + 1]).collect();
            let side = match changes.as_slice() {
                [] if signs[0] => Threshold::Everywhere,
                [] => Threshold::Nowhere,
                [step] => {
                    let (mut low, mut high) = (*step as f64 / STEPS as f64, (step + 1) as f64 / STEPS as f64);
                    for _ in 0..40 {
                        let middle = 0.5 * (low + high);
                        if pays(middle) == signs[*step] { low = middle } else { high = middle }
                    }
                    let place = self.priors[first].quantile(0.5 * (low + high));
                    if signs[*step] { Threshold::Below(place) } else { Threshold::Above(place) }
                }
                several => Threshold::Several(several.len()),
            };
            Edge { second: self.priors[second].quantile(unit), first: side }
        };
        [0.05, 0.25, 0.5, 0.75, 0.95].map(edge).to_vec()
    }
}
