//! Shares and endowments from which an equilibrium follows.

use std::borrow::Cow;

use ndarray::{Array, Array1, Array2, Array3, Axis, Dimension};
use unequal_world::labels::{Labels, Sector};

use crate::model::fees::FeeLayer;
use crate::model::shape::check_shape;
use crate::{EquilibriumError, Result};

/// Ad-valorem duties as levels: 0.05 is five percent. `None` means none anywhere.
#[derive(Debug, Clone, Default)]
pub struct Duties {
    /// `[sector][importer][exporter]` import tariffs on the border value, owned by the importer.
    pub tariff: Option<Array3<f64>>,
    /// `[sector][importer][exporter]` export taxes on the producer's price, owned by the exporter.
    pub export_tax: Option<Array3<f64>>,
    /// Fees between the export tax and the tariff, innermost first, each with its owner (W2).
    pub fees: Vec<FeeLayer>,
}

/// What calibrates the model, before markets are known to clear.
#[derive(Debug, Clone)]
pub struct Primitives {
    /// Regions, the order of every region axis.
    pub regions: Labels,
    /// Sectors, the order of every sector axis.
    pub sectors: Vec<Sector>,
    /// Calendar year.
    pub year: u16,
    /// pi: `[sector][importer][exporter]` expenditure shares at purchaser prices; rows sum to 1.
    pub sourcing: Array3<f64>,
    /// g: `[region][input][using sector]` cost shares of inputs in gross output.
    pub input_shares: Array3<f64>,
    /// b: `[region][sector]` value-added shares; with the input shares they sum to 1.
    pub value_added_shares: Array2<f64>,
    /// alpha: `[region][sector]` shares of final absorption; rows sum to 1.
    pub final_shares: Array2<f64>,
    /// `[region]` value added (w L), in the value unit; positive.
    pub value_added: Array1<f64>,
    /// D: `[region]` trade deficits, in the value unit; sum to zero.
    pub deficits: Array1<f64>,
    /// theta: `[sector]` trade elasticities, positive (the elasticity, not its reciprocal).
    pub trade_elasticity: Vec<f64>,
    /// Duties of the baseline.
    pub duties: Duties,
}

/// Shares must sum to one this closely; they are used as given, not rescaled.
const SHARE_TOLERANCE: f64 = 1e-9;
/// Cost shares may be this far below zero: national tables carry small negative entries
/// (by-products; -0.0006 in the data of Caliendo and Parro 2015), which do no harm.
const LEAST_SHARE: f64 = -0.01;

impl Primitives {
    /// Number of regions.
    #[must_use]
    pub fn region_count(&self) -> usize {
        self.regions.len()
    }

    /// Number of sectors.
    #[must_use]
    pub fn sector_count(&self) -> usize {
        self.sectors.len()
    }

    fn region(&self, position: usize) -> String {
        self.regions.code(position).to_string()
    }

    fn sector(&self, position: usize) -> String {
        self.sectors[position].to_string()
    }

    /// Checks shapes, signs and sums.
    pub fn check(&self) -> Result<()> {
        let (regions, sectors) = (self.region_count(), self.sector_count());
        check_shape("sourcing", self.sourcing.shape(), &[sectors, regions, regions])?;
        check_shape("input_shares", self.input_shares.shape(), &[regions, sectors, sectors])?;
        check_shape("value_added_shares", self.value_added_shares.shape(), &[regions, sectors])?;
        check_shape("final_shares", self.final_shares.shape(), &[regions, sectors])?;
        check_shape("value_added", self.value_added.shape(), &[regions])?;
        check_shape("deficits", self.deficits.shape(), &[regions])?;
        check_shape("trade_elasticity", &[self.trade_elasticity.len()], &[sectors])?;
        for (sector, theta) in self.trade_elasticity.iter().enumerate() {
            if !(theta.is_finite() && *theta > 0.0) {
                return Err(self.value("the trade elasticity", None, sector, *theta, "a positive number"));
            }
        }
        self.check_duties()?;
        self.check_signs()?;
        self.check_sums()
    }

    fn value(
        &self,
        what: &'static str,
        region: Option<usize>,
        sector: usize,
        value: f64,
        expected: &'static str,
    ) -> EquilibriumError {
        EquilibriumError::Value {
            what,
            region: region.map_or_else(|| "all".to_owned(), |region| self.region(region)),
            sector: self.sector(sector),
            value,
            expected,
        }
    }

