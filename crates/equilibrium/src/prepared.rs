//! What all counterfactuals of one economy share: padded copies of its shares, and the
//! preconditioner that turns about fifty sweeps into about twenty.

use std::sync::atomic::{AtomicU64, Ordering};

use unequal_vector::{LANES, matrix_times, multiply_add, padded, transposed_times};

use crate::primitives::Primitives;

/// Padded sourcing shares with what follows from their zeros.
#[derive(Debug, Clone)]
pub(crate) struct Shares {
    /// Differs between any two sets of shares that were ever made; never 0.
    pub identity: u64,
    /// Padded length of a row over regions.
    pub width: usize,
    /// pi: `[sector][importer][exporter, padded]`.
    pub sourcing: Vec<f64>,
    /// The same in single precision, for sweeps far from the equilibrium.
    pub coarse: Vec<f32>,
    /// Whether single precision holds every share: none is so small that it would vanish.
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
        for ((sector, importer, exporter), share) in primitives.sourcing.indexed_iter() {
            sourcing[(sector * regions + importer) * width + exporter] = *share;
            if *share > 0.0 {
                links[importer * regions + exporter] += 1;
                traded[sector] |= importer != exporter;
            }
        }
        let coarse = sourcing.iter().map(|share| *share as f32).collect();
        let coarse_holds = sourcing.iter().all(|share| holds(*share));
        let identity = MADE.fetch_add(1, Ordering::Relaxed);
        Self { identity, width, sourcing, coarse, coarse_holds, traded, links }
    }
}

/// Whether a share survives in single precision with its relative precision.
pub(crate) fn holds(share: f64) -> bool {
    share == 0.0 || share >= LEAST_COARSE
}

/// Shares below this would lose digits, or vanish, in single precision (normal from 1.2e-38).
const LEAST_COARSE: f64 = 1e-36;

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
    pub inputs: Vec<f64>,
    /// The same in single precision.
    pub coarse_inputs: Vec<f32>,
    /// alpha: `[region][sector, padded]`.
    pub final_shares: Vec<f64>,
    /// b: `[region][sector, padded]`.
    pub value_added_shares: Vec<f64>,
    /// Home shares pi_nn: `[region][sector, padded]`.
    pub home: Vec<f64>,
    /// Whether a region uses a product: `[sector][importer]`.
    pub used: Vec<bool>,
    /// `(I - G D)^-1` with D the home shares: `[region][sector][sector, padded]`. It solves the
    /// domestic rounds of inputs at once, transposed for prices and as it is for spending. It only
    /// steers steps, for which single precision is plenty.
    pub domestic: Vec<f32>,
    /// Average share of an exporter in an importer's purchases abroad: `[importer][exporter, padded]`.
    pub import_weights: Vec<f64>,
    /// How a region's purchases of inputs answer a change of its output that changes its labour by
    /// one: `[region][sector, padded]`, zero before output is known.
    pub input_response: Vec<f64>,
    /// Part of a region's labour that its own final demand employs, `[region]`.
    pub own_demand: Vec<f64>,
    /// Approximate inverse of the derivative of excess labour demand with respect to wages,
    /// `[region][region, padded]`; `None` before output is known.
    pub wage_inverse: Option<Vec<f64>>,
}

