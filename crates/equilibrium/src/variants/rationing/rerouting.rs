//! Rerouting by biproportional balancing (RAS), product by product (V6).

use ndarray::{Array2, Array3, Axis};
use unequal_world::EconomyTable;

use super::{Rationed, RationingOptions};
use crate::numerics::anderson::Anderson;
use crate::solver::parameters::PARAMETERS;
use crate::{EquilibriumError, Result};

/// Iterations in which acceleration must reach the margins; it needs a few dozen where they can be.
const ACCELERATED: usize = 200;
/// Iterations after which the margins count as out of reach of every allowed matrix, if they have not reduced the residual
/// to [`PROGRESS`] of itself. (The residual never grows; where the margins can be reached it goes to zero.)
const PATIENCE: usize = 100;
const PROGRESS: f64 = 0.9;
/// Iterations in which buyers left short may ask their suppliers for spare capacity.
const REQUESTS: usize = 100;

/// One product's flows `[importer][exporter]` that are allowed, and what buyers and sellers may
/// reach with them.
struct Market {
    flows: Array2<f64>,
    bought: Vec<f64>,
    sold: Vec<f64>,
    world: f64,
}

/// Replaces the lost flows of every product by others, and sets what remains unplaced.
///
/// `severed` is `[sector][importer][exporter]`, what is lost. Leaked flows stay as they are.
pub(super) fn reroute(
    table: &EconomyTable,
    severed: &Array3<f64>,
    options: &RationingOptions,
    found: &mut Rationed,
) -> Result<()> {
    for (sector, lost) in severed.outer_iter().enumerate() {
        if lost.iter().all(|lost| *lost == 0.0) {
            continue;
        }
        let before = found.trade_before.index_axis(Axis(0), sector).to_owned();
        let touched = lost.mapv(|lost| lost > 0.0);
        let kept = &before - &lost;
        let allowed = Array2::from_shape_fn(kept.raw_dim(), |cell| if touched[cell] { 0.0 } else { kept[cell] });
        // What may be reached is what was sold and bought over allowed links, and what is
        // rerouted of the loss.
        let reach =
            |axis| (allowed.sum_axis(Axis(axis)) + (1.0 - options.friction) * lost.sum_axis(Axis(axis))).to_vec();
        let mut market = Market { bought: reach(1), sold: reach(0), world: before.sum(), flows: allowed.clone() };
        let rounds = market.balance(options).map_err(|gap| EquilibriumError::NotConverged {
            evaluations: options.most_rounds,
            residual: "rerouting",
            size: gap.0,
            tolerance: options.balancing_tolerance,
            region: table.regions().code(gap.1).to_string(),
            sector: table.sectors()[sector].code.to_string(),
        })?;
        market.cap_buyers();
        market.ask_for_spare(&allowed, options);
        found.balancing_rounds = found.balancing_rounds.max(rounds);
        found.unplaced += market.shortages().iter().sum::<f64>();
        let leaked = &kept - &allowed;
        found.rerouted.index_axis_mut(Axis(0), sector).assign(&(market.flows + leaked));
    }
    Ok(())
}

impl Market {
    /// Balances, first with Anderson acceleration, and without it (plain RAS) where the margins may be out of reach.
    /// Returns the iterations, or the residual and the worst buyer.
    fn balance(&mut self, options: &RationingOptions) -> std::result::Result<usize, (f64, usize)> {
        match self.accelerated(options) {
            Some((flows, rounds)) => {
                self.flows = flows;
                Ok(rounds)
            }
            None => self.alternate(options),
        }
    }

    /// The same alternation as a fixed point in the sellers' multipliers, ln u. Products that are
    /// hardly traded fall into nearly separate blocks, between which it moves very slowly.
    fn accelerated(&self, options: &RationingOptions) -> Option<(Array2<f64>, usize)> {
        let mut ln_seller = vec![0.0f64; self.sold.len()];
        let mut anderson = Anderson::new(PARAMETERS.acceleration.window);
        for round in 1..=ACCELERATED.min(options.most_rounds) {
            let mut flows = self.flows.clone();
            for (mut column, ln_factor) in flows.axis_iter_mut(Axis(1)).zip(&ln_seller) {
                column *= ln_factor.exp();
            }
            scale(&mut flows, 0, &self.bought);
            let sums = flows.sum_axis(Axis(0));
            let ln_ratio = |(sum, target): (&f64, &f64)| if *sum > 0.0 { (target / sum).ln() } else { 0.0 };
            let residual: Vec<f64> = sums.iter().zip(&self.sold).map(ln_ratio).collect();
            if residual.iter().any(|value| !value.is_finite()) {
                return None;
            }
            scale(&mut flows, 1, &self.sold);
            if self.gap(&flows).0 <= options.balancing_tolerance {
                return Some((flows, round));
            }
            anderson.advance(&mut ln_seller, &residual);
        }
        None
    }

