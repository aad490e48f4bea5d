//! Bargaining and coalitions against independently computed or classic values (docs/src/methods/pipeline.md).

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use unequal_strategy::bargaining::{Pipeline, annuity, first_mover, weight_from_impatience};
use unequal_strategy::cooperative::{Game, exact, holds, least_core, nucleolus};
use unequal_strategy::game::GameError;

const PIPELINE: Pipeline = Pipeline {
    volume: 50.0,
    value: 300.0,
    seller_cost: 70.0,
    buyer_cost: 0.0,
    investments: [10.0, 3.6],
    rate: 0.08,
    years: 30.0,
};

#[test]
fn the_price_of_gas_by_weight_and_by_what_is_sold_meanwhile() {
    assert!((PIPELINE.surplus().unwrap() - 10.291_946_905_933_097).abs() < 1e-9);
    for (flow, weight, price) in [
        (0.0, 0.5, 180.684_955_736_785_4),
        (0.0, 0.35, 152.809_115_018_986_12),
        (0.0, 0.2, 124.933_274_301_186_86),
        (3.0, 0.5, 210.684_955_736_785_4),
        (3.0, 0.35, 191.809_115_018_986_12),
        (3.0, 0.2, 172.933_274_301_186_83),
        (6.0, 0.5, 240.684_955_736_785_44),
        (6.0, 0.35, 230.809_115_018_986_12),
        (6.0, 0.2, 220.933_274_301_186_86),
    ] {
        let found = PIPELINE.nash(weight, [flow, 1.0]).unwrap();
        assert!((found.price - price).abs() < 1e-9, "{flow} {weight}: {found:?}");
    }
    assert!((annuity(13.6, 0.08, 30.0).unwrap() - 1.208_053).abs() < 1e-6);
    assert!(matches!(PIPELINE.nash(0.5, [10.0, 1.0]), Err(GameError::NoAgreement { .. })));
}

#[test]
fn an_option_counts_only_where_it_binds() {
    let free = PIPELINE.with_options(0.5, [0.0, 0.0]).unwrap();
    assert_eq!(PIPELINE.with_options(0.5, [3.0, 3.0]).unwrap(), free);
    assert!((PIPELINE.with_options(0.5, [7.0, 0.0]).unwrap().seller - 7.0).abs() < 1e-12);
    assert!((PIPELINE.with_options(0.5, [0.0, 7.0]).unwrap().buyer - 7.0).abs() < 1e-12);
    assert!(PIPELINE.nash(0.5, [3.0, 0.0]).unwrap().seller > free.seller, "a flow moves the price");
}

#[test]
fn offers_in_turn() {
    assert!((first_mover(0.95, 0.90).unwrap() - 0.689_655_2).abs() < 1e-7);
    let short = 1e-6f64;
    let limit = first_mover((-0.05 * short).exp(), (-0.1 * short).exp()).unwrap();
    assert!((limit - weight_from_impatience(0.05, 0.1).unwrap()).abs() < 1e-6);
}

#[test]
fn power_in_the_security_council() {
    // Players 0 to 4 are permanent; nine votes, all five among them.
    let council = Game::new(15, |set| f64::from(u8::from(set & 0b11111 == 0b11111 && set.count_ones() >= 9))).unwrap();
    let value = exact(&council);
    assert!((value[0] - 421.0 / 2145.0).abs() < 1e-14 && (value[14] - 4.0 / 2145.0).abs() < 1e-14, "{value:?}");
}

fn pipeline_game(europe: f64) -> Game {
    let [russia, china, mongolia, market] = [0, 1, 2, 3];
    Game::new(4, |set| {
        let east =
            if holds(set, russia) && holds(set, china) { if holds(set, mongolia) { 40.0 } else { 5.0 } } else { 0.0 };
        east + if holds(set, russia) && holds(set, market) { europe } else { 0.0 }
    })
    .unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn the_pipeline_as_a_game_of_four() {
    for (europe, expected) in [
        (0.0, [14.166_666_666_666_666, 14.166_666_666_666_666, 11.666_666_666_666_666, 0.0]),
        (30.0, [29.166_666_666_666_668, 14.166_666_666_666_666, 11.666_666_666_666_666, 15.0]),
    ] {
        for (found, expected) in exact(&pipeline_game(europe)).into_iter().zip(expected) {
            assert!((found - expected).abs() < 1e-12, "{europe}: {found} {expected}");
        }
    }
    let core = least_core(&pipeline_game(30.0)).unwrap();
    assert!(core.has_core, "{core:?}");
}

/// Known nucleoli: a glove market with one left glove gives it everything; the three-way majority splits alike.
#[test]
fn nuclei_of_small_games() {
    let gloves = Game::new(3, |set| f64::from(u8::from(holds(set, 0) && set.count_ones() >= 2))).unwrap();
    let near = |found: &[f64], expected: &[f64]| {
        found.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 1e-7)
    };
    let found = nucleolus(&gloves).unwrap();
    assert!(near(&found, &[1.0, 0.0, 0.0]), "{found:?}");
    let majority = Game::new(3, |set| f64::from(u8::from(set.count_ones() >= 2))).unwrap();
    assert!(near(&nucleolus(&majority).unwrap(), &[1.0 / 3.0; 3]));
    assert!(!least_core(&majority).unwrap().has_core, "three who decide by two have no core");
    // The estate of the Talmud: claims of 100, 200 and 300 against 200 (Aumann and Maschler 1985).
    let claims = [100.0, 200.0, 300.0];
    let estate = Game::new(3, |set| {
        let others: f64 = (0..3).filter(|player| !holds(set, *player)).map(|player| claims[player]).sum();
        (200.0f64 - others).max(0.0)
    })
    .unwrap();
    let found = nucleolus(&estate).unwrap();
    assert!(near(&found, &[50.0, 75.0, 75.0]), "{found:?}");
}
