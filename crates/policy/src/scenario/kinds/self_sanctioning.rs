//! `[[self_sanctioning]]`: firms that leave a market although no law tells them to (model.md section 4, e).
//!
//! A share `x` of the sales of firms is gone, whoever the firms are. To buyers that is the same as a resource
//! cost of `(1 - x)^(-1/theta)`; see [`crate::gravity::departure_cost`]. What leavers lose on their assets is
//! not in it. Grade D: nobody records the share, and published counts are of names, not of sales.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;
use unequal_world::names::verb;

use super::super::resolve::Failed;
use super::{
    At, Date, Effect, Entry, Finding, Flow, Head, Measure, Names, OneOrMany, Origin, Response, SHARE, Setting, View,
    WedgeBuilder, flows, is_share, number_in, percent,
};
use crate::PolicyError;

/// Firms that leave, as written.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SelfSanctioningEntry {
    /// What the measure is called, unique in the file.
    pub name: At<String>,
    /// Country or group where the firms are at home; or a list of them.
    pub by: OneOrMany,
    /// Country or group whose market they leave; or a list of them.
    pub on: OneOrMany,
    /// Share of the sales, not of the firms, that ends: 0 to 1. At 1 it is an embargo.
    pub share: At<f64>,
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
struct SelfSanctioning {
    share: f64,
}

impl Entry for SelfSanctioningEntry {
    const TABLE: &'static str = "self_sanctioning";

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
        let share = number_in("the share of sales that ends", &self.share, is_share, SHARE)?;
        Ok(Arc::new(SelfSanctioning { share }))
    }
}

impl Effect for SelfSanctioning {
    fn flows(&self, measure: &Measure) -> Vec<Flow> {
        flows(&measure.sectors, &measure.on.members, &measure.by.members)
    }

    fn apply(&self, measure: &Measure, _: Option<&Response>, builder: &mut WedgeBuilder) {
        self.flows(measure).into_iter().for_each(|flow| builder.cover(flow, self.share));
    }

    fn findings(
        &self,
        measure: &Measure,
        view: &View<'_, '_>,
        _: Option<&Response>,
    ) -> Result<Vec<Finding>, PolicyError> {
        let (before, _) = view.volumes(&self.flows(measure));
        Ok(vec![Finding::new("sales before of the firms that leave", self.share * before, "USD million")])
    }

    fn words(&self, measure: &Measure) -> String {
        let (by, on) = (&measure.by.name, &measure.on.name);
        let (share, its) = (percent(self.share), verb(by, "its", "their"));
        format!(
            "firms of {by} with {share} of {its} sales there leave {on} of their own will ({})",
            measure.sector_words
        )
    }

    fn settings(&self) -> Vec<Setting> {
        vec![Setting { key: "share", value: format!("{:?}", self.share), origin: Origin::Given }]
    }
}
