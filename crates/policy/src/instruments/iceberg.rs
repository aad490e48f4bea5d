//! `[[iceberg]]`: costs of trade that nobody receives, such as detours and delays (W1 of docs/src/methods/composition.md).

use std::sync::Arc;

use unequal_world::Flow;
use unequal_world::names::verb;

use crate::instrument::{Effect, Instrument, KeyValue, Origin};
use crate::instruments::common::{flows, number_in, percent};
use crate::instruments::entry::{Entry, entry};
use crate::located::At;
use crate::names::Names;
use crate::problem::Failed;
use crate::response::Response;
use crate::wedges::WedgeBuilder;

entry! {
    /// A cost that wastes part of what is shipped, as written.
    pub struct IcebergEntry in "iceberg" {
        parties {
            /// Country or group that sells; or a list of them.
            from,
            /// Country or group that buys; or a list of them.
            to,
        }
        /// Share of the shipped value that is wasted: 0.1 is 10 %. From 0 up and below 1.
        cost: At<f64>,
    }
}

#[derive(Debug)]
struct Iceberg {
    cost: f64,
}

impl Entry for IcebergEntry {
    fn effect(&self, _: &Names<'_>) -> Result<Arc<dyn Effect>, Failed> {
        let expected = "a share from 0 up and below 1 (0.1 is 10 %)";
        let cost = number_in("the cost", &self.cost, |cost| (0.0..1.0).contains(&cost), expected)?;
        Ok(Arc::new(Iceberg { cost }))
    }
}

impl Effect for Iceberg {
    fn flows(&self, instrument: &Instrument) -> Vec<Flow> {
        flows(&instrument.sectors, &instrument.on.members, &instrument.by.members)
    }

    fn apply(&self, instrument: &Instrument, _: Option<&Response>, builder: &mut WedgeBuilder) {
        // Of one unit 1 - cost arrives, so that 1 / (1 - cost) must be shipped.
        let ln_cost = -(-self.cost).ln_1p();
        self.flows(instrument).into_iter().for_each(|flow| builder.add_iceberg(flow, ln_cost));
    }

    fn words(&self, instrument: &Instrument) -> String {
        let (from, to) = (&instrument.by.name, &instrument.on.name);
        let ships = verb(from, "ships", "ship");
        format!("{} of what {from} {ships} to {to} is wasted ({})", percent(self.cost), instrument.sector_words)
    }

    fn key_values(&self) -> Vec<KeyValue> {
        vec![KeyValue { key: "cost", value: format!("{:?}", self.cost), origin: Origin::Given }]
    }
}
