//! A country's inputs and final use, balanced against what is known of a year.

use ndarray::{Array2, Array3, Axis};

use unequal_world::biproportional;

use crate::{MOST_INPUTS, Result};

/// How a country used products in another year.
pub struct Prior {
    /// `[region][input][using sector]`: inputs per unit of output.
    pub coefficients: Array3<f64>,
    /// `[region][sector]`: final use as a share of all use, 0 to 1.
    pub final_share: Array2<f64>,
}

impl Prior {
    /// From uses `[region][input][using sector]`, final use and output `[region][sector]`, all USD million.
    pub fn of(inputs: &Array3<f64>, final_use: &Array2<f64>, output: &Array2<f64>) -> Self {
        let coefficients = Array3::from_shape_fn(inputs.dim(), |(region, input, using)| {
            quotient(inputs[[region, input, using]], output[[region, using]])
        });
        let used = inputs.sum_axis(Axis(2));
        let final_share =
            Array2::from_shape_fn(final_use.dim(), |place| quotient(final_use[place], final_use[place] + used[place]));
        Self { coefficients, final_share }
    }
}

/// A quotient that is zero where the divisor is not positive.
pub fn quotient(above: f64, below: f64) -> f64 {
    if below > 0.0 { above / below } else { 0.0 }
}

/// What is known of a year, `[region][sector]`, USD million.
pub struct Known<'a> {
    /// All use of a product, inputs and final.
    pub use_by_product: &'a Array2<f64>,
    /// Gross output.
    pub output: &'a Array2<f64>,
}

/// A year's uses: rows sum to the known use exactly.
pub struct Balanced {
    /// `[region][input][using sector]`, USD million.
    pub inputs: Array3<f64>,
    /// `[region][sector]`, USD million.
    pub final_use: Array2<f64>,
    /// By how much an industry's inputs miss the prior's share of its output, as a share of output, at most.
    pub largest_gap: f64,
}

/// Balances every country: the rows of inputs and final use add up to the known use of each product, and the inputs of
/// each industry to the prior's share of its output (at most [`MOST_INPUTS`]). Final use as a whole is what is left.
pub fn balance(prior: &Prior, known: &Known<'_>) -> Result<Balanced> {
    let (regions, products, industries) = prior.coefficients.dim();
    let mut balanced = Balanced {
        inputs: Array3::zeros((regions, products, industries)),
        final_use: Array2::zeros((regions, products)),
        largest_gap: 0.0,
    };
    for region in 0..regions {
        let mut country = Country::new(prior, known, region);
        biproportional::balance(&mut country.matrix, &country.rows, &country.columns);
        balanced.largest_gap = balanced.largest_gap.max(country.largest_gap(&known.output.row(region).to_vec()));
        for product in 0..products {
            for industry in 0..industries {
                balanced.inputs[[region, product, industry]] = country.matrix[[product, industry]];
            }
            balanced.final_use[[region, product]] = country.matrix[[product, industries]];
        }
    }
    if balanced.inputs.iter().chain(&balanced.final_use).all(|value| value.is_finite() && *value >= 0.0) {
        Ok(balanced)
    } else {
        Err("balancing gave a value that is negative or no number".into())
    }
}

/// One country's matrix of products by industries, with final use as the last column.
struct Country {
    matrix: Array2<f64>,
    rows: Vec<f64>,
    columns: Vec<f64>,
}

impl Country {
    fn new(prior: &Prior, known: &Known<'_>, region: usize) -> Self {
        let (_, products, industries) = prior.coefficients.dim();
        let mut matrix = Array2::zeros((products, industries + 1));
        let mut columns = vec![0.0; industries + 1];
        for industry in 0..industries {
            let output = known.output[[region, industry]];
            for product in 0..products {
                matrix[[product, industry]] = prior.coefficients[[region, product, industry]] * output;
            }
            columns[industry] = matrix.column(industry).sum().min(MOST_INPUTS * output);
        }
        let rows = known.use_by_product.row(region).to_vec();
        for (product, whole) in rows.iter().enumerate() {
            // Where nobody is known to use a product, somebody does: its final buyers.
            let nobody = matrix.row(product).sum() == 0.0 && prior.final_share[[region, product]] == 0.0;
            matrix[[product, industries]] = whole * if nobody { 1.0 } else { prior.final_share[[region, product]] };
        }
        // Nothing is left for final use where inputs take it all; then industries share the shortage.
        columns[industries] = (rows.iter().sum::<f64>() - columns.iter().sum::<f64>()).max(0.0);
        Self { matrix, rows, columns }
    }

    fn largest_gap(&self, output: &[f64]) -> f64 {
        let sums = self.matrix.sum_axis(Axis(0));
        let gaps = sums.iter().zip(&self.columns).zip(output);
        gaps.map(|((sum, target), output)| if *output > 0.0 { (sum - target).abs() / output } else { 0.0 })
            .fold(0.0, f64::max)
    }
}
