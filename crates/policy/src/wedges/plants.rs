//! Plants in the buying region as wedges (docs/src/methods/routes.md).
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
use unequal_world::Flow;

use super::builder::WedgeBuilder;
use super::composed::Receiver;
use super::parts::{Fee, Plant};
use crate::PolicyError;

impl WedgeBuilder {
    /// Turns plants into costs and fees.
    pub(super) fn take_plants(&mut self, primitives: &Primitives, names: &[&str]) -> Result<(), PolicyError> {
        let mut homes: BTreeMap<Flow, Vec<(usize, Plant)>> = BTreeMap::new();
        for (instrument, plant) in std::mem::take(&mut self.plants) {
            self.exports_and_kits(instrument, &plant);
            homes.entry(plant.home()).or_default().push((instrument, plant));
        }
        for (home, mut plants) in homes {
            plants.sort_by_key(|(instrument, plant)| (*instrument, plant.flow.exporter));
            self.at_home(home, &plants, primitives, names)?;
        }
        Ok(())
    }

    /// What is still bought from the owner.
    fn exports_and_kits(&mut self, instrument: usize, plant: &Plant) {
        let made = plant.kits / plant.price_factor;
        let received = 1.0 - plant.kits + made;
        self.reassign(plant.flow, plant.ln_flow + received.ln(), 1.0 - made * plant.wasted() / received);
        if received != 1.0 {
            let (receiver, owner) = (Receiver::Hosts, Owner::Importer);
            self.fees.push(Fee { instrument, receiver, owner, rates: vec![(plant.flow, 1.0 / received - 1.0)] });
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
            let sector = primitives.sectors.get(home.sector).map_or_else(String::new, |sector| sector.code.to_string());
            let reason = format!(
                "the plants' output would be {booked:.2} times what {} buys from its own sector {sector} in the table, where \
                 it is booked; lower affiliate_share or raise kit_share",
                primitives.regions.code(home.importer)
            );
            return Err(PolicyError::friction(names.get(*first).unwrap_or(&""), reason));
        }
        let theta = primitives.trade_elasticity.get(home.sector).copied().unwrap_or_default();
        let received = 1.0 - booked + sum(&Plant::made);
        let wasted = sum(&|plant| plant.made() * plant.wasted()) / received;
        let price = spent / received;
        self.reassign(home, -spent.ln() / theta - price.ln(), 1.0 - wasted);
        let mut base = 1.0;
        for (instrument, plant) in plants {
            let profit = plant.profit_share * plant.profit_base / received;
            if profit != 0.0 {
                let (receiver, owner) = (Receiver::Owners, Owner::Region(plant.flow.exporter));
                self.fees.push(Fee { instrument: *instrument, receiver, owner, rates: vec![(home, profit / base)] });
                base += profit;
            }
        }
        if base != 1.0 || price != 1.0 {
            let (receiver, owner) = (Receiver::Hosts, Owner::Importer);
            self.fees.push(Fee { instrument: *first, receiver, owner, rates: vec![(home, price / base - 1.0)] });
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
