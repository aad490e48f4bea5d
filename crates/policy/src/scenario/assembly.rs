//! Plants in the buying region as wedges (model.md section 7, M6).
//!
//! What plants add is output of the host's own sector, made by its own work and inputs. So the purchases move from the flow
//! between owner and host to the host's purchases from itself: with `e0 = 1 - s0 (1 - eta)` the share of exports and kits
//! before, the flow's term in the host's price index becomes `T_C e^(-theta D)` and that of home
//!
//! ```text
//! T_R c_R^-theta (1 + sum_k (y_k - b_k)),   b = T_C s0 (1 - eta) / (e0 T_R),   y = T_C s' (1 - eta) c_eff^-theta c_R^theta / (e0 T_R)
//! ```
//!
//! where `T` are shares in the host's spending before. A subsidy is paid by the host's treasury: a negative fee of the
//! importer. Profit that goes abroad is passed on by the host, without a wedge: a fee of the owner and a negative one of
//! the importer that offset each other in the price.

use std::collections::BTreeMap;

use unequal_equilibrium::{Owner, Primitives};

use super::composed::{Fee, Receiver};
use super::wedges::{Flow, WedgeBuilder};
use crate::PolicyError;

/// Assembly of one flow's goods in the buying region.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Plant {
    /// From the technology's owner to the host.
    pub flow: Flow,
    /// D: logarithm of the factor on the flow's cost.
    pub ln_flow: f64,
    /// Share of kits in what is spent on the flow.
    pub kits: f64,
    /// b: what plants added before, in units of the host's purchases from itself.
    pub booked: f64,
    /// y - b: what they add more, in units of the host's other purchases from itself at its own cost.
    pub growth: f64,
    /// By how much their part of the host's spending on the sector has grown, in the same units.
    pub profit_base: f64,
    /// psi: share of the owner's profit in it.
    pub profit_share: f64,
    /// What buyers pay of what a plant's output costs, above 0 and up to 1; the host's treasury pays the rest.
    pub price_factor: f64,
    /// What a plant's output costs more than kits and local inputs, 1 or above: resources used up.
    pub cost_factor: f64,
}

impl Plant {
    fn home(&self) -> Flow {
        let (sector, host, _) = self.flow;
        (sector, host, host)
    }

    /// y in units of what the producers receive.
    fn made(&self) -> f64 {
        (self.growth + self.booked) / self.price_factor
    }

    /// Share of what a plant's producers receive that is used up.
    fn wasted(&self) -> f64 {
        1.0 - 1.0 / self.cost_factor
    }
}

impl WedgeBuilder {
    /// Turns plants into costs and fees.
    pub(super) fn take_plants(&mut self, primitives: &Primitives, names: &[&str]) -> Result<(), PolicyError> {
        let mut homes: BTreeMap<Flow, Vec<(usize, Plant)>> = BTreeMap::new();
        for (measure, plant) in std::mem::take(&mut self.plants) {
            self.exports_and_kits(measure, &plant);
            homes.entry(plant.home()).or_default().push((measure, plant));
        }
        for (home, mut plants) in homes {
            plants.sort_by_key(|(measure, plant)| (*measure, plant.flow.2));
            self.at_home(home, &plants, primitives, names)?;
        }
        Ok(())
    }

    /// What is still bought from the owner.
    fn exports_and_kits(&mut self, measure: usize, plant: &Plant) {
        let made = plant.kits / plant.price_factor;
        let received = 1.0 - plant.kits + made;
        self.reassign(plant.flow, plant.ln_flow + received.ln(), 1.0 - made * plant.wasted() / received);
        if received != 1.0 {
            let (receiver, owner) = (Receiver::Hosts, Owner::Importer);
            self.fees.push(Fee { measure, receiver, owner, rates: vec![(plant.flow, 1.0 / received - 1.0)] });
        }
    }

    /// What the host buys from itself, plants' output included.
    fn at_home(
        &mut self,
        home: Flow,
        plants: &[(usize, Plant)],
        primitives: &Primitives,
        names: &[&str],
    ) -> Result<(), PolicyError> {
        let sum = |of: &dyn Fn(&Plant) -> f64| plants.iter().map(|(_, plant)| of(plant)).sum::<f64>();
        let (spent, booked) = (1.0 + sum(&|plant| plant.growth), sum(&|plant| plant.booked));
        let Some((first, _)) = plants.first() else { return Ok(()) };
        if booked >= 1.0 {
            let sector = primitives.sectors.get(home.0).map_or_else(String::new, |sector| sector.code.to_string());
            let reason = format!(
                "the plants' output would be {booked:.2} times what {} buys from its own sector {sector} in the table, where \
                 it is booked; lower affiliate_share or raise kit_share",
                primitives.regions.code(home.1)
            );
            return Err(PolicyError::friction(names.get(*first).unwrap_or(&""), reason));
        }
        let theta = primitives.trade_elasticity.get(home.0).copied().unwrap_or_default();
        let received = 1.0 - booked + sum(&Plant::made);
        let wasted = sum(&|plant| plant.made() * plant.wasted()) / received;
        let price = spent / received;
        self.reassign(home, -spent.ln() / theta - price.ln(), 1.0 - wasted);
        let mut base = 1.0;
        for (measure, plant) in plants {
            let profit = plant.profit_share * plant.profit_base / received;
            if profit != 0.0 {
                let (receiver, owner) = (Receiver::Owners, Owner::Region(plant.flow.2));
                self.fees.push(Fee { measure: *measure, receiver, owner, rates: vec![(home, profit / base)] });
                base += profit;
            }
        }
        if base != 1.0 || price != 1.0 {
            let (receiver, owner) = (Receiver::Hosts, Owner::Importer);
            self.fees.push(Fee { measure: *first, receiver, owner, rates: vec![(home, price / base - 1.0)] });
        }
        Ok(())
    }

    /// Adds a logarithm to a flow's iceberg of which all but what is used up is purchases booked elsewhere.
    fn reassign(&mut self, flow: Flow, ln_iceberg: f64, left: f64) {
        if ln_iceberg != 0.0 {
            self.icebergs.push((flow, ln_iceberg));
            *self.parts.reassigned.entry(flow).or_insert(0.0) += ln_iceberg + left.ln();
        }
    }
}
