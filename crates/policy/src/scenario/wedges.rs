//! Wedges put together from several measures.
//!
//! Measures are always applied in the order of the file, levels before what is added to them, so
//! the result depends on which measures there are and on nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ndarray::Array3;
use unequal_equilibrium::{Baseline, FeeLayer, Owner, Wedges};

use super::assembly::Plant;
use super::composed::{Composed, Fee, IcebergParts, Levy, Receiver, Ways};
use super::detours::Detours;
use super::kinds::{Cap, Site, spending};
use super::payment_legs::Commission;
use crate::PolicyError;
use crate::gravity;

/// One flow: sector, importer, exporter, by position.
pub type Flow = (usize, usize, usize);

/// One kind of duty while it is put together.
#[derive(Debug, Default)]
struct Duty {
    /// Levels, each with the measure that sets it.
    levels: BTreeMap<Flow, (f64, usize)>,
    added: Vec<(Flow, f64)>,
}

impl Duty {
    /// `[sector][importer][exporter]` levels, or nothing if no measure is about this duty.
    fn array(&self, before: Option<&Array3<f64>>, shape: [usize; 3]) -> Option<Array3<f64>> {
        if self.levels.is_empty() && self.added.is_empty() {
            return None;
        }
        let mut array = before.cloned().unwrap_or_else(|| Array3::zeros(shape));
        for ((sector, importer, exporter), (rate, _)) in &self.levels {
            array[[*sector, *importer, *exporter]] = *rate;
        }
        for ((sector, importer, exporter), rate) in &self.added {
            array[[*sector, *importer, *exporter]] += rate;
        }
        Some(array)
    }
}

/// A price cap of a measure, its flows, and whether the coalition buys them.
type CappedTrade = (usize, Arc<Cap>, Vec<(Flow, bool)>);

/// Collects what measures do.
#[derive(Debug, Default)]
pub struct WedgeBuilder {
    measure: usize,
    pub(super) forbidden: BTreeSet<Flow>,
    pub(super) covered: Vec<(Flow, f64)>,
    pub(super) barriers: Vec<(Flow, f64)>,
    removals: Vec<(Flow, f64)>,
    pub(super) fees: Vec<Fee>,
    pub(super) detours: Vec<(usize, Arc<Detours>, Vec<Flow>)>,
    /// The measure that opened ways around for a flow.
    rounded: BTreeMap<Flow, usize>,
    caps: Vec<CappedTrade>,
    /// Rates of rents, each with its measure; they lie inside all fees, next to the producer's price.
    rents: Vec<Fee>,
    /// The measure that settles the rent of a sector of a seller.
    rented: BTreeMap<Site, usize>,
    pub(super) icebergs: Vec<(Flow, f64)>,
    /// Shares of flows that sellers no longer offer; no way around helps.
    shut_in: Vec<(Flow, f64)>,
    /// What payments for flows cost, by measure.
    pub(super) commissions: Vec<(usize, Commission)>,
    pub(super) plants: Vec<(usize, Plant)>,
    pub(super) parts: IcebergParts,
    /// Of flows of which a share is forbidden, what is left.
    pub(super) left: BTreeMap<Flow, f64>,
    /// Flows for which a measure has opened ways around, and the legs that they go by.
    pub(super) ways: Ways,
    tariff: Duty,
    export_tax: Duty,
    /// Pairs of measures that set the same duty to different levels.
    conflicts: Vec<(usize, usize)>,
    /// Pairs of measures that open ways around for the same flow.
    crossings: Vec<(usize, usize)>,
    /// Pairs of measures that settle the rent of the same sector of the same seller.
    shared_rents: Vec<(usize, usize)>,
}

