//! Kinds of measures, one file each: the table of the file that describes it, and what it does.
//!
//! To add a kind: a file here with its entry and its effect, a field of the entry's type in
//! [`super::Document`], and a line in each of `TABLES` and `collect`.

mod barrier;
mod currency;
mod duty;
mod embargo;
mod export_control;
mod export_tax;
mod iceberg;
mod local_production;
mod payments;
mod price_cap;
mod route;
mod self_sanctioning;
mod tariff;

use std::fmt;
use std::sync::Arc;

use super::names::Names;
use super::resolve::Failed;
use super::{At, Date, Document, Flow, Measure, OneOrMany, Origin, WedgeBuilder};

use crate::PolicyError;
use crate::payments::ThreatenedMarket;
use crate::settle::{Finding, Response, View};

pub use barrier::BarrierEntry;
pub use currency::{CurrencyEntry, PremiumEntry, Side};
pub use duty::{Rate, RateKind};
pub use embargo::{Direction, EmbargoEntry};
pub use export_control::ExportControlEntry;
pub use export_tax::ExportTaxEntry;
pub use iceberg::IcebergEntry;
pub use local_production::{EntryCosts, LocalProductionEntry, LocalisationRule};
pub use payments::{BankEntry, PaymentsEntry};
pub use price_cap::PriceCapEntry;
pub(crate) use price_cap::{Cap, Site, spending};
pub use route::{HubEntry, RouteEntry};
pub use self_sanctioning::SelfSanctioningEntry;
pub use tariff::TariffEntry;

/// What every entry has.
pub(crate) struct Head<'a> {
    pub name: &'a At<String>,
    pub by: &'a OneOrMany,
    pub on: &'a OneOrMany,
    pub sectors: Option<&'a OneOrMany>,
    pub since: Option<Date>,
    pub sources: &'a [String],
    pub note: Option<&'a str>,
}

/// A table of the file that describes measures of one kind.
pub(crate) trait Entry {
    /// Name of the table.
    const TABLE: &'static str;

    /// What every entry has.
    fn head(&self) -> Head<'_>;

    /// What it does, with its numbers in bounds and its own names found.
    fn effect(&self, names: &Names<'_>) -> Result<Arc<dyn Effect>, Failed>;
}

/// A value of an entry, as TOML, for the file with every default written out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Key in the file.
    pub key: &'static str,
    /// Value as TOML.
    pub value: String,
    /// Whether the file gives it.
    pub origin: Origin,
}

/// What a measure does to trade.
pub trait Effect: fmt::Debug + Send + Sync {
    /// The flows it touches.
    fn flows(&self, measure: &Measure) -> Vec<Flow>;

    /// Adds it to others; `response` is what its friction has come to, if it depends on the economy.
    fn apply(&self, measure: &Measure, response: Option<&Response>, builder: &mut WedgeBuilder);

    /// Where its friction begins; `None`, as here, if it does not depend on the economy.
    fn first_response(&self, _measure: &Measure) -> Option<Response> {
        None
    }

    /// Whether its friction is measured against the world with the other measures and without those of this kind
    /// ([`View::without`]), which is then solved too; false, as here, for most.
    fn answers_to_the_world_without(&self) -> bool {
        false
    }

    /// Whether its friction is a closure of the economy that holds for the other measures as well, with it or without it;
    /// false, as here, for most.
    fn closes_for_all(&self) -> bool {
        false
    }

    /// Adds its closure to measures among which it is not; nothing, as here, for most.
    fn apply_closure(&self, _measure: &Measure, _response: Option<&Response>, _builder: &mut WedgeBuilder) {}

    /// Its friction's answer to a world.
    fn respond(&self, _measure: &Measure, _view: &View<'_, '_>, current: &Response) -> Result<Response, PolicyError> {
        Ok(current.clone())
    }

    /// The same under a threat of another strength; `None`, as here, if it threatens no bank.
    fn at_threat(&self, _measure: &Measure, _level: f64, _effort: f64) -> Result<Option<Arc<dyn Effect>>, PolicyError> {
        Ok(None)
    }

    /// The market for clearing in a settled world; `None`, as here, if it threatens no bank.
    fn clearing(
        &self,
        _measure: &Measure,
        _view: &View<'_, '_>,
        _response: Option<&Response>,
    ) -> Result<Option<ThreatenedMarket>, PolicyError> {
        Ok(None)
    }

    /// Figures about it in a settled world.
    fn findings(
        &self,
        _measure: &Measure,
        _view: &View<'_, '_>,
        _response: Option<&Response>,
    ) -> Result<Vec<Finding>, PolicyError> {
        Ok(Vec::new())
    }

    /// What it does, in a sentence.
    fn words(&self, measure: &Measure) -> String;

    /// Its own values, besides those that every measure has.
    fn settings(&self) -> Vec<Setting>;

    /// Tables inside its own, each with the key that heads it and its values; none, as here, for most.
    fn parts(&self) -> Vec<(&'static str, Vec<Setting>)> {
        Vec::new()
    }

