//! The scenario file: measures of states in TOML, checked against one table, and their wedges.
//!
//! [`Document`] is the file as written, each value with its place; [`Scenario`] is the same with
//! every name found in a table and every default filled in. A kind of measure is one file in
//! [`kinds`] and one line in `kinds/mod.rs`.

mod assembly;
mod composed;
mod detours;
mod document;
mod error;
mod explain;
pub mod kinds;
mod names;
mod payment_legs;
mod resolve;
mod wedges;

use std::ops::Range;
use std::sync::Arc;

use unequal_equilibrium::{Baseline, DeficitRule};
use unequal_world::{EconomyTable, GroupBook, Party, WorldError, embedded};

pub(crate) use assembly::Plant;
pub use composed::{Composed, IcebergLogarithms, IcebergParts, Levy, Receiver, Ways};
pub use detours::Detours;
pub use document::{At, Date, Deficits, Document, Elasticity, OneOrMany, PairNames, TimeEntry, TimeStep};
pub use error::{Problem, ScenarioError};
pub use explain::{Origin, Statement};
pub use kinds::{Effect, Setting};
pub(crate) use payment_legs::Commission;
use resolve::Tables;
pub use resolve::read;
pub use wedges::{Flow, WedgeBuilder};

use crate::PolicyError;
use crate::payments::ThreatenedMarket;
use crate::settle::{Finding, Response, View};

/// Gives the embedded table of a year, or the error that names the years there are.
pub type TableOfYear<'a> = &'a dyn Fn(u16) -> Result<EconomyTable, WorldError>;

/// A scenario whose names are found and whose numbers are in bounds.
#[derive(Debug, Clone)]
pub struct Scenario {
    file: String,
    document: Document,
    table: EconomyTable,
    book: GroupBook,
    measures: Vec<Measure>,
    pair: Option<(Party, Party)>,
}

/// One measure, in the order of the file.
#[derive(Debug, Clone)]
pub struct Measure {
    /// Name in the file, unique.
    pub name: String,
    /// Table of the file it stands in, such as `embargo`.
    pub kind: &'static str,
    /// Who takes it.
    pub by: Party,
    /// Whom it is directed at.
    pub on: Party,
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

impl Measure {
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

    /// Whether its friction is measured against the world with the other measures and without it.
    pub(crate) fn answers_to_the_world_without(&self) -> bool {
        self.effect.answers_to_the_world_without()
    }

    /// Whether its friction is a closure of the economy that holds for the other measures as well, with it or without it.
    pub(crate) fn closes_for_all(&self) -> bool {
        self.effect.closes_for_all()
    }

    /// Its friction's answer to a world.
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

impl Scenario {
    /// Reads a scenario; the embedded table of its year is the one it is checked against.
    ///
    /// `file` stands in errors. Any bytes give a scenario or a [`ScenarioError`] with its place.
    pub fn parse(file: &str, bytes: &[u8]) -> Result<Self, Box<ScenarioError>> {
        Self::parse_with(file, bytes, &embedded::table)
    }

    /// As [`Self::parse`], with the embedded table of its year from somebody who may hold it already.
    pub fn parse_with(file: &str, bytes: &[u8], table_of: TableOfYear<'_>) -> Result<Self, Box<ScenarioError>> {
        resolve::scenario(file, bytes, Tables::OfYear(table_of))
    }

    /// Reads a scenario for a table other than an embedded one; its `year`, if given, must be
    /// the table's.
    pub fn parse_for(file: &str, bytes: &[u8], table: &EconomyTable) -> Result<Self, Box<ScenarioError>> {
        resolve::scenario(file, bytes, Tables::Given(table))
    }

    /// Checks a document that stands in the text of `file` as a part of it, so that faults have their
    /// place in that file; for the embedded table of its year, as in [`Self::parse_with`].
    pub fn from_document(
        file: &str,
        text: &str,
        document: Document,
        table_of: TableOfYear<'_>,
    ) -> Result<Self, Box<ScenarioError>> {
        resolve::within(file, text, document, Tables::OfYear(table_of))
    }

