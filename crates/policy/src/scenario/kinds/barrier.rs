//! `[[barrier]]`: a measure by what it did to trade, as a gravity equation estimates it (model.md section 4, a).
//!
//! The estimate becomes the resource cost that changes trade as much, `exp(-coefficient / theta)`, sector by
//! sector, and never below 1: an estimate by which the measure raised trade does nothing here.
//!
//! With `removed = true` the measure is one that the table's trade bears already, and its cost comes off:
//! `exp(in_force coefficient / theta)`, where `in_force` is the part of it that the table's year has seen. A flow
//! that the measure has stopped altogether cannot come back, since what is zero in the table stays zero.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;
use unequal_world::names::verb;

use super::super::resolve::Failed;
use super::{
    At, Date, Direction, Effect, Entry, Finding, Flow, Head, Measure, Names, OneOrMany, Origin, Response, Setting,
    View, WedgeBuilder, flows_in, number_in, number_or, number_setting, origin, percent, share_or,
};
use crate::PolicyError;
use crate::gravity::{Conversion, GravityEstimate};

/// A gravity estimate as written.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BarrierEntry {
    /// What the measure is called, unique in the file.
    pub name: At<String>,
    /// Country or group that takes the measure; or a list of them.
    pub by: OneOrMany,
    /// Country or group whose trade it is about; or a list of them.
    pub on: OneOrMany,
    /// Change of the logarithm of trade by the measure, -20 to 20; negative where it lowers trade. A positive one does
    /// nothing: costs never fall below those of the table. Where the measure is removed, -3 to 0.
    pub coefficient: At<f64>,
    /// Whether the measure is taken away instead of put on: the table's trade bears it, and its cost comes off. False
    /// if absent.
    pub removed: Option<bool>,
    /// Part of a removed measure that the table's year has seen, 0 to 1, such as months in force by twelve; 1 if
    /// absent.
    pub in_force: Option<At<f64>>,
    /// Standard error of the coefficient, 0 to 20; none is shown if absent. It does not enter the solution.
    pub standard_error: Option<At<f64>>,
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

#[derive(Debug)]
struct Barrier {
    coefficient: f64,
    standard_error: Option<f64>,
    direction: Option<Direction>,
    /// Part of it that is taken away; none where it is put on.
    removed: Option<f64>,
    settings: Vec<Setting>,
}

/// Lowest coefficient of a measure that is removed: trade rises twentyfold before anything adjusts. What lowers trade
/// further is an embargo, which leaves nothing in a table to start from.
const LEAST_REMOVED: f64 = -3.0;

impl Entry for BarrierEntry {
    const TABLE: &'static str = "barrier";

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
        let mut settings =
            vec![Setting { key: "removed", value: removed.to_string(), origin: origin(self.removed.as_ref()) }];
        if removed {
            settings.push(number_setting("in_force", in_force, self.in_force.as_ref()));
        }
        Ok(Arc::new(Barrier {
            coefficient,
            standard_error: error.map(|_| error_value),
            direction: self.direction,
            removed: removed.then_some(in_force),
            settings,
        }))
    }
}

impl Barrier {
    fn direction(&self) -> Direction {
        self.direction.unwrap_or(Direction::Both)
    }
}

impl Effect for Barrier {
    fn flows(&self, measure: &Measure) -> Vec<Flow> {
        flows_in(self.direction(), &measure.sectors, &measure.by.members, &measure.on.members)
    }

    fn apply(&self, measure: &Measure, _: Option<&Response>, builder: &mut WedgeBuilder) {
        for flow in self.flows(measure) {
            match self.removed {
                Some(in_force) => builder.remove_barrier(flow, self.coefficient * in_force),
                None => builder.add_barrier(flow, self.coefficient),
            }
        }
    }

    fn findings(
        &self,
        measure: &Measure,
        view: &View<'_, '_>,
        _: Option<&Response>,
    ) -> Result<Vec<Finding>, PolicyError> {
        let theta = view.trade_elasticity(&self.flows(measure));
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
            estimate.cost_equivalent(&conversion).map_err(|error| PolicyError::friction(&measure.name, error))?;
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

    fn words(&self, measure: &Measure) -> String {
        let (by, on, with) = (&measure.by.name, &measure.on.name, self.direction().trade_with());
        let its = verb(by, "its", "their");
        if let Some(in_force) = self.removed {
            let change = percent((-self.coefficient * in_force).exp_m1());
            let sectors = &measure.sector_words;
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
        format!("{by} {} on {its} {with} {on} {change} ({})", verb(by, "puts", "put"), measure.sector_words)
    }

    fn settings(&self) -> Vec<Setting> {
        let number = |key, value: f64| Setting { key, value: format!("{value:?}"), origin: Origin::Given };
        let mut settings = vec![number("coefficient", self.coefficient)];
        settings.extend(self.standard_error.map(|error| number("standard_error", error)));
        settings.push(Direction::setting(self.direction, Direction::Both));
        settings.extend(self.settings.iter().cloned());
        settings
    }
}
