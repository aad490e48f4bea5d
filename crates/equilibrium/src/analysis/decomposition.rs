//! Terms of trade and volume of trade in a tariff change: to first order, and along a path.
//!
//! [`first_order`] is for comparison with published tables. It is not the change of real income:
//! for Mexico under NAFTA it says +1.31 % where the exact figure is +0.007 % (`docs/src/validation.md`, "NAFTA").
//! [`path_integrated`] adds the same terms up along the path from the old tariffs to the new, with
//! the weights of each place on it (Divisia), and its sum tends to the exact change of real
//! income. Use [`Counterfactual::ln_real_income`] as the headline.

use ndarray::{Array1, Array2, Array3, ArrayView1, Axis};

use crate::counterfactual::Counterfactual;
use crate::model::primitives::in_rows;
use crate::{Baseline, EquilibriumError, Result, SolveOptions, solve, solve_from};

/// Caliendo and Parro's (2015) terms of trade and volume of trade, shares of income.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FirstOrder {
    /// Terms of trade.
    pub terms_of_trade: f64,
    /// Volume of trade.
    pub volume_of_trade: f64,
    /// Real wage, exact: w-hat over the price index, less one.
    pub real_wage: f64,
}

impl FirstOrder {
    /// Terms and volume of trade together, which the published tables call welfare.
    #[must_use]
    pub fn first_order_welfare(&self) -> f64 {
        self.terms_of_trade + self.volume_of_trade
    }
}

/// The decomposition for every region; the baseline must be the one whose flows weigh it
/// (for the published table: zero deficits, old tariffs).
#[must_use]
pub fn first_order(counterfactual: &Counterfactual<'_>) -> Vec<FirstOrder> {
    let baseline = counterfactual.baseline();
    let primitives = baseline.primitives();
    let (regions, sectors) = (primitives.region_count(), primitives.sector_count());
    let (ln_wage, ln_consumer) = (counterfactual.ln_wage(), counterfactual.ln_consumer_price());
    let mut result: Vec<FirstOrder> = (0..regions)
        .map(|region| FirstOrder {
            terms_of_trade: 0.0,
            volume_of_trade: 0.0,
            real_wage: (ln_wage[region] - ln_consumer[region]).exp_m1(),
        })
        .collect();
    let mut costs = Vec::with_capacity(regions);
    let income = baseline.income();
    let sourcing = in_rows(&primitives.sourcing);
    let none = vec![0.0; regions];
    let tariffs = primitives.duties.tariff.as_ref().map(in_rows);
    for sector in 0..sectors {
        costs.clear();
        costs.extend((0..regions).map(|exporter| counterfactual.ln_cost(exporter, sector).exp_m1()));
        for importer in 0..regions {
            let spending = baseline.expenditure()[[importer, sector]];
            let place = (sector * regions + importer) * regions;
            let tariffs = tariffs.as_ref().map_or(none.as_slice(), |tariffs| &tariffs[place..][..regions]);
            let old = sourcing[place..][..regions].iter().zip(tariffs);
            let cells = old.zip(counterfactual.producer_values(sector, importer)).zip(&costs);
            let (mut paid, mut volume) = (0.0, 0.0);
            for (exporter, (((share, old_tariff), new_imports), cost)) in cells.enumerate() {
                let imports = share * spending / (1.0 + old_tariff);
                if exporter == importer || imports == 0.0 {
                    continue;
                }
                let dearer = imports * cost;
                result[exporter].terms_of_trade += dearer / income[exporter];
                paid += dearer;
                volume += old_tariff * (new_imports - imports - dearer);
            }
            result[importer].terms_of_trade -= paid / income[importer];
            result[importer].volume_of_trade += volume / income[importer];
        }
    }
    result
}

/// Terms and volume of trade added up along a path of tariffs, `[region]` each, shares of income
/// (0.01 is one percent, as a difference of logarithms).
#[derive(Debug, Clone, PartialEq)]
pub struct PathIntegrated {
    /// Terms of trade.
    pub terms_of_trade: Array1<f64>,
    /// Volume of trade.
    pub volume_of_trade: Array1<f64>,
    /// Exact change of real income between the ends of the path, ln W, for comparison.
    pub ln_real_income: Array1<f64>,
    /// Steps of the path.
    pub steps: usize,
}

impl PathIntegrated {
    /// Terms and volume of trade together; tends to the exact change as steps are added, with an
    /// error that falls by four when they are doubled.
    #[must_use]
    pub fn sum(&self) -> Array1<f64> {
        &self.terms_of_trade + &self.volume_of_trade
    }
}

/// What the integrands need of one place on the path. Arrays are `[sector][importer][exporter]`.
struct Place {
    /// M: imports net of tariff; domestic sales on the diagonal.
    imports: Array3<f64>,
    tariff: Array3<f64>,
    /// ln c-hat of the exporter, `[sector][exporter]`.
    ln_cost: Array2<f64>,
    income: Array1<f64>,
    ln_real_income: Array1<f64>,
}

