//! `[[export_tax]]`: duties on exports; the exporter's treasury receives them (model.md W2).

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;

use super::super::resolve::Failed;
use super::duty::{Duty, Side};
use super::{At, Date, Effect, Entry, Head, Names, OneOrMany, Rate, RateKind};

/// An export tax as written.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExportTaxEntry {
    /// What the measure is called, unique in the file.
    pub name: At<String>,
    /// Country or group that exports and levies; or a list of them.
    pub by: OneOrMany,
    /// Country or group whose imports pay; or a list of them.
    pub on: OneOrMany,
    /// Rate on the producer's price: 0.25 is 25 %. Above -1 and at most 5.
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

impl Entry for ExportTaxEntry {
    const TABLE: &'static str = "export_tax";

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
        Ok(Arc::new(Duty { rate: Rate::new(&self.rate, self.kind)?, side: Side::Exports }))
    }
}
