//! What must hold for any banks: monotone fees and volumes, the ledger, small banks' share; and the readers' errors.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use crate::support::{bank, home};
use proptest::prelude::*;
use unequal_policy::payments::*;

/// Banks in order of size, with expected loss per dollar that never falls with size: attention and U / K rise with K.
fn ordered_banks(common_cost: bool) -> impl Strategy<Value = BankSystem> {
    let one = (0.1_f64..50.0, 0.0_f64..1.0, 0.0_f64..0.02, prop_oneof![1 => Just(0.0), 4 => 0.0_f64..0.1]);
    (prop::collection::vec(one, 1..25), 1.0_f64..3.0, 0.001_f64..0.1).prop_map(move |(drawn, exponent, slope)| {
        let banks = drawn.iter().enumerate().map(|(rank, (size, ratio, cost, own_slope))| {
            let business = if common_cost { size * (size / 50.0).powf(exponent) } else { size * ratio };
            let mut one = bank(&format!("b{rank}"), *size, business, if common_cost { slope } else { *own_slope });
            if !common_cost {
                one.base_cost = *cost;
            }
            one
        });
        BankSystem::new(banks.collect(), vec![]).unwrap()
    })
}

fn clear(system: &BankSystem, level: f64, effort: f64, elasticity: f64, use_of_capacity: f64) -> Clearing {
    let demand = ConstantElasticity::calibrated(system, use_of_capacity * system.capacity(), elasticity).unwrap();
    let market = Market::new(system, 10.0).unwrap();
    let outcome = market.clear(Threat::new(level, effort).unwrap(), |fee| demand.at(fee)).unwrap();
    outcome.cleared().unwrap().clone()
}

