//! Wedges put together from several instruments.
//!
//! Instruments are always applied in the order of the file, levels before what is added to them, so
//! the result depends on which instruments there are and on nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use unequal_equilibrium::Owner;
use unequal_world::Flow;

use super::cap::Cap;
use super::composed::{IcebergParts, Receiver, Ways};
use super::duties::Duty;
use super::parts::{Commission, Fee, Plant, Site, TransitRoutes};

/// A price cap of an instrument, its flows, and whether the coalition buys them.
type CappedTrade = (usize, Arc<Cap>, Vec<(Flow, bool)>);

/// Collects what instruments do.
#[derive(Debug, Default)]
pub struct WedgeBuilder {
    pub(super) instrument: usize,
    pub(super) forbidden: BTreeSet<Flow>,
    pub(super) covered: Vec<(Flow, f64)>,
    pub(super) barriers: Vec<(Flow, f64)>,
    pub(super) removals: Vec<(Flow, f64)>,
    pub(super) fees: Vec<Fee>,
    pub(super) transit: Vec<(usize, Arc<TransitRoutes>, Vec<Flow>)>,
    /// The instrument that opened transit routes for a flow.
    pub(super) rerouted_by: BTreeMap<Flow, usize>,
    pub(super) caps: Vec<CappedTrade>,
    /// Rates of rents, each with its instrument; they lie inside all fees, next to the producer's price.
    pub(super) rents: Vec<Fee>,
    /// The instrument that settles the rent of a sector of a seller.
    pub(super) rented: BTreeMap<Site, usize>,
    pub(super) icebergs: Vec<(Flow, f64)>,
    /// Shares of flows that sellers no longer offer; no transit route helps.
    pub(super) shut_in: Vec<(Flow, f64)>,
    /// What payments for flows cost, by instrument.
    pub(super) commissions: Vec<(usize, Commission)>,
    pub(super) plants: Vec<(usize, Plant)>,
    pub(super) parts: IcebergParts,
    /// Of flows of which a share is forbidden, what is left.
    pub(super) left: BTreeMap<Flow, f64>,
    /// Flows for which an instrument has opened transit routes, and their legs.
    pub(super) ways: Ways,
    pub(super) tariff: Duty,
    pub(super) export_tax: Duty,
    /// Pairs of instruments that set the same duty to different levels.
    pub(super) conflicts: Vec<(usize, usize)>,
    /// Pairs of instruments that open transit routes for the same flow.
    pub(super) crossings: Vec<(usize, usize)>,
    /// Pairs of instruments that settle the rent of the same sector of the same seller.
    pub(super) shared_rents: Vec<(usize, usize)>,
}

impl WedgeBuilder {
    /// What follows is done by this instrument.
    pub(crate) fn begin(&mut self, instrument: usize) {
        self.instrument = instrument;
    }

    /// Forbids a flow.
    pub fn forbid(&mut self, flow: Flow) {
        self.forbidden.insert(flow);
    }

    /// Multiplies the resource cost of a flow by `exp(ln_cost)`.
    pub fn add_iceberg(&mut self, flow: Flow, ln_cost: f64) {
        self.icebergs.push((flow, ln_cost));
    }

    /// Forbids a share of the varieties of a flow: what is left weighs `1 - share`, which costs
    /// buyers `(1 - share)^(-1 / theta)` (see [`crate::gravity::departure_cost`]).
    pub fn cover(&mut self, flow: Flow, share: f64) {
        self.covered.push((flow, share));
    }

    /// Takes a share of the varieties of a flow off the market because their seller does not offer them; otherwise as
    /// [`Self::cover`].
    pub(crate) fn shut_in(&mut self, flow: Flow, share: f64) {
        self.shut_in.push((flow, share));
    }

    /// Charges what is paid for some flows with a commission. Rerouted goods pay those of their legs.
    pub(crate) fn charge_payments(&mut self, commission: Commission) {
        self.commissions.push((self.instrument, commission));
    }

    /// Lets a plant of one flow's seller assemble in the buying region.
    pub(crate) fn assemble(&mut self, plant: Plant) {
        self.plants.push((self.instrument, plant));
    }

    /// Adds the cost that explains a gravity coefficient: `exp(-coefficient / theta)`, never below 1.
    pub fn add_barrier(&mut self, flow: Flow, coefficient: f64) {
        self.barriers.push((flow, coefficient));
    }

    /// Takes off the cost that explains a gravity coefficient and that the table's trade bears already:
    /// `exp(coefficient / theta)`, never above 1.
    pub fn remove_barrier(&mut self, flow: Flow, coefficient: f64) {
        self.removals.push((flow, coefficient));
    }

