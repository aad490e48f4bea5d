//! Gas in a network: the game of four in its own terms, and what must hold of any network.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use proptest::prelude::*;
use unequal_strategy::cooperative::{exact, least_core};
use unequal_strategy::game::GameError;
use unequal_strategy::network::{Market, Network, Pipe, Well};

const RUSSIA: usize = 0;
const CHINA: usize = 1;
const MONGOLIA: usize = 2;
const EUROPE: usize = 3;

/// One unit of gas is worth 60 in China; through Mongolia it takes a pipe for 20, round it costs 55; in Europe it is
/// worth `europe`. Nodes: the field, China, Europe.
fn four(supply: f64, europe: f64) -> Network {
    Network::new(
        4,
        3,
        vec![Well { owner: RUSSIA, node: 0, capacity: supply, cost: 0.0 }],
        vec![
            Pipe { owner: Some(MONGOLIA), ends: [0, 1], capacity: 1.0, cost: 0.0, to_build: Some(0.020) },
            Pipe { owner: None, ends: [0, 1], capacity: 1.0, cost: 55.0, to_build: None },
            Pipe { owner: None, ends: [0, 2], capacity: 1.0, cost: 0.0, to_build: None },
        ],
        vec![
            Market { owner: CHINA, node: 1, steps: vec![(1.0, 60.0)] },
            Market { owner: EUROPE, node: 2, steps: vec![(1.0, europe)] },
        ],
    )
    .unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn the_game_of_four_from_its_pipes() {
    for (europe, expected) in [
        (0.0, [14.166_666_666_666_666, 14.166_666_666_666_666, 11.666_666_666_666_666, 0.0]),
        (30.0, [29.166_666_666_666_668, 14.166_666_666_666_666, 11.666_666_666_666_666, 15.0]),
    ] {
        let value = exact(&four(2.0, europe).game().unwrap());
        for (found, expected) in value.iter().zip(expected) {
            assert!((1e3 * found - expected).abs() < 1e-9, "{europe}: {value:?}");
        }
    }
}

/// Where one unit of gas must do for both, Europe is an alternative: open, it takes from China what it gives Russia.
#[test]
fn an_open_market_elsewhere_costs_the_buyer() {
    let closed = exact(&four(1.0, 0.0).game().unwrap());
    let open = exact(&four(1.0, 30.0).game().unwrap());
    assert!(open[RUSSIA] > closed[RUSSIA] && open[CHINA] < closed[CHINA] && open[MONGOLIA] < closed[MONGOLIA]);
    assert!((open.iter().sum::<f64>() - closed.iter().sum::<f64>()).abs() < 1e-12, "China's price wins the gas");
}

/// Once the pipe is paid for, the transit country asks for a share of it too.
#[test]
fn what_is_sunk_is_shared_again() {
    let before = exact(&four(2.0, 0.0).game().unwrap());
    let after = exact(&four(2.0, 0.0).with_built(&[0]).unwrap().game().unwrap());
    let gain = |player: usize| 1e3 * (after[player] - before[player]);
    assert!((gain(RUSSIA) + gain(CHINA) + gain(MONGOLIA) - 20.0).abs() < 1e-9);
    assert!((gain(MONGOLIA) - 20.0 / 3.0).abs() < 1e-9, "a third of what others paid: {}", gain(MONGOLIA));
    assert!(four(2.0, 0.0).with_built(&[9]).is_err());
}

#[test]
fn what_does_not_fit_is_refused() {
    let well = |owner, node, capacity| vec![Well { owner, node, capacity, cost: 1.0 }];
    assert!(matches!(Network::new(2, 1, well(2, 0, 1.0), vec![], vec![]), Err(GameError::Length { .. })));
    assert!(matches!(Network::new(2, 1, well(0, 1, 1.0), vec![], vec![]), Err(GameError::Length { .. })));
    assert!(matches!(Network::new(2, 1, well(0, 0, f64::NAN), vec![], vec![]), Err(GameError::Value { .. })));
    let rising = vec![Market { owner: 0, node: 0, steps: vec![(1.0, 5.0), (1.0, 6.0)] }];
    assert!(matches!(Network::new(1, 1, vec![], vec![], rising), Err(GameError::Value { .. })));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    /// Without a pipe gas goes to markets by merit; the linear program, which a pipe to nowhere calls for, says the same.
    #[test]
    fn merit_order_is_the_programs_optimum(
        volumes in prop::collection::vec(0.0..3.0f64, 10), prices in prop::collection::vec(0.0..100.0f64, 10),
    ) {
        let well = |place: usize, node| Well { owner: 0, node, capacity: volumes[place], cost: prices[place] };
        let market = |place: usize, node| Market {
            owner: 0, node, steps: vec![(volumes[place], prices[place]), (volumes[place + 1], 0.5 * prices[place])],
        };
        let network = |pipes| Network::new(
            1, 3, vec![well(0, 0), well(1, 0), well(2, 1)], pipes, vec![market(3, 0), market(5, 0), market(7, 1)],
        ).unwrap();
        let idle = Pipe { owner: None, ends: [0, 2], capacity: 1.0, cost: 0.0, to_build: None };
        let (merit, program) = (network(vec![]).earns(1).unwrap(), network(vec![idle]).earns(1).unwrap());
        prop_assert!((merit - program).abs() < 1e-12, "{} {}", merit, program);
    }

    /// Coalitions lose nothing by joining: each may go on as before.
    #[test]
    fn joining_never_loses(
        capacities in prop::collection::vec(0.0..3.0f64, 8), costs in prop::collection::vec(0.0..50.0f64, 8),
        worths in prop::collection::vec(0.0..120.0f64, 4), build in 0.0..0.1f64,
    ) {
        let pipe = |place: usize, owner, ends| Pipe {
            owner, ends, capacity: capacities[place], cost: costs[place], to_build: place.is_multiple_of(2).then_some(build),
        };
        let market = |owner, node: usize, first: f64, drop: f64| Market {
            owner, node, steps: vec![(capacities[node], first), (capacities[node + 1], first * drop / 120.0)],
        };
        let network = Network::new(
            4, 4,
            vec![
                Well { owner: 0, node: 0, capacity: capacities[6], cost: costs[6] },
                Well { owner: 3, node: 2, capacity: capacities[7], cost: costs[7] },
            ],
            vec![
                pipe(0, Some(2), [0, 1]), pipe(1, None, [0, 3]), pipe(2, Some(0), [0, 2]), pipe(3, Some(3), [2, 1]),
                pipe(4, Some(2), [2, 3]), pipe(5, Some(1), [3, 1]),
            ],
            vec![market(1, 1, worths[0], worths[1]), market(3, 3, worths[2], worths[3])],
        ).unwrap();
        let game = network.game().unwrap();
        for one in 1..16usize {
            for other in (1..16usize).filter(|other| one & other == 0) {
                prop_assert!(game.value(one | other) >= game.value(one) + game.value(other) - 1e-9);
            }
        }
        let core = least_core(&game).unwrap();
        prop_assert!((core.shares.iter().sum::<f64>() - game.value(15)).abs() < 1e-9);
    }
}