impl Prepared {
    /// Prepares an economy; `expenditure` is `[region][sector]`, where it is known.
    pub fn new(primitives: &Primitives, expenditure: Option<&ndarray::Array2<f64>>) -> Self {
        let (regions, sectors) = (primitives.region_count(), primitives.sector_count());
        let (region_width, sector_width) = (padded(regions), padded(sectors));
        let mut inputs = vec![0.0; regions * sectors * sector_width];
        let mut used = vec![false; sectors * regions];
        for ((region, input, using), share) in primitives.input_shares.indexed_iter() {
            inputs[(region * sectors + input) * sector_width + using] = *share;
            used[input * regions + region] |= *share > 0.0;
        }
        for ((region, sector), share) in primitives.final_shares.indexed_iter() {
            used[sector * regions + region] |= *share > 0.0;
        }
        let domestic = domestic_rounds(primitives, &inputs, sector_width);
        let import_weights = import_weights(primitives, region_width);
        let content = domestic_content(primitives, &inputs, &domestic, sector_width);
        let wage_inverse = expenditure.and_then(|expenditure| {
            let widths = [region_width, sector_width];
            wage_inverse(primitives, expenditure, &content, &domestic, &import_weights, widths)
        });
        let (output_response, own_demand) = output_response(primitives, expenditure, &content, sector_width);
        let mut input_response = vec![0.0; output_response.len()];
        for (region, response) in output_response.chunks_exact(sector_width).enumerate() {
            let inputs = &inputs[region * sectors * sector_width..][..sectors * sector_width];
            matrix_times(inputs, response, &mut input_response[region * sector_width..][..sectors]);
        }
        let by_region = |value: &dyn Fn(usize, usize) -> f64| {
            let mut padded = vec![0.0; regions * sector_width];
            for (region, row) in padded.chunks_exact_mut(sector_width).enumerate() {
                row.iter_mut().take(sectors).enumerate().for_each(|(sector, cell)| *cell = value(region, sector));
            }
            padded
        };
        Self {
            shares: Shares::of(primitives),
            region_width,
            sector_width,
            coarse_inputs: inputs.iter().map(|share| *share as f32).collect(),
            inputs,
            final_shares: by_region(&|region, sector| primitives.final_shares[[region, sector]]),
            value_added_shares: by_region(&|region, sector| primitives.value_added_shares[[region, sector]]),
            home: by_region(&|region, sector| primitives.sourcing[[sector, region, region]]),
            used,
            domestic: domestic.iter().map(|value| *value as f32).collect(),
            import_weights,
            input_response,
            own_demand,
            wage_inverse,
        }
    }
}

/// `(I - G D)^-1` of every region.
fn domestic_rounds(primitives: &Primitives, inputs: &[f64], width: usize) -> Vec<f64> {
    let (regions, sectors) = (primitives.region_count(), primitives.sector_count());
    let mut all = Vec::with_capacity(regions * sectors * width);
    for region in 0..regions {
        let mut matrix = vec![0.0; sectors * width];
        for input in 0..sectors {
            let row = &mut matrix[input * width..][..width];
            for (using, value) in row.iter_mut().enumerate().take(sectors) {
                let share = inputs[(region * sectors + input) * width + using];
                *value = -share * primitives.sourcing[[using, region, region]];
            }
            row[input] += 1.0;
        }
        // Input shares sum to less than one, so the inverse exists; should rounding say otherwise,
        // no preconditioning is always right.
        all.extend(inverse(matrix, sectors, width).unwrap_or_else(|| identity(sectors, width)));
    }
    all
}

fn import_weights(primitives: &Primitives, width: usize) -> Vec<f64> {
    let (regions, sectors) = (primitives.region_count(), primitives.sector_count());
    let mut weights = vec![0.0; regions * width];
    for importer in 0..regions {
        let row = &mut weights[importer * width..][..width];
        for sector in 0..sectors {
            let weight = primitives.final_shares[[importer, sector]];
            for exporter in (0..regions).filter(|exporter| *exporter != importer) {
                row[exporter] += weight * primitives.sourcing[[sector, importer, exporter]];
            }
        }
        let sum: f64 = row.iter().sum();
        if sum > 0.0 {
            row.iter_mut().for_each(|weight| *weight /= sum);
        }
    }
    weights
}

/// Domestic content of prices and costs: by how much a region's product prices (p) and costs (q)
/// move with its own wage, foreign costs held, all domestic rounds counted; `[region][sector]`.
fn domestic_content(primitives: &Primitives, inputs: &[f64], domestic: &[f64], width: usize) -> [Vec<f64>; 2] {
    let (regions, sectors) = (primitives.region_count(), primitives.sector_count());
    let mut prices = vec![0.0; regions * width];
    let mut costs = vec![0.0; regions * width];
    for region in 0..regions {
        let block = region * sectors * width..(region + 1) * sectors * width;
        let direct: Vec<f64> = (0..sectors)
            .map(|sector| {
                primitives.sourcing[[sector, region, region]] * primitives.value_added_shares[[region, sector]]
            })
            .collect();
        let price = &mut prices[region * width..][..width];
        transposed_times(&domestic[block.clone()], &direct, price);
        let cost = &mut costs[region * width..][..width];
        for (sector, cost) in cost.iter_mut().enumerate().take(sectors) {
            *cost = primitives.value_added_shares[[region, sector]];
        }
        transposed_times(&inputs[block], &price[..sectors], cost);
    }
    [prices, costs]
}