    /// Adds a fee on the border value of some flows, with its owner.
    pub fn add_fee(&mut self, receiver: Receiver, owner: Owner, rates: Vec<(Flow, f64)>) {
        self.fees.push(Fee { instrument: self.instrument, receiver, owner, rates });
    }

    /// Opens transit routes for some flows, whether or not an instrument forbids the direct one.
    pub fn open_transit(&mut self, transit: &Arc<TransitRoutes>, flows: Vec<Flow>) {
        for flow in &flows {
            if let Some(earlier) =
                self.rerouted_by.insert(*flow, self.instrument).filter(|other| *other != self.instrument)
            {
                self.crossings.push((earlier, self.instrument));
            }
        }
        self.transit.push((self.instrument, Arc::clone(transit), flows));
    }

    /// Caps the price on the flows of one seller, with whether the coalition buys them. Flows that are
    /// forbidden are left out.
    pub(crate) fn cap_price(&mut self, cap: &Arc<Cap>, flows: Vec<(Flow, bool)>) {
        self.caps.push((self.instrument, Arc::clone(cap), flows));
    }

    /// Lets the rent of a seller's sector settle: `ln_price` is the change of its price on sales to
    /// `buyers`.
    pub(crate) fn settle_rent(&mut self, site: Site, ln_price: f64, buyers: Vec<usize>) {
        if let Some(earlier) = self.rented.insert(site, self.instrument).filter(|other| *other != self.instrument) {
            self.shared_rents.push((earlier, self.instrument));
        }
        if ln_price != 0.0 {
            let Site { sector, seller } = site;
            let sales = buyers.into_iter().map(|buyer| Flow { sector, importer: buyer, exporter: seller });
            let rates = sales.map(|flow| (flow, ln_price.exp_m1())).collect();
            let (instrument, receiver) = (self.instrument, Receiver::Rent);
            self.rents.push(Fee { instrument, receiver, owner: Owner::Exporter, rates });
        }
    }

    /// Adds to the tariff of a flow.
    pub fn add_tariff(&mut self, flow: Flow, rate: f64) {
        self.tariff.added.push((flow, rate));
    }

    /// Sets the tariff of a flow.
    pub fn set_tariff(&mut self, flow: Flow, rate: f64) {
        let place = (rate, self.instrument);
        Self::set(&mut self.tariff, &mut self.conflicts, flow, place);
    }

    /// Adds to the export tax of a flow.
    pub fn add_export_tax(&mut self, flow: Flow, rate: f64) {
        self.export_tax.added.push((flow, rate));
    }

    /// Sets the export tax of a flow.
    pub fn set_export_tax(&mut self, flow: Flow, rate: f64) {
        let place = (rate, self.instrument);
        Self::set(&mut self.export_tax, &mut self.conflicts, flow, place);
    }

    fn set(duty: &mut Duty, conflicts: &mut Vec<(usize, usize)>, flow: Flow, (rate, instrument): (f64, usize)) {
        if let Some((_, earlier)) = duty.levels.insert(flow, (rate, instrument)).filter(|(other, _)| *other != rate) {
            conflicts.push((earlier, instrument));
        }
    }

    /// The first two instruments that set one duty to different levels.
    pub(crate) fn conflict(&self) -> Option<(usize, usize)> {
        self.conflicts.first().copied()
    }

    /// The first two instruments that open transit routes for the same flow.
    pub(crate) fn crossing(&self) -> Option<(usize, usize)> {
        self.crossings.first().copied()
    }

    /// The first two instruments that settle the same rent.
    pub(crate) fn shared_rent(&self) -> Option<(usize, usize)> {
        self.shared_rents.first().copied()
    }

    /// A duty that some of the instruments together bring to -1 or below: its name and that rate.
    /// What lowers it is summed up, since any of the instruments may be taken away.
    pub(crate) fn too_low(&self) -> Option<(&'static str, f64)> {
        [("the tariff", &self.tariff), ("the export tax", &self.export_tax)].into_iter().find_map(|(what, duty)| {
            let levels = duty.levels.iter().map(|(flow, (rate, _))| (*flow, *rate));
            let mut sums: BTreeMap<Flow, f64> = BTreeMap::new();
            for (flow, rate) in levels.chain(duty.added.iter().copied()).filter(|(_, rate)| *rate < 0.0) {
                *sums.entry(flow).or_default() += rate;
            }
            sums.into_values().find(|sum| *sum <= -1.0).map(|sum| (what, sum))
        })
    }
}
