//! Fees on the border value of flows, and who receives them (W2 of `docs/src/methods/model.md`).

use ndarray::Array3;

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

    /// The same fee, marked as a change of the seller's price that keeps sales going. The mark changes nothing
    /// in the equilibrium; [`crate::Counterfactual::has_rent`] distinguishes it from other fees.
    #[must_use]
    pub fn as_rent(self) -> Self {
        Self { rent: true, ..self }
    }

    /// Whether it is marked as a change of the seller's price.
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
