//! Elasticities that grow with time (`docs/src/methods/extensions.md`).
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::common::{self, close};
use unequal_equilibrium::horizon::Horizon;
use unequal_equilibrium::{Baseline, EquilibriumError, solve};

#[test]
fn the_share_starts_low_and_ends_at_one() {
    let horizon = Horizon::new(0.4, 4.0).unwrap();
    close(horizon.share_after(0.0).unwrap(), 0.4, 1e-15, "at once");
    close(horizon.share_after(4.0).unwrap(), 1.0 - 0.6 / std::f64::consts::E, 1e-15, "after one time constant");
    close(horizon.share_after(f64::INFINITY).unwrap(), 1.0, 0.0, "in the long run");
    let path: Vec<f64> = (0..10).map(|year| horizon.share_after(f64::from(year)).unwrap()).collect();
    assert!(path.windows(2).all(|pair| pair[0] < pair[1]));
    assert_eq!(horizon.elasticities_after(&[5.0, 2.5], 0.0).unwrap(), vec![2.0, 1.0]);
    assert_eq!(Horizon::new(1.0, 3.0).unwrap().elasticities_after(&[5.0], 0.5).unwrap(), vec![5.0]);
}

#[test]
fn values_outside_their_ranges_are_refused() {
    for (share, years) in [(0.0, 4.0), (-0.1, 4.0), (1.1, 4.0), (f64::NAN, 4.0), (0.4, 0.0), (0.4, f64::INFINITY)] {
        assert!(matches!(Horizon::new(share, years), Err(EquilibriumError::Parameter { .. })), "{share} {years}");
    }
    let horizon = Horizon::new(0.4, 4.0).unwrap();
    assert!(matches!(horizon.share_after(-1.0), Err(EquilibriumError::Parameter { .. })));
    assert!(matches!(horizon.share_after(f64::NAN), Err(EquilibriumError::Parameter { .. })));
}

/// An embargo hurts more the less time there is to find other suppliers.
#[test]
fn losses_shrink_with_time() {
    let horizon = Horizon::new(0.4, 4.0).unwrap();
    let loss = |years: f64| {
        let mut primitives = common::toy_primitives();
        primitives.trade_elasticity = horizon.elasticities_after(&primitives.trade_elasticity, years).unwrap();
        let baseline = Baseline::settle(&primitives, &common::exact()).unwrap();
        let mut wedges = baseline.no_wedges();
        wedges.forbid_between(0, 1);
        solve(&baseline, &wedges, &common::exact()).unwrap().ln_real_income()[0]
    };
    assert!(loss(0.0) < loss(2.0) && loss(2.0) < loss(10.0) && loss(10.0) < 0.0);
}
