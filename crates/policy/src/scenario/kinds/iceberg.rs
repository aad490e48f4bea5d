//! `[[iceberg]]`: costs of trade that nobody receives, such as detours and delays (model.md W1).

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;
use unequal_world::names::verb;

use super::super::resolve::Failed;
use super::{
    At, Date, Effect, Entry, Flow, Head, Measure, Names, OneOrMany, Origin, Response, Setting, WedgeBuilder, flows,
    number_in, percent,
};

/// A cost that wastes part of what is shipped, as written.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IcebergEntry {
    /// What the measure is called, unique in the file.
    pub name: At<String>,
    /// Country or group that sells; or a list of them.
    pub from: OneOrMany,
    /// Country or group that buys; or a list of them.
    pub to: OneOrMany,
    /// Share of the shipped value that is wasted: 0.1 is 10 %. From 0 up and below 1.
    pub cost: At<f64>,
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

#[derive(Debug)]
struct Iceberg {
    cost: f64,
}

impl Entry for IcebergEntry {
    const TABLE: &'static str = "iceberg";

    fn head(&self) -> Head<'_> {
        Head {
            name: &self.name,
            by: &self.from,
            on: &self.to,
            sectors: self.sectors.as_ref(),
            since: self.since,
            sources: &self.sources,
            note: self.note.as_deref(),
        }
    }

    fn effect(&self, _: &Names<'_>) -> Result<Arc<dyn Effect>, Failed> {
        let expected = "a share from 0 up and below 1 (0.1 is 10 %)";
        let cost = number_in("the cost", &self.cost, |cost| (0.0..1.0).contains(&cost), expected)?;
        Ok(Arc::new(Iceberg { cost }))
    }
}

impl Effect for Iceberg {
    fn flows(&self, measure: &Measure) -> Vec<Flow> {
        flows(&measure.sectors, &measure.on.members, &measure.by.members)
    }

    fn apply(&self, measure: &Measure, _: Option<&Response>, builder: &mut WedgeBuilder) {
        // Of one unit 1 - cost arrives, so that 1 / (1 - cost) must be shipped.
        let ln_cost = -(-self.cost).ln_1p();
        self.flows(measure).into_iter().for_each(|flow| builder.add_iceberg(flow, ln_cost));
    }

    fn words(&self, measure: &Measure) -> String {
        let (from, to) = (&measure.by.name, &measure.on.name);
        let ships = verb(from, "ships", "ship");
        format!("{} of what {from} {ships} to {to} is wasted ({})", percent(self.cost), measure.sector_words)
    }

    fn settings(&self) -> Vec<Setting> {
        vec![Setting { key: "cost", value: format!("{:?}", self.cost), origin: Origin::Given }]
    }

    fn party_keys(&self) -> [&'static str; 2] {
        ["from", "to"]
    }
}
