//! Tariffs and export taxes while they are put together.

use std::collections::BTreeMap;

use ndarray::Array3;
use unequal_world::Flow;

/// One kind of duty while it is put together.
#[derive(Debug, Default)]
pub(super) struct Duty {
    /// Levels, each with the instrument that sets it.
    pub levels: BTreeMap<Flow, (f64, usize)>,
    pub added: Vec<(Flow, f64)>,
}

impl Duty {
    /// `[sector][importer][exporter]` levels, or nothing if no instrument is about this duty.
    pub fn array(&self, before: Option<&Array3<f64>>, shape: [usize; 3]) -> Option<Array3<f64>> {
        if self.levels.is_empty() && self.added.is_empty() {
            return None;
        }
        let mut array = before.cloned().unwrap_or_else(|| Array3::zeros(shape));
        for (flow, (rate, _)) in &self.levels {
            array[flow.cell()] = *rate;
        }
        for (flow, rate) in &self.added {
            array[flow.cell()] += rate;
        }
        Some(array)
    }
}
