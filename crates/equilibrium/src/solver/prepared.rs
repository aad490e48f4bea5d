//! What all counterfactuals of one economy share: padded copies of its shares, and the
//! preconditioner that turns about fifty sweeps into about fifteen.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use ndarray::{Array2, aview1};
use unequal_vector::{matrix_times, multiply_add, padded};

use crate::model::primitives::{Primitives, in_rows};
use crate::solver::gauss_seidel::{Anticipation, Basis};
use crate::solver::jacobian::{Rounds, domestic_content, wage_inverse};
use crate::solver::kernel::LEAST_COARSE_FLOWS;
use crate::solver::wages::Openness;

/// Padded sourcing shares with what follows from their zeros.
#[derive(Debug, Clone)]
pub(crate) struct Shares {
    /// Differs between any two sets of shares that were ever made; never 0.
    pub identity: u64,
    /// Padded length of a row over regions.
    pub width: usize,
    /// pi: `[sector][importer][exporter, padded]`.
    pub sourcing: Vec<f64>,
    /// Its row sums, one or zero but for rounding: `[sector][importer]`.
    pub totals: Vec<f64>,
    /// The same in single precision, for sweeps of differences; empty in small economies.
    pub coarse: Vec<f32>,
    /// Whether there is single precision and it holds every share: none is so small that it would vanish.
    pub coarse_holds: bool,
    /// Whether any region buys the product from another: `[sector]`.
    pub traded: Vec<bool>,
    /// Number of products that flow: `[importer][exporter]`.
    pub links: Vec<u32>,
}

/// The identity of the shares made next.
static MADE: AtomicU64 = AtomicU64::new(1);

impl Shares {
    /// The shares of an economy.
    pub fn of(primitives: &Primitives) -> Self {
        let (regions, sectors) = (primitives.region_count(), primitives.sector_count());
        let width = padded(regions);
        let mut sourcing = vec![0.0; sectors * regions * width];
        let mut links = vec![0; regions * regions];
        let mut traded = vec![false; sectors];
        let mut totals = Vec::with_capacity(sectors * regions);
        let rows = in_rows(&primitives.sourcing);
        let rows = rows.chunks_exact(regions.max(1)).zip(sourcing.chunks_exact_mut(width));
        for (place, (shares, padded)) in rows.enumerate() {
            let (sector, importer) = (place / regions, place % regions);
            let links = &mut links[importer * regions..][..regions];
            let mut sources = 0;
            padded[..regions].copy_from_slice(shares);
            totals.push(aview1(shares).sum());
            for (share, link) in shares.iter().zip(links) {
                *link += u32::from(*share > 0.0);
                sources += u32::from(*share > 0.0);
            }
            traded[sector] |= sources > u32::from(shares[importer] > 0.0);
        }
        let coarse = if_large(&sourcing);
        let coarse_holds = !coarse.is_empty() && sourcing.iter().all(|share| holds(*share));
        let identity = MADE.fetch_add(1, Ordering::Relaxed);
        Self { identity, width, sourcing, totals, coarse, coarse_holds, traded, links }
    }

    /// One importer's shares of a product, `[exporter, padded]`; `row` is `sector * regions + importer`.
    pub fn row(&self, row: usize) -> &[f64] {
        &self.sourcing[row * self.width..][..self.width]
    }
}

/// A copy in single precision of shares that are so many that sweeps wait for them.
fn if_large(shares: &[f64]) -> Vec<f32> {
    if shares.len() < LEAST_COARSE_FLOWS { Vec::new() } else { in_single(shares) }
}

/// Numbers rounded to single precision.
pub(crate) fn in_single(values: &[f64]) -> Vec<f32> {
    values.iter().map(|value| *value as f32).collect()
}

/// Whether a share survives in single precision with its relative precision.
pub(crate) fn holds(share: f64) -> bool {
    share == 0.0 || share >= LEAST_COARSE
}

/// Shares below this could lose digits, or vanish, in single precision (normal from 1.2e-38) once they are multiplied
/// with a producer's power.
const LEAST_COARSE: f64 = 1e-24;

