//! Gravity estimates as costs, phase-in, and the price cap.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use proptest::prelude::*;
use unequal_policy::gravity::{Conversion, GravityEstimate, departure_cost};
use unequal_policy::parameter::ParameterError;
use unequal_policy::phase::{Month, PhaseIn};
use unequal_policy::price_cap::{Buyer, PriceCap, Supply, defaults};

fn close(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "found {found}, expected {expected} within {tolerance}");
}

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

#[test]
fn an_estimate_becomes_a_cost_with_its_error() {
    let estimate = GravityEstimate { coefficient: -1.0, standard_error: 0.2 };
    let known = estimate.cost_equivalent(&Conversion::at(4.0)).unwrap();
    // exp(1/4), and its derivative by beta times the error.
    close(known.factor, 1.284_025_416_7, 1e-9);
    close(known.standard_error, 0.064_201_270_8, 1e-9);
    let unsure = Conversion { elasticity_error: 0.5, ..Conversion::at(4.0) };
    close(estimate.cost_equivalent(&unsure).unwrap().standard_error, 0.075_709_197_2, 1e-9);
}

#[test]
fn estimates_that_raise_trade_are_clipped_unless_asked_not_to_be() {
    let estimate = GravityEstimate { coefficient: 0.4, standard_error: 0.1 };
    let clipped = estimate.cost_equivalent(&Conversion::at(4.0)).unwrap();
    assert_eq!((clipped.factor, clipped.ln_factor), (1.0, 0.0));
    let free = estimate.cost_equivalent(&Conversion { clip: false, ..Conversion::at(4.0) }).unwrap();
    close(free.factor, (-0.1_f64).exp(), 1e-12);
    assert_eq!(clipped.unclipped, free.factor);
}

#[test]
fn low_elasticities_are_raised_to_the_floor() {
    let estimate = GravityEstimate { coefficient: -1.0, standard_error: 0.0 };
    let floored = estimate.cost_equivalent(&Conversion::at(0.37)).unwrap();
    close(floored.factor, std::f64::consts::E, 1e-12);
    assert_eq!(floored.trade_elasticity, 1.0);
    let free = Conversion { elasticity_floor: 0.0, ..Conversion::at(0.37) };
    close(estimate.cost_equivalent(&free).unwrap().factor, (1.0_f64 / 0.37).exp(), 1e-9);
    assert!(estimate.cost_equivalent(&Conversion::at(-4.0)).is_err());
    let huge = GravityEstimate { coefficient: -1e5, standard_error: 0.0 };
    assert!(huge.cost_equivalent(&Conversion::at(1.0)).is_err());
}

#[test]
fn firms_that_leave_are_a_cost() {
    // 0.7^(-1/4) and 0.5^(-1/8).
    close(departure_cost(0.3, 4.0).unwrap(), 1.093_265_113_9, 1e-9);
    close(departure_cost(0.5, 8.0).unwrap(), 1.090_507_732_7, 1e-9);
    close(departure_cost(0.0, 4.0).unwrap(), 1.0, 0.0);
    assert!(departure_cost(1.0, 4.0).is_err());
}

#[test]
fn months_are_read_and_counted() {
    assert_eq!(month("2023-12"), Month::new(2023, 12).unwrap());
    assert_eq!(month("2023-12-22"), month("2023-12"));
    assert_eq!(month("2024-02-29"), month("2024-02"));
    assert_eq!(month("2023-11").plus_months(3).unwrap().to_string(), "2024-02");
    assert_eq!(month("2024-02").plus_months(-14).unwrap(), month("2022-12"));
    assert_eq!(month("2024-05").months_since(month("2022-02")), 27);
    close(month("2024-05").years_since(month("2022-02")), 2.25, 0.0);
    assert_eq!(month("0000-01").plus_months(-1), None);
    assert_eq!(month("2024-05").plus_months(i64::MAX), None);
    let bad =
        ["", "2023", "2023-13", "2023-00", "2023-1", "2023-02-29", "2023-04-31", "23-04", "2023-04-01-1", "２023-04"];
    for text in bad {
        assert_eq!(text.parse::<Month>(), Err(ParameterError::Date { text: text.to_owned() }), "{text}");
    }
}

