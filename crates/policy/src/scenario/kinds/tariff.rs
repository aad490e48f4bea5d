//! `[[tariff]]`: duties on imports; the importer's treasury receives them (model.md W2).

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unequal_world::names::verb;

use super::super::resolve::Failed;
use super::{
    At, Date, Effect, Entry, Flow, Head, Measure, Names, OneOrMany, Origin, Response, Setting, WedgeBuilder, flows,
    number_in, origin, percent,
};

/// A tariff as written.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TariffEntry {
    /// What the measure is called, unique in the file.
    pub name: At<String>,
    /// Country or group that imports and levies; or a list of them.
    pub by: OneOrMany,
    /// Country or group whose exports pay; or a list of them.
    pub on: OneOrMany,
    /// Rate on the border value: 0.25 is 25 %. Above -1 and at most 5.
    pub rate: At<f64>,
    /// Whether the rate is added to the table's duties or replaces them; `added` if absent.
    pub kind: Option<RateKind>,
    /// Sectors by code, name or beginning of codes (`C2*`), or `goods` or `services`; all if absent.
    pub sectors: Option<OneOrMany>,
    /// Day from which it holds; it is shown, but the model knows one year only.
    pub since: Option<Date>,
    /// Where its content comes from.
    #[serde(default)]
    pub sources: Vec<String>,
    /// Remark.
    pub note: Option<String>,
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
    pub(super) fn new(rate: &At<f64>, given: Option<RateKind>) -> Result<Self, Failed> {
        let expected = format!("a number above -1 and at most {HIGHEST_RATE} (0.25 is 25 %)");
        let fits = |rate: f64| rate > -1.0 && rate <= HIGHEST_RATE;
        Ok(Self { rate: number_in("the rate", rate, fits, &expected)?, given })
    }

    /// What it is relative to.
    pub(super) fn kind(self) -> RateKind {
        self.given.unwrap_or(RateKind::Added)
    }

    /// Its values in the file.
    pub(super) fn settings(self) -> Vec<Setting> {
        vec![
            Setting { key: "rate", value: format!("{:?}", self.rate), origin: Origin::Given },
            Setting { key: "kind", value: format!("\"{}\"", self.kind().word()), origin: origin(self.given.as_ref()) },
        ]
    }
}

#[derive(Debug)]
struct Tariff(Rate);

impl Entry for TariffEntry {
    const TABLE: &'static str = "tariff";

    fn head(&self) -> Head<'_> {
        Head {
            name: &self.name,
            by: &self.by,
            on: &self.on,
            sectors: self.sectors.as_ref(),
            since: self.since,
            sources: &self.sources,
            note: self.note.as_deref(),
        }
    }

    fn effect(&self, _: &Names<'_>) -> Result<Arc<dyn Effect>, Failed> {
        Ok(Arc::new(Tariff(Rate::new(&self.rate, self.kind)?)))
    }
}

impl Effect for Tariff {
    fn flows(&self, measure: &Measure) -> Vec<Flow> {
        flows(&measure.sectors, &measure.by.members, &measure.on.members)
    }

    fn apply(&self, measure: &Measure, _: Option<&Response>, builder: &mut WedgeBuilder) {
        for flow in self.flows(measure) {
            match self.0.kind() {
                RateKind::Added => builder.add_tariff(flow, self.0.rate),
                RateKind::Level => builder.set_tariff(flow, self.0.rate),
            }
        }
    }

    fn words(&self, measure: &Measure) -> String {
        let (by, on, sectors) = (&measure.by.name, &measure.on.name, &measure.sector_words);
        let rate = percent(self.0.rate);
        match self.0.kind() {
            RateKind::Added => {
                format!("{by} {} a duty of {rate} on imports from {on} ({sectors})", verb(by, "adds", "add"))
            }
            RateKind::Level => {
                format!("{by} {} the duty on imports from {on} to {rate} ({sectors})", verb(by, "sets", "set"))
            }
        }
    }

    fn settings(&self) -> Vec<Setting> {
        self.0.settings()
    }
}
