//! The first-order response of the economy to small wedges.
//!
//! G1 to G10 of the model differentiated at the baseline (`docs/src/methods/extensions.md`, "Linear response"): the
//! derivative of wages, prices and real income with respect to logarithms of resource costs, productivities and labour, and
//! to tariffs. The linear system has the structure of one evaluation of the map and is solved by GMRES, so the matrix of all
//! industries by all industries is never formed. With one sector and no inputs it has the closed form of Kleinman, Liu and
//! Redding (2024, "International friends and enemies", AEJ: Macroeconomics 16(4)), [`friends_and_enemies`].

use ndarray::{Array1, Array2, ArrayView1};

use crate::model::shape::check_shape;
use crate::numerics::gmres;
use crate::{Baseline, EquilibriumError, Result, Wedges};

/// Residual of the linear system, relative to the shock.
const TOLERANCE: f64 = 1e-12;

/// Changes to first order. Logarithms are in units of world value added.
#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    /// `[region]` d ln w.
    pub ln_wage: Array1<f64>,
    /// `[region][sector]` d ln P.
    pub ln_price: Array2<f64>,
    /// `[region]` d ln W: real income.
    pub ln_real_income: Array1<f64>,
    /// `[region][sector]` dY, value unit.
    pub output: Array2<f64>,
    /// `[region]` change of tariff revenue, value unit.
    pub revenue: Array1<f64>,
    /// Iterations of the linear solve.
    pub steps: usize,
    /// Residual of the linear solve, relative.
    pub residual: f64,
}

/// `[affected region][region whose productivity rises]`: elasticities with respect to productivity
/// in all sectors of a region.
#[derive(Debug, Clone, PartialEq)]
pub struct Exposure {
    /// W: of income per head (the wage), world value added as numeraire.
    pub income: Array2<f64>,
    /// U: of real income. With one sector, no inputs and balanced trade, rows sum to one.
    pub welfare: Array2<f64>,
}

/// The response to small wedges: iceberg costs, productivity, labour, and tariffs as differences
/// from the baseline's. Wedges are taken as a direction, so twice the wedges give twice the response.
///
/// Deficits keep their share of world value added; with balanced trade in the baseline they stay
/// zero. Refuses with [`EquilibriumError::Unsupported`] embargoes, export taxes and fees, in the
/// wedges or in the baseline; fails with [`EquilibriumError::Unsettled`] if the linear system is not
/// solved to 1e-12 of the shock.
pub fn respond(baseline: &Baseline, wedges: &Wedges) -> Result<Response> {
    let system = System::new(baseline, wedges)?;
    let mut shock = vec![0.0; system.size()];
    system.evaluate(&vec![0.0; system.size()], true, &mut shock);
    let found = gmres::solve("the linear response", &shock, TOLERANCE, |point, image| {
        system.evaluate(point, false, image);
        for (image, value) in image.iter_mut().zip(point) {
            *image = value - *image;
        }
    })?;
    Ok(system.response(&found))
}

/// Responses of every region to a rise of each region's productivity in all its sectors: the
/// exposures of Kleinman, Liu and Redding in the full model, one linear solve per region. Errors as
/// for [`respond`].
pub fn productivity_exposure(baseline: &Baseline) -> Result<Exposure> {
    let (regions, sectors) = (baseline.primitives().region_count(), baseline.primitives().sector_count());
    let (mut income, mut welfare) = (Array2::zeros((regions, regions)), Array2::zeros((regions, regions)));
    for region in 0..regions {
        let mut wedges = baseline.no_wedges();
        (0..sectors).for_each(|sector| wedges.add_productivity(region, sector, 1.0));
        let response = respond(baseline, &wedges)?;
        income.column_mut(region).assign(&response.ln_wage);
        welfare.column_mut(region).assign(&response.ln_real_income);
    }
    Ok(Exposure { income, welfare })
}

/// The linearised model. A point holds d ln P, dY / VA (both `[region][sector]`), dR / VA and d ln w.
struct System<'a> {
    baseline: &'a Baseline,
    wedges: &'a Wedges,
    flows: Flows,
    wage_step: Vec<f64>,
}

/// Baseline flows and the shock to each, flat `[sector][importer][exporter]`; empty where all are zero.
struct Flows {
    regions: usize,
    share: Vec<f64>,
    /// M: value net of tariff.
    net: Vec<f64>,
    /// t: the baseline's tariffs.
    tariff: Vec<f64>,
    /// d ln kappa: resource cost and tariff together.
    cost_shock: Vec<f64>,
    /// d ln(1 + t).
    tariff_shock: Vec<f64>,
}

