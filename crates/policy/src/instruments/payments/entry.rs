//! `[[payments]]` as written.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;
use unequal_world::Code;

use super::{Banks, Given, Payments};
use crate::instrument::Effect;
use crate::instruments::common::{number_in, origin};
use crate::instruments::entry::{Entry, entry};
use crate::located::{At, OneOrMany};
use crate::names::Names;
use crate::payments::{Bank, BankSystem, Entrant, PaymentError, SizeDistribution, Threat};
use crate::problem::Failed;

/// Part of the added commission that is spent and not earned, where none is given: the middle of its prior.
/// Capacity below which a bank is called small, USD billion a year, where none is given.
const SMALL_BELOW: f64 = 1.0;
/// Months until the first small banks enter, where none are given: time to open accounts; assumed.
const ENTRY_LAG: u32 = 4;

entry! {
    /// A threat to banks that clear payments for some flows.
    pub struct PaymentsEntry in "payments" {
        parties {
            /// Country or group that sells; its banks clear unless others are listed. Or a list of them.
            from,
            /// Country or group that buys and pays; or a list of them.
            to,
        }
        /// Country or group that threatens the banks; or a list of them.
        by: OneOrMany,
        /// T: share of its dollar business that a detected bank expects to lose, 0 or more; 0 is no threat.
        threat: At<f64>,
        /// E: effort of enforcement, 0 or more: a bank that gets all attention is detected within a year with the
        /// probability 1 - exp(-E).
        effort: At<f64>,
        /// Part of the added commission that is used up, 0 to 1; if absent it follows from what clearing costs the banks. Of the
        /// rest, what covers the business that they expect to lose is borne by the banks' homes, and what is left is their income.
        resource_share: Option<At<f64>>,
        /// Whole months since the threat, 0 to 60: banks that enter later are not there yet. 0 if absent.
        months: Option<At<u32>>,
        /// Banks with a smaller capacity, USD billion a year, are called small; 1 if absent.
        small_below: Option<At<f64>>,
        /// Number of made-up banks, 1 to 10000; 60 if absent. Not with banks of your own, as all keys up to `entry_lag`.
        banks: Option<At<u32>>,
        /// Tail exponent of the capacities of made-up banks; 1.1 if absent.
        tail_exponent: Option<At<f64>>,
        /// Capacity of made-up banks over the trade that they would clear without the threat, 1 or more; 1.2 if absent.
        capacity_to_volume: Option<At<f64>>,
        /// Exponent of dollar business in capacity; 2.4 if absent.
        business_exponent: Option<At<f64>>,
        /// Dollar business over capacity of the largest made-up bank; 0.5 if absent. No bank publishes it.
        largest_business_to_capacity: Option<At<f64>>,
        /// Cost of the first dollar cleared, a share of the value; 0.002 if absent.
        base_cost: Option<At<f64>>,
        /// Rise of the marginal cost from an idle bank to a full one, a share of the value; 0.01 if absent.
        slope: Option<At<f64>>,
        /// Small banks, each like the smallest made-up one, that enter in every month from `entry_lag` on, 0 to 100;
        /// 0 if absent.
        entry_banks: Option<At<u32>>,
        /// Months after which the first of them enter; 4 if absent, which is assumed.
        entry_lag: Option<At<u32>>,
        /// Banks of your own instead of made-up ones: a table each, with the columns of the csv of banks as keys.
        #[serde(default)]
        bank: Vec<BankEntry>,
    }
}

/// A bank of your own.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BankEntry {
    /// Name, once in the list.
    pub name: At<String>,
    /// What it can clear, USD billion a year; positive.
    pub capacity: At<f64>,
    /// Cost of the first dollar cleared, a share of the value.
    pub base_cost: At<f64>,
    /// What it would lose with its dollar business, USD billion.
    pub dollar_business_at_risk: At<f64>,
    /// Rise of the marginal cost from an idle bank to a full one, a share of the value.
    pub slope: At<f64>,
    /// Region that owns it and so its fees.
    pub home: At<String>,
    /// Share of the enforcer's attention, for all banks or for none; shares of capacity if absent.
    pub attention: Option<At<f64>>,
    /// Months from the threat until it can clear; from the beginning if absent.
    pub entry_lag_months: Option<u32>,
}

