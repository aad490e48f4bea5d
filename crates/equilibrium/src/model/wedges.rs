//! What changes the cost of flows, and who receives it (model.md W1 and W2).
//!
//! The delivered price of exporter i's product j in importer n is
//! `p = c_ij d_nij (1 + e_nij) (1 + f_nij) (1 + t_nij)`: resource cost, export tax, fees, tariff.

use ndarray::{Array1, Array2, Array3};

use crate::model::primitives::check_shape;
use crate::{EquilibriumError, Result};

/// Who receives a fee.
#[derive(Debug, Clone, PartialEq)]
pub enum Owner {
    /// The buying region of each flow.
    Importer,
    /// The selling region of each flow.
    Exporter,
    /// One region, by position.
    Region(usize),
    /// Several regions, by position, with shares that sum to one.
    Split(Vec<(usize, f64)>),
}

/// A fee on the border value with its owner.
#[derive(Debug, Clone)]
pub struct FeeLayer {
    name: String,
    rate: Array3<f64>,
    owner: Owner,
    rent: bool,
}

impl FeeLayer {
    /// A fee layer; `rate` is `[sector][importer][exporter]`, ad valorem, above -1.
    ///
    /// Refuses owners that are not regions and splits that do not sum to one.
    pub fn new(name: impl Into<String>, rate: Array3<f64>, owner: Owner) -> Result<Self> {
        let name = name.into();
        let regions = rate.shape()[1];
        let refused = |value: f64, expected| EquilibriumError::Value {
            what: "the owner of a fee",
            region: name.clone(),
            sector: "all".to_owned(),
            value,
            expected,
        };
        let shares: &[(usize, f64)] = match &owner {
            Owner::Region(region) => &[(*region, 1.0)],
            Owner::Split(shares) => shares,
            Owner::Importer | Owner::Exporter => &[],
        };
        if let Some((region, _)) = shares.iter().find(|(region, _)| *region >= regions) {
            return Err(refused(*region as f64, "the position of a region"));
        }
        let sum: f64 = shares.iter().map(|(_, share)| share).sum();
        if !shares.is_empty() && (sum - 1.0).abs() > 1e-12 {
            return Err(refused(sum, "shares that sum to one"));
        }
        Ok(Self { name, rate, owner, rent: false })
    }

    /// The same fee, known as the change of a price that gives way so that sales go on. It changes nothing in the
    /// equilibrium; [`crate::Counterfactual::has_rent`] tells it from other fees.
    #[must_use]
    pub fn as_rent(self) -> Self {
        Self { rent: true, ..self }
    }

    /// Whether it is the change of a price that gives way.
    #[must_use]
    pub fn is_rent(&self) -> bool {
        self.rent
    }

    /// What the fee is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// `[sector][importer][exporter]` ad-valorem rates on the border value.
    #[must_use]
    pub fn rate(&self) -> &Array3<f64> {
        &self.rate
    }

    /// Who receives it.
    #[must_use]
    pub fn owner(&self) -> &Owner {
        &self.owner
    }
}

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
