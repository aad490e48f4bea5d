//! `[[payments]]` with every default written out.

use std::collections::BTreeMap;

use super::super::{Origin, Setting};
use super::{Banks, Given, Payments};
use crate::payments::Bank;

/// The measure's own values.
pub(super) fn of(payments: &Payments) -> Vec<Setting> {
    let [resource_share, months, small_below] = payments.origins;
    let by: Vec<String> = payments.by.code.split('+').map(quoted).collect();
    let mut settings = vec![
        Setting { key: "by", value: format!("[{}]", by.join(", ")), origin: Origin::Given },
        number("threat", payments.threat.level(), Origin::Given),
        number("effort", payments.threat.effort(), Origin::Given),
        match payments.resource_share {
            Some(share) => number("resource_share", share, resource_share),
            None => Setting { key: "# resource_share", value: "none".to_owned(), origin: resource_share },
        },
        Setting { key: "months", value: payments.months.to_string(), origin: months },
        number("small_below", payments.small_below, small_below),
    ];
    match &payments.banks {
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
            let setting = |((key, value), given): ((&'static str, String), &bool)| Setting {
                key,
                value,
                origin: if *given { Origin::Given } else { Origin::Assumed },
            };
            settings.extend(values.into_iter().zip(given).map(setting));
        }
        Banks::Own(given) => {
            settings.push(Setting { key: "bank", value: own(given), origin: Origin::Given });
        }
    }
    settings
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

fn number(key: &'static str, value: f64, origin: Origin) -> Setting {
    Setting { key, value: format!("{value:?}"), origin }
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
