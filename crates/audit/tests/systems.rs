//! Small systems whose answers are known: infeasible, degenerate, circular, and what a product does at its corners.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use proptest::prelude::*;
use unequal_audit::system::{Bound, System, Tie};
use unequal_audit::{Interval, Verdict, conflicts};

const WIDE: Interval = Interval { low: 0.0, high: 1e6 };

fn bound(variable: usize, low: f64, high: f64) -> Bound {
    Bound { variable, interval: Interval { low, high } }
}

fn possible(system: &System, bounds: &[Bound]) -> bool {
    match system.verdict(bounds) {
        Verdict::Possible(_) => true,
        Verdict::Impossible => false,
        Verdict::Undecided => panic!("undecided"),
    }
}

/// `part = share * whole`.
fn share() -> System {
    let mut system = System::default();
    let [part, ratio, whole] = [WIDE, Interval { low: 0.0, high: 1.0 }, WIDE].map(|domain| system.variable(domain));
    system.tie(Tie::Product { part, ratio, whole });
    system
}

#[test]
fn nothing_claimed_is_possible_and_implies_nothing() {
    let system = share();
    assert!(possible(&system, &[]));
    assert_eq!(system.range(&[], 1).unwrap(), Interval { low: 0.0, high: 1.0 });
    assert!(conflicts(&system, &[], &[]).sets.is_empty());
}

#[test]
fn a_share_of_zero_and_a_part_of_zero_are_no_trouble() {
    let system = share();
    assert!(possible(&system, &[bound(0, 0.0, 0.0), bound(2, 0.0, 0.0)]));
    assert!(possible(&system, &[bound(1, 0.0, 0.0), bound(0, 0.0, 0.0), bound(2, 7.0, 7.0)]));
    assert!(!possible(&system, &[bound(1, 0.0, 0.0), bound(0, 1.0, 1.0)]));
    assert!(!possible(&system, &[bound(2, 0.0, 0.0), bound(0, 1.0, 1.0)]));
}

#[test]
fn exact_figures_that_meet_in_a_point_are_possible() {
    let system = share();
    assert!(possible(&system, &[bound(0, 10.0, 10.0), bound(1, 0.4, 0.4), bound(2, 25.0, 25.0)]));
    assert!(!possible(&system, &[bound(0, 10.0, 10.0), bound(1, 0.4, 0.4), bound(2, 25.01, 25.01)]));
    // Touching intervals are no contradiction.
    assert!(possible(&system, &[bound(0, 10.0, 12.0), bound(1, 0.2, 0.4), bound(2, 20.0, 25.0)]));
}

#[test]
fn two_claims_of_one_quantity_contradict_each_other_without_any_tie() {
    let mut system = System::default();
    let only = system.variable(WIDE);
    let found = conflicts(&system, &[], &[bound(only, 1.0, 2.0), bound(only, 1.5, 3.0), bound(only, 2.5, 4.0)]);
    assert_eq!(found.sets, [vec![0, 2]]);
    assert_eq!(found.repairs, [vec![0], vec![2]]);
}

#[test]
fn circles_of_growth_close_or_do_not() {
    // b = g a, c = h b, a = k c: the three growths multiply to one.
    let mut system = System::default();
    let v: Vec<usize> = (0..6).map(|_| system.variable(WIDE)).collect();
    system.tie(Tie::Product { part: v[1], ratio: v[3], whole: v[0] });
    system.tie(Tie::Product { part: v[2], ratio: v[4], whole: v[1] });
    system.tie(Tie::Product { part: v[0], ratio: v[5], whole: v[2] });
    let level = bound(v[0], 1.0, 10.0);
    assert!(possible(&system, &[level, bound(v[3], 2.0, 2.0), bound(v[4], 2.0, 2.0), bound(v[5], 0.25, 0.25)]));
    let claims = [level, bound(v[3], 1.9, 2.0), bound(v[4], 1.9, 2.0), bound(v[5], 0.3, 0.4)];
    assert!(!possible(&system, &claims));
    assert_eq!(conflicts(&system, &[], &claims).sets, [vec![0, 1, 2, 3]]);
    // With everything at zero the circle closes whatever the growths are.
    assert!(possible(&system, &[bound(v[0], 0.0, 10.0), claims[1], claims[2], claims[3]]));
}

#[test]
fn products_and_sums_together_need_more_than_intervals() {
    // x + y = 10 and x y = p: p is at most 25, which no interval arithmetic on the two ties alone shows.
    let mut system = System::default();
    let [x, y, p, ten] = [WIDE, WIDE, WIDE, Interval { low: 10.0, high: 10.0 }].map(|domain| system.variable(domain));
    system.tie(Tie::Sum { terms: vec![(ten, 1.0), (x, -1.0), (y, -1.0)], at_least: false });
    system.tie(Tie::Product { part: p, ratio: x, whole: y });
    let range = system.range(&[], p).unwrap();
    assert!((range.high - 25.0).abs() < 1e-2 && range.high >= 25.0 - 1e-6 && range.low == 0.0, "{range:?}");
    assert!(!possible(&system, &[bound(p, 25.1, 30.0)]));
    assert!(possible(&system, &[bound(p, 24.9, 30.0)]));
    let near = system.range(&[bound(p, 24.0, 24.0)], x).unwrap();
    assert!((near.low - 4.0).abs() < 1e-2 && (near.high - 6.0).abs() < 1e-2, "{near:?}");
}