    /// The same scenario with another strength of every threat to banks among the measures given by
    /// position: its level T and the effort E behind it.
    pub fn with_threat(&self, measures: &[usize], level: f64, effort: f64) -> Result<Self, PolicyError> {
        let mut other = self.clone();
        for (position, measure) in other.measures.iter_mut().enumerate() {
            if measures.contains(&position)
                && let Some(effect) = measure.effect.at_threat(measure, level, effort)?
            {
                measure.effect = effect;
            }
        }
        Ok(other)
    }

    /// Name of the file.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Title as written.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.document.title
    }

    /// The file as written.
    #[must_use]
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// The table the scenario is about.
    #[must_use]
    pub fn table(&self) -> &EconomyTable {
        &self.table
    }

    /// Groups, those of the file included.
    #[must_use]
    pub fn groups(&self) -> &GroupBook {
        &self.book
    }

    /// Measures in the order of the file, at least one.
    #[must_use]
    pub fn measures(&self) -> &[Measure] {
        &self.measures
    }

    /// The pair whose leverage is reported: as written, or the first target and its largest
    /// partner among the regions that no measure names; `None` if there is no such region.
    #[must_use]
    pub fn pair(&self) -> Option<&(Party, Party)> {
        self.pair.as_ref()
    }

    /// Long-run trade elasticities.
    #[must_use]
    pub fn trade_elasticity(&self) -> Elasticity {
        self.document.trade_elasticity.as_ref().map_or(Elasticity::DEFAULT, |given| *given.value())
    }

    /// Years since the shock; `None` for the long run.
    #[must_use]
    pub fn horizon(&self) -> Option<f64> {
        self.document.horizon.as_ref().map(|years| *years.value())
    }

    /// What happens to trade deficits.
    #[must_use]
    pub fn deficits(&self) -> Deficits {
        self.document.deficits.as_ref().map_or(Deficits::Balanced, |given| *given.value())
    }

    /// The same as the engine's rule.
    #[must_use]
    pub fn deficit_rule(&self) -> DeficitRule {
        self.deficits().rule()
    }

    /// Months after the shock at which the file asks for the world; none without a `[time]`.
    #[must_use]
    pub fn dates(&self) -> Vec<f64> {
        let steps =
            |time: &TimeEntry| (1..=*time.count.value()).map(|step| f64::from(step) * time.step.months()).collect();
        self.document.time.as_ref().map(steps).unwrap_or_default()
    }

    /// The same scenario some months after the shock: elasticities are those of that horizon, and
    /// measures that time changes (contracts renewed, banks that have entered) are as they then are.
    pub fn at_months(&self, months: f64) -> Result<Self, PolicyError> {
        let mut later = self.clone();
        later.document.horizon = Some(At::nowhere(months / 12.0));
        for (measure, now) in later.measures.iter_mut().zip(&self.measures) {
            if let Some(effect) = now.effect.at_months(now, months)? {
                measure.effect = effect;
            }
        }
        Ok(later)
    }

    /// The wedges of some of the measures, by position; order and repetition do not matter, so
    /// that taking a measure away and adding it back gives the same bytes.
    ///
    /// `baseline` must be made from [`Self::table`]; its duties are what tariffs are added to.
    /// `responses` are what the frictions that depend on the economy have come to, by position;
    /// a friction without one is taken as it would begin.
    pub fn compose(
        &self,
        baseline: &Baseline,
        measures: &[usize],
        responses: &[Option<Response>],
    ) -> Result<Composed, PolicyError> {
        let mut builder = WedgeBuilder::default();
        for (position, measure) in self.measures.iter().enumerate() {
            let response = || responses.get(position).cloned().flatten().or_else(|| measure.first_response());
            if measures.contains(&position) {
                builder.begin(position);
                measure.effect.apply(measure, response().as_ref(), &mut builder);
            } else if measure.closes_for_all() {
                builder.begin(position);
                measure.effect.apply_closure(measure, response().as_ref(), &mut builder);
            }
        }
        let names: Vec<&str> = self.measures.iter().map(|measure| measure.name.as_str()).collect();
        builder.finish(baseline, &names)
    }

    /// Everything the file says and everything it leaves to a default, as TOML.
    #[must_use]
    pub fn explain(&self) -> Vec<Statement> {
        explain::statements(self)
    }
}

/// JSON schema (2020-12) of the file, derived from the structs that read it.
#[must_use]
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Document).to_value()
}
