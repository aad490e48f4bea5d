//! The games against closed forms and reference values (docs/src/methods/strategy.md).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use unequal_strategy::linkage::{Bargain, Issue};
use unequal_strategy::patron::attrition::Attrition;
use unequal_strategy::patron::crisis::{Crisis, ShiftOfPower};
use unequal_strategy::patron::programme::{Grid, Patron, Programme, value_without_dynamics};
use unequal_strategy::technology::Technology;

fn close(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "{found} is not {expected} within {tolerance}");
}

/// The war of attrition's durations: 2.857143, 3.333333, 4.0.
#[test]
fn a_subsidy_lengthens_the_war_of_attrition_through_the_others_hazard() {
    let war = Attrition { cost_first: 0.15, cost_second: 0.20, prize_first: 1.0, prize_second: 1.0 };
    for (subsidy, duration) in [(0.0, 1.0 / 0.35), (0.05, 1.0 / 0.30), (0.10, 4.0)] {
        close(war.waiting(subsidy).unwrap().unwrap().expected_duration, duration, 1e-12);
    }
    close(war.waiting(0.0).unwrap().unwrap().expected_duration, 2.857143, 5e-7);
    close(war.waiting(0.05).unwrap().unwrap().expected_duration, 3.333333, 5e-7);
    let (none, some) = (war.waiting(0.0).unwrap().unwrap(), war.waiting(0.05).unwrap().unwrap());
    assert!(some.hazard_second < none.hazard_second && some.hazard_first == none.hazard_first);
    // With all of its cost paid a side is indifferent and its opponent never concedes; with more, it never does.
    close(war.waiting(0.15).unwrap().unwrap().expected_duration, 5.0, 1e-12);
    assert_eq!(war.waiting(0.16).unwrap(), None);
}

/// The three tests of the commitment problem.
#[test]
fn a_large_shift_of_power_cannot_be_bought_off() {
    for (early, late, shift, room, war) in
        [(0.1, 0.5, 0.380, 0.1975, true), (0.1, 0.4, 0.285, 0.1975, true), (0.3, 0.5, 0.190, 0.3975, false)]
    {
        let power = ShiftOfPower { early, late, cost_first: 0.05, cost_second: 0.05, discount: 0.95 };
        let found = power.temptation().unwrap();
        close(found.shift, shift, 1e-12);
        close(found.room, room, 1e-12);
        assert_eq!(found.war, war);
    }
}

#[test]
fn the_bargaining_range_empties_when_the_subsidy_exceeds_both_costs() {
    let crisis = Crisis::new(0.4, 0.125, 0.25).unwrap();
    let range = crisis.range(0.0).unwrap();
    close(range.low, 0.275, 1e-15);
    close(range.high, 0.65, 1e-15);
    close(range.width(), 0.375, 1e-15);
    assert!(!crisis.range(0.375).unwrap().is_empty() && crisis.range(0.3751).unwrap().is_empty());
}

/// The reference values `patron_mdp`.
const REFERENCE: Patron = Patron {
    rent: 1.0,
    diversion: 0.1,
    cost: 0.05,
    cost_rise: 0.3,
    drift: 0.05,
    drift_by_support: 0.1,
    decay: 0.03,
    hazard: 0.25,
    hazard_by_support: 1.0,
    discount: 0.95,
};

fn programme(patron: Patron) -> Programme {
    Programme::new(patron, Grid::FINE, 2.0).unwrap()
}

#[test]
fn the_programme_meets_the_reference() {
    let solution = programme(REFERENCE).solve();
    let expected = [
        (80, 8.017514511352427, 1.35, 2.5477707006369426),
        (160, 9.455191913776273, 1.15, 5.095541401273885),
        (320, 12.723036292001328, 0.70, 10.19108280254777),
    ];
    for (state, value, support, peace) in expected {
        // The reference stopped at a few 1e-12.
        close(solution.value[state], value, 1e-10);
        close(solution.support[state], support, 1e-12);
        close(solution.peace[state], peace, 1e-12);
    }
    // With m = -0.5.
    let costly = programme(Patron { diversion: -0.5, ..REFERENCE }).solve();
    for (state, support) in [(80, 1.15), (160, 0.90), (320, 0.20)] {
        close(costly.support[state], support, 1e-12);
    }
}

#[test]
fn three_ways_to_solve_the_programme_agree() {
    let programme = programme(REFERENCE);
    let exact = programme.solve();
    for other in [programme.iterate_values(1e-13), programme.iterate_policies()] {
        for (left, right) in exact.value.iter().zip(&other.value) {
            close(*left, *right, 1e-10);
        }
        assert_eq!(exact.support, other.support);
    }
}

