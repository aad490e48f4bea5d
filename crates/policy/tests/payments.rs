//! Clearing under a threat against independently computed values (docs/src/methods/payments.md) and closed forms.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use crate::support::{bank, home, oracle_market};
use serde_json::Value;
use unequal_policy::payments::*;

fn oracle() -> Value {
    serde_json::from_str(include_str!("data/payments.json")).unwrap()
}

fn near(found: f64, expected: f64, tolerance: f64, what: &str) {
    assert!((found - expected).abs() <= tolerance, "{what}: {found} instead of {expected}");
}

#[test]
fn the_fee_schedule_is_the_oracles() {
    let file = oracle();
    let (system, demand) = oracle_market(&file);
    near(demand.reference_fee(), file["phi0"].as_f64().unwrap(), 1e-12, "fee without a threat");
    let market = Market::new(&system, 20.0).unwrap();
    for (level, expected) in file["clear"].as_object().unwrap() {
        let threat = Threat::new(level.parse().unwrap(), file["E"].as_f64().unwrap()).unwrap();
        let mut questions = 0;
        let outcome = market.clear_alone(threat, |fee| {
            questions += 1;
            demand.at(fee)
        });
        let outcome = outcome.unwrap();
        let clearing = outcome.cleared().unwrap();
        near(clearing.fee, expected["phi"].as_f64().unwrap(), 1e-9, level);
        near(clearing.volume, expected["volume"].as_f64().unwrap(), 1e-9, level);
        near(clearing.unmet_demand, 0.0, 1e-9, level);
        assert!(questions < 30, "{questions} questions at T = {level}");
    }
    for (position, expected) in file["rho_T1_E1"].as_array().unwrap().iter().enumerate() {
        let risk = Threat::new(1.0, 1.0).unwrap().risk(&system.banks()[position], system.attention()[position]);
        near(risk.expected_loss_per_dollar, expected.as_f64().unwrap(), 1e-12, "rho");
    }
}

#[test]
fn the_largest_bank_leaves_and_the_others_are_full_at_a_threat_of_one() {
    let (system, demand) = oracle_market(&oracle());
    let market = Market::new(&system, 20.0).unwrap();
    let outcome = market.clear(Threat::new(1.0, 1.0).unwrap(), |fee| demand.at(fee)).unwrap();
    let clearing = outcome.cleared().unwrap();
    let changes = clearing.changes.clone().unwrap();
    assert_eq!((changes.exited, changes.entered), (vec![0], vec![]));
    near(clearing.small_bank_share, 40.0 / 70.0, 1e-12, "share of banks below 20");
    near(clearing.capacity_utilisation, 70.0 / 130.0, 1e-12, "utilisation");
}

#[test]
fn implied_wedges_are_those_of_the_algebra() {
    // In percent, independently computed: -16 % and -14 %.
    let table = [2.20, 1.90, 3.55, 3.06, 4.46, 3.84, 9.11, 7.83, 25.8, 22.0];
    for (elasticity, expected) in ELASTICITIES.iter().zip(table.chunks(2)) {
        for (fall, percent) in [0.16, 0.14].iter().zip(expected) {
            let tolerance = if *percent > 20.0 { 0.05 } else { 0.005 };
            near(100.0 * implied_wedge(*fall, *elasticity).unwrap(), *percent, tolerance, "wedge");
        }
    }
    near(implied_wedge(0.16, 4.0).unwrap(), 0.04455, 1e-5, "C17");
    assert!(implied_wedge(1.0, 4.0).is_err() && implied_wedge(0.1, 0.0).is_err());
}

#[test]
fn a_commission_splits_exactly() {
    for share in [0.0, 0.3, 1.0] {
        let wedge = split_commission(0.12, share).unwrap();
        near((1.0 + wedge.iceberg) * (1.0 + wedge.fee), 1.12, 1e-15, "product");
        near(wedge.iceberg, share * 0.12, 1e-15, "iceberg");
    }
    assert!(split_commission(0.1, 1.1).is_err() && split_commission(f64::NAN, 0.5).is_err());
}

