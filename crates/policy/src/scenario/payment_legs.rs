//! What paying for goods costs, flow by flow, and along the legs of a way round.

use unequal_equilibrium::Owner;

use super::composed::{Fee, Receiver};
use super::wedges::{Flow, WedgeBuilder};
use crate::route::{Payee, Toll};

/// What paying for some flows costs on top of their price (W3).
#[derive(Debug, Clone)]
pub(crate) struct Commission {
    /// Ascending, each once.
    pub flows: Vec<Flow>,
    /// `ln` of the factor by which resources used up raise the cost.
    pub ln_resources: f64,
    /// `ln` of the factor by which losses that banks expect elsewhere do.
    pub ln_losses: f64,
    /// Ad valorem fee on the rest.
    pub fee: f64,
    /// Who receives the fee and bears the losses.
    pub owner: Owner,
}

impl WedgeBuilder {
    /// Turns commissions into costs and fees on flows that take no way round.
    pub(super) fn take_commissions(&mut self) {
        for (measure, commission) in std::mem::take(&mut self.commissions) {
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
                self.fees.push(Fee { measure, receiver: Receiver::Banks, owner, rates });
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
