//! The second half of an evaluation: goods markets and factor markets; and the residual and the acceleration.

use super::{Engine, FLOOR, Residual, State, Workspace};
use crate::numerics::anderson::Anderson;
use crate::solver::parameters::PARAMETERS;

impl Engine<'_> {
    /// Price indices, output and revenue (G3 to G7), use by use.
    pub(super) fn markets(&self, next: &mut State, work: &mut Workspace) {
        next.revenue.fill(0.0);
        next.output.fill(0.0);
        for class in 0..self.kernels.len() {
            for sector in 0..self.sectors {
                for importer in 0..self.regions {
                    self.market(class, sector, importer, next, work);
                }
            }
        }
    }

    /// One importer's market for one product in one use.
    fn market(&self, class: usize, sector: usize, importer: usize, next: &mut State, work: &mut Workspace) {
        let kernel = &self.kernels[class];
        let position = self.price_position(class, importer, sector);
        let power = &work.cost_power[sector * self.regions..][..self.regions];
        let demand = kernel.demand_row(sector, importer);
        let price_sum: f64 = demand.iter().zip(power).map(|(share, power)| share * power).sum();
        work.price_sum[position] = price_sum;
        next.ln_price[position] = 0.0;
        if price_sum <= 0.0 {
            return;
        }
        next.ln_price[position] = -price_sum.ln() / self.baseline.primitives().trade_elasticity[sector];
        let expenditure = work.expenditure[position];
        let spread = expenditure / price_sum;
        let supply = kernel.supply_row(sector, importer);
        let mut produced = 0.0;
        for (exporter, (share, power)) in supply.iter().zip(power).enumerate() {
            let value = share * power * spread;
            next.output[exporter * self.sectors + sector] += value;
            produced += value;
        }
        if !kernel.has_revenue() {
            return;
        }
        let mut tariff = expenditure - produced;
        for cell in kernel.revenue_row(sector, importer) {
            let value = supply[cell.exporter] * power[cell.exporter] * spread;
            tariff -= value * cell.total;
            for (owner, amount) in &cell.owners {
                next.revenue[*owner] += value * amount;
            }
        }
        next.revenue[importer] += tariff;
    }

    /// Wages and the prices of specific factors move towards clearing (V2, G10) and are put into
    /// units of world value added, part by part (G11). Returns the worst residual.
    pub(super) fn factor_prices(&self, state: &State, next: &mut State, work: &Workspace) -> Residual {
        let primitives = self.baseline.primitives();
        let mut worst = Residual { kind: "labour", size: 0.0, region: 0, sector: None };
        for region in 0..self.regions {
            let scale = primitives.value_added[region];
            let mut labour = 0.0;
            for sector in 0..self.sectors {
                let cell = region * self.sectors + sector;
                let specific = self.technology.specific_share[[region, sector]];
                let value = work.bundle_factor[cell] * next.output[cell];
                labour += (primitives.value_added_shares[[region, sector]] - specific) * value;
                next.ln_rent[cell] = state.ln_rent[cell];
                if self.specific_income[cell] != 0.0 {
                    let supply = self.specific_supply(state, region, cell);
                    let demand = specific * value;
                    let step = 1.0 / (1.0 + primitives.trade_elasticity[sector] * specific.abs());
                    next.ln_rent[cell] += step * ln_ratio(demand, supply, scale);
                    let size = (demand - supply).abs() / demand.abs().max(PARAMETERS.residual_floor * scale);
                    worst.see("rent", size, region, Some(sector));
                }
            }
            next.ln_wage[region] = state.ln_wage[region];
            if self.mobile_income[region] != 0.0 {
                let supply = (state.ln_wage[region] + self.ln_labour[region]).exp() * self.mobile_income[region];
                let excess_demand = ln_ratio(labour, supply, scale);
                next.ln_wage[region] += self.wage_step[region] * excess_demand;
                worst.see("labour", excess_demand.abs(), region, None);
            }
        }
        self.normalise(next);
        worst
    }

    /// Each part of the world keeps its joint value added (G11).
    fn normalise(&self, next: &mut State) {
        for group in &self.groups {
            let before: f64 = group.iter().map(|region| self.baseline.primitives().value_added[*region]).sum();
            let after: f64 = group.iter().map(|region| self.factor_income(next, *region)).sum();
            let shift = (before / after).ln();
            for region in group {
                if self.mobile_income[*region] != 0.0 {
                    next.ln_wage[*region] += shift;
                }
                for cell in region * self.sectors..(region + 1) * self.sectors {
                    if self.specific_income[cell] != 0.0 {
                        next.ln_rent[cell] += shift;
                    }
                }
            }
        }
    }

    /// The largest relative residual among prices, goods, revenue, labour and specific factors.
    pub(super) fn residual(&self, state: &State, next: &State, work: &Workspace, factors: Residual) -> Residual {
        let mut worst = factors;
        let cells = self.regions * self.sectors;
        for (position, (next, now)) in next.ln_price.iter().zip(&state.ln_price).enumerate() {
            let cell = position % cells;
            worst.see("price", (next - now).abs(), cell / self.sectors, Some(cell % self.sectors));
        }
        for region in 0..self.regions {
            let scale = PARAMETERS.residual_floor * self.baseline.primitives().value_added[region];
            for sector in 0..self.sectors {
                let cell = region * self.sectors + sector;
                let change = (next.output[cell] - state.output[cell]).abs();
                worst.see("goods", change / next.output[cell].abs().max(scale), region, Some(sector));
            }
            let change = (next.revenue[region] - state.revenue[region]).abs();
            worst.see("revenue", change / work.income[region], region, None);
            worst.see("labour", (next.ln_wage[region] - state.ln_wage[region]).abs(), region, None);
        }
        worst
    }

    /// One accelerated step; every unknown is scaled to the order of one.
    pub(super) fn accelerate(&self, anderson: &mut Anderson, state: &mut State, next: &State) {
        let value_added = &self.baseline.primitives().value_added;
        let pack = |state: &State| -> Vec<f64> {
            let output =
                state.output.iter().enumerate().map(|(cell, output)| output / value_added[cell / self.sectors]);
            let revenue = state.revenue.iter().zip(value_added).map(|(revenue, scale)| revenue / scale);
            let prices = state.ln_price.iter().chain(&state.ln_wage).chain(&state.ln_rent).copied();
            prices.chain(output).chain(revenue).collect()
        };
        let mut point = pack(state);
        let residual: Vec<f64> = pack(next).iter().zip(&point).map(|(next, now)| next - now).collect();
        anderson.advance(&mut point, &residual);
        let mut rest = point.as_slice();
        for target in [&mut state.ln_price, &mut state.ln_wage, &mut state.ln_rent] {
            let (head, tail) = rest.split_at(target.len());
            target.copy_from_slice(head);
            rest = tail;
        }
        let (output, revenue) = rest.split_at(state.output.len());
        for (cell, (target, value)) in state.output.iter_mut().zip(output).enumerate() {
            *target = (value * value_added[cell / self.sectors]).max(0.0);
        }
        for ((target, value), scale) in state.revenue.iter_mut().zip(revenue).zip(value_added) {
            *target = value * scale;
        }
    }
}

/// ln of demand over supply, bounded where an industry shuts down.
fn ln_ratio(demand: f64, supply: f64, scale: f64) -> f64 {
    (demand.abs().max(FLOOR * scale) / supply.abs().max(FLOOR * scale)).ln()
}
