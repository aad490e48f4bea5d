//! A policy instrument as a scenario uses it, and what each kind of instrument has to say of itself.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::Serialize;
use unequal_world::Flow;

use crate::PolicyError;
use crate::parties::Parties;
use crate::payments::ThreatenedMarket;
use crate::response::{Finding, Response, View};
use crate::wedges::WedgeBuilder;

/// One policy instrument of a scenario.
#[derive(Debug, Clone)]
pub struct Instrument {
    /// Name in the file, unique.
    pub name: String,
    /// Table of the file it stands in, such as `embargo`.
    pub kind: &'static str,
    /// Keys of the two parties in the file, such as `by` and `on`.
    pub(crate) party_keys: [&'static str; 2],
    /// Who takes it.
    pub by: Parties,
    /// Whom it is directed at.
    pub on: Parties,
    /// Positions of the sectors concerned, ascending.
    pub sectors: Vec<usize>,
    /// The sectors in words: `all sectors`, `Machinery`, `7 sectors`.
    pub sector_words: String,
    /// Whether the file names the sectors.
    pub sectors_given: bool,
    /// Day from which it holds, as written; it does not enter the model, which knows one year.
    pub since: Option<String>,
    /// Where its content comes from.
    pub sources: Vec<String>,
    /// Remark of the author.
    pub note: Option<String>,
    /// Place of its name in the file, bytes.
    pub place: Range<usize>,
    pub(crate) effect: Arc<dyn Effect>,
}

impl Instrument {
    /// What it does, as a plain sentence without the names of the parties' members.
    #[must_use]
    pub fn words(&self) -> String {
        self.effect.words(self)
    }

    /// The flows it touches.
    #[must_use]
    pub fn flows(&self) -> Vec<Flow> {
        self.effect.flows(self)
    }

    /// Where its friction begins; `None` if it does not depend on the economy.
    #[must_use]
    pub fn first_response(&self) -> Option<Response> {
        self.effect.first_response(self)
    }

    /// Whether its friction is measured against the world with the other instruments and without it.
    pub(crate) fn answers_to_the_world_without(&self) -> bool {
        self.effect.answers_to_the_world_without()
    }

    /// Whether its friction is a closure of the economy that holds for all instruments, whether or not it is among them.
    pub(crate) fn closes_for_all(&self) -> bool {
        self.effect.closes_for_all()
    }

    /// The value of its friction in a world.
    pub fn respond(&self, view: &View<'_, '_>, current: &Response) -> Result<Response, PolicyError> {
        self.effect.respond(self, view, current)
    }

    /// The market for clearing that it threatens, in a settled world; `None` if it threatens no bank or
    /// nothing is traded.
    pub fn clearing(
        &self,
        view: &View<'_, '_>,
        response: Option<&Response>,
    ) -> Result<Option<ThreatenedMarket>, PolicyError> {
        self.effect.clearing(self, view, response)
    }

    /// Figures about it in a settled world.
    pub fn findings(&self, view: &View<'_, '_>, response: Option<&Response>) -> Result<Vec<Finding>, PolicyError> {
        self.effect.findings(self, view, response)
    }
}

/// Whether the file says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// Written in the file.
    Given,
    /// Filled in.
    Assumed,
}

/// A value of an entry, as TOML, for the file with every default written out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyValue {
    /// Key in the file.
    pub key: &'static str,
    /// Value as TOML.
    pub value: String,
    /// Whether the file gives it.
    pub origin: Origin,
}

/// What a kind of instrument does to trade.
pub trait Effect: fmt::Debug + Send + Sync {
    /// The flows it touches.
    fn flows(&self, instrument: &Instrument) -> Vec<Flow>;

    /// Adds it to others; `response` is the value of its friction, if that depends on the economy.
    fn apply(&self, instrument: &Instrument, response: Option<&Response>, builder: &mut WedgeBuilder);

    /// Where its friction begins; `None`, as here, if it does not depend on the economy.
    fn first_response(&self, _instrument: &Instrument) -> Option<Response> {
        None
    }

    /// Whether its friction is measured against the world with the other instruments and without those of this kind
    /// ([`View::without`]), which is then solved too; false, as here, for most.
    fn answers_to_the_world_without(&self) -> bool {
        false
    }

    /// Whether its friction is a closure of the economy that holds for all instruments, whether or not it is among them;
    /// false, as here, for most.
    fn closes_for_all(&self) -> bool {
        false
    }

    /// Adds its closure to instruments among which it is not; nothing, as here, for most.
    fn apply_closure(&self, _instrument: &Instrument, _response: Option<&Response>, _builder: &mut WedgeBuilder) {}

    /// The value of its friction in a world.
    fn respond(
        &self,
        _instrument: &Instrument,
        _view: &View<'_, '_>,
        current: &Response,
    ) -> Result<Response, PolicyError> {
        Ok(current.clone())
    }

    /// The same under a threat of another strength; `None`, as here, if it threatens no bank.
    fn at_threat(
        &self,
        _instrument: &Instrument,
        _level: f64,
        _effort: f64,
    ) -> Result<Option<Arc<dyn Effect>>, PolicyError> {
        Ok(None)
    }

    /// The market for clearing in a settled world; `None`, as here, if it threatens no bank.
    fn clearing(
        &self,
        _instrument: &Instrument,
        _view: &View<'_, '_>,
        _response: Option<&Response>,
    ) -> Result<Option<ThreatenedMarket>, PolicyError> {
        Ok(None)
    }

    /// Figures about it in a settled world.
    fn findings(
        &self,
        _instrument: &Instrument,
        _view: &View<'_, '_>,
        _response: Option<&Response>,
    ) -> Result<Vec<Finding>, PolicyError> {
        Ok(Vec::new())
    }

    /// What it does, in a sentence.
    fn words(&self, instrument: &Instrument) -> String;

    /// Its own values, besides those that every instrument has.
    fn key_values(&self) -> Vec<KeyValue>;

    /// Tables inside its own, each with the key that heads it and its values; none, as here, for most.
    fn parts(&self) -> Vec<(&'static str, Vec<KeyValue>)> {
        Vec::new()
    }

    /// The same some months after the shock; `None`, as here, if time does not change it.
    fn at_months(&self, _instrument: &Instrument, _months: f64) -> Result<Option<Arc<dyn Effect>>, PolicyError> {
        Ok(None)
    }
}