impl Flows {
    fn new(baseline: &Baseline, wedges: &Wedges) -> Self {
        let primitives = baseline.primitives();
        let before = primitives.duties.tariff.as_ref();
        let rate = |place: [usize; 3]| before.map_or(0.0, |tariff| tariff[place]);
        let mut flows = Self {
            regions: primitives.region_count(),
            share: primitives.sourcing.iter().copied().collect(),
            net: Vec::with_capacity(primitives.sourcing.len()),
            tariff: before.map_or_else(Vec::new, |tariff| tariff.iter().copied().collect()),
            cost_shock: Vec::new(),
            tariff_shock: Vec::new(),
        };
        let shocked = wedges.ln_icebergs().is_some() || wedges.tariffs().is_some();
        for ((sector, importer, exporter), share) in primitives.sourcing.indexed_iter() {
            let place = [sector, importer, exporter];
            flows.net.push(share * baseline.expenditure()[[importer, sector]] / (1.0 + rate(place)));
            if shocked {
                let tariff = wedges.tariffs().map_or(0.0, |tariff| (tariff[place] - rate(place)) / (1.0 + rate(place)));
                flows.tariff_shock.push(tariff);
                flows.cost_shock.push(tariff + wedges.ln_icebergs().map_or(0.0, |iceberg| iceberg[place]));
            }
        }
        flows
    }

    /// One importer's row of an array, or nothing where the array is zero.
    fn row<'b>(&self, values: &'b [f64], sector: usize, importer: usize) -> &'b [f64] {
        let start = (sector * self.regions + importer) * self.regions;
        values.get(start..start + self.regions).unwrap_or(&[])
    }
}

/// Where the parts of a point begin.
struct Parts {
    output: usize,
    revenue: usize,
    wage: usize,
    end: usize,
}

impl<'a> System<'a> {
    fn new(baseline: &'a Baseline, wedges: &'a Wedges) -> Result<Self> {
        let primitives = baseline.primitives();
        let (regions, sectors) = (primitives.region_count(), primitives.sector_count());
        let (found_regions, found_sectors) = wedges.size();
        check_shape("wedges", &[found_regions, found_sectors], &[regions, sectors])?;
        let duties = &primitives.duties;
        if wedges.is_more_than_small() || duties.export_tax.is_some() || !duties.fees.is_empty() {
            let (method, what) = ("the linear response", "embargoes, export taxes or fees");
            return Err(EquilibriumError::Unsupported { method, what });
        }
        let wage_step = (0..regions)
            .map(|region| {
                let response = |sector: usize| {
                    let home = primitives.sourcing[[sector, region, region]];
                    primitives.final_shares[[region, sector]] * primitives.trade_elasticity[sector] * (1.0 - home)
                };
                1.0 / (1.0 + (0..sectors).map(response).sum::<f64>())
            })
            .collect();
        Ok(Self { baseline, wedges, flows: Flows::new(baseline, wedges), wage_step })
    }

    fn parts(&self) -> Parts {
        let regions = self.baseline.income().len();
        let cells = self.baseline.output().len();
        Parts { output: cells, revenue: 2 * cells, wage: 2 * cells + regions, end: 2 * (cells + regions) }
    }

    fn size(&self) -> usize {
        self.parts().end
    }

    /// One evaluation of the linearised map from `point` to `next`, with the shock or without it; affine in the point.
    fn evaluate(&self, point: &[f64], shocked: bool, next: &mut [f64]) {
        let cost = self.costs(point, shocked);
        let expenditure = self.expenditures(point, &self.incomes(point, shocked));
        next.fill(0.0);
        let (regions, sectors) = (self.flows.regions, self.baseline.primitives().sector_count());
        let output = self.parts().output;
        let mut sold = vec![0.0; regions];
        for sector in 0..sectors {
            sold.fill(0.0);
            let cost: Vec<f64> = cost.column(sector).to_vec();
            for importer in 0..regions {
                self.market(sector, importer, &cost, expenditure[[importer, sector]], shocked, &mut sold, next);
            }
            for (region, sold) in sold.iter().enumerate() {
                next[output + region * sectors + sector] = sold / self.baseline.primitives().value_added[region];
            }
        }
        self.wages(point, shocked, next);
    }

