//! What steers the steps towards an equilibrium: how prices, spending and wages answer each other
//! inside a region, and roughly between regions. Steps need no exact figures.

use ndarray::Array2;
use unequal_vector::{matrix_times, multiply_add, transposed_times};

use crate::inverse::{identity, inverse};
use crate::prepared::Shares;
use crate::primitives::{Primitives, in_rows};

/// `(I - G D)^-1` of every region.
pub(crate) fn domestic_rounds(primitives: &Primitives, inputs: &[f64], width: usize) -> Vec<f32> {
    let (regions, sectors) = (primitives.region_count(), primitives.sector_count());
    let mut all = vec![0.0; regions * sectors * width];
    for region in 0..regions {
        let block = region * sectors * width..(region + 1) * sectors * width;
        domestic_rounds_of(primitives, region, &inputs[block.clone()], width, &mut all[block]);
    }
    all
}

/// The same of one region, from its inputs.
pub(crate) fn domestic_rounds_of(
    primitives: &Primitives,
    region: usize,
    inputs: &[f64],
    width: usize,
    result: &mut [f32],
) {
    let sectors = primitives.sector_count();
    let mut home: Vec<f64> = (0..sectors).map(|using| primitives.sourcing[[using, region, region]]).collect();
    home.resize(width, 0.0);
    let mut matrix: Vec<f64> = Vec::with_capacity(inputs.len());
    for (input, shares) in inputs.chunks_exact(width).enumerate() {
        matrix.extend(shares.iter().zip(&home).map(|(share, home)| -share * home));
        matrix[input * width + input] += 1.0;
    }
    // Input shares sum to less than one, so the inverse exists; should rounding say otherwise,
    // no preconditioning is always right.
    if inverse(&mut matrix, sectors, width).is_none() {
        matrix = identity(sectors, width);
    }
    result.iter_mut().zip(&matrix).for_each(|(result, value)| *result = *value as f32);
}

/// Average share of an exporter in an importer's purchases abroad: `[importer][exporter, padded]`.
pub(crate) fn import_weights(primitives: &Primitives, width: usize) -> Vec<f64> {
    let (regions, sectors) = (primitives.region_count(), primitives.sector_count());
    let mut weights = vec![0.0; regions * width];
    let sourcing = in_rows(&primitives.sourcing);
    for importer in 0..regions {
        let row = &mut weights[importer * width..][..width];
        for sector in 0..sectors {
            let weight = primitives.final_shares[[importer, sector]];
            let shares = &sourcing[(sector * regions + importer) * regions..][..regions];
            row.iter_mut().zip(shares).for_each(|(total, share)| *total += weight * share);
        }
        row[importer] = 0.0;
        let sum: f64 = row.iter().sum();
        if sum > 0.0 {
            row.iter_mut().for_each(|weight| *weight /= sum);
        }
    }
    weights
}

