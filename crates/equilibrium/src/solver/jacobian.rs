//! The approximate Jacobian of excess labour demand with respect to wages, and its inverse.

use ndarray::Array2;
use unequal_vector::{multiply_add, transposed_times};

use crate::model::primitives::{Primitives, in_rows};
use crate::numerics::inverse::inverse;
use crate::solver::leontief::LeontiefInverse;
use crate::solver::shares::Shares;

/// Average share of an exporter in an importer's purchases abroad: `[importer][exporter, padded]`.
fn import_weights(primitives: &Primitives, width: usize) -> Vec<f64> {
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

/// Domestic content of prices (p) and costs (q): their elasticities with respect to the region's own wage, foreign costs
/// held, through its whole domestic input-output block; `[region][sector]`.
pub(crate) fn domestic_content(
    primitives: &Primitives,
    inputs: &[f64],
    leontief: &LeontiefInverse,
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
        leontief.prices(region, &direct, width, price);
        let cost = &mut costs[region * width..][..width];
        for (sector, cost) in cost.iter_mut().enumerate().take(sectors) {
            *cost = primitives.value_added_shares[[region, sector]];
        }
        transposed_times(&inputs[block], &price[..sectors], cost);
    }
    [prices, costs]
}

/// Spending that a region's final demand supports through its domestic Leontief inverse, `[region][sector]`.
fn supported_spending(primitives: &Primitives, leontief: &LeontiefInverse, width: usize) -> Vec<f64> {
    let (regions, sectors) = (primitives.region_count(), primitives.sector_count());
    let mut spending = vec![0.0; regions * width];
    let mut direct = vec![0.0; width];
    for region in 0..regions {
        for (sector, value) in direct.iter_mut().enumerate().take(sectors) {
            *value = primitives.final_shares[[region, sector]] * primitives.value_added[region];
        }
        leontief.spending(region, &direct, width, &mut spending[region * width..][..sectors]);
    }
    spending
}

/// Inverse of the approximate Jacobian J of log excess labour demand with respect to log wages,
/// `[region][region, padded]`; `None` if it is singular.
///
/// Domestic input-output linkages are exact (p and q of [`domestic_content`]). The foreign part of a price is attributed to
/// suppliers by the region's average import weights M, and feedback through third countries is neglected:
/// `J_ik = (1/VA_i) sum_j q_ij E_ij,k - delta_ik` with
/// `E_ij,k = -theta_j [Y_ij C_ij,k - sum_n pi_nij X_nj P_nj,k] + pi_kij F_kj`,
/// `P_nj,k = delta_nk p_nj + (1 - p_nj) M_nk`, `C` the same with q, and F the spending that k's
/// income supports. J is singular in the direction of a common change of all wages; a rank-one term, each region's share
/// of world value added, makes it regular.
pub(crate) fn wage_inverse(
    primitives: &Primitives,
    shares: &Shares,
    expenditure: &Array2<f64>,
    content: &[Vec<f64>; 2],
    leontief: &LeontiefInverse,
    sector_width: usize,
) -> Option<Vec<f64>> {
    let (regions, width) = (primitives.region_count(), shares.width);
    let import_weights = import_weights(primitives, width);
    let supported = supported_spending(primitives, leontief, sector_width);
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

/// Derivatives of sellers' labour demand with respect to a buyer's wage, `[buyer][seller, padded]`, times value added:
/// through the buyer's own prices and spending, and through its foreign costs, before M attributes these to their origins.
fn sales_response(
    primitives: &Primitives,
    shares: &Shares,
    expenditure: &Array2<f64>,
    [prices, costs]: &[Vec<f64>; 2],
    supported: &[f64],
    sector_width: usize,
) -> [Vec<f64>; 2] {
    let (regions, width) = (primitives.region_count(), shares.width);
    let output = shares.output_of(expenditure);
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
