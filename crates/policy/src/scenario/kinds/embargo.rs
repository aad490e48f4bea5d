//! `[[embargo]]`: trade that is forbidden; its new share is exactly zero (model.md section 4).

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unequal_world::names::verb;

use super::super::resolve::Failed;
use super::{
    At, Date, Effect, Entry, Flow, Head, Measure, Names, OneOrMany, Response, Setting, WedgeBuilder, flows_in, origin,
};

/// An embargo as written.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EmbargoEntry {
    /// What the measure is called, unique in the file.
    pub name: At<String>,
    /// Country or group that forbids; or a list of them.
    pub by: OneOrMany,
    /// Country or group whose trade is forbidden; or a list of them.
    pub on: OneOrMany,
    /// Sectors by code, name or beginning of codes (`C2*`), or `goods` or `services`; all if absent.
    pub sectors: Option<OneOrMany>,
    /// Direction as seen by `by`; `both` if absent.
    pub direction: Option<Direction>,
    /// Day from which it holds; it is shown, but the model knows one year only.
    pub since: Option<Date>,
    /// Where its content comes from.
    #[serde(default)]
    pub sources: Vec<String>,
    /// Remark.
    pub note: Option<String>,
}

/// Which trade is forbidden, as seen by those who forbid it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Imports and exports.
    Both,
    /// What they sell.
    Exports,
    /// What they buy.
    Imports,
}

impl Direction {
    /// The word in the file.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Both => "both",
            Self::Exports => "exports",
            Self::Imports => "imports",
        }
    }

    /// Its setting, with what holds where the file gives none.
    pub(super) fn setting(given: Option<Self>, default: Self) -> Setting {
        let word = given.unwrap_or(default).word();
        Setting { key: "direction", value: format!("\"{word}\""), origin: origin(given.as_ref()) }
    }

    /// Whose trade it is: `exports to`.
    pub(super) fn trade_with(self) -> &'static str {
        match self {
            Self::Both => "trade with",
            Self::Exports => "exports to",
            Self::Imports => "imports from",
        }
    }
}

#[derive(Debug)]
struct Embargo {
    given: Option<Direction>,
}

impl Entry for EmbargoEntry {
    const TABLE: &'static str = "embargo";

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
        Ok(Arc::new(Embargo { given: self.direction }))
    }
}

impl Embargo {
    fn direction(&self) -> Direction {
        self.given.unwrap_or(Direction::Both)
    }
}

impl Effect for Embargo {
    fn flows(&self, measure: &Measure) -> Vec<Flow> {
        flows_in(self.direction(), &measure.sectors, &measure.by.members, &measure.on.members)
    }

    fn apply(&self, measure: &Measure, _: Option<&Response>, builder: &mut WedgeBuilder) {
        self.flows(measure).into_iter().for_each(|flow| builder.forbid(flow));
    }

    fn words(&self, measure: &Measure) -> String {
        let what = match self.direction() {
            Direction::Both => "all trade with",
            Direction::Exports => "exports to",
            Direction::Imports => "imports from",
        };
        let (by, on) = (&measure.by.name, &measure.on.name);
        format!("{by} {} {what} {on} ({})", verb(by, "forbids", "forbid"), measure.sector_words)
    }

    fn settings(&self) -> Vec<Setting> {
        vec![Direction::setting(self.given, Direction::Both)]
    }
}
