//! Bounds without an equilibrium: the cost of a ban if nobody finds other buyers or suppliers.
//!
//! [`lost_markets`] and [`lost_inputs`] are the high-order trade measures of Imbs and Pauwels
//! (2024, "An empirical approximation of the effects of trade sanctions with an application to Russia", Economic Policy;
//! `docs/src/methods/extensions.md`, "Bounds without an equilibrium"): the losses of the Leontief and Ghosh systems when
//! banned cells of input use and final use are set to zero. [`ces_shortfall`] is the one-good formula of Bachmann and others
//! (2022, ECONtribute policy brief 28).
//!
//! Both systems are Neumann series on the condensed table. With common sourcing a term costs `N^2 J + N J^2` operations; the
//! matrix of all industries by all industries is never formed.

use ndarray::{Array1, Array2, Array3};
use unequal_world::EconomyTable;

use crate::model::shape::check_shape;
use crate::{EquilibriumError, Result};

/// Largest term of a series, relative to an industry's output, at which the series ends.
const TOLERANCE: f64 = 1e-12;
/// Terms after which a series is given up.
const MAX_TERMS: usize = 20_000;

/// Flows that stop, `(sector, importer, exporter)` by position in the table. Unlike an embargo in
/// [`crate::Wedges`] a ban may also stop a region's sales to itself.
pub type BannedFlow = (usize, usize, usize);

/// Share of each industry's output that is lost, `[region][sector]`, between 0 and 1.
#[derive(Debug, Clone, PartialEq)]
pub struct OutputLoss {
    /// `[region][sector]` lost share of output; 0 where the table has no output.
    pub share: Array2<f64>,
    /// Terms of the series.
    pub terms: usize,
    output: Array2<f64>,
}

impl OutputLoss {
    /// `[region]` lost share of a region's output, its industries weighted by output.
    #[must_use]
    pub fn by_region(&self) -> Array1<f64> {
        let lost = (&self.share * &self.output).sum_axis(ndarray::Axis(1));
        let whole = self.output.sum_axis(ndarray::Axis(1));
        lost.iter().zip(&whole).map(|(lost, whole)| if *whole > 0.0 { lost / whole } else { 0.0 }).collect()
    }
}

/// HOT: `1 - [(I - A_ban)^-1 F_ban] / [(I - A)^-1 F]`, output lost because buyers are lost, directly
/// and through their buyers in turn.
///
/// Refuses banned flows that are not in the table; fails with [`EquilibriumError::Unsettled`] if
/// the series does not reach 1e-12 of each industry's output.
pub fn lost_markets(table: &EconomyTable, banned: &[BannedFlow]) -> Result<OutputLoss> {
    let system = System::new(table, banned)?;
    let first = system.sold(table.final_use());
    system.losses("lost markets", first, |term| system.sold(&system.used_by(term)))
}

/// SHOT: `1 - [(I - B_ban')^-1 VA] / [(I - B')^-1 VA]`, output lost because inputs are lost, directly and
/// through their suppliers in turn. Errors as for [`lost_markets`].
pub fn lost_inputs(table: &EconomyTable, banned: &[BannedFlow]) -> Result<OutputLoss> {
    let system = System::new(table, banned)?;
    let inputs = table.intermediate_use().sum_axis(ndarray::Axis(1));
    let first = (table.output() - &inputs).mapv(|value_added| value_added.max(0.0));
    system.losses("lost inputs", first, |term| system.bought(&system.supplied_by(term)))
}

/// Change of real value added that a loss of markets implies, `-(psi / (1 + psi)) alpha HOT`, as a
/// share: `frisch` (psi) is the elasticity of labour supply, from 0 up, `labour_share` (alpha) the share
/// of labour in value added, between 0 and 1.
pub fn real_value_added_change(lost_markets: f64, frisch: f64, labour_share: f64) -> Result<f64> {
    inside("the lost share of markets", lost_markets, 0.0..=1.0, "a share")?;
    inside("the elasticity of labour supply", frisch, 0.0..=f64::MAX, "a number from 0 up")?;
    inside("the share of labour", labour_share, 0.0..=1.0, "a share")?;
    Ok(-frisch / (1.0 + frisch) * labour_share * lost_markets)
}

/// `Y / Y0 - 1` when the quantity of one input falls to the share `quantity` of what it was:
/// `Y / Y0 = [a q^((s-1)/s) + 1 - a]^(s/(s-1))` with cost share `a` and elasticity of substitution `s`.
///
/// At `s = 1` this is Cobb-Douglas, `q^a`; at `s = 0` Leontief, `min(q, 1)`. Refuses a cost share outside 0 to 1
/// and a quantity or an elasticity below 0.
pub fn ces_shortfall(cost_share: f64, elasticity: f64, quantity: f64) -> Result<f64> {
    inside("a cost share", cost_share, 0.0..=1.0, "a share")?;
    inside("an elasticity of substitution", elasticity, 0.0..=f64::MAX, "a number from 0 up")?;
    inside("a quantity relative to before", quantity, 0.0..=f64::MAX, "a number from 0 up")?;
    if cost_share == 0.0 {
        return Ok(0.0);
    }
    let ln_quantity = quantity.ln();
    if elasticity == 0.0 || (quantity == 0.0 && elasticity <= 1.0) {
        return Ok(quantity.min(1.0) - 1.0);
    }
    let power = (elasticity - 1.0) / elasticity;
    if power.abs() < 1e-9 {
        return Ok((cost_share * ln_quantity).exp_m1());
    }
    Ok((ln_mean_of_powers(cost_share, power * ln_quantity) / power).exp_m1())
}