/// Spending that a region's final demand supports through domestic rounds, `[region][sector]`.
fn supported_spending(primitives: &Primitives, domestic: &[f64], width: usize) -> Vec<f64> {
    let (regions, sectors) = (primitives.region_count(), primitives.sector_count());
    let mut spending = vec![0.0; regions * width];
    let mut direct = vec![0.0; width];
    for region in 0..regions {
        for (sector, value) in direct.iter_mut().enumerate().take(sectors) {
            *value = primitives.final_shares[[region, sector]] * primitives.value_added[region];
        }
        let rounds = &domestic[region * sectors * width..][..sectors * width];
        matrix_times(rounds, &direct, &mut spending[region * width..][..sectors]);
    }
    spending
}

/// Where a region loses output when its wage rises: in proportion to `theta q (Y - home sales p/q)`,
/// that is, mostly in what it exports; and the part of its labour that its own final demand
/// employs in the first round.
fn output_response(
    primitives: &Primitives,
    expenditure: Option<&ndarray::Array2<f64>>,
    [prices, costs]: &[Vec<f64>; 2],
    width: usize,
) -> (Vec<f64>, Vec<f64>) {
    let (regions, sectors) = (primitives.region_count(), primitives.sector_count());
    let mut response = vec![0.0; regions * width];
    let mut own_demand = vec![0.0; regions];
    let Some(expenditure) = expenditure else { return (response, own_demand) };
    for region in 0..regions {
        let row = &mut response[region * width..][..width];
        let mut labour = 0.0;
        for sector in 0..sectors {
            let (price, cost) = (prices[region * width + sector], costs[region * width + sector]);
            let home = primitives.sourcing[[sector, region, region]];
            own_demand[region] += cost * home * primitives.final_shares[[region, sector]];
            let output: f64 = (0..regions)
                .map(|buyer| primitives.sourcing[[sector, buyer, region]] * expenditure[[buyer, sector]])
                .sum();
            let exposed = output * cost - home * expenditure[[region, sector]] * price;
            row[sector] = primitives.trade_elasticity[sector] * exposed.max(0.0);
            labour += cost * row[sector];
        }
        if labour > 0.0 {
            row.iter_mut().for_each(|value| *value /= labour);
        }
    }
    (response, own_demand)
}

/// Inverse of the approximate derivative of `ln(labour demand / supply)` with respect to wages.
///
/// Domestic rounds of inputs are exact (p and q of `domestic_content`); what is foreign in a price is spread over
/// suppliers by the region's import weights M, and rounds that return through a third country are
/// left out:
/// `J_ik = (1/VA_i) sum_j q_ij E_ij,k - delta_ik` with
/// `E_ij,k = -theta_j [Y_ij C_ij,k - sum_n pi_nij X_nj P_nj,k] + pi_kij F_kj`,
/// `P_nj,k = delta_nk p_nj + (1 - p_nj) M_nk`, `C` the same with q, and F the spending that k's
/// income supports. Its zero direction (all wages alike) is filled by world value added.
fn wage_inverse(
    primitives: &Primitives,
    expenditure: &ndarray::Array2<f64>,
    [prices, costs]: &[Vec<f64>; 2],
    domestic: &[f64],
    import_weights: &[f64],
    [width, sector_width]: [usize; 2],
) -> Option<Vec<f64>> {
    let (regions, sectors) = (primitives.region_count(), primitives.sector_count());
    let supported = supported_spending(primitives, domestic, sector_width);
    let mut jacobian = vec![0.0; regions * width];
    // What a rise of competitors' foreign costs brings, by buyer, before it is spread by M.
    let mut spread = vec![0.0; regions * width];
    for seller in 0..regions {
        let row = &mut jacobian[seller * width..][..width];
        let abroad = &mut spread[seller * width..][..width];
        for sector in 0..sectors {
            let content = costs[seller * sector_width + sector];
            let theta = primitives.trade_elasticity[sector];
            let mut output = 0.0;
            for buyer in 0..regions {
                let share = primitives.sourcing[[sector, buyer, seller]];
                let sales = share * expenditure[[buyer, sector]];
                let price = prices[buyer * sector_width + sector];
                output += sales;
                row[buyer] += content * theta * sales * price;
                abroad[buyer] += content * theta * sales * (1.0 - price);
                row[buyer] += content
                    * share
                    * if buyer == seller {
                        primitives.final_shares[[buyer, sector]] * primitives.value_added[buyer]
                    } else {
                        supported[buyer * sector_width + sector]
                    };
            }
            row[seller] -= content * theta * output * content;
            abroad[seller] -= content * theta * output * (1.0 - content);
        }
    }
    for seller in 0..regions {
        let row = &mut jacobian[seller * width..][..width];
        for buyer in 0..regions {
            multiply_add(spread[seller * width + buyer], &import_weights[buyer * width..][..width], row);
        }
    }
    let world: f64 = primitives.value_added.sum();
    for seller in 0..regions {
        let row = &mut jacobian[seller * width..][..width];
        let own = primitives.value_added[seller];
        for (region, value) in row.iter_mut().enumerate().take(regions) {
            *value = *value / own - primitives.value_added[region] / world;
        }
        row[seller] -= 1.0;
    }
    inverse(jacobian, regions, width)
}

