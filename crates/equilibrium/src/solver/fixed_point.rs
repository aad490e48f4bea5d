//! One attempt at a fixed point, sweep by sweep.

use unequal_vector::{LANES, vectorised};

use crate::numerics::anderson::Anderson;
use crate::solver::cached_evaluation::Reference;
use crate::solver::domestic_solve::{DomesticRounds, Swept};
use crate::solver::elimination;
use crate::solver::evaluation::{Economy, Work};
use crate::solver::preconditioner::Preconditioner;
use crate::solver::refinement::Differences;
use crate::solver::state::State;
use crate::solver::trade_balance::Balance;
use crate::solver::wages::WageStep;
use crate::{EquilibriumError, Result};

/// Anderson's memory; measured: a longer one saves no sweeps.
const WINDOW: usize = 8;

/// The same for differences, which are not used far away, where the longer one helps.
const SHORT_WINDOW: usize = 6;
/// Spending this small relative to its region's value added is compared with that instead of
/// with itself, so that a market that closes can converge.
pub(crate) const SMALL: f64 = 1e-6;

/// Part of its first step at which differences have done what single precision can, with room for its sums.
const REDUCTION: f64 = 1e-5;

/// Size of a step, in units of what is wanted, that is the last one: it leaves about a fifth.
const LAST_STEP: f64 = 4.0;

/// Part of a residual that differences from there must at least take away, else they do not see what matters.
const PROGRESS: f64 = 0.1;

/// Steps of one attempt that may be shortened because they led to where a region earns nothing.
const RETREATS: usize = 30;

/// More sweeps of differences than this in which no step was half as long lead nowhere. Near the end what single
/// precision rounds away is what holds it up; far away sweeps in double precision come sooner to where their history
/// helps.
const PATIENCE: usize = 4;

/// Size of the largest residual of one sweep with the place of the worst cell.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Residual {
    pub kind: &'static str,
    pub size: f64,
    pub region: usize,
    pub sector: Option<usize>,
}

/// An attempt under way.
pub(crate) struct Run<'a> {
    pub economy: &'a Economy<'a>,
    pub state: State,
    pub work: Work,
    pub wage_step: WageStep,
    pub sweeps: usize,
    /// Sweeps that are not accelerated.
    pub plain: usize,
    pub most_sweeps: usize,
    /// Smallest size of a step so far.
    pub best: f64,
}