#[test]
fn measures_come_into_force() {
    let step = PhaseIn::step(month("2022-12"));
    assert_eq!((step.share(month("2022-11")), step.share(month("2022-12"))), (0.0, 1.0));
    close(step.year_average(2022), 1.0 / 12.0, 1e-12);
    assert_eq!(PhaseIn::linear(month("2022-12"), 0), step);
    let slow = PhaseIn::linear(month("2022-10"), 4);
    assert_eq!((slow.share(month("2022-10")), slow.share(month("2023-01"))), (0.25, 1.0));
    close(slow.year_average(2022), (0.25 + 0.5 + 0.75) / 12.0, 1e-12);
    let ended = slow.until(month("2023-07")).unwrap();
    close(ended.year_average(2023), 0.5, 1e-12);
    assert!(slow.until(month("2022-09")).is_err());
}

fn supply() -> Supply {
    Supply {
        volume: 100.0,
        none_below: defaults::SUPPLY_NONE_BELOW,
        full_above: defaults::SUPPLY_FULL_ABOVE,
        marginal_cost: defaults::MARGINAL_COST,
    }
}

/// Market 76, discount 8, cap 60, shadow cost 6 of which half is waste, 60 of 100 barrels, a fifth leaks.
fn cap() -> PriceCap {
    PriceCap {
        market_price: defaults::MARKET_PRICE,
        cap: Some(defaults::CAP),
        discount: defaults::ASSUMED_DISCOUNT,
        shadow_cost: defaults::ASSUMED_SHADOW_COST,
        shadow_waste: 0.5,
        shadow_capacity: 60.0,
        leakage: defaults::ASSUMED_LEAKAGE,
    }
}

#[test]
fn a_cap_by_hand() {
    let outcome = cap().outcome(&supply()).unwrap();
    // Netbacks: 0.8 * 60 + 0.2 * 68 = 61.6 under the cap, 76 - 8 - 6 = 62 in the shadow fleet.
    close(outcome.capped.netback, 61.6, 1e-9);
    close(outcome.shadow.netback, 62.0, 1e-9);
    assert_eq!((outcome.capped.volume, outcome.shadow.volume, outcome.unsold), (40.0, 60.0, 0.0));
    close(outcome.seller, 6184.0, 1e-9);
    // Without the cap every barrel sells at 68: buyers save 6.4 on the capped ones and nothing on the others.
    close(outcome.buyers, 40.0 * 6.4, 1e-9);
    close(outcome.shadow_owner, 180.0, 1e-9);
    close(outcome.seller_margin, 6184.0 - 1900.0, 1e-9);
}

#[test]
fn a_cap_that_does_not_bind_does_nothing_for_any_discount() {
    for discount in [0.0, 8.0, 20.0, 30.0] {
        let market = PriceCap { discount, ..cap() };
        let slack = PriceCap { cap: Some(market.price_without_cap()), ..market };
        let outcome = slack.outcome(&supply()).unwrap();
        assert_eq!(outcome, PriceCap { cap: None, ..market }.outcome(&supply()).unwrap());
        assert_eq!((outcome.buyers, outcome.shadow_owner, outcome.waste), (0.0, 0.0, 0.0));
        close(outcome.seller, outcome.reference_value, 1e-12);
        let buyer = Buyer { name: "all".to_owned(), capped_weight: 1.0, shadow_weight: 0.0 };
        let wedge = &slack.wedges(&outcome, &[buyer]).unwrap()[0];
        assert_eq!((wedge.ln_iceberg, wedge.fleet_fee, wedge.buyer_fee), (0.0, 0.0, 0.0));
    }
    let high = PriceCap { cap: Some(100.0), ..cap() }.outcome(&supply()).unwrap();
    assert_eq!(high, PriceCap { cap: None, ..cap() }.outcome(&supply()).unwrap());
    assert_eq!(high.shadow.volume, 0.0);
    close(high.seller, 6800.0, 1e-9);
}

#[test]
fn a_low_cap_without_a_shadow_fleet_stops_sales() {
    let strict = PriceCap { cap: Some(25.0), leakage: 0.0, shadow_capacity: 0.0, ..cap() };
    let outcome = strict.outcome(&supply()).unwrap();
    assert_eq!((outcome.capped.volume, outcome.unsold, outcome.seller), (0.0, 100.0, 0.0));
    let halfway = PriceCap { cap: Some(35.0), ..strict }.outcome(&supply()).unwrap();
    close(halfway.capped.volume, 50.0, 1e-9);
}