fn identity(size: usize, width: usize) -> Vec<f64> {
    let mut matrix = vec![0.0; size * width];
    for place in 0..size {
        matrix[place * width + place] = 1.0;
    }
    matrix
}

/// Gauss-Jordan with row pivoting on padded rows; `None` if the matrix is singular.
///
/// Matrix and identity stand side by side in one row each, so that an elimination is one pass;
/// what is left of the pivot is known and not computed.
fn inverse(matrix: Vec<f64>, size: usize, width: usize) -> Option<Vec<f64>> {
    let both = 2 * width;
    let mut rows: Vec<Vec<f64>> = matrix
        .chunks_exact(width)
        .take(size)
        .enumerate()
        .map(|(place, row)| {
            let mut row = row.to_vec();
            row.resize(both, 0.0);
            row[width + place] = 1.0;
            row
        })
        .collect();
    for column in 0..size {
        let at = |rows: &[Vec<f64>], row: usize| rows[row][column].abs();
        let pivot = (column..size).max_by(|left, right| at(&rows, *left).total_cmp(&at(&rows, *right)))?;
        let largest = at(&rows, pivot);
        if largest < 1e-12 || largest.is_nan() {
            return None;
        }
        rows.swap(column, pivot);
        // Whole vectors only: the few numbers before the pivot are zero.
        let first = column / LANES * LANES;
        let scale = 1.0 / rows[column][column];
        rows[column][first..].iter_mut().for_each(|value| *value *= scale);
        let pivot_row = std::mem::take(&mut rows[column]);
        for row in rows.iter_mut().filter(|row| !row.is_empty()) {
            let factor = row[column];
            if factor != 0.0 {
                multiply_add(-factor, &pivot_row[first..], &mut row[first..]);
            }
        }
        rows[column] = pivot_row;
    }
    let mut result = vec![0.0; matrix.len()];
    for (row, result) in rows.iter().zip(result.chunks_exact_mut(width)) {
        result.copy_from_slice(&row[width..]);
    }
    Some(result)
}

#[cfg(test)]
mod tests {
    use super::inverse;

    #[test]
    fn an_inverse_undoes_its_matrix() {
        let mut matrix = vec![0.0; 3 * 8];
        for (place, value) in
            [(0, 0.0), (1, 2.0), (2, 1.0), (8, 1.0), (9, 0.0), (10, 0.5), (16, 3.0), (17, 1.0), (18, 4.0)]
        {
            matrix[place] = value;
        }
        let inverse = inverse(matrix.clone(), 3, 8).unwrap();
        for row in 0..3 {
            for column in 0..3 {
                let product: f64 = (0..3).map(|inner| matrix[row * 8 + inner] * inverse[inner * 8 + column]).sum();
                assert!((product - f64::from(u8::from(row == column))).abs() < 1e-14);
            }
        }
    }

    #[test]
    fn a_singular_matrix_has_none() {
        assert!(inverse(vec![0.0; 2 * 8], 2, 8).is_none());
    }
}
