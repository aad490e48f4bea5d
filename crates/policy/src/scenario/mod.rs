//! The scenario file: policy instruments in TOML, checked against one table, and their wedges.
//!
//! [`ScenarioDocument`] is the file as written, each value with its place; [`Scenario`] is the same with every name found
//! in a table and every default filled in. What each kind of instrument is and does stands in [`crate::instruments`].

mod collect;
mod document;
mod explain;
mod priors;
mod resolve;
mod uncertain;

use std::sync::Arc;

use unequal_equilibrium::{Baseline, DeficitRule};
use unequal_world::elasticity::{Elasticity, OwnElasticities};
use unequal_world::embedded;
use unequal_world::{EconomyTable, GroupBook, Party, WorldError};

use crate::PolicyError;
use crate::response::Response;
use crate::wedges::WedgeBuilder;

pub use crate::instrument::{Instrument, Origin};
pub use crate::located::{At, Date, OneOrMany};
pub use crate::problem::{Failed, ScenarioError, ScenarioProblem};
pub use crate::wedges::{Composed, IcebergLogarithms, IcebergParts, Levy, Receiver, Ways};
pub use collect::TABLES;
pub use document::{Deficits, PairNames, ReportEntry, ScenarioDocument, TimeEntry, TimeStep, UncertainEntry};
pub use explain::Statement;
pub use priors::{Priors, PriorsEntry};
pub use uncertain::UncertainParameter;

/// Which table a file asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableAsked<'a> {
    /// By the name of an embedded table or of a file beside its own; else that of the year.
    pub name: Option<&'a str>,
    /// Its year; the latest observed one if absent.
    pub year: Option<u16>,
}

/// Gives the table that a file asks for, or the error that names the tables or years there are.
pub type TableOf<'a> = &'a dyn Fn(TableAsked<'_>) -> Result<EconomyTable, WorldError>;

impl TableAsked<'_> {
    /// The embedded table that is asked for; no other can be named.
    pub fn embedded(self) -> Result<EconomyTable, WorldError> {
        match self.name {
            Some(name) => embedded::named(name),
            None => embedded::table(self.year.unwrap_or_else(embedded::latest)),
        }
    }
}

/// A scenario whose names are found and whose numbers are in bounds.
#[derive(Debug, Clone)]
pub struct Scenario {
    file: String,
    document: ScenarioDocument,
    table: EconomyTable,
    book: GroupBook,
    instruments: Vec<Instrument>,
    pair: Option<(Party, Party)>,
    reported: Option<Vec<Party>>,
    uncertain: Vec<UncertainParameter>,
    /// The text of the file, in which the uncertain parameters have their place.
    text: Arc<str>,
}

impl Scenario {
    /// The same scenario with another strength of every threat to banks among the instruments given by
    /// position: its level T and the effort E behind it.
    pub fn with_threat(&self, instruments: &[usize], level: f64, effort: f64) -> Result<Self, PolicyError> {
        let mut other = self.clone();
        for (position, instrument) in other.instruments.iter_mut().enumerate() {
            if instruments.contains(&position)
                && let Some(effect) = instrument.effect.at_threat(instrument, level, effort)?
            {
                instrument.effect = effect;
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
    pub fn document(&self) -> &ScenarioDocument {
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

    /// Instruments in the order of the file, at least one.
    #[must_use]
    pub fn instruments(&self) -> &[Instrument] {
        &self.instruments
    }

    /// The pair whose leverage is reported: as written, or the first target and its largest
    /// partner among the regions that no instrument names; `None` if there is no such region.
    #[must_use]
    pub fn pair(&self) -> Option<&(Party, Party)> {
        self.pair.as_ref()
    }

    /// Parameters of measures that the file calls uncertain.
    #[must_use]
    pub fn uncertain(&self) -> &[UncertainParameter] {
        &self.uncertain
    }

    /// The same scenario with other values of its uncertain parameters, one each in their order, which are checked as if the
    /// file had them; they may lie outside their ranges. Nothing is uncertain about the result any more.
    pub fn with_values(&self, values: &[f64]) -> Result<Self, Box<ScenarioError>> {
        let text = uncertain::replaced(&self.text, self.uncertain.iter().zip(values));
        let other = resolve::of_values(&self.file, &text, &self.table)?;
        // Elasticities may be those of a question and not of the file.
        Ok(other.with_trade_elasticity(self.trade_elasticity()))
    }

    /// The text of the file.
    #[must_use]
    pub fn source_text(&self) -> &str {
        &self.text
    }

    /// Whose real income the file asks for; `None` where it leaves that to the program.
    #[must_use]
    pub fn reported(&self) -> Option<&[Party]> {
        self.reported.as_deref()
    }

    /// The same scenario with other long-run trade elasticities than the file's, those of single sectors included.
    #[must_use]
    pub fn with_trade_elasticity(mut self, elasticity: Elasticity) -> Self {
        self.document.trade_elasticity = Some(At::nowhere(elasticity));
        self.document.elasticities.clear();
        self
    }

    /// Long-run trade elasticities.
    #[must_use]
    pub fn trade_elasticity(&self) -> Elasticity {
        let given = self.document.trade_elasticity.as_ref();
        let others = given.map_or(Elasticity::DEFAULT, |given| given.value().clone());
        if self.document.elasticities.is_empty() {
            return others;
        }
        let sectors = self.document.elasticities.iter();
        let sectors = sectors.map(|(sector, value)| (sector.value().clone(), *value.value())).collect();
        Elasticity::Own(OwnElasticities::over(others, sectors).into())
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
    /// instruments that time changes (contracts renewed, banks that have entered) are as they then are.
    pub fn at_months(&self, months: f64) -> Result<Self, PolicyError> {
        let mut later = self.clone();
        later.document.horizon = Some(At::nowhere(months / 12.0));
        for (instrument, now) in later.instruments.iter_mut().zip(&self.instruments) {
            if let Some(effect) = now.effect.at_months(now, months)? {
                instrument.effect = effect;
            }
        }
        Ok(later)
    }

    /// The wedges of some of the instruments, by position; order and repetition do not matter, so
    /// that taking an instrument away and adding it back gives the same bytes.
    ///
    /// `baseline` must be made from [`Self::table`]; its duties are what tariffs are added to.
    /// `responses` are the values of the frictions that depend on the economy, by position;
    /// a friction without one is taken as it would begin.
    pub fn compose(
        &self,
        baseline: &Baseline,
        instruments: &[usize],
        responses: &[Option<Response>],
    ) -> Result<Composed, PolicyError> {
        let mut builder = WedgeBuilder::default();
        for (position, instrument) in self.instruments.iter().enumerate() {
            let response = || responses.get(position).cloned().flatten().or_else(|| instrument.first_response());
            if instruments.contains(&position) {
                builder.begin(position);
                instrument.effect.apply(instrument, response().as_ref(), &mut builder);
            } else if instrument.closes_for_all() {
                builder.begin(position);
                instrument.effect.apply_closure(instrument, response().as_ref(), &mut builder);
            }
        }
        let names: Vec<&str> = self.instruments.iter().map(|instrument| instrument.name.as_str()).collect();
        builder.finish(baseline, &names)
    }
}

/// JSON schema (2020-12) of the file, derived from the structs that read it.
#[must_use]
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(ScenarioDocument).to_value()
}
