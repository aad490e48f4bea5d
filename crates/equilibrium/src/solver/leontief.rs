//! The domestic Leontief inverse of every region.

use std::sync::Arc;

use unequal_vector::{matrix_times, transposed_times};

use crate::model::primitives::Primitives;
use crate::numerics::inverse::inverse;
use crate::solver::precision::to_single;

/// `M = (I - G D)^-1 G` for every region: its domestic Leontief inverse times its input coefficients G, with D the home
/// shares on the diagonal.
///
/// It solves a region's input-output block exactly, foreign variables held. If prices are `D q + p`, input costs
/// `q = G' (D q + p)` are `M' p`; if output is `D z + y`, input use `z = G (D z + y)` is `M y`. One matrix serves both, so
/// that neither G nor the inverse itself is needed.
#[derive(Debug, Clone)]
pub(crate) struct LeontiefInverse {
    /// D: `[region][sector, padded]`. It may be that of a nearby equilibrium with the same inputs: D only preconditions,
    /// and the fixed point does not depend on it.
    pub home: Vec<f64>,
    /// M: `[region][sector][sector, padded]`.
    pub double: Arc<Vec<f64>>,
    /// M in single precision; empty in small economies.
    pub single: Arc<Vec<f32>>,
}

/// Change of a home share from which on a region's inverse is computed anew. A smaller change only makes the
/// preconditioner slightly less exact, while inverting every block takes several times the arithmetic of an evaluation.
const LARGE_CHANGE: f64 = 0.1;

impl LeontiefInverse {
    /// That of an economy, with a single-precision copy if `with_single`.
    pub fn new(primitives: &Primitives, inputs: &[f64], width: usize, with_single: bool) -> Self {
        let (regions, sectors) = (primitives.region_count(), primitives.sector_count());
        let mut home = vec![0.0; regions * width];
        let mut double = vec![0.0; regions * sectors * width];
        let blocks = inputs.chunks_exact(sectors * width).zip(double.chunks_exact_mut(sectors * width));
        for (region, (home, (inputs, block))) in home.chunks_exact_mut(width).zip(blocks).enumerate() {
            compute_block(primitives, region, inputs, home, block);
        }
        let single = if with_single { to_single(&double) } else { Vec::new() };
        Self { home, double: double.into(), single: single.into() }
    }

    /// That of another equilibrium with the same inputs: computed anew only for regions in which a home share has changed
    /// by more than [`LARGE_CHANGE`].
    pub fn updated(&self, primitives: &Primitives, inputs: &[f64], width: usize) -> Self {
        let sectors = primitives.sector_count();
        let mut updated = self.clone();
        for (region, home) in updated.home.chunks_exact_mut(width).enumerate() {
            let share = |sector: usize| primitives.sourcing[[sector, region, region]];
            let changed = |(sector, home): (usize, &f64)| (share(sector) - home).abs() > LARGE_CHANGE;
            if home.iter().take(sectors).enumerate().any(changed) {
                let places = region * sectors * width..(region + 1) * sectors * width;
                let block = &mut Arc::make_mut(&mut updated.double)[places.clone()];
                compute_block(primitives, region, &inputs[places.clone()], home, block);
                if let Some(single) = Arc::make_mut(&mut updated.single).get_mut(places) {
                    single.iter_mut().zip(block).for_each(|(single, value)| *single = *value as f32);
                }
            }
        }
        updated
    }

    /// `(I - G D)^-1 direct`: total spending of one region given its `direct` purchases, both `[sector]`.
    pub fn spending(&self, region: usize, direct: &[f64], width: usize, spending: &mut [f64]) {
        let sectors = spending.len();
        let at_home: Vec<f64> =
            direct.iter().zip(self.home_of(region, width)).map(|(direct, home)| direct * home).collect();
        matrix_times(&self.double[region * sectors * width..][..sectors * width], &at_home, spending);
        spending.iter_mut().zip(direct).for_each(|(spending, direct)| *spending += direct);
    }

    /// Adds `(I - D G')^-1 direct` to `prices`: the total change of one region's log prices given their `direct` change,
    /// both `[sector]`.
    pub fn prices(&self, region: usize, direct: &[f64], width: usize, prices: &mut [f64]) {
        let sectors = direct.len();
        let mut costs = vec![0.0; width];
        transposed_times(&self.double[region * sectors * width..][..sectors * width], direct, &mut costs);
        let changes = direct.iter().zip(self.home_of(region, width)).zip(&costs);
        prices.iter_mut().zip(changes).for_each(|(price, ((direct, home), cost))| *price += direct + home * cost);
    }

    fn home_of(&self, region: usize, width: usize) -> &[f64] {
        &self.home[region * width..][..width]
    }
}

/// Computes the home shares and the block of M of one region from its inputs.
fn compute_block(primitives: &Primitives, region: usize, inputs: &[f64], home: &mut [f64], block: &mut [f64]) {
    let (sectors, width) = (primitives.sector_count(), home.len());
    home.iter_mut()
        .take(sectors)
        .enumerate()
        .for_each(|(using, home)| *home = primitives.sourcing[[using, region, region]]);
    let mut matrix: Vec<f64> = Vec::with_capacity(inputs.len());
    for (input, shares) in inputs.chunks_exact(width).enumerate() {
        matrix.extend(shares.iter().zip(&*home).map(|(share, home)| -share * home));
        matrix[input * width + input] += 1.0;
    }
    block.fill(0.0);
    if inverse(&mut matrix, sectors, width).is_some() {
        for (inverse, row) in matrix.chunks_exact(width).zip(block.chunks_exact_mut(width)) {
            transposed_times(inputs, &inverse[..sectors], row);
        }
    } else {
        // Input shares sum to less than one, so the inverse exists. Should rounding say otherwise, D = 0 gives M = G,
        // a preconditioner with the same fixed point.
        home.fill(0.0);
        block.copy_from_slice(inputs);
    }
}
