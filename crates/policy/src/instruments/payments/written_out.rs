//! `[[payments]]` with every default written out.

use std::collections::BTreeMap;

use super::{Banks, Given, Payments};
use crate::instrument::{KeyValue, Origin};
use crate::payments::Bank;

impl Payments {
    /// The instrument's own values.
    pub(super) fn written_out(&self) -> Vec<KeyValue> {
        let [resource_share, months, small_below] = self.origins;
        let by: Vec<String> = self.by.listed().iter().map(|party| quoted(&party.code)).collect();
        let mut key_values = vec![
            KeyValue { key: "by", value: format!("[{}]", by.join(", ")), origin: Origin::Given },
            number("threat", self.threat.level(), Origin::Given),
            number("effort", self.threat.effort(), Origin::Given),
            match self.resource_share {
                Some(share) => number("resource_share", share, resource_share),
                None => KeyValue { key: "# resource_share", value: "none".to_owned(), origin: resource_share },
            },
            KeyValue { key: "months", value: self.months.to_string(), origin: months },
            number("small_below", self.small_below, small_below),
        ];
        match &self.banks {
            Banks::MadeUp { distribution, entry_banks, entry_lag, given } => {
                let values = [
                    ("banks", distribution.banks.to_string()),
                    ("tail_exponent", format!("{:?}", distribution.tail_exponent)),
                    ("capacity_to_volume", format!("{:?}", distribution.capacity_to_volume)),
                    ("business_exponent", format!("{:?}", distribution.business_exponent)),
                    ("largest_business_to_capacity", format!("{:?}", distribution.largest_business_to_capacity)),
                    ("base_cost", format!("{:?}", distribution.base_cost)),
                    ("slope", format!("{:?}", distribution.slope)),
                    ("entry_banks", entry_banks.to_string()),
                    ("entry_lag", entry_lag.to_string()),
                ];
                let key_value = |((key, value), given): ((&'static str, String), &bool)| KeyValue {
                    key,
                    value,
                    origin: if *given { Origin::Given } else { Origin::Assumed },
                };
                key_values.extend(values.into_iter().zip(given).map(key_value));
            }
            Banks::Own(given) => {
                key_values.push(KeyValue { key: "bank", value: own(given), origin: Origin::Given });
            }
        }
        key_values
    }
}

/// Banks as an array of inline tables.
fn own(given: &Given) -> String {
    let banks = given.system.banks().iter().map(|bank| inline(bank, None));
    let entrants = given.system.entrants().iter().map(|entrant| inline(&entrant.bank, Some(entrant.lag_months)));
    format!("[{}]", banks.chain(entrants).collect::<Vec<_>>().join(", "))
}

fn inline(bank: &Bank, entry_lag_months: Option<u32>) -> String {
    let mut values = BTreeMap::from([
        ("name", quoted(&bank.name)),
        ("capacity", format!("{:?}", bank.capacity)),
        ("base_cost", format!("{:?}", bank.base_cost)),
        ("dollar_business_at_risk", format!("{:?}", bank.dollar_business_at_risk)),
        ("slope", format!("{:?}", bank.slope)),
        ("home", quoted(bank.home.as_str())),
    ]);
    values.extend(bank.attention.map(|weight| ("attention", format!("{weight:?}"))));
    values.extend(entry_lag_months.map(|months| ("entry_lag_months", months.to_string())));
    let pairs: Vec<String> = values.into_iter().map(|(key, value)| format!("{key} = {value}")).collect();
    format!("{{ {} }}", pairs.join(", "))
}

fn number(key: &'static str, value: f64, origin: Origin) -> KeyValue {
    KeyValue { key, value: format!("{value:?}"), origin }
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
