//! `[[embargo]]`: trade that is forbidden; its new share is exactly zero (docs/src/methods/sanctions.md).

use std::sync::Arc;

use unequal_world::Flow;
use unequal_world::names::verb;

use crate::instrument::{Effect, Instrument, KeyValue};
use crate::instruments::common::{Direction, flows_in};
use crate::instruments::entry::{Entry, entry};
use crate::names::Names;
use crate::problem::Failed;
use crate::response::Response;
use crate::wedges::WedgeBuilder;

entry! {
    /// An embargo as written.
    pub struct EmbargoEntry in "embargo" {
        parties {
            /// Country or group that forbids; or a list of them.
            by,
            /// Country or group whose trade is forbidden; or a list of them.
            on,
        }
        /// Direction as seen by `by`; `both` if absent.
        direction: Option<Direction>,
    }
}

#[derive(Debug)]
struct Embargo {
    given: Option<Direction>,
}

impl Entry for EmbargoEntry {
    fn effect(&self, _: &Names<'_>) -> Result<Arc<dyn Effect>, Failed> {
        Ok(Arc::new(Embargo { given: self.direction }))
    }
}

impl Embargo {
    fn direction(&self) -> Direction {
        self.given.unwrap_or(Direction::Both)
    }
}

impl Effect for Embargo {
    fn flows(&self, instrument: &Instrument) -> Vec<Flow> {
        flows_in(self.direction(), &instrument.sectors, &instrument.by.members, &instrument.on.members)
    }

    fn apply(&self, instrument: &Instrument, _: Option<&Response>, builder: &mut WedgeBuilder) {
        self.flows(instrument).into_iter().for_each(|flow| builder.forbid(flow));
    }

    fn words(&self, instrument: &Instrument) -> String {
        let what = match self.direction() {
            Direction::Both => "all trade with",
            Direction::Exports => "exports to",
            Direction::Imports => "imports from",
        };
        let (by, on) = (&instrument.by.name, &instrument.on.name);
        format!("{by} {} {what} {on} ({})", verb(by, "forbids", "forbid"), instrument.sector_words)
    }

    fn key_values(&self) -> Vec<KeyValue> {
        vec![Direction::key_value(self.given, Direction::Both)]
    }
}
