//! What steers the steps towards an equilibrium: how prices, spending and wages answer each other
//! inside a region, and roughly between regions.

use std::sync::Arc;

use ndarray::Array2;
use unequal_vector::{matrix_times, multiply_add, transposed_times};

use crate::model::primitives::{Primitives, in_rows};
use crate::numerics::inverse::inverse;
use crate::solver::prepared::{Shares, in_single};

/// The domestic rounds of inputs of every region: `M = (I - G D)^-1 G` with D the home shares.
///
/// A region's costs of inputs q settle at `q = M' p` where p is what prices would be but for `D q`, and its use of
/// inputs z at `z = M y` where y is what output would be but for `D z`. One matrix so does for both, in place of
/// G and of the inverse.
#[derive(Debug, Clone)]
pub(crate) struct Rounds {
    /// D: `[region][sector, padded]`. The rounds may be those of another equilibrium with the same inputs; what they
    /// settle at is the same whatever D is.
    pub home: Vec<f64>,
    /// M: `[region][sector][sector, padded]`.
    pub fine: Arc<Vec<f64>>,
    /// The same in single precision; empty in small economies.
    pub coarse: Arc<Vec<f32>>,
}

/// Change of a home share from which on the domestic rounds are computed anew.
const MOVED_FAR: f64 = 0.1;

impl Rounds {
    /// The rounds of an economy, with a copy in single precision if asked.
    pub fn new(primitives: &Primitives, inputs: &[f64], width: usize, coarse: bool) -> Self {
        let (regions, sectors) = (primitives.region_count(), primitives.sector_count());
        let mut home = vec![0.0; regions * width];
        let mut fine = vec![0.0; regions * sectors * width];
        let blocks = inputs.chunks_exact(sectors * width).zip(fine.chunks_exact_mut(sectors * width));
        for (region, (home, (inputs, rounds))) in home.chunks_exact_mut(width).zip(blocks).enumerate() {
            rounds_of(primitives, region, inputs, home, rounds);
        }
        let single = if coarse { in_single(&fine) } else { Vec::new() };
        Self { home, fine: fine.into(), coarse: single.into() }
    }

    /// Those of another equilibrium with the same inputs: as they are, except of regions in which a home share moved
    /// far.
    pub fn moved(&self, primitives: &Primitives, inputs: &[f64], width: usize) -> Self {
        let sectors = primitives.sector_count();
        let mut moved = self.clone();
        for (region, home) in moved.home.chunks_exact_mut(width).enumerate() {
            let share = |sector: usize| primitives.sourcing[[sector, region, region]];
            let far = |(sector, home): (usize, &f64)| (share(sector) - home).abs() > MOVED_FAR;
            if home.iter().take(sectors).enumerate().any(far) {
                let block = region * sectors * width..(region + 1) * sectors * width;
                let rounds = &mut Arc::make_mut(&mut moved.fine)[block.clone()];
                rounds_of(primitives, region, &inputs[block.clone()], home, rounds);
                if let Some(coarse) = Arc::make_mut(&mut moved.coarse).get_mut(block) {
                    coarse.iter_mut().zip(rounds).for_each(|(coarse, value)| *coarse = *value as f32);
                }
            }
        }
        moved
    }

    /// `(I - G D)^-1 direct`: the spending that direct purchases of one region lead to.
    pub fn spending(&self, region: usize, direct: &[f64], width: usize, spending: &mut [f64]) {
        let sectors = spending.len();
        let at_home: Vec<f64> = direct.iter().zip(self.of(region, width)).map(|(direct, home)| direct * home).collect();
        matrix_times(&self.fine[region * sectors * width..][..sectors * width], &at_home, spending);
        spending.iter_mut().zip(direct).for_each(|(spending, direct)| *spending += direct);
    }

    /// `(I - D G')^-1 direct`, added to `prices`: what direct changes of one region's prices lead to.
    pub fn prices(&self, region: usize, direct: &[f64], width: usize, prices: &mut [f64]) {
        let sectors = direct.len();
        let mut costs = vec![0.0; width];
        transposed_times(&self.fine[region * sectors * width..][..sectors * width], direct, &mut costs);
        let changes = direct.iter().zip(self.of(region, width)).zip(&costs);
        prices.iter_mut().zip(changes).for_each(|(price, ((direct, home), cost))| *price += direct + home * cost);
    }

    fn of(&self, region: usize, width: usize) -> &[f64] {
        &self.home[region * width..][..width]
    }
}

/// The home shares and rounds of one region, from its inputs.
fn rounds_of(primitives: &Primitives, region: usize, inputs: &[f64], home: &mut [f64], rounds: &mut [f64]) {
    let (sectors, width) = (primitives.sector_count(), home.len());
    home.iter_mut()
        .take(sectors)
        .enumerate()
        .for_each(|(using, home)| *home = primitives.sourcing[[using, region, region]]);
    let mut matrix: Vec<f64> = Vec::with_capacity(inputs.len());
    for (input, shares) in inputs.chunks_exact(width).enumerate() {
        matrix.extend(shares.iter().zip(&*home).map(|(share, home)| -share * home));
        matrix[input * width + input] += 1.0;
    }
    rounds.fill(0.0);
    if inverse(&mut matrix, sectors, width).is_some() {
        for (inverse, rounds) in matrix.chunks_exact(width).zip(rounds.chunks_exact_mut(width)) {
            transposed_times(inputs, &inverse[..sectors], rounds);
        }
    } else {
        // Input shares sum to less than one, so the inverse exists; should rounding say otherwise, rounds without
        // home shares are the inputs themselves, which settle too.
        home.fill(0.0);
        rounds.copy_from_slice(inputs);
    }
}

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

/// Domestic content of prices and costs: by how much a region's product prices (p) and costs (q)
/// move with its own wage, foreign costs held, all domestic rounds counted; `[region][sector]`.
pub(crate) fn domestic_content(
    primitives: &Primitives,
    inputs: &[f64],
    rounds: &Rounds,
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
        rounds.prices(region, &direct, width, price);
        let cost = &mut costs[region * width..][..width];
        for (sector, cost) in cost.iter_mut().enumerate().take(sectors) {
            *cost = primitives.value_added_shares[[region, sector]];
        }
        transposed_times(&inputs[block], &price[..sectors], cost);
    }
    [prices, costs]
}

/// Spending that a region's final demand supports through domestic rounds, `[region][sector]`.
fn supported_spending(primitives: &Primitives, rounds: &Rounds, width: usize) -> Vec<f64> {
    let (regions, sectors) = (primitives.region_count(), primitives.sector_count());
    let mut spending = vec![0.0; regions * width];
    let mut direct = vec![0.0; width];
    for region in 0..regions {
        for (sector, value) in direct.iter_mut().enumerate().take(sectors) {
            *value = primitives.final_shares[[region, sector]] * primitives.value_added[region];
        }
        rounds.spending(region, &direct, width, &mut spending[region * width..][..sectors]);
    }
    spending
}

/// Output that spending `[region][sector]` leads to, duties left out: `[sector][region, padded]`.
pub(crate) fn output_from(shares: &Shares, expenditure: &Array2<f64>) -> Vec<f64> {
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
    rounds: &Rounds,
    sector_width: usize,
) -> Option<Vec<f64>> {
    let (regions, width) = (primitives.region_count(), shares.width);
    let import_weights = import_weights(primitives, width);
    let supported = supported_spending(primitives, rounds, sector_width);
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
