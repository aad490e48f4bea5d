//! What tariffs and export taxes have in common: a rate, and on which side of the border it is levied.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unequal_world::names::verb;

use super::super::resolve::Failed;
use super::{At, Effect, Flow, Measure, Origin, Response, Setting, WedgeBuilder, flows, number_in, origin, percent};

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

/// Whose treasury levies: that of who imports, or of who exports.
#[derive(Debug, Clone, Copy)]
pub(super) enum Side {
    Imports,
    Exports,
}

/// A duty on what a party buys from another, or sells to it.
#[derive(Debug)]
pub(super) struct Duty {
    pub rate: Rate,
    pub side: Side,
}

impl Effect for Duty {
    fn flows(&self, measure: &Measure) -> Vec<Flow> {
        let (by, on) = (&measure.by.members, &measure.on.members);
        match self.side {
            Side::Imports => flows(&measure.sectors, by, on),
            Side::Exports => flows(&measure.sectors, on, by),
        }
    }

    fn apply(&self, measure: &Measure, _: Option<&Response>, builder: &mut WedgeBuilder) {
        let rate = self.rate.rate;
        for flow in self.flows(measure) {
            match (self.side, self.rate.kind()) {
                (Side::Imports, RateKind::Added) => builder.add_tariff(flow, rate),
                (Side::Imports, RateKind::Level) => builder.set_tariff(flow, rate),
                (Side::Exports, RateKind::Added) => builder.add_export_tax(flow, rate),
                (Side::Exports, RateKind::Level) => builder.set_export_tax(flow, rate),
            }
        }
    }

    fn words(&self, measure: &Measure) -> String {
        let (by, on, sectors) = (&measure.by.name, &measure.on.name, &measure.sector_words);
        let rate = percent(self.rate.rate);
        let trade = match self.side {
            Side::Imports => "imports from",
            Side::Exports => "exports to",
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

    fn settings(&self) -> Vec<Setting> {
        self.rate.settings()
    }
}
