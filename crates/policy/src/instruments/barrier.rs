//! `[[barrier]]`: a policy by its effect on trade, as a gravity equation estimates it (docs/src/methods/sanctions.md).
//!
//! The estimate becomes the resource cost that changes trade as much, `exp(-coefficient / theta)`, sector by
//! sector, and never below 1: an estimate by which the instrument raised trade does nothing here.
//!
//! With `removed = true` the instrument is one that the table's trade bears already, and its cost comes off:
//! `exp(in_force coefficient / theta)`, where `in_force` is the part of it that the table's year has seen. A flow
//! that the instrument has stopped altogether cannot come back, since what is zero in the table stays zero.

use std::sync::Arc;

use unequal_world::Flow;
use unequal_world::names::verb;

use crate::PolicyError;
use crate::gravity::{Conversion, GravityEstimate};
use crate::instrument::{Effect, Instrument, KeyValue, Origin};
use crate::instruments::common::{Direction, flows_in, number_in, number_or, number_value, origin, percent, share_or};
use crate::instruments::entry::{Entry, entry};
use crate::located::At;
use crate::names::Names;
use crate::problem::Failed;
use crate::response::{Finding, Response, View};
use crate::wedges::WedgeBuilder;

entry! {
    /// A gravity estimate as written.
    pub struct BarrierEntry in "barrier" {
        parties {
            /// Country or group that takes the measure; or a list of them.
            by,
            /// Country or group whose trade it is about; or a list of them.
            on,
        }
        /// Change of the logarithm of trade by the measure, -20 to 20; negative where it lowers trade. A positive one does
        /// nothing: costs never fall below those of the table. Where the measure is removed, -3 to 0.
        coefficient: At<f64>,
        /// Whether the measure is taken away instead of put on: the table's trade bears it, and its cost comes off. False
        /// if absent.
        removed: Option<bool>,
        /// Part of a removed measure that the table's year has seen, 0 to 1, such as months in force by twelve; 1 if
        /// absent.
        in_force: Option<At<f64>>,
        /// Standard error of the coefficient, 0 to 20; none is shown if absent. It does not enter the solution.
        standard_error: Option<At<f64>>,
        /// Direction as seen by `by`; `both` if absent.
        direction: Option<Direction>,
    }
}

#[derive(Debug)]
struct Barrier {
    coefficient: f64,
    standard_error: Option<f64>,
    direction: Option<Direction>,
    /// Part of it that is taken away; none where it is put on.
    removed: Option<f64>,
    key_values: Vec<KeyValue>,
}

/// Lowest coefficient of an instrument that is removed: trade rises twentyfold before anything adjusts. What lowers trade
/// further is an embargo, which leaves nothing in a table to start from.
const LEAST_REMOVED: f64 = -3.0;

impl Entry for BarrierEntry {
    fn effect(&self, _: &Names<'_>) -> Result<Arc<dyn Effect>, Failed> {
        let removed = self.removed.unwrap_or(false);
        let coefficient = if removed {
            let fits = |value: f64| (LEAST_REMOVED..=0.0).contains(&value);
            let expected = "a number from -3 to 0 where the measure is removed; trade that an embargo has stopped does \
                            not come back in this model";
            number_in("the gravity coefficient", &self.coefficient, fits, expected)?
        } else {
            let fits = |value: f64| value.abs() <= 20.0;
            number_in("the gravity coefficient", &self.coefficient, fits, "a number from -20 to 20")?
        };
        if let Some(given) = self.in_force.as_ref().filter(|_| !removed) {
            let expected = "no part in force unless `removed = true`; scale the coefficient instead";
            return Err(Failed::value(given.place(), "the part in force", given.value().to_string(), expected));
        }
        let in_force = share_or(1.0, "the part in force", self.in_force.as_ref())?;
        let error = self.standard_error.as_ref();
        let error_value = number_or(
            0.0,
            "its standard error",
            error,
            |value| (0.0..=20.0).contains(&value),
            "a number from 0 to 20",
        )?;
        let mut key_values =
            vec![KeyValue { key: "removed", value: removed.to_string(), origin: origin(self.removed.as_ref()) }];
        if removed {
            key_values.push(number_value("in_force", in_force, self.in_force.as_ref()));
        }
        Ok(Arc::new(Barrier {
            coefficient,
            standard_error: error.map(|_| error_value),
            direction: self.direction,
            removed: removed.then_some(in_force),
            key_values,
        }))
    }
}