    /// d ln c = b d ln w + g' d ln P - d ln A (G1).
    fn costs(&self, point: &[f64], shocked: bool) -> Array2<f64> {
        let primitives = self.baseline.primitives();
        let (sectors, wage) = (primitives.sector_count(), self.parts().wage);
        let productivity = self.wedges.ln_productivities().filter(|_| shocked);
        let mut cost = Array2::from_shape_fn(self.baseline.output().raw_dim(), |place| {
            primitives.value_added_shares[place] * point[wage + place.0]
                - productivity.map_or(0.0, |productivity| productivity[place])
        });
        for (region, inputs) in primitives.input_shares.outer_iter().enumerate() {
            for (input, shares) in inputs.outer_iter().enumerate() {
                cost.row_mut(region).scaled_add(point[region * sectors + input], &shares);
            }
        }
        cost
    }

    /// dI = VA (d ln w + d ln L) + dR (G8).
    fn incomes(&self, point: &[f64], shocked: bool) -> Array1<f64> {
        let parts = self.parts();
        let value_added = &self.baseline.primitives().value_added;
        (0..value_added.len())
            .map(|region| {
                value_added[region]
                    * (point[parts.wage + region] + self.labour(region, shocked) + point[parts.revenue + region])
            })
            .collect()
    }

    fn labour(&self, region: usize, shocked: bool) -> f64 {
        self.wedges.ln_labours().filter(|_| shocked).map_or(0.0, |labour| labour[region])
    }

    /// dX = g dY + alpha dI (G9).
    fn expenditures(&self, point: &[f64], income: &Array1<f64>) -> Array2<f64> {
        let primitives = self.baseline.primitives();
        let (sectors, output) = (primitives.sector_count(), self.parts().output);
        let mut expenditure = Array2::from_shape_fn(self.baseline.output().raw_dim(), |place| {
            primitives.final_shares[place] * income[place.0]
        });
        for (region, inputs) in primitives.input_shares.outer_iter().enumerate() {
            let output = ArrayView1::from(&point[output + region * sectors..][..sectors]);
            expenditure.row_mut(region).scaled_add(primitives.value_added[region], &inputs.dot(&output));
        }
        expenditure
    }

    /// One importer's market for one product: its price, what it buys from whom, and the revenue
    /// relative to value added (G2 to G7). `cost` and `sold` are by exporter.
    #[allow(clippy::too_many_arguments, reason = "a place, what is known there and where to write")]
    fn market(
        &self,
        sector: usize,
        importer: usize,
        cost: &[f64],
        expenditure: f64,
        shocked: bool,
        sold: &mut [f64],
        next: &mut [f64],
    ) {
        let primitives = self.baseline.primitives();
        let row = |values| self.flows.row(values, sector, importer);
        let mut delivered = cost.to_vec();
        if shocked {
            delivered.iter_mut().zip(row(&self.flows.cost_shock)).for_each(|(cost, shock)| *cost += shock);
        }
        let price: f64 = row(&self.flows.share).iter().zip(&delivered).map(|(share, cost)| share * cost).sum();
        next[importer * primitives.sector_count() + sector] = price;
        let spent = self.baseline.expenditure()[[importer, sector]];
        if spent <= 0.0 {
            return;
        }
        let theta = primitives.trade_elasticity[sector];
        let growth = theta * price + expenditure / spent;
        let net = row(&self.flows.net);
        // dM: quantities respond to delivered prices, and values net of tariff fall by the tariff itself.
        let mut change: Vec<f64> =
            net.iter().zip(&delivered).map(|(net, cost)| net * (growth - theta * cost)).collect();
        let mut collected = 0.0;
        if shocked {
            for (position, shock) in row(&self.flows.tariff_shock).iter().enumerate() {
                change[position] -= net[position] * shock;
                let rate = row(&self.flows.tariff).get(position).copied().unwrap_or(0.0);
                collected += net[position] * (1.0 + rate) * shock;
            }
        }
        // d(t M) = M dt + t dM.
        collected += row(&self.flows.tariff).iter().zip(&change).map(|(rate, change)| rate * change).sum::<f64>();
        next[self.parts().revenue + importer] += collected / primitives.value_added[importer];
        sold.iter_mut().zip(&change).for_each(|(sold, change)| *sold += change);
    }

    /// Wages move with the demand for labour; world value added stays as it is (G10 and G11).
    fn wages(&self, point: &[f64], shocked: bool, next: &mut [f64]) {
        let primitives = self.baseline.primitives();
        let (sectors, parts) = (primitives.sector_count(), self.parts());
        let (mut drift, mut world) = (0.0, 0.0);
        for (region, value_added) in primitives.value_added.iter().enumerate() {
            let demand: f64 = (0..sectors)
                .map(|sector| {
                    primitives.value_added_shares[[region, sector]] * next[parts.output + region * sectors + sector]
                })
                .sum();
            let (wage, labour) = (point[parts.wage + region], self.labour(region, shocked));
            let moved = wage + self.wage_step[region] * (demand - wage - labour);
            next[parts.wage + region] = moved;
            drift += value_added * (moved + labour);
            world += value_added;
        }
        next[parts.wage..].iter_mut().for_each(|wage| *wage -= drift / world);
    }

