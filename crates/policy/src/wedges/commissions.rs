//! What paying for goods costs, flow by flow, and along the legs of a transit route.

use unequal_world::Flow;

use super::builder::WedgeBuilder;
use super::composed::Receiver;
use super::parts::{Commission, Fee};
use crate::route::{Payee, Toll};

impl WedgeBuilder {
    /// Turns commissions into costs and fees on flows that are not rerouted.
    pub(super) fn take_commissions(&mut self) {
        for (instrument, commission) in std::mem::take(&mut self.commissions) {
            let Commission { flows, ln_resources, ln_losses, fee, owner } = commission;
            let direct: Vec<Flow> = flows.into_iter().filter(|flow| !self.ways.rerouted.contains(flow)).collect();
            for flow in &direct {
                if ln_resources + ln_losses != 0.0 {
                    self.icebergs.push((*flow, ln_resources + ln_losses));
                }
                if ln_losses != 0.0 {
                    self.parts.expected_losses.entry(*flow).or_default().push((owner.clone(), ln_losses));
                }
            }
            if fee != 0.0 && !direct.is_empty() {
                let rates = direct.into_iter().map(|flow| (flow, fee)).collect();
                self.fees.push(Fee { instrument, receiver: Receiver::Banks, owner, rates });
            }
        }
    }

    /// Commissions on some legs, each with the hub that sells on it.
    pub(super) fn tolls(&self, legs: &[(Flow, Option<usize>)]) -> Vec<Toll> {
        let on = |(leg, hub): &(Flow, Option<usize>)| {
            let (leg, hub) = (*leg, *hub);
            self.commissions.iter().enumerate().filter_map(move |(position, (_, commission))| {
                commission.flows.binary_search(&leg).ok().map(|_| Toll {
                    payee: Payee::Banks { commission: position, hub },
                    fee: commission.fee,
                    ln_resources: commission.ln_resources,
                    ln_losses: commission.ln_losses,
                })
            })
        };
        legs.iter().flat_map(on).collect()
    }
}
