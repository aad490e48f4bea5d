//! Values of model.md sections 9 to 11, independently computed or classic (checks C21 to C23).

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use unequal_strategy::StrategyError;
use unequal_strategy::attrition::attrition;
use unequal_strategy::bargaining::{Pipeline, annuity, first_mover, weight_from_impatience};
use unequal_strategy::cooperative::{Game, exact, holds, least_core, nucleolus};
use unequal_strategy::crisis::{is_commitment_impossible, range};
use unequal_strategy::linkage::{Issue, linked, separate};
use unequal_strategy::patron::{Grid, Patron};

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
    assert!(matches!(PIPELINE.nash(0.5, [10.0, 1.0]), Err(StrategyError::NoAgreement { .. })));
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

#[test]
fn bargaining_before_a_war() {
    let open = range(0.5, [0.1, 0.2], 0.0).unwrap();
    assert!((open.from - 0.4).abs() < 1e-15 && (open.to - 0.7).abs() < 1e-15);
    assert!(!range(0.5, [0.1, 0.2], 0.29).unwrap().is_empty() && range(0.5, [0.1, 0.2], 0.31).unwrap().is_empty());
    for (odds, war) in [([0.1, 0.5], true), ([0.1, 0.4], true), ([0.3, 0.5], false)] {
        assert_eq!(is_commitment_impossible(odds, [0.05, 0.05], 0.95).unwrap(), war, "{odds:?}");
    }
}

#[test]
fn a_subsidy_lengthens_a_war_of_attrition() {
    for (subsidy, duration) in [(0.0, 2.857_143), (0.05, 3.333_333), (0.10, 4.0)] {
        assert!((attrition([0.15, 0.20], [1.0, 1.0], subsidy).unwrap().duration - duration).abs() < 1e-6);
    }
    assert!(attrition([0.15, 0.20], [1.0, 1.0], 0.2).is_err(), "more than the cost");
}

const PATRON: Patron = Patron {
    dependence_worth: 1.0,
    diversion: 0.1,
    cost: [0.05, 0.3],
    growth: [0.05, 0.1],
    decay: 0.03,
    hazard: 0.25,
    prolonging: 1.0,
    patience: 0.95,
};

#[test]
fn the_patrons_programme() {
    let found = PATRON.by_values(Grid::default(), 2.0).unwrap();
    let again = PATRON.by_policies(Grid::default(), 2.0).unwrap();
    for (place, value, support) in
        [(80, 8.017_514_511_352_427, 1.35), (160, 9.455_191_913_776_273, 1.15), (320, 12.723_036_292_001_328, 0.70)]
    {
        assert!((found.value[place] - value).abs() < 1e-9, "{place}: {}", found.value[place]);
        assert!((found.support[place] - support).abs() < 1e-9, "{place}: {}", found.support[place]);
        assert!((again.value[place] - value).abs() < 1e-9 && (again.support[place] - support).abs() < 1e-9);
    }
    assert!((PATRON.peace(0.2) - 2.547_770_700_636_942_6).abs() < 1e-12);
    let averse = Patron { diversion: -0.5, ..PATRON }.by_values(Grid::default(), 2.0).unwrap();
    for (place, support) in [(80, 1.15), (160, 0.90), (320, 0.20)] {
        assert!((averse.support[place] - support).abs() < 1e-9, "{place}: {}", averse.support[place]);
    }
}

/// With dependence fixed at one and no choice: V = (u + beta h V_P) / (1 - beta (1 - h)), as 8.3478260870.
#[test]
fn a_patron_without_choice_in_closed_form() {
    let fixed = Patron {
        dependence_worth: 0.4,
        diversion: 0.1,
        cost: [0.0, 0.0],
        growth: [0.0, 0.0],
        decay: 0.0,
        hazard: 0.25,
        prolonging: 0.0,
        patience: 0.95,
    };
    let found = fixed.by_values(Grid { states: 3, actions: 1 }, 0.0).unwrap();
    assert!((fixed.peace(1.0) - 8.0).abs() < 1e-12);
    assert!((found.value[2] - 8.347_826_087_0).abs() < 1e-9, "{:?}", found.value);
    // Prolonging pays if and only if the flow of war exceeds that of peace: 0.5 > 0.05 * 8.
    assert!(found.prolongation[2] > 0.0);
    let dull = Patron { diversion: -0.1, ..fixed }.by_values(Grid { states: 3, actions: 1 }, 0.0).unwrap();
    assert!(dull.prolongation[2] < 0.0);
}

#[test]
fn linked_issues_are_traded_for_each_other() {
    let issues = [Issue { first: 1.0, second: 0.5 }, Issue { first: 0.4, second: 1.2 }];
    let apart = separate(&issues, 0.5).unwrap();
    assert!((apart.first - 0.70).abs() < 1e-12 && (apart.second - 0.85).abs() < 1e-12);
    let together = linked(&issues, 0.5, [0.0, 0.0]).unwrap();
    assert_eq!(together.ways, [1.0, 0.0]);
    assert!((together.first - 1.0).abs() < 1e-12 && (together.second - 1.2).abs() < 1e-12);
}