/// The decomposition along the straight path between two arrays of tariffs
/// `[sector][importer][exporter]` (levels) in `steps` steps of equal length:
/// `(1/I_n) sum [E dln c_n - M dln c_i]` and `(1/I_n) sum t M (dln M - dln c_i)` with trapezoid
/// weights (`docs/src/methods/extensions.md`, "Decomposition along a path of tariffs"). One solve per step and one more.
///
/// The sum is the change of real income if deficits keep their value in the numeraire and nothing
/// but tariffs yields revenue, so export taxes and fees in the baseline are refused with
/// [`EquilibriumError::Unsupported`]. Fails like [`solve`], and for zero steps.
pub fn path_integrated(
    baseline: &Baseline,
    before: &Array3<f64>,
    after: &Array3<f64>,
    steps: usize,
    options: &SolveOptions,
) -> Result<PathIntegrated> {
    let duties = &baseline.primitives().duties;
    if duties.export_tax.is_some() || !duties.fees.is_empty() {
        return Err(EquilibriumError::Unsupported {
            method: "the path-integrated decomposition",
            what: "a baseline with export taxes or fees",
        });
    }
    if steps == 0 {
        let expected = "a whole number from 1 up";
        return Err(EquilibriumError::Parameter { what: "the number of steps", value: 0.0, expected });
    }
    crate::model::shape::check_shape("tariff", after.shape(), before.shape())?;
    let mut wedges = baseline.no_wedges();
    wedges.set_tariffs(before.clone())?;
    let mut counterfactual = solve(baseline, &wedges, options)?;
    let first = Place::new(&counterfactual, before.clone());
    let mut sums = (Array1::zeros(first.income.len()), Array1::zeros(first.income.len()));
    let start = first.ln_real_income.clone();
    let mut last = first;
    for step in 1..=steps {
        let part = step as f64 / steps as f64;
        let tariff = before * (1.0 - part) + after * part;
        wedges.set_tariffs(tariff.clone())?;
        counterfactual = solve_from(&counterfactual, &wedges, options)?;
        let next = Place::new(&counterfactual, tariff);
        add_step(&last, &next, &mut sums.0, &mut sums.1);
        last = next;
    }
    let ln_real_income = last.ln_real_income - start;
    Ok(PathIntegrated { terms_of_trade: sums.0, volume_of_trade: sums.1, ln_real_income, steps })
}

impl Place {
    fn new(counterfactual: &Counterfactual<'_>, tariff: Array3<f64>) -> Self {
        let sectors = counterfactual.baseline().primitives().sector_count();
        let income = counterfactual.income();
        Self {
            imports: {
                let mut imports = Array3::zeros(tariff.raw_dim());
                for (place, mut row) in imports.rows_mut().into_iter().enumerate() {
                    let values = counterfactual.producer_values(place / income.len(), place % income.len());
                    row.iter_mut().zip(values).for_each(|(imports, value)| *imports = value);
                }
                imports
            },
            tariff,
            ln_cost: Array2::from_shape_fn((sectors, income.len()), |(sector, region)| {
                counterfactual.ln_cost(region, sector)
            }),
            ln_real_income: counterfactual.ln_real_income(),
            income,
        }
    }

    /// Imports and tariffs of one importer in one sector, by exporter.
    fn row<'a>(&'a self, sector: usize, importer: usize) -> (ArrayView1<'a, f64>, ArrayView1<'a, f64>) {
        let row = |array: &'a Array3<f64>| array.index_axis(Axis(0), sector).index_axis_move(Axis(0), importer);
        (row(&self.imports), row(&self.tariff))
    }
}

/// Adds one step: the mean of the first-order terms seen from either end, so that relative
/// changes of costs and imports are taken forwards with the old weights and backwards with the new.
fn add_step(last: &Place, next: &Place, terms: &mut Array1<f64>, volume: &mut Array1<f64>) {
    let cost_change = &next.ln_cost - &last.ln_cost;
    for (sector, cost_change) in cost_change.axis_iter(Axis(0)).enumerate() {
        for importer in 0..last.income.len() {
            let ((from, old_tariff), (to, new_tariff)) = (last.row(sector, importer), next.row(sector, importer));
            for (exporter, cost_change) in cost_change.iter().enumerate() {
                let forwards = from[exporter] * cost_change.exp_m1();
                let backwards = -to[exporter] * (-cost_change).exp_m1();
                let paid_by = |region: usize| 0.5 * (forwards / last.income[region] + backwards / next.income[region]);
                terms[exporter] += paid_by(exporter);
                terms[importer] -= paid_by(importer);
                let growth = to[exporter] - from[exporter];
                volume[importer] += 0.5
                    * (old_tariff[exporter] * (growth - forwards) / last.income[importer]
                        + new_tariff[exporter] * (growth - backwards) / next.income[importer]);
            }
        }
    }
}