    /// The same some months after the shock; `None`, as here, if time does not change it.
    fn at_months(&self, _measure: &Measure, _months: f64) -> Result<Option<Arc<dyn Effect>>, PolicyError> {
        Ok(None)
    }

    /// Keys of the two parties in the file.
    fn party_keys(&self) -> [&'static str; 2] {
        ["by", "on"]
    }
}

/// Tables of measures, for messages.
pub const TABLES: [&str; 12] = [
    EmbargoEntry::TABLE,
    TariffEntry::TABLE,
    ExportTaxEntry::TABLE,
    IcebergEntry::TABLE,
    ExportControlEntry::TABLE,
    SelfSanctioningEntry::TABLE,
    BarrierEntry::TABLE,
    RouteEntry::TABLE,
    LocalProductionEntry::TABLE,
    PriceCapEntry::TABLE,
    CurrencyEntry::TABLE,
    PaymentsEntry::TABLE,
];

/// The measures of a document, in the order of the file.
pub(crate) fn collect(document: &Document, names: &Names<'_>) -> Result<Vec<Measure>, Failed> {
    let mut measures = Vec::new();
    add(&document.embargo, names, &mut measures)?;
    add(&document.tariff, names, &mut measures)?;
    add(&document.export_tax, names, &mut measures)?;
    add(&document.iceberg, names, &mut measures)?;
    add(&document.export_control, names, &mut measures)?;
    add(&document.self_sanctioning, names, &mut measures)?;
    add(&document.barrier, names, &mut measures)?;
    add(&document.route, names, &mut measures)?;
    add(&document.local_production, names, &mut measures)?;
    add(&document.price_cap, names, &mut measures)?;
    add(&document.currency, names, &mut measures)?;
    add(&document.payments, names, &mut measures)?;
    measures.sort_by_key(|measure| measure.place.start);
    Ok(measures)
}

fn add<E: Entry>(entries: &[E], names: &Names<'_>, measures: &mut Vec<Measure>) -> Result<(), Failed> {
    for entry in entries {
        let head = entry.head();
        let (sectors, sector_words) = names.sectors(head.sectors)?;
        measures.push(Measure {
            name: head.name.value().clone(),
            kind: E::TABLE,
            by: names.party(head.by)?,
            on: names.party(head.on)?,
            sectors,
            sector_words,
            sectors_given: head.sectors.is_some(),
            since: head.since.map(|date| date.0.to_string()),
            sources: head.sources.to_vec(),
            note: head.note.map(str::to_owned),
            place: head.name.place(),
            effect: entry.effect(names)?,
        });
    }
    Ok(())
}

/// Flows of some sectors from exporters to importers; a region's sales to itself are not trade.
fn flows(sectors: &[usize], importers: &[usize], exporters: &[usize]) -> Vec<Flow> {
    let mut flows = Vec::with_capacity(sectors.len() * importers.len() * exporters.len());
    for &sector in sectors {
        for &importer in importers {
            let others = exporters.iter().filter(|exporter| **exporter != importer);
            flows.extend(others.map(|exporter| (sector, importer, *exporter)));
        }
    }
    flows
}

/// Flows between two parties in one direction or both, as seen by the first.
fn flows_in(direction: Direction, sectors: &[usize], by: &[usize], on: &[usize]) -> Vec<Flow> {
    let imports = || flows(sectors, by, on);
    let exports = || flows(sectors, on, by);
    match direction {
        Direction::Imports => imports(),
        Direction::Exports => exports(),
        Direction::Both => imports().into_iter().chain(exports()).collect(),
    }
}

/// A number inside a range, or why not.
fn number_in(what: &'static str, given: &At<f64>, fits: impl Fn(f64) -> bool, expected: &str) -> Result<f64, Failed> {
    let value = *given.value();
    if value.is_finite() && fits(value) {
        return Ok(value);
    }
    Err(Failed::value(given.place(), what, value.to_string(), expected))
}

/// A number inside a range or, where the file gives none, a default.
fn number_or(
    default: f64,
    what: &'static str,
    given: Option<&At<f64>>,
    fits: impl Fn(f64) -> bool,
    expected: &str,
) -> Result<f64, Failed> {
    given.map_or(Ok(default), |given| number_in(what, given, fits, expected))
}

/// A share from 0 to 1, or a default.
fn share_or(default: f64, what: &'static str, given: Option<&At<f64>>) -> Result<f64, Failed> {
    number_or(default, what, given, is_share, SHARE)
}

fn is_share(value: f64) -> bool {
    (0.0..=1.0).contains(&value)
}

/// What a share is.
const SHARE: &str = "a share from 0 to 1";

/// A number's setting: as given, or the default that holds.
fn number_setting(key: &'static str, value: f64, given: Option<&At<f64>>) -> Setting {
    Setting { key, value: format!("{value:?}"), origin: origin(given) }
}

/// Whether the file gives a value.
fn origin<T>(value: Option<&T>) -> Origin {
    if value.is_some() { Origin::Given } else { Origin::Assumed }
}

/// A rate in percent, without needless digits.
fn percent(rate: f64) -> String {
    // Two digits are enough for words; the file keeps the number.
    format!("{} %", (rate * 1e4).round() / 1e2)
}
