//! `[[self_sanctioning]]`: firms that leave a market although no law tells them to (docs/src/methods/sanctions.md).
//!
//! A share `x` of the sales of firms is gone, whoever the firms are. To buyers that is the same as a resource
//! cost of `(1 - x)^(-1/theta)`; see [`crate::gravity::departure_cost`]. What leavers lose on their assets is
//! not in it. Grade D: nobody records the share, and published counts are of names, not of sales.

use std::sync::Arc;

use unequal_world::Flow;
use unequal_world::names::verb;

use crate::PolicyError;
use crate::instrument::{Effect, Instrument, KeyValue, Origin};
use crate::instruments::common::{SHARE, flows, is_share, number_in, percent};
use crate::instruments::entry::{Entry, entry};
use crate::located::At;
use crate::names::Names;
use crate::problem::Failed;
use crate::response::{Finding, Response, View};
use crate::wedges::WedgeBuilder;

entry! {
    /// Firms that leave, as written.
    pub struct SelfSanctioningEntry in "self_sanctioning" {
        parties {
            /// Country or group where the firms are at home; or a list of them.
            by,
            /// Country or group whose market they leave; or a list of them.
            on,
        }
        /// Share of the sales, not of the firms, that ends: 0 to 1. At 1 it is an embargo.
        share: At<f64>,
    }
}

#[derive(Debug)]
struct SelfSanctioning {
    share: f64,
}

impl Entry for SelfSanctioningEntry {
    fn effect(&self, _: &Names<'_>) -> Result<Arc<dyn Effect>, Failed> {
        let share = number_in("the share of sales that ends", &self.share, is_share, SHARE)?;
        Ok(Arc::new(SelfSanctioning { share }))
    }
}

impl Effect for SelfSanctioning {
    fn flows(&self, instrument: &Instrument) -> Vec<Flow> {
        flows(&instrument.sectors, &instrument.on.members, &instrument.by.members)
    }

    fn apply(&self, instrument: &Instrument, _: Option<&Response>, builder: &mut WedgeBuilder) {
        self.flows(instrument).into_iter().for_each(|flow| builder.cover(flow, self.share));
    }

    fn findings(
        &self,
        instrument: &Instrument,
        view: &View<'_, '_>,
        _: Option<&Response>,
    ) -> Result<Vec<Finding>, PolicyError> {
        let (before, _) = view.volumes(&self.flows(instrument));
        Ok(vec![Finding::new("sales before of the firms that leave", self.share * before, "USD million")])
    }

    fn words(&self, instrument: &Instrument) -> String {
        let (by, on) = (&instrument.by.name, &instrument.on.name);
        let (share, its) = (percent(self.share), verb(by, "its", "their"));
        format!(
            "firms of {by} with {share} of {its} sales there leave {on} of their own will ({})",
            instrument.sector_words
        )
    }

    fn key_values(&self) -> Vec<KeyValue> {
        vec![KeyValue { key: "share", value: format!("{:?}", self.share), origin: Origin::Given }]
    }
}
