//! One threat: what its severity means to a bank it means to the bank's government.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use unequal_policy::payments::{Bank, Threat};
use unequal_strategy::payoff_tensor::{BankState, CellClearing, Payoffs, Strength};
use unequal_strategy::threat::Preferences;
use unequal_world::Code;

const POWER: f64 = 0.02;

fn wants() -> Preferences {
    Preferences {
        weight_target: 0.1,
        weight_own: 1.0,
        cost_of_effort: 0.0,
        cost_systemic: 0.0,
        power: POWER,
        systemic_from: 1.0,
        only_credible: false,
    }
}

fn bank(dollar_business: f64, attention: f64) -> BankState {
    BankState {
        capacity: 10.0,
        dollar_business,
        attention,
        volume: 5.0,
        volume_without: 6.0,
        detection: 0.0,
        deterring_detection: None,
    }
}

fn world(banks: Vec<BankState>) -> Payoffs {
    let clearing = CellClearing { fee: Some(0.05), fee_without: 0.01, volume: 5.0, volume_without: 6.0, banks };
    Payoffs {
        ln_real_income: vec![-0.03, 0.001, -0.0001],
        share_of_imports: 0.2,
        share_of_exports: 0.1,
        clearing: Some(clearing),
    }
}

/// What the government fears: what defying costs it beyond the world's payoff.
fn feared(level: f64, effort: f64, banks: Vec<BankState>) -> f64 {
    let world = world(banks);
    let play = wants().play(Strength { level, effort }, &world, &world, [0, 1, 2]).unwrap();
    world.ln_real_income[1] - play.follower[1]
}

/// With one systemic bank, what its government expects to lose over its power is what the bank expects to lose over
/// its dollar business, at any severity: `T p` both.
#[test]
fn banks_and_the_government_fear_the_same_threat_level() {
    let (dollar_business, attention, effort) = (40.0, 0.3, 2.0);
    let of_bank = Bank {
        name: "one".to_owned(),
        capacity: 10.0,
        base_cost: 0.0,
        dollar_business_at_risk: dollar_business,
        slope: 0.01,
        home: Code::try_from("CHN".to_owned()).unwrap(),
        attention: None,
    };
    for level in [0.3, 0.854, 1.0, 2.0, 10.0] {
        let risk = Threat::new(level, effort).unwrap().risk(&of_bank, attention);
        let bank_share = risk.expected_loss_per_dollar * of_bank.capacity / dollar_business;
        let government_share = feared(level, effort, vec![bank(dollar_business, attention)]) / POWER;
        assert!((bank_share - government_share).abs() < 1e-12, "{level}: {bank_share} {government_share}");
        // Written out, from (P1) and (P2).
        assert!((government_share - level * (1.0 - (-0.6f64).exp())).abs() < 1e-12, "{level}");
    }
}

/// A threat twice as severe is feared twice as much, above one too.
#[test]
fn the_governments_fear_is_proportional_to_the_threat_level() {
    let banks = || vec![bank(40.0, 0.3), bank(2.0, 0.1), bank(0.5, 0.6)];
    let one = feared(1.0, 2.0, banks());
    for level in [0.1, 0.5, 2.0, 8.0] {
        assert!((feared(level, 2.0, banks()) - level * one).abs() < 1e-15, "{level}");
    }
    assert_eq!(feared(2.0, 0.0, banks()), 0.0, "without effort there is nothing to fear");
}
