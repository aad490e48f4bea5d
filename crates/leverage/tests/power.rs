//! Closed forms of the power of withdrawal (L5 of docs/src/methods/leverage.md).
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use unequal_leverage::power::{combined, withdrawal};

fn close(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "found {found}, expected {expected}");
}

/// Values of an independent computation (L5 of docs/src/methods/leverage.md).
#[test]
fn it_has_the_values_of_the_worked_example() {
    close(0.2 * withdrawal(0.4, 6.0).unwrap(), 0.020_433_0, 5e-8);
    close(0.2 * withdrawal(0.9, 6.0).unwrap(), 0.092_103_4, 5e-8);
    close(0.2 * withdrawal(0.9, 1.76).unwrap(), 0.605_943_4, 5e-8);
    let parts = [(0.1, withdrawal(0.6, 1.76).unwrap()), (0.9, withdrawal(0.1, 6.0).unwrap())];
    close(combined(&parts, 0.6).unwrap(), 0.168_190_4, 5e-8);
    close(combined(&parts, 1.0).unwrap(), 0.139_529_5, 5e-8);
}

#[test]
fn the_only_supplier_is_without_limit() {
    assert_eq!(withdrawal(1.0, 3.0).unwrap(), f64::INFINITY);
    assert!(withdrawal(1.0 - 1e-12, 3.0).unwrap() > 13.0);
    // Products that cannot do without each other pass it on, substitutes do not.
    assert_eq!(combined(&[(0.5, f64::INFINITY), (0.5, 0.0)], 0.6).unwrap(), f64::INFINITY);
    close(combined(&[(0.5, f64::INFINITY), (0.5, 0.0)], 3.0).unwrap(), withdrawal(0.5, 3.0).unwrap(), 1e-15);
}

/// A rise common to all nests is the rise of the whole, however large.
#[test]
fn large_rises_keep_their_digits() {
    for elasticity in [0.0, 0.6, 1.0, 7.7, 40.0] {
        close(combined(&[(0.01, 1.984), (0.5, 1.984)], elasticity).unwrap(), 1.984, 1e-14);
        close(combined(&[(0.5, 1e-14), (0.5, 3e-14)], elasticity).unwrap(), 2e-14, 1e-20);
    }
}

#[test]
fn what_is_no_share_or_elasticity_is_refused() {
    for (share, elasticity) in [(-0.1, 3.0), (1.1, 3.0), (f64::NAN, 3.0), (0.5, 1.0), (0.5, 0.5), (0.5, f64::NAN)] {
        assert!(withdrawal(share, elasticity).is_err());
    }
    assert!(combined(&[(-0.1, 0.0)], 1.0).is_err());
    assert!(combined(&[(0.1, 0.0)], -1.0).is_err());
    assert_eq!(combined(&[], 0.6).unwrap(), 0.0);
}

proptest! {
    #[test]
    fn power_rises_faster_than_the_share(share in 0.01..0.98f64, elasticity in 1.1..12.0f64) {
        let rise = withdrawal(share, elasticity).unwrap();
        prop_assert!(rise >= share / (elasticity - 1.0));
        prop_assert!(withdrawal(share / 2.0, elasticity).unwrap() < rise / 2.0);
    }

    #[test]
    fn unit_elasticity_is_the_limit_and_the_bounds_hold(
        parts in prop::collection::vec((0.01..1.0f64, 0.0..2.0f64), 1..6),
        elasticity in 0.0..8.0f64,
    ) {
        let limit = combined(&parts, 1.0).unwrap();
        for near in [1.0 - 1e-6, 1.0 + 1e-6] {
            prop_assert!((combined(&parts, near).unwrap() - limit).abs() < 1e-5);
        }
        let found = combined(&parts, elasticity).unwrap();
        let least = parts.iter().map(|part| part.1).fold(f64::INFINITY, f64::min);
        let most = parts.iter().map(|part| part.1).fold(0.0, f64::max);
        prop_assert!(found >= least - 1e-12 && found <= most + 1e-12);
        // Harder to do without: dearer.
        prop_assert!(found <= combined(&parts, elasticity * 0.5).unwrap() + 1e-12);
    }
}
