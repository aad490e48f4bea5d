//! The unknowns of the fixed point, in one vector, as Anderson acceleration needs them.
//!
//! Prices and spending themselves are not unknowns. Costs and use of inputs follow from prices and output by one matrix,
//! the domestic Leontief inverse, so that with them as unknowns a step reads that matrix once.

use crate::model::primitives::Primitives;
use crate::solver::prepared::Prepared;

/// A point: costs of inputs and use as inputs `[region][sector, padded]`, then incomes and wages `[region, padded]`.
#[derive(Debug, Clone)]
pub(crate) struct State {
    /// All unknowns, each of the order of one.
    pub values: Vec<f64>,
    cells: usize,
    regions: usize,
}

impl State {
    /// Prices and wages as in the baseline, with output `[region][sector]` and income `[region]` as given.
    pub fn unchanged(
        prepared: &Prepared,
        primitives: &Primitives,
        output: impl Fn(usize, usize) -> f64,
        income: impl Fn(usize) -> f64,
    ) -> Self {
        let (regions, sectors) = (primitives.region_count(), primitives.sector_count());
        let width = prepared.sector_width;
        let cells = regions * width;
        let values = vec![0.0; 2 * (cells + prepared.region_width)];
        let mut state = Self { values, cells, regions };
        let mut made = vec![0.0; width];
        for (region, value_added) in primitives.value_added.iter().enumerate() {
            made.iter_mut().take(sectors).enumerate().for_each(|(sector, made)| *made = output(region, sector));
            let inputs = &prepared.inputs[region * sectors * width..][..sectors * width];
            let used = &mut state.values[cells + region * width..][..sectors];
            unequal_vector::matrix_times(inputs, &made, used);
            used.iter_mut().for_each(|used| *used /= value_added);
            state.values[2 * cells + region] = income(region) / value_added;
        }
        state
    }

    /// One region's unknowns in one vector: costs and use, each of `width` numbers, income and ln w.
    pub fn of_region(&self, region: usize, width: usize) -> Vec<f64> {
        let mut row = Vec::with_capacity(2 * width + 2);
        self.places_of(region, width).into_iter().for_each(|places| row.extend_from_slice(&self.values[places]));
        row
    }

    /// Replaces one region's unknowns by a vector as [`Self::of_region`] gives it.
    pub fn put_region(&mut self, region: usize, width: usize, row: &[f64]) {
        let mut rest = row;
        for places in self.places_of(region, width) {
            let (values, next) = rest.split_at(places.len());
            self.values[places].copy_from_slice(values);
            rest = next;
        }
    }

    fn places_of(&self, region: usize, width: usize) -> [std::ops::Range<usize>; 4] {
        let (costs, income, wage) = (region * width, 2 * self.cells + region, self.first_wage() + region);
        [costs..costs + width, self.cells + costs..self.cells + costs + width, income..income + 1, wage..wage + 1]
    }

    /// q: `g' ln P-hat`, what inputs add to the logarithm of a producer's cost, `[region][sector]`.
    pub fn input_cost(&self) -> &[f64] {
        &self.values[..self.cells]
    }

    /// z: `g Y'`, use as inputs in units of the region's value added, `[region][sector]`.
    pub fn input_use(&self) -> &[f64] {
        &self.values[self.cells..2 * self.cells]
    }

    /// I' in units of the region's value added, `[region]`.
    pub fn income(&self) -> &[f64] {
        &self.values[2 * self.cells..][..self.regions]
    }

    /// ln w-hat, `[region]`.
    pub fn ln_wage(&self) -> &[f64] {
        &self.values[self.first_wage()..][..self.regions]
    }

    /// Places of the amounts (use and incomes), which are never negative; the other values are logarithms.
    pub fn amounts(&self) -> std::ops::Range<usize> {
        self.cells..self.first_wage()
    }

    /// Place of the first wage.
    pub fn first_wage(&self) -> usize {
        (self.values.len() + 2 * self.cells) / 2
    }
}
