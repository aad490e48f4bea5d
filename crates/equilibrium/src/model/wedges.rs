//! What changes the cost of flows, and who receives it (W1 and W2 of `docs/src/methods/model.md`).
//!
//! The delivered price of exporter i's product j in importer n is
//! `p = c_ij d_nij (1 + e_nij) (1 + f_nij) (1 + t_nij)`: resource cost, export tax, fees, tariff.

use ndarray::{Array1, Array2, Array3};

use crate::Result;
use crate::model::fees::FeeLayer;
use crate::model::shape::check_shape;

/// Changes to an economy. Everything starts as "no change"; positions are those of the baseline.
#[derive(Debug, Clone)]
pub struct Wedges {
    regions: usize,
    sectors: usize,
    pub(crate) ln_iceberg: Option<Array3<f64>>,
    pub(crate) embargo: Vec<(usize, usize, usize)>,
    pub(crate) tariff: Option<Array3<f64>>,
    pub(crate) export_tax: Option<Array3<f64>>,
    pub(crate) fees: Option<Vec<FeeLayer>>,
    pub(crate) ln_productivity: Option<Array2<f64>>,
    pub(crate) ln_labour: Option<Array1<f64>>,
}

impl Wedges {
    /// Whether flows cost more or stop, and nothing else changes but perhaps labour.
    pub(crate) fn only_change_flows(&self) -> bool {
        let flows = !self.embargo.is_empty() || self.ln_iceberg.is_some();
        let duties = self.tariff.is_some() || self.export_tax.is_some() || self.fees.is_some();
        flows && !duties && self.ln_productivity.is_none()
    }

    /// No change at all, for an economy of this size.
    #[must_use]
    pub fn none(regions: usize, sectors: usize) -> Self {
        Self {
            regions,
            sectors,
            ln_iceberg: None,
            embargo: Vec::new(),
            tariff: None,
            export_tax: None,
            fees: None,
            ln_productivity: None,
            ln_labour: None,
        }
    }

    fn shape(&self) -> [usize; 3] {
        [self.sectors, self.regions, self.regions]
    }

    /// Number of regions and sectors the wedges are made for.
    #[must_use]
    pub fn size(&self) -> (usize, usize) {
        (self.regions, self.sectors)
    }

    /// Forbids one flow: its new share is exactly zero (a mask, not a large number).
    pub fn forbid(&mut self, sector: usize, importer: usize, exporter: usize) {
        if importer != exporter {
            self.embargo.push((sector, importer, exporter));
        }
    }

    /// Forbids all trade between two regions, both ways.
    pub fn forbid_between(&mut self, one: usize, other: usize) {
        for sector in 0..self.sectors {
            self.forbid(sector, one, other);
            self.forbid(sector, other, one);
        }
    }

    /// Adds a resource cost to one flow: `ln_cost` is the logarithm of its factor (iceberg).
    pub fn add_iceberg(&mut self, sector: usize, importer: usize, exporter: usize, ln_cost: f64) {
        let shape = self.shape();
        let array = self.ln_iceberg.get_or_insert_with(|| Array3::zeros(shape));
        array[[sector, importer, exporter]] += ln_cost;
    }

    /// Replaces the tariffs: `[sector][importer][exporter]`, levels, above -1.
    pub fn set_tariffs(&mut self, tariff: Array3<f64>) -> Result<()> {
        check_shape("tariff", tariff.shape(), &self.shape())?;
        self.tariff = Some(tariff);
        Ok(())
    }

    /// Replaces the export taxes: `[sector][importer][exporter]`, levels, above -1.
    pub fn set_export_taxes(&mut self, export_tax: Array3<f64>) -> Result<()> {
        check_shape("export_tax", export_tax.shape(), &self.shape())?;
        self.export_tax = Some(export_tax);
        Ok(())
    }

    /// Replaces the fee layers, innermost first.
    pub fn set_fees(&mut self, fees: Vec<FeeLayer>) -> Result<()> {
        for fee in &fees {
            check_shape("fee", fee.rate().shape(), &self.shape())?;
        }
        self.fees = Some(fees);
        Ok(())
    }

    /// Changes productivity of one producer by the logarithm of a factor.
    pub fn add_productivity(&mut self, region: usize, sector: usize, ln_factor: f64) {
        let (regions, sectors) = (self.regions, self.sectors);
        self.ln_productivity.get_or_insert_with(|| Array2::zeros((regions, sectors)))[[region, sector]] += ln_factor;
    }

    /// Changes a region's labour by the logarithm of a factor.
    pub fn add_labour(&mut self, region: usize, ln_factor: f64) {
        let regions = self.regions;
        self.ln_labour.get_or_insert_with(|| Array1::zeros(regions))[region] += ln_factor;
    }

    /// Forbidden flows as (sector, importer, exporter), in the order in which they were forbidden.
    #[must_use]
    pub fn forbidden(&self) -> &[(usize, usize, usize)] {
        &self.embargo
    }

    /// Tariffs set, `[sector][importer][exporter]`, levels; `None` where the baseline's hold.
    #[must_use]
    pub fn tariffs(&self) -> Option<&Array3<f64>> {
        self.tariff.as_ref()
    }

    /// Export taxes set, `[sector][importer][exporter]`, levels; `None` where the baseline's hold.
    #[must_use]
    pub fn export_taxes(&self) -> Option<&Array3<f64>> {
        self.export_tax.as_ref()
    }

    /// Fee layers, innermost first; `None` where the baseline's hold.
    #[must_use]
    pub fn fees(&self) -> Option<&[FeeLayer]> {
        self.fees.as_deref()
    }

    /// Whether a flow is forbidden.
    #[must_use]
    pub fn is_forbidden(&self, sector: usize, importer: usize, exporter: usize) -> bool {
        self.embargo.contains(&(sector, importer, exporter))
    }

    /// Logarithms of resource costs, `[sector][importer][exporter]`; `None` where there are none.
    #[must_use]
    pub fn ln_icebergs(&self) -> Option<&Array3<f64>> {
        self.ln_iceberg.as_ref()
    }

    /// Logarithms of productivity changes, `[region][sector]`; `None` where there are none.
    #[must_use]
    pub fn ln_productivities(&self) -> Option<&Array2<f64>> {
        self.ln_productivity.as_ref()
    }

    /// Logarithms of changes of labour, `[region]`; `None` where there are none.
    #[must_use]
    pub fn ln_labours(&self) -> Option<&Array1<f64>> {
        self.ln_labour.as_ref()
    }

    /// Whether flows are forbidden, or export taxes or fees are set.
    #[must_use]
    pub fn is_more_than_small(&self) -> bool {
        !self.embargo.is_empty() || self.export_tax.is_some() || self.fees.is_some()
    }
}
