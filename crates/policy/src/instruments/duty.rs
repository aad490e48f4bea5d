//! `[[tariff]]` and `[[export_tax]]`: duties that the importer's or the exporter's treasury receives (W2 of
//! docs/src/methods/composition.md). They differ in the side of the border on which they are levied.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unequal_world::Flow;
use unequal_world::names::verb;

use crate::instrument::{Effect, Instrument, KeyValue, Origin};
use crate::instruments::common::{flows, number_in, origin, percent};
use crate::instruments::entry::{Entry, entry};
use crate::located::At;
use crate::names::Names;
use crate::problem::Failed;
use crate::response::Response;
use crate::wedges::WedgeBuilder;

entry! {
    /// A tariff as written.
    pub struct TariffEntry in "tariff" {
        parties {
            /// Country or group that imports and levies; or a list of them.
            by,
            /// Country or group whose exports pay; or a list of them.
            on,
        }
        /// Rate on the border value: 0.25 is 25 %. Above -1 and at most 5.
        rate: At<f64>,
        /// Whether the rate is added to the table's duties or replaces them; `added` if absent.
        kind: Option<RateKind>,
    }
}

entry! {
    /// An export tax as written.
    pub struct ExportTaxEntry in "export_tax" {
        parties {
            /// Country or group that exports and levies; or a list of them.
            by,
            /// Country or group whose imports pay; or a list of them.
            on,
        }
        /// Rate on the producer's price: 0.25 is 25 %. Above -1 and at most 5.
        rate: At<f64>,
        /// Whether the rate is added to the table's duties or replaces them; `added` if absent.
        kind: Option<RateKind>,
    }
}

impl Entry for TariffEntry {
    fn effect(&self, _: &Names<'_>) -> Result<Arc<dyn Effect>, Failed> {
        Ok(Arc::new(Duty { rate: Rate::new(&self.rate, self.kind)?, levied_on: LeviedOn::Imports }))
    }
}

impl Entry for ExportTaxEntry {
    fn effect(&self, _: &Names<'_>) -> Result<Arc<dyn Effect>, Failed> {
        Ok(Arc::new(Duty { rate: Rate::new(&self.rate, self.kind)?, levied_on: LeviedOn::Exports }))
    }
}

/// What a rate is relative to. Embedded tables record no duties, so both are the same in them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RateKind {
    /// Comes on top of the duties that the table records and of other measures.
    Added,
    /// Replaces the duties that the table records; what other measures add comes on top.
    Level,
}

impl RateKind {
    fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Level => "level",
        }
    }
}

/// Duties above 500 % are hardly ever levied, and 5 or more is far more often a rate in percent.
const HIGHEST_RATE: f64 = 5.0;

/// A rate of duty in bounds.
#[derive(Debug, Clone, Copy)]
pub struct Rate {
    /// Ad valorem.
    pub rate: f64,
    given: Option<RateKind>,
}

impl Rate {
    /// Checks a rate.
    fn new(rate: &At<f64>, given: Option<RateKind>) -> Result<Self, Failed> {
        let expected = format!("a number above -1 and at most {HIGHEST_RATE} (0.25 is 25 %)");
        let fits = |rate: f64| rate > -1.0 && rate <= HIGHEST_RATE;
        Ok(Self { rate: number_in("the rate", rate, fits, &expected)?, given })
    }

    /// What it is relative to.
    fn kind(self) -> RateKind {
        self.given.unwrap_or(RateKind::Added)
    }

    /// Its values in the file.
    fn key_values(self) -> Vec<KeyValue> {
        vec![
            KeyValue { key: "rate", value: format!("{:?}", self.rate), origin: Origin::Given },
            KeyValue { key: "kind", value: format!("\"{}\"", self.kind().word()), origin: origin(self.given.as_ref()) },
        ]
    }
}

/// Whose treasury levies: that of who imports, or of who exports.
#[derive(Debug, Clone, Copy)]
enum LeviedOn {
    Imports,
    Exports,
}

/// A duty on what a party buys from another, or sells to it.
#[derive(Debug)]
struct Duty {
    rate: Rate,
    levied_on: LeviedOn,
}

impl Effect for Duty {
    fn flows(&self, instrument: &Instrument) -> Vec<Flow> {
        let (by, on) = (&instrument.by.members, &instrument.on.members);
        match self.levied_on {
            LeviedOn::Imports => flows(&instrument.sectors, by, on),
            LeviedOn::Exports => flows(&instrument.sectors, on, by),
        }
    }

    fn apply(&self, instrument: &Instrument, _: Option<&Response>, builder: &mut WedgeBuilder) {
        let rate = self.rate.rate;
        for flow in self.flows(instrument) {
            match (self.levied_on, self.rate.kind()) {
                (LeviedOn::Imports, RateKind::Added) => builder.add_tariff(flow, rate),
                (LeviedOn::Imports, RateKind::Level) => builder.set_tariff(flow, rate),
                (LeviedOn::Exports, RateKind::Added) => builder.add_export_tax(flow, rate),
                (LeviedOn::Exports, RateKind::Level) => builder.set_export_tax(flow, rate),
            }
        }
    }

    fn words(&self, instrument: &Instrument) -> String {
        let (by, on, sectors) = (&instrument.by.name, &instrument.on.name, &instrument.sector_words);
        let rate = percent(self.rate.rate);
        let trade = match self.levied_on {
            LeviedOn::Imports => "imports from",
            LeviedOn::Exports => "exports to",
        };
        match self.rate.kind() {
            RateKind::Added => {
                format!("{by} {} a duty of {rate} on {trade} {on} ({sectors})", verb(by, "adds", "add"))
            }
            RateKind::Level => {
                format!("{by} {} the duty on {trade} {on} to {rate} ({sectors})", verb(by, "sets", "set"))
            }
        }
    }

    fn key_values(&self) -> Vec<KeyValue> {
        self.rate.key_values()
    }
}
