//! Ways around flows of which all, some or nothing is forbidden, as wedges.

use std::collections::{BTreeMap, BTreeSet};

use unequal_equilibrium::Owner;

use super::wedges::{Fee, Flow, Receiver, WedgeBuilder};
use crate::PolicyError;
use crate::parameter::ParameterError;
use crate::route::{self, Route, RouteWedge};

/// Ways around for some flows: taken besides the direct way, or instead of it where that is forbidden.
#[derive(Debug, Clone)]
pub struct Detours {
    /// The direct way first, then the ways through hubs.
    pub routes: Vec<Route>,
    /// theta_r: how readily trade changes its way.
    pub dispersion: f64,
    /// Share that a way never seen before had.
    pub seed: f64,
}

impl Detours {
    /// What goods bear whose direct way is open, or forbidden; `None` if nothing passes.
    fn wedge(&self, forbidden: bool) -> Result<Option<RouteWedge>, ParameterError> {
        let mut routes = self.routes.clone();
        if let Some(direct) = routes.first_mut() {
            direct.closed |= forbidden;
        }
        match route::choose_routes(&routes, self.dispersion, self.seed) {
            // Nothing ever went through these hubs.
            Err(ParameterError::NoOpenRoute) => Ok(None),
            outcome => outcome.map(|outcome| Some(outcome.wedge())),
        }
    }
}

/// Flows that bear the same: the forbidden share of their varieties, and the elasticity between these where it is a
/// part. Bits, of numbers that are zero or more, which stand in the numbers' order.
type Alike = (u64, u64);

impl WedgeBuilder {
    /// Turns detours into costs and fees: what is forbidden is left with the ways around. Of a flow that is covered in
    /// part these varieties take the ways around alone and the others all ways (see [`route::mixed`]).
    pub(super) fn take_detours(&mut self, elasticity: &[f64], names: &[&str]) -> Result<(), PolicyError> {
        let mut settled = BTreeSet::new();
        for (measure, detours, flows) in std::mem::take(&mut self.detours) {
            let failed = |error| PolicyError::friction(names.get(measure).unwrap_or(&""), error);
            let open = detours.wedge(false).map_err(failed)?;
            let closed = detours.wedge(true).map_err(failed)?;
            for ((share, theta), flows) in self.alike(flows, elasticity).into_iter().rev() {
                let (share, theta) = (f64::from_bits(share), f64::from_bits(theta));
                let wedge = match share {
                    0.0 => open.clone(),
                    1.0 => closed.clone(),
                    _ => route::mixed(open.as_ref(), closed.as_ref(), share, theta),
                };
                // What is forbidden stays so where nothing passes.
                let Some(wedge) = wedge else { continue };
                for flow in &flows {
                    self.forbidden.remove(flow);
                    self.icebergs.push((*flow, wedge.ln_iceberg));
                    settled.insert(*flow);
                }
                if wedge.fee != 0.0 {
                    let rates = flows.into_iter().map(|flow| (flow, wedge.fee)).collect();
                    self.fees.push(Fee { measure, receiver: Receiver::Hubs, owner: Owner::Split(wedge.owners), rates });
                }
            }
        }
        // Their missing varieties are in the wedge already.
        self.covered.retain(|(flow, _)| !settled.contains(flow));
        Ok(())
    }

    fn alike(&self, flows: Vec<Flow>, elasticity: &[f64]) -> BTreeMap<Alike, Vec<Flow>> {
        // Several measures leave the product of what each leaves.
        let mut left: BTreeMap<Flow, f64> = BTreeMap::new();
        for (flow, share) in self.covered.iter().filter(|(_, share)| *share > 0.0) {
            *left.entry(*flow).or_insert(1.0) *= 1.0 - share;
        }
        let mut groups: BTreeMap<Alike, Vec<Flow>> = BTreeMap::new();
        for flow in flows {
            let share =
                if self.forbidden.contains(&flow) { 1.0 } else { 1.0 - left.get(&flow).copied().unwrap_or(1.0) };
            let is_part = share > 0.0 && share < 1.0;
            let theta = if is_part { elasticity.get(flow.0).copied().unwrap_or_default() } else { 0.0 };
            groups.entry((share.to_bits(), theta.to_bits())).or_default().push(flow);
        }
        groups
    }
}