/// Domestic content of prices and costs: by how much a region's product prices (p) and costs (q)
/// move with its own wage, foreign costs held, all domestic rounds counted; `[region][sector]`.
pub(crate) fn domestic_content(
    primitives: &Primitives,
    inputs: &[f64],
    domestic: &[f32],
    width: usize,
) -> [Vec<f64>; 2] {
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
fn supported_spending(primitives: &Primitives, domestic: &[f32], width: usize) -> Vec<f64> {
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

/// Output that spending `[region][sector]` leads to, duties left out: `[sector][region, padded]`.
fn output_from(shares: &Shares, expenditure: &Array2<f64>) -> Vec<f64> {
    let (regions, sectors) = expenditure.dim();
    let mut output = vec![0.0; sectors * shares.width];
    for (sector, output) in output.chunks_exact_mut(shares.width).enumerate() {
        let rows = shares.sourcing[sector * regions * shares.width..].chunks_exact(shares.width);
        for (spending, row) in expenditure.column(sector).iter().zip(rows) {
            multiply_add(*spending, row, output);
        }
    }
    output
}

/// Where a region loses output when its wage rises: in proportion to `theta q (Y - home sales p/q)`,
/// that is, mostly in what it exports; and the part of its labour that its own final demand
/// employs in the first round.
pub(crate) fn output_response(
    primitives: &Primitives,
    shares: &Shares,
    expenditure: &Array2<f64>,
    [prices, costs]: &[Vec<f64>; 2],
    width: usize,
) -> (Vec<f64>, Vec<f64>) {
    let (regions, sectors) = (primitives.region_count(), primitives.sector_count());
    let output = output_from(shares, expenditure);
    let mut response = vec![0.0; regions * width];
    let mut own_demand = vec![0.0; regions];
    for region in 0..regions {
        let row = &mut response[region * width..][..width];
        let mut labour = 0.0;
        for sector in 0..sectors {
            let (price, cost) = (prices[region * width + sector], costs[region * width + sector]);
            let home = primitives.sourcing[[sector, region, region]];
            own_demand[region] += cost * home * primitives.final_shares[[region, sector]];
            let output = output[sector * shares.width + region];
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
pub(crate) fn wage_inverse(
    primitives: &Primitives,
    shares: &Shares,
    expenditure: &Array2<f64>,
    content: &[Vec<f64>; 2],
    domestic: &[f32],
    import_weights: &[f64],
    sector_width: usize,
) -> Option<Vec<f64>> {
    let (regions, width) = (primitives.region_count(), shares.width);
    let supported = supported_spending(primitives, domestic, sector_width);
    let [by_buyer, spread] = sales_response(primitives, shares, expenditure, content, &supported, sector_width);
    let mut jacobian = vec![0.0; regions * width];
    for seller in 0..regions {
        let row = &mut jacobian[seller * width..][..width];
        for buyer in 0..regions {
            row[buyer] += by_buyer[buyer * width + seller];
            multiply_add(spread[buyer * width + seller], &import_weights[buyer * width..][..width], row);
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
    inverse(&mut jacobian, regions, width)?;
    Some(jacobian)
}

/// How a seller's labour demand answers a buyer's wage, `[buyer][seller, padded]`, times value added: through the
/// buyer's own prices and spending, and through its foreign costs, before M spreads these over their origins.
fn sales_response(
    primitives: &Primitives,
    shares: &Shares,
    expenditure: &Array2<f64>,
    [prices, costs]: &[Vec<f64>; 2],
    supported: &[f64],
    sector_width: usize,
) -> [Vec<f64>; 2] {
    let (regions, width) = (primitives.region_count(), shares.width);
    let output = output_from(shares, expenditure);
    let (mut own, mut abroad) = (vec![0.0; regions * width], vec![0.0; regions * width]);
    let (mut content, mut employed) = (vec![0.0; width], vec![0.0; width]);
    for (sector, theta) in primitives.trade_elasticity.iter().enumerate() {
        let of = |values: &[f64], region: usize| values[region * sector_width + sector];
        content.iter_mut().enumerate().take(regions).for_each(|(seller, content)| *content = of(costs, seller));
        let rows = shares.sourcing[sector * regions * width..].chunks_exact(width).take(regions);
        for (buyer, row) in rows.enumerate() {
            employed.iter_mut().zip(row).zip(&content).for_each(|((employed, share), cost)| *employed = share * cost);
            let (price, lost) = (of(prices, buyer), theta * expenditure[[buyer, sector]]);
            let place = buyer * width..(buyer + 1) * width;
            multiply_add(lost * price + of(supported, buyer), &employed, &mut own[place.clone()]);
            multiply_add(lost * (1.0 - price), &employed, &mut abroad[place]);
            let at_home = primitives.final_shares[[buyer, sector]] * primitives.value_added[buyer];
            let diagonal = buyer * width + buyer;
            own[diagonal] += employed[buyer] * (at_home - of(supported, buyer));
            let output = theta * content[buyer] * output[sector * width + buyer];
            own[diagonal] -= output * content[buyer];
            abroad[diagonal] -= output * (1.0 - content[buyer]);
        }
    }
    [own, abroad]
}
