//! Banks for the tests.

pub mod kinds;

use serde_json::Value;
use unequal_policy::payments::{Bank, BankSystem, ConstantElasticity};
use unequal_world::Code;

pub fn home(code: &str) -> Code {
    Code::new(code).unwrap()
}

/// A Chinese bank with a base cost of 0.3 %.
pub fn bank(name: &str, capacity: f64, business: f64, slope: f64) -> Bank {
    Bank {
        name: name.to_owned(),
        capacity,
        base_cost: 0.003,
        dollar_business_at_risk: business,
        slope,
        home: home("CHN"),
        attention: None,
    }
}

/// The ten banks of the oracle and its demand.
pub fn oracle_market(file: &Value) -> (BankSystem, ConstantElasticity) {
    let numbers =
        |key: &str| file[key].as_array().unwrap().iter().map(|value| value.as_f64().unwrap()).collect::<Vec<_>>();
    let number = |key: &str| file[key].as_f64().unwrap();
    let banks = numbers("K")
        .iter()
        .zip(numbers("U"))
        .enumerate()
        .map(|(rank, (capacity, business))| Bank {
            base_cost: number("c"),
            ..bank(&format!("bank {}", rank + 1), *capacity, business, number("s"))
        })
        .collect();
    let system = BankSystem::new(banks, vec![]).unwrap();
    let demand = ConstantElasticity::calibrated(&system, number("X0"), number("theta")).unwrap();
    (system, demand)
}