#[test]
fn the_inspection_stage_is_the_closed_form() {
    let stage = inspection_stage(3.0, 57.0, 1.0, 9.0, 1.0).unwrap();
    near(stage.inspect, 0.05, 1e-15, "q*");
    near(stage.violate, 0.10, 1e-15, "v*");
    // Indifference: the bank between violating and not, the inspector between looking and not.
    near((1.0 - stage.inspect) * 3.0 - stage.inspect * 57.0, 0.0, 1e-14, "bank");
    near(stage.violate * 9.0 - 1.0, -stage.violate * 1.0, 1e-15, "inspector");
    let corner = inspection_stage(3.0, 57.0, 10.0, 9.0, 1.0).unwrap();
    assert_eq!((corner.inspect, corner.violate), (0.0, 1.0));
}

#[test]
fn nothing_to_lose_makes_a_threat_irrelevant_and_everything_to_lose_is_an_embargo() {
    let tiny: Vec<Bank> = (0..500).map(|rank| bank(&format!("b{rank}"), 0.24, 1e-13, 0.02)).collect();
    let system = BankSystem::new(tiny, vec![]).unwrap();
    let demand = ConstantElasticity::calibrated(&system, 100.0, 4.0).unwrap();
    let outcome = Market::new(&system, 1.0).unwrap().clear(Threat::new(5.0, 10.0).unwrap(), |fee| demand.at(fee));
    near(outcome.unwrap().cleared().unwrap().volume, 100.0, 1e-8, "volume");

    let (system, demand) = oracle_market(&oracle());
    let market = Market::new(&system, 20.0).unwrap();
    let sure = Threat::new(f64::INFINITY, f64::INFINITY).unwrap();
    let outcome = market.clear(sure, |fee| demand.at(fee)).unwrap();
    assert_eq!(outcome, ClearingOutcome::NoFeeClears(NoFeeClears::AllDeterred));
    assert!(outcome.is_embargo());
    // The limit is approached: volumes fall to nothing as the losses grow.
    let volume = |level: f64| {
        let outcome = market.clear_alone(Threat::new(level, f64::INFINITY).unwrap(), |fee| demand.at(fee)).unwrap();
        outcome.cleared().map_or(0.0, |clearing| clearing.volume)
    };
    assert!(volume(1e4) < 0.01 && volume(1e5) < volume(1e4) && volume(1e9) == 0.0);
    // Where buyers stop at a fee below the first bank's, nobody pays.
    let choke = |fee: f64| if fee < 0.05 { 100.0 } else { 0.0 };
    let outcome = market.clear_alone(Threat::new(1e4, 5.0).unwrap(), choke).unwrap();
    assert_eq!(outcome, ClearingOutcome::NoFeeClears(NoFeeClears::NobodyPays));
    let outcome = market.clear_alone(Threat::NONE, |_| 131.0).unwrap();
    assert!(
        matches!(outcome, ClearingOutcome::NoFeeClears(NoFeeClears::CapacityShort { supplied }) if supplied == 130.0)
    );
}

#[test]
fn steps_of_supply_ration_the_marginal_banks_and_jumps_of_demand_are_met() {
    // Constant cost: 10 at 0.01, 30 and 10 at 0.02. A demand of 30 is 10 + half of 40, by capacity.
    let mut banks = vec![bank("a", 10.0, 0.0, 0.0), bank("b", 30.0, 0.0, 0.0), bank("c", 10.0, 0.0, 0.0)];
    banks[0].base_cost = 0.01;
    banks[1].base_cost = 0.02;
    banks[2].base_cost = 0.02;
    let system = BankSystem::new(banks, vec![]).unwrap();
    let market = Market::new(&system, 20.0).unwrap();
    let clear =
        |demand: &dyn Fn(f64) -> f64| market.clear_alone(Threat::NONE, demand).unwrap().cleared().unwrap().clone();
    let volumes = |clearing: &Clearing| clearing.by_bank.iter().map(|bank| bank.volume).collect::<Vec<_>>();
    let clearing = clear(&|_| 30.0);
    near(clearing.fee, 0.02, 1e-12, "fee");
    assert_eq!(volumes(&clearing), vec![10.0, 15.0, 5.0]);
    near(clearing.ledger.rent, 0.01 * 10.0, 1e-12, "rent of the cheap bank alone");
    // Exactly one step: the lowest fee at which it is supplied; all capacity: likewise.
    near(clear(&|_| 10.0).fee, 0.01, 1e-12, "fee at a step");
    near(clear(&|_| 50.0).fee, 0.02, 1e-12, "fee at capacity");
    // Demand that drops from 40 to 5 between the steps is met by the cheap bank at the drop.
    let clearing = clear(&|fee| if fee < 0.015 { 40.0 } else { 5.0 });
    near(clearing.fee, 0.015, 1e-12, "fee at the drop");
    near(clearing.volume, 10.0, 1e-12, "volume at the drop");
}