impl Entry for PaymentsEntry {
    fn effect(&self, names: &Names<'_>) -> Result<Arc<dyn Effect>, Failed> {
        let not_negative = "a number of 0 or more";
        let level = number_in("the threat", &self.threat, |value| value >= 0.0, not_negative)?;
        let effort = number_in("the effort", &self.effort, |value| value >= 0.0, not_negative)?;
        let threat = Threat::new(level, effort).map_err(|error| payment(self.threat.place(), &error))?;
        let share = |value: f64| (0.0..=1.0).contains(&value);
        let small = |value: f64| value >= 0.0;
        Ok(Arc::new(Payments {
            by: names.parties(&self.by)?,
            threat,
            resource_share: self
                .resource_share
                .as_ref()
                .map(|given| number_in("the resource share", given, share, "0 to 1"))
                .transpose()?,
            months: whole("the months since the threat", &self.months, 0..=60, "0 to 60", 0)?,
            small_below: given("the size of a small bank", &self.small_below, small, not_negative, SMALL_BELOW)?,
            origins: [
                origin(self.resource_share.as_ref()),
                origin(self.months.as_ref()),
                origin(self.small_below.as_ref()),
            ],
            banks: if self.bank.is_empty() { self.made_up()? } else { self.own(names)? },
        }))
    }
}

impl PaymentsEntry {
    fn made_up(&self) -> Result<Banks, Failed> {
        let default = SizeDistribution::default();
        let number = |what, key: &Option<At<f64>>, least: f64, expected, default| {
            given(what, key, |value| value >= least, expected, default)
        };
        let positive = |what, key: &Option<At<f64>>, default| {
            given(what, key, |value| value > 0.0 && value <= 100.0, "a number above 0 and up to 100", default)
        };
        let distribution = SizeDistribution {
            banks: whole("the number of banks", &self.banks, 1..=10_000, "1 to 10000", default.banks as u32)? as usize,
            tail_exponent: positive("the tail exponent", &self.tail_exponent, default.tail_exponent)?,
            capacity_to_volume: number(
                "capacity over trade",
                &self.capacity_to_volume,
                1.0,
                "a number of 1 or more",
                default.capacity_to_volume,
            )?,
            business_exponent: positive("the business exponent", &self.business_exponent, default.business_exponent)?,
            largest_business_to_capacity: number(
                "dollar business over capacity",
                &self.largest_business_to_capacity,
                0.0,
                "a number of 0 or more",
                default.largest_business_to_capacity,
            )?,
            base_cost: number("the base cost", &self.base_cost, 0.0, "a number of 0 or more", default.base_cost)?,
            slope: number("the slope", &self.slope, 0.0, "a number of 0 or more", default.slope)?,
        };
        let floats = [
            &self.tail_exponent,
            &self.capacity_to_volume,
            &self.business_exponent,
            &self.largest_business_to_capacity,
            &self.base_cost,
            &self.slope,
        ];
        let mut given = vec![self.banks.is_some()];
        given.extend(floats.map(Option::is_some));
        given.extend([self.entry_banks.is_some(), self.entry_lag.is_some()]);
        Ok(Banks::MadeUp {
            distribution,
            entry_banks: whole("the number of entrants a month", &self.entry_banks, 0..=100, "0 to 100", 0)?,
            entry_lag: whole("the entry lag", &self.entry_lag, 0..=60, "0 to 60 months", ENTRY_LAG)?,
            given,
        })
    }

    fn own(&self, names: &Names<'_>) -> Result<Banks, Failed> {
        self.refuse_made_up_keys()?;
        let mut homes: BTreeMap<Code, usize> = BTreeMap::new();
        let (mut banks, mut entrants) = (Vec::new(), Vec::new());
        for entry in &self.bank {
            let home = names.one(&entry.home)?;
            let [position] = home.members[..] else {
                let expected = "one region of the table";
                return Err(Failed::value(entry.home.place(), "a bank's home", entry.home.value().clone(), expected));
            };
            let home = names.table.regions().code(position).clone();
            homes.insert(home.clone(), position);
            let bank = Bank {
                name: entry.name.value().clone(),
                capacity: *entry.capacity.value(),
                base_cost: *entry.base_cost.value(),
                dollar_business_at_risk: *entry.dollar_business_at_risk.value(),
                slope: *entry.slope.value(),
                home,
                attention: entry.attention.as_ref().map(|weight| *weight.value()),
            };
            match entry.entry_lag_months {
                Some(lag_months) => entrants.push(Entrant { bank, lag_months }),
                None => banks.push(bank),
            }
        }
        let system = BankSystem::new(banks, entrants).map_err(|error| self.refused(&error))?;
        Ok(Banks::Own(Given { system, homes: homes.into_iter().collect() }))
    }