impl Barrier {
    fn direction(&self) -> Direction {
        self.direction.unwrap_or(Direction::Both)
    }
}

impl Effect for Barrier {
    fn flows(&self, instrument: &Instrument) -> Vec<Flow> {
        flows_in(self.direction(), &instrument.sectors, &instrument.by.members, &instrument.on.members)
    }

    fn apply(&self, instrument: &Instrument, _: Option<&Response>, builder: &mut WedgeBuilder) {
        for flow in self.flows(instrument) {
            match self.removed {
                Some(in_force) => builder.remove_barrier(flow, self.coefficient * in_force),
                None => builder.add_barrier(flow, self.coefficient),
            }
        }
    }

    fn findings(
        &self,
        instrument: &Instrument,
        view: &View<'_, '_>,
        _: Option<&Response>,
    ) -> Result<Vec<Finding>, PolicyError> {
        let theta = view.trade_elasticity(&self.flows(instrument));
        if theta <= 0.0 {
            // Nothing was traded.
            return Ok(Vec::new());
        }
        let part = self.removed.unwrap_or(1.0);
        let estimate = GravityEstimate {
            coefficient: self.coefficient * part,
            standard_error: self.standard_error.unwrap_or(0.0) * part,
        };
        // No floor: the solution has none either, and what is shown is what it was given.
        let conversion = Conversion { elasticity_floor: 0.0, ..Conversion::at(theta) };
        let cost =
            estimate.cost_equivalent(&conversion).map_err(|error| PolicyError::friction(&instrument.name, error))?;
        let of = if self.removed.is_some() { " of what is removed" } else { "" };
        let what = format!("ad valorem equivalent{of} at the sectors' mean trade elasticity of {theta:.2}");
        let mut findings = vec![Finding::new(what, cost.factor - 1.0, "share")];
        if self.standard_error.is_some() {
            findings.push(Finding::new(
                "its standard error, the elasticity taken as known",
                cost.standard_error,
                "share",
            ));
        }
        Ok(findings)
    }

    fn words(&self, instrument: &Instrument) -> String {
        let (by, on, with) = (&instrument.by.name, &instrument.on.name, self.direction().trade_with());
        let its = verb(by, "its", "their");
        if let Some(in_force) = self.removed {
            let change = percent((-self.coefficient * in_force).exp_m1());
            let sectors = &instrument.sector_words;
            return format!(
                "{by} {} a cost from {its} {with} {on}, which alone raises trade by {change} before anything adjusts \
                 ({sectors})",
                verb(by, "lifts", "lift")
            );
        }
        let change = if self.coefficient > 0.0 {
            "no cost, since the estimate is a rise of trade".to_owned()
        } else {
            format!("a cost that alone would lower trade by {}", percent(-self.coefficient.exp_m1()))
        };
        format!("{by} {} on {its} {with} {on} {change} ({})", verb(by, "puts", "put"), instrument.sector_words)
    }

    fn key_values(&self) -> Vec<KeyValue> {
        let number = |key, value: f64| KeyValue { key, value: format!("{value:?}"), origin: Origin::Given };
        let mut key_values = vec![number("coefficient", self.coefficient)];
        key_values.extend(self.standard_error.map(|error| number("standard_error", error)));
        key_values.push(Direction::key_value(self.direction, Direction::Both));
        key_values.extend(self.key_values.iter().cloned());
        key_values
    }
}