/// The bank's rent as the area between its supply and the fee, an expression of its own.
fn surplus(bank: &Bank, rho: f64, fee: f64) -> f64 {
    let margin = (fee - bank.base_cost - rho).max(0.0);
    if margin <= bank.slope {
        if bank.slope > 0.0 { bank.capacity * margin * margin / (2.0 * bank.slope) } else { 0.0 }
    } else {
        bank.capacity * (margin - bank.slope / 2.0)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn fees_rise_and_volumes_fall_with_severity_and_effort(
        system in ordered_banks(false), level in 0.0_f64..2.0, effort in 0.0_f64..10.0, more in 0.01_f64..1.0,
        elasticity in 0.5_f64..8.0, used in 0.2_f64..1.0,
    ) {
        let here = clear(&system, level, effort, elasticity, used);
        for other in [(level + more, effort), (level, effort + 5.0 * more)] {
            let there = clear(&system, other.0, other.1, elasticity, used);
            prop_assert!(there.fee >= here.fee - 1e-12);
            prop_assert!(there.volume <= here.volume * (1.0 + 1e-9));
        }
        let without = clear(&system, 0.0, effort, elasticity, used);
        prop_assert!((without.volume - used * system.capacity()).abs() <= 1e-9 * system.capacity());
        prop_assert!(here.fee >= without.fee - 1e-12);
    }

    #[test]
    fn the_ledger_balances_and_rents_are_the_area_under_the_fee(
        system in ordered_banks(false), level in 0.0_f64..2.0, effort in 0.0_f64..10.0, used in 0.2_f64..1.0,
    ) {
        let clearing = clear(&system, level, effort, 4.0, used);
        let ledger = clearing.ledger;
        let scale = ledger.fees.max(1e-9);
        prop_assert!((clearing.fee * clearing.volume - ledger.fees).abs() <= 1e-12 * scale);
        let by_bank: f64 = clearing.by_bank.iter().map(|bank| bank.ledger.fees).sum();
        prop_assert!((by_bank - ledger.fees).abs() <= 1e-12 * scale);
        prop_assert!((ledger.resource_cost + ledger.expected_loss + ledger.rent - ledger.fees).abs() <= 1e-11 * scale);
        for (bank, cleared) in system.banks().iter().zip(&clearing.by_bank) {
            let area = surplus(bank, cleared.risk.expected_loss_per_dollar, clearing.fee);
            prop_assert!((cleared.ledger.rent - area).abs() <= 1e-9 * bank.capacity, "{} {area}", cleared.ledger.rent);
            prop_assert!(cleared.volume >= 0.0 && cleared.volume <= bank.capacity);
        }
        prop_assert!((0.0..=1.0).contains(&ledger.resource_share()));
        prop_assert!(clearing.unmet_demand.abs() <= 1e-9 * system.capacity());
    }

    // With one base cost and slope for all and expected losses per dollar that never fall with size, the share of the
    // banks below any size cannot fall with T (proof in docs/src/methods/payments.md).
    #[test]
    fn small_banks_clear_a_larger_share_under_a_graver_threat(
        system in ordered_banks(true), level in 0.0_f64..3.0, more in 0.0_f64..3.0, effort in 0.0_f64..10.0,
        elasticity in 0.5_f64..8.0, used in 0.2_f64..1.0,
    ) {
        let here = clear(&system, level, effort, elasticity, used);
        let there = clear(&system, level + more, effort, elasticity, used);
        prop_assert!(there.small_bank_share >= here.small_bank_share - 1e-9);
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = read_banks_csv("banks.csv", bytes.as_slice());
        let mut row = b"name,capacity,base_cost,dollar_business_at_risk,slope,home\n".to_vec();
        row.extend(bytes);
        let _ = read_banks_csv("banks.csv", row.as_slice());
    }
}

const HEADER: &str = "capacity,name,base_cost,dollar_business_at_risk,slope,home,attention,entry_lag_months\n";

#[test]
fn a_users_banks_are_read_by_label() {
    let rows = "60,ICBC,0.003,30,0.05,CHN,0.75,\n20,Chouzhou,0.003,0.1,0.05,CHN,0.25,\n2,New,0.003,0,0.05,HKG,,4\n";
    let text = format!("\u{feff}{HEADER}{rows}");
    let system = read_banks_csv("banks.csv", text.as_bytes()).unwrap();
    assert_eq!(system.banks().len(), 2);
    assert_eq!(system.attention(), [0.75, 0.25]);
    assert_eq!(system.banks()[0].dollar_business_at_risk, 30.0);
    assert_eq!((system.entrants()[0].lag_months, system.entrants()[0].bank.home.as_str()), (4, "HKG"));
}

#[test]
fn errors_of_a_users_file_say_where_and_what() {
    let row = |cells: &str| format!("{HEADER}60,A,0.003,30,0.05,CHN,,\n{cells}\n");
    let cases = [
        ("name,capcity\n".to_owned(), ["line 1", "column capcity", "did you mean capacity?"]),
        ("name,capacity,base_cost,slope,home\n".to_owned(), ["line 1", "column dollar_business_at_risk", "missing"]),
        (row("x,B,0,0,0,CHN,,"), ["line 3", "column capacity", "expected a number, found `x`"]),
        (row("-1,B,0,0,0,CHN,,"), ["line 3", "column capacity", "positive finite"]),
        (row("1,B,0,0,inf,CHN,,"), ["line 3", "column slope", "finite"]),
        (row("1,A,0,0,0,CHN,,"), ["line 3", "column name", "stands twice"]),
        (row("1,B,0,0,0,C N,,"), ["line 3", "column home", "is not a code"]),
        (row("1,B,0,0,0,CHN,,2.5"), ["line 3", "column entry_lag_months", "whole number"]),
        (row("1,B,0,0,0,CHN,0.5,"), ["banks.csv", "column attention", "bank A has no attention"]),
        (row("1,B,0"), ["line 3", "8", "3"]),
        (HEADER.to_owned(), ["banks.csv", "line 1", "at least one bank"]),
    ];
    for (text, expected) in cases {
        let message = read_banks_csv("banks.csv", text.as_bytes()).unwrap_err().to_string();
        for part in expected {
            assert!(message.contains(part), "`{message}` should contain `{part}`");
        }
    }
}

#[test]
fn the_default_banks_are_what_the_documentation_says() {
    let system = SizeDistribution::default().system(100.0, &home("CHN")).unwrap();
    assert_eq!(system.banks().len(), 60);
    assert!((system.capacity() - 120.0).abs() < 1e-9);
    let ratio = |bank: &Bank| bank.dollar_business_at_risk / bank.capacity;
    let (largest, smallest) = (&system.banks()[0], &system.banks()[59]);
    assert!((ratio(largest) - 0.5).abs() < 1e-12);
    assert!(ratio(smallest) > 5e-4 && ratio(smallest) < 2e-3, "{}", ratio(smallest));
    // The Pareto tail: ranks and sizes lie on a line of slope -1 / 1.1 in logarithms.
    let slope = (smallest.capacity / largest.capacity).ln() / (59.5_f64 / 0.5).ln();
    assert!((slope + 1.0 / 1.1).abs() < 1e-12);
    let half: f64 = system.banks()[30..].iter().map(|bank| bank.capacity).sum::<f64>() / system.capacity();
    assert!(half < 0.2, "the smaller half has {half}");
    let demand = ConstantElasticity::calibrated(&system, 100.0, 4.0).unwrap();
    assert!((demand.reference_fee() - (0.002 + 0.01 / 1.2)).abs() < 1e-12);
    let wrong = SizeDistribution { tail_exponent: 0.0, ..SizeDistribution::default() };
    assert!(wrong.system(100.0, &home("CHN")).is_err());
}
