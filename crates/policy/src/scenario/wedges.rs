//! Wedges put together from several measures.
//!
//! Measures are always applied in the order of the file, levels before what is added to them, so
//! the result depends on which measures there are and on nothing else.

use std::collections::BTreeMap;

use ndarray::Array3;
use unequal_equilibrium::{Baseline, Result, Wedges};

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

/// Collects what measures do.
#[derive(Debug, Default)]
pub struct WedgeBuilder {
    measure: usize,
    forbidden: Vec<Flow>,
    icebergs: Vec<(Flow, f64)>,
    tariff: Duty,
    export_tax: Duty,
    /// Pairs of measures that set the same duty to different levels.
    conflicts: Vec<(usize, usize)>,
}

impl WedgeBuilder {
    /// What follows is done by this measure.
    pub(crate) fn begin(&mut self, measure: usize) {
        self.measure = measure;
    }

    /// Forbids a flow.
    pub fn forbid(&mut self, flow: Flow) {
        self.forbidden.push(flow);
    }

    /// Multiplies the resource cost of a flow by `exp(ln_cost)`.
    pub fn add_iceberg(&mut self, flow: Flow, ln_cost: f64) {
        self.icebergs.push((flow, ln_cost));
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

    /// The wedges for a baseline, whose duties are what rates are added to.
    pub(crate) fn finish(self, baseline: &Baseline) -> Result<Wedges> {
        let mut wedges = baseline.no_wedges();
        let (regions, sectors) = wedges.size();
        let shape = [sectors, regions, regions];
        let duties = &baseline.primitives().duties;
        for (sector, importer, exporter) in self.forbidden {
            wedges.forbid(sector, importer, exporter);
        }
        for ((sector, importer, exporter), ln_cost) in self.icebergs {
            wedges.add_iceberg(sector, importer, exporter, ln_cost);
        }
        if let Some(tariffs) = self.tariff.array(duties.tariff.as_ref(), shape) {
            wedges.set_tariffs(tariffs)?;
        }
        if let Some(taxes) = self.export_tax.array(duties.export_tax.as_ref(), shape) {
            wedges.set_export_taxes(taxes)?;
        }
        Ok(wedges)
    }
}