#[test]
fn sums_that_differ_by_little_need_the_linear_program() {
    // Twice the same sum, of which one is claimed to be a thousandth larger: propagation alone would take ten thousand rounds.
    let mut system = System::default();
    let v: Vec<usize> = (0..4).map(|_| system.variable(WIDE)).collect();
    for total in [v[0], v[1]] {
        system.tie(Tie::Sum { terms: vec![(total, 1.0), (v[2], -1.0), (v[3], -1.0)], at_least: false });
    }
    assert!(!possible(&system, &[bound(v[0], 10.0, 10.0), bound(v[1], 10.001, 10.001)]));
    assert!(possible(&system, &[bound(v[0], 10.0, 10.0005), bound(v[1], 10.0005, 10.001)]));
}

#[test]
fn a_square_is_its_own_factor() {
    let mut system = System::default();
    let (square, side) = (system.variable(WIDE), system.variable(WIDE));
    system.tie(Tie::Product { part: square, ratio: side, whole: side });
    assert!(possible(&system, &[bound(square, 4.0, 4.0), bound(side, 1.0, 3.0)]));
    assert!(!possible(&system, &[bound(square, 4.0, 4.0), bound(side, 2.1, 3.0)]));
}

#[test]
fn many_overlapping_sets_are_all_listed() {
    // Five claims of one quantity, each excluding every other: ten pairs; four of five have to go.
    let mut system = System::default();
    let only = system.variable(WIDE);
    let claims: Vec<Bound> =
        (0..5).map(|place| bound(only, f64::from(10 * place + 1), f64::from(10 * place + 2))).collect();
    let found = conflicts(&system, &[], &claims);
    assert_eq!(found.sets.len(), 10);
    assert!(found.complete && found.sets.iter().all(|set| set.len() == 2));
    assert_eq!(found.repairs.len(), 5);
    assert!(found.repairs.iter().all(|repair| repair.len() == 4));
    // Beyond the bound on their number the list says that it is not whole.
    let claims: Vec<Bound> =
        (0..20).map(|place| bound(only, f64::from(10 * place + 1), f64::from(10 * place + 2))).collect();
    let found = conflicts(&system, &[], &claims);
    assert!(!found.complete && found.sets.len() == 100);
}

proptest! {
    /// A part, a share and a whole are possible exactly if the part meets the products of the other two.
    #[test]
    fn a_share_is_decided_exactly(part in 0.0..200.0_f64, width in 0.0..20.0_f64, low in 0.05..0.9_f64, whole in 1.0..200.0_f64) {
        let system = share();
        let (share_high, whole_high) = (low + 0.05, 1.1 * whole);
        let products = Interval { low: low * whole, high: share_high * whole_high };
        let stated = Interval { low: part, high: part + width };
        let bounds = [bound(0, stated.low, stated.high), bound(1, low, share_high), bound(2, whole, whole_high)];
        let near = (stated.low - products.high).abs() < 1e-4 * products.high || (stated.high - products.low).abs() < 1e-4 * products.high;
        prop_assume!(!near);
        prop_assert_eq!(possible(&system, &bounds), products.meets(stated));
    }

    /// Wider claims never bring a contradiction, and more claims never take one away.
    #[test]
    fn possibility_is_monotone(values in prop::collection::vec((0.1..100.0_f64, 0.0..0.3_f64), 3), more in 1.0..3.0_f64) {
        let system = share();
        let claim = |place: usize, factor: f64| {
            let (value, width) = values[place];
            let value = if place == 1 { value / 100.0 } else { value };
            Bound { variable: place, interval: Interval::new(value * (1.0 - factor * width).max(0.0), value * (1.0 + factor * width)) }
        };
        let narrow: Vec<Bound> = (0..3).map(|place| claim(place, 1.0)).collect();
        let wide: Vec<Bound> = (0..3).map(|place| claim(place, more)).collect();
        if possible(&system, &narrow) {
            prop_assert!(possible(&system, &wide));
            prop_assert!(possible(&system, &narrow[..2]));
        }
        // The units of money do not matter.
        let scaled = |bounds: &[Bound], factor: f64| -> Vec<Bound> {
            bounds.iter().map(|bound| if bound.variable == 1 { *bound } else {
                Bound { variable: bound.variable, interval: Interval::new(bound.interval.low * factor, bound.interval.high * factor) }
            }).collect()
        };
        for factor in [1e-4, 1e3] {
            prop_assert_eq!(possible(&system, &narrow), possible(&system, &scaled(&narrow, factor)));
        }
    }
}
