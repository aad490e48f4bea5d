//! Power of a hegemon or a coalition over a target in nested-CES demand (L5).
//!
//! Withdrawing suppliers that hold the share `s` of a nest with elasticity of substitution `sigma`
//! raises the nest's price index by `Delta = -ln(1 - s) / (sigma - 1)`; a nest of nests with shares
//! `omega` and elasticity `rho` rises by `ln(sum omega e^((1 - rho) Delta)) / (1 - rho)`. The rise at
//! the top is the largest cost the target would bear rather than defy. The object described by
//! Clayton, Maggiori and Schreger (2023, NBER working paper 33309), whose exact weights could not be
//! read: the formula is grade B, the nests and their elasticities are assumptions, grade C or D.

use unequal_world::{EconomyTable, Party};

use crate::shares::{product_use, ratio};
use crate::{LeverageError, Result};

/// Below this distance from 1 an elasticity between nests counts as 1.
const COBB_DOUGLAS: f64 = 1e-9;

/// `-ln(1 - s) / (sigma - 1)`: rise of the logarithm of a nest's price when suppliers with the share
/// `s` withdraw; infinite at 1. Refuses shares outside 0 to 1 and elasticities of 1 or less.
pub fn withdrawal(share: f64, elasticity: f64) -> Result<f64> {
    if !(0.0..=1.0).contains(&share) {
        return Err(LeverageError::Value { what: "a supplier's share", value: share, expected: "0 to 1" });
    }
    if !(elasticity.is_finite() && elasticity > 1.0) {
        let (what, expected) = ("an elasticity between suppliers", "a number above 1");
        return Err(LeverageError::Value { what, value: elasticity, expected });
    }
    Ok(-(-share).ln_1p() / (elasticity - 1.0))
}

/// Rise of the logarithm of a price index over nests, each a weight with the rise of its own
/// price; weights are scaled to sum to one, and no weight at all is no rise. Refuses negative weights and elasticities.
pub fn combined(parts: &[(f64, f64)], elasticity: f64) -> Result<f64> {
    if !(elasticity.is_finite() && elasticity >= 0.0) {
        let (what, expected) = ("an elasticity between nests", "a number from 0 up");
        return Err(LeverageError::Value { what, value: elasticity, expected });
    }
    if let Some((weight, _)) = parts.iter().find(|(weight, _)| !(weight.is_finite() && *weight >= 0.0)) {
        return Err(LeverageError::Value {
            what: "the weight of a nest",
            value: *weight,
            expected: "a number from 0 up",
        });
    }
    let whole: f64 = parts.iter().map(|(weight, _)| weight).sum();
    let weighed = parts.iter().filter(|(weight, _)| *weight > 0.0).map(|(weight, rise)| (weight / whole, *rise));
    if (elasticity - 1.0).abs() < COBB_DOUGLAS {
        return Ok(weighed.map(|(weight, rise)| weight * rise).sum());
    }
    // Relative to the dominant rise, and in differences from one, so that neither small nor large rises lose precision.
    let rises = weighed.clone().map(|(_, rise)| rise);
    let Some(base) = rises.reduce(if elasticity < 1.0 { f64::max } else { f64::min }) else {
        return Ok(0.0);
    };
    if base.is_infinite() {
        return Ok(base);
    }
    let sum: f64 = weighed.map(|(weight, rise)| weight * ((1.0 - elasticity) * (rise - base)).exp_m1()).sum();
    Ok(base + sum.ln_1p() / (1.0 - elasticity))
}

/// Sectors whose supply a coalition withdraws together.
#[derive(Debug, Clone, PartialEq)]
pub struct Kind {
    /// Goods, finance, technology or other services.
    pub name: String,
    /// Elasticity between its suppliers where it is assumed; `None` where it is the trade elasticity plus one.
    pub assumed_elasticity: Option<f64>,
    /// Positions of its sectors.
    pub sectors: Vec<usize>,
}

/// The nests of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Nests {
    /// `[sector]` elasticity between suppliers, above 1.
    pub elasticities: Vec<f64>,
    /// Elasticity between kinds; products of a kind have unit elasticity.
    pub between_kinds: f64,
    /// Kinds, which together hold every sector once.
    pub kinds: Vec<Kind>,
    /// Where the assumed numbers come from.
    pub source: String,
}

/// Power over a target through one kind of supply.
#[derive(Debug, Clone, PartialEq)]
pub struct KindPower {
    /// The kind.
    pub name: String,
    /// Its share in all the target uses, 0 to 1.
    pub weight: f64,
    /// What the coalition supplies of it, 0 to 1.
    pub share: f64,
    /// Rise of the logarithm of the target's cost if only this kind is withdrawn.
    pub alone: f64,
}

/// Power of a coalition over a target.
#[derive(Debug, Clone, PartialEq)]
pub struct Power {
    /// Rise of the logarithm of the target's cost if everything is withdrawn at once. Infinite where
    /// the coalition is the only supplier of something that cannot be replaced.
    pub joint: f64,
    /// By kind.
    pub kinds: Vec<KindPower>,
    /// `joint` less the sum over kinds withdrawn alone; 0 with unit elasticity between kinds.
    pub interaction: f64,
    /// What the target spends on all products, USD million.
    pub spending: f64,
}

/// Power of `coalition` over `target` at the shares of a table. Trade within a party that stands on
/// both sides counts as supply by the coalition.
pub fn power(table: &EconomyTable, target: &Party, coalition: &Party, nests: &Nests) -> Result<Power> {
    let mut parts = Vec::with_capacity(nests.kinds.len());
    let mut kinds = Vec::with_capacity(nests.kinds.len());
    for kind in &nests.kinds {
        let (mut products, mut supplied, mut used) = (Vec::with_capacity(kind.sectors.len()), 0.0, 0.0);
        for &sector in &kind.sectors {
            let whole = product_use(table, target, sector);
            let flows = target.members.iter().flat_map(|importer| {
                coalition.members.iter().map(move |exporter| table.flow(*importer, *exporter, sector))
            });
            let part: f64 = flows.sum();
            // Shares sum to one only to rounding.
            products.push((whole, withdrawal(ratio(part, whole).min(1.0), nests.elasticities[sector])?));
            supplied += part;
            used += whole;
        }
        parts.push((used, combined(&products, 1.0)?));
        kinds.push(KindPower { name: kind.name.clone(), weight: used, share: ratio(supplied, used), alone: 0.0 });
    }
    let spending: f64 = parts.iter().map(|(weight, _)| weight).sum();
    for (position, kind) in kinds.iter_mut().enumerate() {
        let only: Vec<(f64, f64)> = parts
            .iter()
            .enumerate()
            .map(|(place, (weight, rise))| (*weight, if place == position { *rise } else { 0.0 }))
            .collect();
        kind.alone = combined(&only, nests.between_kinds)?;
        kind.weight = ratio(kind.weight, spending);
    }
    let joint = combined(&parts, nests.between_kinds)?;
    let interaction = joint - kinds.iter().map(|kind| kind.alone).sum::<f64>();
    Ok(Power { joint, kinds, interaction, spending })
}
