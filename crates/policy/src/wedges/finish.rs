//! What several instruments do together, as the engine's wedges.

use ndarray::Array3;
use unequal_equilibrium::{Baseline, FeeLayer, Wedges};

use super::builder::WedgeBuilder;
use super::composed::{Composed, Levy, Receiver};
use crate::{PolicyError, gravity};

impl WedgeBuilder {
    /// What is covered wholly is forbidden, for transit routes too.
    fn forbid_what_is_covered_wholly(&mut self) {
        let (whole, part): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.covered).into_iter().partition(|(_, share)| *share >= 1.0);
        self.forbidden.extend(whole.into_iter().map(|(flow, _)| flow));
        self.covered = part;
        // Several instruments leave the product of what each leaves.
        for (flow, share) in self.covered.iter().filter(|(_, share)| *share > 0.0) {
            *self.left.entry(*flow).or_insert(1.0) *= 1.0 - share;
        }
        self.left.extend(self.forbidden.iter().map(|flow| (*flow, 0.0)));
    }

    /// Costs of varieties that are covered or shut in; those that are shut in wholly are forbidden.
    fn withdraw(&mut self, elasticity: &[f64]) -> Result<(), PolicyError> {
        let shut_in = std::mem::take(&mut self.shut_in).into_iter();
        for (flow, share) in std::mem::take(&mut self.covered).into_iter().chain(shut_in) {
            if share >= 1.0 {
                self.forbidden.insert(flow);
            } else if share > 0.0 {
                let theta = elasticity.get(flow.sector).copied().unwrap_or_default();
                let cost = gravity::departure_cost(share, theta)
                    .map_err(|error| PolicyError::friction("a covered share", error))?;
                self.icebergs.push((flow, cost.ln()));
                *self.parts.withdrawn.entry(flow).or_insert(0.0) += cost.ln();
            }
        }
        Ok(())
    }

    /// The wedges for a baseline, whose duties are what rates are added to. `names` are those of
    /// the instruments, for messages.
    pub(crate) fn finish(mut self, baseline: &Baseline, names: &[&str]) -> Result<Composed, PolicyError> {
        let primitives = baseline.primitives();
        self.forbid_what_is_covered_wholly();
        self.take_caps(baseline, names)?;
        self.take_transit(&primitives.trade_elasticity, names)?;
        self.take_commissions();
        self.withdraw(&primitives.trade_elasticity)?;
        self.take_plants(primitives, names)?;
        let mut wedges = baseline.no_wedges();
        let (regions, sectors) = wedges.size();
        let shape = [sectors, regions, regions];
        for flow in &self.forbidden {
            wedges.forbid(flow.sector, flow.importer, flow.exporter);
        }
        for (flow, ln_cost) in &self.icebergs {
            wedges.add_iceberg(flow.sector, flow.importer, flow.exporter, *ln_cost);
        }
        for (flow, coefficient) in &self.barriers {
            let ln_cost = (-coefficient / primitives.trade_elasticity[flow.sector]).max(0.0);
            wedges.add_iceberg(flow.sector, flow.importer, flow.exporter, ln_cost);
        }
        for (flow, coefficient) in &self.removals {
            let ln_cost = (coefficient / primitives.trade_elasticity[flow.sector]).min(0.0);
            wedges.add_iceberg(flow.sector, flow.importer, flow.exporter, ln_cost);
        }
        if let Some(tariffs) = self.tariff.array(primitives.duties.tariff.as_ref(), shape) {
            wedges.set_tariffs(tariffs)?;
        }
        if let Some(taxes) = self.export_tax.array(primitives.duties.export_tax.as_ref(), shape) {
            wedges.set_export_taxes(taxes)?;
        }
        let (icebergs, ways) = (std::mem::take(&mut self.parts), std::mem::take(&mut self.ways));
        let left = std::mem::take(&mut self.left);
        let levies = self.set_fees(&mut wedges, shape, names)?;
        Ok(Composed { wedges, levies, icebergs, ways, left })
    }

    fn set_fees(self, wedges: &mut Wedges, shape: [usize; 3], names: &[&str]) -> Result<Vec<Levy>, PolicyError> {
        let (mut layers, mut levies) = (Vec::new(), Vec::new());
        for fee in self.rents.into_iter().chain(self.fees) {
            let mut rates = Array3::zeros(shape);
            for (flow, rate) in &fee.rates {
                rates[flow.cell()] += rate;
            }
            let name = *names.get(fee.instrument).unwrap_or(&"");
            let layer = FeeLayer::new(name, rates, fee.owner)?;
            layers.push(if fee.receiver == Receiver::Rent { layer.as_rent() } else { layer });
            levies.push(Levy { instrument: fee.instrument, receiver: fee.receiver });
        }
        if !layers.is_empty() {
            wedges.set_fees(layers)?;
        }
        Ok(levies)
    }
}