/// What sweeps of differences use, in single precision, padded as [`Prepared`] has it; empty in small economies.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rounded {
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
    /// Domestic rounds of inputs.
    pub rounds: Rounds,
    /// Of these in single precision what differences need.
    pub rounded: Rounded,
    /// How open regions are to trade, `[region]`.
    pub openness: Vec<Openness>,
    /// What is foreseen of one step while another is chosen.
    pub anticipation: Anticipation,
    /// Approximate inverse of the derivative of excess labour demand with respect to wages,
    /// `[region][region, padded]`; `None` before output is known.
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
        let rounds = Rounds::new(primitives, &inputs, sector_width, !shares.coarse.is_empty());
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
            rounds,
            rounded: Rounded::default(),
            openness,
            anticipation: Anticipation::default(),
            wage_inverse: None,
        };
        prepared.round_to_single();
        if let Some(expenditure) = expenditure {
            prepared.steer_wages(primitives, expenditure);
        }
        prepared
    }

    /// The same economy settled: inputs and final demand are as they were, and so nearly are the domestic rounds,
    /// except of regions in which a home share moved far.
    pub fn settled(&self, primitives: &Primitives, expenditure: &Array2<f64>) -> Self {
        let shares = Shares::of(primitives);
        let mut settled = Self {
            openness: Openness::of(primitives, &shares),
            shares,
            rounds: self.rounds.moved(primitives, &self.inputs, self.sector_width),
            rounded: Rounded::default(),
            wage_inverse: None,
            inputs: self.inputs.clone(),
            elasticities: self.elasticities.clone(),
            final_shares: self.final_shares.clone(),
            value_added_shares: self.value_added_shares.clone(),
            used: self.used.clone(),
            unsupplied: self.unsupplied.clone(),
            anticipation: Anticipation::default(),
            ..*self
        };
        settled.round_to_single();
        settled.steer_wages(primitives, expenditure);
        settled
    }

    fn round_to_single(&mut self) {
        if !self.rounds.coarse.is_empty() {
            self.rounded = Rounded {
                elasticities: in_single(&self.elasticities),
                value_added: in_single(&self.value_added_shares),
                home: in_single(&self.rounds.home),
                final_use: in_single(&self.final_shares),
            };
        }
    }

    /// What steers wages, from spending that is known or near.
    pub fn steer_wages(&mut self, primitives: &Primitives, expenditure: &Array2<f64>) {
        let width = self.sector_width;
        let (shares, rounds) = (&self.shares, &self.rounds);
        let content = domestic_content(primitives, &self.inputs, rounds, width);
        self.wage_inverse = wage_inverse(primitives, shares, expenditure, &content, rounds, width);
        self.anticipation =
            Anticipation::new(&Basis { primitives, shares, expenditure, rounds, content: &content, width });
    }

    /// Spending at unchanged prices and wages, `[region][sector]`: what income and a few rounds of exports support
    /// through domestic inputs. Duties are left out, so it is near and not exact.
    pub fn likely_spending(&self, primitives: &Primitives, deficits: &[f64]) -> Array2<f64> {
        let (regions, sectors) = (primitives.region_count(), primitives.sector_count());
        let (width, region_width) = (self.sector_width, self.region_width);
        let mut spending = vec![0.0; regions * width];
        let mut exports = vec![0.0; regions * width];
        let (mut direct, mut sold) = (vec![0.0; width], vec![0.0; region_width]);
        for round in 0..=EXPORT_ROUNDS {
            for region in 0..regions {
                let income = (primitives.value_added[region] + deficits[region]).max(0.0);
                let block = region * sectors * width..(region + 1) * sectors * width;
                let shares = &self.final_shares[region * width..][..width];
                matrix_times(&self.inputs[block], &exports[region * width..][..width], &mut direct[..sectors]);
                direct.iter_mut().zip(shares).for_each(|(direct, share)| *direct += share * income);
                self.rounds.spending(region, &direct, width, &mut spending[region * width..][..sectors]);
            }
            for sector in (0..sectors).filter(|_| round < EXPORT_ROUNDS) {
                sold.fill(0.0);
                let rows = self.shares.sourcing[sector * regions * region_width..].chunks_exact(region_width);
                for (importer, row) in rows.take(regions).enumerate() {
                    multiply_add(spending[importer * width + sector], row, &mut sold);
                }
                for (region, sold) in sold.iter().enumerate().take(regions) {
                    let place = region * width + sector;
                    exports[place] = sold - self.rounds.home[place] * spending[place];
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

/// Rounds of exports in [`Prepared::likely_spending`]; each is nearer by about the share of imports.
const EXPORT_ROUNDS: usize = 4;
