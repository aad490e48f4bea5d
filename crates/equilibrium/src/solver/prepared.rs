//! What all counterfactuals of one economy share: its shares in the layout of an evaluation, and the parts of the
//! preconditioner, which reduces the evaluations of a typical solve from about fifty to about fifteen.

use std::sync::Arc;

use ndarray::Array2;
use unequal_vector::{matrix_times, multiply_add, padded};

use crate::model::primitives::{Primitives, in_rows};
use crate::solver::gauss_seidel::{Basis, GaussSeidel};
use crate::solver::jacobian::{domestic_content, wage_inverse};
use crate::solver::leontief::LeontiefInverse;
use crate::solver::openness::Openness;
use crate::solver::precision::to_single;
use crate::solver::shares::Shares;

/// Single-precision copies for iterative refinement, padded as in [`Prepared`]; empty in small economies.
#[derive(Debug, Clone, Default)]
pub(crate) struct SinglePrecision {
    pub elasticities: Vec<f32>,
    pub value_added: Vec<f32>,
    pub home: Vec<f32>,
    pub final_use: Vec<f32>,
}

/// Padded arrays and inverses, made once per baseline.
#[derive(Debug, Clone)]
pub(crate) struct Prepared {
    /// Sourcing shares.
    pub shares: Shares,
    /// Padded length of a row over regions.
    pub region_width: usize,
    /// Padded length of a row over sectors.
    pub sector_width: usize,
    /// g: `[region][input][using sector, padded]`.
    pub inputs: Arc<Vec<f64>>,
    /// alpha: `[region][sector, padded]`.
    pub final_shares: Vec<f64>,
    /// theta: `[sector, padded]`.
    pub elasticities: Vec<f64>,
    /// b: `[region][sector, padded]`.
    pub value_added_shares: Vec<f64>,
    /// Whether a region uses a product: `[sector][importer]`.
    pub used: Vec<bool>,
    /// Places in [`Self::used`] of products that a region uses and nobody supplies.
    pub unsupplied: Vec<usize>,
    /// The domestic Leontief inverse of every region.
    pub leontief: LeontiefInverse,
    /// What iterative refinement reads of all this.
    pub single: SinglePrecision,
    /// How open regions are to trade, `[region]`.
    pub openness: Vec<Openness>,
    /// The coupling between the blocks of the preconditioner.
    pub gauss_seidel: GaussSeidel,
    /// Inverse of the approximate Jacobian of log excess labour demand with respect to log wages,
    /// `[region][region, padded]`; `None` before output is known, or if it is singular.
    pub wage_inverse: Option<Vec<f64>>,
}

impl Prepared {
    /// Prepares an economy; `expenditure` is `[region][sector]`, where it is known.
    pub fn new(primitives: &Primitives, expenditure: Option<&Array2<f64>>) -> Self {
        let (regions, sectors) = (primitives.region_count(), primitives.sector_count());
        let (region_width, sector_width) = (padded(regions), padded(sectors));
        let mut inputs = vec![0.0; regions * sectors * sector_width];
        let mut used = vec![false; sectors * regions];
        let rows = in_rows(&primitives.input_shares);
        let rows = rows.chunks_exact(sectors.max(1)).zip(inputs.chunks_exact_mut(sector_width));
        for (place, (shares, padded)) in rows.enumerate() {
            let (region, input) = (place / sectors, place % sectors);
            padded[..sectors].copy_from_slice(shares);
            used[input * regions + region] =
                primitives.final_shares[[region, input]] > 0.0 || shares.iter().any(|share| *share > 0.0);
        }
        let by_region = |value: &dyn Fn(usize, usize) -> f64| {
            let mut padded = vec![0.0; regions * sector_width];
            for (region, row) in padded.chunks_exact_mut(sector_width).enumerate() {
                row.iter_mut().take(sectors).enumerate().for_each(|(sector, cell)| *cell = value(region, sector));
            }
            padded
        };
        let shares = Shares::of(primitives);
        let openness = Openness::of(primitives, &shares);
        let leontief = LeontiefInverse::new(primitives, &inputs, sector_width, !shares.single.is_empty());
        let mut prepared = Self {
            region_width,
            sector_width,
            shares,
            inputs: inputs.into(),
            elasticities: {
                let mut padded = primitives.trade_elasticity.clone();
                padded.resize(sector_width, 0.0);
                padded
            },
            final_shares: by_region(&|region, sector| primitives.final_shares[[region, sector]]),
            value_added_shares: by_region(&|region, sector| primitives.value_added_shares[[region, sector]]),
            unsupplied: unsupplied(&used, primitives),
            used,
            leontief,
            single: SinglePrecision::default(),
            openness,
            gauss_seidel: GaussSeidel::default(),
            wage_inverse: None,
        };
        prepared.round_to_single();
        if let Some(expenditure) = expenditure {
            prepared.set_jacobian(primitives, expenditure);
        }
        prepared
    }