impl WedgeBuilder {
    /// What follows is done by this measure.
    pub(crate) fn begin(&mut self, measure: usize) {
        self.measure = measure;
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
    /// buyers `(1 - share)^(-1 / theta)` (see [`gravity::departure_cost`]).
    pub fn cover(&mut self, flow: Flow, share: f64) {
        self.covered.push((flow, share));
    }

    /// Takes a share of the varieties of a flow off the market because their seller does not offer them; otherwise as
    /// [`Self::cover`].
    pub(crate) fn shut_in(&mut self, flow: Flow, share: f64) {
        self.shut_in.push((flow, share));
    }

    /// Charges what is paid for some flows with a commission. Goods that take other ways pay those of their legs.
    pub(crate) fn charge_payments(&mut self, commission: Commission) {
        self.commissions.push((self.measure, commission));
    }

    /// Lets a plant of one flow's seller assemble in the buying region.
    pub(crate) fn assemble(&mut self, plant: Plant) {
        self.plants.push((self.measure, plant));
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
        self.fees.push(Fee { measure: self.measure, receiver, owner, rates });
    }

    /// Opens ways around for some flows, whether or not a measure forbids them.
    pub fn open_detours(&mut self, detours: &Arc<Detours>, flows: Vec<Flow>) {
        for flow in &flows {
            if let Some(earlier) = self.rounded.insert(*flow, self.measure).filter(|other| *other != self.measure) {
                self.crossings.push((earlier, self.measure));
            }
        }
        self.detours.push((self.measure, Arc::clone(detours), flows));
    }

    /// Caps the price on the flows of one seller, with whether the coalition buys them. Flows that are
    /// forbidden are left out.
    pub(crate) fn cap_price(&mut self, cap: &Arc<Cap>, flows: Vec<(Flow, bool)>) {
        self.caps.push((self.measure, Arc::clone(cap), flows));
    }

    /// Lets the rent of a seller's sector settle: `ln_price` is the change of its price on sales to
    /// `buyers`.
    pub(crate) fn settle_rent(&mut self, site: Site, ln_price: f64, buyers: Vec<usize>) {
        if let Some(earlier) = self.rented.insert(site, self.measure).filter(|other| *other != self.measure) {
            self.shared_rents.push((earlier, self.measure));
        }
        if ln_price != 0.0 {
            let (sector, seller) = site;
            let rates = buyers.into_iter().map(|buyer| ((sector, buyer, seller), ln_price.exp_m1())).collect();
            let (measure, receiver) = (self.measure, Receiver::Rent);
            self.rents.push(Fee { measure, receiver, owner: Owner::Exporter, rates });
        }
    }

    /// Adds to the tariff of a flow.
    pub fn add_tariff(&mut self, flow: Flow, rate: f64) {
        self.tariff.added.push((flow, rate));
    }

    /// Sets the tariff of a flow.
    pub fn set_tariff(&mut self, flow: Flow, rate: f64) {
        let place = (rate, self.measure);
        Self::set(&mut self.tariff, &mut self.conflicts, flow, place);
    }

    /// Adds to the export tax of a flow.
    pub fn add_export_tax(&mut self, flow: Flow, rate: f64) {
        self.export_tax.added.push((flow, rate));
    }

    /// Sets the export tax of a flow.
    pub fn set_export_tax(&mut self, flow: Flow, rate: f64) {
        let place = (rate, self.measure);
        Self::set(&mut self.export_tax, &mut self.conflicts, flow, place);
    }

    fn set(duty: &mut Duty, conflicts: &mut Vec<(usize, usize)>, flow: Flow, (rate, measure): (f64, usize)) {
        if let Some((_, earlier)) = duty.levels.insert(flow, (rate, measure)).filter(|(other, _)| *other != rate) {
            conflicts.push((earlier, measure));
        }
    }

    /// The first two measures that set one duty to different levels.
    pub(crate) fn conflict(&self) -> Option<(usize, usize)> {
        self.conflicts.first().copied()
    }

    /// The first two measures that open ways around for the same flow.
    pub(crate) fn crossing(&self) -> Option<(usize, usize)> {
        self.crossings.first().copied()
    }

    /// The first two measures that settle the same rent.
    pub(crate) fn shared_rent(&self) -> Option<(usize, usize)> {
        self.shared_rents.first().copied()
    }

    /// A duty that some of the measures together bring to -1 or below: its name and that rate.
    /// What lowers it is summed up, since any of the measures may be taken away.
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

    /// Turns price caps into costs and fees on the flows that are not forbidden.
    fn take_caps(&mut self, baseline: &Baseline, names: &[&str]) -> Result<(), PolicyError> {
        for (measure, cap, flows) in std::mem::take(&mut self.caps) {
            let open = flows.into_iter().filter(|(flow, _)| !self.forbidden.contains(flow));
            let left = |flow: Flow| self.left.get(&flow).copied().unwrap_or(1.0);
            let trade: Vec<(Flow, bool, f64)> =
                open.map(|(flow, member)| (flow, member, left(flow) * spending(baseline, flow))).collect();
            let wedges =
                cap.wedges(&trade).map_err(|error| PolicyError::friction(names.get(measure).unwrap_or(&""), error))?;
            self.measure = measure;
            Cap::apply(&wedges, self);
        }
        Ok(())
    }

    /// What is covered wholly is forbidden, and ways around see it so.
    fn forbid_what_is_covered_wholly(&mut self) {
        let (whole, part): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.covered).into_iter().partition(|(_, share)| *share >= 1.0);
        self.forbidden.extend(whole.into_iter().map(|(flow, _)| flow));
        self.covered = part;
        // Several measures leave the product of what each leaves.
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
                let theta = elasticity.get(flow.0).copied().unwrap_or_default();
                let cost = gravity::departure_cost(share, theta)
                    .map_err(|error| PolicyError::friction("a covered share", error))?;
                self.icebergs.push((flow, cost.ln()));
                *self.parts.withdrawn.entry(flow).or_insert(0.0) += cost.ln();
            }
        }
        Ok(())
    }

    /// The wedges for a baseline, whose duties are what rates are added to. `names` are those of
    /// the measures, for messages.
    pub(crate) fn finish(mut self, baseline: &Baseline, names: &[&str]) -> Result<Composed, PolicyError> {
        let primitives = baseline.primitives();
        self.forbid_what_is_covered_wholly();
        self.take_caps(baseline, names)?;
        self.take_detours(&primitives.trade_elasticity, names)?;
        self.take_commissions();
        self.withdraw(&primitives.trade_elasticity)?;
        self.take_plants(primitives, names)?;
        let mut wedges = baseline.no_wedges();
        let (regions, sectors) = wedges.size();
        let shape = [sectors, regions, regions];
        for (sector, importer, exporter) in &self.forbidden {
            wedges.forbid(*sector, *importer, *exporter);
        }
        for ((sector, importer, exporter), ln_cost) in &self.icebergs {
            wedges.add_iceberg(*sector, *importer, *exporter, *ln_cost);
        }
        for ((sector, importer, exporter), coefficient) in &self.barriers {
            let ln_cost = (-coefficient / primitives.trade_elasticity[*sector]).max(0.0);
            wedges.add_iceberg(*sector, *importer, *exporter, ln_cost);
        }
        for ((sector, importer, exporter), coefficient) in &self.removals {
            let ln_cost = (coefficient / primitives.trade_elasticity[*sector]).min(0.0);
            wedges.add_iceberg(*sector, *importer, *exporter, ln_cost);
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
            for ((sector, importer, exporter), rate) in &fee.rates {
                rates[[*sector, *importer, *exporter]] += rate;
            }
            let name = *names.get(fee.measure).unwrap_or(&"");
            let layer = FeeLayer::new(name, rates, fee.owner)?;
            layers.push(if fee.receiver == Receiver::Rent { layer.as_rent() } else { layer });
            levies.push(Levy { measure: fee.measure, receiver: fee.receiver });
        }
        if !layers.is_empty() {
            wedges.set_fees(layers)?;
        }
        Ok(levies)
    }
}
