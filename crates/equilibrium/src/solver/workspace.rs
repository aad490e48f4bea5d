//! Buffers of an evaluation of the map.
//!
//! Arrays `[region][sector]` have padded rows of `sector_width` numbers, arrays `[sector][region]` of `region_width`; padding
//! is zero unless said otherwise.

use crate::solver::prepared::Prepared;

/// Everything that an evaluation of the map computes.
#[derive(Debug, Clone)]
pub(crate) struct Workspace {
    /// ln c-hat, `[region][sector]`.
    pub ln_cost: Vec<f64>,
    /// u = c^(-theta), `[sector][region]`.
    pub cost_power: Vec<f64>,
    /// Q = A u, `[sector][region]`, padded with ones so that its logarithm exists.
    pub price_sum: Vec<f64>,
    /// ln P-hat that the costs lead to, `[region][sector]`.
    pub ln_price: Vec<f64>,
    /// X at the point evaluated, `[region][sector]`; after `Economy::residuals` the X that it leads to.
    pub spending: Vec<f64>,
    /// Y', `[region][sector]`; its padding is undefined.
    pub output: Vec<f64>,
    /// Revenue by owner, `[region]`.
    pub revenue: Vec<f64>,
    /// I', `[region]`.
    pub income: Vec<f64>,
    /// Log excess demand for labour: ln of demand over supply, `[region]`.
    pub excess_demand: Vec<f64>,
    /// w L VA, `[region, padded]`; its padding is undefined.
    pub wages: Vec<f64>,
    /// Residual of input costs: those at the new prices less those of the point, `[region][sector]`.
    pub cost_residual: Vec<f64>,
    /// Residual of use as inputs, in units of the region's value added, `[region][sector]`.
    pub use_residual: Vec<f64>,
    /// Scratch space, `[sector][region]`.
    pub by_sector: Vec<f64>,
    /// Scratch space, `[region][sector]`.
    pub by_region: Vec<f64>,
    /// X / Q, `[sector][region]`, after `Economy::residuals` or `Economy::evaluate_from`.
    pub spread: Vec<f64>,
    /// `B' (X / Q)`: Y' for a unit of its power, `[sector][region]`.
    pub supplied: Vec<f64>,
    /// `B u`: what producers receive of each buyer's spending, before it is divided by its price sum,
    /// `[sector][region]`; only if there is revenue.
    pub produced: Vec<f64>,
    /// X, `[sector][region]`.
    pub spending_of: Vec<f64>,
}

impl Workspace {
    /// Buffers for an economy with this many regions.
    pub fn new(prepared: &Prepared, regions: usize) -> Self {
        let sectors = prepared.shares.traded.len();
        let by_region = vec![0.0; regions * prepared.sector_width];
        let by_sector = vec![0.0; sectors * prepared.region_width];
        Self {
            ln_cost: by_region.clone(),
            cost_power: by_sector.clone(),
            price_sum: vec![1.0; by_sector.len()],
            ln_price: by_region.clone(),
            spending: by_region.clone(),
            output: by_region.clone(),
            revenue: vec![0.0; regions],
            income: vec![0.0; regions],
            excess_demand: vec![0.0; regions],
            wages: vec![0.0; prepared.region_width],
            cost_residual: by_region.clone(),
            use_residual: by_region.clone(),
            spread: by_sector.clone(),
            supplied: by_sector.clone(),
            produced: by_sector.clone(),
            spending_of: by_sector.clone(),
            by_sector,
            by_region,
        }
    }
}