    fn response(&self, found: &gmres::Solution) -> Response {
        let primitives = self.baseline.primitives();
        let (sectors, parts, point) = (primitives.sector_count(), self.parts(), &found.values);
        let shape = self.baseline.output().raw_dim();
        let ln_price = Array2::from_shape_fn(shape, |(region, sector)| point[region * sectors + sector]);
        let income = self.incomes(point, true) / self.baseline.income();
        let consumer_price = (&ln_price * &primitives.final_shares).sum_axis(ndarray::Axis(1));
        Response {
            ln_wage: point[parts.wage..].iter().copied().collect(),
            ln_real_income: income - consumer_price,
            ln_price,
            output: Array2::from_shape_fn(shape, |(region, sector)| {
                point[parts.output + region * sectors + sector] * primitives.value_added[region]
            }),
            revenue: (0..self.baseline.income().len())
                .map(|region| point[parts.revenue + region] * primitives.value_added[region])
                .collect(),
            steps: found.steps,
            residual: found.residual,
        }
    }
}

/// Kleinman, Liu and Redding's exposures in closed form, for one sector, no inputs and balanced
/// trade: with `T_in = S_ni Y_n / Y_i`, `M = T S - I`, `V = (T + theta T S) / (1 + theta)` and `Q` the
/// incomes in every row, `W = -theta / (1 + theta) (I - V + Q)^-1 M` and `U = (I - S) W + S`.
///
/// `shares` (S) is `[importer][exporter]` with rows that sum to one, `incomes` (Y) `[region]` in any unit.
/// Refuses shapes that do not fit, an elasticity that is not positive, and incomes at which trade
/// is not balanced to 1e-9.
pub fn friends_and_enemies(shares: &Array2<f64>, incomes: &Array1<f64>, elasticity: f64) -> Result<Exposure> {
    let regions = incomes.len();
    check_shape("shares", shares.shape(), &[regions, regions])?;
    let refused = |what, value, expected| Err(EquilibriumError::Parameter { what, value, expected });
    if !(elasticity.is_finite() && elasticity > 0.0) {
        return refused("the trade elasticity", elasticity, "a positive number");
    }
    let incomes = incomes / incomes.sum();
    for (sold, income) in incomes.dot(shares).iter().zip(&incomes) {
        let gap = sold / income - 1.0;
        if gap.is_nan() || gap.abs() > 1e-9 {
            return refused("the relative trade deficit of a region", gap, "balanced trade");
        }
    }
    let sales = Array2::from_shape_fn((regions, regions), |(seller, buyer)| {
        shares[[buyer, seller]] * incomes[buyer] / incomes[seller]
    });
    let both = sales.dot(shares);
    let identity = Array2::<f64>::eye(regions);
    let left = &identity - &((&sales + &(elasticity * &both)) / (1.0 + elasticity)) + &incomes;
    let right = (&identity - &both) * (elasticity / (1.0 + elasticity));
    let income = eliminated(left, right)?;
    let welfare = (&identity - shares).dot(&income) + shares;
    Ok(Exposure { income, welfare })
}

/// Solves `left x = right` by elimination with row exchanges; regions by regions, so it is small.
fn eliminated(mut left: Array2<f64>, mut right: Array2<f64>) -> Result<Array2<f64>> {
    let size = left.nrows();
    for pivot in 0..size {
        let best = (pivot..size)
            .fold(pivot, |best, row| if left[[row, pivot]].abs() > left[[best, pivot]].abs() { row } else { best });
        if left[[best, pivot]].abs() < f64::EPSILON {
            let (method, what) = ("the closed form of exposures", "a world that falls into parts");
            return Err(EquilibriumError::Unsupported { method, what });
        }
        for column in 0..size {
            left.swap([pivot, column], [best, column]);
            right.swap([pivot, column], [best, column]);
        }
        for row in (0..size).filter(|row| *row != pivot) {
            let factor = left[[row, pivot]] / left[[pivot, pivot]];
            for column in 0..size {
                left[[row, column]] -= factor * left[[pivot, column]];
                right[[row, column]] -= factor * right[[pivot, column]];
            }
        }
    }
    Ok(Array2::from_shape_fn((size, size), |(row, column)| right[[row, column]] / left[[row, row]]))
}