/// The value without dynamics: 8.3478260870.
#[test]
fn without_dynamics_the_value_is_in_closed_form() {
    let value = value_without_dynamics(0.5, 0.25, 0.95, 8.0).unwrap();
    close(value, (0.5 + 0.95 * 0.25 * 8.0) / (1.0 - 0.95 * 0.75), 1e-12);
    close(value, 8.3478260870, 1e-10);
    // The programme with nothing that moves is the same: dependence stays where it is, in war and in peace.
    let still = Patron {
        rent: 0.4,
        diversion: 0.1,
        cost: 1.0,
        drift: 0.0,
        drift_by_support: 0.0,
        decay: 0.0,
        hazard_by_support: 0.0,
        ..REFERENCE
    };
    let solution = programme(still).solve();
    for state in [0, 37, 200, 400] {
        let expected =
            value_without_dynamics(0.4 * solution.dependence[state] + 0.1, 0.25, 0.95, solution.peace[state]).unwrap();
        close(solution.value[state], expected, 1e-10);
        // Prolonging pays if and only if u > (1 - beta) V_P, that is here if m > 0.
        assert!(solution.prolongation[state] > 0.0);
    }
    let losing = programme(Patron { diversion: -0.1, ..still }).solve();
    assert!(losing.prolongation.iter().all(|index| *index < 0.0));
}

#[test]
fn the_value_rises_with_dependence_rent_and_diversion() {
    let value = |patron| programme(patron).solve().value;
    let base = value(REFERENCE);
    assert!(base.windows(2).all(|pair| pair[1] >= pair[0]));
    for better in [Patron { rent: 1.2, ..REFERENCE }, Patron { diversion: 0.2, ..REFERENCE }] {
        assert!(value(better).iter().zip(&base).all(|(more, less)| more >= less));
    }
}

#[test]
fn support_that_does_nothing_is_not_given() {
    let useless = Patron { hazard_by_support: 0.0, drift_by_support: 0.0, ..REFERENCE };
    assert!(programme(useless).solve().support.iter().all(|support| *support == 0.0));
    let useful = Patron { hazard_by_support: 0.0, ..REFERENCE };
    assert!(programme(useful).solve().support[80] > 0.0, "support that raises dependence is given");
}

/// The index is the derivative of the value by the hazard: central differences in h_0 where support does not change it.
#[test]
fn the_prolongation_index_is_a_derivative() {
    let at = |hazard| {
        let patron = Patron { hazard, hazard_by_support: 0.0, ..REFERENCE };
        programme(patron).solve()
    };
    let (below, above, here) = (at(0.25 - 1e-5), at(0.25 + 1e-5), at(0.25));
    for state in [0, 80, 160, 320, 400] {
        let slope = (below.value[state] - above.value[state]) / 2e-5;
        close(here.prolongation[state], slope, 1e-5 * slope.abs().max(1.0));
    }
}

/// Separate (0.70, 0.85), linked x = (1, 0) with (1.00, 1.20).
#[test]
fn linking_two_issues_gives_each_side_what_it_values_more() {
    let bargain = Bargain::new(vec![Issue::new("one", 1.0, 0.5), Issue::new("other", 0.4, 1.2)], 0.5).unwrap();
    let separate = bargain.separate();
    close(separate.utility_first, 0.70, 1e-15);
    close(separate.utility_second, 0.85, 1e-15);
    let linked = bargain.linked();
    let linked = linked.agreement().unwrap();
    assert_eq!(linked.shares, [1.0, 0.0]);
    close(linked.utility_first, 1.0, 1e-15);
    close(linked.utility_second, 1.2, 1e-15);
    assert!(linked.product > separate.product && linked.interchangeable.is_empty());
}

/// As the outside option of the first side falls, its share of what the other values most by comparison falls.
#[test]
fn technology_is_passed_on_as_leverage_falls() {
    let issues = vec![Issue::new("price", 5.0, 2.0), Issue::new("technology", 4.0, 5.0)];
    let bargain = Bargain::new(issues, 0.4).unwrap();
    let technology = |outside| {
        let outcome = bargain.clone().with_outside(outside, 1.0).linked();
        outcome.agreement().unwrap().shares[1]
    };
    let shares: Vec<f64> = (0..=20).map(|step| technology(7.0 * (1.0 - f64::from(step) / 20.0))).collect();
    assert!(shares.windows(2).all(|pair| pair[1] <= pair[0] + 1e-12), "{shares:?}");
    assert!(shares[0] > shares[20], "{shares:?}");
}

#[test]
fn a_bargain_without_room_says_so() {
    let bargain = Bargain::new(vec![Issue::new("one", 1.0, 1.0)], 0.5).unwrap();
    assert!(bargain.clone().with_outside(0.7, 0.7).linked().agreement().is_none());
    assert!(bargain.with_outside(0.0, 1.5).linked().agreement().is_none());
}

#[test]
fn a_stock_catches_up_faster_with_transfer() {
    let technology = Technology {
        name: "t".to_owned(),
        stock: 0.5,
        own_pace: 0.1,
        pace_by_transfer: 0.3,
        own_research: 0.0,
        hold_back: 4.0,
    };
    // Without own research the gap shrinks geometrically: 0.5 (1 - rho)^t.
    for (transfer, pace) in [(0.0, 0.1), (1.0, 0.4f64)] {
        let path = technology.path(transfer, 10).unwrap();
        close(1.0 - path.stock[10], 0.5 * (1.0 - pace).powi(10), 1e-14);
        close(path.hold_back[10], 4.0 * 0.5 * (1.0 - pace).powi(10), 1e-13);
    }
    // ln 2 / -ln(0.9) = 6.58 and ln 2 / -ln(0.6) = 1.36.
    assert_eq!(technology.years_to_half(0.0).unwrap(), Some(7));
    assert_eq!(technology.years_to_half(1.0).unwrap(), Some(2));
}
