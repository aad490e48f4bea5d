//! The coefficients of one scenario, which no evaluation of the map changes.
//!
//! With `u = c^(-theta)` a price index is `Q = A u` and output is `Y = u * B' (X / Q)`, where
//! `A = pi * kappa^(-theta)` and `B = A / ((1+t)(1+f)(1+e))`. Both are computed
//! once per scenario, so that an evaluation needs no power function per flow, and an embargo is exactly `A = 0` (G2 to G6).

use std::borrow::Cow;
use std::cell::Cell;

use ndarray::Array3;

use crate::model::fees::{FeeLayer, Owner};
use crate::model::primitives::{Primitives, in_rows};
use crate::model::wedges::Wedges;
use crate::solver::precision::{LEAST_FLOWS_FOR_SINGLE, fits_single, to_single};
use crate::solver::shares::Shares;

/// Revenue of one flow other than the tariff: who gets how much per unit of producer value.
#[derive(Debug, Clone)]
pub(crate) struct RevenueCell {
    pub exporter: usize,
    /// Border value less producer value, per unit of producer value.
    pub total: f64,
    /// Owner and amount per unit of producer value; the amounts add up to `total`.
    pub owners: Vec<(usize, f64)>,
    /// Whether one of the fees is a rent that gives way.
    pub rent: bool,
}

/// A coefficient of A that may not be the share.
pub(crate) struct ChangedCell {
    /// `sector * regions + importer`.
    pub row: usize,
    pub exporter: usize,
    pub coefficient: f64,
}

/// Coefficients of one scenario. Rows are `[sector][importer]`, exporters fastest, padded.
#[derive(Debug, Clone)]
pub(crate) struct Kernel {
    pub regions: usize,
    pub sectors: usize,
    /// Padded length of a row.
    pub width: usize,
    /// A: expenditure shares times the wedges' effect at baseline costs.
    demand: Demand,
    /// B: the same net of duties; `None` where no flow bears any, so that it equals `demand`.
    supply: Option<Vec<f64>>,
    /// The same in single precision.
    single_supply: Option<Vec<f32>>,
    /// Whether single precision holds every coefficient.
    fits_single: bool,
    /// `[sector * regions + importer]`: flows with export taxes or fees; empty if there are none.
    pub revenue: Vec<Vec<RevenueCell>>,
    /// Whether any region buys the product from another.
    pub traded: Vec<bool>,
    /// Number of products that flow: `[importer][exporter]`.
    pub links: Vec<u32>,
}