/// `ln(a e^x + 1 - a)` without overflow and exact near zero.
fn ln_mean_of_powers(share: f64, exponent: f64) -> f64 {
    if exponent > 1.0 {
        return exponent + (share + (1.0 - share) * (-exponent).exp()).ln();
    }
    (share * exponent.exp_m1()).ln_1p()
}

fn inside(what: &'static str, value: f64, range: std::ops::RangeInclusive<f64>, expected: &'static str) -> Result<()> {
    if range.contains(&value) {
        return Ok(());
    }
    Err(EquilibriumError::Parameter { what, value, expected })
}

/// The input-output system of a table with banned flows. Vectors are `[region][sector]`.
struct System<'a> {
    table: &'a EconomyTable,
    /// `[sector][importer][exporter]` sourcing shares, banned ones zero; rows then miss one.
    sourcing: Array3<f64>,
}

impl<'a> System<'a> {
    fn new(table: &'a EconomyTable, banned: &[BannedFlow]) -> Result<Self> {
        let mut sourcing = table.sourcing().clone();
        for &(sector, importer, exporter) in banned {
            let place = [sector, importer, exporter];
            let Some(share) = sourcing.get_mut(place) else {
                return Err(EquilibriumError::Shape {
                    what: "a banned flow",
                    found: place.to_vec(),
                    expected: sourcing.shape().to_vec(),
                });
            };
            *share = 0.0;
        }
        check_shape("final_use", table.final_use().shape(), table.output().shape())?;
        Ok(Self { table, sourcing })
    }

    /// What each producer sells when regions use `demand`: S d.
    fn sold(&self, demand: &Array2<f64>) -> Array2<f64> {
        let mut sold = Array2::zeros(demand.raw_dim());
        for (sector, shares) in self.sourcing.outer_iter().enumerate() {
            sold.column_mut(sector).assign(&demand.column(sector).dot(&shares));
        }
        sold
    }

    /// What each region uses of each input to make `output`.
    fn used_by(&self, output: &Array2<f64>) -> Array2<f64> {
        let level = self.relative(output);
        let mut used = Array2::zeros(output.raw_dim());
        for (region, inputs) in self.table.intermediate_use().outer_iter().enumerate() {
            used.row_mut(region).assign(&inputs.dot(&level.row(region)));
        }
        used
    }

    /// The part of each region's supply of an input that `output` makes available: S' (v / x).
    fn supplied_by(&self, output: &Array2<f64>) -> Array2<f64> {
        let level = self.relative(output);
        let mut supplied = Array2::zeros(output.raw_dim());
        for (sector, shares) in self.sourcing.outer_iter().enumerate() {
            supplied.column_mut(sector).assign(&shares.dot(&level.column(sector)));
        }
        supplied
    }

    /// Value of the inputs that each industry gets when each input is available in part.
    fn bought(&self, supplied: &Array2<f64>) -> Array2<f64> {
        let mut bought = Array2::zeros(supplied.raw_dim());
        for (region, inputs) in self.table.intermediate_use().outer_iter().enumerate() {
            bought.row_mut(region).assign(&supplied.row(region).dot(&inputs));
        }
        bought
    }

    /// Relative to the table's output; 0 where there is none.
    fn relative(&self, values: &Array2<f64>) -> Array2<f64> {
        let mut level = values.clone();
        level.zip_mut_with(self.table.output(), |value, output| {
            *value = if *output > 0.0 { *value / output } else { 0.0 };
        });
        level
    }

    /// Sums a series term by term and compares the total with the table's output, which is what
    /// the series without a ban adds up to.
    fn losses(
        &self,
        what: &'static str,
        first: Array2<f64>,
        next: impl Fn(&Array2<f64>) -> Array2<f64>,
    ) -> Result<OutputLoss> {
        let (mut total, mut term) = (first.clone(), first);
        let mut size = f64::INFINITY;
        for terms in 1..=MAX_TERMS {
            term = next(&term);
            total += &term;
            size = self
                .relative(&term)
                .fold(0.0, |worst, part| if *part > worst || part.is_nan() { *part } else { worst });
            if size <= TOLERANCE {
                let mut share = self.relative(&total);
                share.zip_mut_with(self.table.output(), |level, output| {
                    *level = if *output > 0.0 { (1.0 - *level).clamp(0.0, 1.0) } else { 0.0 };
                });
                return Ok(OutputLoss { share, terms, output: self.table.output().clone() });
            }
        }
        Err(EquilibriumError::Unsettled { what, iterations: MAX_TERMS, size, tolerance: TOLERANCE })
    }
}