    fn check_duties(&self) -> Result<()> {
        let expected = [self.sector_count(), self.region_count(), self.region_count()];
        let arrays = [("a tariff", &self.duties.tariff), ("an export tax", &self.duties.export_tax)];
        let arrays = arrays.into_iter().filter_map(|(what, array)| Some((what, array.as_ref()?)));
        for (what, array) in arrays.chain(self.duties.fees.iter().map(|fee| ("a fee", fee.rate()))) {
            check_shape(what, array.shape(), &expected)?;
            // -1 itself is refused too.
            if let Some(((sector, importer, _), rate)) = first_outside(array, (-1.0_f64).next_up()) {
                return Err(self.value(what, Some(importer), sector, rate, "a rate above -1"));
            }
        }
        Ok(())
    }

    fn check_signs(&self) -> Result<()> {
        let share = "a share from 0 up";
        if let Some(((sector, importer, _), value)) = first_outside(&self.sourcing, 0.0) {
            return Err(self.value("a sourcing share", Some(importer), sector, value, share));
        }
        if let Some(((region, _, using), value)) = first_outside(&self.input_shares, LEAST_SHARE) {
            return Err(self.value("an input share", Some(region), using, value, share));
        }
        if let Some(((region, sector), value)) = first_outside(&self.final_shares, 0.0) {
            return Err(self.value("a final share", Some(region), sector, value, share));
        }
        if let Some(((region, sector), value)) = first_outside(&self.value_added_shares, LEAST_SHARE) {
            return Err(self.value("a value-added share", Some(region), sector, value, share));
        }
        if let Some((region, value)) = first_outside(&self.value_added, 0.0_f64.next_up()) {
            return Err(self.value("value added", Some(region), 0, value, "a positive number"));
        }
        Ok(())
    }

    fn check_sums(&self) -> Result<()> {
        let gap = |identity, region: usize, sector: Option<usize>, gap: f64| {
            if gap.abs() <= SHARE_TOLERANCE {
                return Ok(());
            }
            Err(EquilibriumError::Identity {
                identity,
                region: self.region(region),
                sector: sector.map_or_else(|| "all".to_owned(), |sector| self.sector(sector)),
                gap,
                tolerance: SHARE_TOLERANCE,
            })
        };
        let rows = self.sourcing.sum_axis(Axis(2));
        for ((sector, importer), sum) in rows.indexed_iter() {
            gap("sourcing shares sum to one", importer, Some(sector), sum - 1.0)?;
        }
        let inputs = self.input_shares.sum_axis(Axis(1)) + &self.value_added_shares;
        for ((region, sector), sum) in inputs.indexed_iter() {
            gap("input and value-added shares sum to one", region, Some(sector), sum - 1.0)?;
        }
        for (region, sum) in self.final_shares.sum_axis(Axis(1)).iter().enumerate() {
            gap("final shares sum to one", region, None, sum - 1.0)?;
        }
        let deficits = self.deficits.sum() / self.value_added.sum();
        gap("deficits sum to zero", 0, None, deficits)
    }
}

/// The numbers of an array with its last axis fastest.
pub(crate) fn in_rows(array: &Array3<f64>) -> Cow<'_, [f64]> {
    array.as_slice().map_or_else(|| Cow::Owned(array.iter().copied().collect()), Cow::Borrowed)
}

/// The first entry that is below `least` or not finite, with its place. Nearly always there is none, which a branch-free
/// pass over the values establishes first.
fn first_outside<D: Dimension>(array: &Array<f64, D>, least: f64) -> Option<(D::Pattern, f64)> {
    let inside = |value: f64| (value >= least) & (value <= f64::MAX);
    let all_inside = array.as_slice_memory_order().is_some_and(|values| {
        let (chunks, rest) = values.as_chunks::<8>();
        chunks.iter().all(|chunk| chunk.iter().fold(true, |all, value| all & inside(*value)))
            && rest.iter().all(|value| inside(*value))
    });
    if all_inside {
        return None;
    }
    array.indexed_iter().find(|(_, value)| !inside(**value)).map(|(place, value)| (place, *value))
}