/// Duties before and after the wedges, which keep the baseline's where they set none.
struct Levels<'a> {
    tariff: [Option<&'a Array3<f64>>; 2],
    export_tax: [Option<&'a Array3<f64>>; 2],
    fees: [&'a [FeeLayer]; 2],
}

fn at(array: Option<&Array3<f64>>, cell: [usize; 3]) -> f64 {
    array.map_or(0.0, |array| array[cell])
}

/// Whether every number is zero, of either sign; without branches, so that it runs as fast as memory.
fn all_zero(values: &[f64]) -> bool {
    values.iter().fold(0, |bits, value| bits | (value.to_bits() << 1)) == 0
}

fn fees_at(fees: &[FeeLayer], cell: [usize; 3]) -> f64 {
    fees.iter().map(|fee| 1.0 + fee.rate()[cell]).product::<f64>() - 1.0
}

impl<'a> Levels<'a> {
    fn new(primitives: &'a Primitives, wedges: &'a Wedges) -> Self {
        let before = &primitives.duties;
        let new_fees = wedges.fees.as_deref().unwrap_or(&before.fees);
        Self {
            tariff: [before.tariff.as_ref(), wedges.tariff.as_ref().or(before.tariff.as_ref())],
            export_tax: [before.export_tax.as_ref(), wedges.export_tax.as_ref().or(before.export_tax.as_ref())],
            fees: [&before.fees, new_fees],
        }
    }

    /// Every array of duties, before and after.
    fn arrays(&self) -> impl Iterator<Item = &'a Array3<f64>> {
        let duties = self.tariff.into_iter().chain(self.export_tax).flatten();
        duties.chain(self.fees.into_iter().flatten().map(FeeLayer::rate))
    }

    /// Whether each row `[sector][importer]` bears any duty, before or after. Most bear none, which a pass over the
    /// arrays in their own order tells faster than looking at flow after flow.
    fn rows_with_duties(&self, rows: usize, regions: usize) -> Vec<bool> {
        let mut any = vec![false; rows];
        for array in self.arrays() {
            for (any, row) in any.iter_mut().zip(in_rows(array).chunks_exact(regions.max(1))) {
                *any |= !all_zero(row);
            }
        }
        any
    }

    /// Whether any flow bears a duty, before or after.
    fn any(&self) -> bool {
        self.arrays().any(|array| in_rows(array).chunks(4096).any(|part| !all_zero(part)))
    }

    fn only_tariffs(&self) -> bool {
        self.export_tax.iter().all(Option::is_none) && self.fees.iter().all(|fees| fees.is_empty())
    }

    /// Factor by which the duties alone change the price (G2).
    fn change(&self, cell: [usize; 3]) -> f64 {
        let ratio = |[before, after]: [Option<&Array3<f64>>; 2]| (1.0 + at(after, cell)) / (1.0 + at(before, cell));
        let fees = (1.0 + fees_at(self.fees[1], cell)) / (1.0 + fees_at(self.fees[0], cell));
        ratio(self.tariff) * ratio(self.export_tax) * fees
    }

    /// Export tax and fees of one flow by owner, per unit of producer value (G5 and G7).
    fn revenue(&self, cell: [usize; 3], regions: usize) -> Option<RevenueCell> {
        let [_, importer, exporter] = cell;
        let tax = at(self.export_tax[1], cell);
        let (mut owners, mut rent) = (Vec::new(), false);
        if tax != 0.0 {
            owners.push((exporter, tax));
        }
        let mut base = 1.0 + tax;
        for fee in self.fees[1] {
            let rate = fee.rate()[cell];
            let amount = base * rate;
            base += amount;
            if rate == 0.0 {
                continue;
            }
            rent |= fee.is_rent();
            match fee.owner() {
                Owner::Importer => owners.push((importer, amount)),
                Owner::Exporter => owners.push((exporter, amount)),
                Owner::Region(region) => owners.push((*region, amount)),
                Owner::Split(shares) => owners.extend(shares.iter().map(|(region, share)| (*region, amount * share))),
            }
        }
        debug_assert!(owners.iter().all(|(region, _)| *region < regions));
        (!owners.is_empty()).then_some(RevenueCell { exporter, total: base - 1.0, owners, rent })
    }
}

thread_local! {
    /// The last scenario's coefficients on this thread. They are megabytes, and another scenario of the same baseline only has
    /// to undo the changes of the last one.
    static SPARE: Cell<Demand> = const { Cell::new(Demand { identity: 0, double: Vec::new(), single: Vec::new(), changed: Vec::new() }) };
}

/// A in both precisions, with the places where it differs from the shares it was copied from.
#[derive(Debug, Clone, Default)]
struct Demand {
    /// [`Shares::identity`] of those shares; 0 is nobody's.
    identity: u64,
    double: Vec<f64>,
    single: Vec<f32>,
    /// Places that differ; sorted and unique once the kernel is complete.
    changed: Vec<usize>,
}

impl Demand {
    /// The unchanged shares, in the memory of a finished scenario.
    fn of(shares: &Shares) -> Self {
        let mut demand = SPARE.take();
        if demand.identity == shares.identity {
            for place in demand.changed.drain(..) {
                demand.double[place] = shares.sourcing[place];
                if let (Some(single), Some(share)) = (demand.single.get_mut(place), shares.single.get(place)) {
                    *single = *share;
                }
            }
        } else {
            demand.identity = shares.identity;
            demand.double.clone_from(&shares.sourcing);
            demand.single.clone_from(&shares.single);
            demand.changed.clear();
        }
        demand
    }

    /// Multiplies one coefficient; whether the result keeps its precision in single precision.
    fn scale(&mut self, place: usize, factor: f64) -> bool {
        self.double[place] *= factor;
        if let Some(single) = self.single.get_mut(place) {
            *single = self.double[place] as f32;
        }
        self.changed.push(place);
        fits_single(self.double[place])
    }
}

impl Drop for Kernel {
    fn drop(&mut self) {
        SPARE.set(std::mem::take(&mut self.demand));
    }
}

impl Kernel {
    /// Coefficients of an economy under the wedges.
    pub fn new(primitives: &Primitives, shares: &Shares, wedges: &Wedges) -> Self {
        let (regions, sectors) = (primitives.region_count(), primitives.sector_count());
        let width = shares.width;
        let mut kernel = Self {
            regions,
            sectors,
            width,
            demand: Demand::of(shares),
            supply: None,
            single_supply: None,
            fits_single: shares.fits_single,
            revenue: Vec::new(),
            traded: shares.traded.clone(),
            links: shares.links.clone(),
        };
        if let Some(iceberg) = &wedges.ln_iceberg {
            for (row, costs) in in_rows(iceberg).chunks_exact(regions.max(1)).enumerate() {
                // Most rows bear none.
                if all_zero(costs) {
                    continue;
                }
                let theta = primitives.trade_elasticity[row / regions];
                for (exporter, ln_cost) in costs.iter().enumerate().filter(|(_, ln_cost)| **ln_cost != 0.0) {
                    kernel.scale_demand(row * width + exporter, (-theta * ln_cost).exp());
                }
            }
        }
        kernel.forbid(&wedges.embargo);
        let levels = Levels::new(primitives, wedges);
        if levels.any() {
            kernel.apply(&levels, primitives);
        }
        kernel.demand.changed.sort_unstable();
        kernel.demand.changed.dedup();
        kernel
    }

    fn scale_demand(&mut self, place: usize, factor: f64) {
        self.fits_single &= self.demand.scale(place, factor);
    }

    /// Sets the shares of forbidden flows to zero.
    fn forbid(&mut self, flows: &[(usize, usize, usize)]) {
        for &(sector, importer, exporter) in flows {
            let place = (sector * self.regions + importer) * self.width + exporter;
            if self.demand.double[place] > 0.0 {
                self.scale_demand(place, 0.0);
                self.links[importer * self.regions + exporter] -= 1;
            }
        }
    }

    /// Puts duties into prices and takes them out of what producers receive.
    fn apply(&mut self, levels: &Levels<'_>, primitives: &Primitives) {
        let supply = if levels.only_tariffs() {
            self.supply_under_tariffs(levels.tariff, primitives)
        } else {
            self.supply_under_duties(levels, primitives)
        };
        if supply.len() >= LEAST_FLOWS_FOR_SINGLE {
            self.fits_single &= supply.iter().all(|share| fits_single(*share));
            self.single_supply = Some(to_single(&supply));
        }
        self.supply = Some(supply);
    }

    /// [`Self::supply_under_duties`] where there are no export taxes and fees: row by row, and most flows bear the
    /// tariff they bore.
    fn supply_under_tariffs(
        &mut self,
        [before, after]: [Option<&Array3<f64>>; 2],
        primitives: &Primitives,
    ) -> Vec<f64> {
        let none = vec![0.0; self.demand.double.len() / self.width * self.regions];
        let [before, after] = [before, after].map(|array| array.map_or(Cow::Borrowed(none.as_slice()), in_rows));
        let rows = before.chunks_exact(self.regions.max(1)).zip(after.chunks_exact(self.regions.max(1)));
        let mut supply = vec![0.0; self.demand.double.len()];
        for (place, (supply, (before, after))) in supply.chunks_exact_mut(self.width).zip(rows).enumerate() {
            let first = place * self.width;
            if before != after {
                let theta = primitives.trade_elasticity[place / self.regions];
                for (exporter, (before, after)) in before.iter().zip(after).enumerate() {
                    if before != after && self.demand.double[first + exporter] != 0.0 {
                        let change = (1.0 + after) / (1.0 + before);
                        self.scale_demand(first + exporter, (-theta * change.ln()).exp());
                    }
                }
            }
            for ((supply, share), tariff) in supply.iter_mut().zip(&self.demand.double[first..]).zip(after) {
                *supply = share / (1.0 + tariff);
            }
        }
        supply
    }

    /// What producers receive, with duties in prices: B, A changed, and the revenue cells.
    fn supply_under_duties(&mut self, levels: &Levels<'_>, primitives: &Primitives) -> Vec<f64> {
        let mut supply = self.demand.double.clone();
        self.revenue = vec![Vec::new(); self.sectors * self.regions];
        let dutiable = levels.rows_with_duties(self.sectors * self.regions, self.regions);
        for row in (0..self.sectors * self.regions).filter(|row| dutiable[*row]) {
            for exporter in 0..self.regions {
                let place = row * self.width + exporter;
                if self.demand.double[place] == 0.0 {
                    continue;
                }
                let cell = [row / self.regions, row % self.regions, exporter];
                let change = levels.change(cell);
                if change != 1.0 {
                    self.scale_demand(place, (-primitives.trade_elasticity[cell[0]] * change.ln()).exp());
                }
                let mut wedge = 1.0 + at(levels.tariff[1], cell);
                if let Some(found) = levels.revenue(cell, self.regions) {
                    wedge *= 1.0 + found.total;
                    self.revenue[row].push(found);
                }
                supply[place] = self.demand.double[place] / wedge;
            }
        }
        supply
    }

    /// Whether single precision is accurate enough for these coefficients, and worth it: it halves the memory read, which
    /// small economies do not wait for.
    pub fn single_precision_pays(&self) -> bool {
        self.fits_single && self.demand.double.len() >= LEAST_FLOWS_FOR_SINGLE
    }

    /// Whether every coefficient is as in the baseline.
    pub fn is_unchanged(&self) -> bool {
        self.demand.changed.is_empty() && self.supply.is_none()
    }

    /// Rows of A in which a coefficient may differ from the share, each once and in order.
    pub fn changed_rows(&self) -> impl Iterator<Item = usize> {
        let mut last = usize::MAX;
        let rows = self.demand.changed.iter().map(|place| place / self.width);
        rows.filter(move |row| std::mem::replace(&mut last, *row) != *row)
    }

    /// Coefficients of A that may differ from the share, each once and in order.
    pub fn changed_cells(&self) -> impl Iterator<Item = ChangedCell> {
        self.demand.changed.iter().map(|place| ChangedCell {
            row: place / self.width,
            exporter: place % self.width,
            coefficient: self.demand.double[*place],
        })
    }

    /// Whether any flow yields revenue to anybody.
    pub fn has_revenue(&self) -> bool {
        self.supply.is_some()
    }

    /// A and B in double precision.
    pub fn double(&self) -> [&[f64]; 2] {
        [&self.demand.double, self.supply.as_ref().unwrap_or(&self.demand.double)]
    }

    /// A and B in single precision.
    pub fn single(&self) -> [&[f32]; 2] {
        [&self.demand.single, self.single_supply.as_ref().unwrap_or(&self.demand.single)]
    }

    /// The rows of A of one product.
    pub fn demand_of(&self, sector: usize) -> &[f64] {
        let size = self.regions * self.width;
        &self.demand.double[sector * size..][..size]
    }

    /// The rows of B of one product.
    pub fn supply_of(&self, sector: usize) -> &[f64] {
        let size = self.regions * self.width;
        &self.supply.as_ref().unwrap_or(&self.demand.double)[sector * size..][..size]
    }

    /// One row of A: what an importer's demand for a product draws from each exporter.
    pub fn demand_row(&self, sector: usize, importer: usize) -> &[f64] {
        &self.demand_of(sector)[importer * self.width..][..self.regions]
    }

    /// The same row of B.
    pub fn supply_row(&self, sector: usize, importer: usize) -> &[f64] {
        &self.supply_of(sector)[importer * self.width..][..self.regions]
    }

    /// The revenue cells of one row.
    pub fn revenue_row(&self, sector: usize, importer: usize) -> &[RevenueCell] {
        self.revenue.get(sector * self.regions + importer).map_or(&[], Vec::as_slice)
    }
}
