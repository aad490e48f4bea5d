//! `[[export_control]]`: trade of which a part is forbidden, such as listed products of a sector.
//!
//! A table's sector holds listed and other products. If a share `x` of the varieties is forbidden the
//! sector's price index changes as under a resource cost of `(1 - x)^(-1/theta)` (see
//! [`crate::gravity::departure_cost`]); where all is forbidden it is an embargo. The share is one of value,
//! not of the number of products, and the products are taken to be no easier and no harder to replace than
//! others of their sector. Products on lists are usually the harder ones, so losses are rather understated.

use std::sync::Arc;

use unequal_world::Flow;
use unequal_world::names::verb;

use crate::PolicyError;
use crate::instrument::{Effect, Instrument, KeyValue, Origin};
use crate::instruments::common::{Direction, SHARE, flows_in, is_share, number_in, percent};
use crate::instruments::entry::{Entry, entry};
use crate::located::At;
use crate::names::Names;
use crate::phase::{Month, PhaseIn};
use crate::problem::Failed;
use crate::response::{Finding, Response, View};
use crate::wedges::WedgeBuilder;

entry! {
    /// An export control as written.
    pub struct ExportControlEntry in "export_control" {
        parties {
            /// Country or group that controls its trade; or a list of them.
            by,
            /// Country or group whose trade is controlled; or a list of them.
            on,
        }
        /// Share of the sectors' trade, by value, that the measure covers: 0 to 1. At 1 it is an embargo.
        share: At<f64>,
        /// Direction as seen by `by`; `exports` if absent.
        direction: Option<Direction>,
        /// First month in force, such as `"2022-03"`, which enters the model unlike `since`; all of the table's year if absent.
        from_month: Option<At<String>>,
        /// Month from which it is in force in full, after equal steps; `from_month` if absent.
        full_month: Option<At<String>>,
    }
}

#[derive(Debug)]
struct ExportControl {
    share: f64,
    direction: Option<Direction>,
    /// Months as written, and the share of the year in which the instrument is in force.
    phase: Option<Phase>,
}

#[derive(Debug)]
struct Phase {
    from: Month,
    full: Month,
    full_given: bool,
    in_force: f64,
}

impl Entry for ExportControlEntry {
    fn effect(&self, names: &Names<'_>) -> Result<Arc<dyn Effect>, Failed> {
        let share = number_in("the covered share", &self.share, is_share, SHARE)?;
        let phase = self.phase(names.table.year())?;
        Ok(Arc::new(ExportControl { share, direction: self.direction, phase }))
    }
}

/// Longest time that an instrument takes to come into force, in months.
const LONGEST_PHASE: i64 = 1200;

impl ExportControlEntry {
    fn phase(&self, year: u16) -> Result<Option<Phase>, Failed> {
        let month = |text: &At<String>| {
            text.value().parse::<Month>().map_err(|_| {
                Failed::value(text.place(), "the month", text.value().clone(), "a month such as \"2022-03\"")
            })
        };
        let Some(from_text) = &self.from_month else {
            return match &self.full_month {
                Some(full) => {
                    let expected = "a `from_month` beside `full_month`";
                    Err(Failed::value(full.place(), "the first month", "absent".to_owned(), expected))
                }
                None => Ok(None),
            };
        };
        let from = month(from_text)?;
        let full = self.full_month.as_ref().map_or(Ok(from), month)?;
        let steps = full.months_since(from) + 1;
        let place = self.full_month.as_ref().unwrap_or(from_text).place();
        let length = u32::try_from(steps).ok().filter(|_| (1..=LONGEST_PHASE).contains(&steps)).ok_or_else(|| {
            let expected = "`from_month` or a month in the hundred years after it";
            Failed::value(place, "the month in full force", full.to_string(), expected)
        })?;
        let in_force = PhaseIn::linear(from, length).year_average(year);
        Ok(Some(Phase { from, full, full_given: self.full_month.is_some(), in_force }))
    }
}

impl ExportControl {
    /// The share, averaged over the year.
    fn effective(&self) -> f64 {
        self.share * self.phase.as_ref().map_or(1.0, |phase| phase.in_force)
    }

    fn direction(&self) -> Direction {
        self.direction.unwrap_or(Direction::Exports)
    }
}

impl Effect for ExportControl {
    fn flows(&self, instrument: &Instrument) -> Vec<Flow> {
        flows_in(self.direction(), &instrument.sectors, &instrument.by.members, &instrument.on.members)
    }

    fn apply(&self, instrument: &Instrument, _: Option<&Response>, builder: &mut WedgeBuilder) {
        self.flows(instrument).into_iter().for_each(|flow| builder.cover(flow, self.effective()));
    }

    fn findings(
        &self,
        instrument: &Instrument,
        view: &View<'_, '_>,
        _: Option<&Response>,
    ) -> Result<Vec<Finding>, PolicyError> {
        let (before, _) = view.volumes(&self.flows(instrument));
        let mut findings = vec![Finding::new("trade covered before the measures", self.share * before, "USD million")];
        if let Some(phase) = &self.phase {
            findings.push(Finding::new("part of the measure in force on average of the year", phase.in_force, "share"));
        }
        Ok(findings)
    }

    fn words(&self, instrument: &Instrument) -> String {
        let (by, on, with) = (&instrument.by.name, &instrument.on.name, self.direction().trade_with());
        let forbids = verb(by, "forbids", "forbid");
        let its = verb(by, "its", "their");
        format!("{by} {forbids} {} of {its} {with} {on} ({})", percent(self.share), instrument.sector_words)
    }

    fn key_values(&self) -> Vec<KeyValue> {
        let mut key_values = vec![
            KeyValue { key: "share", value: format!("{:?}", self.share), origin: Origin::Given },
            Direction::key_value(self.direction, Direction::Exports),
        ];
        if let Some(phase) = &self.phase {
            let full_origin = if phase.full_given { Origin::Given } else { Origin::Assumed };
            let text = |key, month: Month, origin| KeyValue { key, value: format!("\"{month}\""), origin };
            key_values.push(text("from_month", phase.from, Origin::Given));
            key_values.push(text("full_month", phase.full, full_origin));
        }
        key_values
    }
}