    /// What a list of banks refuses, at the value, name or weight that is to be changed.
    fn refused(&self, error: &PaymentError) -> Failed {
        // The later of two banks of one name is too many; of two with a bad value the reader stops at the first.
        let of = |name: &str| self.bank.iter().rev().find(|entry| entry.name.value() == name);
        let place = match error {
            PaymentError::BankValue { bank, field, .. } => {
                // Names may stand twice here: a bank's values are checked before its name is.
                let bad = self.bank.iter().find(|entry| entry.name.value() == bank && entry.is_bad(field));
                bad.map(|entry| entry.value_place(field))
            }
            PaymentError::DuplicateBank { name } | PaymentError::AttentionPartly { bank: name } => {
                of(name).map(|entry| entry.name.place())
            }
            PaymentError::AttentionSum { .. } => {
                self.bank.iter().find_map(|entry| entry.attention.as_ref()).map(At::place)
            }
            _ => None,
        };
        let first = || self.bank.first().map_or_else(|| self.name.place(), |entry| entry.name.place());
        payment(place.unwrap_or_else(first), error)
    }

    /// Banks of one's own leave nothing for the keys of made-up ones.
    fn refuse_made_up_keys(&self) -> Result<(), Failed> {
        let floats = [
            ("tail_exponent", &self.tail_exponent),
            ("capacity_to_volume", &self.capacity_to_volume),
            ("business_exponent", &self.business_exponent),
            ("largest_business_to_capacity", &self.largest_business_to_capacity),
            ("base_cost", &self.base_cost),
            ("slope", &self.slope),
        ];
        let wholes = [("banks", &self.banks), ("entry_banks", &self.entry_banks), ("entry_lag", &self.entry_lag)];
        let places = floats.into_iter().filter_map(|(key, given)| given.as_ref().map(|given| (key, given.place())));
        let others = wholes.into_iter().filter_map(|(key, given)| given.as_ref().map(|given| (key, given.place())));
        // The first in the file.
        match places.chain(others).min_by_key(|(_, place)| place.start) {
            Some((key, place)) => {
                let expected = "no key about made-up banks beside [[payments.bank]]";
                Err(Failed::value(place, "a key", key.to_owned(), expected))
            }
            None => Ok(()),
        }
    }
}

impl BankEntry {
    fn field(&self, field: &str) -> Option<&At<f64>> {
        match field {
            "capacity" => Some(&self.capacity),
            "base_cost" => Some(&self.base_cost),
            "dollar_business_at_risk" => Some(&self.dollar_business_at_risk),
            "slope" => Some(&self.slope),
            "attention" => self.attention.as_ref(),
            _ => None,
        }
    }

    /// Whether the value cannot be one: no number of zero or more, or no capacity.
    fn is_bad(&self, field: &str) -> bool {
        self.field(field).is_some_and(|given| {
            let value = *given.value();
            !(value.is_finite() && value >= 0.0) || (field == "capacity" && value == 0.0)
        })
    }

    /// Place of a value, or of the name where the file does not give it.
    fn value_place(&self, field: &str) -> Range<usize> {
        self.field(field).map_or_else(|| self.name.place(), At::place)
    }
}

/// What a bank or threat refuses, at a place of the file.
fn payment(place: Range<usize>, error: &PaymentError) -> Failed {
    let list = |value: String, expected: &str| Failed::value(place.clone(), "the list of banks", value, expected);
    match error {
        PaymentError::BankValue { field, value, expected, .. } => {
            let what = match *field {
                "capacity" => "a bank's capacity",
                "base_cost" => "a bank's base_cost",
                "dollar_business_at_risk" => "a bank's dollar_business_at_risk",
                "slope" => "a bank's slope",
                "attention" => "a bank's attention",
                other => other,
            };
            Failed::value(place, what, value.to_string(), *expected)
        }
        PaymentError::Parameter { what, value, expected } => Failed::value(place, what, value.to_string(), *expected),
        PaymentError::NoBanks => list("late".to_owned(), "at least one bank that clears from the beginning"),
        PaymentError::AttentionSum { sum } => list(
            format!("watched with attention weights that sum to {sum}"),
            "a sum of 1 over the banks that clear from the beginning",
        ),
        other => list(format!("refused ({other})"), "a list that is complete"),
    }
}

fn given(
    what: &'static str,
    key: &Option<At<f64>>,
    fits: impl Fn(f64) -> bool,
    expected: &str,
    default: f64,
) -> Result<f64, Failed> {
    key.as_ref().map_or(Ok(default), |key| number_in(what, key, fits, expected))
}

fn whole(
    what: &'static str,
    key: &Option<At<u32>>,
    range: std::ops::RangeInclusive<u32>,
    expected: &str,
    default: u32,
) -> Result<u32, Failed> {
    match key {
        Some(key) if !range.contains(key.value()) => {
            Err(Failed::value(key.place(), what, key.value().to_string(), format!("a whole number, {expected}")))
        }
        Some(key) => Ok(*key.value()),
        None => Ok(default),
    }
}