    /// The same economy at another equilibrium: input and final shares are the same, and the domestic Leontief inverse is
    /// updated where home shares have changed.
    pub fn updated(&self, primitives: &Primitives, expenditure: &Array2<f64>) -> Self {
        let shares = Shares::of(primitives);
        let mut updated = Self {
            openness: Openness::of(primitives, &shares),
            shares,
            leontief: self.leontief.updated(primitives, &self.inputs, self.sector_width),
            single: SinglePrecision::default(),
            wage_inverse: None,
            inputs: self.inputs.clone(),
            elasticities: self.elasticities.clone(),
            final_shares: self.final_shares.clone(),
            value_added_shares: self.value_added_shares.clone(),
            used: self.used.clone(),
            unsupplied: self.unsupplied.clone(),
            gauss_seidel: GaussSeidel::default(),
            ..*self
        };
        updated.round_to_single();
        updated.set_jacobian(primitives, expenditure);
        updated
    }

    fn round_to_single(&mut self) {
        if !self.leontief.single.is_empty() {
            self.single = SinglePrecision {
                elasticities: to_single(&self.elasticities),
                value_added: to_single(&self.value_added_shares),
                home: to_single(&self.leontief.home),
                final_use: to_single(&self.final_shares),
            };
        }
    }

    /// Computes the Jacobian and the Gauss-Seidel coupling from expenditure `[region][sector]` that is known or near.
    pub fn set_jacobian(&mut self, primitives: &Primitives, expenditure: &Array2<f64>) {
        let width = self.sector_width;
        let (shares, leontief) = (&self.shares, &self.leontief);
        let content = domestic_content(primitives, &self.inputs, leontief, width);
        self.wage_inverse = wage_inverse(primitives, shares, expenditure, &content, leontief, width);
        self.gauss_seidel =
            GaussSeidel::new(&Basis { primitives, shares, expenditure, leontief, content: &content, width });
    }

    /// Initial guess of spending at unchanged prices and wages, `[region][sector]`: a few Jacobi iterations on exports, each
    /// with the domestic Leontief inverse applied to final demand and exports. Duties are left out.
    pub fn initial_spending(&self, primitives: &Primitives, deficits: &[f64]) -> Array2<f64> {
        let (regions, sectors) = (primitives.region_count(), primitives.sector_count());
        let (width, region_width) = (self.sector_width, self.region_width);
        let mut spending = vec![0.0; regions * width];
        let mut exports = vec![0.0; regions * width];
        let (mut direct, mut sold) = (vec![0.0; width], vec![0.0; region_width]);
        for iteration in 0..=EXPORT_ITERATIONS {
            for region in 0..regions {
                let income = (primitives.value_added[region] + deficits[region]).max(0.0);
                let block = region * sectors * width..(region + 1) * sectors * width;
                let shares = &self.final_shares[region * width..][..width];
                matrix_times(&self.inputs[block], &exports[region * width..][..width], &mut direct[..sectors]);
                direct.iter_mut().zip(shares).for_each(|(direct, share)| *direct += share * income);
                self.leontief.spending(region, &direct, width, &mut spending[region * width..][..sectors]);
            }
            for sector in (0..sectors).filter(|_| iteration < EXPORT_ITERATIONS) {
                sold.fill(0.0);
                let rows = self.shares.sourcing[sector * regions * region_width..].chunks_exact(region_width);
                for (importer, row) in rows.take(regions).enumerate() {
                    multiply_add(spending[importer * width + sector], row, &mut sold);
                }
                for (region, sold) in sold.iter().enumerate().take(regions) {
                    let place = region * width + sector;
                    exports[place] = sold - self.leontief.home[place] * spending[place];
                }
            }
        }
        Array2::from_shape_fn((regions, sectors), |(region, sector)| spending[region * width + sector].max(0.0))
    }
}

/// Products used without a supplier, as `sector * regions + importer`.
fn unsupplied(used: &[bool], primitives: &Primitives) -> Vec<usize> {
    let rows = in_rows(&primitives.sourcing);
    let rows = rows.chunks_exact(primitives.region_count().max(1)).zip(used).enumerate();
    rows.filter(|(_, (row, used))| **used && row.iter().all(|share| *share <= 0.0)).map(|(place, _)| place).collect()
}

/// Iterations of [`Prepared::initial_spending`]; each reduces the error to about the share of imports.
const EXPORT_ITERATIONS: usize = 4;
