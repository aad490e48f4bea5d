//! Price caps while wedges are put together.

use unequal_equilibrium::{Baseline, Owner};
use unequal_world::Flow;

use super::builder::WedgeBuilder;
use super::cap::{CapWedge, spending};
use super::composed::Receiver;
use crate::PolicyError;

impl WedgeBuilder {
    /// Turns price caps into costs and fees on the flows that are not forbidden.
    pub(super) fn take_caps(&mut self, baseline: &Baseline, names: &[&str]) -> Result<(), PolicyError> {
        for (instrument, cap, flows) in std::mem::take(&mut self.caps) {
            let open = flows.into_iter().filter(|(flow, _)| !self.forbidden.contains(flow));
            let left = |flow: Flow| self.left.get(&flow).copied().unwrap_or(1.0);
            let trade: Vec<(Flow, bool, f64)> =
                open.map(|(flow, member)| (flow, member, left(flow) * spending(baseline, flow))).collect();
            let wedges = cap
                .wedges(&trade)
                .map_err(|error| PolicyError::friction(names.get(instrument).unwrap_or(&""), error))?;
            self.instrument = instrument;
            self.add_cap(&wedges);
        }
        Ok(())
    }

    /// Adds a cap's wedges as fees and costs: the fleet's fee is the inner one.
    fn add_cap(&mut self, wedges: &[(Flow, CapWedge)]) {
        let fees = |rate: fn(&CapWedge) -> f64| -> Vec<(Flow, f64)> {
            wedges.iter().map(|(flow, wedge)| (*flow, rate(wedge))).filter(|(_, rate)| *rate != 0.0).collect()
        };
        for (flow, wedge) in wedges.iter().filter(|(_, wedge)| wedge.ln_iceberg != 0.0) {
            self.add_iceberg(*flow, wedge.ln_iceberg);
        }
        for (flow, wedge) in wedges.iter().filter(|(_, wedge)| wedge.shut_in > 0.0) {
            self.shut_in(*flow, wedge.shut_in);
        }
        let (fleet, buyers) = (fees(|wedge| wedge.fleet_fee), fees(|wedge| wedge.buyer_fee));
        if !fleet.is_empty() {
            self.add_fee(Receiver::Fleet, Owner::Exporter, fleet);
        }
        if !buyers.is_empty() {
            self.add_fee(Receiver::Buyers, Owner::Importer, buyers);
        }
    }
}