impl Run<'_> {
    /// Exact residuals at the state.
    pub fn exact(&mut self) -> Result<Residual> {
        self.economy.sweep(&self.state, &mut self.work)?;
        self.economy.residuals(&self.state, &mut self.work);
        Ok(self.worst())
    }

    fn swept(&self) -> Swept<'_> {
        Swept { economy: self.economy, state: &self.state, work: &self.work }
    }

    /// Iterates in double precision to the tolerance; `None` if it was not reached.
    pub fn in_double_precision(&mut self) -> Result<Option<Residual>> {
        let economy = self.economy;
        let tolerance = economy.options.tolerance;
        let mut preconditioner = Preconditioner::new(economy, self.wage_step);
        let mut anderson = Anderson::new(WINDOW);
        let mut retreats = 0;
        while self.sweeps < self.most_sweeps {
            self.sweeps += 1;
            let swept = economy.sweep(&self.state, &mut self.work);
            if retreats < RETREATS && matches!(swept, Err(EquilibriumError::NoIncome { .. })) {
                retreats += 1;
                if preconditioner.halve(&mut self.state) {
                    continue;
                }
            }
            swept?;
            if self.sweeps == 1
                && let Some(settled) = self.settled(preconditioner.balances())
            {
                preconditioner.leap(&mut self.state, settled);
                continue;
            }
            // Where no flow changes the first sweep may be the only one.
            let outset = self.sweeps == 1 && economy.kernel.is_unchanged();
            let mut size = 0.0;
            if !outset {
                preconditioner.step_from_image(self.swept());
                size = preconditioner.size(economy, &self.work, SMALL);
            }
            if size <= tolerance {
                economy.residuals(&self.state, &mut self.work);
                let worst = self.worst();
                if worst.size <= tolerance {
                    return Ok(Some(worst));
                }
                size = worst.size;
                preconditioner.step_from_residuals(self.swept());
            }
            if !size.is_finite() {
                break;
            }
            if self.left(size) {
                anderson.restart();
            }
            if self.sweeps <= self.plain {
                preconditioner.plain(&mut self.state);
            } else {
                preconditioner.accelerate(&mut anderson, &mut self.state);
            }
        }
        Ok(None)
    }

    /// The state with what loses most of its trade at rest, if that can be had.
    fn settled(&self, balances: &mut [Balance]) -> Option<State> {
        alone::settled(self.economy, balances, &self.state, &self.work)
    }

    /// Whether the accelerated step left the region where the map contracts, so that its history is better forgotten.
    fn left(&mut self, size: f64) -> bool {
        let left = size > 1e3 * self.best;
        self.best = if left { size } else { self.best.min(size) };
        left
    }

    /// Iterates by differences in single precision, measured anew from exact points, to the tolerance. `None` if the
    /// economy is too small for that to pay, or too wild for single precision, or the tolerance was not reached; the state
    /// then is the best exact point, the one where regions settled being the first.
    pub fn by_differences(&mut self, reference: Option<&Reference>) -> Result<Option<Residual>> {
        let economy = self.economy;
        // What needs plain sweeps first is far from where differences are of use.
        if !economy.kernel.coarse_pays() || self.plain > 0 || self.most_sweeps == 0 {
            return Ok(None);
        }
        let tolerance = economy.options.tolerance;
        let mut inner = Differences::new(economy, self.wage_step);
        let mut anderson = Anderson::new(SHORT_WINDOW);
        let mut before = f64::INFINITY;
        self.sweeps += 1;
        let mut known = match reference {
            Some(reference) if self.is_known() => {
                economy.sweep_at(reference, &self.state, &mut self.work)?;
                Known::Reference(reference)
            }
            _ => Known::Residuals(self.exact()?),
        };
        if self.sweeps < self.most_sweeps
            && let Some(settled) = self.settled(inner.balances())
        {
            self.sweeps += 1;
            let start = std::mem::replace(&mut self.state, settled);
            match self.exact() {
                Ok(worst) if worst.size.is_finite() => known = Known::Residuals(worst),
                // Others have no income there.
                _ => {
                    self.state = start;
                    return Ok(None);
                }
            }
        }
        loop {
            if let Known::Residuals(worst) = &known {
                if worst.size <= tolerance {
                    return Ok(Some(*worst));
                }
                // Where trade is tiny, what single precision rounds away is what matters.
                if !worst.size.is_finite() || worst.size > PROGRESS * before {
                    return Ok(None);
                }
                before = worst.size;
            }
            self.leave(&known, &mut inner);
            let Some(moved) = self.approach(&mut inner, &mut anderson) else { return Ok(None) };
            if self.sweeps >= self.most_sweeps {
                return Ok(None);
            }
            self.sweeps += 1;
            let start = self.state.clone();
            Differences::apply(&moved, &mut self.state);
            anderson.shift(&moved);
            known = match self.exact() {
                Ok(worst) if worst.size.is_finite() && worst.size <= before => Known::Residuals(worst),
                // What led nowhere, or away, is no place to go on from.
                _ => {
                    self.state = start;
                    return Ok(None);
                }
            };
        }
    }

    /// Whether a reference at the state says what markets do there: flows change, but neither duties nor productivity.
    fn is_known(&self) -> bool {
        let kernel = &self.economy.kernel;
        !kernel.is_unchanged() && !kernel.has_revenue() && self.economy.ln_productivity.is_none()
    }

    /// Sets out from an exact point.
    fn leave(&self, known: &Known<'_>, inner: &mut Differences<'_>) {
        let at = self.swept();
        let mut rounds = DomesticRounds::new(self.economy.prepared.sector_width);
        inner.measure_from(at, |region, steps| {
            rounds.still();
            match known {
                Known::Reference(reference) => rounds.step_of_reference(at, region, steps, reference),
                Known::Residuals(_) => rounds.step_of_residuals(at, region, steps),
            }
        });
    }

    /// Goes as far from the exact point as single precision sees; `None` if it cannot be trusted, or there were too
    /// many sweeps.
    fn approach(&mut self, inner: &mut Differences<'_>, anderson: &mut Anderson<f32>) -> Option<Vec<f32>> {
        let mut differences = vec![0.0; self.state.values.len()];
        let mut size = inner.size(&differences, SMALL);
        let enough = LAST_STEP * self.economy.options.tolerance.max(REDUCTION * size);
        let first = size;
        let (mut best, mut since) = (size, 0);
        loop {
            if !size.is_finite() {
                return None;
            }
            if self.left(size) {
                anderson.restart();
            }
            inner.accelerate(anderson, &mut differences);
            if size <= enough {
                return Some(differences);
            }
            if self.sweeps >= self.most_sweeps {
                return None;
            }
            self.sweeps += 1;
            if !inner.sweep(&differences) {
                return None;
            }
            size = inner.size(&differences, SMALL);
            since += 1;
            let nearer = size < PROGRESS * first;
            if size < 0.5 * best {
                (best, since) = (size, 0);
            } else if since > PATIENCE {
                // What single precision rounds away has got into the history.
                anderson.restart();
                return nearer.then_some(differences);
            }
        }
    }

    /// The worst relative residual among costs, goods and labour with its place, after
    /// [`Economy::residuals`]. Revenue and income follow from them within the sweep.
    fn worst(&self) -> Residual {
        let width = self.economy.prepared.sector_width;
        let mut sizes = [vec![0.0; width], vec![0.0; width]];
        let mut worst = Residual { kind: "price", size: 0.0, region: 0, sector: None };
        for region in 0..self.economy.kernel.regions {
            self.sizes_in(region, &mut sizes);
            let labour = self.work.labour_gap[region].abs();
            let largest = largest_of(&sizes).max(labour);
            if largest <= worst.size && !labour.is_nan() {
                continue;
            }
            let [prices, goods] = &sizes;
            let mut see = |kind, size: f64, sector| {
                if size > worst.size || size.is_nan() {
                    worst = Residual { kind, size: if size.is_nan() { f64::INFINITY } else { size }, region, sector };
                }
            };
            for (sector, (price, goods)) in prices.iter().zip(goods).enumerate().take(self.economy.kernel.sectors) {
                see("price", *price, Some(sector));
                see("goods", *goods, Some(sector));
            }
            see("labour", labour, None);
        }
        worst
    }

    /// Sizes of one region's residuals of costs, and of spending relative to itself.
    fn sizes_in(&self, region: usize, [prices, goods]: &mut [Vec<f64>; 2]) {
        let (economy, work) = (self.economy, &self.work);
        let width = economy.prepared.sector_width;
        let row = region * width..(region + 1) * width;
        let value_added = economy.primitives.value_added[region];
        let income = work.income[region] - value_added * self.state.income()[region];
        let floor = SMALL * value_added;
        let gaps = work.cost_gap[row.clone()].iter().zip(&work.use_gap[row.clone()]);
        let amounts = work.spending[row.clone()].iter().zip(&economy.prepared.final_shares[row]);
        let sizes = prices.iter_mut().zip(goods);
        vectorised(|| {
            for ((price, goods), ((cost_gap, use_gap), (spending, share))) in sizes.zip(gaps.zip(amounts)) {
                *price = cost_gap.abs();
                let scale = if *spending > floor { *spending } else { floor };
                *goods = (value_added * use_gap + share * income).abs() / scale;
            }
        });
    }
}

/// The largest of numbers that are not negative; infinite if any is not a number.
fn largest_of(rows: &[Vec<f64>; 2]) -> f64 {
    vectorised(|| {
        // Lanes of their own let the compiler compare several numbers at once. A sum keeps what is not a number, which
        // comparisons drop.
        let (mut most, mut sums) = ([0.0; LANES], [0.0; LANES]);
        for chunk in rows.iter().flat_map(|row| row.as_chunks::<LANES>().0) {
            for lane in 0..LANES {
                most[lane] = if chunk[lane] > most[lane] { chunk[lane] } else { most[lane] };
                sums[lane] += chunk[lane];
            }
        }
        if sums.iter().any(|sum| sum.is_nan()) { f64::INFINITY } else { most.into_iter().fold(0.0, f64::max) }
    })
}

/// How the residuals of a point are known.
enum Known<'a> {
    /// The point is that of a reference under other coefficients.
    Reference(&'a Reference),
    /// They were computed exactly.
    Residuals(Residual),
}