#[test]
fn demand_that_rises_or_fails_is_an_error() {
    let (system, _) = oracle_market(&oracle());
    let market = Market::new(&system, 20.0).unwrap();
    let rising = market.clear_alone(Threat::NONE, |fee| 10.0 + 100.0 * fee);
    assert!(matches!(rising, Err(PaymentError::DemandRises { .. })), "{rising:?}");
    assert!(matches!(market.clear_alone(Threat::NONE, |_| f64::NAN), Err(PaymentError::Demand { .. })));
    let above = ConstantElasticity::calibrated(&system, 131.0, 4.0);
    assert!(matches!(above, Err(PaymentError::AboveCapacity { .. })), "{above:?}");
}

#[test]
fn the_effort_that_holds_trade_down_reproduces_the_oracles_volume() {
    let file = oracle();
    let (system, demand) = oracle_market(&file);
    let market = Market::new(&system, 20.0).unwrap();
    // At T = 0.5 an effort of one leaves 86.7148936903 of 110, so that fall takes an effort of one.
    let fall = 1.0 - file["clear"]["0.5"]["volume"].as_f64().unwrap() / 110.0;
    let needed = effort_to_hold_down(&market, 0.5, fall, |fee| demand.at(fee)).unwrap();
    assert!(matches!(needed, EffortNeeded::Effort { effort, .. } if (effort - 1.0).abs() < 1e-9), "{needed:?}");
    let none = effort_to_hold_down(&market, 0.5, 0.9, |fee| demand.at(fee)).unwrap();
    let EffortNeeded::None(WhyNoEffort::StillCleared { lowest_volume, banks, .. }) = none else { panic!("{none:?}") };
    let unlimited = market.clear_alone(Threat::new(0.5, 1e9).unwrap(), |fee| demand.at(fee)).unwrap();
    near(lowest_volume, unlimited.cleared().unwrap().volume, 1e-9, "unlimited effort");
    assert!(lowest_volume > 11.0 && banks.contains(&"bank 10".to_owned()) && !banks.contains(&"bank 1".to_owned()));
    let empty = effort_to_hold_down(&market, 0.0, 0.1, |fee| demand.at(fee)).unwrap();
    assert_eq!(empty, EffortNeeded::None(WhyNoEffort::ThreatIsEmpty));
}

#[test]
fn the_effort_that_deters_a_bank_stops_it_and_the_rest_cannot_be() {
    let (system, _) = oracle_market(&oracle());
    let market = Market::new(&system, 20.0).unwrap();
    let (fee, level) = (0.15, 1.0);
    let needs = deterrence(&market, fee, level).unwrap();
    for (bank, need) in system.banks().iter().zip(&needs) {
        let margin = (fee - bank.base_cost) * bank.capacity;
        match need {
            Deterrence::Deterrable { effort, .. } => {
                // All attention on it: the expected loss is the margin.
                let risk = Threat::new(level, *effort).unwrap().risk(bank, 1.0);
                near(risk.expected_loss_per_dollar * bank.capacity, margin, 1e-12, &bank.name);
            }
            Deterrence::Undeterrable => assert!(margin >= level * bank.dollar_business_at_risk),
            Deterrence::NotNeeded => panic!("every bank clears at {fee}"),
        }
    }
    assert_eq!(needs.iter().filter(|need| **need == Deterrence::Undeterrable).count(), 8);
    let idle = deterrence(&market, 0.002, level).unwrap();
    assert!(idle.iter().all(|need| *need == Deterrence::NotNeeded));
}