#[test]
fn a_cap_is_a_fee_that_the_buyer_owns() {
    let outcome = cap().outcome(&supply()).unwrap();
    let buyers = [
        Buyer { name: "capped only".to_owned(), capped_weight: 1.0, shadow_weight: 0.0 },
        Buyer { name: "both".to_owned(), capped_weight: 1.0, shadow_weight: 1.0 },
        Buyer { name: "none".to_owned(), capped_weight: 0.0, shadow_weight: 0.0 },
    ];
    let wedges = cap().wedges(&outcome, &buyers).unwrap();
    assert_eq!(wedges.len(), 2);
    close(wedges[0].buyer_fee, 68.0 / 61.6 - 1.0, 1e-12);
    close(wedges[0].exporter_discount, 61.6 / 68.0 - 1.0, 1e-12);
    assert_eq!((wedges[0].ln_iceberg, wedges[0].fleet_fee), (0.0, 0.0));
    close(wedges[1].volume, 80.0, 1e-9);
    assert!(cap().wedges(&outcome, &buyers[2..]).is_err());
}

#[test]
fn impossible_markets_are_refused() {
    assert!(PriceCap { discount: 75.0, ..cap() }.outcome(&supply()).is_err());
    assert!(PriceCap { leakage: 1.5, ..cap() }.outcome(&supply()).is_err());
    assert!(PriceCap { market_price: f64::NAN, ..cap() }.outcome(&supply()).is_err());
    assert!(cap().outcome(&Supply { full_above: 20.0, ..supply() }).is_err());
}

/// Caps between nothing sold and not binding, with any shadow fleet.
fn any_cap() -> impl Strategy<Value = PriceCap> {
    (20.0..90.0_f64, 0.0..15.0_f64, 0.0..30.0_f64, 0.0..1.0_f64, 0.0..120.0_f64, 0.0..1.0_f64).prop_map(
        |(cap_level, discount, shadow_cost, shadow_waste, shadow_capacity, leakage)| PriceCap {
            cap: Some(cap_level),
            discount,
            shadow_cost,
            shadow_waste,
            shadow_capacity,
            leakage,
            ..cap()
        },
    )
}

proptest! {
    #[test]
    fn every_dollar_of_the_value_without_the_cap_has_an_owner(cap in any_cap(), weight in 0.0..1.0_f64) {
        let outcome = cap.outcome(&supply()).unwrap();
        let owned = outcome.seller + outcome.buyers + outcome.shadow_owner + outcome.waste;
        close(owned, outcome.reference_value, 1e-8);
        close(outcome.capped.volume + outcome.shadow.volume + outcome.unsold, 100.0, 1e-9);
        prop_assert!(outcome.shadow.volume <= cap.shadow_capacity && outcome.unsold >= -1e-9);

        let buyers = [
            Buyer { name: "one".to_owned(), capped_weight: weight, shadow_weight: 1.0 },
            Buyer { name: "other".to_owned(), capped_weight: 1.0, shadow_weight: weight },
        ];
        let wedges = cap.wedges(&outcome, &buyers).unwrap();
        for wedge in &wedges {
            let price = wedge.netback * wedge.ln_iceberg.exp() * (1.0 + wedge.fleet_fee) * (1.0 + wedge.buyer_fee);
            close(price, cap.price_without_cap(), 1e-9);
            prop_assert!(wedge.buyer_fee >= -1e-12 && wedge.exporter_discount <= 1e-12);
        }
        close(wedges.iter().map(|wedge| wedge.volume * wedge.netback).sum(), outcome.seller, 1e-8);
        let fee = |rate: f64| cap.price_without_cap() * rate / (1.0 + rate);
        let fees = wedges.iter().map(|wedge| wedge.volume * fee(wedge.buyer_fee));
        close(fees.sum(), outcome.buyers, 1e-8);
    }

    #[test]
    fn a_lower_cap_never_pays_the_seller_more(cap in any_cap(), less in 0.0..15.0_f64) {
        let level = cap.cap.unwrap();
        let high = cap.outcome(&supply()).unwrap();
        let low = PriceCap { cap: Some(level - less), ..cap }.outcome(&supply()).unwrap();
        prop_assert!(low.seller <= high.seller + 1e-8, "{} after {}", low.seller, high.seller);
    }

    #[test]
    fn leavers_lower_an_origins_term_by_their_share(leaving in 0.0..0.99_f64, theta in 0.3..12.0_f64) {
        close(departure_cost(leaving, theta).unwrap().powf(-theta), 1.0 - leaving, 1e-9);
    }
}