    /// Sum of the gaps to what buyers want, relative to world output, and the largest with its
    /// buyer.
    fn gap(&self, flows: &Array2<f64>) -> (f64, (f64, usize)) {
        let (mut total, mut worst) = (0.0, (0.0, 0));
        for (buyer, (sum, target)) in flows.sum_axis(Axis(1)).iter().zip(&self.bought).enumerate() {
            let gap = (sum - target).abs() / self.world;
            total += gap;
            if gap > worst.0 {
                worst = (gap, buyer);
            }
        }
        (total, worst)
    }

    /// Alternates between the buyers' and the sellers' margins until both hold or are found to be
    /// out of reach.
    fn alternate(&mut self, options: &RationingOptions) -> std::result::Result<usize, (f64, usize)> {
        let mut worst = (f64::INFINITY, 0);
        let mut earlier = f64::INFINITY;
        for round in 1..=options.most_rounds {
            scale(&mut self.flows, 0, &self.bought);
            scale(&mut self.flows, 1, &self.sold);
            let total;
            (total, worst) = self.gap(&self.flows);
            if total <= options.balancing_tolerance {
                return Ok(round);
            }
            if round % PATIENCE == 0 {
                if total > PROGRESS * earlier {
                    return Ok(round);
                }
                earlier = total;
            }
        }
        Err(worst)
    }

    /// Nobody buys more than it wants.
    fn cap_buyers(&mut self) {
        let wanted: Vec<f64> =
            self.flows.sum_axis(Axis(1)).iter().zip(&self.bought).map(|(sum, wanted)| sum.min(*wanted)).collect();
        scale(&mut self.flows, 0, &wanted);
    }

    fn shortages(&self) -> Vec<f64> {
        self.flows.sum_axis(Axis(1)).iter().zip(&self.bought).map(|(sum, wanted)| (wanted - sum).max(0.0)).collect()
    }

    /// Buyers left short ask their usual suppliers for more, in proportion to what they usually
    /// buy from each; suppliers share what they have left in proportion to the requests.
    fn ask_for_spare(&mut self, usual: &Array2<f64>, options: &RationingOptions) {
        for _ in 0..REQUESTS {
            let short = self.shortages();
            if short.iter().sum::<f64>() <= options.balancing_tolerance * self.world {
                return;
            }
            let sales = self.flows.sum_axis(Axis(0));
            let left: Vec<f64> = sales
                .iter()
                .zip(&self.sold)
                .map(|(sales, sold)| ((1.0 + options.spare_capacity) * sold - sales).max(0.0))
                .collect();
            let open = |seller: usize| left[seller] > options.balancing_tolerance * self.world;
            let mut requests =
                Array2::from_shape_fn(usual.raw_dim(), |cell| if open(cell.1) { usual[cell] } else { 0.0 });
            scale(&mut requests, 0, &short);
            let asked = requests.sum_axis(Axis(0));
            if asked.sum() == 0.0 {
                return;
            }
            for ((buyer, seller), request) in requests.indexed_iter() {
                if *request > 0.0 {
                    self.flows[[buyer, seller]] += request * (left[seller] / asked[seller]).min(1.0);
                }
            }
        }
    }
}

/// Scales the rows (axis 0) or columns (axis 1) of flows to given sums; lines of zeros stay.
fn scale(flows: &mut Array2<f64>, axis: usize, sums: &[f64]) {
    for (mut line, target) in flows.axis_iter_mut(Axis(axis)).zip(sums) {
        let sum: f64 = line.sum();
        if sum > 0.0 {
            line.mapv_inplace(|value| value * target / sum);
        }
    }
}