#[test]
fn the_attention_plan_is_the_best_of_all_subsets() {
    let (system, _) = oracle_market(&oracle());
    let market = Market::new(&system, 20.0).unwrap();
    let (fee, level) = (0.1, 40.0);
    let needs = deterrence(&market, fee, level).unwrap();
    let efforts: Vec<Option<f64>> = needs
        .iter()
        .map(|need| if let Deterrence::Deterrable { effort, .. } = need { Some(*effort) } else { None })
        .collect();
    // At this fee all banks are full, so the volume deterred is capacity.
    for budget in [0.0, 0.05, 0.1, 0.3, 0.7, 1.0, 2.0, 5.0, 50.0] {
        let plan = optimal_attention(&market, fee, level, budget).unwrap();
        let best = (0_u32..1 << efforts.len())
            .filter_map(|subset| {
                let (mut volume, mut effort) = (0.0, 0.0);
                for (position, bank) in system.banks().iter().enumerate().filter(|(at, _)| subset >> at & 1 == 1) {
                    volume += bank.capacity;
                    effort += efforts[position]?;
                }
                (effort <= budget).then_some(volume)
            })
            .fold(0.0, f64::max);
        near(plan.deterred_volume, best, 1e-12, "knapsack");
        near(plan.remaining_volume, 130.0 - best, 1e-12, "rest");
        assert!(plan.exact && plan.effort.iter().sum::<f64>() <= budget + 1e-12);
        if let Some((total, weights)) = plan.weights() {
            let focused = system.with_attention(&weights).unwrap();
            let supplied = Market::new(&focused, 20.0).unwrap();
            // Under the plan the banks chosen clear nothing at the fee.
            let outcome = supplied.clear_alone(Threat::new(level, total * (1.0 + 1e-12)).unwrap(), |at| {
                if at <= fee { 1e6 } else { 0.0 }
            });
            let volume = outcome.unwrap().cleared().map_or(0.0, |clearing| clearing.volume);
            near(volume, 130.0 - best, 1e-6, "cleared under the plan");
        }
    }
}

#[test]
fn a_bank_can_be_too_costly_to_sanction_and_yet_deter_itself() {
    let (system, demand) = oracle_market(&oracle());
    let market = Market::new(&system, 20.0).unwrap();
    let outcome = market.clear(Threat::new(1.0, 1.0).unwrap(), |fee| demand.at(fee)).unwrap();
    let cost = CollateralCost { per_business: 0.2, exponent: 1.5 };
    let found = credibility(&market, &outcome, &[1.0; 10], cost).unwrap();
    near(found[0].cost, 0.2 * 30.0_f64.powf(1.5), 1e-12, "cost");
    assert!(!found[0].credible && found[0].deterred_if_believed);
    assert!(found[9].credible && !found[9].deterred_if_believed);
    assert!(credibility(&market, &outcome, &[1.0; 9], cost).is_err());
}

#[test]
fn small_banks_that_enter_lower_the_fee_from_their_month_on() {
    let (system, demand) = oracle_market(&oracle());
    let entrants = vec![
        Entrant { bank: bank("late", 30.0, 0.0, 0.05), lag_months: 6 },
        Entrant { bank: Bank { base_cost: 0.9, ..bank("dear", 5.0, 0.0, 0.05) }, lag_months: 2 },
    ];
    let system = BankSystem::new(system.banks().to_vec(), entrants).unwrap();
    let market = Market::new(&system, 20.0).unwrap();
    let threat = Threat::new(1.0, 1.0).unwrap();
    let path = path_over_months(&market, threat, 8, |_, fee| demand.at(fee)).unwrap();
    let clearing = |month: usize| path[month].outcome.cleared().unwrap();
    assert_eq!(path.len(), 9);
    near(clearing(0).fee, 0.17035551942903793, 1e-9, "before anyone enters");
    assert_eq!(clearing(0), clearing(1));
    assert!(!clearing(2).by_bank[10].active && clearing(2).by_bank.len() == 11, "its cost is above the fee");
    assert!(clearing(6).by_bank[11].active && clearing(6).fee < clearing(5).fee);
    assert_eq!(clearing(6), clearing(8));
    near(path[6].system.attention().iter().sum(), 1.0, 1e-14, "attention");
}

#[test]
fn fees_belong_to_the_banks_homes() {
    let mut banks = vec![bank("a", 30.0, 0.0, 0.02), bank("b", 10.0, 0.0, 0.02)];
    banks[1].home = home("HKG");
    let system = BankSystem::new(banks, vec![]).unwrap();
    let outcome = Market::new(&system, 1.0).unwrap().clear_alone(Threat::NONE, |_| 20.0).unwrap();
    let owners = owners_of_fees(&system, outcome.cleared().unwrap()).unwrap();
    assert_eq!(owners.iter().map(|(code, _)| code.as_str()).collect::<Vec<_>>(), ["CHN", "HKG"]);
    near(owners[0].1, 0.75, 1e-12, "China's share");
}
